/* Bound methods, instancemethod, cells. */
#include "harness.h"

static PyObject *show(PyObject *self, PyObject *args, PyObject *kw) { return Py_BuildValue("OO", args, kw ? kw : Py_None); }
static PyMethodDef show_def = {"show", (PyCFunction)(void (*)(void))show, METH_VARARGS | METH_KEYWORDS, "show($self, /)\n--\n\nShows."};
static PyObject *fast(PyObject *self, PyObject *const *a, Py_ssize_t n) { PyObject *t = PyTuple_New(n); for (Py_ssize_t i = 0; i < n; i++) PyTuple_SetItem(t, i, Py_NewRef(a[i])); return t; }
static PyMethodDef fast_def = {"fast", (PyCFunction)(void (*)(void))fast, METH_FASTCALL, NULL};
#define ATTR(f, name) do { PyObject *v_ = PyObject_GetAttrString(f, name); print_new(#f "." name, v_); } while (0)
TEST(method_new) {
    PyObject *f = MUST(PyCFunction_NewEx(&show_def, NULL, NULL)), *self = V("[i]", 1), *m = NULL;
    SHOW_REFS(f, m = PyMethod_New(f, self)); Py_DECREF(m); SHOW_REFS(self, m = PyMethod_New(f, self)); SHOW_BORROWED(m); SAY("%d %d", PyMethod_Function(m) == f, PyMethod_Self(m) == self); SAY("%d %d %d", PyMethod_GET_FUNCTION(m) == f, PyMethod_GET_SELF(m) == self, PyMethod_Check(m));
    ATTR(m, "__name__"); ATTR(m, "__qualname__"); ATTR(m, "__doc__"); ATTR(m, "__func__"); ATTR(m, "__self__"); ATTR(m, "__text_signature__"); ATTR(m, "nothing"); ATTR(m, "__class__"); ATTR(m, "__module__");
    SAY("tracked %d", PyObject_GC_IsTracked(m)); SHOW_REFS(self, Py_DECREF(m));
    SHOW(PyMethod_New(f, NULL)); SHOW(PyMethod_Function(self)); SHOW(PyMethod_Self(self));
    Py_DECREF(f); Py_DECREF(self);
}
TEST(method_call) {
    PyObject *f = MUST(PyCFunction_NewEx(&show_def, NULL, NULL)), *g = MUST(PyCFunction_NewEx(&fast_def, NULL, NULL)), *self = S("self"), *args = V("(ii)", 1, 2), *kw = V("{s:i}", "k", 3), *names = V("(s)", "key"), *empty = PyTuple_New(0);
    for (int i = 0; i < 2; i++) {
        PyObject *m = MUST(PyMethod_New(i ? g : f, self)), *space[4] = {NULL, Py_True, Py_False, Py_None};
        SAY("vectorcall %d", PyVectorcall_Function(m) != NULL);
        SHOW(PyObject_CallNoArgs(m)); SHOW(PyObject_CallOneArg(m, Py_None)); SHOW(PyObject_Call(m, args, NULL)); SHOW(PyObject_Call(m, args, kw)); SHOW(PyObject_Call(m, empty, NULL)); SHOW(PyObject_Vectorcall(m, space + 1, 2, NULL)); SHOW(PyObject_Vectorcall(m, space + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)); SHOW(PyObject_Vectorcall(m, space + 1, 2, names)); SHOW(PyObject_Vectorcall(m, space + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, names)); SHOW(PyObject_Vectorcall(m, NULL, 0, NULL));
        SAY("space is as it was %d", space[0] == NULL && space[1] == Py_True); Py_DECREF(m);
    }
    PyObject *inner = PyMethod_New(f, self), *outer = PyMethod_New(inner, args); SHOW(PyObject_CallNoArgs(outer)); Py_DECREF(inner); Py_DECREF(outer);
    PyObject *five = I("5"), *bad = PyMethod_New(five, self); SHOW(PyObject_CallNoArgs(bad)); ATTR(bad, "__name__"); SHOW_BORROWED(bad); ATTR(bad, "real"); Py_DECREF(five); Py_DECREF(bad);
    Py_DECREF(f); Py_DECREF(g); Py_DECREF(self); Py_DECREF(args); Py_DECREF(kw); Py_DECREF(names); Py_DECREF(empty);
}
TEST(method_type) {
    PyObject *f = MUST(PyCFunction_NewEx(&show_def, NULL, NULL)), *five = I("5");
    SHOW(PyObject_CallFunction((PyObject *)&PyMethod_Type, "Oi", f, 5)); SHOW(PyObject_CallFunction((PyObject *)&PyMethod_Type, "OO", five, f)); SHOW(PyObject_CallFunction((PyObject *)&PyMethod_Type, "OO", f, Py_None)); SHOW(PyObject_CallFunction((PyObject *)&PyMethod_Type, "(O)", f)); SHOW(PyObject_CallFunction((PyObject *)&PyMethod_Type, NULL));
    PyObject *args = V("(OO)", f, f), *kw = V("{s:i}", "a", 1), *none = PyTuple_New(0), *one = V("(i)", 1); SHOW(PyObject_Call((PyObject *)&PyMethod_Type, args, kw)); SHOW(PyObject_Call((PyObject *)&PyMethod_Type, none, kw)); SHOW(PyObject_Call((PyObject *)&PyMethod_Type, one, NULL));
    SAY("%s %zd flags %lx", PyMethod_Type.tp_name, PyMethod_Type.tp_basicsize, PyMethod_Type.tp_flags & (Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE)); ATTR((PyObject *)&PyMethod_Type, "__name__"); ATTR((PyObject *)&PyMethod_Type, "__text_signature__");
    PyObject *dict = PyType_GetDict(&PyMethod_Type), *keys = PyDict_Keys(dict); PyList_Sort(keys); SHOW(keys); Py_DECREF(dict);
    SHOW(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Sub", &PyMethod_Type));
    Py_DECREF(f); Py_DECREF(five); Py_DECREF(args); Py_DECREF(kw); Py_DECREF(none); Py_DECREF(one);
}
TEST(method_compare) {
    PyObject *f = MUST(PyCFunction_NewEx(&show_def, NULL, NULL)), *g = MUST(PyCFunction_NewEx(&fast_def, NULL, NULL)), *a = V("[]"), *b = V("[]");
    PyObject *fa = PyMethod_New(f, a), *fa2 = PyMethod_New(f, a), *fb = PyMethod_New(f, b), *ga = PyMethod_New(g, a);
    SHOW(PyObject_RichCompare(fa, fa2, Py_EQ)); SHOW(PyObject_RichCompare(fa, fa2, Py_NE)); SHOW(PyObject_RichCompare(fa, fb, Py_EQ)); SHOW(PyObject_RichCompare(fa, ga, Py_EQ)); SHOW(PyObject_RichCompare(fa, ga, Py_NE)); SHOW(PyObject_RichCompare(fa, fa2, Py_LT)); SHOW(PyObject_RichCompare(fa, f, Py_EQ)); SAY("%d", PyObject_Hash(fa) == PyObject_Hash(fa2));
    SHOW_INT(PyObject_SetAttrString(fa, "x", a)); SHOW_INT(PyObject_SetAttrString(fa, "__doc__", a)); SHOW_INT(PyObject_SetAttrString(fa, "__self__", a)); SHOW(M(PyMethod_New(f, Py_None), "__reduce__", NULL));
    PyObject *builtin = PyObject_GetAttrString(a, "append"), *mm = PyMethod_New(builtin, b); SHOW(M(Py_NewRef(mm), "__get__", "(OO)", Py_None, Py_None)); PyObject *got = M(Py_NewRef(mm), "__get__", "(O)", a); SAY("%d", got == mm); Py_XDECREF(got); Py_DECREF(builtin); Py_DECREF(mm);
    Py_DECREF(f); Py_DECREF(g); Py_DECREF(a); Py_DECREF(b); Py_DECREF(fa); Py_DECREF(fa2); Py_DECREF(fb); Py_DECREF(ga);
}
TEST(method_weak_references) { PyObject *f = MUST(PyCFunction_NewEx(&show_def, NULL, NULL)), *m = PyMethod_New(f, f), *ref = PyWeakref_NewRef(m, NULL), *got = NULL; SHOW_INT(PyWeakref_GetRef(ref, &got)); Py_XDECREF(got); Py_DECREF(m); SHOW_INT(PyWeakref_GetRef(ref, &got)); Py_XDECREF(ref); Py_DECREF(f); }
TEST(instance_method) {
    PyObject *f = MUST(PyCFunction_NewEx(&show_def, NULL, NULL)), *m = NULL, *self = I("5"), *args = V("(i)", 1), *kw = V("{s:i}", "k", 2);
    SHOW_REFS(f, m = PyInstanceMethod_New(f)); SAY("%d %d %d", PyInstanceMethod_Check(m), PyInstanceMethod_Function(m) == f, PyInstanceMethod_GET_FUNCTION(m) == f); ATTR(m, "__doc__"); ATTR(m, "__name__"); ATTR(m, "__func__"); ATTR(m, "nothing"); SHOW(PyObject_Call(m, args, kw)); SHOW(PyObject_CallNoArgs(m));
    SHOW(PyInstanceMethod_Function(self));
    PyObject *bound = Py_TYPE(m)->tp_descr_get(m, self, NULL); SHOW(PyObject_CallNoArgs(bound)); SAY("%s", Py_TYPE(bound)->tp_name); Py_XDECREF(bound); bound = Py_TYPE(m)->tp_descr_get(m, NULL, (PyObject *)&PyLong_Type); SAY("%d", bound == f); Py_XDECREF(bound);
    PyObject *m2 = PyInstanceMethod_New(f), *m3 = PyInstanceMethod_New(self); SHOW(PyObject_RichCompare(m, m2, Py_EQ)); SHOW(PyObject_RichCompare(m, m3, Py_EQ)); SHOW(PyObject_RichCompare(m, m2, Py_NE)); SHOW(PyObject_RichCompare(m, m2, Py_LT)); SHOW(PyObject_RichCompare(m, f, Py_EQ)); SHOW_INT(PyObject_SetAttrString(m, "x", f)); SHOW(PyObject_CallNoArgs(m3)); SAY("%zd", PyObject_Hash(m2) == PyObject_Hash(m2));
    SHOW(PyObject_CallFunction((PyObject *)&PyInstanceMethod_Type, "O", self)); SHOW(PyObject_CallNoArgs((PyObject *)&PyInstanceMethod_Type)); SAY("%s %zd", PyInstanceMethod_Type.tp_name, PyInstanceMethod_Type.tp_basicsize);
    PyObject *mf = PyObject_CallOneArg((PyObject *)&PyInstanceMethod_Type, f); SHOW_BORROWED(mf ? Py_None : NULL); Py_XDECREF(mf);
    PyObject *dict = PyType_GetDict(&PyInstanceMethod_Type), *keys = PyDict_Keys(dict); PyList_Sort(keys); SHOW(keys); Py_DECREF(dict);
    Py_DECREF(f); Py_DECREF(m); Py_DECREF(m2); Py_DECREF(m3); Py_DECREF(self); Py_DECREF(args); Py_DECREF(kw);
}
TEST(cell) {
    PyObject *list = V("[]"), *c = NULL, *empty = PyCell_New(NULL);
    SHOW_REFS(list, c = PyCell_New(list)); SHOW(PyCell_Get(c)); SHOW_REFS(list, Py_XDECREF(PyCell_Get(c))); SAY("%d", PyCell_Get(empty) == NULL && !PyErr_Occurred()); SAY("%d %d", PyCell_Check(c), PyCell_GET(c) == list);
    SHOW_INT(PyCell_Set(empty, list)); SHOW(PyCell_Get(empty)); SHOW_REFS(list, PyCell_Set(empty, NULL)); SHOW_INT(PyCell_Set(list, list)); SHOW(PyCell_Get(list));
    ATTR(c, "cell_contents"); ATTR(empty, "cell_contents"); SHOW_INT(PyObject_SetAttrString(empty, "cell_contents", Py_True)); ATTR(empty, "cell_contents"); SHOW_INT(PyObject_DelAttrString(empty, "cell_contents")); ATTR(empty, "cell_contents"); SHOW_INT(PyObject_DelAttrString(empty, "cell_contents")); SHOW_INT(PyObject_SetAttrString(c, "x", list)); ATTR(c, "x");
    SHOW_REFS(list, Py_DECREF(c)); Py_DECREF(empty); Py_DECREF(list);
}
TEST(cell_compare) {
    PyObject *one = I("1"), *two = I("2"), *text = S("x"), *c1 = PyCell_New(one), *c1b = PyCell_New(one), *c2 = PyCell_New(two), *ct = PyCell_New(text), *e = PyCell_New(NULL), *e2 = PyCell_New(NULL);
    int ops[] = {Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT, Py_GE};
    for (int i = 0; i < 6; i++) { SHOW(PyObject_RichCompare(c1, c1b, ops[i])); SHOW(PyObject_RichCompare(c1, c2, ops[i])); SHOW(PyObject_RichCompare(c1, e, ops[i])); SHOW(PyObject_RichCompare(e, c1, ops[i])); SHOW(PyObject_RichCompare(e, e2, ops[i])); SHOW(PyObject_RichCompare(c1, ct, ops[i])); SHOW(PyObject_RichCompare(c1, one, ops[i])); }
    SHOW_INT(PyObject_Hash(c1));
    SHOW(PyObject_CallNoArgs((PyObject *)&PyCell_Type) ? Py_True : NULL); SHOW(PyObject_CallFunction((PyObject *)&PyCell_Type, "ii", 1, 2)); PyObject *made = PyObject_CallFunction((PyObject *)&PyCell_Type, "i", 7); ATTR(made, "cell_contents"); Py_XDECREF(made);
    PyObject *args = PyTuple_New(0), *kw = V("{s:i}", "contents", 1); SHOW(PyObject_Call((PyObject *)&PyCell_Type, args, kw)); Py_DECREF(args); Py_DECREF(kw);
    PyObject *r = PyObject_Repr(e); const char *u = PyUnicode_AsUTF8(r); SAY("%.9s ... %s", u, strrchr(u, ':')); Py_DECREF(r); r = PyObject_Repr(c1); u = PyUnicode_AsUTF8(r); SAY("%.9s ... %.12s", u, strrchr(u, ':')); Py_DECREF(r);
    SAY("%s %zd %d", PyCell_Type.tp_name, PyCell_Type.tp_basicsize, PyObject_GC_IsTracked(c1)); ATTR((PyObject *)&PyCell_Type, "__name__"); ATTR((PyObject *)&PyCell_Type, "__text_signature__"); PyObject *dict = PyType_GetDict(&PyCell_Type), *keys = PyDict_Keys(dict); PyList_Sort(keys); SHOW(keys); Py_DECREF(dict);
    Py_DECREF(one); Py_DECREF(two); Py_DECREF(text); Py_DECREF(c1); Py_DECREF(c1b); Py_DECREF(c2); Py_DECREF(ct); Py_DECREF(e); Py_DECREF(e2);
}
