/* Full API: the layout of str (PEP 393).  All characters of a string take 1, 2 or 4 bytes, as the largest needs; they follow the header, of
   which an ASCII string has the shorter.  Only strings of subtypes keep them elsewhere: in data, with compact 0. */
#ifndef Py_CPYTHON_UNICODEOBJECT_H
#define Py_CPYTHON_UNICODEOBJECT_H

Py_DEPRECATED(3.13) typedef wchar_t PY_UNICODE_TYPE;
Py_DEPRECATED(3.13) typedef wchar_t Py_UNICODE;

struct _PyUnicodeObject_state {
    unsigned int interned : 2;             /* SSTATE_… */
    unsigned int kind : 3;                 /* PyUnicode_Kind: bytes a character */
    unsigned int compact : 1;              /* the characters follow the header */
    unsigned int ascii : 1;                /* all are below U+0080 */
    unsigned int statically_allocated : 1;
    unsigned int : 24;
};

typedef struct {
    PyObject_HEAD
    Py_ssize_t length; /* characters */
    Py_hash_t hash;    /* -1: not yet computed */
    _Py_ALIGNED_DEF(4, struct _PyUnicodeObject_state) state;
} PyASCIIObject;

typedef struct {
    PyASCIIObject _base;
    Py_ssize_t utf8_length;
    char *utf8; /* NULL: not yet encoded */
} PyCompactUnicodeObject;

typedef struct {
    PyCompactUnicodeObject _base;
    union {
        void *any;
        Py_UCS1 *latin1;
        Py_UCS2 *ucs2;
        Py_UCS4 *ucs4;
    } data;
} PyUnicodeObject;

#define SSTATE_NOT_INTERNED 0
#define SSTATE_INTERNED_MORTAL 1
#define SSTATE_INTERNED_IMMORTAL 2
#define SSTATE_INTERNED_IMMORTAL_STATIC 3

enum PyUnicode_Kind {
    PyUnicode_1BYTE_KIND = 1,
    PyUnicode_2BYTE_KIND = 2,
    PyUnicode_4BYTE_KIND = 4
};

/* Builds a string piece by piece. */
typedef struct PyUnicodeWriter PyUnicodeWriter;

/* The same, laid open: for sources that have not moved to PyUnicodeWriter. */
typedef struct {
    PyObject *buffer;
    void *data;
    int kind;
    Py_UCS4 maxchar;
    Py_ssize_t size;
    Py_ssize_t pos;
    Py_ssize_t min_length;
    Py_UCS4 min_char;
    unsigned char overallocate;
    unsigned char readonly;
} _PyUnicodeWriter;

#define _PyASCIIObject_CAST(op) (assert(PyUnicode_Check(op)), _Py_CAST(PyASCIIObject *, (op)))
#define _PyCompactUnicodeObject_CAST(op) (assert(PyUnicode_Check(op)), _Py_CAST(PyCompactUnicodeObject *, (op)))
#define _PyUnicodeObject_CAST(op) (assert(PyUnicode_Check(op)), _Py_CAST(PyUnicodeObject *, (op)))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new writer with room for length ASCII characters, to be given to PyUnicodeWriter_Finish or
   PyUnicodeWriter_Discard. */
PyAPI_FUNC(PyUnicodeWriter *) PyUnicodeWriter_Create(Py_ssize_t length);
/* Appends UTF-8 with an error handler; how much was used is stored where consumed is not NULL, and what is not
   finished is left. */
PyAPI_FUNC(int) PyUnicodeWriter_DecodeUTF8Stateful(PyUnicodeWriter *writer, const char *string, Py_ssize_t length,
                                                   const char *errors, Py_ssize_t *consumed);
