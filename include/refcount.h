/* Reference counts.  An immortal object's count stays as it is: its low 32 bits, as a signed number, are negative. */
#ifndef _Py_REFCOUNT_H
#define _Py_REFCOUNT_H

/* Bits of ob_flags. */
#define _Py_IMMORTAL_FLAGS 1
#define _Py_STATICALLY_ALLOCATED_FLAG 4

#ifndef _Py_OPAQUE_PYOBJECT
/* An immortal starts in the middle of the immortal range, far from both of its ends. */
#define _Py_IMMORTAL_INITIAL_REFCNT (3ULL << 30)
#define _Py_IMMORTAL_MINIMUM_REFCNT (1ULL << 31)
#define _Py_STATIC_FLAG_BITS ((Py_ssize_t)(_Py_STATICALLY_ALLOCATED_FLAG | _Py_IMMORTAL_FLAGS))
#define _Py_STATIC_IMMORTAL_INITIAL_REFCNT ((Py_ssize_t)_Py_IMMORTAL_INITIAL_REFCNT | (_Py_STATIC_FLAG_BITS << 48))
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Gives a reference back; does nothing for NULL. The last one destroys the object. */
PyAPI_FUNC(void) Py_DecRef(PyObject *object);
/* Adds a reference to an object; does nothing for NULL. */
PyAPI_FUNC(void) Py_IncRef(PyObject *object);
/* A new reference to the object. */
PyAPI_FUNC(PyObject *) Py_NewRef(PyObject *object);
/* The reference count. Of an immortal object, a number that says nothing. */
PyAPI_FUNC(Py_ssize_t) Py_REFCNT(PyObject *object);
/* A new reference to the object; NULL for NULL. */
PyAPI_FUNC(PyObject *) Py_XNewRef(PyObject *object);
/* Destroys an object whose count has come to zero; inline code calls it. */
PyAPI_FUNC(void) _Py_Dealloc(PyObject *object);
/* As Py_DecRef, for an object that cannot be NULL: code of the limited API calls it at each Py_DECREF, so the
   default build does not look. */
PyAPI_FUNC(void) _Py_DecRef(PyObject *object);
/* As Py_IncRef, for an object that cannot be NULL: code of the limited API calls it at each Py_INCREF, so the
   default build does not look. */
PyAPI_FUNC(void) _Py_IncRef(PyObject *object);
/* Sets the count of an object that is not immortal. */
PyAPI_FUNC(void) _Py_SetRefcnt(PyObject *object, Py_ssize_t count);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030e0000
static inline Py_ssize_t _Py_REFCNT(PyObject *ob)
{
    return ob->ob_refcnt;
}
#define Py_REFCNT(ob) _Py_REFCNT(EXUVIA_OBJECT(ob))
#endif

#ifndef _Py_OPAQUE_PYOBJECT
static inline Py_ALWAYS_INLINE int _Py_IsImmortal(PyObject *op)
{
    return _Py_CAST(int32_t, op->ob_refcnt) < 0;
}
#define _Py_IsImmortal(op) _Py_IsImmortal(_PyObject_CAST(op))

static inline Py_ALWAYS_INLINE int _Py_IsStaticImmortal(PyObject *op)
{
    return (op->ob_flags & _Py_STATICALLY_ALLOCATED_FLAG) != 0;
}
#define _Py_IsStaticImmortal(op) _Py_IsStaticImmortal(_PyObject_CAST(op))
#endif

/* Sets the count of an object that is not immortal. */
static inline void Py_SET_REFCNT(PyObject *ob, Py_ssize_t refcnt)
{
    assert(refcnt >= 0);
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030d0000
    _Py_SetRefcnt(ob, refcnt);
#else
    if (!_Py_IsImmortal(ob)) {
        ob->ob_refcnt = (uint32_t)refcnt;
    }
#endif
}
#ifdef EXUVIA_CASTS
#define Py_SET_REFCNT(ob, refcnt) Py_SET_REFCNT(_PyObject_CAST(ob), (refcnt))
#endif

/* The limited API of 3.12 and later calls the library, so that the count's representation is the library's alone. */
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030c0000
static inline Py_ALWAYS_INLINE void Py_INCREF(PyObject *op)
{
    _Py_IncRef(op);
}
static inline void Py_DECREF(PyObject *op)
{
    _Py_DecRef(op);
}
#else
static inline Py_ALWAYS_INLINE void Py_INCREF(PyObject *op)
{
    uint32_t count = op->ob_refcnt;
    if (count >= _Py_IMMORTAL_INITIAL_REFCNT) {
        return;
    }
    op->ob_refcnt = count + 1;
}
static inline Py_ALWAYS_INLINE void Py_DECREF(PyObject *op)
{
    if (_Py_IsImmortal(op)) {
        return;
    }
    if (--op->ob_refcnt == 0) {
        _Py_Dealloc(op);
    }
}
#endif
#ifdef EXUVIA_CASTS
#define Py_INCREF(op) Py_INCREF(_PyObject_CAST(op))
#endif
#define Py_DECREF(op) Py_DECREF(_PyObject_CAST(op))

/* The same for what may be NULL. */
static inline void Py_XINCREF(PyObject *op)
{
    if (op != _Py_NULL) {
        Py_INCREF(op);
    }
}
#ifdef EXUVIA_CASTS
#define Py_XINCREF(op) Py_XINCREF(_PyObject_CAST(op))
#endif

static inline void Py_XDECREF(PyObject *op)
{
    if (op != _Py_NULL) {
        Py_DECREF(op);
    }
}
#ifdef EXUVIA_CASTS
#define Py_XDECREF(op) Py_XDECREF(_PyObject_CAST(op))
#endif

/* A new reference to an object. */
static inline PyObject *_Py_NewRef(PyObject *obj)
{
    Py_INCREF(obj);
    return obj;
}
#define Py_NewRef(obj) _Py_NewRef(EXUVIA_OBJECT(obj))

static inline PyObject *_Py_XNewRef(PyObject *obj)
{
    Py_XINCREF(obj);
    return obj;
}
#define Py_XNewRef(obj) _Py_XNewRef(EXUVIA_OBJECT(obj))

EXUVIA_END_C

/* Sets a variable to NULL, then gives up the reference that it held: what runs then finds no dangling pointer. */
#define Py_CLEAR(op) \
    do { \
        _Py_TYPEOF(op) *_variable_ = &(op); \
        _Py_TYPEOF(op) _held_ = *_variable_; \
        if (_held_ != _Py_NULL) { \
            *_variable_ = _Py_NULL; \
            Py_DECREF(_held_); \
        } \
    } while (0)

#endif
