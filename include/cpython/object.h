/* Full API: the layout of types. */
#ifndef Py_CPYTHON_OBJECT_H
#define Py_CPYTHON_OBJECT_H

/* A name that is made once, when it is first looked up. */
typedef struct _Py_Identifier {
    const char *string;
    Py_ssize_t index;
    struct {
        uint8_t v;
    } mutex;
} _Py_Identifier;

#define _Py_static_string_init(value) { .string = (value), .index = -1 }
#define _Py_static_string(varname, value) static _Py_Identifier varname = _Py_static_string_init(value)
#define _Py_IDENTIFIER(varname) _Py_static_string(PyId_##varname, #varname)

/* The type of tp_vectorcall_offset, by the name of what stood in its place before 3.8. */
typedef Py_ssize_t printfunc;

typedef struct {
    binaryfunc nb_add;
    binaryfunc nb_subtract;
    binaryfunc nb_multiply;
    binaryfunc nb_remainder;
    binaryfunc nb_divmod;
    ternaryfunc nb_power;
    unaryfunc nb_negative;
    unaryfunc nb_positive;
    unaryfunc nb_absolute;
    inquiry nb_bool;
    unaryfunc nb_invert;
    binaryfunc nb_lshift;
    binaryfunc nb_rshift;
    binaryfunc nb_and;
    binaryfunc nb_xor;
    binaryfunc nb_or;
    unaryfunc nb_int;
    void *nb_reserved;
    unaryfunc nb_float;
    binaryfunc nb_inplace_add;
    binaryfunc nb_inplace_subtract;
    binaryfunc nb_inplace_multiply;
    binaryfunc nb_inplace_remainder;
    ternaryfunc nb_inplace_power;
    binaryfunc nb_inplace_lshift;
    binaryfunc nb_inplace_rshift;
    binaryfunc nb_inplace_and;
    binaryfunc nb_inplace_xor;
    binaryfunc nb_inplace_or;
    binaryfunc nb_floor_divide;
    binaryfunc nb_true_divide;
    binaryfunc nb_inplace_floor_divide;
    binaryfunc nb_inplace_true_divide;
    unaryfunc nb_index;
    binaryfunc nb_matrix_multiply;
    binaryfunc nb_inplace_matrix_multiply;
} PyNumberMethods;

typedef struct {
    lenfunc sq_length;
    binaryfunc sq_concat;
    ssizeargfunc sq_repeat;
    ssizeargfunc sq_item;
    void *was_sq_slice;
    ssizeobjargproc sq_ass_item;
    void *was_sq_ass_slice;
    objobjproc sq_contains;
    binaryfunc sq_inplace_concat;
    ssizeargfunc sq_inplace_repeat;
} PySequenceMethods;

typedef struct {
    lenfunc mp_length;
    binaryfunc mp_subscript;
    objobjargproc mp_ass_subscript;
} PyMappingMethods;

typedef PySendResult (*sendfunc)(PyObject *iter, PyObject *value, PyObject **result);

typedef struct {
    unaryfunc am_await;
    unaryfunc am_aiter;
    unaryfunc am_anext;
    sendfunc am_send;
} PyAsyncMethods;

typedef struct {
    getbufferproc bf_getbuffer;
    releasebufferproc bf_releasebuffer;
} PyBufferProcs;

struct _typeobject {
    PyObject_VAR_HEAD
    const char *tp_name; /* module.name, or the name of a built-in type */
    Py_ssize_t tp_basicsize, tp_itemsize;

    destructor tp_dealloc;
    Py_ssize_t tp_vectorcall_offset;
    getattrfunc tp_getattr;
    setattrfunc tp_setattr;
    PyAsyncMethods *tp_as_async;
    reprfunc tp_repr;

    PyNumberMethods *tp_as_number;
    PySequenceMethods *tp_as_sequence;
    PyMappingMethods *tp_as_mapping;

    hashfunc tp_hash;
    ternaryfunc tp_call;
    reprfunc tp_str;
    getattrofunc tp_getattro;
    setattrofunc tp_setattro;
    PyBufferProcs *tp_as_buffer;

    unsigned long tp_flags;
    const char *tp_doc;

    traverseproc tp_traverse;
    inquiry tp_clear;
    richcmpfunc tp_richcompare;
    Py_ssize_t tp_weaklistoffset;
    getiterfunc tp_iter;
    iternextfunc tp_iternext;

    PyMethodDef *tp_methods;
    PyMemberDef *tp_members;
    PyGetSetDef *tp_getset;
    PyTypeObject *tp_base;
    PyObject *tp_dict;
    descrgetfunc tp_descr_get;
    descrsetfunc tp_descr_set;
    Py_ssize_t tp_dictoffset;
    initproc tp_init;
    allocfunc tp_alloc;
    newfunc tp_new;
    freefunc tp_free;
    inquiry tp_is_gc;

