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

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
PyAPI_FUNC(long) PyLong_AsLongAndOverflow(PyObject *, int *);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
PyAPI_FUNC(int) PyLong_AsInt(PyObject *);
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