/* Ends the writer without its text; does nothing for NULL. */
PyAPI_FUNC(void) PyUnicodeWriter_Discard(PyUnicodeWriter *writer);
/* The writer's text, new, and its end. */
PyAPI_FUNC(PyObject *) PyUnicodeWriter_Finish(PyUnicodeWriter *writer);
/* Appends text by a format to a writer; 0, or -1 with an exception. */
PyAPI_FUNC(int) PyUnicodeWriter_Format(PyUnicodeWriter *writer, const char *format, ...);
/* Appends ASCII, up to its NUL where size is negative. */
PyAPI_FUNC(int) PyUnicodeWriter_WriteASCII(PyUnicodeWriter *writer, const char *str, Py_ssize_t size);
/* Appends a character; ValueError where it is beyond Unicode. */
PyAPI_FUNC(int) PyUnicodeWriter_WriteChar(PyUnicodeWriter *writer, Py_UCS4 ch);
/* Appends repr(obj); <NULL> for NULL. */
PyAPI_FUNC(int) PyUnicodeWriter_WriteRepr(PyUnicodeWriter *writer, PyObject *obj);
/* Appends str(obj). */
PyAPI_FUNC(int) PyUnicodeWriter_WriteStr(PyUnicodeWriter *writer, PyObject *obj);
/* Appends the characters of a string from start to before end; ValueError where they are not in it. */
PyAPI_FUNC(int) PyUnicodeWriter_WriteSubstring(PyUnicodeWriter *writer, PyObject *str, Py_ssize_t start,
                                               Py_ssize_t end);
/* Appends size code points; nothing where one is beyond Unicode. */
PyAPI_FUNC(int) PyUnicodeWriter_WriteUCS4(PyUnicodeWriter *writer, Py_UCS4 *str, Py_ssize_t size);
/* Appends UTF-8, up to its NUL where size is negative; nothing where it is not well-formed. */
PyAPI_FUNC(int) PyUnicodeWriter_WriteUTF8(PyUnicodeWriter *writer, const char *str, Py_ssize_t size);
/* Appends wide characters, up to their NUL where size is negative. */
PyAPI_FUNC(int) PyUnicodeWriter_WriteWideChar(PyUnicodeWriter *writer, const wchar_t *str, Py_ssize_t size);
/* The UTF-8 of a string, which owns it, with a NUL at its end. */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8(PyObject *object);
/* Copies at most how_many characters from one string into another that nobody else uses; how many. SystemError
   where they do not fit. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_CopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from,
                                                Py_ssize_t from_start, Py_ssize_t how_many);
/* The characters, in as many bytes each as PyUnicode_KIND says. */
PyAPI_FUNC(void *) PyUnicode_DATA(PyObject *object);
/* Writes c to at most length places from start on; how many. SystemError where somebody else uses the string. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_Fill(PyObject *object, Py_ssize_t start, Py_ssize_t length, Py_UCS4 c);
/* A new string of characters of kind bytes each; as narrow as they allow. */
PyAPI_FUNC(PyObject *) PyUnicode_FromKindAndData(int kind, const void *buffer, Py_ssize_t size);
/* Bytes a character: 1, 2 or 4. */
PyAPI_FUNC(int) PyUnicode_KIND(PyObject *object);
/* A new string of size characters, none above maxchar, which the caller writes; for 0 the empty string. */
PyAPI_FUNC(PyObject *) PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar);
/* Drops what the writer holds. */
Py_DEPRECATED(3.14) PyAPI_FUNC(void) _PyUnicodeWriter_Dealloc(_PyUnicodeWriter *writer);
/* The writer's text, new; the writer is empty then. */
Py_DEPRECATED(3.14) PyAPI_FUNC(PyObject *) _PyUnicodeWriter_Finish(_PyUnicodeWriter *writer);
/* Makes a writer that holds nothing of memory for one. */
Py_DEPRECATED(3.14) PyAPI_FUNC(void) _PyUnicodeWriter_Init(_PyUnicodeWriter *writer);
/* Makes room for length more characters up to maxchar. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter *writer, Py_ssize_t length,
                                                                     Py_UCS4 maxchar);
/* Makes the characters at least kind bytes wide. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter *writer, int kind);
/* Appends ASCII, up to its NUL where len is negative. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter *writer, const char *str,
                                                                      Py_ssize_t len);
/* Appends a character. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyUnicodeWriter_WriteChar(_PyUnicodeWriter *writer, Py_UCS4 ch);
/* Appends Latin-1. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter *writer, const char *str,
                                                                       Py_ssize_t len);
/* Appends a string. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyUnicodeWriter_WriteStr(_PyUnicodeWriter *writer, PyObject *str);
/* Appends the characters of a string from start to before end. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter *writer, PyObject *str,
                                                                    Py_ssize_t start, Py_ssize_t end);
/* The interned string of an identifier, borrowed: it lives as long as the interpreter. */
PyAPI_FUNC(PyObject *) _PyUnicode_FromId(_Py_Identifier *identifier);
/* Whether it is a letter. */
PyAPI_FUNC(int) _PyUnicode_IsAlpha(Py_UCS4 c);
/* Whether it is a decimal digit. */
PyAPI_FUNC(int) _PyUnicode_IsDecimalDigit(Py_UCS4 c);
/* Whether it is a digit. */
PyAPI_FUNC(int) _PyUnicode_IsDigit(Py_UCS4 c);
/* Whether it ends a line. */
PyAPI_FUNC(int) _PyUnicode_IsLinebreak(const Py_UCS4 c);
/* Whether it is a lower-case letter. */
PyAPI_FUNC(int) _PyUnicode_IsLowercase(Py_UCS4 c);
/* Whether it has a numeric value. */
PyAPI_FUNC(int) _PyUnicode_IsNumeric(Py_UCS4 c);
/* Whether repr shows it as it is. */
PyAPI_FUNC(int) _PyUnicode_IsPrintable(Py_UCS4 c);
/* Whether it is a title-case letter. */
PyAPI_FUNC(int) _PyUnicode_IsTitlecase(Py_UCS4 c);
/* Whether it is an upper-case letter. */
PyAPI_FUNC(int) _PyUnicode_IsUppercase(Py_UCS4 c);
/* Whether it is white space. */
PyAPI_FUNC(int) _PyUnicode_IsWhitespace(const Py_UCS4 c);
/* The value of a decimal digit, or -1. */
PyAPI_FUNC(int) _PyUnicode_ToDecimalDigit(Py_UCS4 c);
/* The value of a digit, or -1. */
PyAPI_FUNC(int) _PyUnicode_ToDigit(Py_UCS4 c);
/* The one lower-case letter of it. */
PyAPI_FUNC(Py_UCS4) _PyUnicode_ToLowercase(Py_UCS4 c);
/* The numeric value, or -1. */
PyAPI_FUNC(double) _PyUnicode_ToNumeric(Py_UCS4 c);
/* The one title-case letter of it. */
PyAPI_FUNC(Py_UCS4) _PyUnicode_ToTitlecase(Py_UCS4 c);
/* The one upper-case letter of it. */
PyAPI_FUNC(Py_UCS4) _PyUnicode_ToUppercase(Py_UCS4 c);
/* 1 at the white space among the characters below 128. */
PyAPI_DATA(const unsigned char) _Py_ascii_whitespace[];
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

