/* Iterators over sequences and over calls. */
#ifndef Py_ITEROBJECT_H
#define Py_ITEROBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new iterator over what calls of a function return, until that equals the sentinel. */
PyAPI_FUNC(PyObject *) PyCallIter_New(PyObject *callable, PyObject *sentinel);
/* callable_iterator. */
PyAPI_DATA(PyTypeObject) PyCallIter_Type;
/* A new iterator over the items of a sequence. */
PyAPI_FUNC(PyObject *) PySeqIter_New(PyObject *seq);
/* iterator. */
PyAPI_DATA(PyTypeObject) PySeqIter_Type;
EXUVIA_END_C
/* end of declarations */

#define PySeqIter_Check(op) Py_IS_TYPE((op), &PySeqIter_Type)
#define PyCallIter_Check(op) Py_IS_TYPE((op), &PyCallIter_Type)

#endif
