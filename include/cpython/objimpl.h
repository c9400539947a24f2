/* Full API: sizes of objects, arenas, walking over the collector's objects. */
#ifndef Py_CPYTHON_OBJIMPL_H
#define Py_CPYTHON_OBJIMPL_H

/* Where the object allocator takes its arenas from. */
typedef struct {
    void *ctx;
    void *(*alloc)(void *ctx, size_t size);
    void (*free)(void *ctx, void *ptr, size_t size);
} PyObjectArenaAllocator;

typedef int (*gcvisitobjects_t)(PyObject *, void *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Where the object's weak list lies, borrowed; NULL where it has none. */
PyAPI_FUNC(PyObject **) PyObject_GET_WEAKREFS_LISTPTR(PyObject *object);
/* Whether the object takes part in collection. */
PyAPI_FUNC(int) PyObject_IS_GC(PyObject *object);
/* Whether the type's instances can have weak references. */
PyAPI_FUNC(int) PyType_SUPPORTS_WEAKREFS(PyTypeObject *ty);
/* Calls the function with every object that is tracked, borrowed, until it returns 0. It must not free objects. */
PyAPI_FUNC(void) PyUnstable_GC_VisitObjects(gcvisitobjects_t callback, void *arg);
/* As _PyObject_GC_New, with extra_size zeroed bytes behind the object. */
PyAPI_FUNC(PyObject *) PyUnstable_Object_GC_NewWithExtraData(PyTypeObject *type, size_t extra_size);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

static inline size_t _PyObject_SIZE(PyTypeObject *type)
{
    return _Py_STATIC_CAST(size_t, type->tp_basicsize);
}

/* The bytes of an object of nitems items, rounded up to whole words. */
static inline size_t _PyObject_VAR_SIZE(PyTypeObject *type, Py_ssize_t nitems)
{
    size_t size = _Py_STATIC_CAST(size_t, type->tp_basicsize);
    size += _Py_STATIC_CAST(size_t, nitems) * _Py_STATIC_CAST(size_t, type->tp_itemsize);
    return _Py_SIZE_ROUND_UP(size, SIZEOF_VOID_P);
}

EXUVIA_END_C

#endif
