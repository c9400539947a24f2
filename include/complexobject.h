/* complex. */
#ifndef Py_COMPLEXOBJECT_H
#define Py_COMPLEXOBJECT_H

#ifndef Py_LIMITED_API
#include "cpython/complexobject.h"
#endif

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PyComplex_Check(op) PyObject_TypeCheck((op), &PyComplex_Type)
#define PyComplex_CheckExact(op) Py_IS_TYPE((op), &PyComplex_Type)

#endif
