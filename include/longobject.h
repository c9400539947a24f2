/* int. */
#ifndef Py_LONGOBJECT_H
#define Py_LONGOBJECT_H

/* PyLong_AsNativeBytes and PyLong_FromNativeBytes: what the bytes are. */
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
#define Py_ASNATIVEBYTES_DEFAULTS -1
#define Py_ASNATIVEBYTES_BIG_ENDIAN 0
#define Py_ASNATIVEBYTES_LITTLE_ENDIAN 1
#define Py_ASNATIVEBYTES_NATIVE_ENDIAN 3
#define Py_ASNATIVEBYTES_UNSIGNED_BUFFER 4
#define Py_ASNATIVEBYTES_REJECT_NEGATIVE 8
#define Py_ASNATIVEBYTES_ALLOW_INDEX 16
#endif

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030f0000
/* The layout of digits, and an int laid open: by value where it fits 64 bits, by digits where it does not. */
typedef struct PyLongLayout {
    uint8_t bits_per_digit;
    uint8_t digit_size;
    int8_t digits_order;
    int8_t digit_endianness;
} PyLongLayout;

typedef struct PyLongExport {
    int64_t value;
    uint8_t negative;
    Py_ssize_t ndigits;
    const void *digits;
    Py_uintptr_t _reserved;
} PyLongExport;

typedef struct PyLongWriter PyLongWriter;
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The nearest double; OverflowError where there is none, TypeError for what is no int. */
PyAPI_FUNC(double) PyLong_AsDouble(PyObject *object);
/* The value; OverflowError where a C long does not hold it. Takes objects with __index__. */
PyAPI_FUNC(long) PyLong_AsLong(PyObject *object);
/* The value, or -1 and the direction in overflow, which is 0 otherwise. Takes objects with __index__. */
PyAPI_FUNC(long) PyLong_AsLongAndOverflow(PyObject *object, int *overflow);
/* The value; OverflowError where it does not fit. Takes objects with __index__. */
PyAPI_FUNC(long long) PyLong_AsLongLong(PyObject *object);
/* The value, or -1 and the direction in overflow, which is 0 otherwise. Takes objects with __index__. */
PyAPI_FUNC(long long) PyLong_AsLongLongAndOverflow(PyObject *object, int *overflow);
/* The value; OverflowError where it does not fit or is negative, TypeError for what is no int. */
PyAPI_FUNC(size_t) PyLong_AsSize_t(PyObject *object);
/* The value; OverflowError where it does not fit, TypeError for what is no int. */
PyAPI_FUNC(Py_ssize_t) PyLong_AsSsize_t(PyObject *object);
/* The value; OverflowError where it does not fit or is negative, TypeError for what is no int. */
PyAPI_FUNC(unsigned long) PyLong_AsUnsignedLong(PyObject *object);
/* The value; OverflowError where it does not fit or is negative, TypeError for what is no int. */
PyAPI_FUNC(unsigned long long) PyLong_AsUnsignedLongLong(PyObject *object);
/* The low bits of the value. Takes objects with __index__. */
PyAPI_FUNC(unsigned long long) PyLong_AsUnsignedLongLongMask(PyObject *object);
/* The low bits of the value. Takes objects with __index__. */
PyAPI_FUNC(unsigned long) PyLong_AsUnsignedLongMask(PyObject *object);
/* The pointer that the int, signed or not, is the address of; OverflowError where it is none. */
PyAPI_FUNC(void *) PyLong_AsVoidPtr(PyObject *object);
/* A new int: the double's whole part. OverflowError for an infinity, ValueError for a NaN. */
PyAPI_FUNC(PyObject *) PyLong_FromDouble(double value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromLong(long value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromLongLong(long long value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromSize_t(size_t value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromSsize_t(Py_ssize_t value);
/* The int in a C string, new: white space around it, a sign, and for base 0 a prefix. end, unless NULL, becomes
   where reading stopped. ValueError where there is none or anything follows. */
PyAPI_FUNC(PyObject *) PyLong_FromString(const char *from, char **end, int base);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLong(unsigned long value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLongLong(unsigned long long value);
/* A new int: the address, not negative. */
PyAPI_FUNC(PyObject *) PyLong_FromVoidPtr(void *pointer);
/* What ints are: a new sys.int_info. */
PyAPI_FUNC(PyObject *) PyLong_GetInfo(void);
/* The integer that a C string begins with, and in ptr where it ends. LONG_MAX and ERANGE in errno where it does not
   fit. */
PyAPI_FUNC(long) PyOS_strtol(const char *str, char **ptr, int base);
/* The unsigned integer that a C string begins with, and in ptr where it ends; 0 and the beginning where there is
   none. The largest one and ERANGE in errno where it is larger. Base 0 goes by the prefix. */
PyAPI_FUNC(unsigned long) PyOS_strtoul(const char *str, char **ptr, int base);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* The value; OverflowError where a C int does not hold it. Takes objects with __index__. */
PyAPI_FUNC(int) PyLong_AsInt(PyObject *object);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
PyAPI_FUNC(int) PyLong_AsInt32(PyObject *object, int32_t *value);
PyAPI_FUNC(int) PyLong_AsInt64(PyObject *object, int64_t *value);
/* Writes the low bytes of the value's two's complement form, and returns how many it needs: size or fewer says that
   all of it has been written. ValueError for a negative value that the flags reject. */
PyAPI_FUNC(Py_ssize_t) PyLong_AsNativeBytes(PyObject *object, void *to, Py_ssize_t size, int flags);
PyAPI_FUNC(int) PyLong_AsUInt32(PyObject *object, uint32_t *value);
PyAPI_FUNC(int) PyLong_AsUInt64(PyObject *object, uint64_t *value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromInt32(int32_t value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromInt64(int64_t value);
/* A new int of two's complement bytes (unsigned ones if the flags say so). */
PyAPI_FUNC(PyObject *) PyLong_FromNativeBytes(const void *from, size_t size, int flags);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromUInt32(uint32_t value);
/* A new int. */
PyAPI_FUNC(PyObject *) PyLong_FromUInt64(uint64_t value);
/* A new int of unsigned bytes. */
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedNativeBytes(const void *from, size_t size, int flags);
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
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
#endif
EXUVIA_END_C
/* end of declarations */

#define PyLong_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LONG_SUBCLASS)
#define PyLong_CheckExact(op) Py_IS_TYPE((op), &PyLong_Type)
#define PyLong_AS_LONG(op) PyLong_AsLong(op)

/* Process ids are C ints here. */
#define _Py_PARSE_PID "i"
#define PyLong_FromPid PyLong_FromLong
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
#define PyLong_AsPid PyLong_AsInt
#else
EXUVIA_BEGIN_C
static inline int PyLong_AsPid(PyObject *obj)
{
    int overflow;
    long pid = PyLong_AsLongAndOverflow(obj, &overflow);
    if (overflow || pid > INT_MAX || pid < INT_MIN) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C int");
        return -1;
    }
    return (int)pid;
}
EXUVIA_END_C
#endif

/* The formats of PyArg_Parse for intptr_t and uintptr_t. */
#define _Py_PARSE_INTPTR "l"
#define _Py_PARSE_UINTPTR "k"

#ifndef Py_LIMITED_API
#include "cpython/longobject.h"
#endif

#endif
