/* mappingproxy. */
#include "containers/support.h"
TEST(basics) {
    PyObject *d = V("{s:i,s:i}", "a", 1, "b", 2), *p = PyDictProxy_New(d), *k = S("a"), *z = S("z");
    SHOW_BORROWED(p); SHOW(PyObject_Str(p)); SHOW_INT(PyObject_Size(p)); SHOW(PyObject_GetItem(p, k)); SHOW(PyObject_GetItem(p, z)); SHOW_INT(PyObject_SetItem(p, k, k)); SHOW_INT(PyObject_DelItem(p, k)); SHOW_INT(PySequence_Contains(p, k)); SHOW_INT(PySequence_Contains(p, z));
    DRAIN(ITER(p)); DRAIN(CALL(p, "__reversed__", NULL)); SHOW(CALL(p, "keys", NULL)); SHOW(CALL(p, "values", NULL)); SHOW(CALL(p, "items", NULL)); SHOW(CALL(p, "copy", NULL)); SHOW(CALL(p, "get", "(s)", "a")); SHOW(CALL(p, "get", "(s)", "z")); SHOW(CALL(p, "get", "(si)", "z", 5)); SHOW(CALL(p, "get", NULL)); SHOW(CALL(p, "get", "(iii)", 1, 2, 3)); SHOW(CALL(p, "update", NULL));
    show_compare("proxy, dict", p, d); show_compare("dict, proxy", d, p); show_compare("proxy, None", p, Py_None); PyObject *q = PyDictProxy_New(d); show_compare("proxy, proxy", p, q);
    PyObject *o = V("{s:i}", "c", 3), *op = PyDictProxy_New(o); SHOW(PyNumber_Or(p, o)); SHOW(PyNumber_Or(o, p)); SHOW(PyNumber_Or(p, op)); SHOW(PyNumber_InPlaceOr(p, o)); SHOW(PyNumber_Or(p, Py_None)); SHOW(PyNumber_Or(Py_None, p));
    PyDict_SetItemString(d, "new", Py_None); SHOW_BORROWED(p); SHOW_INT(PyObject_Hash(p)); SHOW_INT(PyMapping_Check(p)); SHOW_INT(PySequence_Check(p)); SHOW_INT(PyObject_IsTrue(p));
    SHOW_TEXT(PyDictProxy_Type.tp_name); SHOW_INT(PyDictProxy_Type.tp_basicsize); SHOW_INT((PyDictProxy_Type.tp_flags & Py_TPFLAGS_MAPPING) != 0); SHOW_INT(PyObject_GC_IsTracked(p));
    Py_DECREF(d); Py_DECREF(p); Py_DECREF(q); Py_DECREF(k); Py_DECREF(z); Py_DECREF(o); Py_DECREF(op);
}
TEST(what_it_takes) {
    PyObject *l = PyList_New(0), *t = PyTuple_New(0), *i = I("1"), *s = SEQ(3);
    SHOW(PyDictProxy_New(l)); SHOW(PyDictProxy_New(t)); SHOW(PyDictProxy_New(i)); SHOW(PyDictProxy_New(Py_None)); SHOW(PyDictProxy_New(s)); SHOW(C(TYPE(PyDictProxy_Type), NULL)); SHOW(C(TYPE(PyDictProxy_Type), "({s:i})", "a", 1)); SHOW(C(TYPE(PyDictProxy_Type), "([])")); SHOW(C(TYPE(PyDictProxy_Type), "(ii)", 1, 2));
    PyObject *kw = V("{s:{}}", "mapping"), *e = PyTuple_New(0); SHOW(PyObject_Call(TYPE(PyDictProxy_Type), e, kw)); Py_DECREF(kw); Py_DECREF(e);
    PyObject *d = PyDict_New(), *p = PyDictProxy_New(d), *pp = PyDictProxy_New(p); SHOW_BORROWED(pp); SHOW_REFS(d, Py_DECREF(pp)); SHOW_REFS(d, Py_DECREF(p)); Py_DECREF(d);
    Py_DECREF(l); Py_DECREF(t); Py_DECREF(i); Py_DECREF(s);
}
