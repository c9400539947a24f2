#include "wheel.h"
WHEEL("multidict/_multidict.cpython-314-x86_64-linux-gnu.so", "multidict._multidict", "_multidict")
static PyObject *make(const char *type) { return MUST(CALL(type, "([(si)(si)(ss)])", "A", 1, "a", 2, "Key", "value")); }
TEST(module) { SHOW(public_names(module())); SHOW(public_names(MUST(PyObject_GetAttrString(module(), "MultiDict")))); SHOW(PyObject_GetAttrString(module(), "CIMultiDict")); }
static void both(const char *type) {
    PyObject *d = make(type);
    SHOW(Py_NewRef(d)); SHOW(M(Py_NewRef(d), "getall", "(s)", "a")); SHOW(M(Py_NewRef(d), "getone", "(s)", "A")); SHOW(M(Py_NewRef(d), "get", "(si)", "none", 7)); SHOW(M(Py_NewRef(d), "getall", "(s)", "none")); SHOW_INT(PyObject_Size(d)); SHOW(M(Py_NewRef(d), "add", "(si)", "B", 3)); SHOW(PySequence_List(MUST(M(Py_NewRef(d), "items", NULL)))); SHOW(PySequence_List(MUST(M(Py_NewRef(d), "keys", NULL)))); SHOW(M(Py_NewRef(d), "values", NULL));
    SHOW_INT(PyObject_SetItem(d, S("a"), I("9"))); SHOW(PySequence_List(MUST(M(Py_NewRef(d), "items", NULL)))); SHOW(M(Py_NewRef(d), "popone", "(s)", "B")); SHOW(M(Py_NewRef(d), "popall", "(s)", "a")); SHOW(M(Py_NewRef(d), "setdefault", "(si)", "new", 5)); SHOW(M(Py_NewRef(d), "extend", "({si})", "more", 6)); SHOW(M(Py_NewRef(d), "update", "([(si)])", "more", 8)); SHOW(M(Py_NewRef(d), "copy", NULL)); SHOW_INT(PySequence_Contains(d, S("KEY"))); SHOW(PyObject_RichCompare(d, V("{ss}", "x", "y"), Py_EQ)); SHOW(M(Py_NewRef(d), "popitem", NULL)); SHOW_INT(PyObject_DelItem(d, S("nothing"))); SHOW(M(Py_NewRef(d), "clear", NULL)); SHOW(Py_NewRef(d));
}
TEST(plain) { both("MultiDict"); }
TEST(case_insensitive) { both("CIMultiDict"); }
TEST(proxies) { PyObject *d = make("MultiDict"), *p = MUST(CALL("MultiDictProxy", "(O)", d)); SHOW(Py_NewRef(p)); SHOW_INT(PyObject_SetItem(p, S("x"), I("2"))); SHOW(PyObject_GetItem(p, S("Key"))); SHOW(M(Py_NewRef(p), "copy", NULL)); SHOW(CALL("MultiDictProxy", "(i)", 3)); SHOW(CALL("CIMultiDictProxy", "(O)", d)); SHOW(CALL("istr", "(s)", "Text")); SHOW(CALL("getversion", "(O)", p) ? S("a version") : NULL); }
TEST(iterating) { PyObject *d = make("MultiDict"), *keys = MUST(PyObject_GetIter(d)); SHOW(PyIter_Next(keys)); SHOW(M(Py_NewRef(d), "add", "(si)", "late", 1)); SHOW(PyIter_Next(keys)); SHOW(PyNumber_And(MUST(M(Py_NewRef(d), "keys", NULL)), V("[s]", "A"))); SHOW(PyNumber_Or(MUST(M(Py_NewRef(d), "keys", NULL)), V("[s]", "x")) ? S("a set") : NULL); }
TEST(errors) { PyObject *d = make("MultiDict"); SHOW(CALL("MultiDict", "(i)", 3)); SHOW(CALL("MultiDict", "([i])", 3)); SHOW(CALL("MultiDict", "([(i)])", 3)); SHOW(M(Py_NewRef(d), "add", "(ii)", 1, 2)); SHOW(M(Py_NewRef(d), "add", "(s)", "x")); SHOW(PyObject_GetItem(d, I("3"))); SHOW(M(Py_NewRef(d), "getone", NULL)); SHOW(PyObject_GetItem(d, S("nothing"))); }
