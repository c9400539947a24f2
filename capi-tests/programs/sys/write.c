/* Writing by PySys_Write*, PySys_Format*, and the stream objects. */
#include "../errors/exc.h"
static void flush(void) { PyObject *r = PyObject_CallMethod(PySys_GetObject("stdout"), "flush", NULL); Py_XDECREF(r); }

TEST(stdout) {
    PySys_WriteStdout("plain\n"); flush();
    PySys_WriteStdout("%d %s %c %x %5.2f %%\n", 5, "text", 'c', 255, 2.5); flush();
    PySys_WriteStdout("no newline"); flush();
    PySys_WriteStdout("\n"); flush();
    PySys_WriteStdout("\xc3\xa9\n"); flush();
}
TEST(stderr) {
    stderr_on();
    PySys_WriteStderr("plain\n");
    PySys_WriteStderr("%d %s %ld\n", 5, "text", 7L);
    stderr_off();
}
TEST(truncated) {
    static char big[2001];
    memset(big, 'a', 2000);
    PySys_WriteStdout("%s", big); flush(); SAY("");
    big[999] = 0;
    PySys_WriteStdout("%s", big); flush(); SAY("");
    big[999] = 'a'; big[1000] = 0;
    PySys_WriteStdout("%s", big); flush(); SAY("");
    big[1000] = 'a'; big[1001] = 0;
    PySys_WriteStdout("%s", big); flush(); SAY("");
}
TEST(format_stdout) {
    PySys_FormatStdout("%d %R %S\n", 5, PyExc_ValueError, Py_None); flush();
    static char big[2001];
    memset(big, 'b', 2000);
    PySys_FormatStdout("%s|\n", big); flush();
    stderr_on();
    PySys_FormatStderr("%A %zd\n", Py_True, (Py_ssize_t)-3);
    stderr_off();
    PySys_FormatStdout("bad %y\n"); flush();
    SHOW_INT(PyErr_Occurred() == NULL);
}
TEST(keeps_exception) {
    PyErr_SetString(PyExc_ValueError, "kept");
    PySys_WriteStdout("with an exception set\n");
    PySys_FormatStdout("formatted with an exception set\n");
    show_raised("kept");
    flush();
}
TEST(none_and_missing) {
    PyObject *old = Py_NewRef(PySys_GetObject("stdout"));
    PySys_SetObject("stdout", Py_None);
    PySys_WriteStdout("to None\n"); fflush(stdout);
    PySys_SetObject("stdout", NULL);
    PySys_WriteStdout("without stdout\n"); fflush(stdout);
    SHOW_INT(PyErr_Occurred() == NULL);
    PySys_SetObject("stdout", old);
    Py_DECREF(old);
}
static PyObject *written;
static PyObject *write_(PyObject *self, PyObject *text) {
    if (self == Py_True) { PyErr_SetString(PyExc_RuntimeError, "write fails"); return NULL; }
    PyList_Append(written, text); Py_RETURN_NONE;
}
static PyMethodDef write_def = { "write", write_, METH_O, NULL };
static PyObject *file(PyObject *self) {
    PyObject *d = V("{s:N}", "write", PyCFunction_New(&write_def, self)), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "File", b, d)), *o = C(t, "()");
    Py_DECREF(d); Py_DECREF(b); Py_DECREF(t);
    return o;
}
TEST(object) {
    written = PyList_New(0);
    PyObject *old = Py_NewRef(PySys_GetObject("stdout")), *f = file(NULL);
    PySys_SetObject("stdout", f);
    PySys_WriteStdout("%s\n", "to an object");
    PySys_FormatStdout("%S\n", Py_None);
    static char big[2001];
    memset(big, 'a', 2000);
    PySys_WriteStdout("%s", big);
    PySys_SetObject("stdout", old);
    SHOW_BORROWED(PyList_GetItem(written, 0)); SHOW_INT(PyList_Size(written));
    for (Py_ssize_t i = 0; i < PyList_Size(written); i++) SHOW_INT(PyUnicode_GetLength(PyList_GetItem(written, i)));
    Py_DECREF(f); Py_DECREF(old); Py_CLEAR(written);
}
TEST(failing_object) {
    PyObject *old = Py_NewRef(PySys_GetObject("stdout")), *f = file(Py_True);
    PySys_SetObject("stdout", f);
    PySys_WriteStdout("%s\n", "falls back");
    PySys_SetObject("stdout", old);
    fflush(stdout);
    SHOW_INT(PyErr_Occurred() == NULL);
    Py_DECREF(f); Py_DECREF(old);
}
TEST(stream_object) {
    PyObject *o = PySys_GetObject("stdout");
    SHOW(PyObject_CallMethod(o, "write", "(s)", "written\n")); flush();
    SHOW(PyObject_CallMethod(o, "write", "(s)", "\xc3\xa9\xe2\x82\xac\n")); flush();
    SHOW(PyObject_CallMethod(o, "write", "(s)", ""));
    SHOW(PyObject_CallMethod(o, "write", "(i)", 5));
    SHOW(PyObject_CallMethod(o, "write", "(y)", "bytes"));
    SHOW(PyObject_CallMethod(o, "write", NULL));
    SHOW(PyObject_CallMethod(o, "flush", NULL));
    SHOW(PyObject_CallMethod(o, "isatty", NULL));
    SHOW(PyObject_CallMethod(o, "writelines", "([ss])", "a\n", "b\n")); flush();
}
TEST(writeobject) {
    PyObject *o = PySys_GetObject("stdout"), *s = S("it's");
    SHOW_INT(PyFile_WriteObject(s, o, Py_PRINT_RAW)); flush(); SAY("");
    SHOW_INT(PyFile_WriteObject(s, o, 0)); flush(); SAY("");
    SHOW_INT(PyFile_WriteString("string\n", o)); flush();
    SHOW_INT(PyFile_WriteObject(s, Py_None, 0));
    SHOW_INT(PyFile_WriteObject(s, NULL, 0));
    Py_DECREF(s);
}
