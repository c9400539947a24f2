/* tuple. */
#ifndef Py_TUPLEOBJECT_H
#define Py_TUPLEOBJECT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* A new tuple of n objects, which are borrowed. */
PyAPI_FUNC(PyObject *) PyTuple_Pack(Py_ssize_t count, ...);
/* tuple. */
PyAPI_DATA(PyTypeObject) PyTuple_Type;
EXUVIA_END_C
/* end of declarations */

#define PyTuple_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS)
#define PyTuple_CheckExact(op) Py_IS_TYPE((op), &PyTuple_Type)

#ifndef Py_LIMITED_API
#include "cpython/tupleobject.h"
#endif

#endif
