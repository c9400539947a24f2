/* floatobject.h and float's operators, methods and constructor. */
#include "harness.h"
#include <math.h>
#include <stdint.h>
static const double VALUES[] = {0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -2.5, 3.75, 1e16, 123456789.125, -7.25, 1e300, -1e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-5, 0.1, INFINITY, -INFINITY, NAN};
#define COUNT 21
typedef PyObject *(*Binary)(PyObject *, PyObject *);
static void table(const char *name, Binary f) {
    for (int i = 0; i < COUNT; i++) for (int j = 0; j < COUNT; j++) { PyObject *a = F(VALUES[i]), *b = F(VALUES[j]); printf("%.17g %.17g ", VALUES[i], VALUES[j]); print_new(name, f(a, b)); Py_DECREF(a); Py_DECREF(b); }
}
static PyObject *pow2(PyObject *a, PyObject *b) { return PyNumber_Power(a, b, Py_None); }
TEST(add) { table("+", PyNumber_Add); }
TEST(subtract) { table("-", PyNumber_Subtract); }
TEST(multiply) { table("*", PyNumber_Multiply); }
TEST(true_divide) { table("/", PyNumber_TrueDivide); }
TEST(floor_divide) { table("//", PyNumber_FloorDivide); }
TEST(remainder) { table("%", PyNumber_Remainder); }
TEST(divmod) { table("divmod", PyNumber_Divmod); }
TEST(power) { table("**", pow2); }
TEST(compare) {
    for (int i = 0; i < COUNT; i++) for (int j = 0; j < COUNT; j++) { PyObject *a = F(VALUES[i]), *b = F(VALUES[j]); printf("%.17g %.17g", VALUES[i], VALUES[j]); for (int op = 0; op < 6; op++) printf(" %d", PyObject_RichCompareBool(a, b, op)); puts(""); Py_DECREF(a); Py_DECREF(b); }
    PyObject *a = F(1), *s = S("x"), *z = PyComplex_FromDoubles(1, 0); for (int op = 0; op < 6; op++) { SHOW(PyObject_RichCompare(a, s, op)); SHOW(PyObject_RichCompare(a, z, op)); SHOW(PyObject_RichCompare(a, Py_True, op)); SHOW(PyObject_RichCompare(a, Py_None, op)); } Py_DECREF(a); Py_DECREF(s); Py_DECREF(z);
}
TEST(unary) {
    for (int i = 0; i < COUNT; i++) {
        PyObject *a = F(VALUES[i]);
        SHOW(PyNumber_Negative(a)); SHOW(PyNumber_Positive(a)); SHOW(PyNumber_Absolute(a)); SHOW(PyNumber_Float(a)); SHOW(PyNumber_Long(a)); SHOW_INT(PyObject_IsTrue(a)); SHOW(PyObject_Repr(a)); SHOW(PyObject_Str(a)); if (i != COUNT - 1) SHOW_INT(PyObject_Hash(a)); SHOW_DOUBLE(PyFloat_AsDouble(a)); SHOW_DOUBLE(PyFloat_AS_DOUBLE(a));
        PyObject *p = PyNumber_Positive(a); printf("%d\n", p == a); Py_DECREF(p); p = PyNumber_Float(a); printf("%d\n", p == a); Py_DECREF(p);
        Py_DECREF(a);
    }
    PyObject *a = F(1); SHOW(PyNumber_Invert(a)); SHOW(PyNumber_Index(a)); Py_DECREF(a);
}
TEST(hash) {
    double v[] = {0.25, 1e10, 1e18, 2305843009213693951.0, 2305843009213693952.0, -4611686018427387904.0, 1e100, -1e-100, 0.3, 3.0e-310};
    for (int i = 0; i < 10; i++) { PyObject *a = F(v[i]); printf("%.17g ", v[i]); SHOW_INT(PyObject_Hash(a)); SHOW_INT(_Py_HashDouble(a, v[i])); SHOW_INT(_Py_HashDouble(NULL, v[i])); Py_DECREF(a); }
    PyObject *n = F(NAN), *m = F(NAN); printf("%d %d\n", PyObject_Hash(n) == PyObject_Hash(n), PyObject_Hash(n) == _Py_HashDouble(n, NAN)); printf("%d\n", PyObject_Hash(n) == Py_HashPointer(n)); Py_DECREF(n); Py_DECREF(m);
}
TEST(as_double) {
    SHOW_DOUBLE(PyFloat_AsDouble(NULL)); SHOW_DOUBLE(PyFloat_AsDouble(Py_None)); SHOW_DOUBLE(PyFloat_AsDouble(Py_True));
    PyObject *s = S("1.5"), *i = I("12345678901234567890"), *big = PyNumber_Lshift(i, i) , *z = PyComplex_FromDoubles(1, 2); PyErr_Clear();
    PyObject *huge = PyNumber_Lshift(i, MUST(PyLong_FromLong(1100))); SHOW_DOUBLE(PyFloat_AsDouble(s)); SHOW_DOUBLE(PyFloat_AsDouble(i)); SHOW_DOUBLE(PyFloat_AsDouble(huge)); SHOW_DOUBLE(PyFloat_AsDouble(z));
    Py_DECREF(s); Py_DECREF(i); Py_XDECREF(big); Py_DECREF(z); Py_DECREF(huge);
}
TEST(from_string) {
    const char *v[] = {"1", " 1.5 ", "\t-2e3\n", "1_000.5_5", "1__0", "_1", "1_", "1_e5", "1e_5", "1._5", "1_.5", "inf", "-Infinity", "nan", "+NaN", "infinit", "1e400", "-1e400", "1e-400", "", " ", ".", "1.", ".5", "1e", "1e+", "0x10", "1 2", "1,5", "e5", "--1", "1e5.5",
        "0.1000000000000000055511151231257827021181583404541015625", "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
        "2.4703282292062327208e-324", "2.4703282292062328e-324", "9007199254740993", "1\xd9\xa2.\xd9\xa3", "\xe2\x80\x83" "7", "\xc3\xa9", NULL};
    for (int i = 0; v[i]; i++) { PyObject *s = S(v[i]), *b = PyBytes_FromString(v[i]); print_new("str", PyFloat_FromString(s)); print_new("bytes", PyFloat_FromString(b)); Py_DECREF(s); Py_DECREF(b); }
    PyObject *s = PyUnicode_FromStringAndSize("1\0", 2); SHOW(PyFloat_FromString(s)); Py_DECREF(s); SHOW(PyFloat_FromString(Py_None)); s = F(1); SHOW(PyFloat_FromString(s)); Py_DECREF(s); s = PyByteArray_FromStringAndSize("2.5", 3); SHOW(PyFloat_FromString(s)); Py_DECREF(s);
}
TEST(constructor) {
    PyObject *t = TYPE(PyFloat_Type);
    SHOW(C(t, "()")); SHOW(C(t, "(i)", 5)); SHOW(C(t, "(s)", "2.5")); SHOW(C(t, "(y)", "2.5")); SHOW(C(t, "(O)", Py_None)); SHOW(C(t, "(ii)", 1, 2)); SHOW(C(t, "(O)", Py_True)); SHOW(C(t, "([])")); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "x", 1))); SHOW(C(t, "(N)", PyComplex_FromDoubles(1, 0))); SHOW(C(t, "(s)", "x"));
    PyObject *f = F(1.5), *g = C(t, "(O)", f); printf("%d\n", f == g); Py_DECREF(f); Py_DECREF(g);
}
static PyObject *subclass(const char *name) { PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots}; return MUST(PyType_FromSpecWithBases(&spec, TYPE(PyFloat_Type))); }
TEST(subclasses) {
    PyObject *t = subclass("m.Sub"), *o = C(t, "(d)", 2.5), *q;
    printf("%s\n", Py_TYPE(o)->tp_name); SHOW_BORROWED(o); q = PyNumber_Add(o, o); printf("%s ", Py_TYPE(q)->tp_name); print_new("+", q); q = PyNumber_Positive(o); printf("%s ", Py_TYPE(q)->tp_name); print_new("+", q); q = PyNumber_Float(o); printf("%s ", Py_TYPE(q)->tp_name); print_new("float", q); Py_INCREF(o); q = M(o, "conjugate", NULL); printf("%s ", Py_TYPE(q)->tp_name); print_new("conjugate", q); q = PyObject_CallMethod(t, "fromhex", "s", "0x1p3"); printf("%s ", Py_TYPE(q)->tp_name); print_new("fromhex", q); q = PyObject_CallMethod(t, "from_number", "i", 3); printf("%s ", Py_TYPE(q)->tp_name); print_new("from_number", q); q = PyObject_GetAttrString(o, "real"); printf("%s\n", Py_TYPE(q)->tp_name); Py_DECREF(q);
    SHOW_INT(PyFloat_Check(o)); SHOW_INT(PyFloat_CheckExact(o)); SHOW_DOUBLE(PyFloat_AsDouble(o)); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "x", 1))); Py_DECREF(o); Py_DECREF(t);
}
TEST(methods) {
    for (int i = 0; i < COUNT; i++) {
        printf("%.17g\n", VALUES[i]);
        print_new("hex", M(F(VALUES[i]), "hex", NULL)); print_new("is_integer", M(F(VALUES[i]), "is_integer", NULL)); print_new("as_integer_ratio", M(F(VALUES[i]), "as_integer_ratio", NULL)); print_new("conjugate", M(F(VALUES[i]), "conjugate", NULL)); print_new("__trunc__", M(F(VALUES[i]), "__trunc__", NULL)); print_new("__floor__", M(F(VALUES[i]), "__floor__", NULL)); print_new("__ceil__", M(F(VALUES[i]), "__ceil__", NULL)); print_new("__round__", M(F(VALUES[i]), "__round__", NULL)); print_new("__getnewargs__", M(F(VALUES[i]), "__getnewargs__", NULL)); print_new("__int__", M(F(VALUES[i]), "__int__", NULL)); print_new("__float__", M(F(VALUES[i]), "__float__", NULL)); print_new("real", PyObject_GetAttrString(MUST(PyFloat_FromDouble(VALUES[i])), "real")); print_new("imag", PyObject_GetAttrString(MUST(PyFloat_FromDouble(VALUES[i])), "imag"));
    }
    PyObject *f = F(1.5); SHOW_INT(PyObject_SetAttrString(f, "real", f)); SHOW_INT(PyObject_SetAttrString(f, "x", f)); SHOW(PyObject_GetAttrString(f, "x")); Py_DECREF(f);
}
TEST(round) {
    double v[] = {0.5, 1.5, 2.5, -0.5, 1.25, 2.675, 1e22, 25.0, 35.0, 250.0, 349.99, -350.0, 1.7976931348623157e308, 5e-324, 123456.789, INFINITY, NAN, -0.0, 0.1};
    for (int i = 0; i < 19; i++) for (int n = -4; n < 5; n++) { printf("%.17g %d ", v[i], n); print_new("", M(F(v[i]), "__round__", "(i)", n)); }
    int far[] = {17, 22, 300, 323, 324, 400, -308, -309, -400, 2147483647}; for (int i = 0; i < 19; i++) for (int k = 0; k < 10; k++) { printf("%.17g %d ", v[i], far[k]); print_new("", M(F(v[i]), "__round__", "(i)", far[k])); }
    print_new("none", M(F(2.5), "__round__", "(O)", Py_None)); print_new("float", M(F(2.5), "__round__", "(d)", 1.0)); print_new("two", M(F(2.5), "__round__", "(ii)", 1, 2)); print_new("huge", M(F(2.5), "__round__", "(N)", I("1267650600228229401496703205376")));
}
TEST(from_hex) {
    const char *v[] = {"0x1p0", "0x1.8p1", "-0x1.8P+1", "1.8", "0x.8", "0x8.", "0x", "x1", "", " 0x1p3 ", "0x1p", "0x1p+", "0x1 p3", "inf", "-Infinity", "nan", "infi", "0x1p1024", "0x1p1023", "0x1.fffffffffffffp1023", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x1p-1074", "0x1p-1075", "0x1.0000001p-1075", "0x0.8p-1074", "0x1p-99999999999999999999", "0x1p99999999999999999999", "0x0p99999999999999999999", "0x1.00000000000008p0", "0x1.000000000000080000001p0", "0x1.00000000000018p0", "0x123456789abcdef0123456789p-50", "1e5", "0x1_0", "0x1.g", "\xd9\xa1", NULL};
    for (int i = 0; v[i]; i++) { printf("%s ", v[i]); print_new("", PyObject_CallMethod(TYPE(PyFloat_Type), "fromhex", "s", v[i])); }
    SHOW(PyObject_CallMethod(TYPE(PyFloat_Type), "fromhex", "i", 1)); SHOW(PyObject_CallMethod(TYPE(PyFloat_Type), "fromhex", NULL)); SHOW(PyObject_CallMethod(TYPE(PyFloat_Type), "fromhex", "y", "0x1"));
}
TEST(class_methods) {
    PyObject *t = TYPE(PyFloat_Type);
    SHOW(PyObject_CallMethod(t, "from_number", "i", 3)); SHOW(PyObject_CallMethod(t, "from_number", "s", "3")); SHOW(PyObject_CallMethod(t, "from_number", "O", Py_None)); SHOW(PyObject_CallMethod(t, "from_number", "d", 2.5)); SHOW(PyObject_CallMethod(t, "__getformat__", "s", "double")); SHOW(PyObject_CallMethod(t, "__getformat__", "s", "float")); SHOW(PyObject_CallMethod(t, "__getformat__", "s", "half")); SHOW(PyObject_CallMethod(t, "__getformat__", "i", 1));
}
TEST(limits) { SHOW_DOUBLE(PyFloat_GetMax()); SHOW_DOUBLE(PyFloat_GetMin()); SHOW(PyFloat_GetInfo()); }
TEST(pack) {
    for (int i = 0; i < COUNT; i++) for (int little = 0; little < 2; little++) {
        unsigned char b[8]; int r;
        printf("%.17g %d", VALUES[i], little);
        r = PyFloat_Pack8(VALUES[i], (char *)b, little); printf(" 8:%d ", r); for (int k = 0; k < 8; k++) printf("%02x", b[k]); printf("=%.17g", PyFloat_Unpack8((char *)b, little));
        memset(b, 0, 8); r = PyFloat_Pack4(VALUES[i], (char *)b, little); printf(" 4:%d ", r); if (!r) { for (int k = 0; k < 4; k++) printf("%02x", b[k]); printf("=%.17g", PyFloat_Unpack4((char *)b, little)); } else print_raised();
        memset(b, 0, 8); r = PyFloat_Pack2(VALUES[i], (char *)b, little); printf(" 2:%d ", r); if (!r) { for (int k = 0; k < 2; k++) printf("%02x", b[k]); printf("=%.17g", PyFloat_Unpack2((char *)b, little)); } else print_raised(); puts("");
    }
    double half[] = {65504, 65519.99, 65520, 65536, 6.103515625e-05, 6.0975551605224609e-05, 5.960464477539063e-08, 2.98023223876953125e-08, 2.9802322387695316e-08, 1e-8, 0.333333333, 2049, 2051, 1024.5};
    for (int i = 0; i < 14; i++) { unsigned char b[2] = {0}; int r = PyFloat_Pack2(half[i], (char *)b, 0); printf("%.17g %d %02x%02x ", half[i], r, b[0], b[1]); if (r) print_raised(); else printf("%.17g\n", PyFloat_Unpack2((char *)b, 0)); }
    double single[] = {3.4028234663852886e38, 3.4028235677973362e38, 3.4028235677973366e38, 1e39, 1e-45, 7.0064923216240853e-46, 7.0064923216240862e-46, 16777217, 16777219};
    for (int i = 0; i < 9; i++) { unsigned char b[4] = {0}; int r = PyFloat_Pack4(single[i], (char *)b, 0); printf("%.17g %d %02x%02x%02x%02x ", single[i], r, b[0], b[1], b[2], b[3]); if (r) print_raised(); else printf("%.17g\n", PyFloat_Unpack4((char *)b, 0)); }
}
TEST(pack_nans) {
    uint64_t v[] = {0x7ff8000000000000, 0xfff8000000000000, 0x7ff0000000000001, 0x7ff4000000000000, 0xfff0000020000000, 0x7fffffffffffffff, 0x7ff8000000000123, 0x7ff80400e0000000};
    for (int i = 0; i < 8; i++) { double d; memcpy(&d, &v[i], 8); unsigned char b[8]; printf("%016lx", v[i]); PyFloat_Pack8(d, (char *)b, 0); printf(" "); for (int k = 0; k < 8; k++) printf("%02x", b[k]); PyFloat_Pack4(d, (char *)b, 0); printf(" "); for (int k = 0; k < 4; k++) printf("%02x", b[k]); double e = PyFloat_Unpack4((char *)b, 0); uint64_t u; memcpy(&u, &e, 8); printf("=%016lx", u); PyFloat_Pack2(d, (char *)b, 0); printf(" "); for (int k = 0; k < 2; k++) printf("%02x", b[k]); e = PyFloat_Unpack2((char *)b, 0); memcpy(&u, &e, 8); printf("=%016lx\n", u); }
}
TEST(memory) { PyObject *f = F(2.5); printf("%zu %zd %zd %g\n", sizeof(PyFloatObject), PyFloat_Type.tp_basicsize, Py_REFCNT(f), ((PyFloatObject *)f)->ob_fval); Py_DECREF(f); for (int i = 0; i < 300; i++) { PyObject *v[300]; for (int k = 0; k < 300; k++) v[k] = F(k); for (int k = 0; k < 300; k++) Py_DECREF(v[k]); } SAY("done"); }
TEST(slots_return_not_implemented) {
    PyObject *f = F(2.5), *s = S("x"), *i = I("3"); PyNumberMethods *n = PyFloat_Type.tp_as_number;
    SHOW(n->nb_add(f, s)); SHOW(n->nb_add(s, f)); SHOW(n->nb_add(i, i)); SHOW(n->nb_add(f, i)); SHOW(n->nb_remainder(f, s)); SHOW(n->nb_divmod(s, f)); SHOW(n->nb_power(f, s, Py_None)); SHOW(n->nb_power(f, f, i)); SHOW(n->nb_floor_divide(i, f)); SHOW(n->nb_true_divide(i, i)); printf("%d %d %d\n", n->nb_index == NULL, n->nb_lshift == NULL, n->nb_invert == NULL); SHOW(PyFloat_Type.tp_richcompare(f, s, Py_EQ)); Py_DECREF(f); Py_DECREF(s); Py_DECREF(i);
}
TEST(type_object) { SHOW_BORROWED(&PyFloat_Type); printf("%lx %d\n", PyFloat_Type.tp_flags & (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | _Py_TPFLAGS_MATCH_SELF), PyFloat_Type.tp_base == &PyBaseObject_Type); SHOW_INT(PyFloat_Check(Py_None)); SHOW_INT(PyFloat_CheckExact(Py_True)); }
