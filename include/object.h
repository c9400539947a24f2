/* Objects and types: the header that every object begins with, slots, type flags, singletons. */
#ifndef Py_OBJECT_H
#define Py_OBJECT_H

/* Every object begins with this.  The reference count fills the first word: a mortal object's is below 2^31 and leaves the upper half
   zero; an immortal's is not changed by anybody.  Extensions built for an old limited API add and subtract on the whole word. */
#ifndef _Py_OPAQUE_PYOBJECT
struct _object {
    __extension__ union {
        int64_t ob_refcnt_full;
        struct {
#if PY_BIG_ENDIAN
            uint16_t ob_flags;
            uint16_t ob_overflow;
            uint32_t ob_refcnt;
#else
            uint32_t ob_refcnt;
            uint16_t ob_overflow;
            uint16_t ob_flags;
#endif
        };
        _Py_ALIGNED_DEF(4, char) _aligner;
    };
    PyTypeObject *ob_type;
};

/* An object of a variable number of items. */
struct PyVarObject {
    PyObject ob_base;
    Py_ssize_t ob_size;
};

#define PyObject_HEAD PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;
#define _PyObject_EXTRA_INIT
/* The start of a static object's initializer: immortal, of a type. */
#define PyObject_HEAD_INIT(type) { { _Py_STATIC_IMMORTAL_INITIAL_REFCNT }, (type) },
#define PyVarObject_HEAD_INIT(type, size) { PyObject_HEAD_INIT(type) (size) },
#endif
typedef struct PyVarObject PyVarObject;

#define _PyObject_CAST(op) _Py_CAST(PyObject*, (op))
#define _PyVarObject_CAST(op) _Py_CAST(PyVarObject*, (op))
#define _PyObject_MIN_ALIGNMENT 4
#define Py_INVALID_SIZE (Py_ssize_t)-1
#define Py_PRINT_RAW 1 /* PyObject_Print: str(), not repr() */
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* An object that iteration goes through by index. */
typedef struct {
    PyObject *object;
    Py_ssize_t index;
} _PyObjectIndexPair;
typedef _PyObjectIndexPair (*_Py_iteritemfunc)(PyObject *, Py_ssize_t index);
#endif

