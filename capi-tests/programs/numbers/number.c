/* abstract.h, the number protocol: dispatch of operators, conversions, messages. */
#include "harness.h"
typedef PyObject *(*Binary)(PyObject *, PyObject *);
static const struct { const char *name; Binary f; } OPS[] = {
    {"Add", PyNumber_Add}, {"Subtract", PyNumber_Subtract}, {"Multiply", PyNumber_Multiply}, {"MatrixMultiply", PyNumber_MatrixMultiply}, {"FloorDivide", PyNumber_FloorDivide}, {"TrueDivide", PyNumber_TrueDivide}, {"Remainder", PyNumber_Remainder}, {"Divmod", PyNumber_Divmod},
    {"Lshift", PyNumber_Lshift}, {"Rshift", PyNumber_Rshift}, {"And", PyNumber_And}, {"Xor", PyNumber_Xor}, {"Or", PyNumber_Or},
    {"InPlaceAdd", PyNumber_InPlaceAdd}, {"InPlaceSubtract", PyNumber_InPlaceSubtract}, {"InPlaceMultiply", PyNumber_InPlaceMultiply}, {"InPlaceMatrixMultiply", PyNumber_InPlaceMatrixMultiply}, {"InPlaceFloorDivide", PyNumber_InPlaceFloorDivide}, {"InPlaceTrueDivide", PyNumber_InPlaceTrueDivide}, {"InPlaceRemainder", PyNumber_InPlaceRemainder},
    {"InPlaceLshift", PyNumber_InPlaceLshift}, {"InPlaceRshift", PyNumber_InPlaceRshift}, {"InPlaceAnd", PyNumber_InPlaceAnd}, {"InPlaceXor", PyNumber_InPlaceXor}, {"InPlaceOr", PyNumber_InPlaceOr}, {NULL}};
static const struct { const char *name; PyObject *(*f)(PyObject *); } UNARY[] = {
    {"Negative", PyNumber_Negative}, {"Positive", PyNumber_Positive}, {"Invert", PyNumber_Invert}, {"Absolute", PyNumber_Absolute}, {"Index", PyNumber_Index}, {"Long", PyNumber_Long}, {"Float", PyNumber_Float}, {NULL}};

