/* Full API: the layout of set and frozenset. */
#ifndef Py_CPYTHON_SETOBJECT_H
#define Py_CPYTHON_SETOBJECT_H

#define PySet_MINSIZE 8

typedef struct {
    PyObject *key; /* NULL: free; the dummy: an element was here */
    Py_hash_t hash;
} setentry;

typedef struct {
    PyObject_HEAD
    Py_ssize_t fill; /* entries that are not free */
    Py_ssize_t used; /* elements */
    Py_ssize_t mask; /* the table's size less one */
    setentry *table; /* smalltable, or allocated */
    Py_hash_t hash;  /* a frozenset's, -1 while it is not known */
    Py_ssize_t finger;
    setentry smalltable[PySet_MINSIZE];
    PyObject *weakreflist;
} PySetObject;

#define _PySet_CAST(so) (assert(PyAnySet_Check(so)), _Py_CAST(PySetObject *, so))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

EXUVIA_BEGIN_C

static inline Py_ssize_t PySet_GET_SIZE(PyObject *so)
{
    return _PySet_CAST(so)->used;
}
#define PySet_GET_SIZE(so) PySet_GET_SIZE(_PyObject_CAST(so))

EXUVIA_END_C

#endif
