/* The module _io and its abstract classes. */
#include "io/io.h"

/* A class whose methods give what is in the attribute `script`, one after the other; what is called is printed. */
static PyObject *step(PyObject *self, const char *name, PyObject *args) {
    PyObject *shown = PyTuple_New(0);
    (void)shown; Py_XDECREF(shown);
    printf("  %s(", name);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); i++) {
        PyObject *a = PyTuple_GET_ITEM(args, i);
        if (PyLong_Check(a)) printf("%ld", PyLong_AsLong(a)); else printf("%s", Py_TYPE(a)->tp_name);
        if (i + 1 < PyTuple_GET_SIZE(args)) printf(", ");
    }
    printf(")\n");
    PyObject *script = PyObject_GetAttrString(self, "script");
    if (!script) return NULL;
    if (!PyList_GET_SIZE(script)) { Py_DECREF(script); return Py_NewRef(Py_None); }
    PyObject *next = Py_NewRef(PyList_GET_ITEM(script, 0));
    PySequence_DelItem(script, 0);
    Py_DECREF(script);
    if (PyExceptionInstance_Check(next)) { PyErr_SetRaisedException(next); return NULL; }
    return next;
}
#define STEP(name) static PyObject *step_##name(PyObject *self, PyObject *args) { return step(self, #name, args); }
STEP(read) STEP(read1) STEP(readinto) STEP(write) STEP(peek) STEP(readall) STEP(seekable) STEP(flush) STEP(readline)
static PyMethodDef readers[] = {{"read", step_read, METH_VARARGS, 0}, {"read1", step_read1, METH_VARARGS, 0}, {"write", step_write, METH_VARARGS, 0}, {0}};
static PyMethodDef raws[] = {{"readinto", step_readinto, METH_VARARGS, 0}, {"readall", step_readall, METH_VARARGS, 0}, {0}};
static PyMethodDef peekers[] = {{"read", step_read, METH_VARARGS, 0}, {"peek", step_peek, METH_VARARGS, 0}, {0}};
static PyMethodDef seekers[] = {{"seekable", step_seekable, METH_VARARGS, 0}, {"readable", step_seekable, METH_VARARGS, 0}, {"writable", step_seekable, METH_VARARGS, 0}, {"flush", step_flush, METH_VARARGS, 0}, {0}};
static PyMethodDef liners[] = {{"readline", step_readline, METH_VARARGS, 0}, {0}};
static PyObject *scripted(const char *base, PyMethodDef *methods, PyObject *script) {
    PyType_Slot slots[] = {{Py_tp_methods, methods}, {0}};
    PyType_Spec spec = {"scripted.Scripted", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *cls = MUST(PyType_FromSpecWithBases(&spec, IO(base))), *o = MUST(PyObject_CallNoArgs(cls));
    Py_DECREF(cls);
    SET(o, "script", script);
    return o;
}
static PyObject *interrupted(void) { return MUST(PyObject_CallFunction(PyExc_OSError, "is", 4, "again")); }

TEST(module) {
    SHOW(GET(io_(), "DEFAULT_BUFFER_SIZE"));
    printf("%d\n", IO("BlockingIOError") == PyExc_BlockingIOError);
    PyObject *u = IO("UnsupportedOperation");
    SHOW(GET(u, "__module__")); SHOW(GET(u, "__bases__")); SHOW(GET(u, "__qualname__")); SHOW(GET(io_(), "__name__"));
}
TEST(own_names) {
    const char *classes[] = {"_IOBase", "_RawIOBase", "_BufferedIOBase", "_TextIOBase", "_BytesIOBuffer", "IncrementalNewlineDecoder"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        PyTypeObject *t = (PyTypeObject *)IO(classes[i]);
        printf("-- %s %s %d %d %d\n", classes[i], t->tp_name, !!(t->tp_flags & Py_TPFLAGS_BASETYPE), !!(t->tp_flags & Py_TPFLAGS_IMMUTABLETYPE), !!(t->tp_flags & Py_TPFLAGS_HAVE_GC));
        SHOW(GET((PyObject *)t, "__bases__"));
        show_own((PyObject *)t);
    }
}
TEST(iobase) {
    PyObject *o = MUST(C(IO("_IOBase"), NULL));
    const char *plain[] = {"tell", "fileno", "truncate", "isatty", "readline", "readlines", "flush", "readable", "writable", "seekable", "_checkClosed", "_checkReadable", "_checkWritable", "_checkSeekable", "seek", "writelines"};
    for (int closed = 0; closed < 2; closed++) {
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) { printf("%s ", plain[i]); SHOW(CALL(o, plain[i], NULL)); }
        SHOW(GET(o, "closed"));
        SHOW(CALL(o, "seek", "(i)", 1)); SHOW(CALL(o, "seek", "(iii)", 1, 2, 3)); SHOW(CALL(o, "truncate", "(ii)", 1, 2)); SHOW(CALL(o, "fileno", "(i)", 1));
        SHOW(CALL(o, "__exit__", "(ii)", 1, 2)); SHOW(CALL(o, "readlines", "(s)", "x")); SHOW(CALL(o, "readline", "(s)", "x")); SHOW(CALL(o, "readline", "(ii)", 1, 1));
        PyObject *it = CALL(o, "__enter__", NULL); printf("%d\n", it == o); Py_XDECREF(it); PyErr_Clear();
        it = PyObject_GetIter(o); printf("%d\n", it == o); if (!it) print_raised(); Py_XDECREF(it);
        SHOW(PyIter_Next(o)); SHOW(CALL(o, "writelines", "(i)", 3)); SHOW(CALL(o, "writelines", "([])")); SHOW(CALL(o, "writelines", "([i])", 3));
        SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "close", NULL));
    }
    SHOW(GET(o, "__dict__"));
    SET(o, "x", I("3")); SHOW(GET(o, "x"));
    PyObject *r = MUST(PyWeakref_NewRef(o, NULL)); Py_DECREF(o); SHOW(PyObject_CallNoArgs(r)); Py_DECREF(r);
    SHOW(K(IO("_IOBase"), V("(i)", 1), V("{s:i}", "x", 2)));
}
TEST(checks) {
    PyObject *o = scripted("_IOBase", seekers, V("[OOiOO]", Py_True, Py_False, 1, Py_None, Py_True));
    SHOW(CALL(o, "_checkSeekable", NULL)); SHOW(CALL(o, "_checkSeekable", NULL)); SHOW(CALL(o, "_checkReadable", NULL)); SHOW(CALL(o, "_checkWritable", NULL)); SHOW(CALL(o, "_checkWritable", NULL));
    SET(o, "script", V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "of flush")));
    PyObject *r = CALL(o, "close", NULL); print_object("close", r);
    SHOW(GET(o, "closed")); SHOW(CALL(o, "close", NULL));
    Py_DECREF(o);
}
TEST(closing_at_the_end) {
    PyObject *o = scripted("_IOBase", seekers, V("[]"));
    Py_DECREF(o);
    o = scripted("_IOBase", seekers, V("[]")); SET(o, "__IOBase_closed", Py_NewRef(Py_True)); Py_DECREF(o);
}
/* What sys.unraisablehook is told. */
static PyObject *told(PyObject *self, PyObject *args) { PyObject *m = GET(args, "err_msg"), *e = GET(args, "exc_value"); printf("  told %.40s: ", m == Py_None ? "None" : PyUnicode_AsUTF8(m)); print_object("of", e); Py_DECREF(m); Py_DECREF(e); SHOW(GET(args, "object")); Py_RETURN_NONE; }
static PyMethodDef told_def = {"told", told, METH_O, 0};
TEST(failing_at_the_end) {
    PyObject *hook = MUST(PyCFunction_New(&told_def, NULL)), *old = Py_NewRef(PySys_GetObject("unraisablehook")); PySys_SetObject("unraisablehook", hook); Py_DECREF(hook);
    PyObject *o = scripted("_IOBase", seekers, V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "of flush"))); Py_DECREF(o);
    PyErr_SetString(PyExc_KeyError, "kept"); o = NULL; { PyObject *kept = PyErr_GetRaisedException(); o = scripted("_IOBase", seekers, V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "of flush"))); PyErr_SetRaisedException(kept); } Py_DECREF(o); print_raised();
    filter("error", PyExc_ResourceWarning); o = MUST(C(IO("FileIO"), "(s)", "/dev/null")); Py_DECREF(o); o = MUST(C(IO("open"), "(ss)", "/dev/null", "rb")); Py_DECREF(o); o = MUST(C(IO("open"), "(ssis)", "/dev/null", "w", -1, "utf-8")); Py_DECREF(o); filter("ignore", PyExc_ResourceWarning);
    PySys_SetObject("unraisablehook", old); Py_DECREF(old);
}
TEST(lines_by_bytes) {
    PyObject *o = scripted("_IOBase", readers, V("[yyyyy]", "a", "b", "\n", "c", ""));
    SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "readline", NULL));
    SET(o, "script", V("[yyNyy]", "a", "b", interrupted(), "c", "d")); SHOW(CALL(o, "readline", "(i)", 3)); SHOW(CALL(o, "readline", "(i)", 0));
    SET(o, "script", V("[s]", "a")); SHOW(CALL(o, "readline", NULL));
    SET(o, "script", V("[y]", "abc\n")); SHOW(CALL(o, "readline", "(O)", Py_None));
    SET(o, "script", V("[yyyyyy]", "x\n", "y", "\n", "z\n", "", "")); SHOW(CALL(o, "readlines", NULL));
    SET(o, "script", V("[yyyyyy]", "x\n", "y", "\n", "z\n", "", "")); SHOW(CALL(o, "readlines", "(i)", 2));
    SET(o, "script", V("[yyyyyy]", "x\n", "y", "\n", "z\n", "", "")); SHOW(CALL(o, "readlines", "(i)", 3));
    SET(o, "script", V("[yyyy]", "x\n", "", "", "")); SHOW(CALL(o, "readlines", "(O)", Py_None));
    SET(o, "script", V("[yy]", "x\n", "")); SHOW(PyIter_Next(o)); SHOW(PyIter_Next(o));
    SET(o, "script", V("[iNi]", 1, interrupted(), 2)); SHOW(CALL(o, "writelines", "([yi])", "x", 7));
    SET(o, "script", V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "no"))); SHOW(CALL(o, "writelines", "([y])", "x"));
    Py_DECREF(o);
}
TEST(lines_by_peek) {
    PyObject *o = scripted("_IOBase", peekers, V("[yyyyyy]", "ab\nc", "ab\n", "cd", "cd", "", ""));
    SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "readline", NULL));
    SET(o, "script", V("[yy]", "abcdef", "abc")); SHOW(CALL(o, "readline", "(i)", 3));
    SET(o, "script", V("[yyyyy]", "abcdef", "ab", "cdef", "cde", "")); SHOW(CALL(o, "readline", "(i)", 4));
    SET(o, "script", V("[s]", "a")); SHOW(CALL(o, "readline", NULL));
    SET(o, "script", V("[ys]", "a", "b")); SHOW(CALL(o, "readline", NULL));
    SET(o, "script", V("[Nyy]", interrupted(), "a\n", "a\n")); SHOW(CALL(o, "readline", NULL));
    Py_DECREF(o);
}
TEST(other_lines) {
    PyObject *o = scripted("_IOBase", liners, V("[ss()]", "x", "yy"));
    SHOW(CALL(o, "readlines", NULL));
    SET(o, "script", V("[i]", 3)); SHOW(CALL(o, "readlines", NULL));
    SET(o, "script", V("[si]", "a", 3)); SHOW(CALL(o, "readlines", "(i)", 5));
    Py_DECREF(o);
}
TEST(raw) {
    PyObject *o = MUST(C(IO("_RawIOBase"), NULL));
    SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "readall", NULL)); SHOW(CALL(o, "readinto", "(i)", 1)); SHOW(CALL(o, "write", "(i)", 1)); SHOW(CALL(o, "write", NULL));
    Py_DECREF(o);
    o = scripted("_RawIOBase", raws, V("[iiiOsi]", 0, -1, 4, Py_None, "x", 0));
    for (int i = 0; i < 6; i++) SHOW(CALL(o, "read", "(i)", 3));
    SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(s)", "x")); SHOW(CALL(o, "read", "(d)", 2.5)); SHOW(CALL(o, "read", "(O)", Py_None)); SHOW(CALL(o, "read", "(ii)", 1, 2));
    SET(o, "script", V("[N]", I("36893488147419103232"))); SHOW(CALL(o, "read", "(i)", 3));
    Py_DECREF(o);
    o = scripted("_RawIOBase", readers, V("[yyNyO]", "ab", "cd", interrupted(), "e", Py_None));
    SHOW(CALL(o, "readall", NULL)); SHOW(CALL(o, "readall", NULL));
    SET(o, "script", V("[ys]", "ab", "c")); SHOW(CALL(o, "readall", NULL));
    SET(o, "script", V("[yy]", "ab", "")); SHOW(CALL(o, "readall", NULL));
    Py_DECREF(o);
}
TEST(buffered) {
    PyObject *o = MUST(C(IO("_BufferedIOBase"), NULL)), *b = BA("....");
    SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read1", "(i)", 1)); SHOW(CALL(o, "write", NULL)); SHOW(CALL(o, "write", "(i)", 1)); SHOW(CALL(o, "detach", NULL)); SHOW(CALL(o, "detach", "(i)", 1)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW(CALL(o, "readinto1", "(O)", b));
    Py_DECREF(o);
    o = scripted("_BufferedIOBase", readers, V("[syyyy]", "x", "12345", "12", "abc", ""));
    SHOW(CALL(o, "readinto", "(O)", b)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto1", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto1", "(O)", b));
    SHOW(CALL(o, "readinto", "(y)", "x")); SHOW(CALL(o, "readinto1", "(O)", Py_None)); SHOW(CALL(o, "readinto", "(i)", 4));
    Py_DECREF(b); Py_DECREF(o);
}
TEST(text) {
    PyObject *o = MUST(C(IO("_TextIOBase"), NULL));
    SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "readline", "(i)", 1)); SHOW(CALL(o, "write", NULL)); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "detach", NULL)); SHOW(GET(o, "encoding")); SHOW(GET(o, "errors")); SHOW(GET(o, "newlines"));
    SET(o, "encoding", I("3")); DEL(o, "errors");
    Py_DECREF(o);
}
TEST(newline_decoder) {
    PyObject *cls = IO("IncrementalNewlineDecoder");
    SHOW(C(cls, NULL)); SHOW(C(cls, "(O)", Py_None)); SHOW(K(cls, V("(Oi)", Py_None, 1), V("{s:i}", "x", 1)));
    PyObject *d = MUST(C(cls, "(Oi)", Py_None, 1));
    SHOW(CALL(d, "decode", NULL)); SHOW(CALL(d, "decode", "(y)", "x")); SHOW(CALL(d, "decode", "(s)", "x\r")); SHOW(CALL(d, "getstate", NULL)); SHOW(CALL(d, "decode", "(s)", "")); SHOW(CALL(d, "decode", "(si)", "\ny\r\n\r", 1));
    SHOW(GET(d, "newlines")); SHOW(CALL(d, "setstate", "(i)", 3)); SHOW(CALL(d, "setstate", "((i))", 1)); SHOW(CALL(d, "setstate", "((si))", "x", 3)); SHOW(CALL(d, "getstate", NULL)); SHOW(CALL(d, "setstate", "((ss))", "x", "y"));
    SHOW(CALL(d, "reset", NULL)); SHOW(GET(d, "newlines")); SHOW(CALL(d, "decode", "(sii)", "a", 1, 2)); SHOW(K(GET(d, "decode"), V("()"), V("{s:s,s:i}", "input", "q\r", "final", 1)));
    Py_DECREF(d);
    const char *texts[] = {"", "a", "a\n", "a\r", "a\r\n", "\r\r\n\n", "\n\r", "x\ny\rz\r\n", "\xc3\xa9\r\xe2\x82\xac\n", "\r\n\r\n\xf0\x9f\x90\x8d\r"};
    for (int translate = 0; translate < 2; translate++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            for (int last = 0; last < 2; last++) {
                d = MUST(C(cls, "(Oi)", Py_None, translate));
                SHOW(CALL(d, "decode", "(si)", texts[i], last)); SHOW(GET(d, "newlines")); SHOW(CALL(d, "getstate", NULL)); SHOW(CALL(d, "decode", "(s)", "\nb\r")); SHOW(GET(d, "newlines")); SHOW(CALL(d, "decode", "(si)", "", 1)); SHOW(GET(d, "newlines"));
                Py_DECREF(d);
            }
    d = MUST(PyType_GenericNew((PyTypeObject *)cls, NULL, NULL));
    SHOW(CALL(d, "decode", "(s)", "x")); SHOW(CALL(d, "getstate", NULL)); SHOW(CALL(d, "reset", NULL)); SHOW(GET(d, "newlines")); SHOW(CALL(d, "setstate", "((yi))", "", 0));
    Py_DECREF(d);
    PyObject *s = S("kept"); d = MUST(C(cls, "(Oi)", Py_None, 1));
    PyObject *same = CALL(d, "decode", "(O)", s); printf("same %d\n", same == s); Py_XDECREF(same);
    Py_DECREF(s); Py_DECREF(d);
}