TEST(unsupported) {
    PyObject *i = I("7"), *s = S("x"), *t = PyTuple_New(0), *b = PyBytes_FromString("y");
    for (int k = 0; OPS[k].name; k++) { SAY("%s", OPS[k].name); SHOW(OPS[k].f(i, Py_None)); SHOW(OPS[k].f(Py_None, i)); SHOW(OPS[k].f(Py_None, Py_Ellipsis)); SHOW(OPS[k].f(t, i)); SHOW(OPS[k].f(i, t)); SHOW(OPS[k].f(t, Py_None)); if (k != 6 && k != 19) SHOW(OPS[k].f(s, Py_None)); SHOW(OPS[k].f(TYPE(PyLong_Type), i)); }
    Py_DECREF(i); Py_DECREF(s); Py_DECREF(t); Py_DECREF(b);
}
TEST(unary_unsupported) {
    PyObject *v[] = {Py_None, PyTuple_New(0), S("12"), S("x"), PyBytes_FromString("34"), PyBytes_FromString("z"), TYPE(PyLong_Type), F(-2.5), PyComplex_FromDoubles(1, -1), PyByteArray_FromStringAndSize("5", 1), Py_True};
    for (int k = 0; UNARY[k].name; k++) for (int j = 0; j < 11; j++) { printf("%s %d ", UNARY[k].name, j); print_new("", UNARY[k].f(v[j])); }
    for (int j = 0; j < 11; j++) printf("%d %d\n", PyNumber_Check(v[j]), PyIndex_Check(v[j]));
    SHOW_INT(PyNumber_Check(NULL));
}
TEST(null_arguments) {
    PyObject *i = I("7");
    for (int k = 0; UNARY[k].name; k++) { printf("%s ", UNARY[k].name); print_new("", UNARY[k].f(NULL)); }
    SHOW_INT(PyNumber_AsSsize_t(NULL, NULL)); SHOW(PyNumber_ToBase(NULL, 10));
    Py_DECREF(i);
}
TEST(sequences) {
    PyObject *s = S("ab"), *i = I("3"), *n = I("-1"), *t = V("(ii)", 1, 2), *big = I("1267650600228229401496703205376"), *f = F(2.0), *b = PyBytes_FromString("xy"), *l = V("[i]", 1);
    SHOW(PyNumber_Add(s, s)); SHOW(PyNumber_Add(t, t)); SHOW(PyNumber_Add(s, t)); SHOW(PyNumber_Add(b, s)); SHOW(PyNumber_Add(t, l)); SHOW(PyNumber_Add(l, t)); SHOW(PyNumber_Add(b, b));
    SHOW(PyNumber_Multiply(s, i)); SHOW(PyNumber_Multiply(i, s)); SHOW(PyNumber_Multiply(t, n)); SHOW(PyNumber_Multiply(s, f)); SHOW(PyNumber_Multiply(f, s)); SHOW(PyNumber_Multiply(s, big)); SHOW(PyNumber_Multiply(big, t)); SHOW(PyNumber_Multiply(s, s)); SHOW(PyNumber_Multiply(t, Py_None)); SHOW(PyNumber_Multiply(Py_True, s)); SHOW(PyNumber_Multiply(b, i));
    SHOW(PyNumber_InPlaceAdd(s, s)); SHOW(PyNumber_InPlaceAdd(l, t)); SHOW_BORROWED(l); SHOW(PyNumber_InPlaceMultiply(l, i)); SHOW(PyNumber_InPlaceMultiply(i, l)); SHOW(PyNumber_InPlaceMultiply(s, f)); SHOW(PyNumber_InPlaceAdd(t, i)); SHOW(PyNumber_InPlaceAdd(l, i)); SHOW(PyNumber_InPlaceMultiply(f, t));
    Py_DECREF(s); Py_DECREF(i); Py_DECREF(n); Py_DECREF(t); Py_DECREF(big); Py_DECREF(f); Py_DECREF(b); Py_DECREF(l);
}
/* Types that say who was asked, in which order. */
static PyObject *say_binary(const char *who, PyObject *a, PyObject *b) { printf("  %s(%s, %s)", who, Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name); return NULL; }
static PyObject *left_add(PyObject *a, PyObject *b) { say_binary("left", a, b); Py_RETURN_NOTIMPLEMENTED; }
static PyObject *right_add(PyObject *a, PyObject *b) { say_binary("right", a, b); return PyLong_FromLong(99); }
static PyObject *refuse(PyObject *a, PyObject *b) { say_binary("refuse", a, b); Py_RETURN_NOTIMPLEMENTED; }
static PyObject *fail(PyObject *a, PyObject *b) { PyErr_SetString(PyExc_LookupError, "failed"); return NULL; }
static PyObject *inplace(PyObject *a, PyObject *b) { say_binary("inplace", a, b); Py_INCREF(a); return a; }
static PyObject *type_with(const char *name, PyObject *base, PyType_Slot *slots) { PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots}; return MUST(PyType_FromSpecWithBases(&spec, base)); }
TEST(dispatch_order) {
    PyType_Slot l[] = {{Py_nb_add, left_add}, {0}}, r[] = {{Py_nb_add, right_add}, {0}}, n[] = {{Py_nb_add, refuse}, {0}}, x[] = {{Py_nb_add, fail}, {0}}, none[] = {{0}};
    PyObject *L = type_with("m.L", NULL, l), *R = type_with("m.R", NULL, r), *SubR = type_with("m.SubR", L, r), *SubN = type_with("m.SubN", L, n), *X = type_with("m.X", NULL, x), *Plain = type_with("m.Plain", NULL, none), *SubPlain = type_with("m.SubPlain", L, none), *SubInt = type_with("m.SubInt", TYPE(PyLong_Type), r), *SubIntN = type_with("m.SubIntN", TYPE(PyLong_Type), n);
    PyObject *o[] = {C(L, "()"), C(R, "()"), C(SubR, "()"), C(SubN, "()"), C(X, "()"), C(Plain, "()"), C(SubPlain, "()"), C(SubInt, "(i)", 5), C(SubIntN, "(i)", 6), I("1000"), F(1.5)};
    for (int i = 0; i < 11; i++) for (int j = 0; j < 11; j++) { printf("%s + %s:", Py_TYPE(o[i])->tp_name, Py_TYPE(o[j])->tp_name); print_new("", PyNumber_Add(o[i], o[j])); printf("%s += %s:", Py_TYPE(o[i])->tp_name, Py_TYPE(o[j])->tp_name); print_new("", PyNumber_InPlaceAdd(o[i], o[j])); }
    for (int i = 0; i < 11; i++) Py_DECREF(o[i]);
}
TEST(in_place) {
    PyType_Slot a[] = {{Py_nb_inplace_add, inplace}, {Py_nb_inplace_or, refuse}, {Py_nb_or, right_add}, {Py_nb_inplace_matrix_multiply, fail}, {Py_nb_inplace_power, (void *)inplace}, {0}};
    PyObject *A = type_with("m.A", NULL, a), *o = C(A, "()"), *i = I("5"), *r;
    r = PyNumber_InPlaceAdd(o, i); printf(" same %d\n", r == o); Py_XDECREF(r); SHOW(PyNumber_InPlaceOr(o, i)); SHOW(PyNumber_InPlaceMatrixMultiply(o, i)); SHOW(PyNumber_InPlaceSubtract(o, i)); r = PyNumber_InPlacePower(o, i, Py_None); printf(" same %d\n", r == o); Py_XDECREF(r); SHOW(PyNumber_Add(o, i)); SHOW(PyNumber_Power(o, i, Py_None)); SHOW(PyNumber_InPlacePower(i, o, Py_None)); SHOW(PyNumber_InPlacePower(i, o, i));
    Py_DECREF(o); Py_DECREF(i); Py_DECREF(A);
}
static PyObject *pow3(PyObject *a, PyObject *b, PyObject *c) { printf("  pow(%s, %s, %s)", Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name, Py_TYPE(c)->tp_name); Py_RETURN_NOTIMPLEMENTED; }
static PyObject *pow3_yes(PyObject *a, PyObject *b, PyObject *c) { printf("  pow!(%s, %s, %s)", Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name, Py_TYPE(c)->tp_name); return PyLong_FromLong(1); }
TEST(ternary) {
    PyType_Slot no[] = {{Py_nb_power, pow3}, {0}}, yes[] = {{Py_nb_power, pow3_yes}, {0}}, none[] = {{0}};
    PyObject *N = type_with("m.N", NULL, no), *Y = type_with("m.Y", NULL, yes), *SubY = type_with("m.SubY", N, yes), *P = type_with("m.P", NULL, none), *N2 = type_with("m.N2", NULL, no);
    PyObject *o[] = {C(N, "()"), C(Y, "()"), C(SubY, "()"), C(P, "()"), C(N2, "()"), I("3"), Py_None};
    for (int i = 0; i < 7; i++) for (int j = 0; j < 7; j++) for (int k = 0; k < 7; k++) { printf("%d %d %d:", i, j, k); print_new("", PyNumber_Power(o[i], o[j], o[k])); }
}
static PyObject *ret_none(PyObject *s) { Py_RETURN_NONE; }
static PyObject *ret_int(PyObject *s) { return PyLong_FromLong(5); }
static PyObject *ret_float(PyObject *s) { return PyFloat_FromDouble(2.5); }
static PyObject *ret_big(PyObject *s) { return PyLong_FromString("1267650600228229401496703205376", NULL, 10); }
static PyObject *raise_(PyObject *s) { PyErr_SetString(PyExc_KeyError, "k"); return NULL; }
TEST(conversions) {
    int slots[] = {Py_nb_int, Py_nb_index, Py_nb_float, Py_nb_negative, Py_nb_absolute, Py_nb_invert, Py_nb_positive}; void *f[] = {ret_none, ret_int, ret_float, ret_big, raise_};
    for (int s = 0; s < 7; s++) for (int k = 0; k < 5; k++) {
        PyType_Slot sl[] = {{slots[s], f[k]}, {0}}; PyObject *t = type_with("m.T", NULL, sl), *o = C(t, "()");
        SAY("slot %d function %d check %d index %d", s, k, PyNumber_Check(o), PyIndex_Check(o));
        for (int u = 0; UNARY[u].name; u++) { printf("%s ", UNARY[u].name); print_new("", UNARY[u].f(o)); }
        SHOW_INT(PyNumber_AsSsize_t(o, NULL)); SHOW_INT(PyNumber_AsSsize_t(o, PyExc_IndexError)); SHOW_DOUBLE(PyFloat_AsDouble(o)); SHOW(PyNumber_ToBase(o, 16)); SHOW_INT(PyLong_AsLong(o));
        Py_DECREF(o); Py_DECREF(t);
    }
}
TEST(float_subclass_result) {
    PyType_Slot none[] = {{0}}; PyObject *t = type_with("m.SubFloat", TYPE(PyFloat_Type), none), *o = C(t, "(d)", 1.5);
    PyObject *r = PyNumber_Float(o); printf("%s\n", Py_TYPE(r)->tp_name); Py_DECREF(r); r = PyNumber_Positive(o); printf("%s\n", Py_TYPE(r)->tp_name); Py_DECREF(r); SHOW_DOUBLE(PyFloat_AsDouble(o)); Py_DECREF(o); Py_DECREF(t);
}
TEST(as_ssize_t) {
    const char *v[] = {"0", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", NULL};
    for (int i = 0; v[i]; i++) { PyObject *o = I(v[i]); SHOW_INT(PyNumber_AsSsize_t(o, NULL)); SHOW_INT(PyNumber_AsSsize_t(o, PyExc_IndexError)); SHOW_INT(PyNumber_AsSsize_t(o, PyExc_ValueError)); Py_DECREF(o); }
    PyObject *f = F(1.0), *s = S("1"); SHOW_INT(PyNumber_AsSsize_t(f, NULL)); SHOW_INT(PyNumber_AsSsize_t(s, PyExc_IndexError)); Py_DECREF(f); Py_DECREF(s);
}
TEST(to_base) {
    const char *v[] = {"0", "5", "-5", "255", "-1267650600228229401496703205376", "123456789012345678901234567890", NULL}; int b[] = {2, 8, 10, 16};
    for (int i = 0; v[i]; i++) for (int k = 0; k < 4; k++) { PyObject *o = I(v[i]); SHOW(PyNumber_ToBase(o, b[k])); Py_DECREF(o); }
    SHOW(PyNumber_ToBase(Py_True, 2)); SHOW(PyNumber_ToBase(Py_True, 10)); PyObject *f = F(1), *o = I("5"); SHOW(PyNumber_ToBase(f, 10)); SHOW(PyNumber_ToBase(o, 3)); SHOW(PyNumber_ToBase(o, 0)); SHOW(PyNumber_ToBase(f, 3)); Py_DECREF(f); Py_DECREF(o);
}
TEST(trunc_is_gone) {
    PyObject *z = PyComplex_FromDoubles(1, 2); SHOW(PyNumber_Long(z)); SHOW(PyNumber_Float(z)); SHOW(PyNumber_Index(z)); Py_DECREF(z);
    PyObject *v = PyMemoryView_FromObject(MUST(PyBytes_FromString("12 "))); SHOW(PyNumber_Long(v)); SHOW(PyNumber_Float(v)); Py_DECREF(v);
}
TEST(print_shifted) {
    PyObject *builtins = PyEval_GetBuiltins(), *print = builtins ? PyDict_GetItemString(builtins, "print") : NULL, *len = builtins ? PyDict_GetItemString(builtins, "len") : NULL, *i = I("5");
    if (print && len) { SHOW(PyNumber_Rshift(print, i)); SHOW(PyNumber_InPlaceRshift(print, i)); SHOW(PyNumber_Rshift(len, i)); SHOW(PyNumber_Rshift(i, print)); }
    Py_DECREF(i);
}
TEST(bad_text_arguments) { PyObject *i = I("5"), *f = F(1.5); SHOW(PyObject_CallMethod(i, "__format__", "O", Py_None)); SHOW(PyObject_CallMethod(i, "to_bytes", "iO", 1, Py_None)); SHOW(PyObject_CallMethod(f, "__getformat__", "O", Py_None)); SHOW(PyObject_CallMethod(f, "__round__", "O", Py_None)); Py_DECREF(i); Py_DECREF(f); }
