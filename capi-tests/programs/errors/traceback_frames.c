/* Tracebacks with frames: PyTraceBack_Here, their attributes, and what is displayed. */
#include "exc.h"
#include <frameobject.h>

static void add(const char *function, const char *file, int line) {
    PyObject *kept = PyErr_GetRaisedException(), *globals = PyDict_New();
    PyCodeObject *code = (PyCodeObject *)MUST(PyCode_NewEmpty(file, function, line));
    PyFrameObject *frame = (PyFrameObject *)MUST(PyFrame_New(PyThreadState_Get(), code, globals, NULL));
    PyErr_SetRaisedException(kept);
    printf("PyTraceBack_Here: %d\n", PyTraceBack_Here(frame));
    Py_DECREF(frame); Py_DECREF(code); Py_DECREF(globals);
}
TEST(here) {
    PyErr_SetString(PyExc_ValueError, "text");
    add("inner", "nofile.py", 12);
    add("outer", "nofile.py", 34);
    PyObject *e = PyErr_GetRaisedException(), *tb = PyException_GetTraceback(e);
    for (PyObject *t = Py_XNewRef(tb); t && t != Py_None;) {
        show_attrs(t, "tb_lineno tb_lasti");
        PyObject *n = PyObject_GetAttrString(t, "tb_next");
        Py_DECREF(t);
        t = n;
    }
    SHOW_INT(PyTraceBack_Check(tb));
    Py_XDECREF(tb); Py_DECREF(e);
}
TEST(display) {
    PyErr_SetString(PyExc_ValueError, "text");
    add("inner", "nofile.py", 12);
    add("outer", "nofile.py", 34);
    stderr_on(); PyErr_Print(); stderr_off();
}
TEST(display_chain) {
    PyErr_SetString(PyExc_KeyError, "first");
    add("inner", "nofile.py", 12);
    PyObject *first = PyErr_GetRaisedException();
    PyErr_SetString(PyExc_ValueError, "second");
    add("outer", "nofile.py", 34);
    PyObject *second = PyErr_GetRaisedException();
    PyException_SetContext(second, first);
    PyErr_SetRaisedException(second);
    stderr_on(); PyErr_Print(); stderr_off();
}
TEST(display_repeated) {
    PyErr_SetString(PyExc_RecursionError, "deep");
    for (int i = 0; i < 10; i++) add("again", "nofile.py", 12);
    add("outer", "nofile.py", 34);
    stderr_on(); PyErr_Print(); stderr_off();
}
TEST(display_group) {
    PyObject *eg = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "ExceptionGroup"));
    PyErr_SetString(PyExc_ValueError, "v");
    add("inner", "nofile.py", 12);
    PyObject *g = MUST(C(eg, "(s[N])", "g", PyErr_GetRaisedException()));
    PyErr_SetRaisedException(g);
    add("outer", "nofile.py", 34);
    stderr_on(); PyErr_Print(); stderr_off();
}
TEST(print_to_file) {
    char name[] = "/tmp/exuvia-tb-XXXXXX";
    FILE *f = fdopen(mkstemp(name), "w");
    fputs("first line\n    second = line\n", f);
    fclose(f);
    PyErr_SetString(PyExc_ValueError, "text");
    add("function", name, 2);
    stderr_on();
    PyObject *e = PyErr_GetRaisedException(), *tb = PyException_GetTraceback(e);
    unlink(name);
    Py_XDECREF(tb); Py_DECREF(e);
    stderr_off();
}
TEST(tb_next) {
    PyErr_SetString(PyExc_ValueError, "text");
    add("inner", "nofile.py", 12);
    add("outer", "nofile.py", 34);
    PyObject *e = PyErr_GetRaisedException(), *tb = PyException_GetTraceback(e);
    set_attr(tb, "tb_next", V("i", 3));
    set_attr(tb, "tb_next", NULL);
    set_attr(tb, "tb_next", Py_NewRef(tb));
    set_attr(tb, "tb_next", Py_NewRef(Py_None));
    show_attr(tb, "tb_next");
    set_attr(tb, "tb_lineno", V("i", 3));
    set_attr(tb, "tb_lasti", V("i", 3));
    SHOW(PyObject_Dir(tb));
    Py_DECREF(tb); Py_DECREF(e);
}
TEST(unraisable) {
    stderr_on();
    PyErr_SetString(PyExc_ValueError, "text");
    add("inner", "nofile.py", 12);
    PyErr_WriteUnraisable(Py_None);
    stderr_off();
}
TEST(with_traceback) {
    PyErr_SetString(PyExc_ValueError, "text");
    add("inner", "nofile.py", 12);
    PyObject *e = PyErr_GetRaisedException(), *tb = PyException_GetTraceback(e), *f = MUST(C(PyExc_KeyError, "(s)", "k"));
    SHOW(PyObject_CallMethod(f, "with_traceback", "(O)", tb));
    SHOW_REFS(tb, PyException_SetTraceback(f, tb));
    SHOW_REFS(tb, Py_DECREF(f));
    PyErr_Restore(Py_NewRef(PyExc_ValueError), S("restored"), Py_NewRef(tb));
    PyObject *g = PyErr_GetRaisedException(), *t2 = PyException_GetTraceback(g);
    SHOW_INT(t2 == tb);
    Py_XDECREF(t2); Py_DECREF(g); Py_DECREF(tb); Py_DECREF(e);
}
TEST(prep_reraise_star) {
    PyObject *eg = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "ExceptionGroup"));
    PyObject *g = MUST(C(eg, "(s[NN])", "g", MUST(C(PyExc_ValueError, "(s)", "v")), MUST(C(PyExc_TypeError, "(s)", "t"))));
    PyErr_SetRaisedException(g);
    add("outer", "nofile.py", 34);
    PyObject *e = PyErr_GetRaisedException(), *e2 = MUST(C(PyExc_KeyError, "(s)", "new")), *list = PyList_New(0);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_Append(list, e2);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_SetSlice(list, 0, 9, NULL);
    PyList_Append(list, e);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_SetSlice(list, 0, 9, NULL);
    PyObject *part = PyObject_CallMethod(e, "subgroup", "(O)", PyExc_ValueError), *rest = PyObject_CallMethod(e, "subgroup", "(O)", PyExc_TypeError);
    PyList_Append(list, part);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_Append(list, rest);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_Append(list, e2);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    Py_DECREF(e); Py_DECREF(e2); Py_DECREF(list); Py_XDECREF(part); Py_XDECREF(rest);
}
