/* object.h and objimpl.h: what works on any object, and how objects come and go. */
#include "harness.h"

TEST(constants) {
    for (unsigned i = 0; i <= 10; i++) SHOW(Py_GetConstant(i));
    SHOW_INT(Py_GetConstantBorrowed(0) == Py_None);
    SHOW_INT(Py_GetConstantBorrowed(9) == Py_GetConstantBorrowed(9));
    SHOW_BORROWED(Py_GetConstantBorrowed(99));
}
TEST(identity) {
    SHOW_INT(Py_Is(Py_None, Py_None));
    SHOW_INT(Py_Is(Py_None, Py_True));
    SHOW_INT(Py_IsNone(Py_None));
    SHOW_INT(Py_IsTrue(Py_True));
    SHOW_INT(Py_IsTrue(MUST(PyLong_FromLong(1))));
    SHOW_INT(Py_IsFalse(Py_False));
}
TEST(references) {
    PyObject *o = F(2.5);
    SHOW_REFS(o, Py_NewRef(o));
    SHOW_REFS(o, Py_XNewRef(o));
    SHOW_REFS(o, Py_DecRef(o));
    SHOW_REFS(o, (Py_IncRef)(o));
    SHOW_REFS(o, Py_SET_REFCNT(o, 1));
    SHOW_INT(Py_XNewRef(NULL) == NULL);
    Py_IncRef(NULL);
    Py_DecRef(NULL);
    SHOW_INT(PyUnstable_Object_IsUniquelyReferenced(o));
    Py_INCREF(o);
    SHOW_INT(PyUnstable_Object_IsUniquelyReferenced(o));
    Py_DECREF(o);
    Py_DECREF(o);
}
TEST(immortals) {
    PyObject *all[] = {Py_None, Py_True, Py_Ellipsis, MUST(PyLong_FromLong(5)), S(""), S("a"), MUST(PyBytes_FromString("")), MUST(PyBytes_FromString("x")),
                       MUST(PyTuple_New(0)), (PyObject *)&PyLong_Type, PyExc_ValueError};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        SHOW_INT(PyUnstable_IsImmortal(all[i]));
        SHOW_INT(Py_REFCNT(all[i]));
        Py_SET_REFCNT(all[i], 1);
        SHOW_INT(Py_REFCNT(all[i]));
    }
    SHOW_INT(PyUnstable_IsImmortal(MUST(PyLong_FromLong(100000))));
    SHOW_INT(PyUnstable_IsImmortal(MUST(PyList_New(0))));
}
TEST(text) {
    SHOW(PyObject_Repr(S("it's \"\xc3\xa9\xf0\x9f\x98\x80\n")));
    SHOW(PyObject_Str(S("text")));
    SHOW(PyObject_Str(V("[id]", 1, 2.0)));
    SHOW(PyObject_ASCII(S("it's \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")));
    SHOW(PyObject_ASCII(V("[s]", "\xc3\xa9")));
    SHOW(PyObject_Repr(NULL));
    SHOW(PyObject_Str(NULL));
    SHOW(PyObject_ASCII(NULL));
    SHOW(PyObject_Bytes(NULL));
    SHOW(PyObject_Bytes(V("[ii]", 1, 255)));
    SHOW(PyObject_Bytes(MUST(PyLong_FromLong(3))));
    SHOW(PyObject_Bytes(S("x")));
}
TEST(truth) {
    PyObject *all[] = {Py_None, Py_True, Py_False, I("0"), I("5"), F(0.0), F(-0.5), S(""), S("a"), V("[]"), V("[i]", 0), V("{}"), V("()"), Py_Ellipsis, (PyObject *)&PyLong_Type};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        SHOW_INT(PyObject_IsTrue(all[i]));
        SHOW_INT(PyObject_Not(all[i]));
    }
}
TEST(compare) {
    SHOW(PyObject_RichCompare(I("1"), I("2"), Py_LT));
    SHOW(PyObject_RichCompare(I("1"), F(1.0), Py_EQ));
    SHOW(PyObject_RichCompare(S("a"), I("1"), Py_EQ));
    SHOW(PyObject_RichCompare(S("a"), I("1"), Py_NE));
    SHOW(PyObject_RichCompare(S("a"), I("1"), Py_LT));
    SHOW(PyObject_RichCompare(Py_None, Py_None, Py_GE));
    SHOW(PyObject_RichCompare(V("[i]", 1), V("(i)", 1), Py_GT));
    SHOW(PyObject_RichCompare(NULL, Py_None, Py_EQ));
    PyObject *nan = MUST(PyFloat_FromString(S("nan")));
    SHOW(PyObject_RichCompare(nan, nan, Py_EQ));
    SHOW_INT(PyObject_RichCompareBool(nan, nan, Py_EQ));
    SHOW_INT(PyObject_RichCompareBool(nan, nan, Py_NE));
    SHOW_INT(PyObject_RichCompareBool(S("a"), I("1"), Py_LT));
}
TEST(hash) {
    SHOW_INT(PyObject_Hash(I("12345")));
    SHOW_INT(PyObject_Hash(F(0.5)));
    SHOW_INT(PyObject_Hash(S("text")));
    SHOW_INT(PyObject_Hash(V("(iis)", 1, 2, "x")));
    SHOW_INT(PyObject_Hash(V("[]")));
    SHOW_INT(PyObject_Hash(V("{}")));
    SHOW_INT(PyObject_Hash(V("([])")));
    SHOW_INT(PyObject_HashNotImplemented(V("[]")));
}
TEST(attributes) {
    PyObject *o = MUST(PyModule_New("m")), *found;
    SHOW_INT(PyObject_SetAttrString(o, "x", Py_True));
    SHOW(PyObject_GetAttrString(o, "x"));
    SHOW_INT(PyObject_HasAttrString(o, "x"));
    SHOW_INT(PyObject_HasAttrString(o, "y"));
    SHOW_INT(PyObject_HasAttrStringWithError(o, "y"));
    SHOW_INT(PyObject_GetOptionalAttrString(o, "x", &found));
    Py_XDECREF(found);
    SHOW_INT(PyObject_GetOptionalAttrString(o, "y", &found));
    SHOW_INT(found == NULL);
    SHOW_INT(PyObject_DelAttrString(o, "x"));
    SHOW_INT(PyObject_DelAttrString(o, "x"));
    SHOW(PyObject_GetAttrString(o, "x"));
    SHOW(PyObject_GetAttr(o, I("1")));
    SHOW_INT(PyObject_SetAttr(o, Py_None, Py_None));
    SHOW_INT(PyObject_SetAttrString(I("5"), "x", Py_None));
    SHOW_INT(PyObject_SetAttrString((PyObject *)&PyLong_Type, "x", Py_None));
    SHOW(PyObject_GetAttrString(I("5"), "nothing"));
    SHOW(PyObject_GetAttrString((PyObject *)&PyLong_Type, "nothing"));
    SHOW(PyObject_Type(I("5")));
}
TEST(directory) {
    PyObject *o = MUST(PyModule_New("m"));
    SHOW(PyObject_Dir(o));
    SHOW_INT(PySequence_Contains(MUST(PyObject_Dir(I("5"))), S("bit_length")));
    SHOW(PyObject_Dir(NULL));
}
TEST(paths) {
    SHOW(PyOS_FSPath(S("/a/b")));
    SHOW(PyOS_FSPath(MUST(PyBytes_FromString("/a/b"))));
    SHOW(PyOS_FSPath(I("5")));
    SHOW(PyOS_FSPath(Py_None));
}
TEST(memory) {
    void *p = PyMem_Malloc(10);
    p = PyMem_Realloc(p, 100000);
    SHOW_INT(p != NULL);
    PyMem_Free(p);
    SHOW_INT(PyMem_Malloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
    SHOW_INT(PyObject_Malloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
    SHOW_INT(PyMem_Calloc((size_t)PY_SSIZE_T_MAX, 2) == NULL);
    unsigned char *z = PyMem_RawCalloc(4, 4);
    SHOW_INT(z && !z[0] && !z[15]);
    PyMem_RawFree(z);
    PyMem_Free(NULL);
    SHOW_INT(PyMem_Malloc(0) != NULL);
    SHOW_INT(PyMem_Calloc(0, 8) != NULL);
}
TEST(collection) {
    PyGC_Collect();
    PyObject *list = MUST(PyList_New(0));
    SHOW_INT(PyObject_GC_IsTracked(list));
    SHOW_INT(PyObject_IS_GC(list));
    SHOW_INT(PyObject_IS_GC(Py_None));
    SHOW_INT(PyObject_GC_IsTracked(Py_None));
    SHOW_INT(PyObject_GC_IsFinalized(list));
    SHOW_INT(PyObject_IS_GC((PyObject *)&PyLong_Type));
    PyList_Append(list, list);
    Py_DECREF(list);
    SHOW_INT(PyGC_Collect());
    PyObject *a = V("{}"), *b = V("[O]", a);
    PyDict_SetItemString(a, "b", b);
    Py_DECREF(a); Py_DECREF(b);
    SHOW_INT(PyGC_Collect());
    SHOW_INT(PyGC_Collect());
    SHOW_INT(PyGC_Disable());
    SHOW_INT(PyGC_IsEnabled());
    SHOW_INT(PyGC_Collect());
    SHOW_INT(PyGC_Enable());
    SHOW_INT(PyGC_IsEnabled());
}
TEST(recursion) {
    PyObject *deep = MUST(PyList_New(0));
    for (int i = 0; i < 200000; i++) { PyObject *outer = MUST(PyList_New(1)); PyList_SetItem(outer, 0, deep); deep = outer; }
    PyObject *text = PyObject_Repr(deep);
    int raised = text == NULL && PyErr_ExceptionMatches(PyExc_RecursionError);
    PyErr_Clear();
    SHOW_INT(raised);
    PyObject *other = MUST(PyList_New(0));
    for (int i = 0; i < 200000; i++) { PyObject *outer = MUST(PyList_New(1)); PyList_SetItem(outer, 0, other); other = outer; }
    raised = PyObject_RichCompareBool(deep, other, Py_EQ) == -1 && PyErr_ExceptionMatches(PyExc_RecursionError);
    PyErr_Clear();
    SHOW_INT(raised);
    Py_DECREF(deep);
    Py_DECREF(other);
    SAY("destroyed");
}
