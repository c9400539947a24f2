/* bytesobject.h: the functions, one by one. */
#include "harness.h"

static PyObject *B(const char *text, Py_ssize_t n) { return MUST(PyBytes_FromStringAndSize(text, n)); }
#define CLASS(base) MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", TYPE(base)))

TEST(from_string_and_size) {
    SHOW(PyBytes_FromStringAndSize("abc", 3));
    SHOW(PyBytes_FromStringAndSize("a\0b", 3));
    SHOW(PyBytes_FromStringAndSize("abc", 0));
    SHOW(PyBytes_FromStringAndSize("abc", 1));
    SHOW(PyBytes_FromStringAndSize(NULL, 0));
    SHOW(PyBytes_FromStringAndSize("abc", -1));
    SHOW(PyBytes_FromStringAndSize(NULL, PY_SSIZE_T_MAX));
    SHOW(PyBytes_FromStringAndSize(NULL, PY_SSIZE_T_MAX - 33));
    PyObject *raw = PyBytes_FromStringAndSize(NULL, 5);
    memcpy(PyBytes_AS_STRING(raw), "fghij", 5);
    SHOW_INT(PyBytes_AS_STRING(raw)[5]);
    SHOW_INT(Py_REFCNT(raw));
    SHOW_INT(Py_SIZE(raw));
    SHOW_INT(PyObject_Hash(raw) == ((PyBytesObject *)raw)->ob_shash);
    SHOW(raw);
}
TEST(shared_constants) {
    PyObject *empty = PyBytes_FromStringAndSize("", 0), *empty2 = PyBytes_FromString(""), *empty3 = PyBytes_FromStringAndSize(NULL, 0);
    SHOW_INT(empty == empty2 && empty2 == empty3);
    SHOW_INT(empty == Py_GetConstantBorrowed(Py_CONSTANT_EMPTY_BYTES));
    printf("%llx\n", (unsigned long long)*(uint64_t *)empty);
    int same = 0, header = 0, hash = 0;
    for (int i = 0; i < 256; i++) {
        char c = (char)i;
        PyObject *a = PyBytes_FromStringAndSize(&c, 1), *b = PyBytes_FromStringAndSize(&c, 1);
        same += a == b;
        header += *(uint64_t *)a == 0x00050000C0000000ULL;
        hash += PyBytes_AS_STRING(a)[0] == c && PyBytes_AS_STRING(a)[1] == 0;
    }
    SHOW_INT(same);
    SHOW_INT(header);
    SHOW_INT(hash);
    PyObject *x = PyBytes_FromString("x");
    SHOW_INT(x == PyBytes_FromStringAndSize("xyz", 1));
    PyObject *xy = PyBytes_FromString("xy");
    SHOW_INT(x == PySequence_GetSlice(xy, 0, 1));
    SHOW_INT(empty == PySequence_GetSlice(xy, 1, 1));
    SHOW_INT(PyUnstable_IsImmortal(x));
    SHOW_INT(PyUnstable_IsImmortal(xy));
    SHOW_INT(PyObject_GC_IsTracked(xy));
}
TEST(from_string) {
    SHOW(PyBytes_FromString("hello"));
    SHOW(PyBytes_FromString("\xff\x80"));
    SHOW(PyBytes_FromString(""));
    PyObject *b = PyBytes_FromString("hello");
    SHOW_INT(Py_REFCNT(b));
    SHOW_INT(PyBytes_Check(b));
    SHOW_INT(PyBytes_CheckExact(b));
    SHOW_TEXT(PyBytes_AsString(b));
    SHOW_TEXT(PyBytes_AS_STRING(b));
    SHOW_INT(PyBytes_Size(b));
    SHOW_INT(PyBytes_GET_SIZE(b));
    Py_DECREF(b);
}
TEST(from_object) {
    PyObject *b = B("hello", 5);
    PyObject *same = PyBytes_FromObject(b);
    SHOW_INT(same == b);
    SHOW(same);
    SHOW(PyBytes_FromObject(V("[i,i,i]", 1, 2, 255)));
    SHOW(PyBytes_FromObject(V("(i,i)", 0, 65)));
    SHOW(PyBytes_FromObject(V("[]")));
    SHOW(PyBytes_FromObject(V("[i]", 256)));
    SHOW(PyBytes_FromObject(V("[i]", -1)));
    SHOW(PyBytes_FromObject(V("(i)", 256)));
    SHOW(PyBytes_FromObject(V("[s]", "x")));
    SHOW(PyBytes_FromObject(V("[d]", 1.5)));
    SHOW(PyBytes_FromObject(V("{i:i}", 7, 8)));
    SHOW(PyBytes_FromObject(S("text")));
    SHOW(PyBytes_FromObject(I("5")));
    SHOW(PyBytes_FromObject(Py_None));
    SHOW(PyBytes_FromObject(F(1.0)));
    SHOW(PyBytes_FromObject(PyByteArray_FromStringAndSize("ba", 2)));
    SHOW(PyBytes_FromObject(PyMemoryView_FromObject(b)));
    SHOW(PyBytes_FromObject(PyObject_GetIter(V("[i,i]", 3, 4))));
    SHOW(PyBytes_FromObject(NULL));
    SHOW(PyBytes_FromObject(V("[O]", I("100000000000000000000"))));
    SHOW(PyBytes_FromObject(V("(O)", I("100000000000000000000"))));
    SHOW(PyBytes_FromObject(PyObject_GetIter(V("[i,i]", 3, 400))));
}
TEST(size_and_data_of_other_types) {
    SHOW_INT(PyBytes_Size(S("x")));
    SHOW_INT(PyBytes_Size(Py_None));
    SHOW_INT(PyBytes_Size(PyByteArray_FromStringAndSize("x", 1)));
    SHOW_TEXT(PyBytes_AsString(S("x")));
    SHOW_TEXT(PyBytes_AsString(Py_None));
    SHOW_INT(PyBytes_Check(S("x")));
    PyObject *sub = CLASS(PyBytes_Type);
    PyObject *o = C(sub, "(y)", "inner");
    SHOW_INT(PyBytes_Check(o));
    SHOW_INT(PyBytes_CheckExact(o));
    SHOW_TEXT(PyBytes_AsString(o));
    SHOW_INT(PyBytes_Size(o));
    SHOW_INT(Py_TYPE(PyBytes_FromObject(o)) == &PyBytes_Type);
}
TEST(as_string_and_size) {
    char *text = NULL; Py_ssize_t n = -7;
    PyObject *b = B("abc", 3), *z = B("a\0c", 3);
    SHOW_INT(PyBytes_AsStringAndSize(b, &text, &n)); SAY("%s %zd", text, n);
    SHOW_INT(PyBytes_AsStringAndSize(z, &text, &n)); SAY("%zd", n);
    SHOW_INT(PyBytes_AsStringAndSize(b, &text, NULL));
    SHOW_INT(PyBytes_AsStringAndSize(z, &text, NULL));
    SHOW_INT(PyBytes_AsStringAndSize(b, NULL, &n));
    SHOW_INT(PyBytes_AsStringAndSize(S("x"), &text, &n));
    SHOW_INT(PyBytes_AsStringAndSize(Py_None, &text, &n));
    SHOW_INT(PyBytes_AsStringAndSize(I("3"), &text, NULL));
}
TEST(concat) {
    PyObject *a = B("ab", 2), *b = B("cd", 2);
    PyObject *keep = Py_NewRef(a);
    PyBytes_Concat(&a, b);
    SHOW_BORROWED(a);
    SHOW_INT(Py_REFCNT(keep));
    SHOW_INT(Py_REFCNT(b));
    PyBytes_Concat(&a, b);
    SHOW_BORROWED(a);
    PyBytes_Concat(&a, PyByteArray_FromStringAndSize("ef", 2));
    SHOW_BORROWED(a);
    PyBytes_Concat(&a, PyMemoryView_FromObject(b));
    SHOW_BORROWED(a);
    PyBytes_Concat(&a, S("x"));
    SHOW_INT(a == NULL);
    print_raised();
    PyBytes_Concat(&a, b);
    SHOW_INT(a == NULL);
    SHOW_INT(PyErr_Occurred() != NULL);
    a = B("ab", 2);
    PyBytes_Concat(&a, NULL);
    SHOW_INT(a == NULL);
    SHOW_INT(PyErr_Occurred() != NULL);
    a = S("no bytes");
    PyBytes_Concat(&a, b);
    SHOW_INT(a == NULL);
    print_raised();
    a = B("", 0);
    PyBytes_Concat(&a, b);
    SHOW_INT(a == b);
    SHOW_BORROWED(a);
    PyObject *c = B("long", 4);
    PyBytes_Concat(&c, B("", 0));
    SHOW_BORROWED(c);
    PyObject *l = PyByteArray_FromStringAndSize("left", 4);
    PyBytes_Concat(&l, b);
    print_object("bytearray first", l);
}
TEST(concat_and_del) {
    PyObject *a = B("ab", 2), *b = B("cd", 2);
    Py_INCREF(b);
    PyBytes_ConcatAndDel(&a, b);
    SHOW_BORROWED(a);
    SHOW_INT(Py_REFCNT(b));
    PyBytes_ConcatAndDel(&a, NULL);
    SHOW_INT(a == NULL);
    a = B("xy", 2);
    PyBytes_ConcatAndDel(&a, Py_NewRef(a));
    SHOW_BORROWED(a);
    PyBytes_ConcatAndDel(&a, I("3"));
    print_object("wrong", a);
}
TEST(resize) {
    PyObject *o = PyBytes_FromStringAndSize(NULL, 4);
    memcpy(PyBytes_AS_STRING(o), "wxyz", 4);
    SHOW_INT(_PyBytes_Resize(&o, 6));
    memcpy(PyBytes_AS_STRING(o) + 4, "!?", 2);
    SHOW_INT(PyBytes_AS_STRING(o)[6]);
    SHOW_BORROWED(o);
    SHOW_INT(_PyBytes_Resize(&o, 2));
    SHOW_BORROWED(o);
    SHOW_INT(_PyBytes_Resize(&o, 2));
    SHOW_INT(_PyBytes_Resize(&o, 0));
    SHOW_INT(o == PyBytes_FromString(""));
    SHOW_INT(_PyBytes_Resize(&o, 0));
    SHOW_INT(_PyBytes_Resize(&o, 3));
    SHOW_INT(PyBytes_Size(o));
    memcpy(PyBytes_AS_STRING(o), "123", 3);
    SHOW_BORROWED(o);
    PyObject *shared = Py_NewRef(o);
    SHOW_INT(_PyBytes_Resize(&o, 5));
    SHOW_INT(o == NULL);
    SHOW_INT(Py_REFCNT(shared));
    o = B("word", 4);
    SHOW_INT(_PyBytes_Resize(&o, -1));
    SHOW_INT(o == NULL);
    o = S("str");
    SHOW_INT(_PyBytes_Resize(&o, 2));
    SHOW_INT(o == NULL);
    o = B("shared", 6);
    PyObject *same = Py_NewRef(o);
    SHOW_INT(_PyBytes_Resize(&o, 6));
    SHOW_INT(o == same);
    o = B("", 0);
    SHOW_INT(_PyBytes_Resize(&o, -3));
    SHOW_INT(o == NULL);
}
TEST(resize_forgets_the_hash) {
    PyObject *o = PyBytes_FromStringAndSize("abcdef", 6);
    PyObject_Hash(o);
    SHOW_INT(_PyBytes_Resize(&o, 3));
    SHOW_INT(((PyBytesObject *)o)->ob_shash);
    SHOW_INT(PyObject_Hash(o) == PyObject_Hash(B("abc", 3)));
}
TEST(join) {
    PyObject *sep = B(", ", 2), *none = B("", 0);
    SHOW(PyBytes_Join(sep, V("[y,y,y]", "a", "b", "c")));
    SHOW(PyBytes_Join(none, V("[y,y,y]", "a", "b", "c")));
    SHOW(PyBytes_Join(sep, V("(y)", "a")));
    SHOW(PyBytes_Join(sep, V("[]")));
    SHOW(PyBytes_Join(sep, V("[y,s]", "a", "b")));
    SHOW(PyBytes_Join(sep, V("[s]", "a")));
    SHOW(PyBytes_Join(sep, V("[i]", 1)));
    SHOW(PyBytes_Join(sep, I("1")));
    SHOW(PyBytes_Join(S("x"), V("[]")));
    SHOW(PyBytes_Join(sep, PyObject_GetIter(V("[y,y]", "p", "q"))));
    SHOW(PyBytes_Join(sep, V("{y:i,y:i}", "k", 1, "l", 2)));
    SHOW(PyBytes_Join(sep, B("ab", 2)));
    SHOW(PyBytes_Join(sep, V("[N,y,N]", PyByteArray_FromStringAndSize("ba", 2), "mid", PyMemoryView_FromObject(sep))));
    PyObject *one = B("single", 6), *list = V("[O]", one);
    PyObject *r = PyBytes_Join(sep, list);
    SHOW_INT(r == one);
    PyObject *ba = PyByteArray_FromStringAndSize("single", 6);
    SHOW(PyBytes_Join(sep, V("[O]", ba)));
    PyObject *big = PyList_New(40);
    for (int i = 0; i < 40; i++) PyList_SET_ITEM(big, i, B("0123456789" + i % 10, 10 - i % 10));
    SHOW(PyBytes_Join(sep, big));
}
TEST(repr) {
    SHOW(PyBytes_Repr(B("plain", 5), 1));
    SHOW(PyBytes_Repr(B("it's", 4), 1));
    SHOW(PyBytes_Repr(B("it's", 4), 0));
    SHOW(PyBytes_Repr(B("say \"hi\"", 8), 1));
    SHOW(PyBytes_Repr(B("it's \"x\"", 8), 1));
    SHOW(PyBytes_Repr(B("\t\n\r\\\0\x01\x7f\x80\xff", 9), 1));
    SHOW(PyBytes_Repr(B("", 0), 1));
    SHOW(PyBytes_Repr(B("'", 1), 0));
    SHOW(PyBytes_Repr(B("'", 1), 1));
}
TEST(decode_escape) {
#define D(text) SHOW(PyBytes_DecodeEscape(text, sizeof text - 1, NULL, 0, NULL))
    D("plain");
    D("");
    D("a\\nb\\tc\\rd\\\\e\\'f\\\"g");
    D("\\a\\b\\f\\v");
    D("\\x41\\xfF\\x00");
    D("\\101\\0\\12\\377");
    D("\\1234");
    D("line\\\nnext");
    D("\\x4");
    D("\\xzz");
    D("ab\\x");
    D("ab\\");
    D("\\8");
    D("\xe9\xff raw");
    SHOW(PyBytes_DecodeEscape("a\\xzzb", 6, "ignore", 0, NULL));
    SHOW(PyBytes_DecodeEscape("a\\xzzb", 6, "replace", 0, NULL));
    SHOW(PyBytes_DecodeEscape("a\\xzzb", 6, "strict", 0, NULL));
    SHOW(PyBytes_DecodeEscape("a\\xzzb", 6, "other", 0, NULL));
    SHOW(PyBytes_DecodeEscape("a\\x4", 4, "replace", 0, NULL));
    SHOW(PyBytes_DecodeEscape("a\\x", 3, "ignore", 0, NULL));
}
TEST(decode_escape_warns) {
    /* Invalid escapes warn; with warnings as errors they raise. */
    SHOW(PyBytes_DecodeEscape("a\\qb", 4, NULL, 0, NULL));
    SHOW(PyBytes_DecodeEscape("\\400", 4, NULL, 0, NULL));
}
TEST(refcounts) {
    PyObject *b = B("counted", 7), *list = V("[O]", b);
    SHOW_REFS(b, PyBytes_AsString(b));
    SHOW_REFS(b, Py_DECREF(PyBytes_FromObject(b)));
    SHOW_REFS(b, Py_DECREF(PyBytes_Join(b, list)));
    SHOW_REFS(b, Py_DECREF(PyBytes_Repr(b, 1)));
    SHOW_REFS(b, Py_DECREF(PySequence_GetSlice(b, 0, 7)));
    SHOW_REFS(b, Py_DECREF(PySequence_Repeat(b, 1)));
    SHOW_REFS(b, Py_DECREF(PyObject_GetIter(b)));
    SHOW_REFS(b, Py_DECREF(PyMemoryView_FromObject(b)));
}
