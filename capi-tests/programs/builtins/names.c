/* What the builtins module holds. */
#include "calls.h"
TEST(names) {
    PyObject *k = PyDict_Keys(PyModule_GetDict(MUST(PyImport_ImportModule("builtins"))));
    /* What site adds, and what the interactive loop sets, is left out. */
    for (const char *const *n = (const char *const[]){ "copyright", "credits", "exit", "help", "license", "quit", "_", NULL }; *n; n++) {
        PyObject *s = S(*n);
        for (Py_ssize_t i = 0; i < PyList_Size(k); i++) if (PyObject_RichCompareBool(PyList_GET_ITEM(k, i), s, Py_EQ)) PyList_SetSlice(k, i, i + 1, NULL);
        Py_DECREF(s);
    }
    PyList_Sort(k);
    SHOW(k);
}
TEST(types) {
    static const struct { const char *name; PyTypeObject *type; } all[] = {
        { "bool", &PyBool_Type }, { "bytearray", &PyByteArray_Type }, { "bytes", &PyBytes_Type }, { "classmethod", &PyClassMethod_Type }, { "complex", &PyComplex_Type }, { "dict", &PyDict_Type },
        { "enumerate", &PyEnum_Type }, { "filter", &PyFilter_Type }, { "float", &PyFloat_Type }, { "frozenset", &PyFrozenSet_Type }, { "int", &PyLong_Type }, { "list", &PyList_Type }, { "map", &PyMap_Type },
        { "memoryview", &PyMemoryView_Type }, { "object", &PyBaseObject_Type }, { "property", &PyProperty_Type }, { "range", &PyRange_Type }, { "reversed", &PyReversed_Type }, { "set", &PySet_Type }, { "slice", &PySlice_Type },
        { "staticmethod", &PyStaticMethod_Type }, { "str", &PyUnicode_Type }, { "super", &PySuper_Type }, { "tuple", &PyTuple_Type }, { "type", &PyType_Type }, { "zip", &PyZip_Type } };
    for (int i = 0; i < (int)(sizeof all / sizeof *all); i++) SAY("%s %d", all[i].name, B(all[i].name) == (PyObject *)all[i].type);
}
TEST(constants) {
    SHOW_INT(B("None") == Py_None); SHOW_INT(B("True") == Py_True); SHOW_INT(B("False") == Py_False); SHOW_INT(B("Ellipsis") == Py_Ellipsis); SHOW_INT(B("NotImplemented") == Py_NotImplemented);
    SHOW(B("__debug__")); SHOW(B("__name__")); SHOW(B("__package__"));
}
TEST(exceptions) {
    SHOW_INT(B("ValueError") == PyExc_ValueError); SHOW_INT(B("OSError") == PyExc_OSError); SHOW_INT(B("IOError") == PyExc_OSError); SHOW_INT(B("EnvironmentError") == PyExc_OSError);
    SHOW_INT(B("BaseExceptionGroup") == PyExc_BaseExceptionGroup); SHOW(B("ExceptionGroup"));
}
TEST(signatures) {
    PyObject *d = PyModule_GetDict(MUST(PyImport_ImportModule("builtins"))), *k = PyDict_Keys(d);
    PyList_Sort(k);
    for (Py_ssize_t i = 0; i < PyList_Size(k); i++) {
        PyObject *f = PyDict_GetItem(d, PyList_GET_ITEM(k, i));
        if (!PyCFunction_Check(f)) continue;
        print_new(PyUnicode_AsUTF8AndSize(PyList_GET_ITEM(k, i), NULL), PyObject_GetAttrString(f, "__text_signature__"));
        print_object("repr", f);
        show_attrs(f, "__module__ __qualname__");
        PyObject *self = PyObject_GetAttrString(f, "__self__");
        SHOW_INT(self == MUST(PyImport_ImportModule("builtins")));
        Py_XDECREF(self);
    }
    Py_DECREF(k);
}
TEST(module) {
    PyObject *m = MUST(PyImport_ImportModule("builtins"));
    SHOW_BORROWED(m);
    SHOW_INT(PyEval_GetBuiltins() == PyModule_GetDict(m));
    SHOW_TEXT(PyModule_GetName(m));
}
