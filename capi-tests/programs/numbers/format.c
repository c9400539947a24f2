/* The format mini-language of int, float, complex, str and others. */
#include "harness.h"
#include <math.h>
static void formats(PyObject *o, const char *const *specs) {
    for (int i = 0; specs[i]; i++) { PyObject *s = S(specs[i]); printf("%s ", specs[i]); print_new("", PyObject_Format(o, s)); Py_DECREF(s); }
    Py_DECREF(o);
}
static const char *const INTS[] = {"", "d", "b", "o", "x", "X", "n", "c", "#b", "#o", "#x", "#X", "5", "<5", ">5", "^5", "=5", "05", "+", "-", " ", "+d", "+08d", "*^20", "*=+20,d", ",", "_", "_b", "_o", "_x", "#_x", "#_b", "020,", "020_x", "021_b", "#012_X", "05,d", "06,d", "07,d", "010,d", "011,d", "e", "E", ".2e", "f", ".3f", "g", "%", ".1%", ",.2f", "_.3,f", "z.1f", "\xc3\xa9^12", "\xf0\x9f\x98\x80>12", "\xf0\x9f\x98\x80<3c", "0<10", "<010", "x<010", "0^10", "000", "0005", NULL};
static const char *const BAD[] = {",_", "_,", ",,", "__", ",x", ",n", "_n", ",c", ",s", ".3", ".3d", ".,", ".f", ".", "z", "zd", "+c", "#c", ".2c", "zc", "_c", "s", "q", "\xc3\xa9", "\xf0\x9f\x98\x80", "\x01", ",\x01", ",\xc3\xa9", "99999999999999999999d", ".99999999999999999999f", ".2147483648f", "<<<", "dd", "  ", "0z", "#+", "+-", "O", "B", ".3,_f", ".3_,f", ".3,,f", "._n", ".,n", "<#8x|", "z#0.10_n", "ff", "9999999999999999999999", "=", "^", "*", "**", "10.", "10.5.5", NULL};
static const char *const FLOATS[] = {"", "e", "E", "f", "F", "g", "G", "n", "%", ".0", ".1", ".3", ".17", ".0f", "#.0f", ".0e", "#.0e", ".0g", "#.3g", "#", "#g", "+", "-", " ", "010", "+010", "<10", "^10", "=10", "*=10", "z", "z.1f", "z%", ",", "_", ",f", "_.2f", ".6,f", ".6_f", ",.6_f", ".6,", ".12,g", ".6,e", ".6,%", "020.6,f", "025,.6_f", "=+030,.3,f", "020,", ".50f", "\xc3\xa9^12", "x<010f", "012,.0f", "._f", ".,f", NULL};
static const char *const COMPLEXES[] = {"", "e", "f", "g", "G", "n", ".2f", ".3", "#.3g", "#", "+", " ", "-", "10", "<20", ">20", "^20", "*^30.1f", ",", ",.2f", ".6,f", "z", "zf", "=20", "020", "0", "d", "%", "s", "x", "q", "x<020", "zz", "\xc3\xa9>12", ".2147483648f", NULL};
static const char *const STRS[] = {"", "s", "10", "<10", ">10", "^10", "^11", "010", "<010", ".3", ".3s", "10.2", "*^12", "\xc3\xa9^12", "\xf0\x9f\x98\x80^12", "=10", "+", " ", "-", "#", ",", "_", "z", "d", "x", "^*", ".,", ".3,", "._n", ",s", ",d", "\x01", "99999999999999999999", ".99999999999999999999", "z#", "+z", "=z", "0=5", ".", NULL};
TEST(ints) { const char *v[] = {"0", "5", "-5", "97", "1234567", "-1234567890123", "123456789012345678901234567890", NULL}; for (int i = 0; v[i]; i++) { SAY("%s", v[i]); formats(I(v[i]), INTS); } }
TEST(ints_bad) { formats(I("5"), BAD); }
TEST(floats_bad) { formats(F(2.5), BAD); }
TEST(strs_bad) { formats(S("text"), BAD); }
TEST(complexes_bad) { formats(PyComplex_FromDoubles(1, 2), BAD); }
TEST(bools) { Py_INCREF(Py_True); formats(Py_True, INTS); Py_INCREF(Py_False); formats(Py_False, BAD); }
TEST(floats) { double v[] = {0.0, -0.0, 1.0, -2.5, 1234567.891, -0.001, 1e22, 1e-7, 100.0, 123456789012345680.0, INFINITY, -INFINITY, NAN}; for (int i = 0; i < 13; i++) { SAY("%.17g", v[i]); formats(F(v[i]), FLOATS); } }
TEST(complexes) { double v[][2] = {{0, 0}, {1, 2}, {-0.0, -0.0}, {0, 1}, {1234.5, -0.25}, {NAN, -INFINITY}, {1e20, 1e-20}}; for (int i = 0; i < 7; i++) { SAY("%.17g %.17g", v[i][0], v[i][1]); formats(PyComplex_FromDoubles(v[i][0], v[i][1]), COMPLEXES); } }
TEST(strs) { const char *v[] = {"", "a", "hello", "h\xc3\xa9llo", "\xf0\x9f\x98\x80\xe2\x82\xac", NULL}; for (int i = 0; v[i]; i++) { SAY("%s", v[i]); formats(S(v[i]), STRS); } }
TEST(chars) { const char *v[] = {"0", "65", "233", "8364", "128512", "1114111", "1114112", "-1", "1267650600228229401496703205376", "9223372036854775808", NULL}; const char *const specs[] = {"c", "5c", "<5c", "^5c", "=5c", "05c", "\xe2\x82\xac^5c", NULL}; for (int i = 0; v[i]; i++) formats(I(v[i]), specs); }
TEST(others) { const char *const specs[] = {"", "s", "5", NULL}; Py_INCREF(Py_None); formats(Py_None, specs); Py_INCREF(Py_Ellipsis); formats(Py_Ellipsis, specs); Py_INCREF(Py_NotImplemented); formats(Py_NotImplemented, specs); }
TEST(subclass) {
    PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {"m.Sub", 0, 0, Py_TPFLAGS_DEFAULT, slots}; const char *const specs[] = {"", "5", "q", "dd", NULL};
    PyObject *bases[] = {TYPE(PyLong_Type), TYPE(PyFloat_Type), TYPE(PyUnicode_Type), TYPE(PyComplex_Type)};
    for (int i = 0; i < 4; i++) { PyObject *t = MUST(PyType_FromSpecWithBases(&spec, bases[i])), *o = i == 2 ? C(t, "(s)", "x") : C(t, "(i)", 7); formats(o, specs); Py_DECREF(t); }
}
TEST(method) { PyObject *i = I("5"), *f = F(1.5); SHOW(PyObject_CallMethod(i, "__format__", "i", 1)); SHOW(PyObject_CallMethod(i, "__format__", NULL)); SHOW(PyObject_CallMethod(f, "__format__", "O", Py_None)); SHOW(PyObject_CallMethod(i, "__format__", "ss", "", "")); SHOW(PyObject_Format(i, NULL)); SHOW(PyObject_Format(i, i)); SHOW(PyObject_Format(f, NULL)); Py_DECREF(i); Py_DECREF(f); }
TEST(too_large) { PyObject *one = I("1"), *n = I("2000"), *big = PyNumber_Lshift(one, n); const char *const specs[] = {"f", "e", "%", ".3g", "x", NULL}; Py_DECREF(one); Py_DECREF(n); formats(big, specs); }
TEST(long_output) { PyObject *i = I("1234567"), *s = S("0100000,"), *r = PyObject_Format(i, s); SHOW_INT(PyUnicode_GetLength(r)); Py_DECREF(r); Py_DECREF(s); s = S("*^5000_x"); r = PyObject_Format(i, s); SHOW_INT(PyUnicode_GetLength(r)); Py_DECREF(r); Py_DECREF(s); Py_DECREF(i); PyObject *f = F(0.1); s = S(".3000f"); r = PyObject_Format(f, s); SHOW_INT(PyUnicode_GetLength(r)); Py_DECREF(r); Py_DECREF(s); Py_DECREF(f); }
