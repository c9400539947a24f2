/* bytearray. */
#ifndef Py_BYTEARRAYOBJECT_H
#define Py_BYTEARRAYOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The type of iterators over bytearrays. */
PyAPI_DATA(PyTypeObject) PyByteArrayIter_Type;
/* Where the bytes begin, until the array changes; a NUL follows them. */
PyAPI_FUNC(char *) PyByteArray_AsString(PyObject *object);
/* a + b of two objects with buffers, as a new array; TypeError where one of them has none. */
PyAPI_FUNC(PyObject *) PyByteArray_Concat(PyObject *a, PyObject *b);
/* A new array of what bytearray(object) takes: the object's buffer, its items, or so many zeros. */
PyAPI_FUNC(PyObject *) PyByteArray_FromObject(PyObject *object);
/* A new array with a copy of the size bytes at bytes. Where that is NULL they are for the caller to fill in. */
PyAPI_FUNC(PyObject *) PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size);
/* Makes the array size bytes long; new bytes are not initialised. BufferError while it is exported. */
PyAPI_FUNC(int) PyByteArray_Resize(PyObject *object, Py_ssize_t size);
/* How many bytes there are. */
PyAPI_FUNC(Py_ssize_t) PyByteArray_Size(PyObject *object);
/* bytearray. */
PyAPI_DATA(PyTypeObject) PyByteArray_Type;
EXUVIA_END_C
/* end of declarations */

#define PyByteArray_Check(self) PyObject_TypeCheck((self), &PyByteArray_Type)
#define PyByteArray_CheckExact(self) Py_IS_TYPE((self), &PyByteArray_Type)

#ifndef Py_LIMITED_API
#include "cpython/bytearrayobject.h"
#endif

#endif
