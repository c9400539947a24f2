/* PyArg_ParseTuple: the formats that give C numbers. */
#include "harness.h"

/* Parses one argument (stolen) with format F into a T that starts as all ones; prints what came. */
#define ONE(F, T, spec, value) do { \
        PyObject *v_ = (value), *a_ = PyTuple_Pack(1, v_); Py_DECREF(v_); \
        T x_; memset(&x_, 0x5a, sizeof x_); \
        int r_ = PyArg_ParseTuple(a_, F, &x_); \
        printf("%s <- %s: %d ", F, #value, r_); \
        if (r_) printf(spec "\n", x_); else print_raised(); \
        Py_DECREF(a_); } while (0)

/* An object with __index__ or __float__ made from C: a heap type whose slots give fixed answers. */
static PyObject *forty_two(PyObject *self) { return PyLong_FromLong(42); }
static PyObject *four_and_half(PyObject *self) { return PyFloat_FromDouble(4.5); }
static PyObject *angry(PyObject *self) { PyErr_SetString(PyExc_LookupError, "angry"); return NULL; }
static int angry_bool(PyObject *self) { PyErr_SetString(PyExc_LookupError, "angry"); return -1; }
static PyObject *wrong(PyObject *self) { return PyUnicode_FromString("wrong"); }
static PyObject *make(const char *name, int slot, void *function) {
    PyType_Slot slots[] = {{slot, function}, {0, NULL}};
    PyType_Spec spec = {name, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec));
    PyObject *made = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return made;
}
#define INDEX() make("m.Index", Py_nb_index, forty_two)
#define INT() make("m.Int", Py_nb_int, forty_two)
#define FLOAT() make("m.Float", Py_nb_float, four_and_half)
#define ANGRY_INDEX() make("m.AngryIndex", Py_nb_index, angry)
#define WRONG_INDEX() make("m.WrongIndex", Py_nb_index, wrong)
#define ANGRY_FLOAT() make("m.AngryFloat", Py_nb_float, angry)
#define WRONG_FLOAT() make("m.WrongFloat", Py_nb_float, wrong)

