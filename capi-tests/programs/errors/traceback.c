/* The traceback type, as far as it needs no frame. */
#include "exc.h"
TEST(type) {
    SHOW_BORROWED(&PyTraceBack_Type);
    show_attrs(TYPE(PyTraceBack_Type), "__name__ __module__ __basicsize__ __itemsize__ __bases__");
    SHOW_INT(PyTraceBack_Type.tp_flags & (Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DEFAULT));
    PyObject *d = MUST(PyObject_GetAttrString(TYPE(PyTraceBack_Type), "__dict__")), *k = MUST(PyMapping_Keys(d));
    PyList_Sort(k);
    SHOW(k);
    Py_DECREF(d);
    SHOW_INT(PyTraceBack_Check(Py_None));
}
TEST(make_bad) {
    SHOW(C(TYPE(PyTraceBack_Type), "()"));
    SHOW(C(TYPE(PyTraceBack_Type), "(OOii)", Py_None, Py_None, 1, 2));
    SHOW(C(TYPE(PyTraceBack_Type), "(iOii)", 5, Py_None, 1, 2));
    SHOW(C(TYPE(PyTraceBack_Type), "(OOis)", Py_None, Py_None, 1, "x"));
    PyObject *kw = V("{s:O,s:O,s:i,s:i}", "tb_next", Py_None, "tb_frame", Py_None, "tb_lasti", 1, "tb_lineno", 2), *args = V("()");
    SHOW(PyObject_Call(TYPE(PyTraceBack_Type), args, kw));
    PyDict_DelItemString(kw, "tb_next");
    SHOW(PyObject_Call(TYPE(PyTraceBack_Type), args, kw));
    Py_DECREF(kw); Py_DECREF(args);
}
TEST(print_bad) {
    PyObject *list = PyList_New(0);
    SHOW_INT(PyTraceBack_Print(NULL, list));
    SHOW_INT(PyTraceBack_Print(list, list));
    SHOW_INT(PyTraceBack_Print(Py_None, Py_None));
    Py_DECREF(list);
}
