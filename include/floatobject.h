/* float. */
#ifndef Py_FLOATOBJECT_H
#define Py_FLOATOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The value of a float, or what __float__ or __index__ gives; -1.0 with TypeError for what has neither. */
PyAPI_FUNC(double) PyFloat_AsDouble(PyObject *object);
/* A new float. */
PyAPI_FUNC(PyObject *) PyFloat_FromDouble(double value);
/* The float in a str or in bytes, new; ValueError where there is none, TypeError for anything else. */
PyAPI_FUNC(PyObject *) PyFloat_FromString(PyObject *object);
/* What floats are: a new sys.float_info. */
PyAPI_FUNC(PyObject *) PyFloat_GetInfo(void);
/* The largest double. */
PyAPI_FUNC(double) PyFloat_GetMax(void);
/* The smallest normal double above zero. */
PyAPI_FUNC(double) PyFloat_GetMin(void);
/* float. */
PyAPI_DATA(PyTypeObject) PyFloat_Type;
EXUVIA_END_C
/* end of declarations */

#define PyFloat_Check(op) PyObject_TypeCheck((op), &PyFloat_Type)
#define PyFloat_CheckExact(op) Py_IS_TYPE((op), &PyFloat_Type)

#define Py_RETURN_NAN return PyFloat_FromDouble(Py_NAN)
/* An infinity with the sign of a number. */
#define Py_RETURN_INF(sign) return PyFloat_FromDouble(copysign(Py_INFINITY, (sign)))

#ifndef Py_LIMITED_API
#include "cpython/floatobject.h"
#endif

#endif
