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

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* str_iterator. */
PyAPI_DATA(PyTypeObject) PyUnicodeIter_Type;
/* Puts both texts in the place of *left; NULL with an exception where that fails. Borrows right. */
PyAPI_FUNC(void) PyUnicode_Append(PyObject **left, PyObject *right);
/* As PyUnicode_Append, and gives right back. */
PyAPI_FUNC(void) PyUnicode_AppendAndDel(PyObject **left, PyObject *right);
/* The text in ASCII, new bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_AsASCIIString(PyObject *string);
/* The bytes that a mapping gives for the characters, new. */
PyAPI_FUNC(PyObject *) PyUnicode_AsCharmapString(PyObject *string, PyObject *mapping);
/* The text in an encoding, UTF-8 where none is named: bytes, new. */
PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedString(PyObject *string, const char *encoding, const char *errors);
/* The text in Latin-1, new bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_AsLatin1String(PyObject *string);
/* The text as raw_unicode_escape, new bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_AsRawUnicodeEscapeString(PyObject *string);
/* The text in UTF-16 with a mark, new bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF16String(PyObject *string);
/* The text in UTF-32 with a mark, new bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF32String(PyObject *string);
/* The text in UTF-8, new bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF8String(PyObject *string);
/* The text as unicode_escape, new bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_AsUnicodeEscapeString(PyObject *string);
/* Copies at most size wide characters to buffer, with a terminator where there is room; how many without it. With a
   NULL buffer: how many it would take, with it. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_AsWideChar(PyObject *object, wchar_t *buffer, Py_ssize_t size);
/* The wide characters and a terminator in a new block, to be freed with PyMem_Free; how many without it is stored
   in *size. ValueError where nobody asks for the size and the text has a NUL. */
PyAPI_FUNC(wchar_t *) PyUnicode_AsWideCharString(PyObject *object, Py_ssize_t *size);
/* The map from the characters of a decoding table to their places in it, new: an [EncodingMap] where that can hold
   it, else a dict. */
