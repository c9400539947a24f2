#include "sdist.h"
SDIST("multidict._multidict", "_multidict")
TEST(module) { SHOW(public_names(module())); }
static PyObject *pairs(void) { return V("[(ss)(ss)(ss)]", "a", "1", "B", "2", "a", "3"); }
TEST(multidict) {
    PyObject *d = MAKE("MultiDict", "(N)", pairs());
    SHOW(PyObject_Repr(d));
    SHOW_INT(PyObject_Size(d));
    SHOW(PyObject_GetItem(d, S("a")));
    SHOW(M(Py_NewRef(d), "getall", "(s)", "a"));
    SHOW(M(Py_NewRef(d), "getone", "(s)", "b"));
    SHOW(M(Py_NewRef(d), "add", "(ss)", "c", "4"));
    SHOW_INT(PyObject_SetItem(d, S("a"), S("only")));
    SHOW(PyObject_Repr(d));
    SHOW(M(Py_NewRef(d), "popall", "(s)", "a"));
    SHOW(M(Py_NewRef(d), "popone", "(sO)", "zz", Py_None));
    SHOW(M(Py_NewRef(d), "extend", "({ss})", "e", "5"));
    SHOW(PySequence_List(M(Py_NewRef(d), "items", NULL)));
    SHOW(PySequence_List(d));
    SHOW_INT(PyObject_DelItem(d, S("nope")));
    SHOW_INT(PyObject_SetItem(d, I("1"), S("x")));
    SHOW_INT(PySequence_Contains(d, S("e")));
    SHOW(CALL("MultiDict", "(i)", 3));
    SHOW(M(Py_NewRef(d), "clear", NULL));
    Py_DECREF(d);
}
TEST(case_insensitive) {
    PyObject *d = MAKE("CIMultiDict", "(N)", pairs());
    SHOW(PyObject_GetItem(d, S("b")));
    SHOW(M(Py_NewRef(d), "getall", "(s)", "A"));
    SHOW(PyObject_Repr(d));
    PyObject *proxy = MAKE("CIMultiDictProxy", "(O)", d);
    SHOW(PyObject_Repr(proxy));
    SHOW(PyObject_GetItem(proxy, S("b")));
    SHOW_INT(PyObject_RichCompareBool(proxy, d, Py_EQ));
    SHOW(M(Py_NewRef(proxy), "copy", NULL));
    SHOW(CALL("istr", "(s)", "Header-Name"));
    SHOW(CALL("getversion", "(O)", proxy) ? Py_NewRef(Py_True) : NULL);
    Py_DECREF(proxy); Py_DECREF(d);
}
TEST(iteration) {
    PyObject *d = MAKE("MultiDict", "(N)", pairs()), *it = PyObject_GetIter(d);
    SHOW(PyIter_Next(it));
    SHOW(M(Py_NewRef(d), "add", "(ss)", "new", "x"));
    SHOW(PyIter_Next(it));
    Py_DECREF(it); Py_DECREF(d);
}
