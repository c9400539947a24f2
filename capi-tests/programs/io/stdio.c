/* sys.stdin, sys.stdout and sys.stderr, as the configuration says, and their end. */
#define HARNESS_STARTS_ITSELF
#include "io/io.h"
static void begin(const char *encoding, const char *errors, int buffered) {
    unsetenv("PYTHONUNBUFFERED"); unsetenv("PYTHONIOENCODING"); unsetenv("PYTHONUTF8");
    PyConfig c; PyConfig_InitPythonConfig(&c);
    if (encoding) PyConfig_SetBytesString(&c, &c.stdio_encoding, encoding);
    if (errors) PyConfig_SetBytesString(&c, &c.stdio_errors, errors);
    c.buffered_stdio = buffered; c.site_import = 0;
    PyStatus s = Py_InitializeFromConfig(&c);
    if (PyStatus_Exception(s)) SAY("not started: %s", s.err_msg);
    PyConfig_Clear(&c);
}
static void swap(const char *in, const char *out, const char *err) { fflush(stdout); if (in) dup2(open(in, O_RDONLY), 0); if (out) dup2(open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), 1); if (err) dup2(open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600), 2); }
static int kept = -1;
static void keep(void) { fflush(stdout); kept = dup(1); }
static void back(void) { fflush(stdout); dup2(kept, 1); }
static void tell(void) {
    const char *names[] = {"stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"};
    for (int i = 0; i < 6; i++) { PyObject *f = PySys_GetObject(names[i]); printf("%s ", names[i]); SHOW(PyObject_Repr(f)); if (f == Py_None || i > 2) continue; SHOW(GET(f, "encoding")); SHOW(GET(f, "errors")); SHOW(GET(f, "line_buffering")); SHOW(GET(f, "write_through")); SHOW(GET(f, "newlines")); SHOW(GET(f, "mode")); SHOW(GET(f, "closed")); SHOW(CALL(f, "fileno", NULL)); SHOW(CALL(f, "isatty", NULL)); PyObject *b = GET(f, "buffer"); SHOW(PyObject_Repr(b)); SHOW(GET(b, "raw")); Py_DECREF(b); printf("same %d\n", f == PySys_GetObject(names[i + 3])); }
}
TEST(plain) { in_directory(); put("f", ""); swap("f", NULL, "g"); begin("utf-8", "strict", 1); tell(); Py_Finalize(); }
TEST(unbuffered) { in_directory(); put("f", ""); swap("f", NULL, "g"); begin("latin-1", "replace", 0); tell(); Py_Finalize(); }
TEST(missing) { close(0); close(2); begin("utf-8", "strict", 1); tell(); Py_Finalize(); }
TEST(reading) { in_directory(); put("f", "one\r\ntwo\nthr\xc3\xa9" "e"); swap("f", NULL, NULL); begin("utf-8", "strict", 1); PyObject *in = PySys_GetObject("stdin"); SHOW(CALL(in, "readline", NULL)); SHOW(PyFile_GetLine(in, -1)); SHOW(PyIter_Next(in)); SHOW(CALL(in, "read", NULL)); Py_Finalize(); }
TEST(writing) {
    in_directory(); keep(); swap(NULL, "f", "g"); begin("utf-8", "strict", 1);
    PyObject *out = PySys_GetObject("stdout"), *err = PySys_GetObject("stderr"); Py_XDECREF(CALL(out, "write", "(s)", "out \xc3\xa9\n")); Py_XDECREF(CALL(err, "write", "(s)", "no end ")); Py_XDECREF(CALL(err, "write", "(s)", "of it\n")); PySys_WriteStdout("by C %d\n", 3); PySys_FormatStderr("%s\n", "formatted"); Py_XDECREF(CALL(err, "write", "(N)", PyUnicode_FromOrdinal(0xdc80))); Py_XDECREF(CALL(err, "write", "(s)", "left"));
    back(); show_file("f"); show_file("g"); printf("%d\n", Py_FinalizeEx()); FILE *f = fopen("f", "rb"); char text[100] = {0}; size_t n = fread(text, 1, 99, f); printf("%zu %s", n, text); f = fopen("g", "rb"); n = fread(text, 1, 99, f); text[n] = 0; printf("%zu %s\n", n, text);
}
TEST(writing_at_once) { in_directory(); keep(); swap(NULL, "f", NULL); begin("ascii", "backslashreplace", 0); Py_XDECREF(CALL(PySys_GetObject("stdout"), "write", "(s)", "caf\xc3\xa9")); back(); show_file("f"); Py_Finalize(); }
TEST(failing_end) { in_directory(); keep(); swap(NULL, "/dev/full", "g"); begin("utf-8", "strict", 1); Py_XDECREF(CALL(PySys_GetObject("stdout"), "write", "(s)", "nowhere")); int end = Py_FinalizeEx(); back(); printf("%d\n", end); FILE *f = fopen("g", "rb"); char text[200] = {0}; fread(text, 1, 199, f); printf("%s", text); }
TEST(failing_error_end) { in_directory(); swap(NULL, NULL, "/dev/full"); begin("utf-8", "strict", 1); Py_XDECREF(CALL(PySys_GetObject("stderr"), "write", "(s)", "nowhere")); printf("%d\n", Py_FinalizeEx()); }
TEST(odd_objects) { begin("utf-8", "strict", 1); in_directory(); swap(NULL, NULL, "g"); PyObject *three = V("i", 3); PySys_SetObject("stderr", three); printf("%d\n", Py_FinalizeEx()); }
TEST(nothing) { begin("utf-8", "strict", 1); PySys_SetObject("stderr", Py_None); PySys_SetObject("stdout", Py_None); printf("%d\n", Py_FinalizeEx()); }
TEST(closed) { begin("utf-8", "strict", 1); fflush(stdout); SHOW(CALL(PySys_GetObject("stdout"), "close", NULL)); SHOW(GET(PySys_GetObject("stdout"), "closed")); printf("%d %d\n", fcntl(1, F_GETFD) >= 0, Py_FinalizeEx()); }
TEST(again) { for (int i = 0; i < 3; i++) { begin("utf-8", "strict", 1); fflush(stdout); Py_XDECREF(CALL(PySys_GetObject("stdout"), "write", "(s)", "round\n")); printf("%d\n", Py_FinalizeEx()); fflush(stdout); } }
TEST(sub_interpreter) { begin("utf-8", "strict", 1); PyThreadState *main_ = PyThreadState_Get(); fflush(stdout); PyThreadState *t = Py_NewInterpreter(); Py_XDECREF(CALL(PySys_GetObject("stdout"), "write", "(s)", "from within\n")); SHOW(GET(PySys_GetObject("stdout"), "encoding")); Py_EndInterpreter(t); PyThreadState_Swap(main_); Py_Finalize(); }
