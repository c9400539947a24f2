/* bytes. */
#ifndef Py_BYTESOBJECT_H
#define Py_BYTESOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The type of iterators over bytes. */
PyAPI_DATA(PyTypeObject) PyBytesIter_Type;
/* Where the bytes begin, borrowed from the object; TypeError where it is no bytes. */
PyAPI_FUNC(char *) PyBytes_AsString(PyObject *object);
/* Writes where the bytes begin, borrowed, and how many there are. Where size is NULL a NUL among them is a
   ValueError. */
PyAPI_FUNC(int) PyBytes_AsStringAndSize(PyObject *object, char **bytes, Py_ssize_t *size);
/* Replaces the reference at place by the object and other together. On failure there is NULL, with an exception.
   NULL at place stays so, without one; a NULL other empties it, without one. */
PyAPI_FUNC(void) PyBytes_Concat(PyObject **place, PyObject *other);
/* As [PyBytes_Concat], and gives back the reference to other. */
PyAPI_FUNC(void) PyBytes_ConcatAndDel(PyObject **place, PyObject *other);
/* New bytes of the text of a literal, with its escapes. An escape that is none warns. (_unicode and _recode mean
   nothing any more.) */
PyAPI_FUNC(PyObject *) PyBytes_DecodeEscape(const char *text, Py_ssize_t size, const char *errors, Py_ssize_t unicode,
                                            const char *recode);
/* New bytes by a format of its own. */
PyAPI_FUNC(PyObject *) PyBytes_FromFormat(const char *format, ...) Py_GCC_ATTRIBUTE((format(printf, 1, 2)));
/* New bytes by the format, of the values in va. */
PyAPI_FUNC(PyObject *) PyBytes_FromFormatV(const char *format, va_list va) Py_GCC_ATTRIBUTE((format(printf, 1, 0)));
/* The object itself where it is exactly bytes; else new bytes of its buffer, or of its items. TypeError for text
   and for ints. */
PyAPI_FUNC(PyObject *) PyBytes_FromObject(PyObject *object);
/* A new object with a copy of the C string. */
PyAPI_FUNC(PyObject *) PyBytes_FromString(const char *text);
/* A new object with a copy of the size bytes at bytes. Where that is NULL they are for the caller to fill in. */
PyAPI_FUNC(PyObject *) PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t size);
/* The text of the repr, new; smart asks for double quotes where there are apostrophes only. */
PyAPI_FUNC(PyObject *) PyBytes_Repr(PyObject *object, int smart);
/* How many bytes there are; TypeError where object is no bytes. */
PyAPI_FUNC(Py_ssize_t) PyBytes_Size(PyObject *object);
/* bytes. */
PyAPI_DATA(PyTypeObject) PyBytes_Type;
EXUVIA_END_C
/* end of declarations */

#define PyBytes_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE((op), &PyBytes_Type)

#ifndef Py_LIMITED_API
#include "cpython/bytesobject.h"
#endif

#endif
