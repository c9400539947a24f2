/* sliceobject.h: slice, its indices, and the Ellipsis. */
#include "harness.h"

static PyObject *mk(const char *a, const char *b, const char *c) { return MUST(PySlice_New(a ? I(a) : NULL, b ? I(b) : NULL, c ? I(c) : NULL)); }
TEST(make) {
    SHOW(PySlice_New(NULL, NULL, NULL)); SHOW(mk("1", NULL, NULL)); SHOW(mk("1", "2", "3")); SHOW(PySlice_New(S("a"), F(2.5), Py_None));
    PyObject *a = I("1000"), *s; s = PySlice_New(a, a, a); SHOW_INT(Py_REFCNT(a)); Py_DECREF(s); SHOW_INT(Py_REFCNT(a));
    s = mk("1", "2", NULL); PySliceObject *o = (PySliceObject *)s; SHOW_BORROWED(o->start); SHOW_BORROWED(o->stop); SHOW_BORROWED(o->step); SHOW_INT(PySlice_Check(s)); SHOW_INT(PySlice_Check(Py_None)); SHOW_INT(PyObject_GC_IsTracked(s)); SHOW_INT(PySlice_Type.tp_basicsize); SHOW_INT(PySlice_Type.tp_flags & (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE));
    SHOW(C(TYPE(PySlice_Type), NULL)); SHOW(C(TYPE(PySlice_Type), "(i)", 5)); SHOW(C(TYPE(PySlice_Type), "(ii)", 5, 6)); SHOW(C(TYPE(PySlice_Type), "(iii)", 5, 6, 7)); SHOW(C(TYPE(PySlice_Type), "(iiii)", 5, 6, 7, 8)); SHOW(PyObject_Call(TYPE(PySlice_Type), PyTuple_New(0), V("{s:i}", "stop", 3))); SHOW(PyObject_Call(TYPE(PySlice_Type), V("(i)", 1), V("{s:i}", "stop", 3)));
    SHOW(_PySlice_FromIndices(3, 7)); SHOW(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", TYPE(PySlice_Type)));
    SHOW(PyObject_GetAttrString(s, "start")); SHOW(PyObject_GetAttrString(s, "stop")); SHOW(PyObject_GetAttrString(s, "step")); SHOW_INT(PyObject_SetAttrString(s, "start", Py_None)); SHOW(PyObject_Dir(TYPE(PySlice_Type)));
}
TEST(compare_and_hash) {
    PyObject *a = mk("1", "2", "3"), *b = mk("1", "2", "3"), *c = mk("1", "3", NULL), *d = mk("0", "9", "9");
    for (int op = 0; op < 6; op++) { print_new("same", PyObject_RichCompare(a, a, op)); print_new("equal", PyObject_RichCompare(a, b, op)); print_new("d", PyObject_RichCompare(a, d, op)); print_new("number", PyObject_RichCompare(a, I("1"), op)); }
    SHOW(PyObject_RichCompare(a, c, Py_EQ)); SHOW(PyObject_RichCompare(a, c, Py_LT)); SHOW(PyObject_RichCompare(mk("1", NULL, NULL), mk("1", NULL, NULL), Py_EQ)); SHOW(PyObject_RichCompare(mk("1", NULL, NULL), mk("1", "2", NULL), Py_LT));
    SHOW_INT(PyObject_Hash(a) == PyObject_Hash(b)); SHOW_INT(PyObject_Hash(a)); SHOW_INT(PyObject_Hash(mk("0", "0", "0"))); SHOW_INT(PyObject_Hash(mk("5", "-1", "100000000000000000000"))); SHOW_INT(PyObject_Hash(PySlice_New(PyList_New(0), NULL, NULL)));
}
TEST(indices_method) {
    const char *v[] = {NULL, "0", "1", "3", "-1", "-3", "100", "-100"};
    const char *steps[] = {NULL, "1", "2", "-1", "-2", "100"};
    for (int i = 0; i < 8; i++) for (int j = 0; j < 8; j++) for (int k = 0; k < 6; k++) { PyObject *r = M(mk(v[i], v[j], steps[k]), "indices", "(i)", 5); printf("%s:%s:%s ", v[i] ?: "", v[j] ?: "", steps[k] ?: ""); print_new("", r); }
    SHOW(M(mk(NULL, NULL, NULL), "indices", "(i)", 0)); SHOW(M(mk(NULL, NULL, "-1"), "indices", "(i)", 0)); SHOW(M(mk("1", NULL, "0"), "indices", "(i)", 5)); SHOW(M(mk("1", NULL, NULL), "indices", "(i)", -1)); SHOW(M(mk("1", NULL, NULL), "indices", "(s)", "x")); SHOW(M(mk("1", NULL, NULL), "indices", "(d)", 1.0)); SHOW(M(PySlice_New(S("x"), NULL, NULL), "indices", "(i)", 5)); SHOW(M(PySlice_New(NULL, NULL, F(1.0)), "indices", "(i)", 5)); SHOW(M(mk("1", NULL, NULL), "indices", NULL)); SHOW(M(mk(NULL, "100000000000000000000000", NULL), "indices", "(O)", I("1000000000000000000000"))); SHOW(M(mk("-5", NULL, "-100000000000000000000"), "indices", "(O)", I("1000000000000000000000"))); SHOW(M(mk(NULL, NULL, "-3"), "indices", "(O)", I("1000000000000000000000"))); SHOW(M(mk("-2000000000000000000000", NULL, NULL), "indices", "(O)", I("1000000000000000000000"))); SHOW(M(PySlice_New(Py_True, Py_None, NULL), "indices", "(i)", 5)); SHOW(M(mk("1", NULL, NULL), "indices", "(O)", I("-1000000000000000000000")));
}
TEST(unpack) {
    Py_ssize_t a, b, c;
#define UN(s) do { a = b = c = -99; print_int("unpack " #s, PySlice_Unpack(s, &a, &b, &c)); if (c != -99) SAY("  %zd %zd %zd", a, b, c); } while (0)
    UN(mk(NULL, NULL, NULL)); UN(mk(NULL, NULL, "-1")); UN(mk("1", "2", "3")); UN(mk("-1", "-2", "-3")); UN(mk("1", "2", "0")); UN(mk("100000000000000000000", "-100000000000000000000", "100000000000000000000")); UN(mk(NULL, NULL, "-100000000000000000000")); UN(mk(NULL, NULL, "-9223372036854775808")); UN(PySlice_New(S("x"), NULL, NULL)); UN(PySlice_New(NULL, F(1), NULL)); UN(PySlice_New(NULL, NULL, PyList_New(0)));
}
TEST(adjust) {
    Py_ssize_t v[] = {0, 1, 3, 5, 7, -1, -3, -7, PY_SSIZE_T_MAX, PY_SSIZE_T_MIN}, steps[] = {1, 2, 7, -1, -2, PY_SSIZE_T_MAX, -PY_SSIZE_T_MAX};
    for (int i = 0; i < 10; i++) for (int j = 0; j < 10; j++) { printf("%d %d:", i, j); for (int k = 0; k < 7; k++) { Py_ssize_t a = v[i], b = v[j], n = PySlice_AdjustIndices(5, &a, &b, steps[k]); printf(" %zd(%zd,%zd)", n, a, b); } printf("\n"); }
    Py_ssize_t a = -1, b = PY_SSIZE_T_MAX; SHOW_INT(PySlice_AdjustIndices(0, &a, &b, 1));
}
TEST(get_indices) {
    Py_ssize_t a, b, c, n;
#define GI(s) do { a = b = c = n = -99; print_int("get " #s, PySlice_GetIndices(s, 5, &a, &b, &c)); SAY("  %zd %zd %zd", a, b, c); a = b = c = n = -99; print_int("ex", (PySlice_GetIndicesEx)(s, 5, &a, &b, &c, &n)); SAY("  %zd %zd %zd %zd", a, b, c, n); } while (0)
    GI(mk(NULL, NULL, NULL)); GI(mk("1", "4", "2")); GI(mk("-4", "-1", NULL)); GI(mk("-2", NULL, NULL)); GI(mk(NULL, NULL, "-1")); GI(mk("0", "9", NULL)); GI(mk("9", NULL, NULL)); GI(mk("1", "2", "0")); GI(PySlice_New(S("x"), NULL, NULL)); GI(mk("3", "1", NULL)); GI(PySlice_New(Py_True, NULL, NULL));
}
TEST(long_indices) {
    PyObject *a = NULL, *b = NULL, *c = NULL; PyObject *s = mk("-3", NULL, NULL), *length = I("10000000000000000000000");
    SHOW_INT(_PySlice_GetLongIndices((PySliceObject *)s, length, &a, &b, &c)); SHOW(a); SHOW(b); SHOW(c);
    SHOW_INT(_PySlice_GetLongIndices((PySliceObject *)mk(NULL, NULL, "0"), length, &a, &b, &c));
}
TEST(reduce) { SHOW(M(mk("1", "2", NULL), "__reduce__", NULL)); SHOW(M(mk("1", "2", NULL), "__reduce_ex__", "(i)", 2)); SHOW(M(mk("1", "2", NULL), "__copy__", NULL)); }
TEST(ellipsis) {
    SHOW_BORROWED(Py_Ellipsis); SHOW(C(TYPE(PyEllipsis_Type), NULL)); SHOW_INT(C(TYPE(PyEllipsis_Type), NULL) == Py_Ellipsis); SHOW(C(TYPE(PyEllipsis_Type), "(i)", 1)); SHOW(M(Py_NewRef(Py_Ellipsis), "__reduce__", NULL)); SAY("%s", Py_TYPE(Py_Ellipsis)->tp_name); SHOW_INT(PyObject_SetAttrString(Py_Ellipsis, "x", Py_None)); SHOW_INT(PyObject_IsTrue(Py_Ellipsis)); printf("%llx\n", *(unsigned long long *)Py_Ellipsis);
}
