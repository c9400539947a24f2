/* int's operators, comparison, hash, methods and constructor. */
#include "harness.h"

static const char *const V_[] = { "0", "1", "-1", "2", "-7", "10", "1073741823", "-1073741824", "4294967296", "-9223372036854775808", "9223372036854775807", "18446744073709551616",
    "1267650600228229401496703205376", "-1267650600228229401496703205377", "123456789012345678901234567890123456789", "-99999999999999999999999999999999999999999999999999999999999999999", NULL };
typedef PyObject *(*Binary)(PyObject *, PyObject *);
static void table(const char *name, Binary f) {
    for (int i = 0; V_[i]; i++) for (int j = 0; V_[j]; j++) {
        PyObject *a = I(V_[i]), *b = I(V_[j]);
        printf("%s %s ", V_[i], V_[j]); print_new(name, f(a, b));
        Py_DECREF(a); Py_DECREF(b);
    }
}
TEST(add) { table("+", PyNumber_Add); }
TEST(subtract) { table("-", PyNumber_Subtract); }
TEST(multiply) { table("*", PyNumber_Multiply); }
TEST(floor_divide) { table("//", PyNumber_FloorDivide); }
TEST(remainder) { table("%", PyNumber_Remainder); }
TEST(divmod) { table("divmod", PyNumber_Divmod); }
TEST(true_divide) { table("/", PyNumber_TrueDivide); }
TEST(and) { table("&", PyNumber_And); }
TEST(or) { table("|", PyNumber_Or); }
TEST(xor) { table("^", PyNumber_Xor); }
TEST(unary) {
    for (int i = 0; V_[i]; i++) {
        PyObject *a = I(V_[i]);
        SHOW(PyNumber_Negative(a)); SHOW(PyNumber_Positive(a)); SHOW(PyNumber_Absolute(a)); SHOW(PyNumber_Invert(a)); SHOW(PyNumber_Long(a)); SHOW(PyNumber_Float(a)); SHOW(PyNumber_Index(a)); SHOW_INT(PyObject_IsTrue(a)); SHOW_INT(PyObject_Hash(a)); SHOW(PyObject_Repr(a)); SHOW(PyObject_Str(a));
        Py_DECREF(a);
    }
}
TEST(shifts) {
    const char *by[] = {"0", "1", "29", "30", "31", "60", "64", "100", "1000", "-1", "1267650600228229401496703205376", NULL};
    for (int i = 0; V_[i]; i++) for (int j = 0; by[j]; j++) {
        PyObject *a = I(V_[i]), *b = I(by[j]);
        printf("%s %s ", V_[i], by[j]); print_new(">>", PyNumber_Rshift(a, b));
        if (j < 10 || i == 0) print_new("<<", PyNumber_Lshift(a, b));
        Py_DECREF(a); Py_DECREF(b);
    }
}
TEST(shift_too_far) { PyObject *one = I("1"), *far = I("1267650600228229401496703205376"), *f2 = I("9223372036854775807"); SHOW(PyNumber_Lshift(one, far)); SHOW(PyNumber_Lshift(one, f2)); SHOW(PyNumber_Rshift(one, f2)); Py_DECREF(one); Py_DECREF(far); Py_DECREF(f2); }
TEST(power) {
    const char *e[] = {"0", "1", "2", "3", "-1", "-2", "17", "64", "100", NULL};
    for (int i = 0; V_[i]; i++) for (int j = 0; e[j]; j++) { PyObject *a = I(V_[i]), *b = I(e[j]); printf("%s %s ", V_[i], e[j]); print_new("**", PyNumber_Power(a, b, Py_None)); Py_DECREF(a); Py_DECREF(b); }
}
TEST(power_modulo) {
    const char *e[] = {"0", "1", "2", "-1", "-3", "65537", "1267650600228229401496703205376", NULL}, *m[] = {"0", "1", "-1", "2", "7", "-7", "1000000007", "-1000000007", "18446744073709551557", "170141183460469231731687303715884105727", "-170141183460469231731687303715884105728", NULL};
    for (int i = 0; V_[i]; i++) for (int j = 0; e[j]; j++) for (int k = 0; m[k]; k++) {
        PyObject *a = I(V_[i]), *b = I(e[j]), *c = I(m[k]); printf("%s %s %s ", V_[i], e[j], m[k]); print_new("pow", PyNumber_Power(a, b, c)); Py_DECREF(a); Py_DECREF(b); Py_DECREF(c);
    }
}
TEST(power_errors) {
    PyObject *a = I("2"), *f = F(2.0), *s = S("x");
    SHOW(PyNumber_Power(a, f, Py_None)); SHOW(PyNumber_Power(a, a, f)); SHOW(PyNumber_Power(a, s, Py_None)); SHOW(PyNumber_Power(a, a, s)); SHOW(PyNumber_Power(s, a, a)); SHOW(PyNumber_Power(f, a, a)); SHOW(PyNumber_Power(a, Py_True, Py_None)); SHOW(PyNumber_InPlacePower(a, s, Py_None)); SHOW(PyNumber_InPlacePower(a, a, a)); SHOW(PyNumber_InPlacePower(a, a, s));
    Py_DECREF(a); Py_DECREF(f); Py_DECREF(s);
}
TEST(compare) {
    for (int i = 0; V_[i]; i++) for (int j = 0; V_[j]; j++) {
        PyObject *a = I(V_[i]), *b = I(V_[j]); printf("%s %s", V_[i], V_[j]);
        for (int op = 0; op < 6; op++) printf(" %d", PyObject_RichCompareBool(a, b, op)); puts("");
        Py_DECREF(a); Py_DECREF(b);
    }
    PyObject *a = I("5"), *s = S("x"); for (int op = 0; op < 6; op++) SHOW(PyObject_RichCompare(a, s, op)); SHOW(PyObject_RichCompare(a, Py_None, Py_EQ)); SHOW(Py_TYPE(a)->tp_richcompare(a, s, Py_LT)); Py_DECREF(a); Py_DECREF(s);
}
TEST(compare_float) {
    double f[] = {0.0, -0.0, 1.0, 1.5, -7.0, 4294967296.0, 9007199254740992.0, 9007199254740993.0, 9223372036854775808.0, 1e19, 1.2676506002282294e30, 1e40, -1e66, 1.0 / 0, -1.0 / 0, 0.0 / 0 };
    const char *v[] = {"0", "1", "-7", "4294967296", "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808", "10000000000000000000", "1267650600228229401496703205376", "1267650600228229401496703205377", "-999999999999999999999999999999999999999999999999999999999999999999", NULL};
    for (int i = 0; v[i]; i++) for (int j = 0; j < 16; j++) {
        PyObject *a = I(v[i]), *b = F(f[j]); printf("%s %g", v[i], j == 15 ? 99999.0 : f[j]);
        for (int op = 0; op < 6; op++) printf(" %d%d", PyObject_RichCompareBool(a, b, op), PyObject_RichCompareBool(b, a, op)); puts("");
        Py_DECREF(a); Py_DECREF(b);
    }
}
TEST(hash) {
    const char *v[] = {"0", "1", "-1", "-2", "2305843009213693950", "2305843009213693951", "2305843009213693952", "-2305843009213693951", "-2305843009213693952", "-2305843009213693953", "4611686018427387902", "340282366920938463463374607431768211456", NULL};
    for (int i = 0; v[i]; i++) { PyObject *a = I(v[i]); printf("%s ", v[i]); SHOW_INT(PyObject_Hash(a)); Py_DECREF(a); }
}
TEST(big) {
    /* 3**20000 and friends: every algorithm for large operands. */
    PyObject *three = I("3"), *e = I("20000"), *p = PyNumber_Power(three, e, Py_None), *e2 = I("12345"), *q = PyNumber_Power(three, e2, Py_None), *m = I("1000000007"), *one = I("1");
    SHOW_INT(_PyLong_NumBits(p)); SHOW(PyNumber_Remainder(p, m));
    PyObject *pp = PyNumber_Multiply(p, p), *pq = PyNumber_Multiply(p, q), *d = PyNumber_Divmod(pp, q), *r1 = PyNumber_Add(pq, one), *d2 = PyNumber_Divmod(r1, p), *neg = PyNumber_Negative(r1), *d3 = PyNumber_Divmod(neg, p);
    SHOW(PyNumber_Remainder(pp, m)); SHOW(PyNumber_Remainder(pq, m)); SHOW(PyNumber_Remainder(PyTuple_GET_ITEM(d, 0), m)); SHOW(PyNumber_Remainder(PyTuple_GET_ITEM(d, 1), m));
    SHOW_INT(PyObject_RichCompareBool(PyTuple_GET_ITEM(d2, 0), q, Py_EQ)); SHOW_BORROWED(PyTuple_GET_ITEM(d2, 1)); SHOW(PyNumber_Remainder(PyTuple_GET_ITEM(d3, 0), m)); SHOW(PyNumber_Remainder(PyTuple_GET_ITEM(d3, 1), m));
    SHOW(PyNumber_TrueDivide(pp, pq)); SHOW(PyNumber_TrueDivide(p, pp)); SHOW(PyNumber_TrueDivide(pp, p)); SHOW(PyNumber_Float(p)); SHOW_INT(PyObject_Hash(pp));
    SHOW(PyNumber_Power(p, q, m)); SHOW(_PyLong_GCD(pq, pp) ); SHOW_INT(PyObject_RichCompareBool(p, q, Py_GT));
    Py_DECREF(three); Py_DECREF(e); Py_DECREF(p); Py_DECREF(e2); Py_DECREF(q); Py_DECREF(m); Py_DECREF(one); Py_DECREF(pp); Py_DECREF(pq); Py_DECREF(d); Py_DECREF(r1); Py_DECREF(d2); Py_DECREF(neg); Py_DECREF(d3);
}
TEST(mixed_operands) {
    PyObject *i = I("7"), *f = F(2.5), *s = S("ab"), *z = PyComplex_FromDoubles(1, 2), *huge = PyNumber_Lshift(i, MUST(PyLong_FromLong(2000)));
    Binary ops[] = {PyNumber_Add, PyNumber_Subtract, PyNumber_Multiply, PyNumber_TrueDivide, PyNumber_FloorDivide, PyNumber_Remainder, PyNumber_Divmod, PyNumber_And, PyNumber_Lshift, PyNumber_MatrixMultiply, PyNumber_Xor, PyNumber_Or, PyNumber_Rshift};
    for (int k = 0; k < 13; k++) { printf("op %d\n", k); SHOW(ops[k](i, f)); SHOW(ops[k](f, i)); SHOW(ops[k](i, z)); SHOW(ops[k](z, i)); if (k != 2) { SHOW(ops[k](i, s)); if (k != 5) SHOW(ops[k](s, i)); } SHOW(ops[k](i, Py_None)); SHOW(ops[k](Py_None, i)); SHOW(ops[k](huge, f)); SHOW(ops[k](Py_True, i)); SHOW(ops[k](i, Py_False)); }
    Py_DECREF(i); Py_DECREF(f); Py_DECREF(s); Py_DECREF(z); Py_DECREF(huge);
}
TEST(slots_return_not_implemented) {
    PyObject *i = I("7"), *f = F(2.5); PyNumberMethods *n = PyLong_Type.tp_as_number;
    SHOW(n->nb_add(i, f)); SHOW(n->nb_add(f, i)); SHOW(n->nb_subtract(i, f)); SHOW(n->nb_multiply(f, f)); SHOW(n->nb_floor_divide(i, f)); SHOW(n->nb_remainder(f, i)); SHOW(n->nb_divmod(f, i)); SHOW(n->nb_power(i, f, Py_None)); SHOW(n->nb_power(i, i, f)); SHOW(n->nb_lshift(i, f)); SHOW(n->nb_rshift(f, i)); SHOW(n->nb_and(i, f)); SHOW(n->nb_or(f, i)); SHOW(n->nb_xor(i, f)); SHOW(n->nb_true_divide(i, f));
    printf("%d %d %d %d %d %d\n", n->nb_inplace_add == NULL, n->nb_matrix_multiply == NULL, n->nb_index != NULL, n->nb_int != NULL, n->nb_float != NULL, n->nb_bool != NULL);
    Py_DECREF(i); Py_DECREF(f);
}
TEST(methods) {
    for (int i = 0; V_[i]; i++) {
        SAY("%s", V_[i]);
        print_new("bit_length", M(I(V_[i]), "bit_length", NULL)); print_new("bit_count", M(I(V_[i]), "bit_count", NULL)); print_new("conjugate", M(I(V_[i]), "conjugate", NULL)); print_new("as_integer_ratio", M(I(V_[i]), "as_integer_ratio", NULL)); print_new("is_integer", M(I(V_[i]), "is_integer", NULL));
        print_new("__trunc__", M(I(V_[i]), "__trunc__", NULL)); print_new("__floor__", M(I(V_[i]), "__floor__", NULL)); print_new("__ceil__", M(I(V_[i]), "__ceil__", NULL)); print_new("__sizeof__", M(I(V_[i]), "__sizeof__", NULL)); print_new("__getnewargs__", M(I(V_[i]), "__getnewargs__", NULL));
        print_new("__int__", M(I(V_[i]), "__int__", NULL)); print_new("__index__", M(I(V_[i]), "__index__", NULL)); print_new("__float__", M(I(V_[i]), "__float__", NULL)); print_new("__bool__", M(I(V_[i]), "__bool__", NULL)); print_new("__hash__", M(I(V_[i]), "__hash__", NULL));
    }
}
TEST(attributes) {
    PyObject *i = I("-12345678901234567890");
    SHOW(PyObject_GetAttrString(i, "real")); SHOW(PyObject_GetAttrString(i, "imag")); SHOW(PyObject_GetAttrString(i, "numerator")); SHOW(PyObject_GetAttrString(i, "denominator")); SHOW(PyObject_GetAttrString(i, "nothing"));
    SHOW_INT(PyObject_SetAttrString(i, "real", i)); SHOW_INT(PyObject_SetAttrString(i, "x", i)); SHOW_INT(PyObject_DelAttrString(i, "imag"));
    SHOW(PyObject_GetAttrString(Py_True, "real")); SHOW(PyObject_GetAttrString(Py_True, "numerator")); SHOW(PyObject_GetAttrString(Py_True, "imag"));
    Py_DECREF(i);
}
TEST(round) {
    const char *v[] = {"0", "5", "15", "25", "-15", "-25", "149", "150", "151", "-150", "12345", "99999999999999999999", "-55555555555555555555", NULL};
    for (int i = 0; v[i]; i++) { SAY("%s", v[i]); print_new("round", M(I(v[i]), "__round__", NULL)); for (int n = -21; n < 3; n += n < -3 ? 6 : 1) print_new("round n", M(I(v[i]), "__round__", "(i)", n)); }
    print_new("none", M(I("5"), "__round__", "(O)", Py_None)); print_new("float", M(I("5"), "__round__", "(d)", 1.0)); 
    print_new("huge", M(I("5"), "__round__", "(N)", I("1267650600228229401496703205376"))); print_new("two", M(I("5"), "__round__", "(ii)", 1, 2)); print_new("str", M(I("5"), "__round__", "(s)", "x"));
}
TEST(constructor) {
    PyObject *t = TYPE(PyLong_Type);
    SHOW(C(t, "()")); SHOW(C(t, "(i)", 5)); SHOW(C(t, "(d)", 3.9)); SHOW(C(t, "(d)", -3.9)); SHOW(C(t, "(s)", " -42 ")); SHOW(C(t, "(s)", "0x1f")); SHOW(C(t, "(si)", "0x1f", 16)); SHOW(C(t, "(si)", "0x1f", 0)); SHOW(C(t, "(y)", "77")); SHOW(C(t, "(yi)", "77", 8)); SHOW(C(t, "(N)", PyByteArray_FromStringAndSize("12", 2)));
    SHOW(C(t, "(ii)", 5, 10)); SHOW(C(t, "(O)", Py_None)); SHOW(C(t, "([])")); SHOW(C(t, "(ss)", "5", "x")); SHOW(C(t, "(si)", "5", 1)); SHOW(C(t, "(si)", "5", 37)); SHOW(C(t, "(si)", "z", 36)); SHOW(C(t, "(sN)", "5", I("1267650600228229401496703205376"))); SHOW(C(t, "(sii)", "5", 1, 2));
    SHOW(C(t, "(d)", 1e300)); SHOW(C(t, "(d)", 1.0 / 0)); SHOW(C(t, "(d)", 0.0 / 0)); SHOW(C(t, "(O)", Py_True)); SHOW(C(t, "(N)", PyComplex_FromDoubles(1, 0))); SHOW(C(t, "(s)", "")); SHOW(C(t, "(s)", "1_000")); SHOW(C(t, "(s)", "1__0")); SHOW(C(t, "(y)", "x")); SHOW(C(t, "(y#)", "1\0" "2", (Py_ssize_t)3)); SHOW(C(t, "(s#)", "1\0" "2", (Py_ssize_t)3)); SHOW(C(t, "(s)", "\xc3\xa9")); SHOW(C(t, "(si)", "0x", 0)); SHOW(C(t, "(si)", "012", 0)); SHOW(C(t, "(sd)", "5", 10.0));
    SHOW(PyObject_Call(t, V("(s)", "11"), V("{s:i}", "base", 2))); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "base", 2))); SHOW(PyObject_Call(t, V("()"), V("{s:i}", "x", 2))); SHOW(PyObject_Call(t, V("(i)", 1), V("{s:i}", "nope", 2))); SHOW(PyObject_Call(t, V("(i)", 1), V("{s:i}", "base", 2)));
    SHOW(C(t, "(s)", "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999x"));
    SHOW(C(t, "(N)", PyMemoryView_FromObject(MUST(PyBytes_FromString("12"))))); 
}
TEST(type_object) {
    SHOW_BORROWED(&PyLong_Type); printf("%s %zd %zd %lx %d\n", PyLong_Type.tp_name, PyLong_Type.tp_basicsize, PyLong_Type.tp_itemsize, PyLong_Type.tp_flags & (Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | _Py_TPFLAGS_MATCH_SELF), PyLong_Type.tp_base == &PyBaseObject_Type);
    SHOW_INT(PyLong_Check(Py_True)); SHOW_INT(PyLong_CheckExact(Py_True)); SHOW_INT(PyLong_Check(Py_None)); SHOW(PyObject_GetAttrString(TYPE(PyLong_Type), "__name__")); SHOW(PyObject_GetAttrString(TYPE(PyLong_Type), "__module__"));
}
static PyObject *subclass(const char *name) { PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots}; return MUST(PyType_FromSpecWithBases(&spec, TYPE(PyLong_Type))); }
TEST(subclasses) {
    PyObject *t = subclass("m.Sub"), *o = C(t, "(s)", "-1267650600228229401496703205376"), *p = C(t, "(i)", 5), *q;
    SHOW_BORROWED(o); printf("%s %s\n", Py_TYPE(o)->tp_name, Py_TYPE(p)->tp_name);
    Binary ops[] = {PyNumber_Add, PyNumber_Multiply, PyNumber_FloorDivide, PyNumber_And, PyNumber_TrueDivide, PyNumber_Subtract};
    for (int k = 0; k < 6; k++) { q = ops[k](o, p); printf("%s ", Py_TYPE(q)->tp_name); print_new("op", q); }
    PyObject *(*un[])(PyObject *) = {PyNumber_Positive, PyNumber_Absolute, PyNumber_Negative, PyNumber_Invert, PyNumber_Index, PyNumber_Long, PyObject_Str};
    for (int k = 0; k < 7; k++) { q = un[k](p); printf("%s ", Py_TYPE(q)->tp_name); print_new("op", q); }
    Py_INCREF(p); q = M(p, "conjugate", NULL); printf("%s\n", Py_TYPE(q)->tp_name); Py_DECREF(q); q = PyObject_GetAttrString(p, "real"); printf("%s\n", Py_TYPE(q)->tp_name); Py_DECREF(q);
    SHOW_INT(PyObject_RichCompareBool(o, p, Py_LT)); SHOW_INT(PyObject_Hash(o)); SHOW(C(TYPE(PyLong_Type), "(O)", p)); PyObject *again = C(t, "(O)", p); printf("%d %s\n", again == p, Py_TYPE(again)->tp_name); Py_DECREF(again);
    SHOW_INT(Py_REFCNT(o)); SHOW(PyObject_CallMethod(t, "from_bytes", "y", "\1\2")); q = PyObject_CallMethod(t, "from_bytes", "y", "\1\2"); printf("%s\n", Py_TYPE(q)->tp_name); Py_DECREF(q);
    SHOW_INT(Py_REFCNT(t) > 2); Py_DECREF(o); Py_DECREF(p); SHOW_INT(PyObject_SetAttrString(t, "x", Py_None)); Py_DECREF(t);
}
static PyObject *ret_sub(PyObject *self) { PyObject *t = subclass("m.Ret"), *o = C(t, "(i)", 9); Py_DECREF(t); return o; }
static PyObject *ret_true(PyObject *self) { return PyBool_FromLong(1); }
static PyObject *ret_float(PyObject *self) { return PyFloat_FromDouble(1.5); }
static PyObject *ret_41(PyObject *self) { return PyLong_FromLong(41); }
static PyObject *with(int slot, void *f) { PyType_Slot slots[] = {{slot, f}, {0, NULL}}; PyType_Spec spec = {"m.Made", 0, 0, Py_TPFLAGS_DEFAULT, slots}; PyObject *t = MUST(PyType_FromSpec(&spec)), *o = PyObject_CallNoArgs(t); Py_DECREF(t); return o; }
TEST(conversion_protocol) {
    void *f[] = {ret_true, ret_float, ret_41}; int slots[] = {Py_nb_int, Py_nb_index};
    for (int s = 0; s < 2; s++) for (int k = 0; k < 3; k++) {
        PyObject *o = with(slots[s], f[k]); SAY("slot %d function %d", s, k);
        SHOW(PyNumber_Long(o)); SHOW(C(TYPE(PyLong_Type), "(O)", o)); SHOW(PyNumber_Index(o)); SHOW(C(TYPE(PyLong_Type), "(sO)", "12", o)); SHOW(PyNumber_Float(o)); SHOW_INT(PyNumber_AsSsize_t(o, NULL)); SHOW_INT(PyIndex_Check(o)); SHOW_INT(PyNumber_Check(o));
        Py_DECREF(o);
    }
}