    PyObject *tp_bases;
    PyObject *tp_mro;
    PyObject *tp_cache;
    void *tp_subclasses;
    PyObject *tp_weaklist;
    destructor tp_del;

    unsigned int tp_version_tag; /* 0: none is given */
    destructor tp_finalize;
    vectorcallfunc tp_vectorcall;

    unsigned char tp_watched;    /* which type watchers watch it, a bit each */
    uint16_t tp_versions_used;   /* version tags it has had; _Py_ATTR_CACHE_UNUSED and up: is given no more */
};
#define _Py_ATTR_CACHE_UNUSED (30000)

struct _specialization_cache {
    PyObject *getitem;
    uint32_t getitem_version;
    PyObject *init;
};

/* A type made at run time carries its slot tables. */
typedef struct _heaptypeobject {
    PyTypeObject ht_type;
    PyAsyncMethods as_async;
    PyNumberMethods as_number;
    PyMappingMethods as_mapping;
    PySequenceMethods as_sequence;
    PyBufferProcs as_buffer;
    PyObject *ht_name, *ht_slots, *ht_qualname;
    struct _dictkeysobject *ht_cached_keys;
    PyObject *ht_module;
    char *_ht_tpname;
    void *ht_token;
    struct _specialization_cache _spec_cache;
} PyHeapTypeObject;

typedef int (*PyType_WatchCallback)(PyTypeObject *);

