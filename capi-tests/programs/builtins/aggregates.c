/* min, max, sum, sorted, print, and the iterators of builtins. */
#include "calls.h"
static PyObject *negate(PyObject *self, PyObject *o) { return PyNumber_Negative(o); }
static PyMethodDef negate_def = { "negate", negate, METH_O, NULL };
static PyObject *neg(void) { return PyCFunction_New(&negate_def, NULL); }
static void flush(void) { PyObject *r = PyObject_CallMethod(PySys_GetObject("stdout"), "flush", NULL); Py_XDECREF(r); }

TEST(min_max) {
    for (const char *const *n = (const char *const[]){ "min", "max", NULL }; *n; n++) {
        PyObject *f = B(*n);
        SHOW(C(f, "([iii])", 3, 1, 2)); SHOW(C(f, "(iii)", 3, 1, 2)); SHOW(C(f, "(id)", 3, 3.0)); SHOW(C(f, "(di)", 3.0, 3)); SHOW(C(f, "(s)", "hello")); SHOW(C(f, "([])")); SHOW(C(f, "()")); SHOW(C(f, "(i)", 5)); SHOW(C(f, "(is)", 5, "x"));
        SHOW(C(f, "([i])", 5)); SHOW(C(f, "({s:i,s:i})", "a", 1, "b", 2));
        call_kw(*n, V("([iii])", 3, 1, 2), V("{s:N}", "key", neg())); call_kw(*n, V("(iii)", 3, 1, 2), V("{s:N}", "key", neg())); call_kw(*n, V("([iii])", 3, 1, 2), V("{s:O}", "key", Py_None));
        call_kw(*n, V("([])"), V("{s:i}", "default", 7)); call_kw(*n, V("([])"), V("{s:O}", "default", Py_None)); call_kw(*n, V("(ii)", 1, 2), V("{s:i}", "default", 7)); call_kw(*n, V("([i])", 1), V("{s:i}", "x", 7)); call_kw(*n, V("()"), V("{s:i}", "default", 7));
        call_kw(*n, V("([i])", 1), V("{s:i}", "key", 7)); call_kw(*n, V("([ii])", 1, 2), V("{s:i}", "key", 7)); call_kw(*n, V("([is])", 1, "x"), V("{s:N}", "key", neg()));
    }
}
TEST(sum) {
    CALL("sum", "([iii])", 1, 2, 3); CALL("sum", "([])"); CALL("sum", "([])", 5); CALL("sum", "([iii]i)", 1, 2, 3, 10); CALL("sum", "([dd])", 0.1, 0.2); CALL("sum", "([ddd])", 1e100, 1.0, -1e100); CALL("sum", "([id])", 1, 0.5);
    CALL("sum", "([ss]s)", "a", "b", ""); CALL("sum", "([yy]y)", "a", "b", ""); CALL("sum", "([s])", "a"); CALL("sum", "(i)", 5); CALL("sum", "()"); CALL("sum", "([[i][i]][])", 1, 2); CALL("sum", "([(i)(i)]())", 1, 2);
    PyObject *ba = PyByteArray_FromStringAndSize("", 0); CALL("sum", "([]O)", ba); Py_DECREF(ba);
    call_kw("sum", V("([i])", 1), V("{s:i}", "start", 5)); call_kw("sum", V("([i])", 1), V("{s:i}", "begin", 5)); call_kw("sum", V("()"), V("{s:[i]}", "iterable", 5));
    CALL("sum", "([LLL])", 1LL << 62, 1LL << 62, 1LL << 62); CALL("sum", "([OO])", Py_True, Py_True); CALL("sum", "([iO])", 1, Py_None);
    PyObject *big = I("123456789012345678901234567890"); CALL("sum", "([iOi])", 1, big, 2); CALL("sum", "([dO])", 0.5, big); Py_DECREF(big);
    PyObject *c = PyComplex_FromDoubles(1, 2); CALL("sum", "([OiOd])", c, 1, c, 0.5); CALL("sum", "([iO])", 1, c); CALL("sum", "([Os])", c, "x"); Py_DECREF(c);
    PyObject *l = PyList_New(0); for (int i = 0; i < 1000; i++) { PyObject *f = F(0.1); PyList_Append(l, f); Py_DECREF(f); } CALL("sum", "(O)", l); Py_DECREF(l);
    CALL("sum", "([dd])", Py_HUGE_VAL, -Py_HUGE_VAL); CALL("sum", "([dd])", Py_HUGE_VAL, 1.0); CALL("sum", "([dd])", -0.0, -0.0); CALL("sum", "([dd]d)", -0.0, -0.0, -0.0);
}
TEST(sorted) {
    CALL("sorted", "([iii])", 3, 1, 2); CALL("sorted", "((iii))", 3, 1, 2); CALL("sorted", "(s)", "hello"); CALL("sorted", "({s:i,s:i})", "b", 1, "a", 2); CALL("sorted", "([])"); CALL("sorted", "([is])", 1, "x"); CALL("sorted", "(i)", 5); CALL("sorted", "()");
    call_kw("sorted", V("([iii])", 3, 1, 2), V("{s:N}", "key", neg())); call_kw("sorted", V("([iii])", 3, 1, 2), V("{s:O}", "reverse", Py_True)); call_kw("sorted", V("([iii])", 3, 1, 2), V("{s:O,s:i}", "key", Py_None, "reverse", 0));
    call_kw("sorted", V("([i])", 3), V("{s:i}", "x", 1)); CALL("sorted", "([i]O)", 3, Py_None); call_kw("sorted", V("()"), V("{s:[i]}", "iterable", 1)); call_kw("sorted", V("([i])", 3), V("{s:s}", "reverse", "x")); call_kw("sorted", V("([i])", 3), V("{s:i}", "key", 3));
    PyObject *l = V("[iii]", 3, 1, 2); CALL("sorted", "(O)", l); SHOW_BORROWED(l); Py_DECREF(l);
}
TEST(print) {
    CALL("print", "()"); flush(); CALL("print", "(sid)", "a", 5, 2.5); flush(); CALL("print", "(O)", Py_None); flush();
    call_kw("print", V("(ss)", "a", "b"), V("{s:s}", "sep", "-")); flush(); call_kw("print", V("(ss)", "a", "b"), V("{s:s}", "end", "!\n")); flush(); call_kw("print", V("(ss)", "a", "b"), V("{s:O,s:O}", "sep", Py_None, "end", Py_None)); flush();
    call_kw("print", V("(s)", "a"), V("{s:i}", "sep", 5)); flush(); call_kw("print", V("(s)", "a"), V("{s:i}", "end", 5)); flush(); call_kw("print", V("(s)", "a"), V("{s:i}", "x", 5)); flush(); call_kw("print", V("(s)", "a"), V("{s:i}", "file", 5)); flush();
    call_kw("print", V("(s)", "a"), V("{s:O}", "file", Py_None)); flush(); call_kw("print", V("(s)", "flushed"), V("{s:O}", "flush", Py_True)); call_kw("print", V("(s)", "stdout"), V("{s:O}", "file", PySys_GetObject("stdout"))); flush();
    call_kw("print", V("(ss)", "a", "b"), V("{s:s}", "sep", "")); flush();
}
static PyObject *written;
static PyObject *write_(PyObject *self, PyObject *text) { PyList_Append(written, text); Py_RETURN_NONE; }
static PyObject *flush_(PyObject *self, PyObject *unused) { SAY("flushed"); Py_RETURN_NONE; }
static PyMethodDef write_def = { "write", write_, METH_O, NULL }, flush_def = { "flush", flush_, METH_NOARGS, NULL };
TEST(print_to_object) {
    written = PyList_New(0);
    PyObject *d = V("{s:N,s:N}", "write", PyCFunction_New(&write_def, NULL), "flush", PyCFunction_New(&flush_def, NULL)), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "File", b, d)), *o = C(t, "()");
    call_kw("print", V("(ssi)", "a", "b", 5), V("{s:O}", "file", o));
    call_kw("print", V("(ss)", "a", "b"), V("{s:O,s:s,s:s,s:O}", "file", o, "sep", "::", "end", "", "flush", Py_True));
    SHOW_BORROWED(written);
    PyObject *old = Py_NewRef(PySys_GetObject("stdout"));
    PySys_SetObject("stdout", Py_None); SHOW(C(B("print"), "(s)", "nothing"));
    PySys_SetObject("stdout", NULL); PyObject *r = C(B("print"), "(s)", "nothing");
    PySys_SetObject("stdout", old); print_new("without stdout", r);
    Py_DECREF(old); Py_DECREF(o); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d); Py_CLEAR(written);
}
TEST(map_filter_zip) {
    SHOW(PySequence_List(C(B("map"), "(N[iii])", neg(), 1, 2, 3))); SHOW(PySequence_List(C(B("filter"), "(O[iii])", Py_None, 0, 1, 2))); SHOW(PySequence_List(C(B("zip"), "([ii][ss])", 1, 2, "a", "b"))); SHOW(PySequence_List(C(B("enumerate"), "([ss]i)", "a", "b", 5)));
    SHOW(PySequence_List(C(B("zip"), "()"))); SHOW(PySequence_List(C(B("zip"), "([iii][i])", 1, 2, 3, 4))); SHOW(PySequence_List(C(B("reversed"), "([iii])", 1, 2, 3)));
    SHOW(C(B("map"), "(N)", neg())); SHOW(C(B("filter"), "(O)", Py_None)); SHOW(C(B("zip"), "(i)", 5)); SHOW(C(B("map"), "(Ni)", neg(), 5));
    PyObject *kw = V("{s:O}", "strict", Py_True), *args = V("([ii][i])", 1, 2, 3), *z = PyObject_Call(B("zip"), args, kw); SHOW(PySequence_List(z)); Py_XDECREF(z); Py_DECREF(args);
    args = V("([i][ii])", 1, 2, 3); z = PyObject_Call(B("zip"), args, kw); SHOW(PySequence_List(z)); Py_XDECREF(z); Py_DECREF(args); Py_DECREF(kw);
}
TEST(map_more) {
    PyObject *m = C(B("map"), "(O[ii][ii])", B("pow"), 2, 3, 3, 2); SHOW(PySequence_List(m)); Py_XDECREF(m);
    m = C(B("map"), "(Os)", B("ord"), "ab"); SHOW(PyIter_Next(m)); SHOW(PyIter_Next(m)); SHOW(PyIter_Next(m)); Py_XDECREF(m);
    m = C(B("map"), "(N[s])", neg(), "x"); SHOW(PyIter_Next(m)); Py_XDECREF(m);
    m = C(B("map"), "(i[s])", 5, "x"); SHOW(PyIter_Next(m)); Py_XDECREF(m);
    m = C(B("filter"), "(Os)", B("callable"), "x"); SHOW(PySequence_List(m)); Py_XDECREF(m);
    m = C(B("filter"), "(O[iii])", TYPE(PyBool_Type), 0, 1, 2); SHOW(PySequence_List(m)); Py_XDECREF(m);
    PyObject *kw = V("{s:O}", "strict", Py_True), *args = V("(O[ii][i])", B("pow"), 1, 2, 3); m = PyObject_Call(B("map"), args, kw); SHOW(PySequence_List(m)); Py_XDECREF(m); Py_DECREF(args);
    args = V("(O[i][ii])", B("pow"), 1, 2, 3); m = PyObject_Call(B("map"), args, kw); SHOW(PySequence_List(m)); Py_XDECREF(m); Py_DECREF(kw); Py_DECREF(args);
    kw = V("{s:i}", "x", 1); args = V("(O[i])", B("pow"), 1); SHOW(PyObject_Call(B("map"), args, kw)); SHOW(PyObject_Call(B("filter"), args, kw)); SHOW(PyObject_Call(B("zip"), args, kw)); Py_DECREF(kw); Py_DECREF(args);
}
TEST(iterators_reduce) {

    PyObject *m = C(B("map"), "(O[ii])", B("abs"), 1, 2), *r = PyObject_CallMethod(m, "__reduce__", NULL);
    SHOW_INT(PyTuple_GetItem(r, 0) == TYPE(PyMap_Type)); SHOW_INT(PyTuple_Size(PyTuple_GetItem(r, 1)));
    Py_DECREF(r); Py_DECREF(m);
    m = C(B("filter"), "(O[ii])", Py_None, 1, 2); r = PyObject_CallMethod(m, "__reduce__", NULL);
    SHOW_INT(PyTuple_GetItem(r, 0) == TYPE(PyFilter_Type)); SHOW_INT(PyTuple_Size(PyTuple_GetItem(r, 1)));
    Py_DECREF(r); Py_DECREF(m);
    m = C(B("zip"), "([ii])", 1, 2); r = PyObject_CallMethod(m, "__reduce__", NULL);
    SHOW_INT(PyTuple_GetItem(r, 0) == TYPE(PyZip_Type)); SHOW_INT(PyTuple_Size(PyTuple_GetItem(r, 1)));
    Py_DECREF(r); Py_DECREF(m);
    PyObject *kw = V("{s:O}", "strict", Py_True), *args = V("([i])", 1); m = PyObject_Call(B("zip"), args, kw); r = PyObject_CallMethod(m, "__reduce__", NULL); SHOW_INT(PyTuple_Size(r));
    SHOW(PyObject_CallMethod(m, "__setstate__", "(i)", 0)); SHOW(PyObject_CallMethod(m, "__setstate__", "([i])", 0));
    Py_XDECREF(r); Py_XDECREF(m); Py_DECREF(kw); Py_DECREF(args);
}
