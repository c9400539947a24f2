/* Full API: the layout of int.  The magnitude's digits of 30 bits come least significant first; the tag counts them in all but its lowest
   three bits, of which two hold the sign: 0 positive, 1 zero, 2 negative.  An int of at most one digit is called compact. */
#ifndef Py_LIMITED_API
#ifndef Py_LONGINTREPR_H
#define Py_LONGINTREPR_H

typedef uint32_t digit;
typedef int32_t sdigit;
typedef uint64_t twodigits;
typedef int64_t stwodigits;

#define PyLong_SHIFT 30
#define PyLong_BASE ((digit)1 << PyLong_SHIFT)
#define PyLong_MASK ((digit)(PyLong_BASE - 1))
#define _PyLong_DECIMAL_SHIFT 9
#define _PyLong_DECIMAL_BASE ((digit)1000000000)
#define _PyLong_SIGN_MASK 3
#define _PyLong_NON_SIZE_BITS 3

typedef struct _PyLongValue {
    uintptr_t lv_tag;
    digit ob_digit[1];
} _PyLongValue;

struct _longobject {
    PyObject_HEAD
    _PyLongValue long_value;
};

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new int whose count digits, at *to, the caller writes before PyLongWriter_Finish. ValueError where the count is
   not positive, OverflowError or MemoryError where no int has so many. */
PyAPI_FUNC(PyLongWriter *) PyLongWriter_Create(int negative, Py_ssize_t count, void **to);
/* Drops the writer; does nothing for NULL. */
PyAPI_FUNC(void) PyLongWriter_Discard(PyLongWriter *writer);
/* The writer's int, normalized, new; the writer is gone. */
PyAPI_FUNC(PyObject *) PyLongWriter_Finish(PyLongWriter *writer);
/* Fills in export: the value if 64 bits hold it, else the digits, which live until PyLong_FreeExport. TypeError for
   what is no int. */
PyAPI_FUNC(int) PyLong_Export(PyObject *object, PyLongExport *export_);
/* Gives back what PyLong_Export holds. */
PyAPI_FUNC(void) PyLong_FreeExport(PyLongExport *export_);
/* How ints lie in memory; static. */
PyAPI_FUNC(const PyLongLayout *) PyLong_GetNativeLayout(void);
/* A new int of the same value, exactly of type int: another object, unless the value is small. */
PyAPI_FUNC(PyObject *) _PyLong_Copy(PyLongObject *object);
/* A new int of 30-bit digits. */
Py_DEPRECATED(3.14) PyAPI_FUNC(PyLongObject *) _PyLong_FromDigits(int negative, Py_ssize_t count, digit *from);
/* An int with room for size digits, whose value the caller writes; OverflowError where no int has so many. */
Py_DEPRECATED(3.14) PyAPI_FUNC(PyLongObject *) _PyLong_New(Py_ssize_t size);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

static inline int _PyLong_IsCompact(const PyLongObject *op)
{
    assert(PyType_HasFeature(op->ob_base.ob_type, Py_TPFLAGS_LONG_SUBCLASS));
    return op->long_value.lv_tag < (2 << _PyLong_NON_SIZE_BITS);
}
#define PyUnstable_Long_IsCompact _PyLong_IsCompact

static inline Py_ssize_t _PyLong_CompactValue(const PyLongObject *op)
{
    Py_ssize_t sign = 1 - (Py_ssize_t)(op->long_value.lv_tag & _PyLong_SIGN_MASK);
    assert(PyUnstable_Long_IsCompact(op));
    return sign * (Py_ssize_t)op->long_value.ob_digit[0];
}
#define PyUnstable_Long_CompactValue _PyLong_CompactValue

EXUVIA_END_C

#endif
#endif
