/* Full API: the layout of weak references. */
#ifndef Py_CPYTHON_WEAKREFOBJECT_H
#define Py_CPYTHON_WEAKREFOBJECT_H

struct _PyWeakReference {
    PyObject_HEAD
    PyObject *wr_object;   /* None: dead */
    PyObject *wr_callback; /* NULL: none */
    Py_hash_t hash;        /* of the object; -1: never asked for */
    PyWeakReference *wr_prev;
    PyWeakReference *wr_next;
    vectorcallfunc vectorcall;
};

#define _PyWeakref_CAST(op) (assert(PyWeakref_Check(op)), _Py_CAST(PyWeakReference *, (op)))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Whether the referent is gone; -1 where this is no weak reference. */
PyAPI_FUNC(int) PyWeakref_IsDead(PyObject *reference);
/* Makes a reference a dead one; its callback is kept and never called. */
PyAPI_FUNC(void) _PyWeakref_ClearRef(PyWeakReference *reference);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

/* The object, borrowed, or None; one that is being deallocated counts as dead. */
Py_DEPRECATED(3.13) static inline PyObject *PyWeakref_GET_OBJECT(PyObject *ref)
{
    PyObject *object = _PyWeakref_CAST(ref)->wr_object;
    return Py_REFCNT(object) > 0 ? object : Py_None;
}
#define PyWeakref_GET_OBJECT(ref) PyWeakref_GET_OBJECT(_PyObject_CAST(ref))

EXUVIA_END_C

#endif
