/* Weak references. */
#ifndef Py_WEAKREFOBJECT_H
#define Py_WEAKREFOBJECT_H

typedef struct _PyWeakReference PyWeakReference;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new proxy of the object: the plain one that all share, where callback is NULL or None. TypeError where the type
   allows none. */
PyAPI_FUNC(PyObject *) PyWeakref_NewProxy(PyObject *object, PyObject *callback);
/* A new reference to the object: the plain one that all share, where callback is NULL or None. TypeError where the
   type allows none. */
PyAPI_FUNC(PyObject *) PyWeakref_NewRef(PyObject *object, PyObject *callback);
/* The type of proxies of what can be called. */
PyAPI_DATA(PyTypeObject) _PyWeakref_CallableProxyType;
/* The type of proxies of what cannot be called. */
PyAPI_DATA(PyTypeObject) _PyWeakref_ProxyType;
/* The type of weak references. */
PyAPI_DATA(PyTypeObject) _PyWeakref_RefType;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030f0000
/* The referent, borrowed; None where it is gone. */
Py_DEPRECATED(3.13) PyAPI_FUNC(PyObject *) PyWeakref_GetObject(PyObject *reference);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* Writes a new reference to the referent and gives 1, or writes NULL and gives 0 where it is gone; -1 with an
   exception. */
PyAPI_FUNC(int) PyWeakref_GetRef(PyObject *reference, PyObject **place);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyWeakref_CheckRef(op) PyObject_TypeCheck((op), &_PyWeakref_RefType)
#define PyWeakref_CheckRefExact(op) Py_IS_TYPE((op), &_PyWeakref_RefType)
#define PyWeakref_CheckProxy(op) (Py_IS_TYPE((op), &_PyWeakref_ProxyType) || Py_IS_TYPE((op), &_PyWeakref_CallableProxyType))
#define PyWeakref_Check(op) (PyWeakref_CheckRef(op) || PyWeakref_CheckProxy(op))

#ifndef Py_LIMITED_API
#include "cpython/weakrefobject.h"
#endif

#endif
