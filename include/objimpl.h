/* Making objects: their memory, and the cycle collector. */
#ifndef Py_OBJIMPL_H
#define Py_OBJIMPL_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

/* An object of a type, its header filled in, the rest as the allocator left it. */
#define PyObject_New(type, typeobj) ((type *)_PyObject_New(typeobj))
#define PyObject_NewVar(type, typeobj, n) ((type *)_PyObject_NewVar((typeobj), (n)))
#define PyObject_INIT(op, typeobj) PyObject_Init(_PyObject_CAST(op), (typeobj))
#define PyObject_INIT_VAR(op, typeobj, size) PyObject_InitVar(_PyVarObject_CAST(op), (typeobj), (size))

/* The same for types that the collector knows. */
#define PyObject_GC_New(type, typeobj) _Py_CAST(type *, _PyObject_GC_New(typeobj))
#define PyObject_GC_NewVar(type, typeobj, n) _Py_CAST(type *, _PyObject_GC_NewVar((typeobj), (n)))
#define PyObject_GC_Resize(type, op, n) ((type *)_PyObject_GC_Resize(_PyVarObject_CAST(op), (n)))
#define PyType_IS_GC(t) PyType_HasFeature((t), Py_TPFLAGS_HAVE_GC)

/* In tp_traverse, whose parameters must be called visit and arg. */
#define Py_VISIT(op) \
    do { \
        if (op) { \
            int _visited_ = visit(_PyObject_CAST(op), arg); \
            if (_visited_) { \
                return _visited_; \
            } \
        } \
    } while (0)

/* Older names. */
#define PyObject_MALLOC PyObject_Malloc
#define PyObject_REALLOC PyObject_Realloc
#define PyObject_FREE PyObject_Free
#define PyObject_Del PyObject_Free
#define PyObject_DEL PyObject_Free
#define PyObject_NEW(type, typeobj) PyObject_New(type, (typeobj))
#define PyObject_NEW_VAR(type, typeobj, n) PyObject_NewVar(type, (typeobj), (n))

#ifndef Py_LIMITED_API
#include "cpython/objimpl.h"
#endif

#endif
