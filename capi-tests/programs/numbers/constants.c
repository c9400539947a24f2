/* bool, None, NotImplemented, Ellipsis. */
#include "harness.h"
typedef PyObject *(*Binary)(PyObject *, PyObject *);
TEST(from_long) { SHOW(PyBool_FromLong(0)); SHOW(PyBool_FromLong(1)); SHOW(PyBool_FromLong(-5)); SHOW(PyBool_FromLong(1l << 40)); PyObject *t = PyBool_FromLong(7); printf("%d\n", t == Py_True); Py_DECREF(t); }
TEST(headers) { PyObject *o[] = {Py_None, Py_True, Py_False, Py_NotImplemented, Py_Ellipsis}; for (int i = 0; i < 5; i++) { printf("%s %llx %d\n", Py_TYPE(o[i])->tp_name, *(unsigned long long *)o[i], PyUnstable_IsImmortal(o[i])); Py_DECREF(o[i]); Py_DECREF(o[i]); printf("%llx\n", *(unsigned long long *)o[i]); } }
TEST(bool_operators) {
    PyObject *v[] = {Py_True, Py_False, I("5"), I("-1"), F(0.5)}; Binary ops[] = {PyNumber_And, PyNumber_Or, PyNumber_Xor, PyNumber_Add, PyNumber_Multiply, PyNumber_TrueDivide, PyNumber_Lshift, PyNumber_Subtract};
    for (int k = 0; k < 8; k++) for (int i = 0; i < 5; i++) for (int j = 0; j < 5; j++) { printf("%d %d %d ", k, i, j); PyObject *r = ops[k](v[i], v[j]); if (r) printf("%s ", Py_TYPE(r)->tp_name); print_new("", r); }
    SHOW(PyNumber_Negative(Py_True)); SHOW(PyNumber_Positive(Py_True)); SHOW(PyNumber_Absolute(Py_False)); SHOW(PyNumber_Index(Py_True)); SHOW(PyNumber_Long(Py_True)); SHOW(PyNumber_Float(Py_True)); SHOW_INT(PyObject_Hash(Py_True)); SHOW_INT(PyObject_Hash(Py_False)); SHOW_INT(PyObject_IsTrue(Py_True)); SHOW_INT(PyObject_IsTrue(Py_False)); SHOW(PyObject_Str(Py_True)); SHOW(PyObject_Repr(Py_False)); SHOW_INT(PyObject_RichCompareBool(Py_True, Py_False, Py_GT));
}
TEST(bool_type) {
    PyObject *t = TYPE(PyBool_Type); SHOW(C(t, "()")); SHOW(C(t, "(i)", 0)); SHOW(C(t, "(s)", "x")); SHOW(C(t, "(s)", "")); SHOW(C(t, "(ii)", 1, 2)); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "x", 1))); printf("%zd %zd %d %lx\n", PyBool_Type.tp_basicsize, PyBool_Type.tp_itemsize, PyBool_Type.tp_base == &PyLong_Type, PyBool_Type.tp_flags & (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_HAVE_GC));
    PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {"m.Sub", 0, 0, Py_TPFLAGS_DEFAULT, slots}; SHOW(PyType_FromSpecWithBases(&spec, t)); SHOW(PyObject_CallMethod(TYPE(PyLong_Type), "__new__", "Oi", t, 1)); SHOW(PyObject_CallMethod(t, "__new__", "Oi", t, 1)); SHOW_INT(PyBool_Check(Py_True)); SHOW_INT(PyBool_Check(Py_None)); SHOW(PyObject_CallMethod(Py_True, "bit_length", NULL)); SHOW(PyObject_CallMethod(Py_True, "conjugate", NULL)); SHOW(PyObject_CallMethod(Py_True, "__repr__", NULL)); SHOW(PyObject_CallMethod(Py_True, "to_bytes", NULL));
}
TEST(none) {
    SHOW_BORROWED(Py_None); SHOW(PyObject_Str(Py_None)); SHOW_INT(PyObject_IsTrue(Py_None)); printf("%d\n", PyObject_Hash(Py_None) == PyObject_Hash(Py_None)); SHOW_INT(PyObject_Hash(Py_None)); for (int op = 0; op < 6; op++) { SHOW(PyObject_RichCompare(Py_None, Py_None, op)); SHOW(PyObject_RichCompare(Py_None, Py_False, op)); SHOW(Py_TYPE(Py_None)->tp_richcompare(Py_None, Py_None, op)); }
    PyObject *t = (PyObject *)Py_TYPE(Py_None); SHOW_BORROWED(t); SHOW(C(t, "()")); SHOW(C(t, "(i)", 1)); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "x", 1))); SHOW(PyObject_GetAttrString(Py_None, "x")); SHOW_INT(PyObject_SetAttrString(Py_None, "x", Py_None)); SHOW(PyObject_CallMethod(Py_None, "__bool__", NULL)); PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {"m.Sub", 0, 0, Py_TPFLAGS_DEFAULT, slots}; SHOW(PyType_FromSpecWithBases(&spec, t)); SHOW(PyObject_Call(Py_None, V("()"), NULL)); SHOW(PyNumber_Negative(Py_None)); SHOW_INT(PyObject_Size(Py_None));
}
TEST(not_implemented) {
    SHOW_BORROWED(Py_NotImplemented); SHOW(PyObject_Str(Py_NotImplemented)); SHOW_INT(PyObject_IsTrue(Py_NotImplemented)); SHOW_INT(PyObject_Not(Py_NotImplemented)); PyObject *t = (PyObject *)Py_TYPE(Py_NotImplemented); SHOW_BORROWED(t); PyObject *n = C(t, "()"); printf("%d\n", n == Py_NotImplemented); Py_XDECREF(n); SHOW(C(t, "(i)", 1)); SHOW(PyObject_CallMethod(Py_NotImplemented, "__reduce__", NULL)); SHOW(PyObject_RichCompare(Py_NotImplemented, Py_NotImplemented, Py_EQ)); SHOW(PyObject_RichCompare(Py_NotImplemented, Py_None, Py_LT));
}
TEST(ellipsis) {
    SHOW_BORROWED(Py_Ellipsis); SHOW_INT(PyObject_IsTrue(Py_Ellipsis)); PyObject *t = (PyObject *)Py_TYPE(Py_Ellipsis); SHOW_BORROWED(t); printf("%d\n", Py_TYPE(Py_Ellipsis) == &PyEllipsis_Type); PyObject *n = C(t, "()"); printf("%d\n", n == Py_Ellipsis); Py_XDECREF(n); SHOW(C(t, "(i)", 1)); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "x", 1))); SHOW(PyObject_CallMethod(Py_Ellipsis, "__reduce__", NULL)); SHOW(PyObject_GetAttrString(Py_Ellipsis, "x"));
}
TEST(constants) { for (unsigned i = 0; i < 11; i++) { PyObject *o = Py_GetConstant(i); printf("%u ", i); print_new("", o); } SHOW(Py_GetConstantBorrowed(Py_CONSTANT_ONE)); printf("%d %d\n", Py_GetConstantBorrowed(Py_CONSTANT_NONE) == Py_None, Py_GetConstantBorrowed(Py_CONSTANT_TRUE) == Py_True); }
TEST(identity) { SHOW_INT(Py_IsNone(Py_None)); SHOW_INT(Py_IsTrue(Py_True)); SHOW_INT(Py_IsFalse(Py_None)); SHOW_INT(Py_Is(Py_None, Py_None)); }
