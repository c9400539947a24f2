/* PyCFunction objects: builtin_function_or_method and builtin_method. */
#include "harness.h"

static PyObject *f_noargs(PyObject *self, PyObject *ignored) { return Py_BuildValue("O", self ? self : Py_None); }
static PyObject *f_o(PyObject *self, PyObject *one) { return Py_NewRef(one); }
static PyObject *f_fast(PyObject *self, PyObject *const *a, Py_ssize_t n) { return PyLong_FromSsize_t(n); }
static PyObject *f_method(PyObject *self, PyTypeObject *cls, PyObject *const *a, size_t n, PyObject *names) { return Py_BuildValue("OOnO", self, cls, (Py_ssize_t)n, names ? names : Py_None); }
#define CAST(f) ((PyCFunction)(void (*)(void))f)
static PyMethodDef noargs = {"noargs", f_noargs, METH_NOARGS, "noargs($module, /)\n--\n\nA documented function."}, one = {"one", f_o, METH_O, NULL}, plain = {"plain", f_o, METH_O, "Plain words."}, odd = {"odd", f_o, METH_O, "odd(x) -> y\n\nText."},
    unfinished = {"unfinished", f_o, METH_O, "unfinished($self, x\n--\n\nText."}, other_name = {"other_name", f_o, METH_O, "nothing($self, x)\n--\n\nText."}, dotted = {"dotted", f_o, METH_O, "m.dotted(x)\n--\n\nText."}, empty_doc = {"empty_doc", f_o, METH_O, ""}, only_signature = {"only_signature", f_o, METH_O, "only_signature(x)\n--\n\n"}, two_lines = {"two_lines", f_o, METH_O, "two_lines(x)\n\n--\n\nText."},
    method = {"method", CAST(f_method), METH_METHOD | METH_FASTCALL | METH_KEYWORDS, "method($self, /, *args)\n--\n\nWith class."}, fast = {"fast", CAST(f_fast), METH_FASTCALL, NULL}, a_static = {"a_static", f_o, METH_O | METH_STATIC, NULL};
#define ATTR(f, name) do { PyObject *v_ = PyObject_GetAttrString(f, name); print_new(#f "." name, v_); } while (0)

