/* Making objects: their memory, and the cycle collector. */
#ifndef Py_OBJIMPL_H
#define Py_OBJIMPL_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Collects everything: how many unreachable objects there were; 0 where collection is off or running. An exception
   that is set stays. */
PyAPI_FUNC(Py_ssize_t) PyGC_Collect(void);
/* Turns collection off; whether it was on. */
PyAPI_FUNC(int) PyGC_Disable(void);
/* Turns collection on; whether it was. */
PyAPI_FUNC(int) PyGC_Enable(void);
/* Whether collection is on. */
PyAPI_FUNC(int) PyGC_IsEnabled(void);
/* Gives a block of this domain back; does nothing for NULL. */
PyAPI_FUNC(void) PyObject_Free(void *block);
/* Frees a GC object's memory: the last step of its tp_dealloc. */
PyAPI_FUNC(void) PyObject_GC_Del(void *object);
/* Whether the object's finalizer has run. */
PyAPI_FUNC(int) PyObject_GC_IsFinalized(PyObject *object);
/* Whether the collector tracks the object; 0 for one that has no place in it. */
PyAPI_FUNC(int) PyObject_GC_IsTracked(PyObject *object);
/* Shows the object to the collector. Its fields are initialised. Fatal where it is tracked already. */
PyAPI_FUNC(void) PyObject_GC_Track(void *object);
/* Hides the object from the collector; does nothing where it is not tracked. */
PyAPI_FUNC(void) PyObject_GC_UnTrack(void *object);
/* Gives memory the header of a new object: one count, the type (counted where it is a heap type). Returns it; NULL
   raises MemoryError. */
PyAPI_FUNC(PyObject *) PyObject_Init(PyObject *object, PyTypeObject *type);
/* As PyObject_Init, with the number of items. */
PyAPI_FUNC(PyVarObject *) PyObject_InitVar(PyVarObject *object, PyTypeObject *type, Py_ssize_t size);
/* A block of at least size bytes (1 for 0), or NULL, without an exception. */
PyAPI_FUNC(void *) PyObject_Malloc(size_t size);
/* The block with another size, its content kept; NULL leaves it as it was. A NULL block is allocated. */
PyAPI_FUNC(void *) PyObject_Realloc(void *block, size_t size);
/* A new object of a type that takes part in collection, its fields zero, not yet tracked. Frees with
   PyObject_GC_Del. */
PyAPI_FUNC(PyObject *) _PyObject_GC_New(PyTypeObject *type);
/* As _PyObject_GC_New, with items. SystemError for a negative number of them. */
PyAPI_FUNC(PyVarObject *) _PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t items);
/* The object with room for another number of items; the old pointer is dead where the result is not NULL. The
   object is not tracked and held once. */
PyAPI_FUNC(PyVarObject *) _PyObject_GC_Resize(PyVarObject *object, Py_ssize_t items);
/* A new object of a type that takes no part in collection, its fields zero. Frees with PyObject_Free. */
PyAPI_FUNC(PyObject *) _PyObject_New(PyTypeObject *type);
/* As _PyObject_New, with items. SystemError for a negative number of them. */
PyAPI_FUNC(PyVarObject *) _PyObject_NewVar(PyTypeObject *type, Py_ssize_t items);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* A zeroed block for count items of size bytes, or NULL, without an exception. */
PyAPI_FUNC(void *) PyObject_Calloc(size_t count, size_t size);
#endif
EXUVIA_END_C
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
