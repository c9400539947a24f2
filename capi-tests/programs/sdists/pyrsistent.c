#include "sdist.h"
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    return opened = extension_open(sdist_path(), "pvectorc", "pvectorc");
}
TEST(module) { SHOW(public_names(module())); }
TEST(vector) {
    PyObject *empty = MUST(CALL("pvector", NULL)), *some = MUST(CALL("pvector", "([iii])", 1, 2, 3));
    SHOW(PyObject_Repr(empty));
    SHOW(PyObject_Repr(some));
    PyObject *more = MUST(M(Py_NewRef(some), "append", "(i)", 4));
    SHOW(PyObject_Repr(more));
    SHOW_INT(PyObject_Size(some));
    SHOW(M(Py_NewRef(more), "set", "(is)", 1, "x"));
    SHOW(M(Py_NewRef(more), "set", "(is)", 9, "x"));
    SHOW(M(Py_NewRef(more), "extend", "([ii])", 5, 6));
    SHOW(M(Py_NewRef(more), "delete", "(i)", 0));
    SHOW(M(Py_NewRef(more), "remove", "(i)", 99));
    SHOW(M(Py_NewRef(more), "index", "(i)", 3));
    SHOW(M(Py_NewRef(more), "count", "(i)", 3));
    SHOW(PyObject_GetItem(more, I("-1")));
    SHOW(PyObject_GetItem(more, I("77")));
    SHOW(PyObject_GetItem(more, MUST(PySlice_New(I("1"), I("3"), NULL))));
    SHOW(PyNumber_Add(some, more));
    SHOW(PySequence_Repeat(some, 2));
    SHOW(M(Py_NewRef(more), "tolist", NULL));
    SHOW_INT(PyObject_RichCompareBool(some, more, Py_LT));
    SHOW_INT(PySequence_Contains(more, I("4")));
    Py_DECREF(more); Py_DECREF(some); Py_DECREF(empty);
}
TEST(evolver) {
    PyObject *vector = MUST(CALL("pvector", "([iii])", 1, 2, 3)), *evolver = MUST(M(Py_NewRef(vector), "evolver", NULL));
    SHOW_INT(PyObject_SetItem(evolver, I("0"), S("first")));
    SHOW(M(Py_NewRef(evolver), "append", "(s)", "last") ? Py_NewRef(Py_None) : NULL);
    SHOW(M(Py_NewRef(evolver), "is_dirty", NULL));
    SHOW(M(Py_NewRef(evolver), "persistent", NULL));
    SHOW(PyObject_Repr(vector));
    Py_DECREF(evolver); Py_DECREF(vector);
}
TEST(many) {
    PyObject *vector = MUST(CALL("pvector", NULL));
    for (int i = 0; i < 3000; i++) { PyObject *next = MUST(M(vector, "append", "(i)", i)); vector = next; }
    SHOW_INT(PyObject_Size(vector));
    SHOW(PyObject_GetItem(vector, I("2345")));
    Py_DECREF(vector);
}