PyAPI_FUNC(PyObject *) PyUnicode_BuildEncodingMap(PyObject *string);
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
/* A new string of bytes in an encoding, UTF-8 where none is named. */
PyAPI_FUNC(PyObject *) PyUnicode_Decode(const char *text, Py_ssize_t size, const char *encoding, const char *errors);
/* A new string of ASCII. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeASCII(const char *text, Py_ssize_t size, const char *errors);
/* A new string of bytes that a mapping gives characters for. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeCharmap(const char *text, Py_ssize_t length, PyObject *mapping,
                                               const char *errors);
/* A new string of a file name. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeFSDefault(const char *text);
/* A new string of a file name of size bytes. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeFSDefaultAndSize(const char *text, Py_ssize_t size);
/* A new string of Latin-1. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLatin1(const char *text, Py_ssize_t size, const char *errors);
/* A new string of raw_unicode_escape. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeRawUnicodeEscape(const char *text, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF16(const char *text, Py_ssize_t size, const char *errors, int *byteorder);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF16Stateful(const char *text, Py_ssize_t size, const char *errors,
                                                     int *byteorder, Py_ssize_t *consumed);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF32(const char *text, Py_ssize_t size, const char *errors, int *byteorder);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF32Stateful(const char *text, Py_ssize_t size, const char *errors,
                                                     int *byteorder, Py_ssize_t *consumed);
/* A new string of UTF-7. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF7(const char *text, Py_ssize_t size, const char *errors);
/* As PyUnicode_DecodeUTF7; how much was used is stored where consumed is not NULL, and what is not finished is
   left. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF7Stateful(const char *text, Py_ssize_t size, const char *errors,
                                                    Py_ssize_t *consumed);
/* A new string of UTF-8. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8(const char *text, Py_ssize_t size, const char *errors);
/* As PyUnicode_DecodeUTF8; how much was used is stored where consumed is not NULL, and what is not finished is
   left. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8Stateful(const char *text, Py_ssize_t size, const char *errors,
                                                    Py_ssize_t *consumed);
/* A new string of unicode_escape; warns of escapes that mean nothing. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUnicodeEscape(const char *text, Py_ssize_t size, const char *errors);
/* The bytes of a file name, new. */
PyAPI_FUNC(PyObject *) PyUnicode_EncodeFSDefault(PyObject *string);
/* A converter for PyArg_Parse: the bytes of a path, new, stored in a PyObject *. */
PyAPI_FUNC(int) PyUnicode_FSConverter(PyObject *path, void *place);
/* A converter for PyArg_Parse: the text of a path, new, stored in a PyObject *. */
PyAPI_FUNC(int) PyUnicode_FSDecoder(PyObject *path, void *place);
/* Where needle first (direction above 0) or last stands within the range: -1 for nowhere, -2 with an exception. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_Find(PyObject *hay, PyObject *needle, Py_ssize_t start, Py_ssize_t end,
                                      int direction);
/* format % args, new. */
PyAPI_FUNC(PyObject *) PyUnicode_Format(PyObject *format, PyObject *args);
/* A new string of a bytes-like object in an encoding, UTF-8 where none is named. A str is refused. */
PyAPI_FUNC(PyObject *) PyUnicode_FromEncodedObject(PyObject *object, const char *encoding, const char *errors);
/* A new string by a format. */
PyAPI_FUNC(PyObject *) PyUnicode_FromFormat(const char *format, ...);
/* A new string by the format, of the values in va. */
PyAPI_FUNC(PyObject *) PyUnicode_FromFormatV(const char *format, va_list va);
/* The object where it is exactly a str, a copy where it is of a subclass; TypeError otherwise. New. */
PyAPI_FUNC(PyObject *) PyUnicode_FromObject(PyObject *object);
/* The one-character string of a code point. */
PyAPI_FUNC(PyObject *) PyUnicode_FromOrdinal(int ordinal);
/* A new string of UTF-8 that ends with a NUL. */
PyAPI_FUNC(PyObject *) PyUnicode_FromString(const char *text);
/* A new string of UTF-8; a size of 0 gives the empty string whatever text is. */
PyAPI_FUNC(PyObject *) PyUnicode_FromStringAndSize(const char *text, Py_ssize_t size);
/* A new string of size wide characters, or of those before a NUL where size is -1. */
PyAPI_FUNC(PyObject *) PyUnicode_FromWideChar(const wchar_t *text, Py_ssize_t size);
/* "utf-8". */
PyAPI_FUNC(const char *) PyUnicode_GetDefaultEncoding(void);
/* The one interned string of that UTF-8, new. */
PyAPI_FUNC(PyObject *) PyUnicode_InternFromString(const char *text);
/* Puts the one interned string of the text in the place of *string. */
PyAPI_FUNC(void) PyUnicode_InternInPlace(PyObject **string);
/* 1 where the string could be a name in Python, else 0. */
PyAPI_FUNC(int) PyUnicode_IsIdentifier(PyObject *string);
/* The texts of an iterable with separator (a space where it is NULL) between them, new. */
PyAPI_FUNC(PyObject *) PyUnicode_Join(PyObject *separator, PyObject *iterable);
/* What stands before the first separator, the separator, what stands after it: a tuple, new. */
PyAPI_FUNC(PyObject *) PyUnicode_Partition(PyObject *text, PyObject *separator);
/* As PyUnicode_Partition, for the last separator. */
PyAPI_FUNC(PyObject *) PyUnicode_RPartition(PyObject *text, PyObject *separator);
/* As PyUnicode_Split, cutting from the right. */
PyAPI_FUNC(PyObject *) PyUnicode_RSplit(PyObject *text, PyObject *separator, Py_ssize_t limit);
/* The text with old replaced by new, at most limit times, any number where it is negative. New. */
PyAPI_FUNC(PyObject *) PyUnicode_Replace(PyObject *text, PyObject *old, PyObject *new_, Py_ssize_t limit);
/* Gives the string in *place another length: where somebody else uses it, a new string takes its place. */
PyAPI_FUNC(int) PyUnicode_Resize(PyObject **place, Py_ssize_t length);
/* left OP right as True, False or NotImplemented, new. */
PyAPI_FUNC(PyObject *) PyUnicode_RichCompare(PyObject *left, PyObject *right, int op);
/* A list of the words (separator is NULL) or of what stands between separators, new; at most limit cuts, any number
   where it is negative. */
