/* PyErr_NewException and PyErr_NewExceptionWithDoc. */
#include "exc.h"
static void describe(PyObject *t) {
    if (!t) { print_raised(); return; }
    print_object("type", t);
    show_attrs(t, "__name__ __qualname__ __module__ __doc__ __bases__ __mro__");
    PyObject *e = C(t, "(s)", "text");
    show_both("instance", e);
    SHOW_TEXT(PyExceptionClass_Name(t));
    SHOW_INT(PyType_HasFeature((PyTypeObject *)t, Py_TPFLAGS_HEAPTYPE) != 0);
    Py_XDECREF(e); Py_DECREF(t);
}
TEST(plain) { describe(PyErr_NewException("module.Name", NULL, NULL)); }
TEST(nested_module) { describe(PyErr_NewException("pkg.mod.Name", NULL, NULL)); }
TEST(base) { describe(PyErr_NewException("module.Name", PyExc_KeyError, NULL)); }
TEST(bases) { PyObject *b = V("(OO)", PyExc_KeyError, PyExc_ValueError); describe(PyErr_NewException("module.Name", b, NULL)); Py_DECREF(b); }
TEST(dict) { PyObject *d = V("{s:i}", "attr", 5), *t = PyErr_NewException("module.Name", NULL, d); SHOW_BORROWED(d); show_attr(t, "attr"); describe(t); Py_DECREF(d); }
TEST(dict_with_module) { PyObject *d = V("{s:s}", "__module__", "other"); describe(PyErr_NewException("module.Name", NULL, d)); SHOW_BORROWED(d); Py_DECREF(d); }
TEST(doc) { describe(PyErr_NewExceptionWithDoc("module.Name", "The documentation.", PyExc_ValueError, NULL)); }
TEST(doc_null) { describe(PyErr_NewExceptionWithDoc("module.Name", NULL, NULL, NULL)); }
TEST(doc_and_dict) { PyObject *d = V("{s:s}", "__doc__", "from the dict"); describe(PyErr_NewExceptionWithDoc("module.Name", "The documentation.", NULL, d)); SHOW_BORROWED(d); Py_DECREF(d); }
TEST(no_dot) { SHOW(PyErr_NewException("Name", NULL, NULL)); SHOW(PyErr_NewExceptionWithDoc("Name", "d", NULL, NULL)); }
TEST(odd_names) { describe(PyErr_NewException("module.", NULL, NULL)); describe(PyErr_NewException(".Name", NULL, NULL)); describe(PyErr_NewException("m.\xc3\xa9", NULL, NULL)); }
TEST(bad_base) { SHOW(PyErr_NewException("m.N", Py_None, NULL)); SHOW(PyErr_NewException("m.N", TYPE(PyBool_Type), NULL)); describe(PyErr_NewException("m.N", TYPE(PyLong_Type), NULL)); PyObject *e = V("()"); describe(PyErr_NewException("m.N", e, NULL)); Py_DECREF(e); }
TEST(raise) {
    PyObject *t = PyErr_NewException("module.Name", PyExc_ValueError, NULL);
    PyErr_SetString(t, "x");
    SHOW_STILL(PyErr_ExceptionMatches(PyExc_ValueError));
    show_raised("r");
    stderr_on();
    PyErr_SetString(t, "printed"); PyErr_Print();
    stderr_off();
    Py_DECREF(t);
}
