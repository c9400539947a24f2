/* _io.FileIO. */
#include "io/io.h"
static PyObject *open_(const char *name, const char *mode) { return MUST(C(IO("FileIO"), "(ss)", name, mode)); }

TEST(own_names) { show_own(IO("FileIO")); SHOW(GET(IO("FileIO"), "__bases__")); SHOW(GET(IO("FileIO"), "__text_signature__")); }
TEST(making) {
    in_directory(); put("f", "abc");
    PyObject *cls = IO("FileIO");
    SHOW(C(cls, NULL)); SHOW(C(cls, "(d)", 1.5)); SHOW(C(cls, "(i)", -3)); SHOW(C(cls, "(ss)", "f", "q")); SHOW(C(cls, "(ss)", "f", "")); SHOW(C(cls, "(ss)", "f", "rw")); SHOW(C(cls, "(ss)", "f", "r++")); SHOW(C(cls, "(ss)", "f", "+")); SHOW(C(cls, "(ssO)", "f", "r", Py_False)); SHOW(C(cls, "(s)", "none/x")); SHOW(C(cls, "(s)", "/tmp")); SHOW(C(cls, "(ss)", "/tmp", "w")); SHOW(C(cls, "(i)", 999)); SHOW(C(cls, "(s#)", "a\0b", (Py_ssize_t)3)); SHOW(C(cls, "(O)", Py_None)); SHOW(C(cls, "([])")); SHOW(C(cls, "(si)", "f", 3)); SHOW(C(cls, "(ss#)", "f", "r\0", (Py_ssize_t)2)); SHOW(C(cls, "(ssiOi)", "f", "r", 1, Py_None, 2)); SHOW(K(cls, V("(s)", "f"), V("{s:i}", "x", 1))); SHOW(C(cls, "(N)", I("36893488147419103232"))); SHOW(C(cls, "(y)", "none/y")); SHOW(C(cls, "(sO)", "f", Py_None));
    const char *modes[] = {"r", "w", "a", "r+", "w+", "a+", "x", "x+", "rb", "br+", "rbb"};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        unlink("f"); if (modes[i][0] != 'x') put("f", "abc");
        PyObject *o = C(cls, "(ss)", "f", modes[i]); if (!o) { print_raised(); continue; }
        printf("%s ", modes[i]); SHOW(GET(o, "mode")); SHOW(CALL(o, "readable", NULL)); SHOW(CALL(o, "writable", NULL)); SHOW(CALL(o, "seekable", NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(PyObject_Repr(o)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); show_file("f");
    }
    SHOW(C(cls, "(ss)", "f", "x"));
    PyObject *o = MUST(C(cls, "(y)", "f")); SHOW(PyObject_Repr(o)); SHOW(GET(o, "name")); Py_XDECREF(CALL(o, "close", NULL)); SHOW(PyObject_Repr(o)); Py_DECREF(o);
    o = MUST(CALL(cls, "__new__", "(O)", cls)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "fileno", NULL)); SHOW(PyObject_Repr(o)); SHOW(GET(o, "closed")); SHOW(CALL(o, "close", NULL)); Py_DECREF(o);
    unlink("f");
}
TEST(reading) {
    in_directory(); put("f", "one\ntwo\nthree");
    PyObject *o = open_("f", "r");
    SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "read", "(i)", 0)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 5)); SHOW(CALL(o, "readall", NULL)); SHOW(CALL(o, "seek", "(i)", 4)); SHOW(CALL(o, "readall", NULL)); SHOW(CALL(o, "seek", "(i)", 1)); SHOW(CALL(o, "read", "(O)", Py_None)); SHOW(CALL(o, "seek", "(i)", 1)); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "readlines", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(PySequence_List(o)); SHOW(CALL(o, "read", "(s)", "x")); SHOW(CALL(o, "read", "(ii)", 1, 2)); SHOW(CALL(o, "read", "(i)", -5));
    PyObject *b = BA("......"); SHOW(CALL(o, "seek", "(i)", 9)); SHOW(CALL(o, "readinto", "(O)", b)); SHOW_BORROWED(b); SHOW(CALL(o, "readinto", "(O)", b)); SHOW(CALL(o, "readinto", "(y)", "x")); SHOW(CALL(o, "readinto", "(O)", Py_None)); Py_DECREF(b);
    SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "truncate", NULL)); SHOW(CALL(o, "isatty", NULL)); SHOW(CALL(o, "_isatty_open_only", NULL)); SHOW(CALL(o, "__getstate__", NULL));
    SHOW(CALL(o, "close", NULL)); Py_DECREF(o);
    FILE *f = fopen("f", "wb"); for (int i = 0; i < 100000; i++) fputs("0123456789", f); fclose(f);
    o = open_("f", "r"); b = CALL(o, "readall", NULL); printf("%zd\n", PyBytes_Size(b)); Py_DECREF(b); SHOW(CALL(o, "seek", "(i)", 999990)); SHOW(CALL(o, "read", NULL)); Py_XDECREF(CALL(o, "close", NULL)); Py_DECREF(o);
    o = MUST(C(IO("FileIO"), "(s)", "/proc/self/comm")); SHOW(CALL(o, "readall", NULL) ? V("i", 1) : NULL); Py_XDECREF(CALL(o, "close", NULL)); Py_DECREF(o);
    unlink("f");
}
TEST(writing) {
    in_directory();
    PyObject *o = open_("f", "w");
    SHOW(CALL(o, "write", "(y)", "hello")); SHOW(CALL(o, "write", "(N)", BA(" world"))); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "write", "(i)", 3)); SHOW(CALL(o, "write", NULL)); SHOW(CALL(o, "writelines", "([yy])", "a", "b")); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "readall", NULL)); PyObject *b = BA(".."); SHOW(CALL(o, "readinto", "(O)", b)); Py_DECREF(b);
    SHOW(CALL(o, "seek", "(d)", 1.5)); SHOW(CALL(o, "seek", "(s)", "x")); SHOW(CALL(o, "seek", "(N)", I("36893488147419103232"))); SHOW(CALL(o, "seek", "(i)", -1)); SHOW(CALL(o, "seek", "(ii)", 0, 9)); SHOW(CALL(o, "seek", "(is)", 0, "x")); SHOW(CALL(o, "seek", NULL)); SHOW(CALL(o, "seek", "(iii)", 1, 2, 3)); SHOW(CALL(o, "seek", "(ii)", -2, 2)); SHOW(CALL(o, "seek", "(ii)", -2, 1));
    SHOW(CALL(o, "truncate", "(i)", -1)); SHOW(CALL(o, "truncate", "(s)", "x")); SHOW(CALL(o, "truncate", "(ii)", 1, 2)); SHOW(CALL(o, "truncate", NULL)); show_file("f"); SHOW(CALL(o, "truncate", "(i)", 3)); SHOW(CALL(o, "tell", NULL)); show_file("f"); SHOW(CALL(o, "truncate", "(O)", Py_None)); show_file("f"); SHOW(CALL(o, "flush", NULL));
    SHOW(CALL(o, "close", NULL)); Py_DECREF(o);
    o = open_("f", "a+"); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "write", "(y)", "!")); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "read", NULL)); Py_XDECREF(CALL(o, "close", NULL)); Py_DECREF(o);
    unlink("f");
}
TEST(attributes) {
    in_directory(); put("f", "");
    PyObject *o = open_("f", "w");
    SHOW(GET(o, "closefd")); SHOW(GET(o, "closed")); SHOW(GET(o, "name")); SHOW(GET(o, "_finalizing")); SET(o, "closed", I("1")); SET(o, "mode", I("1")); SET(o, "closefd", I("1")); SET(o, "_finalizing", I("3")); DEL(o, "_finalizing"); SET(o, "name", I("3")); SHOW(PyObject_Repr(o)); SET(o, "name", Py_NewRef(o)); SHOW(PyObject_Repr(o)); DEL(o, "name"); SHOW(CALL(o, "close", NULL)); SHOW(PyObject_Repr(o)); SHOW(GET(o, "mode")); SHOW(GET(o, "closed"));
    const char *names[] = {"read", "readall", "readline", "readlines", "tell", "flush", "isatty", "_isatty_open_only", "readable", "writable", "seekable", "truncate", "__enter__", "fileno", "close", "_dealloc_warn"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) { printf("%s ", names[i]); SHOW(CALL(o, names[i], NULL)); }
    SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "seek", "(s)", "x"));
    SHOW(CALL(o, "__init__", "(s)", "f")); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "__init__", "(ss)", "f", "w")); SHOW(CALL(o, "write", "(y)", "again")); SHOW(CALL(o, "__init__", "(s)", "none/x")); SHOW(GET(o, "closed")); show_file("f");
    Py_DECREF(o); unlink("f");
}
TEST(descriptors) {
    in_directory(); put("f", "abc");
    int fd = open("f", O_RDONLY);
    PyObject *o = MUST(K(IO("FileIO"), V("(is)", fd, "r"), V("{s:O}", "closefd", Py_False))); SHOW(CALL(o, "read", NULL)); SHOW(GET(o, "closefd")); printf("%d\n", CALL(o, "fileno", NULL) != NULL); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "closed")); SHOW(PyObject_Repr(o)); Py_DECREF(o); printf("%d\n", fcntl(fd, F_GETFD) >= 0);
    o = MUST(C(IO("FileIO"), "(i)", fd)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); printf("%d\n", fcntl(fd, F_GETFD) >= 0);
    int ends[2]; if (pipe(ends)) exit(5);
    o = MUST(C(IO("FileIO"), "(i)", ends[0])); SHOW(CALL(o, "seekable", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "tell", NULL)); fcntl(ends[0], F_SETFL, O_NONBLOCK); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 3)); PyObject *b = BA(".."); SHOW(CALL(o, "readinto", "(O)", b)); Py_DECREF(b);
    PyObject *w = MUST(C(IO("FileIO"), "(is)", ends[1], "w")); SHOW(CALL(w, "write", "(y)", "through")); SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "readall", NULL)); fcntl(ends[1], F_SETFL, O_NONBLOCK);
    for (int i = 0; i < 40; i++) { PyObject *n = CALL(w, "write", "(y#)", "x", (Py_ssize_t)1); Py_XDECREF(n); }
    SHOW(CALL(w, "close", NULL)); b = CALL(o, "readall", NULL); printf("%zd\n", PyBytes_Size(b)); Py_DECREF(b); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); Py_DECREF(w);
    unlink("f");
}
static PyObject *opener(PyObject *self, PyObject *args) { const char *name; int flags; if (!PyArg_ParseTuple(args, "si", &name, &flags)) return NULL; printf("  opener(%s, %d)\n", name, flags == (O_RDONLY | O_CLOEXEC)); return PyLong_FromLong(open(name, flags & ~O_CLOEXEC)); }
static PyObject *bad(PyObject *self, PyObject *args) { return Py_NewRef(self); }
static PyMethodDef opener_def = {"opener", opener, METH_VARARGS, 0}, bad_def = {"bad", bad, METH_VARARGS, 0};
TEST(openers) {
    in_directory(); put("f", "abc");
    PyObject *f = MUST(PyCFunction_New(&opener_def, NULL)), *o = MUST(K(IO("FileIO"), V("(s)", "f"), V("{s:O}", "opener", f))); SHOW(CALL(o, "read", NULL)); PyObject *fd = CALL(o, "fileno", NULL); printf("%d\n", fcntl((int)PyLong_AsLong(fd), F_GETFD)); Py_DECREF(fd); SHOW(CALL(o, "close", NULL)); Py_DECREF(o);
    SHOW(C(IO("FileIO"), "(sOOO)", "none", PyTuple_GET_ITEM(V("(s)", "r"), 0), Py_True, f)); Py_DECREF(f);
    PyObject *values[] = {I("-5"), S("x"), I("36893488147419103232"), Py_NewRef(Py_None)};
    for (int i = 0; i < 4; i++) { f = MUST(PyCFunction_New(&bad_def, values[i])); SHOW(K(IO("FileIO"), V("(s)", "f"), V("{s:O}", "opener", f))); Py_DECREF(f); Py_DECREF(values[i]); }
    SHOW(K(IO("FileIO"), V("(s)", "f"), V("{s:i}", "opener", 3))); unlink("f");
}
TEST(warnings) {
    in_directory(); put("f", "abc");
    filter("error", PyExc_RuntimeWarning); SHOW(C(IO("FileIO"), "(O)", Py_True));
    PyObject *o = open_("f", "r"); SHOW(CALL(o, "_dealloc_warn", "(i)", 3)); SHOW(CALL(o, "_dealloc_warn", NULL)); filter("error", PyExc_ResourceWarning); filter("ignore", PyExc_ResourceWarning); SHOW(CALL(o, "_dealloc_warn", "(i)", 3)); SET(o, "_finalizing", Py_NewRef(Py_True)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o);
    o = open_("f", "r"); Py_DECREF(o); unlink("f");
}
/* 0: deaf, 1: listens, 2: refuses. */
static int hook(const char *event, PyObject *args, void *data) { if (*(int *)data && !strcmp(event, "open")) { PyObject *a = PySequence_GetSlice(args, 0, 2); printf("  audit %s ", event); print_new("args", a); if (*(int *)data == 2) { PyErr_SetString(PyExc_RuntimeError, "refused"); return -1; } } return 0; }
TEST(auditing) {
    static int state;
    in_directory(); put("f", "abc"); PySys_AddAuditHook(hook, &state); state = 1;
    PyObject *o = open_("f", "r+"); Py_XDECREF(CALL(o, "close", NULL)); Py_DECREF(o); state = 2; SHOW(C(IO("FileIO"), "(s)", "f")); state = 1; SHOW(C(IO("FileIO"), "(i)", 998)); state = 0; unlink("f");
}
TEST(life) {
    in_directory(); put("f", "abc");
    PyObject *o = open_("f", "r"), *r = MUST(PyWeakref_NewRef(o, NULL)); SET(o, "me", Py_NewRef(o)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); PyGC_Collect(); SHOW(PyObject_CallNoArgs(r)); Py_DECREF(r);
    PyObject *sub = subclass("Sub", IO("FileIO")); o = MUST(C(sub, "(s)", "f")); SHOW(PyObject_Repr(o)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); Py_DECREF(sub); unlink("f");
}
