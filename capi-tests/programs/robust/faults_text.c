/* Allocation failure in str, bytes, bytearray and the codecs. */
#include "faults.h"

/* What the tests work on: short texts of each kind, and long ones. */
static PyObject *ascii, *latin, *two, *four, *long_ascii, *long_two, *comma, *words, *bytes, *long_bytes;
static void values(void) {
    ascii = S("spam, eggs, ham, and more spam than that"); latin = S("caf\xc3\xa9, d\xc3\xa9j\xc3\xa0 vu");
    two = S("\xce\xb1\xce\xb2\xce\xb3, \xce\xb4\xce\xb5"); four = S("\xf0\x9f\x98\x80, \xf0\x9f\x98\x81, x");
    comma = S(", "); words = MUST(PyUnicode_Split(ascii, comma, -1));
    long_ascii = MUST(PyUnicode_FromFormat("%0150000d", 7)); long_two = MUST(PyUnicode_Concat(long_ascii, two));
    bytes = MUST(PyBytes_FromString("spam, eggs, \\n ham")); long_bytes = MUST(PyUnicode_AsUTF8String(long_two));
}
#define CALL(o, ...) PyObject_CallMethod(o, __VA_ARGS__)
FAULTS(making) {
    values();
    TRY("FromString", PyUnicode_FromString("text of some length"));
    TRY("FromString, wide", PyUnicode_FromString("\xce\xb1 and \xf0\x9f\x98\x80"));
    TRY("FromKindAndData", PyUnicode_FromKindAndData(2, u"\u03b1\u03b2\u03b3 abc", 7));
    TRY("FromWideChar", PyUnicode_FromWideChar(L"\u03b1\u03b2 wide", -1));
    TRY("New", PyUnicode_New(100, 0x10FFFF));
    TRY("Substring", PyUnicode_Substring(two, 1, 4));
    TRY("InternFromString", PyUnicode_InternFromString("a name that is interned here"));
    TRY("FromFormat", PyUnicode_FromFormat("%s %d %R %S %A %V %5.3s|%-10d|%p", "x", 12, words, ascii, two, NULL, "abcdef", "xyz", 7, NULL));
    TRY("FromFormat, long", PyUnicode_FromFormat("%U and %U", long_ascii, long_two));
    TRY("Join", PyUnicode_Join(comma, words));
    TRY("Concat", PyUnicode_Concat(ascii, four));
    TRY("Append", ({ PyObject *s = Py_NewRef(two); PyUnicode_Append(&s, four); s; }));
    TRY("Resize", ({ PyObject *s = PyUnicode_New(10, 127); if (s) memset(PyUnicode_DATA(s), 'x', 10); if (s && PyUnicode_Resize(&s, 1000) < 0) Py_CLEAR(s); if (s) memset(PyUnicode_DATA(s), 'x', 1000); s; }));
    TRY("str(list)", PyObject_Str(words));
    TRY("repr, long", PyObject_Repr(long_two));
    TRY("ascii, long", PyObject_ASCII(long_two));
    TRY("str * n", PySequence_Repeat(four, 1000));
    TRY("writer", ({
        PyUnicodeWriter *w = PyUnicodeWriter_Create(0); PyObject *s = NULL;
        if (w) {
            if (PyUnicodeWriter_WriteStr(w, ascii) < 0 || PyUnicodeWriter_WriteStr(w, four) < 0 || PyUnicodeWriter_WriteChar(w, 'x') < 0 || PyUnicodeWriter_WriteUTF8(w, "abc", 3) < 0 ||
                PyUnicodeWriter_Format(w, "%d", 12) < 0 || PyUnicodeWriter_WriteRepr(w, words) < 0 || PyUnicodeWriter_WriteStr(w, long_two) < 0) PyUnicodeWriter_Discard(w);
            else s = PyUnicodeWriter_Finish(w);
        }
        s; }));
}
FAULTS(methods) {
    values();
    PyObject *texts[] = {ascii, latin, two, four, long_ascii, long_two};
    const char *plain[] = {"upper", "lower", "title", "swapcase", "casefold", "capitalize", "strip", "split", "rsplit", "splitlines", "expandtabs", "isidentifier", "__repr__", "__hash__", "encode", "__len__"};
    for (unsigned i = 0; i < 6; i++) for (unsigned k = 0; k < sizeof plain / sizeof *plain; k++) TRY(plain[k], CALL(texts[i], plain[k], NULL));
    PyObject *three = S("%s|%r|%10.4s|%%"), *threes[6];
    for (unsigned i = 0; i < 6; i++) {
        threes[i] = MUST(PyTuple_Pack(3, texts[i], texts[i], texts[i]));
        PyObject *t = texts[i];
        TRY("replace", CALL(t, "replace", "ss", "a", "\xce\xb1\xce\xb1"));
        TRY("replace, long", CALL(t, "replace", "ss", "0", "12"));
        TRY("partition", CALL(t, "partition", "s", ","));
        TRY("center", CALL(t, "center", "is", 300, "\xce\xb1"));
        TRY("zfill", CALL(t, "zfill", "i", 200));
        TRY("find", CALL(t, "find", "O", comma));
        TRY("count", CALL(t, "count", "O", comma));
        TRY("startswith", CALL(t, "startswith", "((ss))", "x", "spam"));
        TRY("translate", CALL(t, "translate", "{i:s,i:O}", 'a', "xyz", 's', Py_None));
        TRY("join", CALL(t, "join", "[sss]", "a", "b", "\xce\xb1"));
        TRY("mod", PyUnicode_Format(three, threes[i]));
        TRY("contains", PyObject_CallMethod(t, "__contains__", "O", two));
        TRY("slice", WITH(PySlice_New(NULL, NULL, NULL), PyObject_GetItem(t, x)));
    }
    PyObject *template = S("{0!r:>20} {name.real:+d} {1[0]} {{}} {2:{3}.{3}f}");
    PyObject *format = MUST(PyObject_GetAttrString(template, "format")), *args = V("(sOdi)", "text", words, 2.5, 9), *kwargs = V("{si}", "name", 5);
    TRY("format", PyObject_Call(format, args, kwargs));
    TRY("maketrans", PyObject_CallMethod((PyObject *)&PyUnicode_Type, "maketrans", "sss", "abc", "\xce\xb1yz", "d"));
    TRY("needle, long", PyObject_CallMethod(long_two, "find", "O", long_ascii));
    TRY("needle, wide", PyObject_CallMethod(long_two, "count", "O", long_two));
    PyObject *wide = S("%200000d %200000.100000x %a"), *wide_args = V("(iiO)", 3, 255, four), *real = S("%200000.300f %e %g"), *real_args = V("(ddd)", 3.5, 1e300, 0.1);
    TRY("int width", PyUnicode_Format(wide, wide_args));
    TRY("float width", PyUnicode_Format(real, real_args));
}
FAULTS(codecs) {
    values();
    const char *names[] = {"utf-8", "utf-16", "utf-32-be", "utf-7", "ascii", "latin-1", "raw_unicode_escape", "unicode_escape", "cp1252"};
    const char *handlers[] = {"strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "namereplace"};
    PyObject *texts[] = {ascii, latin, two, four, long_two};
    for (unsigned i = 0; i < 5; i++) for (unsigned k = 0; k < 8; k++) for (unsigned h = 0; h < 7; h++) TRY(names[k], PyUnicode_AsEncodedString(texts[i], names[k], handlers[h]));
    const char *raw = "abc \xff\xce\xb1 \\x41 \\u03b1 \\N{BULLET} +A7E- \xed\xa0\x80 tail";
    PyObject *raws[] = {MUST(PyBytes_FromString(raw)), bytes, long_bytes};
    const char *reading[] = {"strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"};
    for (unsigned i = 0; i < 3; i++) for (unsigned k = 0; k < 8; k++) for (unsigned h = 0; h < 6; h++) TRY(names[k], PyUnicode_FromEncodedObject(raws[i], names[k], reading[h]));
    TRY("stateful", ({ Py_ssize_t n; PyUnicode_DecodeUTF8Stateful(raw, 9, "replace", &n); }));
    TRY("fs", PyUnicode_EncodeFSDefault(two));
    TRY("fs, back", PyUnicode_DecodeFSDefault("caf\xc3\xa9 \xff"));
    TRY("fs converter", ({ PyObject *b = NULL; PyUnicode_FSConverter(two, &b) ? b : NULL; }));
    TRY("locale", PyUnicode_EncodeLocale(ascii, "strict"));
    TRY("wide", ({ wchar_t *w = PyUnicode_AsWideCharString(four, NULL); int had = w != NULL; PyMem_Free(w); had ? Py_NewRef(Py_None) : NULL; }));
    TRY("ucs4", ({ Py_UCS4 *w = PyUnicode_AsUCS4Copy(four); int had = w != NULL; PyMem_Free(w); had ? Py_NewRef(Py_None) : NULL; }));
    TRY("utf8 cache", ({ PyObject *s = PyUnicode_FromString("\xce\xb1\xce\xb2"); if (s && !PyUnicode_AsUTF8AndSize(s, NULL)) Py_CLEAR(s); s; }));
    PyObject *map = V("{i:s,i:i,i:s}", 'a', "xyz", 'b', 0x3b1, 'c', ""), *table = S("abcdefgh\xce\xb1");
    TRY("charmap", PyUnicode_DecodeCharmap("abc", 3, map, "strict"));
    TRY("build map", PyUnicode_BuildEncodingMap(table));
    TRY("lookup", PyCodec_Encoder("utf-8"));
    TRY("unknown", PyCodec_Encoder("no such codec"));
}
FAULTS(bytes_and_arrays) {
    values();
    PyObject *array = MUST(PyByteArray_FromObject(bytes)), *long_array = MUST(PyByteArray_FromObject(long_bytes)), *all[] = {bytes, array, long_bytes, long_array};
    TRY("bytes", PyBytes_FromStringAndSize("abcdef", 6));
    TRY("FromObject", WITH(Py_BuildValue("[iii]", 1, 2, 3), PyBytes_FromObject(x)));
    TRY("FromFormat", PyBytes_FromFormat("%s %d %10.3s %p", "x", 12, "abcdef", NULL));
    TRY("Repr", PyBytes_Repr(bytes, 1));
    TRY("DecodeEscape", PyBytes_DecodeEscape("a\\x41\\n\\101", 11, NULL, 0, NULL));
    TRY("Concat", ({ PyObject *b = Py_NewRef(bytes); PyBytes_Concat(&b, long_bytes); b; }));
    TRY("_Resize", ({ PyObject *b = PyBytes_FromStringAndSize("abc", 3); if (b) _PyBytes_Resize(&b, 4000); b; }));
    TRY("array", PyByteArray_FromStringAndSize("abcdef", 6));
    TRY("array Concat", PyByteArray_Concat(array, bytes));
    TRY("array grows", ({ PyObject *a = PyByteArray_FromStringAndSize("abc", 3); if (a && PyByteArray_Resize(a, 5000) < 0) { UNCHANGED(t_, PyByteArray_Size(a) == 3); Py_CLEAR(a); } a; }));
    TRY("extend", ({ PyObject *a = PyByteArray_FromStringAndSize("abc", 3), *r = a ? CALL(a, "extend", "[iii]", 1, 2, 3) : NULL; Py_XDECREF(a); r; }));
    TRY("insert", ({ PyObject *a = PyByteArray_FromStringAndSize("abc", 3), *r = a ? CALL(a, "insert", "ii", 1, 2) : NULL; Py_XDECREF(a); r; }));
    TRY("slice assignment", ({ PyObject *a = PyByteArray_FromStringAndSize("abcdef", 6), *s = PySlice_New(NULL, NULL, NULL), *r = a && s ? CALL(a, "__setitem__", "OO", s, long_bytes) : NULL; Py_XDECREF(a); Py_XDECREF(s); r; }));
    for (int i = 0; i < 4; i++) {
        PyObject *b = all[i];
        const char *plain[] = {"upper", "title", "swapcase", "capitalize", "split", "rsplit", "splitlines", "expandtabs", "hex", "__repr__", "decode", "strip", "copy"};
        for (unsigned k = 0; k < sizeof plain / sizeof *plain; k++) TRY(plain[k], CALL(b, plain[k], NULL));
        TRY("replace", CALL(b, "replace", "yy", "a", "xyz"));
        TRY("replace, long", CALL(b, "replace", "yy", "0", "xyz"));
        TRY("partition", CALL(b, "partition", "y", ","));
        TRY("center", CALL(b, "center", "i", 300));
        TRY("zfill", CALL(b, "zfill", "i", 300));
        TRY("translate", CALL(b, "translate", "Oy", Py_None, "a"));
        TRY("join", CALL(b, "join", "[yyy]", "a", "b", "c"));
        TRY("hex, sep", CALL(b, "hex", "si", ":", 2));
        TRY("mod", WITH(PyBytes_FromString("%b and %b"), CALL(x, "__mod__", "((OO))", b, b)));
        TRY("* n", PySequence_Repeat(b, 3));
    }
    PyObject *percent = MUST(PyBytes_FromString("%b %s %a %d %x %5.1f %c %200000d"));
    TRY("percent", CALL(percent, "__mod__", "((yyOiidii))", "x", "y", words, 12, 255, 2.5, 65, 3));
    TRY("fromhex", PyObject_CallMethod((PyObject *)&PyBytes_Type, "fromhex", "s", "00 ff 12 34"));
    TRY("fromhex, array", PyObject_CallMethod((PyObject *)&PyByteArray_Type, "fromhex", "s", "00 ff 12 34"));
    TRY("maketrans", PyObject_CallMethod((PyObject *)&PyBytes_Type, "maketrans", "yy", "ab", "cd"));
}
