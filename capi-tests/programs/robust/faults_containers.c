/* Allocation failure in tuple, list, dict, set and what iterates over them: an operation that fails leaves its object as it was. */
#include "faults.h"

enum { MANY = 20000 };
static PyObject *few, *many, *texts, *dict, *many_dict, *set, *many_set;
static void values(void) {
    few = V("[isid]", 3, "b", 1, 2.5); many = MUST(PyList_New(MANY)); many_dict = MUST(PyDict_New()); texts = MUST(PyList_New(0));
    for (int i = 0; i < MANY; i++) {
        PyObject *n = MUST(PyLong_FromLong((i * 7919L) % 104729 + 1000)), *t = MUST(PyUnicode_FromFormat("key %d", (i * 7919) % 104729));
        PyList_SET_ITEM(many, i, n); PyDict_SetItem(many_dict, t, n); PyList_Append(texts, t);
    }
    dict = V("{sisssO}", "one", 1, "two", "zwei", "three", few); set = MUST(PySet_New(MUST(Py_BuildValue("(siO)", "a", 2, Py_None)))); many_set = MUST(PySet_New(texts));
}
#define CALL(o, ...) PyObject_CallMethod(o, __VA_ARGS__)
FAULTS(tuples_and_lists) {
    values();
    PyObject *pair = V("(ss)", "x", "y"), *tuple = MUST(PyList_AsTuple(few)), *long_tuple = MUST(PyList_AsTuple(many)), *all[] = {tuple, long_tuple, few, many};
    TRY("tuple", PyTuple_New(30)); TRY("Pack", PyTuple_Pack(3, few, many, dict)); TRY("list", PyList_New(30)); TRY("AsTuple", PyList_AsTuple(many));
    TRY("_Resize", ({ PyObject *t = PyTuple_New(5); if (t) _PyTuple_Resize(&t, 500); t; }));
    for (int i = 0; i < 4; i++) {
        PyObject *s = all[i];
        TRY("slice", PySequence_GetSlice(s, 1, 10000)); TRY("+", PySequence_Concat(s, s)); TRY("*", PySequence_Repeat(s, 3)); TRY("repr", PyObject_Repr(s)); TRY("List", PySequence_List(s));
        TRY("Tuple", PySequence_Tuple(s)); TRY("Fast", PySequence_Fast(s, "no")); TRY("iter", PyObject_GetIter(s)); TRY("index", CALL(s, "index", "i", 1000000)); TRY("count", CALL(s, "count", "i", 3));
        TRY("reversed", CALL(s, "__iter__", NULL)); TRY("==", PyObject_RichCompare(s, s, Py_EQ)); TRY("hash", CALL(s, "__hash__", NULL)); TRY("max", CALL(s, "__len__", NULL));
        TRY("step", WITH(PySlice_New(NULL, NULL, MUST(PyLong_FromLong(2))), PyObject_GetItem(s, x)));
    }
    TRY("grow", WITH(PyList_New(0), ({ int bad = 0; for (int i = 0; i < 200 && !bad; i++) { bad = PyList_Append(x, pair) < 0; if (bad) UNCHANGED(t_, PyList_GET_SIZE(x) == i); } bad ? NULL : Py_NewRef(Py_None); })));
    TRY("insert", WITH(PyList_GetSlice(many, 0, 4), ({ int bad = PyList_Insert(x, 1, pair); if (bad) UNCHANGED(t_, PyList_GET_SIZE(x) == 4); bad ? NULL : Py_NewRef(Py_None); })));
    TRY("extend", WITH(PyList_GetSlice(many, 0, 4), PyList_Extend(x, texts) < 0 ? NULL : Py_NewRef(Py_None)));
    TRY("extend, iterator", WITH(PyList_GetSlice(many, 0, 4), ({ PyObject *i = PyObject_GetIter(texts), *r = i ? CALL(x, "extend", "O", i) : NULL; Py_XDECREF(i); r; })));
    TRY("+=", WITH(PyList_GetSlice(many, 0, 4), PySequence_InPlaceConcat(x, many_dict)));
    TRY("*=", WITH(PyList_GetSlice(many, 0, 4), PySequence_InPlaceRepeat(x, 5000)));
    TRY("SetSlice", WITH(PyList_GetSlice(many, 0, 40), ({ int bad = PyList_SetSlice(x, 3, 5, texts); if (bad) UNCHANGED(t_, PyList_GET_SIZE(x) == 40); bad ? NULL : Py_NewRef(Py_None); })));
    TRY("SetSlice, self", WITH(PyList_GetSlice(many, 0, 40), PyList_SetSlice(x, 3, 5, x) < 0 ? NULL : Py_NewRef(Py_None)));
    TRY("del slice", WITH(PyList_GetSlice(many, 0, 4000), PyList_SetSlice(x, 3, 3000, NULL) < 0 ? NULL : Py_NewRef(Py_None)));
    PyObject *third = MUST(PySlice_New(NULL, NULL, MUST(PyLong_FromLong(3))));
    TRY("del step", WITH(PyList_GetSlice(many, 0, 4000), PyObject_DelItem(x, third) < 0 ? NULL : Py_NewRef(Py_None)));
    TRY("sort", WITH(PyList_GetSlice(many, 0, MANY), ({ int bad = PyList_Sort(x); UNCHANGED(t_, PyList_GET_SIZE(x) == MANY); bad < 0 ? NULL : Py_NewRef(Py_None); })));
    TRY("sort, text", WITH(PyList_GetSlice(texts, 0, MANY), ({ int bad = PyList_Sort(x); UNCHANGED(t_, PyList_GET_SIZE(x) == MANY); bad < 0 ? NULL : Py_NewRef(Py_None); })));
    PyObject *sort = MUST(PyObject_GetAttrString(texts, "sort")), *none = MUST(PyTuple_New(0)), *key = V("{sO}", "key", &PyTuple_Type);
    TRY("sort, key", PyObject_Call(sort, none, key)); UNCHANGED(((Attempt){"sort, key"}), PyList_GET_SIZE(texts) == MANY);
    TRY("reverse", CALL(many, "copy", NULL)); TRY("pop", WITH(PyList_GetSlice(many, 0, 40), CALL(x, "pop", NULL)));
    TRY("bases", PyObject_CallFunction((PyObject *)&PyEnum_Type, "O", many)); TRY("zip", PyObject_CallFunction((PyObject *)&PyZip_Type, "OOO", many, texts, few));
    TRY("zip, next", WITH(PyObject_CallFunction((PyObject *)&PyZip_Type, "OOO", many, texts, few), PySequence_List(x)));
    TRY("enumerate, all", WITH(PyObject_CallFunction((PyObject *)&PyEnum_Type, "O", few), PySequence_List(x)));
    TRY("map", WITH(PyObject_CallFunction((PyObject *)&PyMap_Type, "OO", &PyUnicode_Type, few), PySequence_List(x)));
    TRY("filter", WITH(PyObject_CallFunction((PyObject *)&PyFilter_Type, "OO", &PyUnicode_Type, few), PySequence_List(x)));
}
FAULTS(dicts) {
    values();
    TRY("New", PyDict_New()); TRY("Copy", PyDict_Copy(many_dict)); TRY("Keys", PyDict_Keys(many_dict)); TRY("Values", PyDict_Values(many_dict)); TRY("Items", PyDict_Items(many_dict)); TRY("repr", PyObject_Repr(dict));
    TRY("grow", WITH(PyDict_New(), ({ int bad = 0; for (int i = 0; i < 300 && !bad; i++) { bad = PyDict_SetItem(x, PyList_GET_ITEM(texts, i), few) < 0; if (bad) UNCHANGED(t_, PyDict_GET_SIZE(x) == i); } bad ? NULL : Py_NewRef(Py_None); })));
    TRY("grow, ints", WITH(PyDict_New(), ({ int bad = 0; for (int i = 0; i < 300 && !bad; i++) { bad = PyDict_SetItem(x, PyList_GET_ITEM(many, i), few) < 0; if (bad) UNCHANGED(t_, PyDict_GET_SIZE(x) == i); } bad ? NULL : Py_NewRef(Py_None); })));
    TRY("SetItemString", WITH(PyDict_New(), PyDict_SetItemString(x, "a key that is new", few) < 0 ? NULL : Py_NewRef(Py_None)));
    TRY("replace", WITH(PyDict_Copy(dict), ({ int bad = PyDict_SetItemString(x, "one", few); UNCHANGED(t_, PyDict_GET_SIZE(x) == 3); bad < 0 ? NULL : Py_NewRef(Py_None); })));
    TRY("SetDefault", WITH(PyDict_New(), ({ PyObject *r = NULL; int found = PyDict_SetDefaultRef(x, few == NULL ? few : Py_None, few, &r); (void)found; r; })));
    TRY("Merge", WITH(PyDict_Copy(dict), PyDict_Merge(x, many_dict, 1) < 0 ? NULL : Py_NewRef(Py_None)));
    TRY("Update, empty", WITH(PyDict_New(), PyDict_Update(x, many_dict) < 0 ? NULL : Py_NewRef(Py_None)));
    PyObject *pairs = MUST(PyDict_Items(many_dict));
    TRY("MergeFromSeq2", WITH(PyDict_New(), PyDict_MergeFromSeq2(x, pairs, 1) < 0 ? NULL : Py_NewRef(Py_None)));
    TRY("|", PyNumber_Or(dict, many_dict)); TRY("==", PyObject_RichCompare(many_dict, many_dict, Py_EQ));
    TRY("GetItemString", ({ PyObject *r = NULL; PyDict_GetItemStringRef(dict, "three", &r) < 0 ? NULL : r; }));
    TRY("missing", CALL(dict, "__getitem__", "s", "nothing")); TRY("pop", WITH(PyDict_Copy(dict), CALL(x, "pop", "s", "two"))); TRY("popitem", WITH(PyDict_Copy(dict), CALL(x, "popitem", NULL)));
    TRY("fromkeys", CALL((PyObject *)&PyDict_Type, "fromkeys", "O", texts)); TRY("get", CALL(dict, "get", "si", "x", 7)); TRY("items", CALL(dict, "items", NULL));
    TRY("keys &", WITH(CALL(dict, "keys", NULL), PyNumber_And(x, x))); TRY("keys |", WITH(CALL(dict, "keys", NULL), PyNumber_Or(x, texts))); TRY("items repr", WITH(CALL(dict, "items", NULL), PyObject_Repr(x)));
    TRY("items, all", WITH(CALL(dict, "items", NULL), PySequence_List(x))); TRY("reversed", WITH(CALL(dict, "__reversed__", NULL), PySequence_List(x)));
    TRY("call", PyObject_Call((PyObject *)&PyDict_Type, PyTuple_New(0), dict)); TRY("proxy", WITH(PyDictProxy_New(dict), PyObject_Repr(x)));
    TRY("namespace", WITH(PyDict_Copy(dict), PySequence_Tuple(x)));
}
FAULTS(sets) {
    values();
    PyObject *frozen = MUST(PyFrozenSet_New(many_set));
    TRY("New", PySet_New(NULL)); TRY("New, of", PySet_New(texts)); TRY("frozen", PyFrozenSet_New(few)); TRY("repr", PyObject_Repr(set)); TRY("copy", CALL(many_set, "copy", NULL));
    TRY("grow", WITH(PySet_New(NULL), ({ int bad = 0; for (int i = 0; i < 300 && !bad; i++) { bad = PySet_Add(x, PyList_GET_ITEM(texts, i)) < 0; if (bad) UNCHANGED(t_, PySet_GET_SIZE(x) == i); } bad ? NULL : Py_NewRef(Py_None); })));
    TRY("|", PyNumber_Or(set, many_set)); TRY("&", PyNumber_And(many_set, frozen)); TRY("-", PyNumber_Subtract(many_set, set)); TRY("^", PyNumber_Xor(many_set, set));
    TRY("|=", WITH(CALL(set, "copy", NULL), PyNumber_InPlaceOr(x, many_set))); TRY("-=", WITH(CALL(many_set, "copy", NULL), PyNumber_InPlaceSubtract(x, set)));
    TRY("update", WITH(CALL(set, "copy", NULL), CALL(x, "update", "O", many))); TRY("hash", CALL(frozen, "__hash__", NULL)); TRY("pop", WITH(CALL(set, "copy", NULL), PySet_Pop(x)));
    TRY("issubset", CALL(set, "issubset", "O", texts)); TRY("in a set", PyObject_CallMethod(many_set, "__contains__", "O", set)); TRY("all", PySequence_List(set)); TRY("==", PyObject_RichCompare(many_set, frozen, Py_EQ));
}
FAULTS(ordered_dicts) {
    values();
    PyObject *ordered = MUST(PyObject_CallFunction((PyObject *)&PyODict_Type, "O", dict));
    TRY("New", PyODict_New()); TRY("of", PyObject_CallFunction((PyObject *)&PyODict_Type, "O", dict)); TRY("repr", PyObject_Repr(ordered)); TRY("copy", CALL(ordered, "copy", NULL));
    TRY("grow", WITH(PyODict_New(), ({ int bad = 0; for (int i = 0; i < 100 && !bad; i++) { bad = PyODict_SetItem(x, PyList_GET_ITEM(texts, i), few) < 0; if (bad) UNCHANGED(t_, PyODict_SIZE(x) == i); } bad ? NULL : Py_NewRef(Py_None); })));
    TRY("move_to_end", WITH(CALL(ordered, "copy", NULL), CALL(x, "move_to_end", "s", "one"))); TRY("popitem", WITH(CALL(ordered, "copy", NULL), CALL(x, "popitem", NULL))); TRY("items", WITH(CALL(ordered, "items", NULL), PySequence_List(x)));
}
