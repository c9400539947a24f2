/* Calls in corners: many arguments, keywords that hide, methods found in several ways, modules that are called. */
#include "harness.h"
static PyObject *count(PyObject *self, PyObject *const *a, Py_ssize_t n, PyObject *names) { return Py_BuildValue("nO", n, names ? names : Py_None); }
static PyObject *first(PyObject *self, PyObject *const *a, Py_ssize_t n) { return n ? Py_NewRef(a[n - 1]) : Py_NewRef(Py_None); }
static PyObject *echo(PyObject *self, PyObject *one) { return Py_NewRef(one); }
#define CAST(f) ((PyCFunction)(void (*)(void))f)
static PyMethodDef count_def = {"count", CAST(count), METH_FASTCALL | METH_KEYWORDS, NULL}, first_def = {"first", CAST(first), METH_FASTCALL, NULL}, echo_def = {"echo", echo, METH_O, NULL};
TEST(many_arguments) {
    PyObject *f = MUST(PyCFunction_NewEx(&count_def, NULL, NULL)), *g = MUST(PyCFunction_NewEx(&first_def, NULL, NULL)), *argv[64], *names = PyTuple_New(20), *kw = PyDict_New(), *args = PyTuple_New(40);
    for (int i = 0; i < 64; i++) argv[i] = PyLong_FromLong(i * 1000);
    for (int i = 0; i < 20; i++) { char name[8]; snprintf(name, 8, "k%d", i); PyObject *s = S(name); PyTuple_SetItem(names, i, Py_NewRef(s)); PyDict_SetItem(kw, s, argv[i]); Py_DECREF(s); }
    for (int i = 0; i < 40; i++) PyTuple_SetItem(args, i, Py_NewRef(argv[i]));
    for (int n = 0; n < 44; n += 7) { SHOW(PyObject_Vectorcall(g, argv, n, NULL)); PyObject *m = MUST(PyMethod_New(g, f)); SHOW(PyObject_Vectorcall(m, argv, n, NULL)); SHOW(PyObject_Vectorcall(m, argv + 1, n | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)); Py_DECREF(m); SHOW(PyObject_Vectorcall(f, argv, n, names)); }
    SHOW(PyObject_Call(f, args, kw)); SHOW(PyObject_VectorcallDict(f, argv, 30, kw));
    SHOW(PyObject_CallFunctionObjArgs(g, argv[1], argv[2], argv[3], argv[4], argv[5], argv[6], argv[7], argv[8], argv[9], argv[10], argv[11], argv[12], NULL));
    SHOW(PyObject_CallFunction(g, "iiiiiiiiiiiiiiiiiiii", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20));
    for (int i = 0; i < 64; i++) Py_DECREF(argv[i]);
    Py_DECREF(f); Py_DECREF(g); Py_DECREF(names); Py_DECREF(kw); Py_DECREF(args);
}
TEST(methods_found_elsewhere) {
    /* In the instance's dict, on the class, a static method, a class method, a property that gives a callable. */
    PyObject *e = MUST(PyCFunction_NewEx(&echo_def, NULL, NULL)), *T = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(){s:O}", "T", "unbound", e)), *o = MUST(PyObject_CallNoArgs(T)), *stat = PyStaticMethod_New(e), *cls = PyClassMethod_New(e), *im = PyInstanceMethod_New(e);
    PyObject_SetAttrString(T, "stat", stat); PyObject_SetAttrString(T, "cls", cls); PyObject_SetAttrString(T, "im", im); PyObject_SetAttrString(o, "own", e);
    SHOW(PyObject_CallMethod(o, "own", "i", 1)); SHOW(PyObject_CallMethod(o, "unbound", "i", 2)); SHOW(PyObject_CallMethod(o, "stat", "i", 3)); PyObject *r = PyObject_CallMethod(o, "cls", NULL); SAY("%d", r == T); Py_XDECREF(r); r = PyObject_CallMethod(o, "im", NULL); SAY("%d", r == o); Py_XDECREF(r); SHOW(PyObject_CallMethod(o, "im", "i", 1)); SHOW(PyObject_CallMethod(o, "none", "i", 1)); SHOW(PyObject_CallMethod(T, "stat", "i", 4));
    PyObject *name = S("stat"), *argv[2] = {o, name}; SHOW(PyObject_VectorcallMethod(name, argv, 2, NULL)); Py_DECREF(name); name = S("own"); SHOW(PyObject_VectorcallMethod(name, argv, 2, NULL)); Py_DECREF(name);
    Py_DECREF(e); Py_DECREF(T); Py_DECREF(o); Py_DECREF(stat); Py_DECREF(cls); Py_DECREF(im);
}
TEST(module_called) {
    PyObject *m = MUST(PyModule_New("callme")), *e = MUST(PyCFunction_NewEx(&echo_def, NULL, NULL)); SHOW(PyObject_CallNoArgs(m)); PyObject_SetAttrString(m, "callme", Py_None); SHOW(PyObject_CallNoArgs(m)); PyObject_SetAttrString(m, "callme", e); SHOW(PyObject_CallNoArgs(m)); PyObject *args = PyTuple_New(0); SHOW(PyObject_Call(m, args, NULL)); Py_DECREF(args); Py_DECREF(m); Py_DECREF(e);
}
TEST(types_called) {
    SHOW(PyObject_CallFunction((PyObject *)&PyLong_Type, "s", "12")); SHOW(PyObject_CallFunction((PyObject *)&PyLong_Type, "si", "12", 3)); SHOW(PyObject_CallNoArgs((PyObject *)&PyDict_Type)); SHOW(PyObject_CallFunction((PyObject *)&PyList_Type, "((ii))", 1, 2)); SHOW(PyObject_CallFunction((PyObject *)&PyTuple_Type, "([ii])", 1, 2)); SHOW(PyObject_CallFunction((PyObject *)&PyBool_Type, "i", 3)); SHOW(PyObject_CallFunction((PyObject *)&PyUnicode_Type, "i", 3)); SHOW(PyObject_CallFunction((PyObject *)&PyFloat_Type, "s", "1.5")); SHOW(PyObject_CallFunction((PyObject *)&PyType_Type, "i", 3)); SHOW(PyObject_CallFunction((PyObject *)&PyBaseObject_Type, "i", 3));
    PyObject *T = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", "T")); SHOW(PyObject_CallFunction(T, "i", 3)); PyObject *none = PyTuple_New(0), *kw = V("{s:i}", "a", 1); SHOW(PyObject_Call(T, none, kw)); SHOW(PyObject_Call((PyObject *)&PyBaseObject_Type, none, kw)); SHOW(PyObject_Call((PyObject *)&PyDict_Type, none, kw)); SHOW(PyObject_Call((PyObject *)&PyLong_Type, none, kw)); Py_DECREF(none); Py_DECREF(kw); Py_DECREF(T);
}
static PyObject *drops(PyObject *self, PyObject *dict) { PyDict_Clear(dict); return Py_NewRef(Py_None); }
static PyMethodDef drops_def = {"drops", drops, METH_O, NULL};
TEST(callee_dies_in_the_call) {
    PyObject *dict = PyDict_New(), *f = MUST(PyCFunction_NewEx(&drops_def, NULL, NULL)); PyDict_SetItemString(dict, "f", f); Py_DECREF(f);
    SHOW(PyObject_CallOneArg(PyDict_GetItemString(dict, "f"), dict)); SHOW_INT(PyDict_Size(dict)); Py_DECREF(dict);
}
TEST(keyword_values_are_held) {
    PyObject *f = MUST(PyCFunction_NewEx(&count_def, NULL, NULL)), *list = V("[]"), *kw = PyDict_New(), *none = PyTuple_New(0); PyDict_SetItemString(kw, "a", list); SHOW_REFS(list, SHOW(PyObject_Call(f, none, kw))); SHOW_REFS(kw, SHOW(PyObject_Call(f, none, kw))); Py_DECREF(f); Py_DECREF(list); Py_DECREF(kw); Py_DECREF(none);
}
