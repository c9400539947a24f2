/* complexobject.h, complex's operators, methods and constructor. */
#include "harness.h"
#include <errno.h>
#include <math.h>
static const double V_[][2] = {{0, 0}, {-0.0, -0.0}, {1, 0}, {0, 1}, {1, 2}, {-3.5, 0.25}, {1e200, 1e200}, {1e-200, -1e-200}, {INFINITY, 0}, {0, -INFINITY}, {NAN, 1}, {INFINITY, NAN}, {3, -4}, {1e308, 1e308}};
#define COUNT 14
typedef PyObject *(*Binary)(PyObject *, PyObject *);
static PyObject *Z(int i) { return MUST(PyComplex_FromDoubles(V_[i][0], V_[i][1])); }
static void table(const char *name, Binary f) { for (int i = 0; i < COUNT; i++) for (int j = 0; j < COUNT; j++) { PyObject *a = Z(i), *b = Z(j); print_object("a", a); print_object("b", b); print_new(name, f(a, b)); Py_DECREF(a); Py_DECREF(b); } }
static PyObject *pow2(PyObject *a, PyObject *b) { return PyNumber_Power(a, b, Py_None); }
TEST(add) { table("+", PyNumber_Add); }
TEST(subtract) { table("-", PyNumber_Subtract); }
TEST(multiply) { table("*", PyNumber_Multiply); }
TEST(divide) { table("/", PyNumber_TrueDivide); }
TEST(power_whole) { const char *e[] = {"0", "1", "2", "3", "-1", "-2", "10", "100", "-100", NULL}; for (int i = 0; i < COUNT; i++) for (int j = 0; e[j]; j++) { PyObject *a = Z(i), *b = I(e[j]); print_object("a", a); printf("%s ", e[j]); print_new("**", pow2(a, b)); Py_DECREF(a); Py_DECREF(b); } }
TEST(power_polar) { double v[][2] = {{1, 2}, {-3, 0.5}, {0.25, 0}, {2, -1}}; double e[][2] = {{0.5, 0}, {1, 1}, {-0.5, 2}, {101, 0}, {0, 1}}; for (int i = 0; i < 4; i++) for (int j = 0; j < 5; j++) { PyObject *a = PyComplex_FromDoubles(v[i][0], v[i][1]), *b = PyComplex_FromDoubles(e[j][0], e[j][1]), *r = pow2(a, b); Py_complex c = PyComplex_AsCComplex(r); printf("%.10g %.10g\n", c.real, c.imag); Py_DECREF(a); Py_DECREF(b); Py_DECREF(r); } }
TEST(power_errors) { PyObject *z = Z(0), *w = Z(4), *m = F(-1), *i = I("3"), *big = F(1e300); SHOW(pow2(z, w)); SHOW(pow2(z, m)); SHOW(pow2(z, z)); SHOW(PyNumber_Power(w, i, i)); SHOW(pow2(w, big)); SHOW(pow2(w, Py_None)); Py_DECREF(z); Py_DECREF(w); Py_DECREF(m); Py_DECREF(i); Py_DECREF(big); }
TEST(mixed) {
    double r[] = {0.0, -0.0, 2.5, INFINITY, NAN}; Binary ops[] = {PyNumber_Add, PyNumber_Subtract, PyNumber_Multiply, PyNumber_TrueDivide};
    for (int k = 0; k < 4; k++) for (int i = 0; i < COUNT; i++) for (int j = 0; j < 5; j++) { PyObject *z = Z(i), *x = F(r[j]); printf("%d ", k); print_object("z", z); printf("%g ", r[j]); print_new("z x", ops[k](z, x)); print_new("x z", ops[k](x, z)); Py_DECREF(z); Py_DECREF(x); }
    PyObject *z = Z(4), *i = I("7"), *huge = PyNumber_Lshift(i, MUST(PyLong_FromLong(2000))), *s = S("x"); for (int k = 0; k < 4; k++) { SHOW(ops[k](z, i)); SHOW(ops[k](i, z)); SHOW(ops[k](z, huge)); SHOW(ops[k](huge, z)); SHOW(ops[k](z, Py_True)); if (k != 2) SHOW(ops[k](z, s)); SHOW(ops[k](z, Py_None)); } SHOW(PyNumber_FloorDivide(z, z)); SHOW(PyNumber_Remainder(z, z)); SHOW(PyNumber_Divmod(z, z)); SHOW(PyNumber_Long(z)); SHOW(PyNumber_Float(z)); SHOW(PyNumber_Invert(z)); Py_DECREF(z); Py_DECREF(i); Py_DECREF(huge); Py_DECREF(s);
}
TEST(unary) { for (int i = 0; i < COUNT; i++) { PyObject *z = Z(i), *p; SHOW_BORROWED(z); SHOW(PyNumber_Negative(z)); p = PyNumber_Positive(z); printf("%d ", p == z); print_new("+", p); SHOW(PyNumber_Absolute(z)); SHOW_INT(PyObject_IsTrue(z)); SHOW(PyObject_Str(z)); if (V_[i][0] == V_[i][0] && V_[i][1] == V_[i][1]) SHOW_INT(PyObject_Hash(z)); Py_DECREF(z); } }
TEST(compare) {
    for (int i = 0; i < COUNT; i++) for (int j = 0; j < COUNT; j++) { PyObject *a = Z(i), *b = Z(j); printf("%d %d %d%d\n", i, j, PyObject_RichCompareBool(a, b, Py_EQ), PyObject_RichCompareBool(a, b, Py_NE)); Py_DECREF(a); Py_DECREF(b); }
    PyObject *z = PyComplex_FromDoubles(9007199254740992.0, 0), *i = I("9007199254740993"), *k = I("9007199254740992"), *f = F(9007199254740992.0), *s = S("x"); SHOW(PyObject_RichCompare(z, i, Py_EQ)); SHOW(PyObject_RichCompare(z, k, Py_EQ)); SHOW(PyObject_RichCompare(i, z, Py_NE)); SHOW(PyObject_RichCompare(f, z, Py_EQ)); SHOW(PyObject_RichCompare(z, s, Py_EQ)); for (int op = 0; op < 6; op++) { SHOW(PyObject_RichCompare(z, z, op)); SHOW(PyObject_RichCompare(z, f, op)); } Py_DECREF(z); Py_DECREF(i); Py_DECREF(k); Py_DECREF(f); Py_DECREF(s);
}
TEST(hash) { double v[][2] = {{1, 0}, {0, 1}, {1.5, -2.25}, {-1, 0}, {1e20, 1e-20}}; for (int i = 0; i < 5; i++) { PyObject *z = PyComplex_FromDoubles(v[i][0], v[i][1]); SHOW_INT(PyObject_Hash(z)); Py_DECREF(z); } }
TEST(parts) {
    PyObject *v[] = {Z(4), F(2.5), I("7"), Py_True, Py_None, S("1"), I("1267650600228229401496703205376")};
    for (int i = 0; i < 7; i++) { Py_complex c; SHOW_DOUBLE(PyComplex_RealAsDouble(v[i])); SHOW_DOUBLE(PyComplex_ImagAsDouble(v[i])); c = PyComplex_AsCComplex(v[i]); printf("%g %g ", c.real, c.imag); if (PyErr_Occurred()) print_raised(); else puts(""); SHOW_INT(PyComplex_Check(v[i])); SHOW_INT(PyComplex_CheckExact(v[i])); }
    Py_complex c = {1.5, -2}; SHOW(PyComplex_FromCComplex(c));
}
TEST(plain) {
    for (int i = 0; i < COUNT; i++) for (int j = 0; j < COUNT; j++) {
        Py_complex a = {V_[i][0], V_[i][1]}, b = {V_[j][0], V_[j][1]}, r; printf("%d %d", i, j);
        r = _Py_c_sum(a, b); printf(" %g,%g", r.real, r.imag); r = _Py_c_diff(a, b); printf(" %g,%g", r.real, r.imag); r = _Py_c_prod(a, b); printf(" %g,%g", fabs(r.real), fabs(r.imag)); errno = 0; r = _Py_c_quot(a, b); printf(" %g,%g e%d", fabs(r.real), fabs(r.imag), errno); puts("");
    }
    for (int i = 0; i < COUNT; i++) { Py_complex a = {V_[i][0], V_[i][1]}, r = _Py_c_neg(a); errno = 0; double d = _Py_c_abs(a); printf("%g,%g %g e%d\n", r.real, r.imag, d, errno); }
    double e[][2] = {{0, 0}, {0.5, 0}, {-1, 0}, {0, 1}, {1, 1}}; for (int i = 0; i < 8; i++) for (int j = 0; j < 5; j++) { Py_complex a = {V_[i][0], V_[i][1]}, b = {e[j][0], e[j][1]}; errno = 0; Py_complex r = _Py_c_pow(a, b); printf("%.8g,%.8g e%d\n", fabs(r.real) < 1e-300 ? 0 : r.real, fabs(r.imag) < 1e-300 ? 0 : r.imag, errno); }
}
TEST(constructor) {
    PyObject *t = TYPE(PyComplex_Type), *z = Z(4), *p = C(t, "(O)", z); printf("%d\n", p == z); Py_DECREF(p);
    const char *v[] = {"1+2j", " ( 1+2j ) ", "1 +2j", "j", "-j", "+J", "1e5j", "nan+infj", "1_0+2_0j", "1__0j", "", "1+2", "1+2i", "(1+2j", "1+2j)", "1+j", "--1j", "1e400j", "-inf-nanj", "()", "( )", "1", "-2.5", "+1.5-2.5e-3j", "1j+2", "jj", "1jj", "1+2jx", "1+-2j", "\xd9\xa1+\xd9\xa2j", "1.j", ".j", "(1)", "((1))", "1+(2j)", "infj", "nanj", "infinity+infinityj", "1e", NULL};
    for (int i = 0; v[i]; i++) { printf("%s ", v[i]); print_new("", C(t, "(s)", v[i])); }
    SHOW(C(t, "()")); SHOW(C(t, "(i)", 1)); SHOW(C(t, "(ii)", 1, 2)); SHOW(C(t, "(d)", -0.0)); SHOW(C(t, "(OO)", z, z)); SHOW(C(t, "(iO)", 1, z)); SHOW(C(t, "(Oi)", z, 1)); SHOW(C(t, "(O)", Py_None)); SHOW(C(t, "(iO)", 1, Py_None)); SHOW(C(t, "(Oi)", Py_None, 1)); SHOW(C(t, "(is)", 1, "2")); SHOW(C(t, "(si)", "1", 2)); SHOW(C(t, "(y)", "1")); SHOW(C(t, "(iii)", 1, 2, 3)); SHOW(C(t, "([])")); SHOW(C(t, "(N)", I("99999999999999999999999")));
    SHOW(PyObject_Call(t, V("()"), V("{s:i}", "real", 1))); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "imag", 1))); SHOW(PyObject_Call(t, V("(i)", 1), V("{s:i}", "imag", 2))); SHOW(PyObject_Call(t, V("(i)", 1), V("{s:i}", "real", 2))); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "x", 1))); SHOW(PyObject_Call(t, V("()"), V("{s:s}", "real", "1")));
    Py_DECREF(z);
}
TEST(methods) { for (int i = 0; i < COUNT; i++) { print_new("conjugate", M(Z(i), "conjugate", NULL)); print_new("__complex__", M(Z(i), "__complex__", NULL)); print_new("__getnewargs__", M(Z(i), "__getnewargs__", NULL)); PyObject *z = Z(i); SHOW(PyObject_GetAttrString(z, "real")); SHOW(PyObject_GetAttrString(z, "imag")); Py_DECREF(z); } PyObject *z = Z(4); SHOW_INT(PyObject_SetAttrString(z, "real", z)); SHOW_INT(PyObject_DelAttrString(z, "imag")); SHOW(PyObject_CallMethod(TYPE(PyComplex_Type), "from_number", "i", 3)); SHOW(PyObject_CallMethod(TYPE(PyComplex_Type), "from_number", "s", "3")); SHOW(PyObject_CallMethod(TYPE(PyComplex_Type), "from_number", "O", z)); Py_DECREF(z); }
static PyObject *give_complex(PyObject *self, PyObject *unused) { return PyComplex_FromDoubles(3, 4); }
static PyObject *give_text(PyObject *self, PyObject *unused) { return PyUnicode_FromString("no"); }
static PyObject *give_error(PyObject *self, PyObject *unused) { PyErr_SetString(PyExc_KeyError, "k"); return NULL; }
TEST(special_method) {
    PyCFunction f[] = {give_complex, give_text, give_error};
    for (int i = 0; i < 3; i++) { PyMethodDef methods[] = {{"__complex__", f[i], METH_NOARGS, NULL}, {NULL}}; PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}}; PyType_Spec spec = {"m.T", 0, 0, Py_TPFLAGS_DEFAULT, slots}; PyObject *t = MUST(PyType_FromSpec(&spec)), *o = C(t, "()");
        SHOW(C(TYPE(PyComplex_Type), "(O)", o)); SHOW(C(TYPE(PyComplex_Type), "(Oi)", o, 1)); SHOW(C(TYPE(PyComplex_Type), "(iO)", 1, o)); SHOW_DOUBLE(PyComplex_RealAsDouble(o)); SHOW_DOUBLE(PyComplex_ImagAsDouble(o)); SHOW(PyObject_CallMethod(TYPE(PyComplex_Type), "from_number", "O", o)); Py_complex c = PyComplex_AsCComplex(o); printf("%g %g ", c.real, c.imag); if (PyErr_Occurred()) print_raised(); else puts(""); Py_DECREF(o); Py_DECREF(t); }
}
TEST(subclasses) {
    PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {"m.Sub", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots}; PyObject *t = MUST(PyType_FromSpecWithBases(&spec, TYPE(PyComplex_Type))), *o = C(t, "(dd)", 1.0, 2.0), *q;
    printf("%s\n", Py_TYPE(o)->tp_name); SHOW_BORROWED(o); q = PyNumber_Add(o, o); printf("%s ", Py_TYPE(q)->tp_name); print_new("+", q); q = PyNumber_Positive(o); printf("%s ", Py_TYPE(q)->tp_name); print_new("+", q); q = C(TYPE(PyComplex_Type), "(O)", o); printf("%s ", Py_TYPE(q)->tp_name); print_new("complex", q); q = C(t, "(s)", "1j"); printf("%s ", Py_TYPE(q)->tp_name); print_new("sub", q); q = PyObject_CallMethod(t, "from_number", "i", 3); printf("%s ", Py_TYPE(q)->tp_name); print_new("from_number", q); Py_DECREF(o); Py_DECREF(t);
}
TEST(memory) { PyObject *z = Z(4); printf("%zu %zd %g %g\n", sizeof(PyComplexObject), PyComplex_Type.tp_basicsize, ((PyComplexObject *)z)->cval.real, ((PyComplexObject *)z)->cval.imag); Py_DECREF(z); }