/* Surrogates: the halves in which UTF-16 writes a character above U+FFFF. */
static inline int Py_UNICODE_IS_SURROGATE(Py_UCS4 ch)
{
    return (ch & 0xFFFFF800) == 0xD800;
}
static inline int Py_UNICODE_IS_HIGH_SURROGATE(Py_UCS4 ch)
{
    return (ch & 0xFFFFFC00) == 0xD800;
}
static inline int Py_UNICODE_IS_LOW_SURROGATE(Py_UCS4 ch)
{
    return (ch & 0xFFFFFC00) == 0xDC00;
}
static inline Py_UCS4 Py_UNICODE_JOIN_SURROGATES(Py_UCS4 high, Py_UCS4 low)
{
    assert(Py_UNICODE_IS_HIGH_SURROGATE(high) && Py_UNICODE_IS_LOW_SURROGATE(low));
    return 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
}
static inline Py_UCS4 Py_UNICODE_HIGH_SURROGATE(Py_UCS4 ch)
{
    assert(0x10000 <= ch && ch <= 0x10FFFF);
    return 0xD7C0 + (ch >> 10);
}
static inline Py_UCS4 Py_UNICODE_LOW_SURROGATE(Py_UCS4 ch)
{
    assert(0x10000 <= ch && ch <= 0x10FFFF);
    return 0xDC00 | (ch & 0x3FF);
}

/* How a string is kept. */
static inline unsigned int PyUnicode_CHECK_INTERNED(PyObject *op)
{
    return _PyASCIIObject_CAST(op)->state.interned;
}
#define PyUnicode_CHECK_INTERNED(op) PyUnicode_CHECK_INTERNED(_PyObject_CAST(op))

static inline unsigned int PyUnicode_IS_ASCII(PyObject *op)
{
    return _PyASCIIObject_CAST(op)->state.ascii;
}
#define PyUnicode_IS_ASCII(op) PyUnicode_IS_ASCII(_PyObject_CAST(op))

