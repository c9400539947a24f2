/* Macros of characters and of the layout of str. */
#include "harness.h"
TEST(classes) {
    const Py_UCS4 some[] = {'a', 'Z', '5', ' ', '\n', '_', 0xB2, 0xBD, 0x1C5, 0x3B1, 0x661, 0x2028, 0x4E00, 0xD800, 0x10FFFF, 0x1F600};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(some); i++) {
        Py_UCS4 c = some[i];
        SAY("%x: alnum %d alpha %d decimal %d digit %d linebreak %d lower %d numeric %d printable %d space %d title %d upper %d to %d %d %x %x %x %g", (unsigned)c,
            !!Py_UNICODE_ISALNUM(c), !!Py_UNICODE_ISALPHA(c), !!Py_UNICODE_ISDECIMAL(c), !!Py_UNICODE_ISDIGIT(c), !!Py_UNICODE_ISLINEBREAK(c), !!Py_UNICODE_ISLOWER(c),
            !!Py_UNICODE_ISNUMERIC(c), !!Py_UNICODE_ISPRINTABLE(c), !!Py_UNICODE_ISSPACE(c), !!Py_UNICODE_ISTITLE(c), !!Py_UNICODE_ISUPPER(c), Py_UNICODE_TODECIMAL(c),
            Py_UNICODE_TODIGIT(c), (unsigned)Py_UNICODE_TOLOWER(c), (unsigned)Py_UNICODE_TOUPPER(c), (unsigned)Py_UNICODE_TOTITLE(c), Py_UNICODE_TONUMERIC(c));
    }
}
TEST(ascii) {
    for (int c = 0; c < 256; c++) {
        int bits = !!Py_ISALNUM(c) | !!Py_ISALPHA(c) << 1 | !!Py_ISDIGIT(c) << 2 | !!Py_ISLOWER(c) << 3 | !!Py_ISSPACE(c) << 4 | !!Py_ISUPPER(c) << 5 | !!Py_ISXDIGIT(c) << 6;
        printf("%x,%d,%d ", (unsigned)bits, Py_TOLOWER(c), Py_TOUPPER(c));
    }
    printf("\n");
}
TEST(surrogates) {
    const Py_UCS4 some[] = {0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0x1F600};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(some); i++)
        SAY("%x: %d %d %d", (unsigned)some[i], Py_UNICODE_IS_SURROGATE(some[i]), Py_UNICODE_IS_HIGH_SURROGATE(some[i]), Py_UNICODE_IS_LOW_SURROGATE(some[i]));
    SHOW_INT(Py_UNICODE_JOIN_SURROGATES(0xD83D, 0xDE00)); SHOW_INT(Py_UNICODE_HIGH_SURROGATE(0x1F600)); SHOW_INT(Py_UNICODE_LOW_SURROGATE(0x1F600));
    SHOW_INT(Py_UNICODE_REPLACEMENT_CHARACTER);
}
TEST(layout) {
    const char *texts[] = {"", "ascii", "caf\xc3\xa9", "\xe2\x82\xac uro", "\xf0\x9f\x98\x80!"};
    for (size_t t = 0; t < Py_ARRAY_LENGTH(texts); t++) {
        PyObject *s = S(texts[t]);
        int kind = PyUnicode_KIND(s);
        SAY("%s: ready %d kind %d length %d ascii %d compact %d compact ascii %d interned %d max %x", texts[t], PyUnicode_READY(s), kind, (int)PyUnicode_GET_LENGTH(s), PyUnicode_IS_ASCII(s),
            PyUnicode_IS_COMPACT(s), PyUnicode_IS_COMPACT_ASCII(s), PyUnicode_CHECK_INTERNED(s) != 0, (unsigned)PyUnicode_MAX_CHAR_VALUE(s));
        for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(s); i++) {
            Py_UCS4 direct = kind == PyUnicode_1BYTE_KIND ? PyUnicode_1BYTE_DATA(s)[i] : kind == PyUnicode_2BYTE_KIND ? PyUnicode_2BYTE_DATA(s)[i] : PyUnicode_4BYTE_DATA(s)[i];
            SAY("  %x %x %x", (unsigned)PyUnicode_READ(kind, PyUnicode_DATA(s), i), (unsigned)PyUnicode_READ_CHAR(s, i), (unsigned)direct);
        }
        SHOW_INT(_PyUnicode_COMPACT_DATA(s) == PyUnicode_DATA(s));
        Py_DECREF(s);
    }
    PyObject *fresh = MUST(PyUnicode_New(3, 0x20AC));
    for (int i = 0; i < 3; i++) PyUnicode_WRITE(PyUnicode_KIND(fresh), PyUnicode_DATA(fresh), i, 0x20AC - i);
    SHOW(fresh);
}
