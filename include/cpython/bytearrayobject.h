/* Full API: the layout of bytearray. */
#ifndef Py_CPYTHON_BYTEARRAYOBJECT_H
#define Py_CPYTHON_BYTEARRAYOBJECT_H

typedef struct {
    PyObject_VAR_HEAD
    Py_ssize_t ob_alloc;   /* bytes allocated from ob_bytes on */
    char *ob_bytes;        /* the allocation */
    char *ob_start;        /* where the content starts in it */
    Py_ssize_t ob_exports; /* buffers given out: while there are any, the size is fixed */
} PyByteArrayObject;

#define _PyByteArray_CAST(op) (assert(PyByteArray_Check(op)), _Py_CAST(PyByteArrayObject *, (op)))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* What an empty array shows to C, which may look at the NUL. */
PyAPI_DATA(char) _PyByteArray_empty_string[];
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

static inline Py_ssize_t PyByteArray_GET_SIZE(PyObject *op)
{
    return Py_SIZE(_PyByteArray_CAST(op));
}
#define PyByteArray_GET_SIZE(self) PyByteArray_GET_SIZE(_PyObject_CAST(self))

static inline char *PyByteArray_AS_STRING(PyObject *op)
{
    PyByteArrayObject *self = _PyByteArray_CAST(op);
    return Py_SIZE(self) ? self->ob_start : _PyByteArray_empty_string;
}
#define PyByteArray_AS_STRING(self) PyByteArray_AS_STRING(_PyObject_CAST(self))

EXUVIA_END_C

#endif