static inline unsigned int PyUnicode_IS_COMPACT(PyObject *op)
{
    return _PyASCIIObject_CAST(op)->state.compact;
}
#define PyUnicode_IS_COMPACT(op) PyUnicode_IS_COMPACT(_PyObject_CAST(op))

static inline int PyUnicode_IS_COMPACT_ASCII(PyObject *op)
{
    return PyUnicode_IS_ASCII(op) && PyUnicode_IS_COMPACT(op);
}
#define PyUnicode_IS_COMPACT_ASCII(op) PyUnicode_IS_COMPACT_ASCII(_PyObject_CAST(op))

#define PyUnicode_KIND(op) _Py_RVALUE(_PyASCIIObject_CAST(op)->state.kind)

static inline Py_ssize_t PyUnicode_GET_LENGTH(PyObject *op)
{
    return _PyASCIIObject_CAST(op)->length;
}
#define PyUnicode_GET_LENGTH(op) PyUnicode_GET_LENGTH(_PyObject_CAST(op))

/* Every string is ready, from 3.12 on. */
static inline unsigned int PyUnicode_IS_READY(PyObject *Py_UNUSED(op))
{
    return 1;
}
#define PyUnicode_IS_READY(op) PyUnicode_IS_READY(_PyObject_CAST(op))

static inline int PyUnicode_READY(PyObject *Py_UNUSED(op))
{
    return 0;
}
#define PyUnicode_READY(op) PyUnicode_READY(_PyObject_CAST(op))

/* The characters. */
static inline void *_PyUnicode_COMPACT_DATA(PyObject *op)
{
    if (PyUnicode_IS_ASCII(op)) {
        return _Py_STATIC_CAST(void *, (_PyASCIIObject_CAST(op) + 1));
    }
    return _Py_STATIC_CAST(void *, (_PyCompactUnicodeObject_CAST(op) + 1));
}
static inline void *_PyUnicode_NONCOMPACT_DATA(PyObject *op)
{
    assert(!PyUnicode_IS_COMPACT(op) && _PyUnicodeObject_CAST(op)->data.any != NULL);
    return _PyUnicodeObject_CAST(op)->data.any;
}
static inline void *_PyUnicode_DATA(PyObject *op)
{
    return PyUnicode_IS_COMPACT(op) ? _PyUnicode_COMPACT_DATA(op) : _PyUnicode_NONCOMPACT_DATA(op);
}
#define PyUnicode_DATA(op) _PyUnicode_DATA(_PyObject_CAST(op))
#define PyUnicode_1BYTE_DATA(op) _Py_STATIC_CAST(Py_UCS1 *, PyUnicode_DATA(op))
#define PyUnicode_2BYTE_DATA(op) _Py_STATIC_CAST(Py_UCS2 *, PyUnicode_DATA(op))
#define PyUnicode_4BYTE_DATA(op) _Py_STATIC_CAST(Py_UCS4 *, PyUnicode_DATA(op))

static inline Py_UCS4 PyUnicode_READ(int kind, const void *data, Py_ssize_t index)
{
    assert(index >= 0);
    switch (kind) {
    case PyUnicode_1BYTE_KIND: return _Py_STATIC_CAST(const Py_UCS1 *, data)[index];
    case PyUnicode_2BYTE_KIND: return _Py_STATIC_CAST(const Py_UCS2 *, data)[index];
    default: return _Py_STATIC_CAST(const Py_UCS4 *, data)[index];
    }
}
#define PyUnicode_READ(kind, data, index) \
    PyUnicode_READ(_Py_STATIC_CAST(int, kind), _Py_STATIC_CAST(const void *, data), (index))

/* Writes into a string that is still its maker's alone. */
static inline void PyUnicode_WRITE(int kind, void *data, Py_ssize_t index, Py_UCS4 value)
{
    assert(index >= 0);
    switch (kind) {
    case PyUnicode_1BYTE_KIND: _Py_STATIC_CAST(Py_UCS1 *, data)[index] = _Py_STATIC_CAST(Py_UCS1, value); break;
    case PyUnicode_2BYTE_KIND: _Py_STATIC_CAST(Py_UCS2 *, data)[index] = _Py_STATIC_CAST(Py_UCS2, value); break;
    default: _Py_STATIC_CAST(Py_UCS4 *, data)[index] = value; break;
    }
}
#define PyUnicode_WRITE(kind, data, index, value) \
    PyUnicode_WRITE(_Py_STATIC_CAST(int, kind), _Py_CAST(void *, data), (index), _Py_STATIC_CAST(Py_UCS4, value))

