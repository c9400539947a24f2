/* Entries of pyerrors.h and fileobject.h that others hide behind macros. */
#include "harness.h"

PyObject *bad_internal(void) __asm__("PyErr_BadInternalCall");
static PyObject *format_v(PyObject *type, const char *format, ...) {
    va_list va;
    va_start(va, format);
    PyObject *given = PyErr_FormatV(type, format, va);
    va_end(va);
    return given;
}
TEST(bad_internal_call) {
    bad_internal();
    SHOW_INT(PyErr_ExceptionMatches(PyExc_SystemError));
    print_raised();
    PyErr_SetString(PyExc_ValueError, "first");
    bad_internal();
    PyObject *exc = PyErr_GetRaisedException();
    SHOW_INT(Py_TYPE(exc) == (PyTypeObject *)PyExc_SystemError);
    SHOW(PyException_GetContext(exc) ? PyUnicode_FromString("has a context") : PyUnicode_FromString("no context"));
    Py_DECREF(exc);
}
TEST(formats) {
    PyObject *list = V("[i]", 1);
    SHOW_INT(format_v(PyExc_TypeError, "%s %d %R", "a", -5, list) == NULL);
    SHOW_INT(format_v(PyExc_KeyError, "plain") == NULL);
    SHOW_INT(format_v(PyExc_ValueError, "%", 1) == NULL);
    SHOW_INT(format_v(PyExc_OSError, "%.3s|%5d|%-5d|%x", "abcdef", 42, 42, 255) == NULL);
    SHOW_REFS(list, format_v(PyExc_ValueError, "%S", list); PyErr_Clear());
    SHOW_INT(format_v((PyObject *)&PyLong_Type, "no exception") == NULL);
    Py_DECREF(list);
}

/* A file of lines, with no io behind it. */
static const char *lines[] = {"first\n", "second", "", NULL};
static int at;
static PyObject *last_argument;
static PyObject *readline(PyObject *self, PyObject *args) {
    Py_XSETREF(last_argument, Py_NewRef(args));
    (void)self;
    return PyUnicode_FromString(lines[at] ? lines[at++] : "");
}
static PyObject *read_bytes(PyObject *self, PyObject *args) { (void)self; (void)args; return PyBytes_FromString(lines[at] ? lines[at++] : ""); }
static PyObject *read_number(PyObject *self, PyObject *args) { (void)self; (void)args; return PyLong_FromLong(1); }
static PyMethodDef text_methods[] = {{"readline", readline, METH_VARARGS, NULL}, {NULL}};
static PyMethodDef bytes_methods[] = {{"readline", read_bytes, METH_VARARGS, NULL}, {NULL}};
static PyMethodDef number_methods[] = {{"readline", read_number, METH_VARARGS, NULL}, {NULL}};
static PyObject *file(PyMethodDef *methods) {
    PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
    PyType_Spec spec = {"test.File", 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *made = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    at = 0;
    return made;
}
TEST(get_line) {
    PyObject *f = file(text_methods);
    SHOW(PyFile_GetLine(f, 0)); SHOW_BORROWED(last_argument);
    SHOW(PyFile_GetLine(f, 5)); SHOW_BORROWED(last_argument);
    SHOW(PyFile_GetLine(f, -1)); SHOW_BORROWED(last_argument);
    SHOW(PyFile_GetLine(f, -1));
    SHOW(PyFile_GetLine(f, 0));
    at = 0;
    SHOW(PyFile_GetLine(f, -1));
    SHOW(PyFile_GetLine(f, -5));
    SHOW_REFS(f, Py_XDECREF(PyFile_GetLine(f, 0)));
    Py_DECREF(f);
    Py_CLEAR(last_argument);
}
TEST(get_line_of_bytes) {
    PyObject *f = file(bytes_methods);
    SHOW(PyFile_GetLine(f, -1)); SHOW(PyFile_GetLine(f, -1)); SHOW(PyFile_GetLine(f, -1)); SHOW(PyFile_GetLine(f, 0));
    Py_DECREF(f);
}
TEST(get_line_of_others) {
    PyObject *f = file(number_methods);
    SHOW(PyFile_GetLine(f, 0)); SHOW(PyFile_GetLine(f, -1));
    SHOW(PyFile_GetLine(Py_None, 0));
    Py_DECREF(f);
}
