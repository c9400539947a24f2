/* Frame objects that C makes for tracebacks. */
#include "../errors/exc.h"
#include <frameobject.h>
extern void _PyTraceback_Add(const char *, const char *, int);
static PyFrameObject *make(PyObject *globals, PyObject *locals) {
    PyCodeObject *c = PyCode_NewEmpty("nofile.py", "function", 42);
    PyFrameObject *f = PyFrame_New(PyThreadState_Get(), c, globals, locals);
    Py_DECREF(c);
    return f;
}
TEST(make) {
    PyObject *g = V("{s:i}", "g", 1);
    PyFrameObject *f = make(g, NULL);
    SHOW_INT(PyFrame_Check(f)); SHOW_INT(Py_TYPE(f) == &PyFrame_Type);
    show_attrs((PyObject *)f, "f_back f_lineno f_lasti f_trace f_trace_lines f_trace_opcodes f_generator");
    PyObject *o = PyObject_GetAttrString((PyObject *)f, "f_globals"); SHOW_INT(o == g); Py_XDECREF(o);
    show_attr(PyObject_GetAttrString((PyObject *)f, "f_code"), "co_name");
    SHOW_INT(PyFrame_GetLineNumber(f)); SHOW_INT(PyFrame_GetLasti(f)); SHOW_INT(PyFrame_GetBack(f) == NULL); SHOW_INT(PyFrame_GetGenerator(f) == NULL);
    PyCodeObject *c = PyFrame_GetCode(f); SHOW_INT(PyCode_Check(c)); Py_DECREF(c);
    o = PyFrame_GetGlobals(f); SHOW_INT(o == g); Py_DECREF(o);
    o = PyFrame_GetBuiltins(f); SHOW_INT(PyDict_Check(o)); Py_DECREF(o);
    SHOW(PyFrame_GetLocals(f));
    SHOW_INT(Py_REFCNT(f)); SHOW_INT(PyObject_GC_IsTracked((PyObject *)f));
    Py_DECREF(f); Py_DECREF(g);
}
TEST(locals_given) {
    PyObject *g = V("{s:i}", "g", 1), *l = V("{s:i}", "x", 5);
    PyFrameObject *f = make(g, l);
    SHOW(PyFrame_GetLocals(f)); show_attr((PyObject *)f, "f_locals");
    SHOW(PyFrame_GetVarString(f, "x"));
    Py_XDECREF(f); Py_DECREF(g); Py_DECREF(l);
}
TEST(type) {
    show_attrs(TYPE(PyFrame_Type), "__name__ __module__ __itemsize__");
    PyObject *k = PyMapping_Keys(MUST(PyObject_GetAttrString(TYPE(PyFrame_Type), "__dict__")));
    PyList_Sort(k); SHOW(k);
    SHOW(C(TYPE(PyFrame_Type), "()"));
}
TEST(trace_attributes) {
    PyObject *g = V("{}"), *f = (PyObject *)make(g, NULL);
    set_attr(f, "f_trace", Py_NewRef(PyExc_ValueError)); show_attr(f, "f_trace"); set_attr(f, "f_trace", Py_NewRef(Py_None)); show_attr(f, "f_trace"); set_attr(f, "f_trace", NULL);
    set_attr(f, "f_trace_lines", Py_NewRef(Py_False)); show_attr(f, "f_trace_lines"); set_attr(f, "f_trace_lines", V("i", 1)); set_attr(f, "f_trace_opcodes", Py_NewRef(Py_True)); show_attr(f, "f_trace_opcodes");
    set_attr(f, "f_lasti", V("i", 1)); set_attr(f, "f_code", Py_NewRef(Py_None)); set_attr(f, "f_lineno", NULL);
    Py_DECREF(f); Py_DECREF(g);
}
TEST(clear) { PyObject *g = V("{}"), *l = V("{s:i}", "x", 5), *f = (PyObject *)make(g, l); SHOW(PyObject_CallMethod(f, "clear", NULL)); Py_DECREF(f); Py_DECREF(g); Py_DECREF(l); }
TEST(traceback_type) {
    PyObject *g = V("{}"), *f = (PyObject *)make(g, NULL);
    PyObject *t = C(TYPE(PyTraceBack_Type), "(OOii)", Py_None, f, 4, 77);
    show_attrs(t, "tb_lineno tb_lasti tb_next");
    PyObject *u = C(TYPE(PyTraceBack_Type), "(OOii)", t, f, 4, 78); PyObject *n = PyObject_GetAttrString(u, "tb_next"); SHOW_INT(n == t);
    SHOW(C(TYPE(PyTraceBack_Type), "(iOii)", 5, f, 1, 2)); SHOW(C(TYPE(PyTraceBack_Type), "(OOsi)", Py_None, f, "x", 2)); SHOW(C(TYPE(PyTraceBack_Type), "(OOi)", Py_None, f, 1));
    Py_XDECREF(n); Py_XDECREF(u); Py_XDECREF(t); Py_DECREF(f); Py_DECREF(g);
}
TEST(current) {
    SHOW_INT(PyEval_GetFrame() == NULL); SHOW_INT(PyThreadState_GetFrame(PyThreadState_Get()) == NULL); SHOW_INT(PyEval_GetGlobals() == NULL); SHOW_INT(PyErr_Occurred() == NULL); SHOW(PyEval_GetLocals()); SHOW(PyEval_GetFrameLocals()); SHOW(PyEval_GetFrameGlobals());
    PyObject *b = PyEval_GetFrameBuiltins(); SHOW_INT(b == PyEval_GetBuiltins()); Py_XDECREF(b);
}
TEST(function_names) {
    SHOW_TEXT(PyEval_GetFuncName(MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "abs")))); SHOW_TEXT(PyEval_GetFuncName(TYPE(PyLong_Type))); SHOW_TEXT(PyEval_GetFuncDesc(TYPE(PyLong_Type))); SHOW_TEXT(PyEval_GetFuncDesc(MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "abs"))));
}
TEST(add) {
    PyErr_SetString(PyExc_ValueError, "text");
    _PyTraceback_Add("added", "nofile.py", 9);
    stderr_on(); PyErr_Print(); stderr_off();
}