/* The repr up to the address. */
static void print_repr(PyObject *o) { PyObject *r = MUST(PyObject_Repr(o)); const char *u = PyUnicode_AsUTF8(r), *at = strstr(u, " at 0x"); SAY("repr %.*s", (int)(at ? at - u + 6 : strlen(u)), u); Py_DECREF(r); }
TEST(attributes) {
    PyObject *module = MUST(PyModule_New("mod")), *name = S("mod"), *list = V("[i]", 1);
    PyObject *bare = MUST(PyCFunction_NewEx(&noargs, NULL, NULL)), *in_module = MUST(PyCFunction_NewEx(&noargs, module, name)), *bound = MUST(PyCFunction_NewEx(&one, list, NULL)), *of_type = MUST(PyCFunction_NewEx(&one, (PyObject *)&PyDict_Type, NULL)), *named = MUST(PyCFunction_NewEx(&one, NULL, list)), *statically = MUST(PyCFunction_NewEx(&a_static, list, NULL));
    PyObject *all[] = {bare, in_module, bound, of_type, named, statically};
    for (int i = 0; i < 6; i++) {
        PyObject *f = all[i];
        SAY("-- %d", i); ATTR(f, "__name__"); ATTR(f, "__qualname__"); ATTR(f, "__doc__"); ATTR(f, "__text_signature__"); ATTR(f, "__module__"); if (i != 1) ATTR(f, "__self__");
        if (i != 2 && i != 3 && i != 5) SHOW_BORROWED(f); else print_repr(f); ATTR(f, "__dict__"); ATTR(f, "nothing");
        SAY("type %s", Py_TYPE(f)->tp_name);
    }
    PyObject *self = PyObject_GetAttrString(in_module, "__self__"); SAY("self is module %d", self == module); Py_DECREF(self);
    for (int i = 0; i < 6; i++) Py_DECREF(all[i]);
    Py_DECREF(module); Py_DECREF(name); Py_DECREF(list);
}
TEST(docstrings) {
    PyMethodDef *defs[] = {&noargs, &one, &plain, &odd, &unfinished, &other_name, &dotted, &empty_doc, &only_signature, &two_lines};
    for (int i = 0; i < 10; i++) { PyObject *f = MUST(PyCFunction_NewEx(defs[i], NULL, NULL)); SHOW_BORROWED(f); ATTR(f, "__doc__"); ATTR(f, "__text_signature__"); Py_DECREF(f); }
}
TEST(setting) {
    PyObject *f = MUST(PyCFunction_NewEx(&one, NULL, NULL)), *text = S("text");
    const char *names[] = {"__name__", "__doc__", "__module__", "__self__", "__qualname__", "__text_signature__", "other"};
    for (int i = 0; i < 7; i++) { printf("%s ", names[i]); SHOW_INT(PyObject_SetAttrString(f, names[i], text)); }
    ATTR(f, "__module__"); SHOW_INT(PyObject_DelAttrString(f, "__module__")); ATTR(f, "__module__"); SHOW_INT(PyObject_DelAttrString(f, "__name__"));
    Py_DECREF(f); Py_DECREF(text);
}
TEST(getters) {
    PyObject *list = V("[]"), *f = MUST(PyCFunction_NewEx(&one, list, NULL)), *s = MUST(PyCFunction_NewEx(&a_static, list, NULL));
    SAY("%d", PyCFunction_GetFunction(f) == one.ml_meth); SHOW_BORROWED(PyCFunction_GetSelf(f)); SHOW_INT(PyCFunction_GetFlags(f)); SAY("static self NULL %d", PyCFunction_GetSelf(s) == NULL); SHOW_INT(PyCFunction_GetFlags(s)); SAY("%d", PyErr_Occurred() != NULL);
    SAY("%d", PyCFunction_GetFunction(list) == NULL); print_raised(); SAY("%d", PyCFunction_GetSelf(list) == NULL); print_raised(); SHOW_INT(PyCFunction_GetFlags(list));
    SAY("%d %d %d", PyCFunction_GET_FUNCTION(f) == one.ml_meth, PyCFunction_GET_SELF(f) == list, PyCFunction_GET_FLAGS(f)); SAY("%d %d %d", PyCFunction_Check(f), PyCFunction_CheckExact(f), PyCMethod_Check(f));
    Py_DECREF(f); Py_DECREF(list); Py_DECREF(s);
}
TEST(references) {
    PyObject *list = V("[]"), *module = V("[]");
    PyObject *f = NULL;
    SHOW_REFS(list, f = PyCFunction_NewEx(&one, list, module)); SHOW_REFS(list, Py_DECREF(f)); SHOW_REFS(module, f = PyCFunction_NewEx(&one, list, module)); SHOW_REFS(module, Py_DECREF(f));
    SAY("tracked %d", PyObject_GC_IsTracked(f = PyCFunction_NewEx(&one, list, NULL))); Py_DECREF(f);
    Py_DECREF(list); Py_DECREF(module);
}
TEST(bad_flags) {
    static PyMethodDef none = {"none", f_o, 0, NULL}, both = {"both", f_o, METH_O | METH_NOARGS, NULL}, o_kw = {"o_kw", f_o, METH_O | METH_KEYWORDS, NULL}, noargs_var = {"noargs_var", f_o, METH_NOARGS | METH_VARARGS, NULL}, just_kw = {"just_kw", f_o, METH_KEYWORDS, NULL}, only_method = {"only_method", f_o, METH_METHOD, NULL}, method_fast = {"method_fast", f_o, METH_METHOD | METH_FASTCALL, NULL}, coexist = {"coexist", f_o, METH_O | METH_COEXIST, NULL}, a_class = {"a_class", f_o, METH_O | METH_CLASS, NULL}, fast_var = {"fast_var", f_o, METH_FASTCALL | METH_VARARGS, NULL};
    PyMethodDef *defs[] = {&none, &both, &o_kw, &noargs_var, &just_kw, &only_method, &method_fast, &coexist, &a_class, &fast_var};
    for (int i = 0; i < 10; i++) { printf("%s ", defs[i]->ml_name); SHOW(PyCFunction_NewEx(defs[i], NULL, NULL)); }
    SHOW(PyCMethod_New(&method, NULL, NULL, NULL)); SHOW(PyCMethod_New(&one, NULL, NULL, &PyList_Type));
}
TEST(with_class) {
    PyObject *five = I("5"), *f = MUST(PyCMethod_New(&method, five, NULL, &PyLong_Type)), *names = V("(s)", "k"), *argv[2] = {five, five};
    SAY("%s", Py_TYPE(f)->tp_name); ATTR(f, "__name__"); ATTR(f, "__qualname__"); ATTR(f, "__doc__"); ATTR(f, "__text_signature__"); ATTR(f, "__self__"); SHOW(PyObject_Vectorcall(f, argv, 2, NULL)); SHOW(PyObject_Vectorcall(f, argv, 1, names)); SHOW(PyObject_CallNoArgs(f));
    SAY("%d %d %d", PyCFunction_Check(f), PyCFunction_CheckExact(f), PyCMethod_CheckExact(f)); SAY("class %d", PyCFunction_GET_CLASS(f) == &PyLong_Type);
    SAY("base %s", PyCMethod_Type.tp_base->tp_name); SAY("%zd %zd", PyCFunction_Type.tp_basicsize, PyCMethod_Type.tp_basicsize);
    Py_DECREF(f); Py_DECREF(five); Py_DECREF(names);
}
TEST(comparison_and_hash) {
    PyObject *a = V("[]"), *b = V("[]"), *fa = MUST(PyCFunction_NewEx(&one, a, NULL)), *fa2 = MUST(PyCFunction_NewEx(&one, a, NULL)), *fb = MUST(PyCFunction_NewEx(&one, b, NULL)), *ga = MUST(PyCFunction_NewEx(&noargs, a, NULL)), *same = MUST(PyCFunction_NewEx(&plain, a, NULL));
    SHOW(PyObject_RichCompare(fa, fa2, Py_EQ)); SHOW(PyObject_RichCompare(fa, fa2, Py_NE)); SHOW(PyObject_RichCompare(fa, fb, Py_EQ)); SHOW(PyObject_RichCompare(fa, ga, Py_EQ)); SHOW(PyObject_RichCompare(fa, ga, Py_NE)); SHOW(PyObject_RichCompare(fa, fa2, Py_LT)); SHOW(PyObject_RichCompare(fa, a, Py_EQ)); SHOW(PyObject_RichCompare(fa, same, Py_EQ));
    SAY("hash %d %d %d", PyObject_Hash(fa) == PyObject_Hash(fa2), PyObject_Hash(fa) == PyObject_Hash(fb), PyObject_Hash(fa) == PyObject_Hash(ga));
    Py_DECREF(fa); Py_DECREF(fa2); Py_DECREF(fb); Py_DECREF(ga); Py_DECREF(same); Py_DECREF(a); Py_DECREF(b);
}
TEST(bound_from_types) {
    PyObject *text = S("abc"), *upper = MUST(PyObject_GetAttrString(text, "upper"));
    SAY("%s", Py_TYPE(upper)->tp_name); ATTR(upper, "__name__"); ATTR(upper, "__qualname__"); ATTR(upper, "__self__"); ATTR(upper, "__module__"); ATTR(upper, "__text_signature__"); SHOW(PyObject_CallNoArgs(upper)); SHOW(PyObject_CallOneArg(upper, text));
    PyObject *fromkeys = MUST(PyObject_GetAttrString((PyObject *)&PyDict_Type, "fromkeys")); print_repr(fromkeys); ATTR(fromkeys, "__qualname__"); ATTR(fromkeys, "__self__"); SHOW(PyObject_CallNoArgs(fromkeys));
    PyObject *maketrans = MUST(PyObject_GetAttrString((PyObject *)&PyUnicode_Type, "maketrans")); print_repr(maketrans); ATTR(maketrans, "__qualname__"); ATTR(maketrans, "__self__"); SHOW(PyObject_CallNoArgs(maketrans));
    Py_DECREF(text); Py_DECREF(upper); Py_DECREF(fromkeys); Py_DECREF(maketrans);
}
TEST(reduce) {
    PyObject *list = V("[i]", 1), *append = MUST(PyObject_GetAttrString(list, "append")), *bare = MUST(PyCFunction_NewEx(&one, NULL, NULL)), *module = MUST(PyModule_New("mod")), *in_module = MUST(PyCFunction_NewEx(&one, module, NULL));
    SHOW(M(Py_NewRef(append), "__reduce__", NULL)); SHOW(M(Py_NewRef(bare), "__reduce__", NULL)); SHOW(M(Py_NewRef(in_module), "__reduce__", NULL));
    Py_DECREF(list); Py_DECREF(append); Py_DECREF(bare); Py_DECREF(module); Py_DECREF(in_module);
}
TEST(weak_references) {
    PyObject *f = MUST(PyCFunction_NewEx(&one, NULL, NULL)), *ref = PyWeakref_NewRef(f, NULL), *got = NULL;
    SHOW_INT(PyWeakref_GetRef(ref, &got)); SAY("%d", got == f); Py_XDECREF(got); Py_DECREF(f); SHOW_INT(PyWeakref_GetRef(ref, &got)); Py_XDECREF(ref);
}
TEST(type) {
    SHOW(PyObject_CallNoArgs((PyObject *)&PyCFunction_Type)); SHOW(PyObject_CallNoArgs((PyObject *)&PyCMethod_Type)); SHOW_BORROWED((PyObject *)&PyCFunction_Type); SHOW_BORROWED((PyObject *)&PyCMethod_Type);
    SAY("flags %lx %lx", PyCFunction_Type.tp_flags & (Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE), PyCMethod_Type.tp_flags & (Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE)); SAY("%zd %zd", PyCFunction_Type.tp_vectorcall_offset, PyCFunction_Type.tp_weaklistoffset);
    SHOW(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Sub", &PyCFunction_Type));
    PyObject *dict = PyType_GetDict(&PyCFunction_Type), *keys = PyDict_Keys(dict); PyList_Sort(keys); SHOW(keys); Py_DECREF(dict);
}
extern PyObject *PyCFunction_New_(PyMethodDef *, PyObject *) __asm__("PyCFunction_New");
extern PyObject *PyCFunction_NewEx_(PyMethodDef *, PyObject *, PyObject *) __asm__("PyCFunction_NewEx");
TEST(exported_constructors) { PyObject *list = V("[]"); SHOW(M(PyCFunction_New_(&one, list), "__call__", "(i)", 7)); SHOW(M(PyCFunction_NewEx_(&one, list, list), "__call__", "(i)", 8)); Py_DECREF(list); }
TEST(no_module_names) {
    /* What "…() takes" is called when the function has a module or a class. */
    PyObject *module = MUST(PyModule_New("mod")), *name = S("mod"), *f = MUST(PyCFunction_NewEx(&noargs, module, name)), *list = V("[]"), *bound = MUST(PyObject_GetAttrString(list, "append"));
    SHOW(PyObject_CallOneArg(f, list)); SHOW(PyObject_CallNoArgs(bound)); Py_DECREF(module); Py_DECREF(name); Py_DECREF(f); Py_DECREF(list); Py_DECREF(bound);
}
static PyMethodDef signatures[] = {
    {"m", f_o, METH_NOARGS, NULL}, {"m", f_o, METH_O, NULL}, {"m", f_o, METH_VARARGS, NULL}, {"m", f_o, METH_VARARGS | METH_KEYWORDS, NULL}, {"m", CAST(f_fast), METH_FASTCALL, NULL}, {"m", CAST(f_fast), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"m", f_o, METH_NOARGS | METH_STATIC, NULL}, {"m", f_o, METH_O | METH_STATIC, NULL}, {"m", f_o, METH_VARARGS | METH_STATIC, NULL}, {"m", f_o, METH_VARARGS | METH_KEYWORDS | METH_STATIC, NULL}, {"m", CAST(f_fast), METH_FASTCALL | METH_STATIC, NULL},
    {"m", f_o, METH_NOARGS | METH_CLASS, NULL}, {"m", f_o, METH_O | METH_CLASS, NULL}, {"m", f_o, METH_VARARGS | METH_CLASS, NULL}, {"m", f_o, METH_VARARGS | METH_KEYWORDS | METH_CLASS, NULL}, {"m", f_o, METH_O | METH_COEXIST, NULL},
    {"m", f_o, METH_O, "words"}, {"m", f_o, METH_NOARGS, "m()"}, {"m", f_o, METH_NOARGS, "m() -> x"}, {"m", f_o, METH_VARARGS, "m(a, b)\n--\n\n"}, {"m", f_o, METH_NOARGS, "m(a)\n--\n\nx"}, {"m", f_o, METH_NOARGS, "m(a)\n--\nx"}, {"m", f_o, METH_NOARGS, "m(a)\n--"}, {"m", f_o, METH_NOARGS, "m()\n--\n\n)\n--\n\n"}, {"m", f_o, METH_NOARGS, ""}};
TEST(signatures_from_flags) {
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        PyObject *f = MUST(PyCFunction_NewEx(&signatures[i], NULL, NULL)), *g = MUST(PyCFunction_NewEx(&signatures[i], Py_True, NULL));
        printf("%#x %s ", signatures[i].ml_flags, signatures[i].ml_doc ? signatures[i].ml_doc : "NULL"); ATTR(f, "__text_signature__"); ATTR(g, "__text_signature__"); ATTR(f, "__doc__");
        Py_DECREF(f); Py_DECREF(g);
    }
}
