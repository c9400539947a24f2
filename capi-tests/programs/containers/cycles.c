/* Containers and iterators that hold each other: the collector frees them, and nothing twice. */
#include "containers/support.h"
#define COLLECT(what) do { PyGC_Collect(); printf("%s: %d keys alive\n", what, keys_alive); fflush(stdout); } while (0)
static PyObject *cell(void) { PyObject *l = PyList_New(0); Key *k = K(1, 1); PyList_Append(l, (PyObject *)k); Py_DECREF(k); return l; }
TEST(containers) {
    PyObject *l = cell(); PyList_Append(l, l); Py_DECREF(l); COLLECT("list");
    l = cell(); PyObject *t = PyTuple_Pack(1, l); PyList_Append(l, t); Py_DECREF(t); Py_DECREF(l); COLLECT("tuple");
    l = cell(); PyObject *d = PyDict_New(); PyDict_SetItemString(d, "l", l); PyList_Append(l, d); Py_DECREF(d); Py_DECREF(l); COLLECT("dict");
    l = cell(); d = PyDict_New(); PyObject *k = V("(i)", 1); PyDict_SetItem(d, k, l); PyList_Append(l, d); Py_DECREF(k); Py_DECREF(d); Py_DECREF(l); COLLECT("dict with other keys");
    l = cell(); PyObject *s = PySet_New(NULL), *f = FUNCTION("f", count_hint, METH_NOARGS), *p = PyObject_GetAttrString(l, "append"); PySet_Add(s, p); PyList_Append(l, s); Py_DECREF(s); Py_DECREF(p); Py_DECREF(f); Py_DECREF(l); COLLECT("set of a bound method");
    l = cell(); PyObject *o = PyODict_New(); PyObject_SetAttrString(o, "l", l); PyList_Append(l, o); Py_DECREF(o); Py_DECREF(l); COLLECT("attribute of an ordered dict");
    l = cell(); d = PyDict_New(); PyDict_SetItemString(d, "l", l); PyObject *m = PyDictProxy_New(d); PyList_Append(l, m); Py_DECREF(m); Py_DECREF(d); Py_DECREF(l); COLLECT("mappingproxy"); }
TEST(iterators) {
    const char *names[] = {"iter", "reversed", "enumerate", "zip", "map", "filter", "sequence iterator", "callable iterator"};
    for (int i = 0; i < 8; i++) { PyObject *l = cell(), *it = i == 0 ? ITER(l) : i == 1 ? C(TYPE(PyReversed_Type), "(O)", l) : i == 2 ? C(TYPE(PyEnum_Type), "(O)", l) : i == 3 ? C(TYPE(PyZip_Type), "(OO)", l, l) : i == 4 ? C(TYPE(PyMap_Type), "(OO)", TYPE(PyList_Type), l) : i == 5 ? C(TYPE(PyFilter_Type), "(OO)", Py_None, l) : i == 6 ? PySeqIter_New(l) : PyCallIter_New(TYPE(PyList_Type), l); PyList_Append(l, MUST(it)); Py_DECREF(it); Py_DECREF(l); COLLECT(names[i]); } }
TEST(dict_parts) {
    const char *names[] = {"keys", "values", "items", "__iter__", "__reversed__"};
    for (int i = 0; i < 5; i++) { PyObject *d = PyDict_New(), *l = cell(); PyDict_SetItemString(d, "l", l); PyObject *part = CALL(d, names[i], NULL), *it = PyObject_GetIter(part); PyObject *first = i == 3 || i == 4 ? NULL : PyIter_Next(it); PyList_Append(l, part); PyList_Append(l, it); Py_XDECREF(first); Py_DECREF(it); Py_DECREF(part); Py_DECREF(l); Py_DECREF(d); COLLECT(names[i]); } }
TEST(no_leaks) {
    for (int round = 0; round < 50; round++) { PyObject *d = PyDict_New(), *s = PySet_New(NULL), *l = PyList_New(0); for (int i = 0; i < 40; i++) { Key *k = K(i, i % 9); PyDict_SetItem(d, (PyObject *)k, (PyObject *)k); PySet_Add(s, (PyObject *)k); PyList_Append(l, (PyObject *)k); Py_DECREF(k); } PyObject *u = PySet_New(d), *x = PyNumber_Xor(s, u), *o = PyNumber_Or(s, u), *n = PyNumber_And(s, u), *c = PyDict_Copy(d), *t = PyList_AsTuple(l), *i = PyDict_Items(d), *z = C(TYPE(PyZip_Type), "(OOO)", l, d, s), *zl = PySequence_List(z), *e = PySequence_Tuple(l), *r = PySequence_Repeat(l, 3); PyList_Sort(r); PyList_SetSlice(r, 5, 50, t); PyDict_Update(c, d); PyObject *f = CALL(TYPE(PyDict_Type), "fromkeys", "(OO)", s, l); Py_XDECREF(CALL(c, "popitem", NULL)); Py_XDECREF(PySet_Pop(o)); PyDict_Clear(c); PyObject *all[] = {d, s, l, u, x, o, n, c, t, i, z, zl, e, r, f}; for (int j = 0; j < 15; j++) Py_DECREF(MUST(all[j])); } SHOW_INT(keys_alive); }
