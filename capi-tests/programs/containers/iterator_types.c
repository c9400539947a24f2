/* The types of iterators and views, by the symbols that hold them. */
#include "harness.h"

static void kind(const char *what, PyObject *made, PyTypeObject *type) {
    MUST(made);
    printf("%s: %d %s %d\n", what, Py_TYPE(made) == type, type->tp_name, (int)Py_REFCNT(made));
    PyObject *call = PyObject_CallNoArgs((PyObject *)type);
    if (call) { printf("  can be called\n"); Py_DECREF(call); } else { printf("  "); print_raised(); }
    PyObject *sub = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Sub", type);
    if (sub) { printf("  can be derived from\n"); Py_DECREF(sub); } else { printf("  "); print_raised(); }
    Py_DECREF(made);
}
TEST(types) {
    PyObject *list = V("[ii]", 1, 2), *tuple = V("(ii)", 1, 2), *dict = V("{s:i}", "a", 1);
    kind("list", PyObject_GetIter(list), &PyListIter_Type);
    kind("reversed list", M(Py_NewRef(list), "__reversed__", NULL), &PyListRevIter_Type);
    kind("tuple", PyObject_GetIter(tuple), &PyTupleIter_Type);
    kind("keys", PyObject_GetIter(dict), &PyDictIterKey_Type);
    PyObject *values = M(Py_NewRef(dict), "values", NULL), *items = M(Py_NewRef(dict), "items", NULL);
    kind("values", PyObject_GetIter(values), &PyDictIterValue_Type);
    kind("items", PyObject_GetIter(items), &PyDictIterItem_Type);
    kind("reversed keys", M(Py_NewRef(dict), "__reversed__", NULL), &PyDictRevIterKey_Type);
    kind("reversed values", M(values, "__reversed__", NULL), &PyDictRevIterValue_Type);
    kind("reversed items", M(items, "__reversed__", NULL), &PyDictRevIterItem_Type);
    PyObject *range = C(TYPE(PyRange_Type), "(i)", 3), *start = I("100000000000000000000"), *stop = I("100000000000000000003");
    kind("range", PyObject_GetIter(range), &PyRangeIter_Type);
    PyObject *wide = C(TYPE(PyRange_Type), "(OO)", start, stop);
    kind("wide range", PyObject_GetIter(wide), &PyLongRangeIter_Type);
    Py_DECREF(list); Py_DECREF(tuple); Py_DECREF(dict); Py_DECREF(range); Py_DECREF(start); Py_DECREF(stop); Py_DECREF(wide);
}
static void walk(const char *what, PyObject *iterator) {
    SAY("%s", what);
    SHOW(PyObject_CallMethod(iterator, "__length_hint__", NULL));
    PyObject *item;
    while ((item = PyIter_Next(iterator))) SHOW(item);
    SHOW(PyObject_CallMethod(iterator, "__length_hint__", NULL));
    SHOW(PyObject_CallMethod(iterator, "__next__", NULL));
    Py_DECREF(iterator);
}
TEST(walks) {
    PyObject *list = V("[ii]", 1, 2), *dict = V("{s:i,s:i}", "a", 1, "b", 2);
    walk("list", PyObject_GetIter(list));
    walk("reversed list", M(Py_NewRef(list), "__reversed__", NULL));
    walk("reversed keys", M(Py_NewRef(dict), "__reversed__", NULL));
    walk("reversed values", M(M(Py_NewRef(dict), "values", NULL), "__reversed__", NULL));
    walk("reversed items", M(M(Py_NewRef(dict), "items", NULL), "__reversed__", NULL));
    PyObject *start = I("100000000000000000000"), *stop = I("100000000000000000003");
    walk("wide range", PyObject_GetIter(C(TYPE(PyRange_Type), "(OO)", start, stop)));
    walk("tuple", PyObject_GetIter(V("(s)", "x")));
    Py_DECREF(list); Py_DECREF(dict); Py_DECREF(start); Py_DECREF(stop);
}
TEST(changed_while_walking) {
    PyObject *dict = V("{s:i,s:i}", "a", 1, "b", 2), *iterator = M(M(Py_NewRef(dict), "items", NULL), "__reversed__", NULL);
    SHOW(PyIter_Next(iterator));
    PyDict_DelItemString(dict, "a");
    SHOW(PyIter_Next(iterator));
    SHOW(PyIter_Next(iterator));
    Py_DECREF(iterator);
    PyObject *list = V("[iii]", 1, 2, 3);
    iterator = M(Py_NewRef(list), "__reversed__", NULL);
    SHOW(PyIter_Next(iterator));
    PyList_SetSlice(list, 0, 2, NULL);
    SHOW_INT(PyIter_Next(iterator) == NULL);
    PyList_Append(list, Py_None); PyList_Append(list, Py_None);
    SHOW_INT(PyIter_Next(iterator) == NULL);
    Py_DECREF(iterator); Py_DECREF(list); Py_DECREF(dict);
}
TEST(reduce) {
    PyObject *list = V("[ii]", 1, 2), *iterator = PyObject_GetIter(list), *reduced = M(Py_NewRef(iterator), "__reduce__", NULL);
    SHOW(PyTuple_GetSlice(reduced, 1, 3));
    Py_DECREF(reduced);
    SHOW(PyIter_Next(iterator));
    SHOW(PyObject_CallMethod(iterator, "__setstate__", "i", 0));
    SHOW(PyIter_Next(iterator));
    SHOW(PyObject_CallMethod(iterator, "__setstate__", "i", 100));
    SHOW_INT(PyIter_Next(iterator) == NULL);
    SHOW(PyObject_CallMethod(iterator, "__setstate__", "s", "x"));
    Py_DECREF(iterator); Py_DECREF(list);
}
