/* The functions of builtins, one by one. */
#include "calls.h"

TEST(abs) { CALL("abs", "(i)", -5); CALL("abs", "(d)", -2.5); CALL("abs", "(O)", Py_True); CALL("abs", "(s)", "x"); CALL("abs", "()"); CALL("abs", "(ii)", 1, 2); }
TEST(all) {
    CALL("all", "([])"); CALL("all", "([ii])", 1, 2); CALL("all", "([ii])", 1, 0); CALL("all", "((s))", ""); CALL("all", "(i)", 5); CALL("all", "()"); CALL("all", "(s)", "abc");
}
TEST(any) { CALL("any", "([])"); CALL("any", "([ii])", 0, 2); CALL("any", "([ii])", 0, 0); CALL("any", "(i)", 5); CALL("any", "()"); CALL("any", "({s:i})", "a", 1); }
TEST(ascii) { CALL("ascii", "(s)", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80'\n"); CALL("ascii", "(i)", 5); CALL("ascii", "([s])", "\xc3\xa9"); CALL("ascii", "()"); }
TEST(bin_oct_hex) {
    for (const char *const *n = (const char *const[]){ "bin", "oct", "hex", NULL }; *n; n++)
        for (int i = 0; i < 9; i++) {
            PyObject *v[] = { V("i", 0), V("i", 1), V("i", -1), V("i", 255), V("L", -(1LL << 40)), I("123456789012345678901234567890"), V("s", "x"), V("d", 1.5), Py_True };
            print_new(*n, PyObject_CallOneArg(B(*n), v[i]));
        }
    CALL("bin", "()"); CALL("oct", "()"); CALL("hex", "()");
}
TEST(callable) { CALL("callable", "(O)", PyExc_ValueError); CALL("callable", "(i)", 5); CALL("callable", "(O)", B("abs")); CALL("callable", "()"); }
TEST(chr) {
    CALL("chr", "(i)", 65); CALL("chr", "(i)", 0); CALL("chr", "(i)", 0x10ffff); CALL("chr", "(i)", 0x110000); CALL("chr", "(i)", -1); CALL("chr", "(s)", "x"); CALL("chr", "(d)", 1.0); CALL("chr", "()");
    CALL("chr", "(L)", 1LL << 40); CALL("chr", "(L)", -(1LL << 40)); PyObject *big = I("99999999999999999999999"); CALL("chr", "(O)", big); Py_DECREF(big); CALL("chr", "(O)", Py_True); CALL("chr", "(i)", 0xd800);
}
TEST(ord) {
    CALL("ord", "(s)", "a"); CALL("ord", "(s)", "\xf0\x9f\x98\x80"); CALL("ord", "(s)", ""); CALL("ord", "(s)", "ab"); CALL("ord", "(y)", "a"); CALL("ord", "(y)", "ab"); CALL("ord", "(i)", 5); CALL("ord", "()");
    PyObject *b = PyByteArray_FromStringAndSize("z", 1); CALL("ord", "(O)", b); Py_DECREF(b); b = PyByteArray_FromStringAndSize("zz", 2); CALL("ord", "(O)", b); Py_DECREF(b);
}
TEST(attributes) {
    PyObject *e = C(PyExc_ValueError, "(s)", "x");
    CALL("setattr", "(Osi)", e, "attr", 5); CALL("getattr", "(Os)", e, "attr"); CALL("hasattr", "(Os)", e, "attr"); CALL("delattr", "(Os)", e, "attr"); CALL("hasattr", "(Os)", e, "attr");
    CALL("getattr", "(Os)", e, "attr"); CALL("getattr", "(Osi)", e, "attr", 7); CALL("delattr", "(Os)", e, "attr");
    CALL("getattr", "(Oi)", e, 5); CALL("getattr", "(Oii)", e, 5, 6); CALL("hasattr", "(Oi)", e, 5); CALL("setattr", "(Oii)", e, 5, 6); CALL("delattr", "(Oi)", e, 5);
    CALL("getattr", "(O)", e); CALL("getattr", "(Osii)", e, "a", 1, 2); CALL("hasattr", "(O)", e); CALL("setattr", "(Os)", e, "a"); CALL("delattr", "(O)", e);
    call_kw("getattr", V("(Os)", e, "a"), V("{s:i}", "default", 1));
    Py_DECREF(e);
}
static PyObject *raises(PyObject *self, PyObject *name) { PyErr_SetString(self == Py_True ? PyExc_AttributeError : PyExc_RuntimeError, "from getattr"); return NULL; }
static PyMethodDef raises_def = { "__getattr__", raises, METH_O, NULL };
TEST(attributes_raising) {
    for (int i = 0; i < 2; i++) {
        PyObject *d = V("{s:N}", "__getattr__", PyCFunction_New(&raises_def, i ? Py_True : NULL)), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Odd", b, d)), *o = C(t, "()");
        CALL("hasattr", "(Os)", o, "x"); CALL("getattr", "(Os)", o, "x"); CALL("getattr", "(Osi)", o, "x", 5);
        Py_DECREF(o); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d);
    }
}
TEST(dir) {
    PyObject *d = V("{s:i,s:i}", "zz", 1, "aa", 2), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "T", b, d));
    PyObject *l = C(B("dir"), "(O)", t), *s = S("aa");
    SHOW_INT(PySequence_Contains(l, s)); SHOW_INT(PyList_Check(l));
    PyObject *sorted = PySequence_List(l); PyList_Sort(sorted); SHOW_INT(PyObject_RichCompareBool(l, sorted, Py_EQ));
    SHOW(C(B("dir"), "(O)", C(PyExc_ValueError, "()")));
    CALL("dir", "(ii)", 1, 2);
    CALL("dir", "()");
    Py_DECREF(l); Py_DECREF(s); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d);
}
TEST(divmod) { CALL("divmod", "(ii)", 7, 3); CALL("divmod", "(ii)", -7, 3); CALL("divmod", "(dd)", 7.5, 2.0); CALL("divmod", "(ii)", 1, 0); CALL("divmod", "(si)", "x", 1); CALL("divmod", "(i)", 1); }
TEST(format) {
    CALL("format", "(i)", 5); CALL("format", "(is)", 5, "05d"); CALL("format", "(ds)", 3.14159, ".2f"); CALL("format", "(ss)", "x", ">5"); CALL("format", "(ii)", 5, 6); CALL("format", "(is)", 5, "q"); CALL("format", "()");
    CALL("format", "(Os)", Py_None, "x"); CALL("format", "(O)", Py_None); CALL("format", "(iss)", 5, "", "");
}
TEST(hash) { CALL("hash", "(i)", 5); CALL("hash", "(i)", -1); CALL("hash", "(d)", 0.5); CALL("hash", "([])"); CALL("hash", "({})"); CALL("hash", "()"); CALL("hash", "((ii))", 1, 2); CALL("hash", "(([]))"); }
TEST(id) { PyObject *o = PyList_New(0), *i = C(B("id"), "(O)", o); SHOW_INT(PyLong_AsVoidPtr(i) == o); CALL("id", "()"); Py_DECREF(o); Py_XDECREF(i); }
TEST(iter) {
    PyObject *it = C(B("iter"), "([ii])", 1, 2);
    SAY("%s", Py_TYPE(it)->tp_name); CALL("next", "(O)", it); CALL("next", "(O)", it); CALL("next", "(O)", it); CALL("next", "(Os)", it, "default");
    Py_DECREF(it);
    CALL("iter", "(i)", 5); CALL("iter", "()"); CALL("next", "(i)", 5); CALL("next", "()"); CALL("iter", "(ii)", 5, 6); CALL("iter", "(iii)", 5, 6, 7); CALL("next", "(iii)", 5, 6, 7);
}
static int counter;
static PyObject *count(PyObject *self, PyObject *unused) { return PyLong_FromLong(counter++); }
static PyMethodDef count_def = { "count", count, METH_NOARGS, NULL };
TEST(iter_sentinel) {
    counter = 0;
    PyObject *f = PyCFunction_New(&count_def, NULL), *it = C(B("iter"), "(Oi)", f, 3);
    SAY("%s", Py_TYPE(it)->tp_name);
    SHOW(PySequence_List(it));
    Py_DECREF(f); Py_XDECREF(it);
}
TEST(len) { CALL("len", "([ii])", 1, 2); CALL("len", "(s)", "abc"); CALL("len", "({s:i})", "a", 1); CALL("len", "(i)", 5); CALL("len", "()"); CALL("len", "(ss)", "a", "b"); }
TEST(pow) {
    CALL("pow", "(ii)", 2, 10); CALL("pow", "(iii)", 2, 10, 1000); CALL("pow", "(ii)", 2, -1); CALL("pow", "(iii)", 2, -1, 7); CALL("pow", "(iii)", 2, 2, 0); CALL("pow", "(si)", "x", 2); CALL("pow", "(i)", 2); CALL("pow", "(iiii)", 1, 2, 3, 4);
    call_kw("pow", V("()"), V("{s:i,s:i}", "base", 3, "exp", 4)); call_kw("pow", V("(i)", 3), V("{s:i,s:i}", "exp", 4, "mod", 5)); call_kw("pow", V("(ii)", 3, 4), V("{s:i}", "exp", 4)); call_kw("pow", V("(ii)", 3, 4), V("{s:i}", "x", 4));
    CALL("pow", "(iiO)", 2, 3, Py_None); CALL("pow", "(dii)", 2.0, 3, 4);
}
TEST(repr) { CALL("repr", "(s)", "it's"); CALL("repr", "([i])", 5); CALL("repr", "()"); CALL("repr", "(O)", PyExc_ValueError); }
TEST(round) {
    CALL("round", "(d)", 2.5); CALL("round", "(d)", 3.5); CALL("round", "(di)", 2.675, 2); CALL("round", "(i)", 5); CALL("round", "(ii)", 1234, -2); CALL("round", "(dO)", 2.5, Py_None); CALL("round", "(s)", "x"); CALL("round", "()");
    call_kw("round", V("()"), V("{s:d,s:i}", "number", 2.345, "ndigits", 1)); call_kw("round", V("(d)", 1.0), V("{s:i}", "digits", 1)); CALL("round", "(ds)", 2.5, "x"); CALL("round", "(diii)", 2.5, 1, 2, 3);
}
TEST(vars) {
    PyObject *e = C(PyExc_ValueError, "()");
    CALL("vars", "(O)", e); set_attr(e, "a", V("i", 1)); CALL("vars", "(O)", e); CALL("vars", "(i)", 5); CALL("vars", "(ii)", 5, 6);
    Py_DECREF(e);
}
TEST(isinstance) {
    CALL("isinstance", "(iO)", 5, &PyLong_Type); CALL("isinstance", "(OO)", Py_True, &PyLong_Type); CALL("isinstance", "(iO)", 5, &PyUnicode_Type); CALL("isinstance", "(i(OO))", 5, &PyUnicode_Type, &PyLong_Type);
    CALL("isinstance", "(i(O(OO)))", 5, &PyUnicode_Type, &PyBytes_Type, &PyLong_Type); CALL("isinstance", "(i())", 5); CALL("isinstance", "(ii)", 5, 5); CALL("isinstance", "(i(Oi))", 5, &PyUnicode_Type, 5); CALL("isinstance", "(i(Oi))", 5, &PyLong_Type, 5);
    CALL("isinstance", "(i[O])", 5, &PyLong_Type); CALL("isinstance", "(i)", 5); CALL("isinstance", "(OO)", Py_None, Py_None); CALL("isinstance", "(OO)", &PyLong_Type, &PyType_Type);
    PyObject *u = PyNumber_Or(TYPE(PyLong_Type), TYPE(PyUnicode_Type)); CALL("isinstance", "(iO)", 5, u); CALL("isinstance", "(dO)", 5.0, u); Py_XDECREF(u);
}
TEST(issubclass) {
    CALL("issubclass", "(OO)", &PyBool_Type, &PyLong_Type); CALL("issubclass", "(OO)", &PyLong_Type, &PyBool_Type); CALL("issubclass", "(O(OO))", &PyBool_Type, &PyUnicode_Type, &PyLong_Type); CALL("issubclass", "(O())", &PyBool_Type);
    CALL("issubclass", "(iO)", 5, &PyLong_Type); CALL("issubclass", "(Oi)", &PyLong_Type, 5); CALL("issubclass", "(ii)", 5, 5); CALL("issubclass", "(O(Oi))", &PyLong_Type, &PyUnicode_Type, 5); CALL("issubclass", "(O)", &PyLong_Type);
    CALL("issubclass", "(OO)", PyExc_KeyError, PyExc_LookupError); CALL("issubclass", "(OO)", &PyLong_Type, &PyLong_Type);
    PyObject *u = PyNumber_Or(TYPE(PyLong_Type), TYPE(PyUnicode_Type)); CALL("issubclass", "(OO)", &PyBool_Type, u); CALL("issubclass", "(OO)", &PyFloat_Type, u); Py_XDECREF(u);
}
TEST(build_class) {
    CALL("__build_class__", "()"); CALL("__build_class__", "(i)", 5); CALL("__build_class__", "(is)", 5, "x"); CALL("__build_class__", "(Oi)", B("abs"), 5);
}
TEST(import) { SHOW(C(B("__import__"), "(s)", "sys")); CALL("__import__", "()"); CALL("__import__", "(i)", 5); CALL("__import__", "(s)", ""); CALL("__import__", "(s)", "no_such_module_at_all"); }
TEST(aiter) { CALL("aiter", "(i)", 5); CALL("anext", "(i)", 5); CALL("aiter", "()"); CALL("anext", "()"); CALL("anext", "(ii)", 5, 6); }
TEST(globals_without_frame) { CALL("globals", "()"); CALL("locals", "()"); CALL("vars", "()"); CALL("globals", "(i)", 1); }
TEST(refcounts) {
    PyObject *o = V("[s]", "x");
    SHOW_REFS(o, Py_XDECREF(PyObject_CallFunctionObjArgs(B("len"), o, NULL)));
    SHOW_REFS(o, Py_XDECREF(PyObject_CallFunctionObjArgs(B("isinstance"), o, &PyList_Type, NULL)));
    SHOW_REFS(o, Py_XDECREF(PyObject_CallFunctionObjArgs(B("max"), o, o, NULL)));
    SHOW_REFS(o, Py_XDECREF(PyObject_CallFunctionObjArgs(B("repr"), o, NULL)));
    Py_DECREF(o);
}
