/* _operator and operator: every function with every kind of operand, and the three that fetch. */
#include "../errors/exc.h"

static PyObject *O(const char *name) {
    static PyObject *module;
    if (!module) module = MUST(PyImport_ImportModule("operator"));
    return MUST(PyObject_GetAttrString(module, name));
}
static PyObject *P(const char *name) {
    static PyObject *module;
    if (!module) module = MUST(PyImport_ImportModule("_operator"));
    return MUST(PyObject_GetAttrString(module, name));
}
#define CALL(name, ...) print_new(name " " #__VA_ARGS__, C(O(name), __VA_ARGS__))
static void call_kw(const char *name, PyObject *callable, PyObject *args, PyObject *keywords) {
    print_new(name, PyObject_Call(callable, args, keywords));
    Py_DECREF(args); Py_DECREF(keywords);
}
static const char *const binary[] = { "lt", "le", "eq", "ne", "gt", "ge", "is_", "is_not", "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and_", "xor", "or_", "concat", "contains", "countOf", "indexOf", "getitem", "delitem", NULL };
static const char *const in_place[] = { "iadd", "isub", "imul", "imatmul", "itruediv", "ifloordiv", "imod", "ipow", "ilshift", "irshift", "iand", "ixor", "ior", "iconcat", NULL };
static const char *const unary[] = { "truth", "not_", "is_none", "is_not_none", "index", "neg", "pos", "abs", "inv", "invert", NULL };

