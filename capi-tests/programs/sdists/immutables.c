#include "sdist.h"
SDIST("immutables._map", "_map")
TEST(module) { SHOW(public_names(module())); }
TEST(map) {
    PyObject *one = MAKE("Map", "({si})", "a", 1);
    SHOW(PyObject_Repr(one));
    PyObject *two = MUST(M(Py_NewRef(one), "set", "(si)", "b", 2));
    SHOW_INT(PyObject_Size(two));
    SHOW_INT(PyObject_Size(one));
    SHOW(PyObject_GetItem(two, S("b")));
    SHOW(PyObject_GetItem(one, S("b")));
    SHOW(M(Py_NewRef(two), "get", "(s)", "z"));
    SHOW(M(Py_NewRef(two), "get", "(si)", "z", 3));
    SHOW_INT(PySequence_Contains(two, S("a")));
    SHOW(M(Py_NewRef(two), "delete", "(s)", "a"));
    SHOW(M(Py_NewRef(two), "delete", "(s)", "z"));
    SHOW(M(Py_NewRef(one), "update", "({si})", "a", 5));
    SHOW_INT(PyObject_RichCompareBool(one, MAKE("Map", "({si})", "a", 1), Py_EQ));
    SHOW_INT(PyObject_RichCompareBool(one, two, Py_EQ));
    SHOW_INT(PyObject_Hash(one) == PyObject_Hash(MAKE("Map", "({si})", "a", 1)));
    SHOW(PyList_Type.tp_new ? PySequence_List(M(Py_NewRef(one), "items", NULL)) : NULL);
    SHOW(PyObject_GetItem(one, V("[]")));
    SHOW(CALL("Map", "(i)", 3));
    Py_DECREF(two); Py_DECREF(one);
}
TEST(many) {
    PyObject *map = MAKE("Map", NULL);
    for (int i = 0; i < 2000; i++) { PyObject *next = MUST(M(map, "set", "(ii)", i, i * i)); map = next; }
    SHOW_INT(PyObject_Size(map));
    SHOW(PyObject_GetItem(map, I("1999")));
    for (int i = 0; i < 2000; i += 2) { PyObject *next = MUST(M(map, "delete", "(i)", i)); map = next; }
    SHOW_INT(PyObject_Size(map));
    SHOW(PyObject_GetItem(map, I("1998")));
    PyObject *sum = MUST(PyObject_CallFunction(MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "sum")), "(N)", M(Py_NewRef(map), "values", NULL)));
    SHOW(sum);
    Py_DECREF(map);
}
TEST(mutation) {
    PyObject *map = MAKE("Map", "({si})", "a", 1), *mutation = MUST(M(Py_NewRef(map), "mutate", NULL));
    SHOW_INT(PyObject_SetItem(mutation, S("b"), I("2")));
    SHOW(M(Py_NewRef(mutation), "pop", "(s)", "a"));
    SHOW(M(Py_NewRef(mutation), "finish", NULL));
    SHOW_INT(PyObject_SetItem(mutation, S("c"), I("3")));
    SHOW(PyObject_Repr(map));
    Py_DECREF(mutation); Py_DECREF(map);
}
