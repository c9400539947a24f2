/* Code objects, as C makes and reads them. */
#include "../errors/exc.h"
static const char *names = "co_name co_qualname co_filename co_firstlineno co_argcount co_posonlyargcount co_kwonlyargcount co_nlocals co_stacksize co_flags co_consts co_names co_varnames co_freevars co_cellvars co_exceptiontable";
static PyCodeObject *make(int argc, int pos, int kw, int nlocals, PyObject *varnames, PyObject *freevars, PyObject *cellvars) {
    /* RESUME 0, LOAD_SMALL_INT 0, RETURN_VALUE */
    PyObject *code = PyBytes_FromStringAndSize("\x80\x00\x5e\x00\x23\x00", 6), *t = V("()"), *f = S("nofile.py"), *n = S("name"), *q = S("Outer.name"), *lines = PyBytes_FromStringAndSize("\x82\x00", 2), *e = PyBytes_FromStringAndSize("", 0);
    PyCodeObject *c = PyUnstable_Code_NewWithPosOnlyArgs(argc, pos, kw, nlocals, 3, 3, code, t, t, varnames, freevars, cellvars, f, n, q, 10, lines, e);
    Py_DECREF(code); Py_DECREF(t); Py_DECREF(f); Py_DECREF(n); Py_DECREF(q); Py_DECREF(lines); Py_DECREF(e);
    return c;
}
TEST(empty) {
    PyCodeObject *c = PyCode_NewEmpty("nofile.py", "function", 42);
    SHOW_INT(PyCode_Check(c)); SHOW_INT(Py_TYPE(c) == &PyCode_Type);
    show_attrs((PyObject *)c, names);
    SHOW_INT(PyCode_GetNumFree(c)); SHOW_INT(PyCode_GetFirstFree(c)); SHOW_INT(PyUnstable_Code_GetFirstFree(c));
    SHOW_INT(PyCode_Addr2Line(c, 0)); SHOW_INT(PyCode_Addr2Line(c, 2)); SHOW_INT(PyCode_Addr2Line(c, 4)); SHOW_INT(PyCode_Addr2Line(c, -1));
    int a, b, d, e; SHOW_INT(PyCode_Addr2Location(c, 2, &a, &b, &d, &e)); printf("%d %d %d %d\n", a, b, d, e);
    SHOW_INT(Py_REFCNT(c)); SHOW_INT(PyObject_Hash((PyObject *)c) != -1);
    Py_DECREF(c);
    c = PyCode_NewEmpty("", "", 0); show_attrs((PyObject *)c, names); Py_DECREF(c);
    SHOW(PyCode_NewEmpty("un\xff", "\xff", 1));
}
TEST(type) {
    SHOW_BORROWED(&PyCode_Type);
    show_attrs(TYPE(PyCode_Type), "__name__ __module__ __basicsize__ __itemsize__ __weakrefoffset__");
    PyObject *k = PyMapping_Keys(MUST(PyObject_GetAttrString(TYPE(PyCode_Type), "__dict__")));
    PyList_Sort(k); SHOW(k);
    SHOW_INT(PyCode_Type.tp_flags & (Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE));
}
TEST(full) {
    PyObject *v = V("(sss)", "a", "b", "c"), *none = V("()"), *fr = V("(s)", "free"), *ce = V("(s)", "cell");
    PyCodeObject *c = make(1, 0, 1, 3, v, none, none);
    show_attrs((PyObject *)c, names); SHOW(PyCode_GetCode(c)); SHOW(PyCode_GetVarnames(c)); SHOW(PyCode_GetFreevars(c)); SHOW(PyCode_GetCellvars(c));
    Py_XDECREF(c);
    c = make(2, 1, 0, 3, v, fr, ce);
    show_attrs((PyObject *)c, names); SHOW_INT(PyCode_GetNumFree(c)); SHOW_INT(PyCode_GetFirstFree(c));
    SHOW(PyObject_CallMethod((PyObject *)c, "_varname_from_oparg", "(i)", 0)); SHOW(PyObject_CallMethod((PyObject *)c, "_varname_from_oparg", "(i)", 4));
    Py_XDECREF(c);
    PyObject *same = V("(s)", "a");
    c = make(1, 0, 0, 3, v, none, same); show_attrs((PyObject *)c, names); Py_XDECREF(c);
    Py_DECREF(v); Py_DECREF(none); Py_DECREF(fr); Py_DECREF(ce); Py_DECREF(same);
}
TEST(bad) {
    PyObject *v = V("(sss)", "a", "b", "c"), *none = V("()"), *ints = V("(i)", 1);
    SHOW(make(4, 0, 0, 3, v, none, none)); SHOW(make(1, 2, 0, 3, v, none, none)); SHOW(make(-1, 0, 0, 3, v, none, none)); SHOW(make(1, 0, -1, 3, v, none, none)); SHOW(make(1, 0, 0, 2, v, none, none));
    SHOW(make(1, 0, 0, 3, ints, none, none)); SHOW(make(1, 0, 0, 3, v, ints, none));
    Py_DECREF(v); Py_DECREF(none); Py_DECREF(ints);
}
TEST(equality) {
    PyObject *v = V("(sss)", "a", "b", "c"), *none = V("()");
    PyObject *a = (PyObject *)make(1, 0, 0, 3, v, none, none), *b = (PyObject *)make(1, 0, 0, 3, v, none, none), *c = (PyObject *)make(2, 0, 0, 3, v, none, none);
    SHOW_INT(PyObject_RichCompareBool(a, b, Py_EQ)); SHOW_INT(PyObject_RichCompareBool(a, c, Py_EQ)); SHOW_INT(PyObject_RichCompareBool(a, c, Py_NE)); SHOW_INT(PyObject_Hash(a) == PyObject_Hash(b));
    SHOW(PyObject_RichCompare(a, b, Py_LT)); SHOW(PyObject_RichCompare(a, none, Py_EQ));
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(c); Py_DECREF(v); Py_DECREF(none);
}
TEST(replace) {
    PyObject *c = (PyObject *)PyCode_NewEmpty("nofile.py", "function", 42), *args = V("()"), *kw = V("{s:s,s:i}", "co_name", "other", "co_firstlineno", 7), *r;
    r = PyObject_Call(MUST(PyObject_GetAttrString(c, "replace")), args, kw);
    if (r) { show_attrs(r, names); Py_DECREF(r); } else print_raised();
    Py_DECREF(kw); kw = V("{s:i}", "nope", 1);
    SHOW(PyObject_Call(MUST(PyObject_GetAttrString(c, "replace")), args, kw));
    Py_DECREF(kw); kw = V("{s:s}", "co_argcount", "x");
    SHOW(PyObject_Call(MUST(PyObject_GetAttrString(c, "replace")), args, kw));
    Py_DECREF(kw); Py_DECREF(args); Py_DECREF(c);
}
TEST(lines_and_positions) {
    PyObject *c = (PyObject *)PyCode_NewEmpty("nofile.py", "function", 42);
    SHOW(PySequence_List(PyObject_CallMethod(c, "co_lines", NULL))); SHOW(PySequence_List(PyObject_CallMethod(c, "co_positions", NULL)));
    Py_DECREF(c);
}
TEST(location_table) {
    /* short form, one-line form, no columns, long form, none */
    static const char table[] = "\x80\x25" "\xd8\x02\x05" "\xe9\x07" "\xf0\x02\x01\x08\x09" "\xf8";
    PyObject *code = PyBytes_FromStringAndSize("\x80\x00\x5e\x00\x5e\x00\x5e\x00\x5e\x00\x5e\x00\x23\x00", 14), *t = V("()"), *f = S("nofile.py"), *n = S("name"), *lines = PyBytes_FromStringAndSize(table, sizeof table - 1), *e = PyBytes_FromStringAndSize("", 0);
    PyCodeObject *c = PyUnstable_Code_New(0, 0, 0, 3, 3, code, t, t, t, t, t, f, n, n, 10, lines, e);
    if (!c) { print_raised(); return; }
    for (int i = 0; i < 14; i += 2) { int a, b, d, x; PyCode_Addr2Location(c, i, &a, &b, &d, &x); printf("%d: line %d, %d %d %d %d\n", i, PyCode_Addr2Line(c, i), a, b, d, x); }
    SHOW(PySequence_List(PyObject_CallMethod((PyObject *)c, "co_lines", NULL))); SHOW(PySequence_List(PyObject_CallMethod((PyObject *)c, "co_positions", NULL)));
    Py_DECREF(c); Py_DECREF(code); Py_DECREF(t); Py_DECREF(f); Py_DECREF(n); Py_DECREF(lines); Py_DECREF(e);
}
TEST(make_by_type) {
    PyObject *args = V("(iiiiiiy#()()()ssiy#y#)", 0, 0, 0, 0, 1, 3, "\x80\x00\x5e\x00\x23\x00", (Py_ssize_t)6, "nofile.py", "name", 1, "", (Py_ssize_t)0, "", (Py_ssize_t)0);
    SHOW(PyObject_Call(TYPE(PyCode_Type), args, NULL)); Py_DECREF(args);
    args = V("(iiiiiiy#()()()sssiy#y#)", 0, 0, 0, 0, 1, 3, "\x80\x00\x5e\x00\x23\x00", (Py_ssize_t)6, "nofile.py", "name", "qual", 1, "", (Py_ssize_t)0, "", (Py_ssize_t)0);
    PyObject *c = PyObject_Call(TYPE(PyCode_Type), args, NULL);
    if (c) show_attrs(c, names); else print_raised();
    Py_XDECREF(c); Py_DECREF(args);
    SHOW(C(TYPE(PyCode_Type), "()")); SHOW(C(TYPE(PyCode_Type), "(i)", 1));
}
TEST(readonly) { PyObject *c = (PyObject *)PyCode_NewEmpty("nofile.py", "function", 42); set_attr(c, "co_name", S("x")); set_attr(c, "co_code", S("x")); set_attr(c, "nope", S("x")); Py_DECREF(c); }
TEST(extra) {
    PyObject *c = (PyObject *)PyCode_NewEmpty("nofile.py", "function", 42); void *p = &p;
    Py_ssize_t i = PyUnstable_Eval_RequestCodeExtraIndex(NULL);
    SHOW_INT(i >= 0); SHOW_INT(PyUnstable_Code_GetExtra(c, i, &p)); SHOW_INT(p == NULL); SHOW_INT(PyUnstable_Code_SetExtra(c, i, c)); SHOW_INT(PyUnstable_Code_GetExtra(c, i, &p)); SHOW_INT(p == c);
    Py_DECREF(c);
}
