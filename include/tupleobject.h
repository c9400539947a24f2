/* tuple. */
#ifndef Py_TUPLEOBJECT_H
#define Py_TUPLEOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* tuple_iterator. */
PyAPI_DATA(PyTypeObject) PyTupleIter_Type;
/* The item at a position, borrowed; IndexError where there is none. */
PyAPI_FUNC(PyObject *) PyTuple_GetItem(PyObject *op, Py_ssize_t i);
/* A new tuple of the items from low to high. */
PyAPI_FUNC(PyObject *) PyTuple_GetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);
/* A new tuple of size items that are NULL until the caller sets them. */
PyAPI_FUNC(PyObject *) PyTuple_New(Py_ssize_t size);
/* A new tuple of n objects, which are borrowed. */
PyAPI_FUNC(PyObject *) PyTuple_Pack(Py_ssize_t count, ...);
/* Sets an item of a tuple that nobody else has; steals the item, also on failure. */
PyAPI_FUNC(int) PyTuple_SetItem(PyObject *op, Py_ssize_t i, PyObject *newitem);
/* The number of items. */
PyAPI_FUNC(Py_ssize_t) PyTuple_Size(PyObject *op);
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
