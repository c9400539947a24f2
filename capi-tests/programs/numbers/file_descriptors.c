/* What serves as a file descriptor: PyObject_AsFileDescriptor, and its converter for argument parsing. */
#include "harness.h"
extern int _PyLong_FileDescriptor_Converter(PyObject *, void *);
static PyObject *seven(PyObject *self, PyObject *unused) { return PyLong_FromLong(7); }
static PyObject *text(PyObject *self, PyObject *unused) { return PyUnicode_FromString("x"); }
static PyObject *raise_(PyObject *self, PyObject *unused) { PyErr_SetString(PyExc_KeyError, "fileno"); return NULL; }
static PyObject *minus(PyObject *self, PyObject *unused) { return PyLong_FromLong(-7); }
static PyObject *with_fileno(PyCFunction f) {
    static PyMethodDef methods[2]; PyMethodDef *m = calloc(2, sizeof *m); m[0] = (PyMethodDef){"fileno", f, METH_NOARGS, NULL};
    PyType_Slot slots[] = {{Py_tp_methods, m}, {0, NULL}}; PyType_Spec spec = {"m.File", 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *t = MUST(PyType_FromSpec(&spec)), *o = C(t, "()"); Py_DECREF(t); return o;
}
static void both(PyObject *o) { int fd = 77; SHOW_INT(PyObject_AsFileDescriptor(o)); int r = _PyLong_FileDescriptor_Converter(o, &fd); printf("%d %d ", r, fd); if (!r) print_raised(); else puts(""); }
TEST(ints) { const char *v[] = {"0", "5", "-1", "-5", "2147483647", "2147483648", "99999999999999999999", NULL}; for (int i = 0; v[i]; i++) { PyObject *o = I(v[i]); both(o); Py_DECREF(o); } }
TEST(objects) { PyCFunction f[] = {seven, text, raise_, minus}; for (int i = 0; i < 4; i++) { PyObject *o = with_fileno(f[i]); both(o); Py_DECREF(o); } }
TEST(others) { PyObject *f = F(1.0), *s = S("1"); both(f); both(s); both(Py_None); Py_DECREF(f); Py_DECREF(s); }
TEST(booleans) { PyErr_Clear(); SHOW_INT(PyObject_AsFileDescriptor(Py_True)); }
