/* UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError and their accessors. */
#include "exc.h"

static void all(PyObject *e) {
    if (!e) { print_raised(); return; }
    show_both("e", e);
    show_attrs(e, "encoding object start end reason args");
    Py_DECREF(e);
}
TEST(decode) {
    all(C(PyExc_UnicodeDecodeError, "(sy#iis)", "utf-8", "a\xff" "b", (Py_ssize_t)3, 1, 2, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(sy#iis)", "utf-8", "a\xff" "b", (Py_ssize_t)3, 0, 3, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(sy#iis)", "utf-8", "a\xff" "b", (Py_ssize_t)3, 5, 6, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(sy#iis)", "utf-8", "a\xff" "b", (Py_ssize_t)3, -1, 0, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(sy#iis)", "utf-8", "", (Py_ssize_t)0, 0, 1, "bad"));
}
TEST(decode_bad) {
    all(C(PyExc_UnicodeDecodeError, "()"));
    all(C(PyExc_UnicodeDecodeError, "(sysss)", "utf-8", "x", "1", "2", "bad"));
    all(C(PyExc_UnicodeDecodeError, "(sssis)", "utf-8", "x", "1", 2, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(ssiis)", "utf-8", "text", 1, 2, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(siiis)", "utf-8", 3, 1, 2, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(iyiis)", 1, "x", 1, 2, "bad"));
    all(C(PyExc_UnicodeDecodeError, "(syiii)", "utf-8", "x", 1, 2, 3));
    all(C(PyExc_UnicodeDecodeError, "(syiisi)", "utf-8", "x", 1, 2, "r", 3));
    PyObject *kw = V("{s:s}", "reason", "r"), *args = V("(sy)", "utf-8", "x");
    all(PyObject_Call(PyExc_UnicodeDecodeError, args, kw));
    Py_DECREF(kw); Py_DECREF(args);
}
TEST(decode_buffer) {
    PyObject *b = PyByteArray_FromStringAndSize("a\xff" "b", 3);
    all(C(PyExc_UnicodeDecodeError, "(sOiis)", "utf-8", b, 1, 2, "bad"));
    Py_DECREF(b);
}
TEST(encode) {
    all(C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "a\xc3\xa9" "b", 1, 2, "bad"));
    all(C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "a\xe2\x82\xac" "b", 1, 2, "bad"));
    all(C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "a\xf0\x9f\x98\x80" "b", 1, 2, "bad"));
    all(C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abc", 0, 3, "bad"));
    all(C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abc", 2, 1, "bad"));
    all(C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abc", 9, 10, "bad"));
    all(C(PyExc_UnicodeEncodeError, "(syiis)", "ascii", "abc", 0, 1, "bad"));
    all(C(PyExc_UnicodeEncodeError, "(s)", "ascii"));
}
TEST(translate) {
    all(C(PyExc_UnicodeTranslateError, "(siis)", "a\xc3\xa9" "b", 1, 2, "bad"));
    all(C(PyExc_UnicodeTranslateError, "(siis)", "a\xe2\x82\xac" "b", 1, 2, "bad"));
    all(C(PyExc_UnicodeTranslateError, "(siis)", "a\xf0\x9f\x98\x80" "b", 1, 2, "bad"));
    all(C(PyExc_UnicodeTranslateError, "(siis)", "abc", 0, 3, "bad"));
    all(C(PyExc_UnicodeTranslateError, "(siis)", "", 0, 0, "bad"));
    all(C(PyExc_UnicodeTranslateError, "(yiis)", "abc", 0, 1, "bad"));
    all(C(PyExc_UnicodeTranslateError, "()"));
}
TEST(uninitialised) {
    PyObject *args = V("()"), *e = PyBaseObject_Type.tp_new == NULL ? NULL : ((PyTypeObject *)PyExc_UnicodeDecodeError)->tp_new((PyTypeObject *)PyExc_UnicodeDecodeError, args, NULL);
    show_both("e", e);
    show_attrs(e, "encoding object start end reason");
    SHOW(PyUnicodeDecodeError_GetEncoding(e));
    SHOW(PyUnicodeDecodeError_GetObject(e));
    SHOW(PyUnicodeDecodeError_GetReason(e));
    Py_ssize_t n = 77;
    SHOW_INT(PyUnicodeDecodeError_GetStart(e, &n));
    SHOW_INT(PyUnicodeDecodeError_GetEnd(e, &n));
    Py_DECREF(e); Py_DECREF(args);
}
TEST(set_attributes) {
    PyObject *e = C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abcdef", 1, 2, "bad");
    set_attr(e, "start", V("i", 3)); show_both("e", e);
    set_attr(e, "end", V("i", 30)); show_both("e", e);
    set_attr(e, "start", S("x"));
    set_attr(e, "start", NULL);
    set_attr(e, "reason", V("i", 5)); show_both("e", e);
    set_attr(e, "encoding", V("i", 6)); show_both("e", e);
    set_attr(e, "object", V("i", 6)); show_both("e", e);
    set_attr(e, "object", V("y", "bytes")); show_both("e", e);
    set_attr(e, "reason", NULL); show_both("e", e);
    set_attr(e, "encoding", NULL); show_both("e", e);
    set_attr(e, "object", NULL); show_both("e", e);
    show_attrs(e, "encoding object start end reason args");
    Py_DECREF(e);
}
TEST(create) {
    PyObject *e = PyUnicodeDecodeError_Create("utf-8", "a\xff" "b", 3, 1, 2, "why");
    all(Py_XNewRef(e));
    Py_ssize_t n;
    SHOW(PyUnicodeDecodeError_GetEncoding(e));
    SHOW(PyUnicodeDecodeError_GetObject(e));
    SHOW(PyUnicodeDecodeError_GetReason(e));
    SHOW_INT(PyUnicodeDecodeError_GetStart(e, &n)); SHOW_INT(n);
    SHOW_INT(PyUnicodeDecodeError_GetEnd(e, &n)); SHOW_INT(n);
    SHOW_INT(PyUnicodeDecodeError_SetStart(e, 2));
    SHOW_INT(PyUnicodeDecodeError_SetEnd(e, 3));
    SHOW_INT(PyUnicodeDecodeError_SetReason(e, "new reason"));
    show_both("changed", e);
    show_attr(e, "args");
    SHOW_INT(PyUnicodeDecodeError_SetReason(e, "\xff"));
    Py_XDECREF(e);
    SHOW(PyUnicodeDecodeError_Create("utf-8", "", 0, 0, 0, "why"));
    e = PyUnicodeDecodeError_Create("utf-8", "", 0, 3, 4, "why");
    SHOW_INT(PyUnicodeDecodeError_GetStart(e, &n)); SHOW_INT(n);
    SHOW_INT(PyUnicodeDecodeError_GetEnd(e, &n)); SHOW_INT(n);
    Py_DECREF(e);
}
TEST(clamping) {
    static const long at[] = { -100, -1, 0, 1, 2, 3, 4, 100 };
    for (int i = 0; i < 8; i++) {
        PyObject *d = PyUnicodeDecodeError_Create("x", "abc", 3, 0, 1, "r");
        PyObject *e = C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abc", 0, 1, "bad"), *t = C(PyExc_UnicodeTranslateError, "(siis)", "abc", 0, 1, "bad");
        PyUnicodeDecodeError_SetStart(d, at[i]); PyUnicodeDecodeError_SetEnd(d, at[i]);
        PyUnicodeEncodeError_SetStart(e, at[i]); PyUnicodeEncodeError_SetEnd(e, at[i]);
        PyUnicodeTranslateError_SetStart(t, at[i]); PyUnicodeTranslateError_SetEnd(t, at[i]);
        Py_ssize_t n, m;
        PyUnicodeDecodeError_GetStart(d, &n); PyUnicodeDecodeError_GetEnd(d, &m); printf("%ld: %ld %ld ", at[i], (long)n, (long)m);
        PyUnicodeEncodeError_GetStart(e, &n); PyUnicodeEncodeError_GetEnd(e, &m); printf("%ld %ld ", (long)n, (long)m);
        PyUnicodeTranslateError_GetStart(t, &n); PyUnicodeTranslateError_GetEnd(t, &m); printf("%ld %ld\n", (long)n, (long)m);
        show_both("d", d); show_both("e", e); show_both("t", t);
        show_attrs(d, "start end");
        Py_DECREF(d); Py_DECREF(e); Py_DECREF(t);
    }
}
TEST(encode_accessors) {
    PyObject *e = C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abc", 1, 2, "bad");
    SHOW(PyUnicodeEncodeError_GetEncoding(e));
    SHOW(PyUnicodeEncodeError_GetObject(e));
    SHOW(PyUnicodeEncodeError_GetReason(e));
    SHOW_INT(PyUnicodeEncodeError_SetReason(e, "other"));
    SHOW(PyUnicodeEncodeError_GetReason(e));
    PyObject *o;
    SHOW_REFS(e, o = PyUnicodeEncodeError_GetObject(e));
    SHOW_REFS(o, Py_DECREF(o));
    Py_DECREF(e);
    e = C(PyExc_UnicodeTranslateError, "(siis)", "abc", 1, 2, "bad");
    SHOW(PyUnicodeTranslateError_GetObject(e));
    SHOW(PyUnicodeTranslateError_GetReason(e));
    SHOW_INT(PyUnicodeTranslateError_SetReason(e, "other"));
    SHOW(PyUnicodeTranslateError_GetReason(e));
    show_attr(e, "encoding");
    Py_DECREF(e);
}
TEST(wrong_types) {
    PyObject *v = MUST(C(PyExc_ValueError, "(s)", "x")), *t = C(PyExc_UnicodeTranslateError, "(siis)", "abc", 1, 2, "bad");
    Py_ssize_t n;
    SHOW(PyUnicodeDecodeError_GetEncoding(v));
    SHOW(PyUnicodeDecodeError_GetEncoding(t));
    SHOW(PyUnicodeEncodeError_GetObject(v));
    SHOW(PyUnicodeTranslateError_GetReason(v));
    SHOW_INT(PyUnicodeDecodeError_GetStart(v, &n));
    SHOW_INT(PyUnicodeEncodeError_SetEnd(v, 1));
    SHOW_INT(PyUnicodeTranslateError_SetReason(v, "x"));
    SHOW(PyUnicodeDecodeError_GetReason(Py_None));
    Py_DECREF(v); Py_DECREF(t);
}
TEST(object_of_wrong_type) {
    PyObject *e = C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abc", 1, 2, "bad");
    set_attr(e, "object", V("i", 5));
    Py_ssize_t n = 0;
    SHOW(PyUnicodeEncodeError_GetObject(e));
    SHOW_INT(PyUnicodeEncodeError_GetStart(e, &n));
    SHOW_INT(PyUnicodeEncodeError_GetEnd(e, &n));
    set_attr(e, "reason", V("i", 5));
    SHOW(PyUnicodeEncodeError_GetReason(e));
    set_attr(e, "encoding", NULL);
    SHOW(PyUnicodeEncodeError_GetEncoding(e));
    Py_DECREF(e);
}
TEST(subclass_and_reduce) {
    PyObject *sub = subclass("Sub", PyExc_UnicodeDecodeError);
    PyObject *e = C(sub, "(sy#iis)", "utf-8", "a\xff" "b", (Py_ssize_t)3, 1, 2, "bad");
    show_both("sub", e);
    SHOW(PyUnicodeDecodeError_GetReason(e));
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    Py_DECREF(e); Py_DECREF(sub);
}
