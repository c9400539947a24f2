/* open, open_code, text_encoding; PyFile_FromFd and what works on files. */
#include "io/io.h"
static PyObject *open_(void) { return IO("open"); }
static void close_(PyObject *o) { if (!o) { print_raised(); return; } SHOW(PyObject_Repr(o)); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); }

TEST(names) { PyObject *b = MUST(PyImport_ImportModule("builtins")), *o = MUST(PyObject_GetAttrString(b, "open")); printf("%d\n", o == open_()); SHOW(PyObject_Repr(o)); SHOW(GET(o, "__module__")); SHOW(GET(o, "__name__")); SHOW(GET(o, "__text_signature__")); SHOW(GET(IO("open_code"), "__text_signature__")); SHOW(GET(IO("text_encoding"), "__text_signature__")); Py_DECREF(o); Py_DECREF(b); }
TEST(modes) {
    const char *modes[] = {"r", "w", "a", "x", "r+", "w+", "a+", "x+", "rb", "wb", "ab", "xb", "rb+", "r+b", "wt", "q", "rr", "rt+b", "rw", "b", "", "+", "t", "rU", "U"};
    in_directory();
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) for (int buffering = -1; buffering < 3; buffering++) {
        unlink("f"); if (!strchr(modes[i], 'x')) put("f", "abc");
        printf("%s %d ", modes[i], buffering); filter("ignore", PyExc_RuntimeWarning); PyObject *o = K(open_(), V("(ssi)", "f", modes[i], buffering), strchr(modes[i], 'b') ? NULL : V("{s:s}", "encoding", "utf-8")); if (o && PyObject_HasAttrString(o, "line_buffering")) SHOW(GET(o, "line_buffering")); close_(o);
    }
    unlink("f");
}
TEST(arguments) {
    in_directory(); put("f", "a\r\nb");
    SHOW(C(open_(), NULL)); SHOW(C(open_(), "([])")); SHOW(C(open_(), "(d)", 1.5)); SHOW(C(open_(), "(si)", "f", 3)); SHOW(C(open_(), "(sss)", "f", "r", "x")); SHOW(C(open_(), "(ssii)", "f", "r", -1, 3)); SHOW(C(open_(), "(ssiOi)", "f", "r", -1, Py_None, 3)); SHOW(C(open_(), "(ssiOOi)", "f", "r", -1, Py_None, Py_None, 3)); SHOW(C(open_(), "(iiiiiiiii)", 1, 2, 3, 4, 5, 6, 7, 8, 9)); SHOW(K(open_(), V("(s)", "f"), V("{s:i}", "x", 1))); SHOW(K(open_(), V("(ss)", "f", "rb"), V("{s:s}", "encoding", "u"))); SHOW(K(open_(), V("(ss)", "f", "rb"), V("{s:s}", "errors", "u"))); SHOW(K(open_(), V("(ss)", "f", "rb"), V("{s:s}", "newline", "u"))); SHOW(K(open_(), V("(s)", "f"), V("{s:s}", "newline", "q"))); SHOW(K(open_(), V("(s)", "f"), V("{s:s}", "encoding", "nope"))); SHOW(K(open_(), V("(s)", "f"), V("{s:O}", "closefd", Py_False))); SHOW(C(open_(), "(s)", "none/x")); SHOW(C(open_(), "(y)", "none/x")); SHOW(C(open_(), "(s)", "/tmp")); SHOW(C(open_(), "(i)", 999)); SHOW(C(open_(), "(i)", -1)); SHOW(C(open_(), "(sss)", "f", "rb", NULL));
    filter("error", PyExc_RuntimeWarning); SHOW(C(open_(), "(ssi)", "f", "rb", 1)); filter("ignore", PyExc_RuntimeWarning);
    const char *newlines[] = {NULL, "", "\n", "\r\n"}; for (int i = 0; i < 4; i++) { PyObject *o = MUST(C(open_(), "(ssiszz)", "f", "r", -1, "utf-8", NULL, newlines[i])); SHOW(CALL(o, "read", NULL)); SHOW(GET(o, "newlines")); SHOW(CALL(o, "close", NULL)); Py_DECREF(o); }
    PyObject *o = MUST(C(open_(), "(ssi)", "f", "rb", 5)); SHOW(CALL(o, "read", NULL)); close_(o); o = MUST(C(open_(), "(ssi)", "f", "rb", 0)); SHOW(CALL(o, "read", NULL)); close_(o);
    o = MUST(K(open_(), V("(ss)", "g", "w"), V("{s:s,s:s}", "encoding", "utf-8", "newline", "\r\n"))); SHOW(CALL(o, "write", "(s)", "x\ny")); SHOW(CALL(o, "__enter__", NULL)); SHOW(CALL(o, "__exit__", "(OOO)", Py_None, Py_None, Py_None)); Py_DECREF(o); show_file("g"); unlink("f"); unlink("g");
}
TEST(other_functions) {
    in_directory(); put("f", "code");
    SHOW(C(IO("text_encoding"), "(O)", Py_None)); SHOW(C(IO("text_encoding"), "(s)", "x")); SHOW(C(IO("text_encoding"), "(i)", 5)); SHOW(C(IO("text_encoding"), NULL)); SHOW(C(IO("text_encoding"), "(iii)", 1, 2, 3)); SHOW(C(IO("text_encoding"), "(Os)", Py_None, "x")); SHOW(C(IO("text_encoding"), "(Oi)", Py_None, 3));
    SHOW(C(IO("open_code"), NULL)); SHOW(C(IO("open_code"), "(i)", 3)); SHOW(C(IO("open_code"), "(s)", "none/x")); PyObject *o = MUST(C(IO("open_code"), "(s)", "f")); SHOW(CALL(o, "read", NULL)); close_(o); o = MUST(K(IO("open_code"), V("()"), V("{s:s}", "path", "f"))); close_(o);
    o = PyFile_OpenCode("f"); SHOW(CALL(o, "read", NULL)); close_(o); SHOW(PyFile_OpenCode("none/x")); SHOW(PyFile_OpenCode("a\xff")); PyObject *p = S("f"); SHOW_REFS(p, close_(PyFile_OpenCodeObject(p))); Py_DECREF(p); p = I("3"); SHOW(PyFile_OpenCodeObject(p)); Py_DECREF(p); unlink("f");
}
TEST(from_fd) {
    in_directory(); put("f", "one\ntwo\n");
    int fd = open("f", O_RDWR); PyObject *o = PyFile_FromFd(fd, "ignored", "r", -1, "utf-8", NULL, NULL, 1); PyObject *n = V("i", fd); SET(o, "name", NULL ? NULL : S("n")); (void)n; SHOW(GET(o, "encoding")); SHOW(GET(o, "mode")); SHOW(GET(o, "closed")); SHOW(PyFile_GetLine(o, 0)); SHOW(PyFile_GetLine(o, -1)); SHOW(PyFile_GetLine(o, -1)); SHOW(PyFile_GetLine(o, 0)); SHOW(CALL(o, "close", NULL)); printf("%d\n", fcntl(fd, F_GETFD) >= 0); Py_DECREF(o); Py_DECREF(n);
    fd = open("f", O_RDWR); o = PyFile_FromFd(fd, NULL, "w", 1, "latin-1", "replace", "\r\n", 0); SHOW(GET(o, "errors")); SHOW(GET(o, "line_buffering")); PyObject *x = V("[ss]", "a", "b"); SHOW_INT(PyFile_WriteObject(x, o, 0)); SHOW_INT(PyFile_WriteString("text\n", o)); SHOW_INT(PyFile_WriteObject(x, o, Py_PRINT_RAW)); Py_DECREF(x); SHOW(CALL(o, "close", NULL)); printf("%d\n", fcntl(fd, F_GETFD) >= 0); Py_DECREF(o); show_file("f");
    o = PyFile_FromFd(fd, NULL, "rb", 0, NULL, NULL, NULL, 0); printf("%s\n", Py_TYPE(o)->tp_name); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(PyFile_GetLine(o, 3)); SHOW(PyFile_GetLine(o, -1)); SHOW_INT(PyObject_AsFileDescriptor(o) == fd); Py_DECREF(o); close(fd);
    SHOW(PyFile_FromFd(998, NULL, "r", -1, NULL, NULL, NULL, 0)); SHOW(PyFile_FromFd(-1, NULL, "r", -1, NULL, NULL, NULL, 0)); SHOW(PyFile_FromFd(0, NULL, NULL, -1, NULL, NULL, NULL, 0)); SHOW(PyFile_FromFd(0, NULL, "q", -1, NULL, NULL, NULL, 0)); SHOW(PyFile_FromFd(0, NULL, "rb", -1, "utf-8", NULL, NULL, 0)); SHOW(PyFile_FromFd(0, NULL, "r", 0, NULL, NULL, NULL, 0)); SHOW(PyFile_FromFd(0, NULL, "\xff", 0, NULL, NULL, NULL, 0)); unlink("f");
}
static PyObject *code_hook(PyObject *path, void *data) { printf("  hook %s\n", (char *)data); return PyUnicode_FromFormat("<%U>", path); }
TEST(hook) { SHOW_INT(PyFile_SetOpenCodeHook(code_hook, "data")); SHOW(PyFile_OpenCode("path")); SHOW(C(IO("open_code"), "(s)", "other")); SHOW_INT(PyFile_SetOpenCodeHook(code_hook, "data")); }
