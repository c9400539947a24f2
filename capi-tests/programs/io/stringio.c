/* _io.StringIO. */
#include "io/io.h"
static PyObject *new_(const char *text, const char *newline) { return MUST(C(IO("StringIO"), "(sz)", text, newline)); }

TEST(own_names) { show_own(IO("StringIO")); SHOW(GET(IO("StringIO"), "__bases__")); SHOW(GET(IO("StringIO"), "__text_signature__")); }
TEST(making) {
    PyObject *cls = IO("StringIO");
    SHOW(CALL(C(cls, NULL), "getvalue", NULL)); SHOW(CALL(C(cls, "(O)", Py_None), "getvalue", NULL)); SHOW(C(cls, "(y)", "x")); SHOW(C(cls, "(i)", 5)); SHOW(C(cls, "(si)", "x", 5)); SHOW(C(cls, "(ss)", "x", "q")); SHOW(C(cls, "(ss)", "x", "\n\r")); SHOW(C(cls, "(sss)", "x", "q", "r")); SHOW(K(cls, V("()"), V("{s:s}", "x", "kw"))); SHOW(CALL(K(cls, V("()"), V("{s:s,s:O}", "initial_value", "a\r\nb", "newline", Py_None)), "getvalue", NULL));
    PyObject *o = new_("abc", "\n"); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "__init__", "(s)", "xyz")); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "__init__", "(i)", 3)); SHOW(CALL(o, "read", NULL)); SHOW(GET(o, "closed")); Py_DECREF(o);
    o = MUST(CALL(cls, "__new__", "(O)", cls)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "write", "(i)", 1)); SHOW(GET(o, "closed")); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "newlines")); Py_DECREF(o);
}
TEST(reading) {
    PyObject *o = new_("one\ntwo\n\nthr\xc3\xa9" "e\xf0\x9f\x90\x8d", "\n");
    SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "read", "(i)", 0)); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "readline", "(i)", 2)); SHOW(CALL(o, "readline", "(i)", 0)); SHOW(CALL(o, "readline", "(O)", Py_None)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "readlines", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "readline", NULL)); SHOW(PyIter_Next(o));
    SHOW(CALL(o, "seek", "(i)", 0)); SHOW(PySequence_List(o)); SHOW(CALL(o, "seek", "(i)", 9)); SHOW(CALL(o, "read", "(i)", 4)); SHOW(CALL(o, "read", "(s)", "x")); SHOW(CALL(o, "read", "(ii)", 1, 2)); SHOW(CALL(o, "readline", "(s)", "x")); SHOW(CALL(o, "seek", "(i)", 100)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "read", "(i)", 3));
    Py_DECREF(o);
}
TEST(newlines) {
    const char *newlines[] = {NULL, "", "\n", "\r", "\r\n"};
    for (size_t i = 0; i < 5; i++) {
        PyObject *o = new_("a\nb\r\nc\rd\n\r\r\n", newlines[i]);
        SHOW(CALL(o, "getvalue", NULL)); SHOW(GET(o, "newlines")); SHOW(PySequence_List(o)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "readline", "(i)", 1)); SHOW(CALL(o, "readline", "(i)", 5));
        SHOW(CALL(o, "seek", "(ii)", 0, 2)); SHOW(CALL(o, "write", "(s)", "x\ny\r")); SHOW(CALL(o, "write", "(s)", "\nz")); SHOW(CALL(o, "getvalue", NULL)); SHOW(GET(o, "newlines")); SHOW(CALL(o, "tell", NULL)); SHOW(GET(o, "line_buffering")); SHOW(GET(o, "encoding")); SHOW(GET(o, "errors")); SHOW(CALL(o, "__getstate__", NULL));
        Py_DECREF(o);
    }
}
TEST(writing) {
    PyObject *o = MUST(C(IO("StringIO"), NULL));
    SHOW(CALL(o, "write", "(s)", "hello")); SHOW(CALL(o, "write", "(s)", "")); SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "write", NULL)); SHOW(CALL(o, "write", "(O)", Py_None)); SHOW(CALL(o, "seek", "(i)", 8)); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "write", "(s)", "far")); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "seek", "(i)", 1)); SHOW(CALL(o, "write", "(s)", "EL")); SHOW(CALL(o, "write", "(s)", "\xc3\xa9")); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "write", "(s)", "\xe2\x82\xac")); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "write", "(s)", "\xf0\x9f\x90\x8d and more than there was")); SHOW(CALL(o, "getvalue", NULL));
    SHOW(CALL(o, "writelines", "([sss])", "a", "b", "c")); SHOW(CALL(o, "writelines", "([i])", 1)); SHOW(CALL(o, "truncate", "(i)", 4)); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "truncate", "(i)", 100)); SHOW(CALL(o, "truncate", "(i)", -1)); SHOW(CALL(o, "truncate", "(s)", "x")); SHOW(CALL(o, "truncate", "(O)", Py_None)); SHOW(CALL(o, "seek", "(i)", 2)); SHOW(CALL(o, "truncate", NULL)); SHOW(CALL(o, "getvalue", NULL));
    PyObject *v = CALL(o, "getvalue", NULL); printf("ascii %d\n", PyUnicode_IS_ASCII(v)); Py_DECREF(v);
    Py_DECREF(o);
    o = MUST(C(IO("StringIO"), NULL));
    for (int i = 0; i < 3000; i++) Py_XDECREF(CALL(o, "write", "(s)", i % 500 ? "plain" : "\xc3\xa9\xe2\x82\xac"));
    SHOW(CALL(o, "tell", NULL)); v = CALL(o, "getvalue", NULL); printf("%zd %d\n", PyUnicode_GetLength(v), PyUnicode_KIND(v)); Py_DECREF(v);
    Py_DECREF(o);
}
TEST(seeking) {
    PyObject *o = new_("0123456789", "\n");
    SHOW(CALL(o, "seek", "(ii)", 3, 0)); SHOW(CALL(o, "seek", "(ii)", 0, 1)); SHOW(CALL(o, "seek", "(ii)", 2, 1)); SHOW(CALL(o, "seek", "(ii)", 0, 2)); SHOW(CALL(o, "seek", "(ii)", -4, 2)); SHOW(CALL(o, "seek", "(i)", -1)); SHOW(CALL(o, "seek", "(ii)", 0, 3)); SHOW(CALL(o, "seek", "(ii)", 0, -1)); SHOW(CALL(o, "seek", "(s)", "x")); SHOW(CALL(o, "seek", "(is)", 1, "x")); SHOW(CALL(o, "seek", NULL)); SHOW(CALL(o, "seek", "(iii)", 1, 2, 3)); SHOW(CALL(o, "seek", "(N)", I("36893488147419103232")));
    SHOW(CALL(o, "seek", "(n)", PY_SSIZE_T_MAX)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "write", "(s)", "x"));
    Py_DECREF(o);
}
TEST(closed) {
    PyObject *o = new_("abc", "\n");
    SHOW(GET(o, "closed")); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "closed"));
    const char *names[] = {"read", "readline", "readlines", "getvalue", "tell", "flush", "isatty", "readable", "writable", "seekable", "truncate", "__getstate__", "__enter__", "fileno"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) { printf("%s ", names[i]); SHOW(CALL(o, names[i], NULL)); }
    SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "write", "(i)", 1)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "writelines", "([])")); SHOW(PyIter_Next(o)); SHOW(GET(o, "newlines")); SHOW(GET(o, "line_buffering"));
    SHOW(CALL(o, "__init__", "(s)", "again")); SHOW(CALL(o, "read", NULL));
    Py_DECREF(o);
    o = new_("abc", "\n"); const char *open[] = {"flush", "isatty", "readable", "writable", "seekable", "fileno", "detach"}; for (size_t i = 0; i < sizeof open / sizeof *open; i++) { printf("%s ", open[i]); SHOW(CALL(o, open[i], NULL)); }
    Py_DECREF(o);
}
TEST(state) {
    PyObject *o = new_("a\nb", "\r\n"); SHOW(CALL(o, "read", "(i)", 1)); SET(o, "k", I("5")); PyObject *s = CALL(o, "__getstate__", NULL); SHOW_BORROWED(s);
    PyObject *p = MUST(C(IO("StringIO"), NULL)); SHOW(CALL(p, "__setstate__", "(O)", s)); SHOW(CALL(p, "getvalue", NULL)); SHOW(CALL(p, "read", NULL)); SHOW(GET(p, "k")); SHOW(CALL(p, "write", "(s)", "\n")); SHOW(CALL(p, "getvalue", NULL)); Py_XDECREF(s);
    SHOW(CALL(o, "__setstate__", "(i)", 1)); SHOW(CALL(o, "__setstate__", "((si))", "a", 1)); SHOW(CALL(o, "__setstate__", "((isiO))", 1, "", 1, Py_None)); SHOW(CALL(o, "__setstate__", "((sisO))", "a", 1, "b", Py_None)); SHOW(CALL(o, "__setstate__", "((sssO))", "a", "\n", "b", Py_None)); SHOW(CALL(o, "__setstate__", "((ssiO))", "a", "\n", -1, Py_None)); SHOW(CALL(o, "__setstate__", "((ssii))", "a", "\n", 1, 1));
    Py_DECREF(o); Py_DECREF(p);
}
TEST(subclass) {
    PyObject *sub = subclass("Sub", IO("StringIO")), *o = MUST(C(sub, "(s)", "a\nb")); SHOW(PyIter_Next(o)); SHOW(CALL(o, "read", NULL)); Py_DECREF(o);
    o = MUST(C(sub, "(s)", "a\nb")); SET(o, "readline", Py_NewRef((PyObject *)&PyLong_Type)); SHOW(PyIter_Next(o)); SET(o, "readline", Py_NewRef((PyObject *)&PyUnicode_Type)); SHOW(PyIter_Next(o)); Py_DECREF(o); Py_DECREF(sub);
    o = new_("abc", "\n"); PyObject *r = MUST(PyWeakref_NewRef(o, NULL)); SET(o, "me", Py_NewRef(o)); Py_DECREF(o); PyGC_Collect(); SHOW(PyObject_CallNoArgs(r)); Py_DECREF(r);
}
