/* Full API: the layout of bytes. */
#ifndef Py_CPYTHON_BYTESOBJECT_H
#define Py_CPYTHON_BYTESOBJECT_H

typedef struct {
    PyObject_VAR_HEAD
    Py_DEPRECATED(3.11) Py_hash_t ob_shash; /* -1: not yet computed */
    char ob_sval[1];                        /* ob_size bytes and a zero */
} PyBytesObject;

#define _PyBytes_CAST(op) (assert(PyBytes_Check(op)), _Py_CAST(PyBytesObject *, (op)))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The bytes of all items of the iterable with the separator between them, new. TypeError where the separator is no
   bytes. */
PyAPI_FUNC(PyObject *) PyBytes_Join(PyObject *separator, PyObject *iterable);
/* Makes the bytes at place longer or shorter before they are in other hands. On failure there is NULL and an
   exception. Bytes that others hold as well are copied. */
PyAPI_FUNC(int) _PyBytes_Resize(PyObject **place, Py_ssize_t size);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

static inline char *PyBytes_AS_STRING(PyObject *op)
{
    return _PyBytes_CAST(op)->ob_sval;
}
#define PyBytes_AS_STRING(op) PyBytes_AS_STRING(_PyObject_CAST(op))

static inline Py_ssize_t PyBytes_GET_SIZE(PyObject *op)
{
    return Py_SIZE(_PyBytes_CAST(op));
}
#define PyBytes_GET_SIZE(op) PyBytes_GET_SIZE(_PyObject_CAST(op))

/* The name of PyBytes_Join before 3.14. */
Py_DEPRECATED(3.14) static inline PyObject *_PyBytes_Join(PyObject *sep, PyObject *iterable)
{
    return PyBytes_Join(sep, iterable);
}

EXUVIA_END_C

#endif
