/* _io.BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair. */
#include "io/raw.h"
static const char *classes[] = {"BufferedReader", "BufferedWriter", "BufferedRandom"};

TEST(own_names) { for (int i = 0; i < 3; i++) { printf("-- %s\n", classes[i]); show_own(IO(classes[i])); SHOW(GET(IO(classes[i]), "__text_signature__")); } show_own(IO("BufferedRWPair")); }
TEST(making) {
    for (int i = 0; i < 3; i++) {
        PyObject *cls = IO(classes[i]), *b = MUST(C(IO("BytesIO"), "(y)", "abc"));
        SHOW(C(cls, NULL)); SHOW(C(cls, "(i)", 3)); SHOW(C(cls, "(Oi)", b, 0)); SHOW(C(cls, "(Oi)", b, -1)); SHOW(C(cls, "(Os)", b, "x")); SHOW(C(cls, "(Oii)", b, 1, 2)); SHOW(K(cls, V("()"), V("{s:O,s:i}", "raw", b, "x", 1))); SHOW(K(cls, V("()"), V("{s:O,s:i}", "raw", b, "buffer_size", 10)) ? V("i", 1) : NULL);
        SHOW(C(cls, "(N)", C(IO("_RawIOBase"), NULL)));
        PyObject *o = MUST(PyType_GenericNew((PyTypeObject *)cls, NULL, NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "flush", NULL)); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "detach", NULL)); SHOW(GET(o, "closed")); SHOW(GET(o, "name")); SHOW(GET(o, "raw")); SHOW(PyObject_Repr(o)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "isatty", NULL)); Py_DECREF(o); Py_DECREF(b);
    }
}
TEST(reading) {
    PyObject *r, *o = over("BufferedReader", V("[yyyyy]", "abcdefgh", "ij", "", "", ""), 8, &r);
    SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "read", "(i)", 7)); SHOW(CALL(o, "read", "(i)", 5)); SHOW(CALL(o, "read", "(i)", 0)); SHOW(CALL(o, "read", "(i)", -2)); SHOW(CALL(o, "read", "(s)", "x")); SHOW(CALL(o, "read", "(ii)", 1, 2)); SHOW(CALL(o, "tell", NULL));
    SET(r, "script", V("[yyyy]", "0123456789", "abc", "", "x")); SHOW(CALL(o, "read", "(i)", 20)); SHOW(CALL(o, "read", "(i)", 1));
    SET(r, "script", V("[yyy]", "abc", "def", "")); SHOW(CALL(o, "read", NULL)); SET(r, "script", V("[yOy]", "abc", Py_None, "")); SHOW(CALL(o, "read", NULL)); SET(r, "script", V("[O]", Py_None)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 5)); SET(r, "script", V("[yO]", "ab", Py_None)); SHOW(CALL(o, "read", "(i)", 5));
    SET(r, "script", V("[y]", "abcdef")); SHOW(CALL(o, "peek", NULL)); SHOW(CALL(o, "peek", "(i)", 2)); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "peek", "(s)", "x")); SHOW(CALL(o, "read1", NULL)); SHOW(CALL(o, "peek", NULL));
    SET(r, "script", V("[yyy]", "abcdef", "ghi", "")); SHOW(CALL(o, "read1", "(i)", 3)); SHOW(CALL(o, "read1", "(i)", 0)); SHOW(CALL(o, "read1", NULL)); SHOW(CALL(o, "read1", "(i)", 100)); SHOW(CALL(o, "read1", "(s)", "x"));
    SET(r, "script", V("[yy]", "abcdef", "gh")); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "read1", "(i)", 3)); SHOW(CALL(o, "read1", NULL)); SHOW(CALL(o, "read1", NULL)); SHOW(CALL(o, "read1", NULL));
    Py_DECREF(o);
}
TEST(bad_raw) {
    PyObject *r, *o = over("BufferedReader", V("[iisNN]", -1, 9, "x", PyObject_CallFunction(PyExc_OSError, "is", 4, "again"), PyObject_CallFunction(PyExc_ValueError, "s", "no")), 8, &r);
    SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "read", "(i)", 3)); SET(r, "script", V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "no"))); SHOW(CALL(o, "peek", NULL));
    SET(r, "script", V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "no"))); SHOW(CALL(o, "readline", NULL)); SET(r, "place", I("-5")); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SET(r, "place", S("x")); SHOW(CALL(o, "tell", NULL)); Py_DECREF(o);
    o = over("BufferedWriter", V("[]"), 4, &r); SHOW(CALL(o, "write", "(y)", "abc")); SET(r, "script", V("[i]", 9)); SHOW(CALL(o, "flush", NULL)); SET(r, "script", V("[i]", -1)); SHOW(CALL(o, "flush", NULL)); SET(r, "script", V("[d]", 1.5)); SHOW(CALL(o, "flush", NULL)); SET(r, "script", V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "no"))); SHOW(CALL(o, "flush", NULL)); SET(r, "script", V("[Niss]", PyObject_CallFunction(PyExc_OSError, "is", 4, "again"), 1, "all", "all")); SHOW(CALL(o, "flush", NULL)); Py_DECREF(o);
}
TEST(readinto) {
    PyObject *r, *o = over("BufferedReader", V("[yyyy]", "abcdefgh", "ijklmnop", "qr", ""), 8, &r), *b = BA("............");
    SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto1", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto1", "(O)", b)); SHOW(CALL(o, "readinto1", "(O)", b)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW(CALL(o, "readinto", "(y)", "x")); SHOW(CALL(o, "readinto1", "(O)", Py_None));
    SET(r, "script", V("[O]", Py_None)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW(CALL(o, "readinto1", "(O)", b)); SET(r, "script", V("[yO]", "xy", Py_None)); SHOW(CALL(o, "readinto", "(O)", b)); Py_DECREF(b);
    b = BA("...."); SET(r, "script", V("[yy]", "0123456789", "")); SHOW(CALL(o, "readinto", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto1", "(O)", b)); SHOW_BORROWED(b); Py_DECREF(b); Py_DECREF(o);
}
TEST(lines) {
    PyObject *r, *o = over("BufferedReader", V("[yyyyy]", "ab\ncd", "ef\n\ngh", "i", "", ""), 8, &r);
    for (int i = 0; i < 6; i++) SHOW(CALL(o, "readline", NULL));
    SET(r, "script", V("[yyy]", "abcdef", "gh\nij", "")); SHOW(CALL(o, "readline", "(i)", 3)); SHOW(CALL(o, "readline", "(i)", 3)); SHOW(CALL(o, "readline", "(i)", 0)); SHOW(CALL(o, "readline", "(O)", Py_None)); SHOW(CALL(o, "readline", "(i)", 1)); SHOW(CALL(o, "readline", "(i)", 5)); SHOW(CALL(o, "readline", "(s)", "x"));
    SET(r, "script", V("[yyy]", "x\ny\n", "z", "")); SHOW(PySequence_List(o)); SET(r, "script", V("[yyy]", "x\ny\n", "z", "")); SHOW(CALL(o, "readlines", "(i)", 3)); SHOW(PyIter_Next(o)); SHOW(PyIter_Next(o)); Py_DECREF(o);
}
TEST(writing) {
    PyObject *r, *o = over("BufferedWriter", V("[]"), 8, &r);
    SHOW(CALL(o, "write", "(y)", "abc")); SHOW(CALL(o, "write", "(N)", BA("de"))); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "write", NULL)); SHOW(CALL(o, "write", "(y)", "")); SHOW(CALL(o, "tell", NULL));
    SET(r, "script", V("[ssss]", "all", "all", "all", "all")); SHOW(CALL(o, "write", "(y)", "fghi")); SHOW(CALL(o, "write", "(y)", "0123456789")); SHOW(CALL(o, "flush", NULL)); SHOW(CALL(o, "flush", NULL)); SHOW(CALL(o, "write", "(y)", "12345678")); SHOW(CALL(o, "write", "(y)", "9")); 
    SET(r, "script", V("[iiis]", 3, 4, 1, "all")); SHOW(CALL(o, "flush", NULL)); SET(r, "script", V("[iis]", 3, 4, "all")); SHOW(CALL(o, "write", "(y)", "0123456789abc")); SET(r, "script", V("[ss]", "all", "all")); SHOW(CALL(o, "flush", NULL));
    SHOW(CALL(o, "writelines", "([yy])", "x", "y")); SHOW(CALL(o, "truncate", "(i)", 1)); SET(r, "script", V("[ss]", "all", "all")); SHOW(CALL(o, "truncate", "(i)", 1)); SHOW(CALL(o, "truncate", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "peek", NULL)); SHOW(CALL(o, "seek", "(i)", 3)); SHOW(CALL(o, "seek", "(ii)", 3, 9)); SHOW(CALL(o, "seek", "(s)", "x")); SHOW(CALL(o, "seek", NULL)); SHOW(CALL(o, "__sizeof__", NULL) ? V("i", 1) : NULL); SHOW(CALL(o, "__getstate__", NULL));
    Py_DECREF(o);
}
static void blocking(const char *what, PyObject *result) { printf("%s: ", what); if (result) { print_new("not blocked", result); return; } PyObject *e = PyErr_GetRaisedException(); printf("%s ", Py_TYPE(e)->tp_name); SHOW(GET(e, "characters_written")); SHOW(GET(e, "args")); Py_DECREF(e); }
TEST(blocking_writes) {
    PyObject *r, *o = over("BufferedWriter", V("[]"), 8, &r);
    SHOW(CALL(o, "write", "(y)", "abcdef")); blocking("flush", CALL(o, "flush", NULL)); blocking("fits", CALL(o, "write", "(y)", "gh")); blocking("too much", CALL(o, "write", "(y)", "ijk")); SET(r, "script", V("[iO]", 3, Py_None)); blocking("some", CALL(o, "write", "(y)", "0123456789")); SET(r, "script", V("[ssO]", "all", "all", Py_None)); blocking("then", CALL(o, "write", "(y)", "ABCDEFGHIJKLMNOPQRSTUV")); SET(r, "script", V("[siO]", "all", 5, Py_None)); blocking("large", CALL(o, "write", "(y)", "abcdefghijklmnopqrstuv")); SET(r, "script", V("[ss]", "all", "all")); SHOW(CALL(o, "flush", NULL)); Py_DECREF(o);
    int ends[2]; if (pipe(ends)) exit(5); fcntl(ends[0], F_SETFL, O_NONBLOCK); fcntl(ends[1], F_SETFL, O_NONBLOCK); PyObject *f = MUST(C(IO("FileIO"), "(is)", ends[1], "w")); o = MUST(C(IO("BufferedWriter"), "(Oi)", f, 100000)); char *big = calloc(1, 90000); PyObject *n = CALL(o, "write", "(y#)", big, (Py_ssize_t)90000); SHOW(n); blocking("full", CALL(o, "flush", NULL)); char some[4096]; while (read(ends[0], some, sizeof some) == sizeof some) ; SHOW(CALL(o, "flush", NULL)); SHOW(CALL(o, "close", NULL)); free(big); close(ends[0]); Py_DECREF(o); Py_DECREF(f);
}
TEST(random) {
    in_directory(); put("f", "0123456789abcdefghij");
    PyObject *f = MUST(C(IO("FileIO"), "(ss)", "f", "r+")), *o = MUST(C(IO("BufferedRandom"), "(Oi)", f, 8));
    SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "write", "(y)", "XY")); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "peek", NULL)); SHOW(CALL(o, "seek", "(ii)", -2, 1)); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "write", "(y)", "longer than that")); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "seek", "(i)", 5)); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "seek", "(ii)", -3, 2)); SHOW(CALL(o, "read1", "(i)", 2)); SHOW(CALL(o, "write", "(y)", "!")); SHOW(CALL(o, "seek", "(i)", 2)); PyObject *b = BA("....."); SHOW(CALL(o, "readinto", "(O)", b)); SHOW_BORROWED(b); Py_DECREF(b); SHOW(CALL(o, "write", "(y)", "**")); SHOW(CALL(o, "truncate", "(i)", 12)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "truncate", NULL)); SHOW(CALL(o, "write", "(y)", "end")); SHOW(CALL(o, "flush", NULL)); show_file("f"); SHOW(CALL(o, "seek", "(ii)", 2, 0)); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "seek", "(ii)", 1, 1)); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "seek", "(i)", 1)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "seek", "(i)", -1)); SHOW(PySequence_List(o)); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "close", NULL)); SHOW(GET(f, "closed")); Py_DECREF(o); Py_DECREF(f); show_file("f"); unlink("f");
}
TEST(random_over_raw) {
    PyObject *r, *o = over("BufferedRandom", V("[y]", "abcdefgh"), 8, &r);
    SHOW(CALL(o, "read", "(i)", 2)); SET(r, "place", I("2")); SHOW(CALL(o, "write", "(y)", "x")); SET(r, "script", V("[sy]", "all", "ghi")); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "write", "(y)", "123456789012345")); SET(r, "script", V("[sssss]", "all", "all", "all", "all", "all")); SHOW(CALL(o, "write", "(y)", "123456789012345")); SHOW(CALL(o, "flush", NULL)); SHOW(CALL(o, "seek", "(i)", 4)); Py_DECREF(o);
}
TEST(attributes) {
    in_directory(); put("f", "abc");
    PyObject *f = MUST(C(IO("FileIO"), "(s)", "f")), *o = MUST(C(IO("BufferedReader"), "(O)", f));
    SHOW(PyObject_Repr(o)); SHOW(GET(o, "name")); SHOW(GET(o, "mode")); SHOW(GET(o, "closed")); PyObject *raw = GET(o, "raw"); printf("%d\n", raw == f); Py_DECREF(raw); SHOW(GET(o, "_finalizing")); SET(o, "raw", I("1")); SET(o, "name", I("1")); SET(o, "closed", I("1")); SHOW(CALL(o, "readable", NULL)); SHOW(CALL(o, "writable", NULL)); SHOW(CALL(o, "seekable", NULL)); SHOW(CALL(o, "isatty", NULL)); SHOW(CALL(o, "fileno", NULL) ? V("i", 1) : NULL); SHOW(CALL(o, "truncate", NULL)); SHOW(CALL(o, "_dealloc_warn", "(i)", 1)); SHOW(CALL(o, "__getstate__", NULL));
    SET(f, "name", Py_NewRef(o)); SHOW(PyObject_Repr(o)); SET(f, "name", I("3")); SHOW(PyObject_Repr(o)); DEL(f, "name"); SHOW(PyObject_Repr(o)); SHOW(GET(o, "name"));
    PyObject *d = CALL(o, "detach", NULL); printf("%d\n", d == f); Py_XDECREF(d); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "detach", NULL)); SHOW(GET(o, "raw")); SHOW(GET(o, "closed")); SHOW(PyObject_Repr(o)); SHOW(CALL(o, "__init__", "(O)", f)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "close", NULL));
    const char *names[] = {"read", "read1", "peek", "readline", "readlines", "tell", "flush", "isatty", "readable", "seekable", "truncate", "__enter__", "fileno", "close"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) { printf("%s ", names[i]); SHOW(CALL(o, names[i], NULL)); }
    SHOW(CALL(o, "seek", "(i)", 0)); PyObject *b = BA(".."); SHOW(CALL(o, "readinto", "(O)", b)); Py_DECREF(b); SHOW(PyIter_Next(o)); SHOW(GET(o, "closed")); Py_DECREF(o); Py_DECREF(f);
    f = MUST(C(IO("FileIO"), "(ss)", "f", "w")); o = MUST(C(IO("BufferedWriter"), "(O)", f)); SHOW(CALL(o, "write", "(y)", "left")); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "flush", NULL)); SHOW(CALL(o, "truncate", NULL)); Py_DECREF(o); Py_DECREF(f); show_file("f");
    f = MUST(C(IO("FileIO"), "(ss)", "f", "w")); o = MUST(C(IO("BufferedWriter"), "(O)", f)); SHOW(CALL(o, "write", "(y)", "at the end")); Py_DECREF(o); SHOW(GET(f, "closed")); Py_DECREF(f); show_file("f"); unlink("f");
}
TEST(overriding) {
    in_directory(); put("f", "abc");
    PyObject *f = MUST(C(IO("FileIO"), "(s)", "f")), *b = MUST(C(IO("BytesIO"), "(y)", "other")), *o = MUST(C(IO("BufferedReader"), "(O)", f));
    SET(f, "readinto", GET(b, "readinto")); SHOW(CALL(o, "read", "(i)", 4)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); Py_DECREF(f); Py_DECREF(b);
    PyObject *sub = subclass("Sub", IO("BufferedReader")); o = MUST(C(sub, "(N)", C(IO("BytesIO"), "(y)", "a\nb"))); SHOW(PyIter_Next(o)); SET(o, "readline", Py_NewRef((PyObject *)&PyLong_Type)); SHOW(PyIter_Next(o)); SET(o, "x", Py_NewRef(o)); Py_DECREF(o); Py_DECREF(sub); PyGC_Collect(); unlink("f");
}
static PyObject *again;
static PyObject *reenter(PyObject *self, PyObject *args) { return PyObject_CallMethod(again, "flush", NULL); }
static PyMethodDef reenter_def = {"write", reenter, METH_VARARGS, 0};
TEST(reentering) {
    PyObject *r; again = over("BufferedWriter", V("[s]", "all"), 8, &r); SET(r, "name", S("n")); SHOW(CALL(again, "write", "(y)", "abc")); SET(r, "write", PyCFunction_New(&reenter_def, NULL)); SHOW(CALL(again, "flush", NULL)); DEL(r, "write"); SHOW(CALL(again, "flush", NULL)); Py_DECREF(again);
}
TEST(pair) {
    PyObject *cls = IO("BufferedRWPair"), *in = MUST(C(IO("BytesIO"), "(y)", "input\nline")), *out = MUST(C(IO("BytesIO"), NULL));
    SHOW(C(cls, NULL)); SHOW(C(cls, "(O)", in)); SHOW(C(cls, "(OOii)", in, out, 1, 2)); SHOW(C(cls, "(OOi)", in, out, 0)); SHOW(C(cls, "(OOs)", in, out, "x")); SHOW(C(cls, "(iO)", 1, out)); SHOW(K(cls, V("(OO)", in, out), V("{s:i}", "buffer_size", 1))); SHOW(C(cls, "(ON)", in, C(IO("_RawIOBase"), NULL)));
    PyObject *o = MUST(C(cls, "(OOi)", in, out, 8)), *b = BA("....");
    SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "peek", NULL)); SHOW(CALL(o, "read1", "(i)", 2)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto1", "(O)", b)); SHOW(CALL(o, "write", "(y)", "out")); SHOW(CALL(out, "getvalue", NULL)); SHOW(CALL(o, "flush", NULL)); SHOW(CALL(out, "getvalue", NULL)); SHOW(CALL(o, "readable", NULL)); SHOW(CALL(o, "writable", NULL)); SHOW(CALL(o, "seekable", NULL)); SHOW(CALL(o, "isatty", NULL)); SHOW(GET(o, "closed")); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "detach", NULL)); SHOW(GET(o, "name")); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "closed")); SHOW(GET(in, "closed")); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "flush", NULL));
    Py_DECREF(b); Py_DECREF(o); Py_DECREF(in); Py_DECREF(out);
    o = MUST(PyType_GenericNew((PyTypeObject *)cls, NULL, NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "closed")); 
}