/* What slots hold. */
typedef PyObject *(*unaryfunc)(PyObject *);
typedef PyObject *(*binaryfunc)(PyObject *, PyObject *);
typedef PyObject *(*ternaryfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*inquiry)(PyObject *);
typedef Py_ssize_t (*lenfunc)(PyObject *);
typedef PyObject *(*ssizeargfunc)(PyObject *, Py_ssize_t);
typedef PyObject *(*ssizessizeargfunc)(PyObject *, Py_ssize_t, Py_ssize_t);
typedef int (*ssizeobjargproc)(PyObject *, Py_ssize_t, PyObject *);
typedef int (*ssizessizeobjargproc)(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
typedef int (*objobjargproc)(PyObject *, PyObject *, PyObject *);
typedef int (*objobjproc)(PyObject *, PyObject *);
typedef int (*visitproc)(PyObject *, void *);
typedef int (*traverseproc)(PyObject *, visitproc, void *);
typedef void (*freefunc)(void *);
typedef void (*destructor)(PyObject *);
typedef PyObject *(*getattrfunc)(PyObject *, char *);
typedef PyObject *(*getattrofunc)(PyObject *, PyObject *);
typedef int (*setattrfunc)(PyObject *, char *, PyObject *);
typedef int (*setattrofunc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*reprfunc)(PyObject *);
typedef Py_hash_t (*hashfunc)(PyObject *);
typedef PyObject *(*richcmpfunc)(PyObject *, PyObject *, int);
typedef PyObject *(*getiterfunc)(PyObject *);
typedef PyObject *(*iternextfunc)(PyObject *);
typedef PyObject *(*descrgetfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*descrsetfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*initproc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*newfunc)(PyTypeObject *, PyObject *, PyObject *);
typedef PyObject *(*allocfunc)(PyTypeObject *, Py_ssize_t);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
typedef PyObject *(*vectorcallfunc)(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames);
#endif

/* What PyIter_Send says. */
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030a0000
typedef enum {
    PYGEN_RETURN = 0,
    PYGEN_ERROR = -1,
    PYGEN_NEXT = 1
} PySendResult;
#endif

/* The recipe of a type: slots end with one of id 0. */
typedef struct {
    int slot;
    void *pfunc;
} PyType_Slot;

typedef struct {
    const char *name;
    int basicsize;
    int itemsize;
    unsigned int flags;
    PyType_Slot *slots;
} PyType_Spec;

/* The id of a constant for Py_GetConstant. */
#define Py_CONSTANT_NONE 0
#define Py_CONSTANT_FALSE 1
#define Py_CONSTANT_TRUE 2
#define Py_CONSTANT_ELLIPSIS 3
#define Py_CONSTANT_NOT_IMPLEMENTED 4
#define Py_CONSTANT_ZERO 5
#define Py_CONSTANT_ONE 6
#define Py_CONSTANT_EMPTY_STR 7
#define Py_CONSTANT_EMPTY_BYTES 8
#define Py_CONSTANT_EMPTY_TUPLE 9

/* The rich comparisons. */
#define Py_LT 0
#define Py_LE 1
#define Py_EQ 2
#define Py_NE 3
#define Py_GT 4
#define Py_GE 5

/* Type flags. */
#define Py_TPFLAGS_HAVE_FINALIZE (1UL << 0)           /* without effect */
#ifndef Py_LIMITED_API
#define _Py_TPFLAGS_STATIC_BUILTIN (1 << 1)
#define Py_TPFLAGS_INLINE_VALUES (1 << 2)
#define Py_TPFLAGS_MANAGED_WEAKREF (1 << 3)
#define Py_TPFLAGS_MANAGED_DICT (1 << 4)
#define Py_TPFLAGS_PREHEADER (Py_TPFLAGS_MANAGED_WEAKREF | Py_TPFLAGS_MANAGED_DICT)
#define Py_TPFLAGS_SEQUENCE (1 << 5)                  /* matches a sequence pattern */
#define Py_TPFLAGS_MAPPING (1 << 6)                   /* matches a mapping pattern */
#endif
#define Py_TPFLAGS_DISALLOW_INSTANTIATION (1UL << 7)  /* has no __new__ */
#define Py_TPFLAGS_IMMUTABLETYPE (1UL << 8)           /* its attributes cannot be set */
#define Py_TPFLAGS_HEAPTYPE (1UL << 9)                /* made at run time */
#define Py_TPFLAGS_BASETYPE (1UL << 10)               /* may be subclassed */
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
#define Py_TPFLAGS_HAVE_VECTORCALL (1UL << 11)
#ifndef Py_LIMITED_API
#define _Py_TPFLAGS_HAVE_VECTORCALL Py_TPFLAGS_HAVE_VECTORCALL
#endif
#endif
#define Py_TPFLAGS_READY (1UL << 12)
#define Py_TPFLAGS_READYING (1UL << 13)
#define Py_TPFLAGS_HAVE_GC (1UL << 14)                /* the collector traverses its instances */
#define Py_TPFLAGS_HAVE_STACKLESS_EXTENSION 0
#define Py_TPFLAGS_METHOD_DESCRIPTOR (1UL << 17)      /* its instances act as unbound methods */
#define Py_TPFLAGS_HAVE_VERSION_TAG (1UL << 18)       /* without effect */
#define Py_TPFLAGS_VALID_VERSION_TAG (1UL << 19)
#define Py_TPFLAGS_IS_ABSTRACT (1UL << 20)
#define _Py_TPFLAGS_MATCH_SELF (1UL << 22)            /* a class pattern's one positional matches the subject itself */
#define Py_TPFLAGS_ITEMS_AT_END (1UL << 23)
#define Py_TPFLAGS_LONG_SUBCLASS (1UL << 24)
#define Py_TPFLAGS_LIST_SUBCLASS (1UL << 25)
#define Py_TPFLAGS_TUPLE_SUBCLASS (1UL << 26)
#define Py_TPFLAGS_BYTES_SUBCLASS (1UL << 27)
#define Py_TPFLAGS_UNICODE_SUBCLASS (1UL << 28)
#define Py_TPFLAGS_DICT_SUBCLASS (1UL << 29)
#define Py_TPFLAGS_BASE_EXC_SUBCLASS (1UL << 30)
#define Py_TPFLAGS_TYPE_SUBCLASS (1UL << 31)
#define Py_TPFLAGS_DEFAULT (Py_TPFLAGS_HAVE_STACKLESS_EXTENSION | 0)
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
#define Py_TP_USE_SPEC NULL                           /* Py_tp_token: the spec is the token */
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* object. */
PyAPI_DATA(PyTypeObject) PyBaseObject_Type;
/* bool. */
PyAPI_DATA(PyTypeObject) PyBool_Type;
/* Whether the object can be called: 1 or 0. */
PyAPI_FUNC(int) PyCallable_Check(PyObject *object);
/* int. */
PyAPI_DATA(PyTypeObject) PyLong_Type;
/* ascii(object), new: its repr with what is not ASCII escaped; <NULL> for NULL. */
PyAPI_FUNC(PyObject *) PyObject_ASCII(PyObject *object);
/* bytes(object) of what has a buffer, __bytes__ or items, new; b'<NULL>' for NULL. TypeError for text and for ints. */
PyAPI_FUNC(PyObject *) PyObject_Bytes(PyObject *object);
/* The object dies: its references die, and their callbacks are called. For tp_dealloc. */
PyAPI_FUNC(void) PyObject_ClearWeakRefs(PyObject *object);
/* del object.name. */
PyAPI_FUNC(int) PyObject_DelAttr(PyObject *object, PyObject *name);
/* del object.name. */
PyAPI_FUNC(int) PyObject_DelAttrString(PyObject *object, const char *name);
/* The names of an object's attributes, in a new sorted list; for NULL those of the running frame, and SystemError
   where no frame runs. */
PyAPI_FUNC(PyObject *) PyObject_Dir(PyObject *object);
/* What object.name is by the generic way, new: a tp_getattro. */
PyAPI_FUNC(PyObject *) PyObject_GenericGetAttr(PyObject *object, PyObject *name);
/* object.name = value by the generic way, deletion for NULL: a tp_setattro. */
PyAPI_FUNC(int) PyObject_GenericSetAttr(PyObject *object, PyObject *name, PyObject *value);
/* object.name, new. AttributeError where there is no such attribute. */
PyAPI_FUNC(PyObject *) PyObject_GetAttr(PyObject *object, PyObject *name);
/* object.name, new. AttributeError where there is no such attribute. */
PyAPI_FUNC(PyObject *) PyObject_GetAttrString(PyObject *object, const char *name);
/* 1 where the object has the attribute, 0 where not; errors are reported and dropped. */
PyAPI_FUNC(int) PyObject_HasAttr(PyObject *object, PyObject *name);
/* 1 where the object has the attribute, 0 where not; errors are reported and dropped. */
PyAPI_FUNC(int) PyObject_HasAttrString(PyObject *object, const char *name);
/* hash(object); -1 with an exception. */
PyAPI_FUNC(Py_hash_t) PyObject_Hash(PyObject *object);
/* Raises TypeError: unhashable type and returns -1: a tp_hash for types without one. */
PyAPI_FUNC(Py_hash_t) PyObject_HashNotImplemented(PyObject *object);
/* 1 where the object is true, 0 where not; -1 with an exception. */
PyAPI_FUNC(int) PyObject_IsTrue(PyObject *object);
/* 0 where the object is true, 1 where not; -1 with an exception. */
PyAPI_FUNC(int) PyObject_Not(PyObject *object);
/* repr(object), new; <NULL> for NULL. */
PyAPI_FUNC(PyObject *) PyObject_Repr(PyObject *object);
/* a OP b by the operator's number, new. */
PyAPI_FUNC(PyObject *) PyObject_RichCompare(PyObject *a, PyObject *b, int op);
/* The truth of a OP b: 1 or 0, -1 with an exception. An object equals itself without being asked. */
PyAPI_FUNC(int) PyObject_RichCompareBool(PyObject *a, PyObject *b, int op);
/* The object itself, new: a tp_iter for iterators. */
PyAPI_FUNC(PyObject *) PyObject_SelfIter(PyObject *object);
/* object.name = value; deletes the attribute for NULL. */
PyAPI_FUNC(int) PyObject_SetAttr(PyObject *object, PyObject *name, PyObject *value);
/* object.name = value; deletes the attribute for NULL. */
PyAPI_FUNC(int) PyObject_SetAttrString(PyObject *object, const char *name, PyObject *value);
/* str(object), new; <NULL> for NULL. */
PyAPI_FUNC(PyObject *) PyObject_Str(PyObject *object);
/* super. */
PyAPI_DATA(PyTypeObject) PySuper_Type;
/* Forgets all lookups. The last version tag that was given out. */
PyAPI_FUNC(unsigned int) PyType_ClearCache(void);
/* A type from a spec. */
PyAPI_FUNC(PyObject *) PyType_FromSpec(PyType_Spec *spec);
/* tp_alloc of everything that does not have its own: zeroed memory, counted once, tracked where the type takes part
   in collection. */
PyAPI_FUNC(PyObject *) PyType_GenericAlloc(PyTypeObject *ty, Py_ssize_t items);
/* tp_new for types whose instances need nothing but their memory. */
PyAPI_FUNC(PyObject *) PyType_GenericNew(PyTypeObject *ty, PyObject *args, PyObject *kwds);
/* tp_flags. */
PyAPI_FUNC(unsigned long) PyType_GetFlags(PyTypeObject *ty);
/* 1 where a is b or derives from it. */
PyAPI_FUNC(int) PyType_IsSubtype(PyTypeObject *a, PyTypeObject *b);
/* Says that the type's dict or MRO has been changed from outside. */
PyAPI_FUNC(void) PyType_Modified(PyTypeObject *ty);
/* Makes a type usable; does nothing where it is. -1 with an exception where it contradicts itself. */
PyAPI_FUNC(int) PyType_Ready(PyTypeObject *ty);
/* type. */
PyAPI_DATA(PyTypeObject) PyType_Type;
/* Whether the two are one object. */
PyAPI_FUNC(int) Py_Is(PyObject *a, PyObject *b);
/* Whether the object is None. */
PyAPI_FUNC(int) Py_IsNone(PyObject *object);
/* Says that an object's text is being made: 1 where it is already, 0 where not, -1 with an exception. */
PyAPI_FUNC(int) Py_ReprEnter(PyObject *object);
/* Takes back what Py_ReprEnter said; an exception that is set stays. */
PyAPI_FUNC(void) Py_ReprLeave(PyObject *object);
/* The type of the object, borrowed. */
PyAPI_FUNC(PyTypeObject *) Py_TYPE(PyObject *object);
/* None. */
PyAPI_DATA(PyObject) _Py_NoneStruct;
/* NotImplemented. */
PyAPI_DATA(PyObject) _Py_NotImplementedStruct;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* Replaces the instance's dict: the set of a __dict__ getset. */
PyAPI_FUNC(int) PyObject_GenericSetDict(PyObject *object, PyObject *value, void *closure);
/* As PyType_FromMetaclass without a metaclass and a module. */
PyAPI_FUNC(PyObject *) PyType_FromSpecWithBases(PyType_Spec *spec, PyObject *bases);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03040000
/* What the slot holds; NULL for an empty one, and with SystemError for a number that is no slot. */
PyAPI_FUNC(void *) PyType_GetSlot(PyTypeObject *ty, int slot);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03090000
/* As PyType_FromMetaclass without a metaclass. */
PyAPI_FUNC(PyObject *) PyType_FromModuleAndSpec(PyObject *module, PyType_Spec *spec, PyObject *bases);
/* The module that the type was made for, borrowed. TypeError where it is no heap type or has none. */
PyAPI_FUNC(PyObject *) PyType_GetModule(PyTypeObject *ty);
/* The state of the module that the type was made for; NULL where it has none, and with TypeError where there is no
   module. */
PyAPI_FUNC(void *) PyType_GetModuleState(PyTypeObject *ty);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030b0000
/* __name__, new. */
PyAPI_FUNC(PyObject *) PyType_GetName(PyTypeObject *ty);
/* __qualname__, new. */
PyAPI_FUNC(PyObject *) PyType_GetQualName(PyTypeObject *ty);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
/* The memory that ty adds to an instance of it. */
PyAPI_FUNC(void *) PyObject_GetTypeData(PyObject *object, PyTypeObject *ty);
/* A type of metaclass (NULL: that of the bases) from a spec, for a module (may be NULL); bases is a tuple, one
   base, or NULL. */
PyAPI_FUNC(PyObject *) PyType_FromMetaclass(PyTypeObject *metaclass, PyObject *module, PyType_Spec *spec,
                                            PyObject *bases);
/* How many bytes the type adds to its base's. */
PyAPI_FUNC(Py_ssize_t) PyType_GetTypeDataSize(PyTypeObject *ty);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* object.name into *result, new: 1; 0 and NULL where there is no such attribute; -1 with another exception. */
PyAPI_FUNC(int) PyObject_GetOptionalAttr(PyObject *object, PyObject *name, PyObject **result);
/* object.name into *result, new: 1; 0 and NULL where there is no such attribute; -1 with another exception. */
PyAPI_FUNC(int) PyObject_GetOptionalAttrString(PyObject *object, const char *name, PyObject **result);
/* 1 where the object has the attribute, 0 where not, -1 with an exception. */
PyAPI_FUNC(int) PyObject_HasAttrStringWithError(PyObject *object, const char *name);
/* 1 where the object has the attribute, 0 where not, -1 with an exception. */
PyAPI_FUNC(int) PyObject_HasAttrWithError(PyObject *object, PyObject *name);
/* module.qualname, new; without the module where that is builtins, __main__ or no str. */
PyAPI_FUNC(PyObject *) PyType_GetFullyQualifiedName(PyTypeObject *ty);
/* The module of the first type along the MRO that was made for a module of this definition, borrowed; TypeError
   where there is none. */
PyAPI_FUNC(PyObject *) PyType_GetModuleByDef(PyTypeObject *ty, PyModuleDef *def);
/* __module__, new: usually a str. */
PyAPI_FUNC(PyObject *) PyType_GetModuleName(PyTypeObject *ty);
/* A constant, new: None, False, True, ..., NotImplemented, 0, 1, '', b'' or () by its number; SystemError for any
   other. */
PyAPI_FUNC(PyObject *) Py_GetConstant(unsigned int constant_id);
/* As Py_GetConstant, borrowed: the constants are immortal. */
PyAPI_FUNC(PyObject *) Py_GetConstantBorrowed(unsigned int constant_id);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
/* Makes a type immutable. TypeError where one of its bases is not. */
PyAPI_FUNC(int) PyType_Freeze(PyTypeObject *ty);
/* Finds the first type along the MRO that has the token: 1 and, in result, a new reference; 0 and NULL where none
   has. */
PyAPI_FUNC(int) PyType_GetBaseByToken(PyTypeObject *ty, void *token, PyTypeObject **result);
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Calls the finalizer of an object whose count is zero, from its tp_dealloc: 0 where it is to be freed, -1 where
   the finalizer brought it back to life. */
PyAPI_FUNC(int) PyObject_CallFinalizerFromDealloc(PyObject *object);
/* As PyObject_GetTypeData, for tp_traverse and the like. */
PyAPI_FUNC(void *) PyObject_GetTypeData_DuringGC(PyObject *object, PyTypeObject *ty);
/* A type from slots, new. */
PyAPI_FUNC(PyObject *) PyType_FromSlots(struct PySlot *slots);
/* As PyType_GetBaseByToken, for tp_traverse and the like: 1 and a borrowed reference, 0 and NULL where none has the
   token, -1 for what is no type or no token; never with an exception. */
PyAPI_FUNC(int) PyType_GetBaseByToken_DuringGC(PyTypeObject *ty, void *token, PyTypeObject **result);
/* The module of the first type along the MRO that was made for a module with this token, new; TypeError where there
   is none. */
PyAPI_FUNC(PyObject *) PyType_GetModuleByToken(PyTypeObject *ty, const void *token);
/* As PyType_GetModuleByToken, for tp_traverse and the like: borrowed, and never with an exception. */
PyAPI_FUNC(PyObject *) PyType_GetModuleByToken_DuringGC(PyTypeObject *ty, const void *token);
/* As PyType_GetModuleState, for tp_traverse and the like: never with an exception. */
PyAPI_FUNC(void *) PyType_GetModuleState_DuringGC(PyTypeObject *ty);
/* As PyType_GetModule, for tp_traverse and the like: borrowed, and never with an exception. */
PyAPI_FUNC(PyObject *) PyType_GetModule_DuringGC(PyTypeObject *ty);
/* Whether the object's type is exactly ty. */
PyAPI_FUNC(int) Py_IS_TYPE(PyObject *object, PyTypeObject *ty);
/* Sets the size of an object that has one. */
PyAPI_FUNC(void) Py_SET_SIZE(PyVarObject *object, Py_ssize_t size);
/* The size of an object that has one. */
PyAPI_FUNC(Py_ssize_t) Py_SIZE(PyObject *object);
#endif
EXUVIA_END_C
/* end of declarations */

/* The singletons.  The limited API of 3.13 and later asks for them by call, so that nothing has to be relocated. */
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030d0000
#define Py_None Py_GetConstantBorrowed(Py_CONSTANT_NONE)
#define Py_NotImplemented Py_GetConstantBorrowed(Py_CONSTANT_NOT_IMPLEMENTED)
#else
#define Py_None (&_Py_NoneStruct)
#define Py_NotImplemented (&_Py_NotImplementedStruct)
#endif
/* They are immortal from 3.12 on: what runs on that needs no new reference to them. */
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 < 0x030c0000
#define Py_RETURN_NONE return Py_NewRef(Py_None)
#define Py_RETURN_NOTIMPLEMENTED return Py_NewRef(Py_NotImplemented)
#else
#define Py_RETURN_NONE return Py_None
#define Py_RETURN_NOTIMPLEMENTED return Py_NotImplemented
#endif

#define Py_Is(x, y) ((x) == (y))
#define Py_IsNone(x) Py_Is((x), Py_None)

EXUVIA_BEGIN_C

/* An object's type, borrowed. */
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030e0000
static inline PyTypeObject *_Py_TYPE(PyObject *ob)
{
    return ob->ob_type;
}
#define Py_TYPE(ob) _Py_TYPE(EXUVIA_OBJECT(ob))
#endif

#ifndef _Py_OPAQUE_PYOBJECT
static inline void Py_SET_TYPE(PyObject *ob, PyTypeObject *type)
{
    ob->ob_type = type;
}
#ifdef EXUVIA_CASTS
#define Py_SET_TYPE(ob, type) Py_SET_TYPE(_PyObject_CAST(ob), (type))
#endif
#endif

/* The limited API of 3.15 and later calls the library for these. */
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030f0000
/* Whether an object is of a type, and not of a subtype. */
static inline int Py_IS_TYPE(PyObject *ob, PyTypeObject *type)
{
    return Py_TYPE(ob) == type;
}
#ifdef EXUVIA_CASTS
#define Py_IS_TYPE(ob, type) Py_IS_TYPE(_PyObject_CAST(ob), (type))
#endif

/* The number of items of a PyVarObject; an int, whose size is elsewhere, is none. */
static inline Py_ssize_t Py_SIZE(PyObject *ob)
{
    assert(Py_TYPE(ob) != &PyLong_Type && Py_TYPE(ob) != &PyBool_Type);
    return _PyVarObject_CAST(ob)->ob_size;
}
#ifdef EXUVIA_CASTS
#define Py_SIZE(ob) Py_SIZE(_PyObject_CAST(ob))
#endif

static inline void Py_SET_SIZE(PyVarObject *ob, Py_ssize_t size)
{
    assert(Py_TYPE(_PyObject_CAST(ob)) != &PyLong_Type && Py_TYPE(_PyObject_CAST(ob)) != &PyBool_Type);
    ob->ob_size = size;
}
#ifdef EXUVIA_CASTS
#define Py_SET_SIZE(ob, size) Py_SET_SIZE(_PyVarObject_CAST(ob), (size))
#endif
#endif

/* Whether an object is an instance of a type or a subtype. */
static inline int PyObject_TypeCheck(PyObject *ob, PyTypeObject *type)
{
    return Py_IS_TYPE(ob, type) || PyType_IsSubtype(Py_TYPE(ob), type);
}
#ifdef EXUVIA_CASTS
#define PyObject_TypeCheck(ob, type) PyObject_TypeCheck(_PyObject_CAST(ob), (type))
#endif

EXUVIA_END_C

/* Returns True or False: whether two C values compare as op says. */
#define Py_RETURN_RICHCOMPARE(val1, val2, op) \
    do { \
        switch (op) { \
        case Py_EQ: if ((val1) == (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_NE: if ((val1) != (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_LT: if ((val1) < (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_GT: if ((val1) > (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_LE: if ((val1) <= (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        case Py_GE: if ((val1) >= (val2)) Py_RETURN_TRUE; Py_RETURN_FALSE; \
        default: Py_UNREACHABLE(); \
        } \
    } while (0)

#ifndef Py_LIMITED_API
#include "cpython/object.h"
#endif

EXUVIA_BEGIN_C

static inline int PyType_HasFeature(PyTypeObject *type, unsigned long feature)
{
#ifdef Py_LIMITED_API
    return (PyType_GetFlags(type) & feature) != 0;
#else
    return (type->tp_flags & feature) != 0;
#endif
}
#define PyType_FastSubclass(type, flag) PyType_HasFeature((type), (flag))

static inline int PyType_Check(PyObject *op)
{
    return PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TYPE_SUBCLASS);
}
#ifdef EXUVIA_CASTS
#define PyType_Check(op) PyType_Check(_PyObject_CAST(op))
#endif
#define _PyType_CAST(op) (assert(PyType_Check(op)), _Py_CAST(PyTypeObject *, (op)))

static inline int PyType_CheckExact(PyObject *op)
{
    return Py_IS_TYPE(op, &PyType_Type);
}
#ifdef EXUVIA_CASTS
#define PyType_CheckExact(op) PyType_CheckExact(_PyObject_CAST(op))
#endif

EXUVIA_END_C

#endif
