/* complex. */
#ifndef Py_COMPLEXOBJECT_H
#define Py_COMPLEXOBJECT_H

#ifndef Py_LIMITED_API
#include "cpython/complexobject.h"
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new complex number. */
PyAPI_FUNC(PyObject *) PyComplex_FromDoubles(double real, double imag);
/* The imaginary part of a complex number, or of what __complex__ gives; 0.0 for anything else. -1.0 with an
   exception. */
PyAPI_FUNC(double) PyComplex_ImagAsDouble(PyObject *object);
/* The real part of a complex number, or of what __complex__ gives, or the value of a real number; -1.0 with an
   exception. */
PyAPI_FUNC(double) PyComplex_RealAsDouble(PyObject *object);
/* complex. */
PyAPI_DATA(PyTypeObject) PyComplex_Type;
EXUVIA_END_C
/* end of declarations */

#define PyComplex_Check(op) PyObject_TypeCheck((op), &PyComplex_Type)
#define PyComplex_CheckExact(op) Py_IS_TYPE((op), &PyComplex_Type)

#endif
