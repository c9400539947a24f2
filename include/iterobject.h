/* Iterators over sequences and over calls. */
#ifndef Py_ITEROBJECT_H
#define Py_ITEROBJECT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PySeqIter_Check(op) Py_IS_TYPE((op), &PySeqIter_Type)
#define PyCallIter_Check(op) Py_IS_TYPE((op), &PyCallIter_Type)

#endif
