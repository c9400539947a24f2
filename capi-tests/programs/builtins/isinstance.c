/* PyObject_IsInstance and PyObject_IsSubclass, with classes that have opinions. */
#include "calls.h"
static PyObject *yes(PyObject *self, PyObject *args) { printf("asked\n"); fflush(stdout); return Py_NewRef(Py_True); }
static PyObject *text(PyObject *self, PyObject *args) { return PyUnicode_FromString("truthy"); }
static PyObject *no(PyObject *self, PyObject *args) { PyErr_SetString(PyExc_RuntimeError, "no answer"); return NULL; }
static PyMethodDef yes_def = { "__instancecheck__", yes, METH_VARARGS, NULL }, no_def = { "__instancecheck__", no, METH_VARARGS, NULL }, text_def = { "__instancecheck__", text, METH_VARARGS, NULL };
/* A class whose metaclass answers by the given functions. */
static PyObject *opinionated(PyMethodDef *def) {
    PyObject *f = PyCFunction_New(def, NULL), *d = V("{s:O,s:O}", "__instancecheck__", f, "__subclasscheck__", f), *b = MUST(PyTuple_Pack(1, &PyType_Type)), *meta = MUST(C(TYPE(PyType_Type), "(sOO)", "Meta", b, d)), *e = V("()"), *n = PyDict_New();
    PyObject *t = MUST(C(meta, "(sOO)", "Class", e, n));
    Py_DECREF(f); Py_DECREF(d); Py_DECREF(b); Py_DECREF(meta); Py_DECREF(e); Py_DECREF(n);
    return t;
}
TEST(plain) {
    PyObject *i = V("i", 5);
    SHOW_INT(PyObject_IsInstance(i, TYPE(PyLong_Type))); SHOW_INT(PyObject_IsInstance(i, TYPE(PyUnicode_Type))); SHOW_INT(PyObject_IsInstance(i, TYPE(PyBaseObject_Type))); SHOW_INT(PyObject_IsInstance(Py_True, TYPE(PyLong_Type)));
    SHOW_INT(PyObject_IsInstance(i, i)); SHOW_INT(PyObject_IsInstance(i, Py_None)); SHOW_INT(PyObject_IsInstance(TYPE(PyType_Type), TYPE(PyType_Type)));
    SHOW_INT(PyObject_IsSubclass(TYPE(PyBool_Type), TYPE(PyLong_Type))); SHOW_INT(PyObject_IsSubclass(i, TYPE(PyLong_Type))); SHOW_INT(PyObject_IsSubclass(TYPE(PyLong_Type), i)); SHOW_INT(PyObject_IsSubclass(i, i));
    Py_DECREF(i);
}
TEST(hooks) {
    PyObject *i = V("i", 5);
    PyMethodDef *defs[] = { &yes_def, &text_def, &no_def };
    for (int k = 0; k < 3; k++) {
        PyObject *t = opinionated(defs[k]), *o = MUST(C(t, "()"));
        SHOW_INT(PyObject_IsInstance(i, t)); SHOW_INT(PyObject_IsInstance(o, t)); SHOW_INT(PyObject_IsSubclass(TYPE(PyLong_Type), t)); SHOW_INT(PyObject_IsSubclass(t, t)); SHOW_INT(PyObject_IsSubclass(i, t));
        PyObject *tuple = MUST(PyTuple_Pack(2, &PyUnicode_Type, t));
        SHOW_INT(PyObject_IsInstance(i, tuple)); SHOW_INT(PyObject_IsSubclass(TYPE(PyLong_Type), tuple));
        SHOW_INT(PyErr_GivenExceptionMatches(PyExc_ValueError, t));
        Py_DECREF(tuple); Py_DECREF(o); Py_DECREF(t);
    }
    Py_DECREF(i);
}
TEST(class_attribute) {
    PyObject *d = V("{s:O}", "__class__", &PyLong_Type), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Proxy", b, d)), *o = C(t, "()");
    SHOW_INT(PyObject_IsInstance(o, TYPE(PyLong_Type))); SHOW_INT(PyObject_IsInstance(o, t)); SHOW_INT(PyObject_IsInstance(o, TYPE(PyUnicode_Type)));
    Py_DECREF(o); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d);
    d = V("{s:i}", "__class__", 5); b = V("()"); t = MUST(C(TYPE(PyType_Type), "(sOO)", "Odd", b, d)); o = C(t, "()");
    SHOW_INT(PyObject_IsInstance(o, TYPE(PyLong_Type))); SHOW_INT(PyObject_IsInstance(o, t));
    Py_DECREF(o); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d);
}
TEST(bases_attribute) {
    /* Objects that are no types, but have __bases__. */
    PyObject *e = V("()"), *d = V("{s:O}", "__bases__", e), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Classlike", e, d)), *base = C(t, "()"), *one = MUST(PyTuple_Pack(1, base)), *derived = C(t, "()");
    PyObject_SetAttrString(derived, "__bases__", one);
    SHOW_INT(PyObject_IsSubclass(derived, base)); SHOW_INT(PyObject_IsSubclass(base, derived)); SHOW_INT(PyObject_IsSubclass(base, base)); SHOW_INT(PyObject_IsSubclass(derived, TYPE(PyLong_Type))); SHOW_INT(PyObject_IsSubclass(TYPE(PyLong_Type), derived));
    PyObject *o = C(t, "()"); PyObject_SetAttrString(o, "__class__", t);
    SHOW_INT(PyObject_IsInstance(o, derived)); SHOW_INT(PyObject_IsInstance(Py_None, derived));
    PyObject *two = MUST(PyTuple_Pack(2, &PyUnicode_Type, base)); PyObject_SetAttrString(derived, "__bases__", two); SHOW_INT(PyObject_IsSubclass(derived, base)); SHOW_INT(PyObject_IsSubclass(derived, TYPE(PyUnicode_Type)));
    PyObject_SetAttrString(derived, "__bases__", Py_None); SHOW_INT(PyObject_IsSubclass(derived, base));
    Py_DECREF(o); Py_DECREF(two); Py_DECREF(derived); Py_DECREF(one); Py_DECREF(base); Py_DECREF(t); Py_DECREF(d); Py_DECREF(e);
}
TEST(deep_tuple) {
    PyObject *t = Py_NewRef(TYPE(PyUnicode_Type));
    for (int i = 0; i < 500; i++) { PyObject *n = MUST(PyTuple_Pack(1, t)); Py_DECREF(t); t = n; }
    SHOW_INT(PyObject_IsInstance(Py_None, t)); SHOW_INT(PyObject_IsSubclass(TYPE(PyLong_Type), t));
    Py_DECREF(t);
}
TEST(union) {
    PyObject *u = PyNumber_Or(TYPE(PyLong_Type), Py_None), *i = V("i", 5);
    SHOW_INT(PyObject_IsInstance(i, u)); SHOW_INT(PyObject_IsInstance(Py_None, u)); SHOW_INT(PyObject_IsInstance(TYPE(PyLong_Type), u)); SHOW_INT(PyObject_IsSubclass(TYPE(PyBool_Type), u)); SHOW_INT(PyObject_IsSubclass((PyObject *)Py_TYPE(Py_None), u));
    PyObject *g = PyObject_GetItem(TYPE(PyList_Type), TYPE(PyLong_Type)); SHOW_INT(PyObject_IsInstance(i, g)); SHOW_INT(PyObject_IsSubclass(TYPE(PyList_Type), g)); SHOW_INT(PyObject_IsSubclass(g, TYPE(PyList_Type)));
    Py_XDECREF(g); Py_XDECREF(u); Py_DECREF(i);
}