static void each(const char *const *names, const char *format, ...) {
    for (; *names; names++) {
        va_list va;
        va_start(va, format);
        PyObject *args = MUST(Py_VaBuildValue(format, va));
        va_end(va);
        PyObject *function = O(*names);
        print_new(*names, PyObject_Call(function, args, NULL));
        Py_DECREF(function);
        Py_DECREF(args);
    }
}
TEST(binary_ints) { each(binary, "(ii)", 7, 2); }
TEST(binary_floats) { each(binary, "(di)", 7.5, 2); }
TEST(binary_texts) { each(binary, "(ss)", "abc", "c"); }
TEST(binary_lists) { each(binary, "([iii]i)", 3, 1, 2, 1); }
TEST(binary_two_lists) { each(binary, "([ii][i])", 3, 1, 2); }
TEST(binary_dict) { each(binary, "({s:i}s)", "a", 1, "a"); }
TEST(binary_none) { each(binary, "(OO)", Py_None, Py_None); }
TEST(binary_counts) { each(binary, "()"); each(binary, "(i)", 1); each(binary, "(iii)", 1, 2, 3); }
TEST(in_place_ints) { each(in_place, "(ii)", 7, 2); }
TEST(in_place_texts) { each(in_place, "(ss)", "abc", "c"); }
TEST(in_place_lists) { each(in_place, "([ii][i])", 3, 1, 2); each(in_place, "([i](i))", 3, 1); each(in_place, "([i]i)", 3, 2); }
TEST(in_place_keeps_the_object) {
    PyObject *l = V("[i]", 1), *more = V("[i]", 2);
    PyObject *r = C(O("iadd"), "(OO)", l, more); SHOW_INT(r == l); Py_XDECREF(r);
    r = C(O("iconcat"), "(OO)", l, more); SHOW_INT(r == l); Py_XDECREF(r);
    r = C(O("add"), "(OO)", l, more); SHOW_INT(r == l); Py_XDECREF(r);
    SHOW_BORROWED(l); Py_DECREF(l); Py_DECREF(more);
}
TEST(in_place_counts) { each(in_place, "()"); each(in_place, "(iii)", 1, 2, 3); }
TEST(unary_all) { each(unary, "(i)", 5); each(unary, "(i)", 0); each(unary, "(d)", -1.5); each(unary, "(s)", ""); each(unary, "(O)", Py_None); each(unary, "(O)", Py_True); each(unary, "()"); each(unary, "(ii)", 1, 2); }
TEST(keywords) {
    call_kw("lt", O("lt"), V("(i)", 1), V("{s:i}", "b", 2)); call_kw("abs", O("abs"), V("()"), V("{s:i}", "a", 2)); call_kw("length_hint", O("length_hint"), V("([])"), V("{s:i}", "default", 2));
    call_kw("setitem", O("setitem"), V("()"), V("{s:i}", "a", 2));
}
TEST(items) {
    PyObject *d = V("{s:i}", "a", 1), *l = V("[iii]", 1, 2, 3);
    CALL("setitem", "(Osi)", d, "b", 2); CALL("setitem", "(Oii)", l, 0, 9); CALL("setitem", "(Oii)", l, 7, 9); CALL("setitem", "(sii)", "x", 0, 1); CALL("setitem", "(Os)", d, "x"); CALL("setitem", "()"); CALL("setitem", "(Osss)", d, "a", "b", "c");
    CALL("delitem", "(Os)", d, "a"); CALL("delitem", "(Os)", d, "a"); CALL("delitem", "(Oi)", l, 1); CALL("delitem", "(ii)", 1, 1);
    SHOW_BORROWED(d); SHOW_BORROWED(l); Py_DECREF(d); Py_DECREF(l);
}
TEST(searching) {
    CALL("countOf", "([iiii]i)", 1, 2, 1, 3, 1); CALL("countOf", "(si)", "abc", 1); CALL("countOf", "(iO)", 1, Py_None); CALL("indexOf", "([iiii]i)", 1, 2, 1, 3, 3); CALL("indexOf", "([i]i)", 1, 3); CALL("indexOf", "(ii)", 1, 3);
    CALL("contains", "([ii]i)", 1, 2, 2); CALL("contains", "({s:i}s)", "a", 2, "b"); CALL("contains", "(ii)", 1, 2); CALL("contains", "(si)", "a", 2);
}
TEST(length_hint) {
    CALL("length_hint", "([ii])", 1, 2); CALL("length_hint", "(i)", 5); CALL("length_hint", "(ii)", 5, 7); CALL("length_hint", "(ii)", 5, -7); CALL("length_hint", "(is)", 5, "x"); CALL("length_hint", "(id)", 5, 1.0); CALL("length_hint", "()"); CALL("length_hint", "(iii)", 1, 2, 3);
    PyObject *l = V("[iii]", 1, 2, 3), *it = MUST(PyObject_GetIter(l)), *big = I("1000000000000000000000000000000"); Py_XDECREF(PyIter_Next(it));
    CALL("length_hint", "(O)", it); CALL("length_hint", "(Oi)", it, 9); CALL("length_hint", "(iO)", 1, big); CALL("length_hint", "(iO)", 1, Py_True); Py_DECREF(it); Py_DECREF(l); Py_DECREF(big);
}
TEST(call) {
    CALL("call", "(Os)", TYPE(PyLong_Type), "12"); CALL("call", "(O)", TYPE(PyList_Type)); CALL("call", "(i)", 5); CALL("call", "()");
    call_kw("call", O("call"), V("(Os)", TYPE(PyLong_Type), "12"), V("{s:i}", "base", 3)); call_kw("call", O("call"), V("()"), V("{s:i}", "base", 3));
}
TEST(compare_digest) {
    PyObject *f = P("_compare_digest"), *ba = PyByteArray_FromStringAndSize("abc", 3), *mv = PyMemoryView_FromObject(ba);
    SHOW(C(f, "(yy)", "abc", "abc")); SHOW(C(f, "(yy)", "abc", "abd")); SHOW(C(f, "(yy)", "abc", "ab")); SHOW(C(f, "(yy)", "ab", "abc")); SHOW(C(f, "(yy)", "", "")); SHOW(C(f, "(yO)", "abc", ba)); SHOW(C(f, "(OO)", mv, ba));
    SHOW(C(f, "(ss)", "abc", "abc")); SHOW(C(f, "(ss)", "abc", "abd")); SHOW(C(f, "(ss)", "\xc3\xa9", "\xc3\xa9")); SHOW(C(f, "(ss)", "a", "\xe2\x82\xac")); SHOW(C(f, "(sy)", "abc", "abc")); SHOW(C(f, "(ys)", "abc", "abc")); SHOW(C(f, "(ii)", 1, 2)); SHOW(C(f, "(yi)", "a", 2)); SHOW(C(f, "(is)", 1, "a")); SHOW(C(f, "(i)", 1)); SHOW(C(f, "()"));
    Py_DECREF(mv); Py_DECREF(ba); Py_DECREF(f);
}
TEST(itemgetter) {
    PyObject *t = O("itemgetter"), *one = C(t, "(i)", 1), *two = C(t, "(ii)", 1, 0), *key = C(t, "(s)", "a"), *l = V("[ii]", 5, 6);
    SHOW_BORROWED(one); SHOW_BORROWED(two); SHOW_BORROWED(key);
    SHOW(C(one, "(O)", l)); SHOW(C(two, "(O)", l)); SHOW(C(key, "(O)", l)); SHOW(C(key, "({s:i})", "a", 1)); SHOW(C(key, "({s:i})", "b", 1)); SHOW(C(one, "((i))", 1)); SHOW(C(one, "(s)", "abc")); SHOW(C(one, "(i)", 1));
    SHOW(C(one, "()")); SHOW(C(one, "(OO)", l, l)); call_kw("one", one, V("(O)", l), V("{s:i}", "x", 1)); call_kw("one", one, V("()"), V("{s:i}", "x", 1));
    SHOW(C(t, "()")); call_kw("itemgetter", t, V("(i)", 1), V("{s:i}", "x", 1)); call_kw("itemgetter", t, V("()"), V("{s:i}", "x", 1));
    SHOW(M(Py_NewRef(one), "__reduce__", "()")); SHOW(M(Py_NewRef(two), "__reduce__", "()"));
    PyObject *slice = PySlice_New(l, NULL, NULL); SHOW_REFS(slice, { PyObject *g = C(t, "(O)", slice); Py_DECREF(g); }); Py_DECREF(slice);
    SHOW_REFS(l, SHOW(C(one, "(O)", l)));
    PyObject *own = V("[]"), *cycle = C(t, "(O)", own); PyList_Append(own, cycle); SHOW_BORROWED(cycle); PyList_SetSlice(own, 0, 1, NULL); Py_DECREF(cycle); Py_DECREF(own);
    Py_DECREF(l); Py_DECREF(key); Py_DECREF(two); Py_DECREF(one);
}
TEST(attrgetter) {
    PyObject *t = O("attrgetter"), *one = C(t, "(s)", "real"), *two = C(t, "(ss)", "imag", "real"), *path = C(t, "(ss)", "real.imag", "numerator");
    SHOW_BORROWED(one); SHOW_BORROWED(two); SHOW_BORROWED(path);
    SHOW(C(one, "(i)", 5)); SHOW(C(two, "(i)", 5)); SHOW(C(path, "(i)", 5)); SHOW(C(path, "(d)", 5.0)); SHOW(C(path, "(s)", "x")); SHOW(C(one, "(s)", "x"));
    SHOW(C(one, "()")); SHOW(C(one, "(ii)", 1, 2)); call_kw("one", one, V("(i)", 1), V("{s:i}", "x", 1));
    SHOW(C(t, "()")); SHOW(C(t, "(i)", 1)); SHOW(C(t, "(si)", "a", 1)); call_kw("attrgetter", t, V("(s)", "a"), V("{s:i}", "x", 1));
    SHOW(C(C(t, "(s)", ""), "(i)", 1)); SHOW(C(C(t, "(s)", ".real"), "(i)", 1)); SHOW(C(C(t, "(s)", "real."), "(i)", 1)); SHOW(C(C(t, "(s)", "real..imag"), "(i)", 1)); SHOW(C(t, "(s)", "a..b")); SHOW(C(t, "(s)", ".")); SHOW(C(C(t, "(s)", "\xc3\xa9.\xe2\x82\xac"), "(i)", 1)); SHOW(C(t, "(s)", "\xc3\xa9.\xe2\x82\xac"));
    SHOW(M(Py_NewRef(one), "__reduce__", "()")); SHOW(M(Py_NewRef(path), "__reduce__", "()"));
    Py_DECREF(path); Py_DECREF(two); Py_DECREF(one);
}
TEST(methodcaller) {
    PyObject *t = O("methodcaller"), *plain = C(t, "(s)", "upper"), *with = C(t, "(ss)", "split", ","), *named = MUST(PyObject_Call(t, V("(s)", "split"), V("{s:i,s:s}", "maxsplit", 1, "sep", "b")));
    SHOW_BORROWED(plain); SHOW_BORROWED(with); SHOW_BORROWED(named);
    SHOW(C(plain, "(s)", "abc")); SHOW(C(with, "(s)", "a,b,c")); SHOW(C(named, "(s)", "abcbd")); SHOW(C(plain, "(i)", 1)); SHOW(C(with, "(y)", "abc"));
    SHOW(C(plain, "()")); SHOW(C(plain, "(ss)", "a", "b")); call_kw("plain", plain, V("(s)", "a"), V("{s:i}", "x", 1)); call_kw("plain", plain, V("()"), V("{s:i}", "x", 1));
    SHOW(C(t, "()")); SHOW(C(t, "(i)", 1)); call_kw("methodcaller", t, V("()"), V("{s:s}", "name", "x")); call_kw("methodcaller", t, V("(i)", 5), V("{s:s}", "name", "x"));
    SHOW(M(Py_NewRef(plain), "__reduce__", "()")); SHOW(M(Py_NewRef(with), "__reduce__", "()"));
    PyObject *own = V("[]"), *cycle = C(t, "(sO)", "x", own); PyList_Append(own, cycle); SHOW_BORROWED(cycle); PyList_SetSlice(own, 0, 1, NULL); Py_DECREF(cycle);
    SHOW_REFS(own, { PyObject *g = C(t, "(sO)", "append", own); Py_DECREF(g); }); Py_DECREF(own);
    Py_DECREF(named); Py_DECREF(with); Py_DECREF(plain);
}
TEST(types) {
    for (const char *const *n = (const char *const[]){ "itemgetter", "attrgetter", "methodcaller", NULL }; *n; n++) {
        PyObject *t = O(*n), *o = C(t, "(s)", "a");
        SHOW_BORROWED(t); SHOW(PyObject_GetAttrString(t, "__module__")); SHOW(PyObject_GetAttrString(t, "__name__")); SHOW(PyObject_GetAttrString(t, "__text_signature__")); SHOW(PyObject_GetAttrString(t, "__mro__"));
        SHOW_INT(PyObject_SetAttrString(o, "x", Py_None)); SHOW_INT(PyObject_SetAttrString(t, "x", Py_None)); SHOW_INT(PyCallable_Check(o)); SHOW_INT(PyObject_GC_IsTracked(o)); SHOW_INT(PyVectorcall_Function(o) != NULL); SHOW_INT(PyType_IS_GC((PyTypeObject *)t));
        SHOW(C(TYPE(PyType_Type), "(s(O){})", "Derived", t)); SHOW(PyWeakref_NewRef(o, NULL)); SHOW(PyObject_RichCompare(o, t, Py_EQ));
        Py_DECREF(o); Py_DECREF(t);
    }
}
TEST(cycles) {
    PyObject *l = V("[]"), *g = C(O("itemgetter"), "(O)", l), *m = C(O("methodcaller"), "(sO)", "x", l);
    PyGC_Collect(); PyList_Append(l, g); PyList_Append(l, m); PyObject *count = PyList_New(0); Py_DECREF(count);
    Py_DECREF(l); Py_DECREF(g); Py_DECREF(m); SHOW_INT(PyGC_Collect() >= 3);
}
TEST(names) {
    PyObject *operator = MUST(PyImport_ImportModule("operator")), *private = MUST(PyImport_ImportModule("_operator"));
    SHOW(PyObject_GetAttrString(operator, "__all__")); SHOW(PyObject_GetAttrString(operator, "__name__")); SHOW(PyObject_GetAttrString(private, "__name__")); SHOW_INT(PyObject_HasAttrString(operator, "_compare_digest")); SHOW_INT(PyObject_HasAttrString(private, "__add__"));
    PyObject *names = MUST(PyObject_Dir(operator)), *more = MUST(PyObject_Dir(private));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names); i++) {
        const char *name = PyUnicode_AsUTF8(PyList_GET_ITEM(names, i));
        PyObject *value = MUST(PyObject_GetAttrString(operator, name));
        if (PyCFunction_Check(value)) { printf("%s is %s\n", name, ((PyCFunctionObject *)value)->m_ml->ml_name); SHOW(PyObject_GetAttrString(value, "__text_signature__")); SHOW(PyObject_GetAttrString(value, "__module__")); }
        Py_DECREF(value);
    }
    Py_ssize_t functions = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(more); i++) {
        PyObject *value = MUST(PyObject_GetAttr(private, PyList_GET_ITEM(more, i)));
        functions += PyCFunction_Check(value); Py_DECREF(value);
    }
    SHOW_INT(functions); Py_DECREF(names); Py_DECREF(more);
}
