/* The PEP 393 layouts: state bits, sizes, where the data stand, the statics, New, FromKindAndData, wide characters, UCS4. */
#include "harness.h"

static void show_state(const char *label, PyObject *o) {
    if (!o) { printf("%s: ", label); print_raised(); return; }
    PyASCIIObject *a = (PyASCIIObject *)o;
    char *data = PyUnicode_DATA(o);
    printf("%s: len %zd interned %u kind %u compact %u ascii %u static %u data+%ld", label, a->length, a->state.interned, a->state.kind,
           a->state.compact, a->state.ascii, a->state.statically_allocated, a->state.compact ? (long)(data - (char *)o) : -1L);
    if (!a->state.ascii) printf(" utf8_length %zd utf8 %s", ((PyCompactUnicodeObject *)o)->utf8_length, ((PyCompactUnicodeObject *)o)->utf8 ? "set" : "NULL");
    printf(" hash %s\n", a->hash == -1 ? "unset" : "set");
    fflush(stdout);
}
#define STATE(expr) do { PyObject *o_ = (expr); show_state(#expr, o_); Py_XDECREF(o_); } while (0)

TEST(sizes) {
    SHOW_INT(sizeof(PyASCIIObject)); SHOW_INT(sizeof(PyCompactUnicodeObject)); SHOW_INT(sizeof(PyUnicodeObject));
    SHOW_INT(PyUnicode_Type.tp_basicsize); SHOW_INT(PyUnicode_Type.tp_itemsize); SHOW_INT(PyUnicode_Type.tp_dictoffset);
    SHOW_INT(PyUnicodeIter_Type.tp_basicsize);
    printf("flags %lx\n", PyUnicode_Type.tp_flags & (Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_READY | Py_TPFLAGS_DISALLOW_INSTANTIATION));
    SAY("%s %s", PyUnicode_Type.tp_name, PyUnicodeIter_Type.tp_name);
    SHOW(M(S("abc"), "__sizeof__", NULL)); SHOW(M(S("\xc3\xa9"), "__sizeof__", NULL)); SHOW(M(S("\xc4\x80xx"), "__sizeof__", NULL)); SHOW(M(S("\xf0\x9f\x98\x80"), "__sizeof__", NULL)); SHOW(M(S(""), "__sizeof__", NULL));
    PyObject *o = S("\xc4\x80xx"); PyUnicode_AsUTF8(o); SHOW(M(o, "__sizeof__", NULL));
}
TEST(state) {
    STATE(PyUnicode_FromString(""));
    STATE(PyUnicode_FromString("a"));
    STATE(PyUnicode_FromString("abc"));
    STATE(PyUnicode_FromString("\xc3\xa9"));
    STATE(PyUnicode_FromString("\xc3\xa9x"));
    STATE(PyUnicode_FromString("\xc4\x80"));
    STATE(PyUnicode_FromString("\xf0\x9f\x98\x80"));
    STATE(PyUnicode_New(0, 0)); STATE(PyUnicode_New(0, 0x10ffff));
    STATE(PyUnicode_FromOrdinal(0)); STATE(PyUnicode_FromOrdinal(255)); STATE(PyUnicode_FromOrdinal(256)); STATE(PyUnicode_FromOrdinal(0x10000));
    STATE(PyUnicode_InternFromString("layout_interned"));
    STATE(PyUnicode_InternFromString("z"));
    STATE(PyUnicode_InternFromString(""));
    PyObject *o = S("\xc4\x80xx"); PyUnicode_AsUTF8(o); PyObject_Hash(o); show_state("utf8 cached", o); Py_DECREF(o);
}
TEST(new_) {
    static const Py_UCS4 maxima[] = {0, 0x7f, 0x80, 0xff, 0x100, 0xd800, 0xffff, 0x10000, 0x10ffff, 0x110000, 0xffffffff};
    for (int i = 0; i < 11; i++) {
        PyObject *o = PyUnicode_New(3, maxima[i]);
        printf("%x ", maxima[i]);
        show_state("new", o);
        if (o) {
            SHOW_INT(PyUnicode_READ_CHAR(o, 3));
            if (maxima[i] <= 0x10ffff) {
            PyUnicode_Fill(o, 0, 3, 'q');
            SHOW_INT(PyUnicode_WriteChar(o, 1, maxima[i]));
            if (PyUnicode_READ_CHAR(o, 1) == maxima[i] && maxima[i] != 0xd800) SHOW_BORROWED(o);
            }
        }
        Py_XDECREF(o);
    }
    SHOW(PyUnicode_New(-1, 127)); SHOW(PyUnicode_New(-5, 0x10000));
    SHOW(PyUnicode_New(PY_SSIZE_T_MAX, 127)); SHOW(PyUnicode_New(PY_SSIZE_T_MAX / 2, 0xffff)); SHOW(PyUnicode_New(PY_SSIZE_T_MAX / 4 + 1, 0x10ffff));
}
TEST(statics) {
    PyObject *e = PyUnicode_FromString(""), *a = PyUnicode_FromString("a"), *l = PyUnicode_FromOrdinal(0xe9);
    SHOW_INT(e == PyUnicode_New(0, 127)); SHOW_INT(e == PyUnicode_FromStringAndSize("x", 0)); SHOW_INT(a == PyUnicode_FromOrdinal('a'));
    SHOW_INT(a == PyUnicode_FromKindAndData(4, (Py_UCS4[]){'a'}, 1)); SHOW_INT(l == PyUnicode_FromString("\xc3\xa9"));
    SHOW_INT(a == PyUnicode_DecodeLatin1("a", 1, NULL)); SHOW_INT(a == PyUnicode_DecodeASCII("a", 1, NULL)); SHOW_INT(l == PyUnicode_DecodeLatin1("\xe9", 1, NULL));
    SHOW_INT(e == PyUnicode_Substring(a, 1, 1)); SHOW_INT(a == PyUnicode_Substring(S("cab"), 1, 2)); SHOW_INT(a == M(S("cab"), "__getitem__", "(i)", 1));
    SHOW_INT(l == PyUnicode_FromWideChar(L"\xe9", 1)); SHOW_INT(e == PyUnicode_FromWideChar(L"", 0));
    SHOW_INT(e == PyUnicode_Concat(e, e)); SHOW_INT(a == PyUnicode_Concat(e, a)); SHOW_INT(a == PyUnicode_FromFormat("%c", 'a')); SHOW_INT(e == PyUnicode_FromFormat("")); SHOW_INT(a == PyUnicode_FromFormat("%s", "a"));
    printf("%llx %llx %llx\n", (long long)e->ob_refcnt_full, (long long)a->ob_refcnt_full, (long long)l->ob_refcnt_full);
    SHOW_INT(PyUnstable_IsImmortal(a));
    SHOW_INT(PyUnicode_CHECK_INTERNED(a)); SHOW_INT(PyUnicode_CHECK_INTERNED(e)); SHOW_INT(PyUnicode_CHECK_INTERNED(l));
    for (int i = 0; i < 256; i++) { PyObject *o = PyUnicode_FromOrdinal(i); if (!PyUnstable_IsImmortal(o) || PyUnicode_READ_CHAR(o, 0) != i || PyUnicode_GET_LENGTH(o) != 1 || PyUnicode_IS_ASCII(o) != (i < 128)) SAY("bad %d", i); }
}
TEST(kind_and_data) {
    Py_UCS1 b[] = {'a', 0x80, 0xff}; Py_UCS2 w[] = {'a', 0x100, 0xd83d, 0xde00}; Py_UCS4 q[] = {'a', 0x1f600, 0xd83d, 0x110000};
    SHOW(PyUnicode_FromKindAndData(1, b, 3)); SHOW(PyUnicode_FromKindAndData(1, b, 1)); SHOW(PyUnicode_FromKindAndData(1, b, 0)); SHOW(PyUnicode_FromKindAndData(1, b, -1));
    SHOW(PyUnicode_FromKindAndData(2, w, 4)); STATE(PyUnicode_FromKindAndData(2, w, 1)); STATE(PyUnicode_FromKindAndData(2, w, 4)); STATE(PyUnicode_FromKindAndData(2, w, 2));
    SHOW(PyUnicode_FromKindAndData(4, q, 3)); STATE(PyUnicode_FromKindAndData(4, q, 1)); STATE(PyUnicode_FromKindAndData(4, q, 2));
    SHOW(PyUnicode_FromKindAndData(4, (Py_UCS4[]){'a', 'b', 0xff}, 3)); STATE(PyUnicode_FromKindAndData(4, (Py_UCS4[]){'a', 'b', 0xff}, 3)); STATE(PyUnicode_FromKindAndData(4, (Py_UCS4[]){'a', 'b', 0xffff}, 3)); STATE(PyUnicode_FromKindAndData(2, (Py_UCS2[]){'a', 'b', 'c'}, 3));
    SHOW(PyUnicode_FromKindAndData(3, q, 3)); SHOW(PyUnicode_FromKindAndData(0, q, 3)); SHOW(PyUnicode_FromKindAndData(8, q, 3)); SHOW(PyUnicode_FromKindAndData(-1, q, 0));
}
TEST(kinds) {
    PyObject *o = S("h\xc3\xa9"); 
    SHOW_INT(PyUnicode_KIND(o)); SHOW_INT((PyUnicode_KIND)(o)); SHOW_INT((PyUnicode_DATA)(o) == _PyUnicode_DATA(o)); SHOW_INT(PyUnicode_MAX_CHAR_VALUE(o)); SHOW_INT(PyUnicode_GetLength(o));
    SHOW_INT(PyUnicode_GetLength(Py_None)); SHOW_INT(PyUnicode_GetLength(I("3")));
    SHOW_INT(PyUnicode_Check(o)); SHOW_INT(PyUnicode_CheckExact(o)); SHOW_INT(PyUnicode_IS_READY(o));
}
TEST(readwrite) {
    PyObject *o = S("h\xc3\xa9\xe2\x82\xac");
    SHOW_INT(PyUnicode_ReadChar(o, 0)); SHOW_INT(PyUnicode_ReadChar(o, 2)); SHOW_INT((int)PyUnicode_ReadChar(o, 3)); SHOW_INT((int)PyUnicode_ReadChar(o, -1)); SHOW_INT((int)PyUnicode_ReadChar(Py_None, 0));
    SHOW_INT(PyUnicode_WriteChar(o, 0, 'x')); SHOW_INT(PyUnicode_WriteChar(o, 3, 'x')); SHOW_INT(PyUnicode_WriteChar(o, -1, 'x')); SHOW_INT(PyUnicode_WriteChar(o, 0, 0x10000)); SHOW_INT(PyUnicode_WriteChar(o, 0, 0x110000)); SHOW_INT(PyUnicode_WriteChar(I("1"), 0, 'x'));
    SHOW_BORROWED(o);
    Py_INCREF(o); SHOW_INT(PyUnicode_WriteChar(o, 0, 'y')); Py_DECREF(o);
    PyObject_Hash(o); SHOW_INT(PyUnicode_WriteChar(o, 0, 'y')); SHOW_BORROWED(o);
    PyObject *i = PyUnicode_InternFromString("readwrite_interned"); SHOW_INT(PyUnicode_WriteChar(i, 0, 'y')); Py_DECREF(i);
    SHOW_INT(PyUnicode_WriteChar(PyUnicode_FromString(""), 0, 'y'));
    PyObject *n = PyUnicode_New(3, 127); SHOW_INT(PyUnicode_WriteChar(n, 0, 0x80)); SHOW_INT(PyUnicode_WriteChar(n, 0, 0x7f));
    SHOW_INT(PyUnicode_Fill(n, 0, 10, 'z')); SHOW_BORROWED(n); SHOW_INT(PyUnicode_Fill(n, 1, 1, 'y')); SHOW_INT(PyUnicode_Fill(n, 3, 1, 'y')); SHOW_INT(PyUnicode_Fill(n, 2, 0, 'y')); SHOW_INT(PyUnicode_Fill(n, -1, 1, 'y')); SHOW_INT(PyUnicode_Fill(n, 1, -1, 'y')); SHOW_INT(PyUnicode_Fill(n, 0, 1, 0x100)); SHOW_INT(PyUnicode_Fill(Py_None, 0, 1, 'x')); SHOW_INT(PyUnicode_Fill(n, 1, PY_SSIZE_T_MAX, '!'));
    SHOW_BORROWED(n);
}
TEST(copy_characters) {
    PyObject *to = PyUnicode_New(5, 0x7f); PyUnicode_Fill(to, 0, 5, '.');
    PyObject *from = S("abc"), *wide = S("\xe2\x82\xacuro");
    SHOW_INT(PyUnicode_CopyCharacters(to, 0, from, 0, 3)); SHOW_BORROWED(to);
    SHOW_INT(PyUnicode_CopyCharacters(to, 3, from, 1, 10)); SHOW_BORROWED(to);
    SHOW_INT(PyUnicode_CopyCharacters(to, 4, from, 0, 3)); SHOW_INT(PyUnicode_CopyCharacters(to, 6, from, 0, 0)); SHOW_INT(PyUnicode_CopyCharacters(to, 0, from, 4, 1)); SHOW_INT(PyUnicode_CopyCharacters(to, 0, from, 3, 1)); SHOW_INT(PyUnicode_CopyCharacters(to, -1, from, 0, 1)); SHOW_INT(PyUnicode_CopyCharacters(to, 0, from, -1, 1)); SHOW_INT(PyUnicode_CopyCharacters(to, 0, from, 0, -1));
    SHOW_INT(PyUnicode_CopyCharacters(to, 0, wide, 0, 3)); SHOW_INT(PyUnicode_CopyCharacters(to, 0, wide, 1, 3)); SHOW_BORROWED(to);
    SHOW_INT(PyUnicode_CopyCharacters(Py_None, 0, wide, 1, 3)); SHOW_INT(PyUnicode_CopyCharacters(to, 0, Py_None, 1, 3)); 
    PyObject *to2 = PyUnicode_New(5, 0x10ffff); PyUnicode_Fill(to2, 0, 5, '.'); SHOW_INT(PyUnicode_CopyCharacters(to2, 1, wide, 0, 4)); SHOW_BORROWED(to2);
    Py_INCREF(to2); SHOW_INT(PyUnicode_CopyCharacters(to2, 1, wide, 0, 4)); SHOW_INT(PyUnicode_CopyCharacters(to2, 1, wide, 0, 0));
}
TEST(widechar) {
    SHOW(PyUnicode_FromWideChar(L"h\xe9\x20ac\x1f600", -1)); SHOW(PyUnicode_FromWideChar(L"abc", 2)); SHOW(PyUnicode_FromWideChar(L"a\0b", 3)); SHOW(PyUnicode_FromWideChar(L"a\0b", -1)); SHOW(PyUnicode_FromWideChar(NULL, 0)); SHOW(PyUnicode_FromWideChar(NULL, 3)); SHOW(PyUnicode_FromWideChar(NULL, -1));
    SHOW(PyUnicode_FromWideChar((wchar_t[]){0x110000, 0}, -1)); SHOW(PyUnicode_FromWideChar((wchar_t[]){'a', 0x7fffffff, 0}, 2)); STATE(PyUnicode_FromWideChar(L"abc", 3)); STATE(PyUnicode_FromWideChar(L"ab\xe9", 3)); STATE(PyUnicode_FromWideChar((wchar_t[]){0xd800, 0}, 1));
    PyObject *o = S("h\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"); wchar_t buf[10];
    for (int n = 0; n < 8; n++) { memset(buf, 0x55, sizeof buf); Py_ssize_t r = PyUnicode_AsWideChar(o, buf, n); printf("%d: %zd", n, r); for (int i = 0; i < 7; i++) printf(" %x", (unsigned)buf[i]); puts(""); }
    SHOW_INT(PyUnicode_AsWideChar(o, NULL, 0)); SHOW_INT(PyUnicode_AsWideChar(NULL, buf, 3)); SHOW_INT(PyUnicode_AsWideChar(I("1"), buf, 3));
    Py_ssize_t size = -7; wchar_t *w = PyUnicode_AsWideCharString(o, &size); printf("%zd %x %x\n", size, (unsigned)w[3], (unsigned)w[4]); PyMem_Free(w);
    w = PyUnicode_AsWideCharString(o, NULL); printf("%x\n", (unsigned)w[0]); PyMem_Free(w);
    PyObject *z = PyUnicode_FromStringAndSize("a\0b", 3); SHOW_INT(PyUnicode_AsWideCharString(z, NULL) != NULL); size = 0; w = PyUnicode_AsWideCharString(z, &size); SHOW_INT(size); PyMem_Free(w);
    SHOW_INT(PyUnicode_AsWideCharString(NULL, NULL) != NULL); SHOW_INT(PyUnicode_AsWideCharString(Py_None, NULL) != NULL);
}
TEST(ucs4) {
    PyObject *o = S("h\xe2\x82\xac\xf0\x9f\x98\x80"); Py_UCS4 buf[6];
    for (int n = 0; n < 6; n++) for (int null = 0; null < 2; null++) { memset(buf, 0x11, sizeof buf); Py_UCS4 *r = PyUnicode_AsUCS4(o, buf, n, null); printf("%d %d: %d", n, null, r == buf); for (int i = 0; i < 5; i++) printf(" %x", buf[i]); if (!r) { printf(" "); print_raised(); } else puts(""); }
    SHOW_INT(PyUnicode_AsUCS4(o, NULL, 4, 1) != NULL); SHOW_INT(PyUnicode_AsUCS4(o, buf, -1, 1) != NULL);
    Py_UCS4 *c = PyUnicode_AsUCS4Copy(o); printf("%x %x %x %x\n", c[0], c[1], c[2], c[3]); PyMem_Free(c);
    c = PyUnicode_AsUCS4Copy(PyUnicode_FromString("")); printf("%x\n", c[0]); PyMem_Free(c);
}
TEST(from_string) {
    SHOW(PyUnicode_FromStringAndSize("abc", 3)); SHOW(PyUnicode_FromStringAndSize("a\0b", 3)); SHOW(PyUnicode_FromStringAndSize("abc", 0)); SHOW(PyUnicode_FromStringAndSize("abc", -1)); SHOW(PyUnicode_FromStringAndSize(NULL, 0)); SHOW(PyUnicode_FromStringAndSize(NULL, 3)); SHOW(PyUnicode_FromStringAndSize(NULL, -3));
    SHOW(PyUnicode_FromString("\xff")); SHOW(PyUnicode_FromString("ab\xe2\x82")); SHOW(PyUnicode_FromStringAndSize("ab\xc3\xa9zz\xed\xa0\x80", 9));
    SHOW(PyUnicode_FromOrdinal(-1)); SHOW(PyUnicode_FromOrdinal(0x110000)); SHOW(PyUnicode_FromOrdinal(0x10ffff)); SHOW(PyUnicode_FromOrdinal(0xd800));
    SHOW(PyUnicode_FromObject(S("abc"))); SHOW(PyUnicode_FromObject(Py_None)); SHOW(PyUnicode_FromObject(I("1"))); SHOW(PyUnicode_FromObject(PyBytes_FromString("x")));
    PyObject *o = S("same"), *p = PyUnicode_FromObject(o); SHOW_INT(o == p);
    SHOW(PyUnicode_FromEncodedObject(PyBytes_FromString("h\xc3\xa9"), NULL, NULL)); SHOW(PyUnicode_FromEncodedObject(PyBytes_FromString("h\xc3\xa9"), "latin-1", NULL)); SHOW(PyUnicode_FromEncodedObject(PyBytes_FromString(""), "nonexistent", NULL)); SHOW(PyUnicode_FromEncodedObject(PyByteArray_FromStringAndSize("xyz", 3), "ascii", "strict")); SHOW(PyUnicode_FromEncodedObject(S("x"), "ascii", "strict")); SHOW(PyUnicode_FromEncodedObject(Py_None, "ascii", "strict")); SHOW(PyUnicode_FromEncodedObject(NULL, "ascii", "strict")); SHOW(PyUnicode_FromEncodedObject(PyByteArray_FromStringAndSize("", 0), NULL, NULL)); SHOW(PyUnicode_FromEncodedObject(PyBytes_FromString("\xff"), "ascii", "replace"));
    SHOW(PyUnicode_FromEncodedObject(PyMemoryView_FromMemory("mem", 3, PyBUF_READ), "utf-8", NULL));
}
TEST(resize) {
    PyObject *o = S("abcdef"); SHOW_INT(PyUnicode_Resize(&o, 3)); SHOW_BORROWED(o); SHOW_INT(PyUnicode_Resize(&o, 3)); SHOW_INT(PyUnicode_Resize(&o, 5)); SHOW_INT(PyUnicode_GET_LENGTH(o)); SHOW_INT(PyUnicode_READ_CHAR(o, 5)); PyUnicode_Fill(o, 3, 2, '!'); SHOW_BORROWED(o);
    SHOW_INT(PyUnicode_Resize(&o, -1)); SHOW_INT(PyUnicode_Resize(&o, 0)); SHOW_BORROWED(o); SHOW_INT(PyUnicode_Resize(&o, 0));
    SHOW_INT(PyUnicode_Resize(&o, 2)); SHOW_INT(PyUnicode_GET_LENGTH(o));
    PyObject *w = S("\xc4\x80\xc4\x81\xc4\x82"); PyUnicode_AsUTF8(w); SHOW_INT(PyUnicode_Resize(&w, 2)); SHOW_BORROWED(w); show_state("wide", w); SHOW_TEXT(PyUnicode_AsUTF8(w));
    PyObject *shared = S("shared"); PyObject *keep = Py_NewRef(shared); SHOW_INT(PyUnicode_Resize(&shared, 3)); SHOW_BORROWED(shared); SHOW_BORROWED(keep); SHOW_INT(keep == shared);
    PyObject *one = S("a"); SHOW_INT(PyUnicode_Resize(&one, 2)); SHOW_INT(PyUnicode_GET_LENGTH(one));
    PyObject *none = Py_None; SHOW_INT(PyUnicode_Resize(&none, 2)); PyObject *null = NULL; SHOW_INT(PyUnicode_Resize(&null, 2)); SHOW_INT(PyUnicode_Resize(NULL, 2));
    PyObject *i = PyUnicode_InternFromString("resize_interned"); SHOW_INT(PyUnicode_Resize(&i, 3)); SHOW_BORROWED(i); SHOW_INT(PyUnicode_CHECK_INTERNED(i));
}
TEST(utf8_cache) {
    PyObject *o = S("h\xc3\xa9llo"); Py_ssize_t n = -1;
    const char *u = PyUnicode_AsUTF8AndSize(o, &n); printf("%s %zd\n", u, n); SHOW_INT(u == PyUnicode_AsUTF8(o)); SHOW_INT(u == PyUnicode_AsUTF8AndSize(o, NULL)); SHOW_INT(((PyCompactUnicodeObject *)o)->utf8 == u); SHOW_INT(((PyCompactUnicodeObject *)o)->utf8_length);
    PyObject *a = S("plain"); u = PyUnicode_AsUTF8AndSize(a, &n); printf("%s %zd %d\n", u, n, u == PyUnicode_DATA(a));
    PyObject *sur = PyUnicode_FromOrdinal(0xd800); n = 77; SHOW_TEXT(PyUnicode_AsUTF8AndSize(sur, &n)); SHOW_INT(n); SHOW_TEXT(PyUnicode_AsUTF8(sur)); n = 77; SHOW_TEXT(PyUnicode_AsUTF8AndSize(Py_None, &n)); SHOW_INT(n); SHOW_TEXT(PyUnicode_AsUTF8(I("1")));
    PyObject *z = PyUnicode_FromStringAndSize("a\0b", 3); SHOW_TEXT(PyUnicode_AsUTF8(z)); n = 0; u = PyUnicode_AsUTF8AndSize(z, &n); SHOW_INT(n);
    SHOW_TEXT(PyUnicode_GetDefaultEncoding());
}
TEST(subclass) {
    PyObject *type = C(TYPE(PyType_Type), "(s(O){})", "Text", &PyUnicode_Type);
    PyObject *o = C(type, "(s)", "h\xc3\xa9llo"); show_state("subclass", o); SHOW_BORROWED(o); SHOW_INT(PyUnicode_CheckExact(o)); SHOW_INT(PyUnicode_Check(o)); SHOW_TEXT(PyUnicode_AsUTF8(o)); SHOW_INT(PyObject_Hash(o) == PyObject_Hash(S("h\xc3\xa9llo"))); SHOW_INT(PyUnicode_Compare(o, S("h\xc3\xa9llo"))); SHOW(PyUnicode_Concat(o, o)); SHOW_INT(PyUnicode_CheckExact(PyUnicode_FromObject(o))); SHOW(PyUnicode_Substring(o, 0, 9)); SHOW_INT(PyUnicode_CheckExact(PyUnicode_Substring(o, 0, 9)));
    SHOW_INT(PyObject_SetAttrString(o, "attr", Py_None)); SHOW(PyObject_GetAttrString(o, "attr"));
    PyObject *a = C(type, "(s)", "ascii"); show_state("ascii", a); SHOW_INT(PyUnicode_CheckExact(PyObject_Str(a))); SHOW(PyObject_Str(a)); SHOW(PyObject_Repr(a)); SHOW(M(a, "__sizeof__", NULL));
    PyObject *e = C(type, NULL); show_state("empty", e); PyObject *i = Py_NewRef(e); PyUnicode_InternInPlace(&i); SHOW_INT(i == e); SHOW_INT(PyUnicode_CHECK_INTERNED(i));
    SHOW_INT(PyUnicode_CheckExact(M(C(type, "(s)", "x"), "strip", NULL))); SHOW_INT(PyUnicode_CheckExact(M(C(type, "(s)", "x"), "replace", "(ss)", "q", "z"))); SHOW_INT(PyUnicode_CheckExact(M(C(type, "(s)", "x"), "zfill", "(i)", 1))); SHOW_INT(PyUnicode_CheckExact(M(C(type, "(s)", "x"), "__mul__", "(i)", 1))); SHOW_INT(PyUnicode_CheckExact(M(C(type, "(s)", "x"), "__str__", NULL)));
    SHOW(C(type, "(ss)", "x", "utf-8")); SHOW(C(type, "(yss)", "x", "utf-8", "strict")); SHOW(C(type, "(i)", 42));
}