typedef enum {
    PyRefTracer_CREATE = 0,
    PyRefTracer_DESTROY = 1
} PyRefTracerEvent;
typedef int (*PyRefTracer)(PyObject *, PyRefTracerEvent event, void *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Calls the object's tp_finalize, once in its life where it is a GC object. */
PyAPI_FUNC(void) PyObject_CallFinalizer(PyObject *object);
/* Calls the finalizer of an object whose count is zero, from its tp_dealloc: 0 where it is to be freed, -1 where
   the finalizer brought it back to life. */
PyAPI_FUNC(int) PyObject_CallFinalizerFromDealloc(PyObject *object);
/* Drops the managed dict: for tp_clear and tp_dealloc of types with the flag. */
PyAPI_FUNC(void) PyObject_ClearManagedDict(PyObject *object);
/* Where an instance's items begin. TypeError where the type does not keep them at the end. */
PyAPI_FUNC(void *) PyObject_GetItemData(PyObject *object);
/* Writes repr(object) (with flag 1 str(object)) to a C stream; <nil> for NULL. -1 with an exception where writing
   fails. */
PyAPI_FUNC(int) PyObject_Print(PyObject *object, FILE *file, int flags);
/* Shows the managed dict to a visitor: for tp_traverse of types with the flag. */
PyAPI_FUNC(int) PyObject_VisitManagedDict(PyObject *object, visitproc visit, void *arg);
/* Registers a function that is called before a watched type changes. Its id; RuntimeError where all eight are
   taken. */
PyAPI_FUNC(int) PyType_AddWatcher(PyType_WatchCallback callback);
/* Takes a watcher away. ValueError where there is none of that id. */
PyAPI_FUNC(int) PyType_ClearWatcher(int watcher_id);
/* The dict of the type, new: not a copy, and not to be changed. */
PyAPI_FUNC(PyObject *) PyType_GetDict(PyTypeObject *ty);
/* Watches a type no more. ValueError where it is none, or no watcher has that id. */
PyAPI_FUNC(int) PyType_Unwatch(int watcher_id, PyObject *object);
/* Watches a type. ValueError where it is none, or no watcher has that id. */
PyAPI_FUNC(int) PyType_Watch(int watcher_id, PyObject *object);
/* Prepares an object for PyUnstable_TryIncRef; nothing to do under a GIL. */
PyAPI_FUNC(void) PyUnstable_EnableTryIncRef(PyObject *object);
/* Whether the object is immortal. */
PyAPI_FUNC(int) PyUnstable_IsImmortal(PyObject *object);
/* The references to the object die, and nobody is called. */
PyAPI_FUNC(void) PyUnstable_Object_ClearWeakRefsNoCallbacks(PyObject *object);
/* Asks for deferred reference counting; 0, as in every build with a GIL. */
PyAPI_FUNC(int) PyUnstable_Object_EnableDeferredRefcount(PyObject *object);
/* Whether the only reference is a temporary of the interpreter's evaluation, so that the object may be reused. Only
   an evaluator can know that; without a running frame the answer is no. */
PyAPI_FUNC(int) PyUnstable_Object_IsUniqueReferencedTemporary(PyObject *object);
/* Whether the caller's reference is the only one. */
PyAPI_FUNC(int) PyUnstable_Object_IsUniquelyReferenced(PyObject *object);
/* Adds a reference to an object that may be dying: 1, or 0 where its count is zero. */
PyAPI_FUNC(int) PyUnstable_TryIncRef(PyObject *object);
/* Gives the type a version tag: 1, or 0 where it cannot have one. */
PyAPI_FUNC(int) PyUnstable_Type_AssignVersionTag(PyTypeObject *ty);
/* Writes what an object is to C's stderr, for a debugger. */
PyAPI_FUNC(void) _PyObject_Dump(PyObject *op);
/* How messages name a callable: module.qualname(), without the module where that is builtins; its text where it has
   no name. New. */
PyAPI_FUNC(PyObject *) _PyObject_FunctionStr(PyObject *callable);
/* As PyObject_GenericGetAttr, with another dict for the instance's; NULL without an exception where there is no
   such attribute and suppress is not 0. */
PyAPI_FUNC(PyObject *) _PyObject_GenericGetAttrWithDict(PyObject *object, PyObject *name, PyObject *dict,
                                                        int suppress);
/* As PyObject_GenericSetAttr, with another dict for the instance's. */
PyAPI_FUNC(int) _PyObject_GenericSetAttrWithDict(PyObject *object, PyObject *name, PyObject *value, PyObject *dict);
/* object.name of an identifier, new. */
PyAPI_FUNC(PyObject *) _PyObject_GetAttrId(PyObject *object, _Py_Identifier *name);
/* Where the object keeps its dict, borrowed; made where it has none yet. NULL where it cannot have one. */
PyAPI_FUNC(PyObject **) _PyObject_GetDictPtr(PyObject *object);
/* Puts a dict in the place of the managed one; NULL takes it away. */
PyAPI_FUNC(int) _PyObject_SetManagedDict(PyObject *object, PyObject *new_dict);
/* What the type's MRO has under the name, borrowed; NULL without an exception where it has nothing. */
PyAPI_FUNC(PyObject *) _PyType_Lookup(PyTypeObject *ty, PyObject *name);
/* What the type's MRO has under the name, new; NULL without an exception where it has nothing. */
PyAPI_FUNC(PyObject *) _PyType_LookupRef(PyTypeObject *ty, PyObject *name);
/* tp_name without the module, borrowed. */
PyAPI_FUNC(const char *) _PyType_Name(PyTypeObject *ty);
/* Writes the header's count of a new object: one. */
PyAPI_FUNC(void) _Py_NewReference(PyObject *object);
/* As _Py_NewReference. */
PyAPI_FUNC(void) _Py_NewReferenceNoTotal(PyObject *object);
/* Gives an object that its finalizer brought back its one reference. */
PyAPI_FUNC(void) _Py_ResurrectReference(PyObject *object);
EXUVIA_END_C
/* end of declarations */

/* Puts a new reference, stolen, in place of the old one, and gives that up last: what runs then finds no dangling pointer. */
#define Py_SETREF(dst, src) \
    do { \
        _Py_TYPEOF(dst) *_variable_ = &(dst); \
        _Py_TYPEOF(dst) _held_ = *_variable_; \
        *_variable_ = (src); \
        Py_DECREF(_held_); \
    } while (0)
#define Py_XSETREF(dst, src) \
    do { \
        _Py_TYPEOF(dst) *_variable_ = &(dst); \
        _Py_TYPEOF(dst) _held_ = *_variable_; \
        *_variable_ = (src); \
        Py_XDECREF(_held_); \
    } while (0)

/* Assertions that say which object is at fault. */
#ifdef NDEBUG
#define _PyObject_ASSERT_FROM(obj, expr, msg, filename, lineno, func) ((void)0)
#else
#define _PyObject_ASSERT_FROM(obj, expr, msg, filename, lineno, func) \
    ((expr) ? (void)0 : _PyObject_AssertFailed((obj), Py_STRINGIFY(expr), (msg), (filename), (lineno), (func)))
#endif
#define _PyObject_ASSERT_WITH_MSG(obj, expr, msg) _PyObject_ASSERT_FROM((obj), expr, (msg), __FILE__, __LINE__, __func__)
#define _PyObject_ASSERT(obj, expr) _PyObject_ASSERT_WITH_MSG((obj), expr, NULL)
#define _PyObject_ASSERT_FAILED_MSG(obj, msg) _PyObject_AssertFailed((obj), NULL, (msg), __FILE__, __LINE__, __func__)

/* The library keeps deep deallocations from exhausting the stack by itself; these remain for sources that use them. */
#define Py_TRASHCAN_BEGIN(op, dealloc)
#define Py_TRASHCAN_END

#endif
