/* _io.BytesIO. */
#include "io/io.h"
static PyObject *new_(const char *text) { return MUST(C(IO("BytesIO"), "(y)", text)); }

TEST(own_names) { show_own(IO("BytesIO")); SHOW(GET(IO("BytesIO"), "__bases__")); SHOW(GET(IO("BytesIO"), "__text_signature__")); }
TEST(making) {
    PyObject *cls = IO("BytesIO");
    SHOW(CALL(C(cls, NULL), "getvalue", NULL)); SHOW(CALL(C(cls, "(O)", Py_None), "getvalue", NULL)); SHOW(CALL(C(cls, "(N)", BA("abc")), "getvalue", NULL)); SHOW(C(cls, "(s)", "x")); SHOW(C(cls, "(i)", 5)); SHOW(C(cls, "(ii)", 5, 5));
    SHOW(CALL(K(cls, V("()"), V("{s:y}", "initial_bytes", "kw")), "getvalue", NULL)); SHOW(K(cls, V("()"), V("{s:y}", "x", "kw"))); SHOW(K(cls, V("(y)", "a"), V("{s:y}", "initial_bytes", "b")));
    PyObject *o = new_("abc"); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "__init__", "(y)", "xyz")); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "__init__", NULL)); SHOW(CALL(o, "getvalue", NULL)); Py_DECREF(o);
    PyObject *sub = subclass("Sub", cls); o = MUST(C(sub, "(y)", "abc")); SET(o, "a", I("1")); SHOW(GET(o, "a")); SHOW(CALL(o, "read", NULL)); Py_DECREF(o); Py_DECREF(sub);
}
TEST(reading) {
    PyObject *o = new_("one\ntwo\n\nthree");
    SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "read", "(i)", 0)); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "readline", "(i)", 2)); SHOW(CALL(o, "readline", "(i)", 0)); SHOW(CALL(o, "readline", "(O)", Py_None)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "readlines", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "readline", NULL)); SHOW(PyIter_Next(o));
    SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "readlines", "(i)", 5)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "readlines", "(i)", 4)); SHOW(CALL(o, "readlines", "(O)", Py_None)); SHOW(CALL(o, "readlines", "(s)", "x")); SHOW(CALL(o, "readlines", "(ii)", 1, 2));
    SHOW(CALL(o, "seek", "(i)", 0)); SHOW(PyIter_Next(o)); SHOW(PySequence_List(o));
    SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "read1", "(i)", 3)); SHOW(CALL(o, "read1", NULL)); SHOW(CALL(o, "read", "(s)", "x")); SHOW(CALL(o, "read", "(d)", 1.5)); SHOW(CALL(o, "read", "(ii)", 1, 2)); SHOW(CALL(o, "read1", "(ii)", 1, 2)); SHOW(CALL(o, "read", "(N)", I("36893488147419103232")));
    PyObject *b = BA("......"); SHOW(CALL(o, "seek", "(i)", 10)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto", "(O)", b)); SHOW(CALL(o, "readinto", "(y)", "x")); SHOW(CALL(o, "readinto", "(O)", Py_None)); Py_DECREF(b);
    SHOW(CALL(o, "seek", "(i)", 100)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "readline", NULL));
    Py_DECREF(o);
}
TEST(sharing) {
    PyObject *b = B("shared bytes"), *o;
    SHOW_REFS(b, o = MUST(C(IO("BytesIO"), "(O)", b)));
    PyObject *v = CALL(o, "getvalue", NULL); printf("%d\n", v == b); Py_DECREF(v);
    v = CALL(o, "read", NULL); printf("%d\n", v == b); Py_DECREF(v);
    SHOW(CALL(o, "write", "(y)", "!")); SHOW_BORROWED(b); SHOW(CALL(o, "getvalue", NULL)); printf("%ld\n", (long)Py_REFCNT(b));
    v = CALL(o, "getvalue", NULL); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "write", "(y)", "SHARED")); SHOW_BORROWED(v); SHOW(CALL(o, "getvalue", NULL)); Py_DECREF(v);
    SHOW(CALL(o, "write", "(N)", CALL(o, "getvalue", NULL))); SHOW(CALL(o, "getvalue", NULL));
    SHOW(CALL(o, "truncate", "(i)", 3)); SHOW(CALL(o, "getvalue", NULL));
    Py_DECREF(o); Py_DECREF(b);
}
TEST(writing) {
    PyObject *o = MUST(C(IO("BytesIO"), NULL));
    SHOW(CALL(o, "write", "(y)", "hello")); SHOW(CALL(o, "write", "(y)", "")); SHOW(CALL(o, "write", "(N)", BA("xyz"))); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "write", "(i)", 1)); SHOW(CALL(o, "write", NULL)); SHOW(CALL(o, "seek", "(i)", 12)); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "write", "(y)", "far")); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "seek", "(i)", 1)); SHOW(CALL(o, "write", "(y)", "EL")); SHOW(CALL(o, "getvalue", NULL));
    SHOW(CALL(o, "writelines", "([yyy])", "a", "b", "c")); SHOW(CALL(o, "writelines", "([si])", "a", 1)); SHOW(CALL(o, "writelines", "(i)", 1)); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "writelines", "([ys])", "Z", "a")); SHOW(CALL(o, "getvalue", NULL));
    SHOW(CALL(o, "truncate", NULL)); SHOW(CALL(o, "truncate", "(i)", 100)); SHOW(CALL(o, "truncate", "(i)", -1)); SHOW(CALL(o, "truncate", "(s)", "x")); SHOW(CALL(o, "truncate", "(O)", Py_None)); SHOW(CALL(o, "truncate", "(i)", 2)); SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "write", "(y)", "!")); SHOW(CALL(o, "getvalue", NULL));
    Py_DECREF(o);
    o = MUST(C(IO("BytesIO"), NULL));
    for (int i = 0; i < 5000; i++) Py_XDECREF(CALL(o, "write", "(y#)", "0123456789", (Py_ssize_t)(i % 11)));
    SHOW(CALL(o, "tell", NULL)); PyObject *v = CALL(o, "getvalue", NULL); printf("%zd\n", PyBytes_Size(v)); Py_DECREF(v);
    Py_DECREF(o);
}
TEST(seeking) {
    PyObject *o = new_("0123456789");
    SHOW(CALL(o, "seek", "(ii)", 3, 0)); SHOW(CALL(o, "seek", "(ii)", 2, 1)); SHOW(CALL(o, "seek", "(ii)", -3, 1)); SHOW(CALL(o, "seek", "(ii)", -100, 1)); SHOW(CALL(o, "seek", "(ii)", -4, 2)); SHOW(CALL(o, "seek", "(ii)", 4, 2)); SHOW(CALL(o, "seek", "(i)", -1)); SHOW(CALL(o, "seek", "(ii)", 0, 3)); SHOW(CALL(o, "seek", "(ii)", 0, -1)); SHOW(CALL(o, "seek", "(s)", "x")); SHOW(CALL(o, "seek", "(is)", 1, "x")); SHOW(CALL(o, "seek", "(d)", 1.0)); SHOW(CALL(o, "seek", NULL)); SHOW(CALL(o, "seek", "(iii)", 1, 2, 3)); SHOW(CALL(o, "seek", "(N)", I("36893488147419103232")));
    SHOW(CALL(o, "seek", "(n)", PY_SSIZE_T_MAX)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "seek", "(ni)", PY_SSIZE_T_MAX, 1)); SHOW(CALL(o, "tell", NULL));
    Py_DECREF(o);
}
TEST(closed) {
    PyObject *o = new_("abc");
    SHOW(GET(o, "closed")); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "closed"));
    const char *names[] = {"read", "read1", "readline", "readlines", "getvalue", "getbuffer", "tell", "flush", "isatty", "readable", "writable", "seekable", "truncate", "__getstate__", "__enter__", "fileno"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) { printf("%s ", names[i]); SHOW(CALL(o, names[i], NULL)); }
    SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "writelines", "([])")); SHOW(PyIter_Next(o)); PyObject *b = BA("xx"); SHOW(CALL(o, "readinto", "(O)", b)); Py_DECREF(b);
    SHOW(CALL(o, "__init__", "(y)", "again")); SHOW(CALL(o, "read", NULL));
    Py_DECREF(o);
    o = new_("abc"); const char *open[] = {"flush", "isatty", "readable", "writable", "seekable", "fileno", "detach"}; for (size_t i = 0; i < sizeof open / sizeof *open; i++) { printf("%s ", open[i]); SHOW(CALL(o, open[i], NULL)); }
    Py_DECREF(o);
}
TEST(views) {
    PyObject *o = new_("abcdef"), *v = MUST(CALL(o, "getbuffer", NULL));
    SHOW(CALL(v, "tobytes", NULL)); SHOW(GET(v, "readonly")); printf("%s\n", Py_TYPE(((PyObject *)PyMemoryView_GET_BASE(v)))->tp_name);
    PyObject *x = I("88"); SHOW_INT(PySequence_SetItem(v, 1, x)); Py_DECREF(x);
    SHOW(CALL(o, "getvalue", NULL)); SHOW(CALL(o, "write", "(y)", "12")); SHOW(CALL(o, "truncate", "(i)", 1)); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "__init__", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "__setstate__", "((yiO))", "x", 0, Py_None));
    PyObject *w = MUST(CALL(o, "getbuffer", NULL)); SHOW(CALL(w, "release", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "write", "(y)", "12"));
    SHOW(CALL(v, "release", NULL)); SHOW(CALL(o, "write", "(y)", "12")); SHOW(CALL(o, "getvalue", NULL)); Py_DECREF(v); Py_DECREF(w);
    v = MUST(CALL(o, "getbuffer", NULL)); SHOW_REFS(o, Py_DECREF(v)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o);
    o = new_(""); SHOW(CALL(MUST(CALL(o, "getbuffer", NULL)), "tobytes", NULL)); Py_DECREF(o);
    SHOW(C(IO("_BytesIOBuffer"), NULL));
}
TEST(state) {
    PyObject *o = new_("abc"); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "__getstate__", NULL)); SET(o, "k", I("5")); SHOW(CALL(o, "__getstate__", NULL));
    SHOW(CALL(o, "__setstate__", "((yi{s:i}))", "new", 2, "z", 9)); SHOW(CALL(o, "read", NULL)); SHOW(GET(o, "z")); SHOW(GET(o, "k"));
    SHOW(CALL(o, "__setstate__", "(i)", 1)); SHOW(CALL(o, "__setstate__", "((yi))", "a", 1)); SHOW(CALL(o, "__setstate__", "((iiO))", 1, 1, Py_None)); SHOW(CALL(o, "__setstate__", "((ysO))", "a", "b", Py_None)); SHOW(CALL(o, "__setstate__", "((yiO))", "a", -1, Py_None)); SHOW(CALL(o, "__setstate__", "((yii))", "a", 1, 1)); SHOW(CALL(o, "__setstate__", "((yiO))", "a", 7, Py_None)); SHOW(CALL(o, "read", NULL));
    Py_DECREF(o);
}
TEST(cycle) {
    PyObject *o = new_("abc"), *r = MUST(PyWeakref_NewRef(o, NULL)); SET(o, "me", Py_NewRef(o)); Py_DECREF(o); PyGC_Collect(); SHOW(PyObject_CallNoArgs(r)); Py_DECREF(r);
}
