/* The encodings of the library itself, by all their names, through str, bytes and the registry's functions. */
#include "harness.h"
static const char *names[] = {"utf-8", "UTF 8", "u8", "cp65001", "utf8_ucs4", "U7", "utf-7", "utf-16", "u16", "utf-16-le", "UTF_16BE", "UnicodeLittleUnmarked", "utf-32", "U32", "utf-32-le", "utf_32be", "ascii", "646", "us", "ANSI_X3.4-1968", "iso646-us", "latin-1", "L1", "8859", "iso-8859-1", "ISO_8859-1:1987", "cp819", "unicode_escape", "Unicode-Escape", "raw_unicode_escape", NULL};
static void show(PyObject *r) {
    if (r) { print_new(" ok", r); return; }
    PyObject *e = PyErr_GetRaisedException(), *s = PyObject_Str(e), *notes = PyObject_GetAttrString(e, "__notes__"); PyErr_Clear();
    printf(" %s: %s", Py_TYPE(e)->tp_name, PyUnicode_AsUTF8(s)); if (notes) print_new(" notes", notes); else puts("");
    Py_DECREF(s); Py_DECREF(e);
}
TEST(encode) { for (int i = 0; names[i]; i++) { SAY("%s", names[i]); show(PyUnicode_AsEncodedString(S("a\xc3\xa9"), names[i], NULL)); show(M(S("a\xe2\x82\xac"), "encode", "(ss)", names[i], "ignore")); show(PyUnicode_AsEncodedString(PyUnicode_FromOrdinal(0xd800), names[i], NULL)); show(PyCodec_Encode(S("x\xe2\x82\xac"), names[i], NULL)); show(PyCodec_Encode(S("x\xe2\x82\xac"), names[i], "backslashreplace")); show(PyUnicode_AsEncodedObject(S("x"), names[i], NULL)); } }
TEST(decode) { for (int i = 0; names[i]; i++) { SAY("%s", names[i]); show(PyUnicode_Decode("ab\0\0", 4, names[i], NULL)); show(M(PyBytes_FromString("a\xff"), "decode", "(s)", names[i])); show(M(PyBytes_FromString("a\xff\\x4"), "decode", "(ss)", names[i], "replace")); show(PyCodec_Decode(PyBytes_FromString("\xc3\xa9"), names[i], NULL)); show(PyCodec_Decode(PyByteArray_FromStringAndSize("\xc3", 1), names[i], "replace")); SHOW_INT(PyCodec_KnownEncoding(names[i])); } }
TEST(wrong) { for (int i = 0; names[i]; i++) { SAY("%s", names[i]); show(PyCodec_Encode(I("1"), names[i], NULL)); show(PyCodec_Encode(PyBytes_FromString("b"), names[i], NULL)); show(PyCodec_Decode(I("1"), names[i], NULL)); if (strstr(names[i], "scape") || strstr(names[i], "SCAPE") || strstr(names[i], "Escape")) show(PyCodec_Decode(S("a\\u20ac"), names[i], NULL)); } }
TEST(unknown) { static const char *none[] = {"", "utf", "..utf8", "utf9", "utf-8-", "-utf-8", "latin.1", "utf-16-xx", "a very long name of an encoding that nobody has", NULL}; for (int i = 0; none[i]; i++) { SAY("%s", none[i]); show(PyUnicode_AsEncodedString(S("x"), none[i], NULL)); show(PyUnicode_Decode("x", 1, none[i], NULL)); } }