TEST(unsigned_char_checked) {
    ONE("b", unsigned char, "%d", I("0")); ONE("b", unsigned char, "%d", I("255")); ONE("b", unsigned char, "%d", I("256"));
    ONE("b", unsigned char, "%d", I("-1")); ONE("b", unsigned char, "%d", I("99999999999999999999999"));
    ONE("b", unsigned char, "%d", I("-99999999999999999999999")); ONE("b", unsigned char, "%d", F(1.0)); ONE("b", unsigned char, "%d", S("1"));
    ONE("b", unsigned char, "%d", INDEX()); ONE("b", unsigned char, "%d", INT()); ONE("b", unsigned char, "%d", ANGRY_INDEX());
    ONE("b", unsigned char, "%d", WRONG_INDEX()); ONE("b", unsigned char, "%d", Py_NewRef(Py_True)); ONE("b", unsigned char, "%d", Py_NewRef(Py_None));
}
TEST(unsigned_char_masked) {
    ONE("B", unsigned char, "%d", I("0")); ONE("B", unsigned char, "%d", I("255")); ONE("B", unsigned char, "%d", I("256"));
    ONE("B", unsigned char, "%d", I("-1")); ONE("B", unsigned char, "%d", I("0x1234567890123456789012345678"));
    ONE("B", unsigned char, "%d", I("-0x1234567890123456789012345678")); ONE("B", unsigned char, "%d", F(1.0)); ONE("B", unsigned char, "%d", S("1"));
    ONE("B", unsigned char, "%d", INDEX()); ONE("B", unsigned char, "%d", ANGRY_INDEX()); ONE("B", unsigned char, "%d", WRONG_INDEX());
}
TEST(short_checked) {
    ONE("h", short, "%d", I("32767")); ONE("h", short, "%d", I("32768")); ONE("h", short, "%d", I("-32768")); ONE("h", short, "%d", I("-32769"));
    ONE("h", short, "%d", I("99999999999999999999999")); ONE("h", short, "%d", F(1.0)); ONE("h", short, "%d", INDEX());
}
TEST(short_masked) {
    ONE("H", unsigned short, "%d", I("65535")); ONE("H", unsigned short, "%d", I("65536")); ONE("H", unsigned short, "%d", I("-1"));
    ONE("H", unsigned short, "%d", I("0x9234567890123456789012345678")); ONE("H", unsigned short, "%d", F(1.0)); ONE("H", unsigned short, "%d", INDEX());
}
TEST(int_checked) {
    ONE("i", int, "%d", I("0")); ONE("i", int, "%d", I("2147483647")); ONE("i", int, "%d", I("2147483648")); ONE("i", int, "%d", I("-2147483648"));
    ONE("i", int, "%d", I("-2147483649")); ONE("i", int, "%d", I("9223372036854775807")); ONE("i", int, "%d", I("9223372036854775808"));
    ONE("i", int, "%d", I("-99999999999999999999999")); ONE("i", int, "%d", F(1.5)); ONE("i", int, "%d", S("1")); ONE("i", int, "%d", Py_NewRef(Py_None));
    ONE("i", int, "%d", Py_NewRef(Py_False)); ONE("i", int, "%d", INDEX()); ONE("i", int, "%d", INT()); ONE("i", int, "%d", ANGRY_INDEX());
    ONE("i", int, "%d", WRONG_INDEX()); ONE("i", int, "%d", V("[]")); ONE("i", int, "%d", V("{}"));
}
TEST(unsigned_int) {
    ONE("I", unsigned, "%u", I("4294967295")); ONE("I", unsigned, "%u", I("4294967296")); ONE("I", unsigned, "%u", I("-1"));
    ONE("I", unsigned, "%u", I("0x1234567890123456789012345678")); ONE("I", unsigned, "%u", F(1.0)); ONE("I", unsigned, "%u", INDEX());
    ONE("I", unsigned, "%u", S("")); ONE("I", unsigned, "%u", ANGRY_INDEX()); ONE("I", unsigned, "%u", WRONG_INDEX());
}
TEST(long_checked) {
    ONE("l", long, "%ld", I("9223372036854775807")); ONE("l", long, "%ld", I("9223372036854775808")); ONE("l", long, "%ld", I("-9223372036854775808"));
    ONE("l", long, "%ld", I("-9223372036854775809")); ONE("l", long, "%ld", I("-1")); ONE("l", long, "%ld", F(1.0)); ONE("l", long, "%ld", INDEX());
    ONE("l", long, "%ld", S("7")); ONE("l", long, "%ld", ANGRY_INDEX());
}
TEST(unsigned_long) {
    ONE("k", unsigned long, "%lu", I("18446744073709551615")); ONE("k", unsigned long, "%lu", I("18446744073709551616")); ONE("k", unsigned long, "%lu", I("-1"));
    ONE("k", unsigned long, "%lu", F(1.0)); ONE("k", unsigned long, "%lu", INDEX()); ONE("k", unsigned long, "%lu", S("7")); ONE("k", unsigned long, "%lu", ANGRY_INDEX());
    ONE("k", unsigned long, "%lu", WRONG_INDEX()); ONE("k", unsigned long, "%lu", INT()); ONE("k", unsigned long, "%lu", Py_NewRef(Py_None));
    ONE("k", unsigned long, "%lu", Py_NewRef(Py_True)); ONE("k:fname", unsigned long, "%lu", S("7"));
}
TEST(long_long) {
    ONE("L", long long, "%lld", I("9223372036854775807")); ONE("L", long long, "%lld", I("9223372036854775808")); ONE("L", long long, "%lld", I("-9223372036854775809"));
    ONE("L", long long, "%lld", I("-1")); ONE("L", long long, "%lld", F(1.0)); ONE("L", long long, "%lld", INDEX()); ONE("L", long long, "%lld", S("7"));
    ONE("L", long long, "%lld", ANGRY_INDEX()); ONE("L", long long, "%lld", WRONG_INDEX());
}
TEST(unsigned_long_long) {
    ONE("K", unsigned long long, "%llu", I("18446744073709551615")); ONE("K", unsigned long long, "%llu", I("18446744073709551616")); ONE("K", unsigned long long, "%llu", I("-1"));
    ONE("K", unsigned long long, "%llu", F(1.0)); ONE("K", unsigned long long, "%llu", INDEX()); ONE("K", unsigned long long, "%llu", S("7"));
    ONE("K", unsigned long long, "%llu", ANGRY_INDEX()); ONE("K", unsigned long long, "%llu", WRONG_INDEX());
}
TEST(ssize) {
    ONE("n", Py_ssize_t, "%zd", I("9223372036854775807")); ONE("n", Py_ssize_t, "%zd", I("9223372036854775808")); ONE("n", Py_ssize_t, "%zd", I("-9223372036854775809"));
    ONE("n", Py_ssize_t, "%zd", I("-1")); ONE("n", Py_ssize_t, "%zd", F(1.0)); ONE("n", Py_ssize_t, "%zd", INDEX()); ONE("n", Py_ssize_t, "%zd", S("7"));
    ONE("n", Py_ssize_t, "%zd", ANGRY_INDEX()); ONE("n", Py_ssize_t, "%zd", WRONG_INDEX()); ONE("n", Py_ssize_t, "%zd", Py_NewRef(Py_True));
}
TEST(float_and_double) {
    ONE("f", float, "%.9g", F(0.1)); ONE("f", float, "%.9g", F(1e300)); ONE("f", float, "%.9g", I("3")); ONE("f", float, "%.9g", S("3"));
    ONE("f", float, "%.9g", F(-Py_HUGE_VAL)); ONE("f", float, "%.9g", I("-1")); ONE("f", float, "%.9g", F(-1.0));
    ONE("d", double, "%.17g", F(0.1)); ONE("d", double, "%.17g", F(-1.0)); ONE("d", double, "%.17g", I("3")); ONE("d", double, "%.17g", S("3"));
    ONE("d", double, "%.17g", Py_NewRef(Py_None)); ONE("d", double, "%.17g", FLOAT()); ONE("d", double, "%.17g", INDEX()); ONE("d", double, "%.17g", INT());
    ONE("d", double, "%.17g", ANGRY_FLOAT()); ONE("d", double, "%.17g", WRONG_FLOAT()); ONE("d", double, "%.17g", PyLong_FromString("1" "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", NULL, 36));
    ONE("d", double, "%.17g", PyComplex_FromDoubles(1, 0));
}
TEST(complex_number) {
    PyObject *values[] = {PyComplex_FromDoubles(1.5, -2), F(2.5), I("7"), S("1"), Py_NewRef(Py_None), FLOAT(), INDEX()};
    for (int i = 0; i < 7; i++) {
        PyObject *args = PyTuple_Pack(1, values[i]);
        Py_complex z = {9, 9};
        int r = PyArg_ParseTuple(args, "D", &z);
        printf("D: %d %g %g ", r, z.real, z.imag);
        if (r) puts(""); else print_raised();
        Py_DECREF(args); Py_DECREF(values[i]);
    }
}
TEST(predicate) {
    ONE("p", int, "%d", I("0")); ONE("p", int, "%d", I("7")); ONE("p", int, "%d", S("")); ONE("p", int, "%d", S("x")); ONE("p", int, "%d", V("[]"));
    ONE("p", int, "%d", V("(i)", 0)); ONE("p", int, "%d", Py_NewRef(Py_None)); ONE("p", int, "%d", Py_NewRef(Py_True)); ONE("p", int, "%d", F(0.0));
    ONE("p", int, "%d", make("m.AngryBool", Py_nb_bool, angry_bool));
}
TEST(many_mixed) {
    /* More numbers than there are registers of either kind. */
    unsigned char b; short h; int i; long l; long long L; float f; double d1, d2, d3, d4, d5; Py_ssize_t n; unsigned u; unsigned long k;
    PyObject *args = V("(iiiiLfdddddniI)", 1, 2, 3, 4, 5LL, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, (Py_ssize_t)12, 13, 14u);
    SHOW_INT(PyArg_ParseTuple(args, "bhilLfdddddnIk", &b, &h, &i, &l, &L, &f, &d1, &d2, &d3, &d4, &d5, &n, &u, &k));
    SAY("%d %d %d %ld %lld %g %g %g %g %g %g %zd %u %lu", b, h, i, l, L, f, d1, d2, d3, d4, d5, n, u, k);
    Py_DECREF(args);
}
TEST(message_positions) {
    int i, j;
    PyObject *args = V("(is)", 1, "x");
    SHOW_INT(PyArg_ParseTuple(args, "ii", &i, &j));
    SHOW_INT(PyArg_ParseTuple(args, "ii:function", &i, &j));
    SHOW_INT(PyArg_ParseTuple(args, "ii;my own message", &i, &j));
    Py_DECREF(args);
    args = V("(ii)", 1, 1 << 20);
    short h;
    SHOW_INT(PyArg_ParseTuple(args, "ih:function", &i, &h));
    SHOW_INT(PyArg_ParseTuple(args, "ih;my own message", &i, &h));
    Py_DECREF(args);
}
