/* PyObject_Print. */
#include "harness.h"
static PyObject *bad_repr(PyObject *s) { return PyLong_FromLong(1); }
TEST(print) {
    PyObject *all[] = {S("a'b\n"), V("[i,s]", 1, "x"), F(1.5), Py_None, I("123456789012345678901234567890"), (PyObject *)&PyLong_Type, S("h\xc3\xa9\xe2\x82\xac"), MUST(PyUnicode_DecodeUTF8("\xed\xa0\x80", 3, "surrogatepass")), NULL};
    for (int i = 0; i < 9; i++) { SHOW_INT(PyObject_Print(all[i], stdout, 0)); SHOW_INT(PyObject_Print(all[i], stdout, Py_PRINT_RAW)); }
    FILE *f = fopen("/dev/null", "r"); SHOW_INT(PyObject_Print(Py_None, f, 0)); fclose(f);
    PyType_Slot slots[] = {{Py_tp_repr, bad_repr}, {0}}; PyType_Spec sp = {"m.Bad", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots}; PyObject *t = MUST(PyType_FromSpec(&sp)), *o = MUST(PyObject_CallNoArgs(t)); SHOW_INT(PyObject_Print(o, stdout, 0)); SHOW_INT(PyObject_Print(o, stdout, Py_PRINT_RAW)); Py_DECREF(o); Py_DECREF(t);
}
