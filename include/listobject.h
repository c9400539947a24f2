/* list. */
#ifndef Py_LISTOBJECT_H
#define Py_LISTOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* list_iterator. */
PyAPI_DATA(PyTypeObject) PyListIter_Type;
/* list_reverseiterator. */
PyAPI_DATA(PyTypeObject) PyListRevIter_Type;
/* Appends an item. */
PyAPI_FUNC(int) PyList_Append(PyObject *op, PyObject *newitem);
/* A new tuple of the items. */
PyAPI_FUNC(PyObject *) PyList_AsTuple(PyObject *op);
/* The item at a position, borrowed; IndexError where there is none. */
PyAPI_FUNC(PyObject *) PyList_GetItem(PyObject *op, Py_ssize_t index);
/* A new list of the items from low to high. */
PyAPI_FUNC(PyObject *) PyList_GetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high);
/* Inserts before a position. */
PyAPI_FUNC(int) PyList_Insert(PyObject *op, Py_ssize_t index, PyObject *newitem);
/* A new list of size items that are NULL until the caller sets them. */
PyAPI_FUNC(PyObject *) PyList_New(Py_ssize_t size);
/* Turns the items round. */
PyAPI_FUNC(int) PyList_Reverse(PyObject *op);
/* Sets the item at a position; steals it, also on failure. */
PyAPI_FUNC(int) PyList_SetItem(PyObject *op, Py_ssize_t index, PyObject *newitem);
/* Puts what an iterable gives (nothing for NULL) in the place of the items from low to high. */
PyAPI_FUNC(int) PyList_SetSlice(PyObject *op, Py_ssize_t low, Py_ssize_t high, PyObject *itemlist);
/* The number of items. */
PyAPI_FUNC(Py_ssize_t) PyList_Size(PyObject *op);
/* Sorts the list. */
PyAPI_FUNC(int) PyList_Sort(PyObject *op);
/* list. */
PyAPI_DATA(PyTypeObject) PyList_Type;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* The item at a position, new; IndexError where there is none. */
PyAPI_FUNC(PyObject *) PyList_GetItemRef(PyObject *op, Py_ssize_t index);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyList_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LIST_SUBCLASS)
#define PyList_CheckExact(op) Py_IS_TYPE((op), &PyList_Type)

#ifndef Py_LIMITED_API
#include "cpython/listobject.h"
#endif

#endif
