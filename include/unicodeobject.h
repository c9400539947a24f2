/* str. */
#ifndef Py_UNICODEOBJECT_H
#define Py_UNICODEOBJECT_H

#define Py_USING_UNICODE
#define Py_UNICODE_SIZE SIZEOF_WCHAR_T
#define Py_UNICODE_WIDE

typedef uint32_t Py_UCS4;
typedef uint16_t Py_UCS2;
typedef uint8_t Py_UCS1;

/* What decoding puts in place of bytes that it replaces. */
#define Py_UNICODE_REPLACEMENT_CHARACTER ((Py_UCS4)0xFFFD)

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* Puts both texts in the place of *left; NULL with an exception where that fails. Borrows right. */
PyAPI_FUNC(void) PyUnicode_Append(PyObject **left, PyObject *right);
/* As PyUnicode_Append, and gives right back. */
PyAPI_FUNC(void) PyUnicode_AppendAndDel(PyObject **left, PyObject *right);
/* -1, 0 or 1 as the first is less, equal or greater; -1 with an exception. */
PyAPI_FUNC(int) PyUnicode_Compare(PyObject *left, PyObject *right);
/* -1, 0 or 1 as the string is less than, equal to or greater than the text, which is taken for Latin-1. Does not
   fail. */
PyAPI_FUNC(int) PyUnicode_CompareWithASCIIString(PyObject *string, const char *text);
/* Both texts as one, new. */
PyAPI_FUNC(PyObject *) PyUnicode_Concat(PyObject *left, PyObject *right);
/* 1 where the second string stands in the first, 0 where not; -1 with an exception. */
PyAPI_FUNC(int) PyUnicode_Contains(PyObject *container, PyObject *element);
/* How often needle stands within the range without overlap; -1 with an exception. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_Count(PyObject *hay, PyObject *needle, Py_ssize_t start, Py_ssize_t end);
/* Where needle first (direction above 0) or last stands within the range: -1 for nowhere, -2 with an exception. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_Find(PyObject *hay, PyObject *needle, Py_ssize_t start, Py_ssize_t end,
                                      int direction);
/* 1 where the string could be a name in Python, else 0. */
PyAPI_FUNC(int) PyUnicode_IsIdentifier(PyObject *string);
/* Gives the string in *place another length: where somebody else uses it, a new string takes its place. */
PyAPI_FUNC(int) PyUnicode_Resize(PyObject **place, Py_ssize_t length);
/* left OP right as True, False or NotImplemented, new. */
PyAPI_FUNC(PyObject *) PyUnicode_RichCompare(PyObject *left, PyObject *right, int op);
/* 1 where the range begins (direction below 0) or ends with part, 0 where not; -1 with an exception. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_Tailmatch(PyObject *text, PyObject *part, Py_ssize_t start, Py_ssize_t end,
                                           int direction);
/* str. */
PyAPI_DATA(PyTypeObject) PyUnicode_Type;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* Where the character first (direction above 0) or last stands within the range: -1 for nowhere. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_FindChar(PyObject *hay, Py_UCS4 c, Py_ssize_t start, Py_ssize_t end, int direction);
/* Writes the character at an index of a string that nobody else uses yet. */
PyAPI_FUNC(int) PyUnicode_WriteChar(PyObject *object, Py_ssize_t index, Py_UCS4 c);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* 1 where the string has the text that this UTF-8 holds, else 0. Does not fail. */
PyAPI_FUNC(int) PyUnicode_EqualToUTF8(PyObject *string, const char *text);
/* As PyUnicode_EqualToUTF8, for size bytes. */
PyAPI_FUNC(int) PyUnicode_EqualToUTF8AndSize(PyObject *string, const char *text, Py_ssize_t size);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
/* 1 where both have the same text, 0 where not; -1 with an exception. */
PyAPI_FUNC(int) PyUnicode_Equal(PyObject *a, PyObject *b);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyUnicode_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS)
#define PyUnicode_CheckExact(op) Py_IS_TYPE((op), &PyUnicode_Type)

#ifndef Py_LIMITED_API
#include "cpython/unicodeobject.h"
#endif

#endif