PyAPI_FUNC(PyObject *) PyUnicode_Split(PyObject *text, PyObject *separator, Py_ssize_t limit);
/* A list of the lines, new; with their ends where keep_ends is not 0. */
PyAPI_FUNC(PyObject *) PyUnicode_Splitlines(PyObject *text, int keep_ends);
/* 1 where the range begins (direction below 0) or ends with part, 0 where not; -1 with an exception. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_Tailmatch(PyObject *text, PyObject *part, Py_ssize_t start, Py_ssize_t end,
                                           int direction);
/* The text with each character replaced by what the mapping gives for it: a code point, a string, or None to leave
   it out. New. */
PyAPI_FUNC(PyObject *) PyUnicode_Translate(PyObject *text, PyObject *mapping, const char *errors);
/* str. */
PyAPI_DATA(PyTypeObject) PyUnicode_Type;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030f0000
/* What a registered decoder makes of a str, new. */
Py_DEPRECATED(3.6) PyAPI_FUNC(PyObject *) PyUnicode_AsDecodedObject(PyObject *string, const char *encoding,
                                                                    const char *errors);
/* As PyUnicode_AsDecodedObject, and it must be a str. */
Py_DEPRECATED(3.6) PyAPI_FUNC(PyObject *) PyUnicode_AsDecodedUnicode(PyObject *string, const char *encoding,
                                                                     const char *errors);
/* What a registered encoder makes of a str, new. */
Py_DEPRECATED(3.6) PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedObject(PyObject *string, const char *encoding,
                                                                    const char *errors);
/* As PyUnicode_AsEncodedObject, and it must be a str. */
Py_DEPRECATED(3.6) PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedUnicode(PyObject *string, const char *encoding,
                                                                     const char *errors);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* Copies code points to buffer, and a terminator where copy_null asks for one; the buffer. SystemError where it is
   too small. */
PyAPI_FUNC(Py_UCS4 *) PyUnicode_AsUCS4(PyObject *object, Py_UCS4 *buffer, Py_ssize_t size, int copy_null);
/* The code points and a terminator in a new block, to be freed with PyMem_Free. */
PyAPI_FUNC(Py_UCS4 *) PyUnicode_AsUCS4Copy(PyObject *object);
/* A new string of a C string in the locale's encoding; errors is strict or surrogateescape. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLocale(const char *text, const char *errors);
/* A new string of bytes, length of them and a NUL, in the locale's encoding; errors is strict or surrogateescape. */
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLocaleAndSize(const char *text, Py_ssize_t length, const char *errors);
/* The text in the locale's encoding, new bytes; errors is strict or surrogateescape. */
PyAPI_FUNC(PyObject *) PyUnicode_EncodeLocale(PyObject *string, const char *errors);
/* Where the character first (direction above 0) or last stands within the range: -1 for nowhere. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_FindChar(PyObject *hay, Py_UCS4 c, Py_ssize_t start, Py_ssize_t end, int direction);
/* The length in code points. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_GetLength(PyObject *object);
/* The character at an index; (Py_UCS4)-1 with an exception. */
PyAPI_FUNC(Py_UCS4) PyUnicode_ReadChar(PyObject *object, Py_ssize_t index);
/* The characters from start to before end, new. */
PyAPI_FUNC(PyObject *) PyUnicode_Substring(PyObject *object, Py_ssize_t start, Py_ssize_t end);
/* Writes the character at an index of a string that nobody else uses yet. */
PyAPI_FUNC(int) PyUnicode_WriteChar(PyObject *object, Py_ssize_t index, Py_UCS4 c);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030a0000
/* The UTF-8 of a string, which owns it; its size without the NUL is stored where size is not NULL. */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *object, Py_ssize_t *size);
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