static inline Py_UCS4 PyUnicode_READ_CHAR(PyObject *unicode, Py_ssize_t index)
{
    assert(index <= PyUnicode_GET_LENGTH(unicode));
    return PyUnicode_READ(PyUnicode_KIND(unicode), PyUnicode_DATA(unicode), index);
}
#define PyUnicode_READ_CHAR(unicode, index) PyUnicode_READ_CHAR(_PyObject_CAST(unicode), (index))

/* The largest character that a string of this one's representation may have. */
static inline Py_UCS4 PyUnicode_MAX_CHAR_VALUE(PyObject *op)
{
    if (PyUnicode_IS_ASCII(op)) {
        return 0x7F;
    }
    switch (PyUnicode_KIND(op)) {
    case PyUnicode_1BYTE_KIND: return 0xFF;
    case PyUnicode_2BYTE_KIND: return 0xFFFF;
    default: return 0x10FFFF;
    }
}
#define PyUnicode_MAX_CHAR_VALUE(op) PyUnicode_MAX_CHAR_VALUE(_PyObject_CAST(op))

/* Room in a writer for so many characters up to maxchar; -1 with an exception. */
#define _PyUnicodeWriter_Prepare(WRITER, LENGTH, MAXCHAR) \
    ((MAXCHAR) <= (WRITER)->maxchar && (LENGTH) <= (WRITER)->size - (WRITER)->pos ? 0 \
     : (LENGTH) == 0 ? 0 : _PyUnicodeWriter_PrepareInternal((WRITER), (LENGTH), (MAXCHAR)))
#define _PyUnicodeWriter_PrepareKind(WRITER, KIND) \
    ((KIND) <= (WRITER)->kind ? 0 : _PyUnicodeWriter_PrepareKindInternal((WRITER), (KIND)))

/* The classes of characters. */
static inline int Py_UNICODE_ISSPACE(Py_UCS4 ch)
{
    return ch < 128 ? _Py_ascii_whitespace[ch] : _PyUnicode_IsWhitespace(ch);
}
#define Py_UNICODE_ISLOWER(ch) _PyUnicode_IsLowercase(ch)
#define Py_UNICODE_ISUPPER(ch) _PyUnicode_IsUppercase(ch)
#define Py_UNICODE_ISTITLE(ch) _PyUnicode_IsTitlecase(ch)
#define Py_UNICODE_ISLINEBREAK(ch) _PyUnicode_IsLinebreak(ch)
#define Py_UNICODE_ISALPHA(ch) _PyUnicode_IsAlpha(ch)
#define Py_UNICODE_ISDECIMAL(ch) _PyUnicode_IsDecimalDigit(ch)
#define Py_UNICODE_ISDIGIT(ch) _PyUnicode_IsDigit(ch)
#define Py_UNICODE_ISNUMERIC(ch) _PyUnicode_IsNumeric(ch)
#define Py_UNICODE_ISPRINTABLE(ch) _PyUnicode_IsPrintable(ch)
#define Py_UNICODE_TOLOWER(ch) _PyUnicode_ToLowercase(ch)
#define Py_UNICODE_TOUPPER(ch) _PyUnicode_ToUppercase(ch)
#define Py_UNICODE_TOTITLE(ch) _PyUnicode_ToTitlecase(ch)
#define Py_UNICODE_TODECIMAL(ch) _PyUnicode_ToDecimalDigit(ch)
#define Py_UNICODE_TODIGIT(ch) _PyUnicode_ToDigit(ch)
#define Py_UNICODE_TONUMERIC(ch) _PyUnicode_ToNumeric(ch)
static inline int Py_UNICODE_ISALNUM(Py_UCS4 ch)
{
    return Py_UNICODE_ISALPHA(ch) || Py_UNICODE_ISDECIMAL(ch) || Py_UNICODE_ISDIGIT(ch) || Py_UNICODE_ISNUMERIC(ch);
}

Py_DEPRECATED(3.14) static inline const char *_PyUnicode_AsString(PyObject *unicode)
{
    return PyUnicode_AsUTF8(unicode);
}

EXUVIA_END_C

#endif
