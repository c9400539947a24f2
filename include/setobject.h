/* set and frozenset. */
#ifndef Py_SETOBJECT_H
#define Py_SETOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new frozenset of what an iterable gives; an empty one for NULL. */
PyAPI_FUNC(PyObject *) PyFrozenSet_New(PyObject *iterable);
/* frozenset. */
PyAPI_DATA(PyTypeObject) PyFrozenSet_Type;
/* set_iterator. */
PyAPI_DATA(PyTypeObject) PySetIter_Type;
/* Adds a key to a set, or to a frozenset that nobody else has. */
PyAPI_FUNC(int) PySet_Add(PyObject *set, PyObject *key);
/* Removes all keys of a set. */
PyAPI_FUNC(int) PySet_Clear(PyObject *set);
/* 1 where the key is in the set or frozenset, 0 where not. */
PyAPI_FUNC(int) PySet_Contains(PyObject *anyset, PyObject *key);
/* Removes a key: 1 where it was in the set, 0 where not. */
PyAPI_FUNC(int) PySet_Discard(PyObject *set, PyObject *key);
/* A new set of what an iterable gives; an empty one for NULL. */
PyAPI_FUNC(PyObject *) PySet_New(PyObject *iterable);
/* Removes and returns some key, new; KeyError where the set is empty. */
PyAPI_FUNC(PyObject *) PySet_Pop(PyObject *set);
/* The number of keys. */
PyAPI_FUNC(Py_ssize_t) PySet_Size(PyObject *anyset);
/* set. */
PyAPI_DATA(PyTypeObject) PySet_Type;
EXUVIA_END_C
/* end of declarations */

#define PySet_CheckExact(op) Py_IS_TYPE((op), &PySet_Type)
#define PySet_Check(op) (PySet_CheckExact(op) || PyType_IsSubtype(Py_TYPE(op), &PySet_Type))
#define PyFrozenSet_CheckExact(op) Py_IS_TYPE((op), &PyFrozenSet_Type)
#define PyFrozenSet_Check(op) (PyFrozenSet_CheckExact(op) || PyType_IsSubtype(Py_TYPE(op), &PyFrozenSet_Type))
#define PyAnySet_CheckExact(op) (PySet_CheckExact(op) || PyFrozenSet_CheckExact(op))
#define PyAnySet_Check(op) \
    (PyAnySet_CheckExact(op) || PyType_IsSubtype(Py_TYPE(op), &PySet_Type) || PyType_IsSubtype(Py_TYPE(op), &PyFrozenSet_Type))

#ifndef Py_LIMITED_API
#include "cpython/setobject.h"
#endif

#endif
