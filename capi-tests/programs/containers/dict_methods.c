/* dict as Python sees it: construction, update and merge, views, iterators, operators, repr. */
#include "containers/support.h"

static PyObject *abc(void) { return V("{s:i,s:i,s:i}", "a", 1, "b", 2, "c", 3); }
static PyObject *dict(const char *format, ...) {
    va_list va; va_start(va, format); PyObject *args = Py_VaBuildValue(format, va); va_end(va);
    PyObject *r = PyObject_Call(TYPE(PyDict_Type), args, NULL); Py_DECREF(args); return r;
}

TEST(construct) {
    PyObject *d = abc(), *kw = V("{s:i,s:i}", "a", 9, "z", 8), *empty = PyTuple_New(0);
    SHOW(dict("()")); SHOW(dict("(O)", d)); SHOW(dict("([(si)(si)])", "x", 1, "y", 2)); SHOW(dict("([[si][si]])", "x", 1, "y", 2)); SHOW(dict("([ss])", "ab", "cd"));
    SHOW(dict("(i)", 1)); SHOW(dict("(O)", Py_None)); SHOW(dict("([i])", 1)); SHOW(dict("([(iii)])", 1, 2, 3)); SHOW(dict("([(ii)(i)])", 1, 2, 3)); SHOW(dict("(s)", "ab")); SHOW(dict("([([]i)])", 1)); SHOW(dict("(ii)", 1, 2));
    SHOW(PyObject_Call(TYPE(PyDict_Type), empty, kw)); PyObject *args = V("(O)", d); SHOW(PyObject_Call(TYPE(PyDict_Type), args, kw)); Py_DECREF(args);
    PyObject *badkw = V("{i:i}", 1, 2); SHOW(PyObject_Call(TYPE(PyDict_Type), empty, badkw)); Py_DECREF(badkw);
    SHOW(CALL(d, "__init__", "([(si)])", "q", 5)); SHOW_BORROWED(d); SHOW(CALL(d, "__init__", "(ii)", 1, 2));
    PyObject *sub = SUBTYPE(TYPE(PyDict_Type), "test.D"), *s = C(sub, "(O)", d); SHOW_BORROWED(s); SHOW_INT(PyDict_Check(s)); SHOW_INT(PyDict_CheckExact(s)); SHOW_INT(PyObject_RichCompareBool(s, d, Py_EQ)); Py_DECREF(s);
    s = CALL(sub, "fromkeys", "([ss]i)", "k", "l", 3); SHOW_BORROWED(s); SHOW_INT(Py_IS_TYPE(s, (PyTypeObject *)sub)); Py_DECREF(s); Py_DECREF(sub);
    Py_DECREF(d); Py_DECREF(kw); Py_DECREF(empty);
}
TEST(vectorcall) {
    PyObject *d = abc(), *names = V("(ss)", "x", "y"), *a[] = {d, Py_None, Py_True};
    SHOW(PyObject_Vectorcall(TYPE(PyDict_Type), a, 1, names)); SHOW(PyObject_Vectorcall(TYPE(PyDict_Type), a, 1, NULL)); SHOW(PyObject_Vectorcall(TYPE(PyDict_Type), a, 0, NULL)); SHOW(PyObject_Vectorcall(TYPE(PyDict_Type), a + 1, 0, names)); SHOW(PyObject_Vectorcall(TYPE(PyDict_Type), a, 2, NULL));
    Py_DECREF(d); Py_DECREF(names);
}
TEST(update) {
    PyObject *d = abc(), *o = V("{s:i,s:i}", "b", 20, "d", 40);
    SHOW(CALL(d, "update", "(O)", o)); SHOW_BORROWED(d); SHOW(CALL(d, "update", "([(si)])", "e", 5)); SHOW(CALL(d, "update", NULL)); SHOW_BORROWED(d);
    SHOW(CALL(d, "update", "(i)", 5)); SHOW(CALL(d, "update", "(ii)", 5, 6)); SHOW(CALL(d, "update", "([i])", 5)); SHOW(CALL(d, "update", "([(i)])", 5)); SHOW(CALL(d, "update", "(O)", Py_None));
    PyObject *m = PyObject_GetAttrString(d, "update"), *args = PyTuple_New(0), *kw = V("{s:i}", "kw", 1); SHOW(PyObject_Call(m, args, kw)); SHOW_BORROWED(d);
    SHOW_INT(PyDict_Update(d, d)); SHOW_INT(PyDict_Merge(d, o, 0)); SHOW_BORROWED(d); SHOW_INT(PyDict_Merge(d, o, 1)); SHOW_BORROWED(d); SHOW_INT(PyDict_Merge(d, Py_None, 1));
    SHOW_INT(PyDict_Merge(d, NULL, 1));
    Py_DECREF(m); Py_DECREF(args); Py_DECREF(kw); Py_DECREF(d); Py_DECREF(o);
}
TEST(merge_mapping) {
    PyObject *d = PyDict_New(), *s = V("{s:i,s:i}", "p", 1, "q", 2), *proxy = PyDictProxy_New(s);
    SHOW_INT(PyDict_Update(d, proxy)); SHOW_BORROWED(d); PyDict_SetItemString(s, "p", Py_None); SHOW_INT(PyDict_Merge(d, proxy, 0)); SHOW_BORROWED(d); SHOW_INT(PyDict_Merge(d, proxy, 1)); SHOW_BORROWED(d);
    SHOW(CALL(d, "update", "(O)", proxy)); SHOW(dict("(O)", proxy));
    Py_DECREF(d); Py_DECREF(s); Py_DECREF(proxy);
}
TEST(merge_from_seq2) {
    PyObject *d = PyDict_New(), *s = V("[(si)[si]s]", "a", 1, "b", 2, "xy");
    SHOW_INT(PyDict_MergeFromSeq2(d, s, 1)); SHOW_BORROWED(d); PyObject *t = V("[(si)(si)]", "a", 10, "n", 3); SHOW_INT(PyDict_MergeFromSeq2(d, t, 0)); SHOW_BORROWED(d); SHOW_INT(PyDict_MergeFromSeq2(d, t, 1)); SHOW_BORROWED(d);
    PyObject *bad = V("[(si)(i)]", "later", 1, 2); SHOW_INT(PyDict_MergeFromSeq2(d, bad, 1)); SHOW_BORROWED(d); Py_DECREF(bad);
    bad = V("[i]", 1); SHOW_INT(PyDict_MergeFromSeq2(d, bad, 1)); Py_DECREF(bad); SHOW_INT(PyDict_MergeFromSeq2(d, Py_None, 1)); bad = V("[([]i)]", 1); SHOW_INT(PyDict_MergeFromSeq2(d, bad, 1)); Py_DECREF(bad);
    bad = COUNT(0, 1, -1); SHOW_INT(PyDict_MergeFromSeq2(d, bad, 1)); Py_DECREF(bad);
    Py_DECREF(d); Py_DECREF(s); Py_DECREF(t);
}
TEST(fromkeys) {
    PyObject *D = TYPE(PyDict_Type), *s = V("[i]", 5), *set = PySet_New(s), *d = abc();
    SHOW(CALL(D, "fromkeys", "(s)", "abca")); SHOW(CALL(D, "fromkeys", "([ii]s)", 1, 2, "v")); SHOW(CALL(D, "fromkeys", "(O)", d)); SHOW(CALL(D, "fromkeys", "(Oi)", d, 0)); SHOW(CALL(D, "fromkeys", "(Os)", set, "from a set")); SHOW(CALL(D, "fromkeys", "(i)", 1)); SHOW(CALL(D, "fromkeys", NULL)); SHOW(CALL(D, "fromkeys", "([[]])")); SHOW(CALL(d, "fromkeys", "(s)", "zz"));
    SHOW(CALL(D, "fromkeys", "(N)", COUNT(3, 1, -1)));
    Py_DECREF(s); Py_DECREF(set); Py_DECREF(d);
}
TEST(get) {
    PyObject *d = abc();
    SHOW(CALL(d, "get", "(s)", "a")); SHOW(CALL(d, "get", "(s)", "zz")); SHOW(CALL(d, "get", "(si)", "zz", 7)); SHOW(CALL(d, "get", "(si)", "b", 7)); SHOW(CALL(d, "get", NULL)); SHOW(CALL(d, "get", "(iii)", 1, 2, 3));
    SHOW(CALL(d, "__getitem__", "(s)", "a")); SHOW(CALL(d, "__getitem__", "(s)", "zz")); SHOW(CALL(d, "__getitem__", NULL)); SHOW(CALL(d, "__contains__", "(s)", "a")); SHOW(CALL(d, "__contains__", "(s)", "zz")); SHOW(CALL(d, "__len__", NULL));
    SHOW(CALL(d, "__setitem__", "(si)", "n", 4)); SHOW(CALL(d, "__delitem__", "(s)", "n")); SHOW(CALL(d, "__delitem__", "(s)", "n")); SHOW(CALL(d, "__setitem__", "(s)", "n"));
    PyObject *k = S("zz"), *t = V("(ii)", 1, 2); SHOW(PyObject_GetItem(d, k)); SHOW(PyObject_GetItem(d, t)); SHOW_INT(PyObject_SetItem(d, t, k)); SHOW(PyObject_GetItem(d, t));
    Py_DECREF(k); Py_DECREF(t); Py_DECREF(d);
}
static PyObject *missing(PyObject *self, PyObject *key) { return PyUnicode_FromFormat("no %S", key); }
TEST(missing_method) {
    PyMethodDef methods[] = {{"__missing__", missing, METH_O, NULL}, {NULL}};
    PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}}; PyType_Spec spec = {"test.M", 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *bases = V("(O)", TYPE(PyDict_Type)), *T = MUST(PyType_FromSpecWithBases(&spec, bases)), *d = C(T, NULL), *k = S("key");
    SHOW(PyObject_GetItem(d, k)); SHOW_INT(PyDict_Size(d)); SHOW_INT(PyDict_GetItemWithError(d, k) == NULL); SHOW(CALL(d, "get", "(O)", k)); SHOW_INT(PyObject_SetItem(d, k, Py_True)); SHOW(PyObject_GetItem(d, k));
    Py_DECREF(d); Py_DECREF(k); Py_DECREF(T); Py_DECREF(bases);
}
TEST(compare) {
    PyObject *a = abc(), *b = V("{s:i,s:i,s:i}", "c", 3, "b", 2, "a", 1), *c = V("{s:i}", "a", 1), *d = V("{s:i,s:i,s:i}", "a", 1, "b", 2, "c", 4), *e = V("{s:i,s:i,s:i}", "a", 1, "b", 2, "d", 3), *f = V("{s:d,s:i,s:i}", "a", 1.0, "b", 2, "c", 3);
    show_compare("same in other order", a, b); show_compare("itself", a, a); show_compare("shorter", a, c); show_compare("other value", a, d); show_compare("other key", a, e); show_compare("equal number", a, f); show_compare("None", a, Py_None);
    SHOW(OP(a, b, Py_LT));
    PyObject *g = PyDict_New(), *h = PyDict_New(); Key *k = K(1, 1), *l = K(1, 1); PyDict_SetItemString(g, "k", (PyObject *)k); PyDict_SetItemString(h, "k", (PyObject *)l); show_compare("keys", g, h); l->fail_eq = 1; SHOW(OP(g, h, Py_EQ)); SHOW(OP(g, h, Py_NE)); PyDict_SetItemString(h, "k", (PyObject *)k); k->fail_eq = 1; SHOW(OP(g, h, Py_EQ));
    Py_DECREF(g); Py_DECREF(h); Py_DECREF(k); Py_DECREF(l);
    SHOW_INT(PyObject_Hash(a)); SHOW(CALL(a, "__hash__", NULL));
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(c); Py_DECREF(d); Py_DECREF(e); Py_DECREF(f);
}
TEST(operators) {
    PyObject *a = abc(), *b = V("{s:i,s:i}", "b", 5, "z", 6), *l = V("[(si)]", "l", 1);
    SHOW(PyNumber_Or(a, b)); SHOW(PyNumber_Or(b, a)); SHOW(PyNumber_Or(a, l)); SHOW(PyNumber_Or(a, Py_None)); SHOW(PyNumber_Or(Py_None, a)); SHOW(PyNumber_And(a, b)); SHOW(PyNumber_Add(a, b)); SHOW_BORROWED(a);
    PyObject *r = PyNumber_InPlaceOr(a, b); SHOW_INT(r == a); SHOW_BORROWED(a); Py_XDECREF(r); r = PyNumber_InPlaceOr(a, l); SHOW_INT(r == a); SHOW_BORROWED(a); Py_XDECREF(r); SHOW(PyNumber_InPlaceOr(a, Py_None)); SHOW(CALL(a, "__or__", "(O)", b)); SHOW(CALL(a, "__ror__", "(O)", b)); SHOW(CALL(a, "__or__", "(i)", 1)); SHOW(CALL(a, "__ior__", "(O)", b));
    PyObject *sub = SUBTYPE(TYPE(PyDict_Type), "test.D"), *s = C(sub, "(O)", b); r = PyNumber_Or(s, b); SHOW_INT(PyDict_CheckExact(r)); Py_DECREF(r); Py_DECREF(s); Py_DECREF(sub);
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(l);
}
TEST(repr) {
    PyObject *d = PyDict_New(), *l = PyList_New(0), *in = PyDict_New();
    SHOW(PyObject_Repr(d)); PyDict_SetItemString(d, "self", d); SHOW(PyObject_Repr(d)); SHOW(PyObject_Str(d)); PyDict_SetItemString(d, "list", l); PyList_Append(l, d); PyList_Append(l, l); SHOW(PyObject_Repr(d)); SHOW(PyObject_Repr(l)); PyDict_SetItemString(in, "x", in); PyDict_SetItemString(d, "in", in); SHOW(PyObject_Repr(d));
    PyDict_Clear(d); PyDict_Clear(in); PyList_SetSlice(l, 0, 2, NULL); Py_DECREF(l); Py_DECREF(in); Py_DECREF(d);
}
TEST(views) {
    PyObject *d = abc(), *k = CALL(d, "keys", NULL), *v = CALL(d, "values", NULL), *i = CALL(d, "items", NULL);
    SHOW_BORROWED(k); SHOW_BORROWED(v); SHOW_BORROWED(i); SHOW_INT(PyObject_Size(k)); SHOW_INT(PyObject_Size(v)); SHOW_INT(PyObject_Size(i));
    PyDict_SetItemString(d, "d", Py_None); SHOW_BORROWED(k); SHOW_BORROWED(v); SHOW_BORROWED(i); SHOW_INT(PyObject_Size(k));
    SHOW_INT(PyDictKeys_Check(k)); SHOW_INT(PyDictValues_Check(v)); SHOW_INT(PyDictItems_Check(i)); SHOW_INT(PyDictViewSet_Check(k)); SHOW_INT(PyDictViewSet_Check(v)); SHOW_INT(PyDictViewSet_Check(i));
    PyObject *x = S("a"), *p = V("(si)", "a", 1), *q = V("(si)", "a", 2), *one = I("1"), *un = V("([]i)", 1), *three = V("(iii)", 1, 2, 3);
    SHOW_INT(PySequence_Contains(k, x)); SHOW_INT(PySequence_Contains(k, one)); SHOW_INT(PySequence_Contains(v, one)); SHOW_INT(PySequence_Contains(v, x)); SHOW_INT(PySequence_Contains(i, p)); SHOW_INT(PySequence_Contains(i, q)); SHOW_INT(PySequence_Contains(i, x)); SHOW_INT(PySequence_Contains(i, un)); SHOW_INT(PySequence_Contains(i, three)); SHOW_INT(PySequence_Contains(k, un));
    DRAIN(ITER(k)); DRAIN(ITER(v)); DRAIN(ITER(i)); DRAIN(CALL(k, "__reversed__", NULL)); DRAIN(CALL(v, "__reversed__", NULL)); DRAIN(CALL(i, "__reversed__", NULL)); DRAIN(CALL(d, "__reversed__", NULL));
    SHOW(PyObject_GetAttrString(k, "mapping")); SHOW(PyObject_GetAttrString(v, "mapping")); SHOW(PyObject_GetAttrString(i, "mapping"));
    SHOW_INT(PyObject_Hash(k)); SHOW_INT(PyObject_Hash(i)); SHOW_INT(PyObject_Hash(v) != -1); SHOW(PySequence_GetItem(k, 0)); SHOW(CALL(d, "keys", "(i)", 1)); SHOW(C(TYPE(PyDictKeys_Type), "(O)", d));
    SHOW_TEXT(PyDictKeys_Type.tp_name); SHOW_TEXT(PyDictValues_Type.tp_name); SHOW_TEXT(PyDictItems_Type.tp_name); SHOW_INT(PyDictKeys_Type.tp_basicsize);
    Py_DECREF(x); Py_DECREF(p); Py_DECREF(q); Py_DECREF(one); Py_DECREF(un); Py_DECREF(three); Py_DECREF(k); Py_DECREF(v); Py_DECREF(i); Py_DECREF(d);
}
TEST(view_set_operations) {
    PyObject *d = abc(), *e = V("{s:i,s:i}", "b", 2, "c", 30), *k = CALL(d, "keys", NULL), *i = CALL(d, "items", NULL), *v = CALL(d, "values", NULL), *ek = CALL(e, "keys", NULL), *ei = CALL(e, "items", NULL), *l = V("[ss]", "a", "b"), *none = PyDict_New(), *nk = CALL(none, "keys", NULL);
#define SORTED(expr) do { PyObject *s_ = (expr); printf("%s: ", #expr); if (!s_) { print_raised(); break; } PyObject *t_ = PySequence_List(s_); PyList_Sort(t_); printf("%s ", Py_TYPE(s_)->tp_name); print_new("sorted", t_); Py_DECREF(s_); } while (0)
    SORTED(PyNumber_And(k, ek)); SORTED(PyNumber_Or(k, ek)); SORTED(PyNumber_Subtract(k, ek)); SORTED(PyNumber_Xor(k, ek)); SORTED(PyNumber_And(i, ei)); SORTED(PyNumber_Or(i, ei)); SORTED(PyNumber_Subtract(i, ei)); SORTED(PyNumber_Xor(i, ei));
    SORTED(PyNumber_And(k, l)); SORTED(PyNumber_Or(k, l)); SORTED(PyNumber_Subtract(k, l)); SORTED(PyNumber_Xor(k, l)); SORTED(PyNumber_And(l, k)); SORTED(PyNumber_Or(l, k)); SORTED(PyNumber_Subtract(l, k)); SORTED(PyNumber_And(k, d)); SORTED(PyNumber_And(k, Py_None)); SORTED(PyNumber_Subtract(k, Py_None)); SORTED(PyNumber_Xor(k, Py_None)); SORTED(PyNumber_Or(Py_None, k)); SORTED(PyNumber_And(v, k)); SORTED(PyNumber_And(v, v)); SORTED(PyNumber_Add(k, k));
    SHOW(CALL(k, "isdisjoint", "(O)", ek)); SHOW(CALL(k, "isdisjoint", "([s])", "q")); SHOW(CALL(k, "isdisjoint", "(O)", k)); SHOW(CALL(nk, "isdisjoint", "(O)", nk)); SHOW(CALL(i, "isdisjoint", "(O)", ei)); SHOW(CALL(k, "isdisjoint", "(i)", 1)); SHOW(CALL(v, "isdisjoint", "(i)", 1));
    PyObject *set = PySet_New(l), *fs = PyFrozenSet_New(k); show_compare("keys, keys", k, ek); show_compare("keys, set", k, set); show_compare("set, keys", set, k); show_compare("keys, frozenset", k, fs); show_compare("keys, list", k, l); show_compare("keys, items", k, i); show_compare("items, items", i, ei); show_compare("items", i, i); show_compare("values", v, v); show_compare("none, keys", nk, k); show_compare("keys, None", k, Py_None);
    PyObject *v2 = CALL(d, "values", NULL); show_compare("values, values", v, v2); Py_DECREF(v2);
    SORTED(PyNumber_InPlaceOr(k, ek)); SORTED(PyNumber_Or(k, set)); SORTED(PyNumber_Or(set, k)); SORTED(PyNumber_And(set, k));
    Py_DECREF(set); Py_DECREF(fs); Py_DECREF(d); Py_DECREF(e); Py_DECREF(k); Py_DECREF(i); Py_DECREF(v); Py_DECREF(ek); Py_DECREF(ei); Py_DECREF(l); Py_DECREF(none); Py_DECREF(nk);
}
TEST(iterators) {
    PyObject *d = abc();
    DRAIN(ITER(d)); DRAIN(CALL(d, "__iter__", NULL)); DRAIN(PySequence_List(d) ? ITER(d) : NULL);
    PyObject *its[] = {ITER(d), M(CALL(d, "values", NULL), "__iter__", NULL), M(CALL(d, "items", NULL), "__iter__", NULL), CALL(d, "__reversed__", NULL), M(CALL(d, "values", NULL), "__reversed__", NULL), M(CALL(d, "items", NULL), "__reversed__", NULL)};
    for (int n = 0; n < 6; n++) {
        SAY("%s", Py_TYPE(its[n])->tp_name); SHOW_INT(PyObject_LengthHint(its[n], 99)); SHOW(PyIter_Next(its[n])); SHOW(CALL(its[n], "__length_hint__", NULL));
        PyObject *r = CALL(its[n], "__reduce__", NULL); if (r) { PyObject *args = PyTuple_GetItem(r, 1); SHOW_BORROWED(args); Py_DECREF(r); } else print_raised();
        SHOW(PyIter_Next(its[n])); SHOW_INT(PyIter_Check(its[n])); SHOW_INT(PyObject_GetIter(its[n]) == its[n]); Py_DECREF(its[n]); SHOW(PyIter_Next(its[n])); SHOW_INT(PyIter_Next(its[n]) == NULL); SHOW_INT(PyErr_Occurred() != NULL); SHOW_INT(PyObject_LengthHint(its[n], 99));
        SHOW_INT(PyIter_Next(its[n]) == NULL); r = CALL(its[n], "__reduce__", NULL); if (r) { PyObject *args = PyTuple_GetItem(r, 1); SHOW_BORROWED(args); Py_DECREF(r); } else print_raised();
        Py_DECREF(its[n]);
    }
    SHOW(C(TYPE(PyDictIterKey_Type), NULL)); Py_DECREF(d);
    d = PyDict_New(); DRAIN(ITER(d)); DRAIN(CALL(d, "__reversed__", NULL)); Py_DECREF(d);
}
TEST(changed_during_iteration) {
    for (int kind = 0; kind < 6; kind++) {
        PyObject *d = abc(), *it = kind == 0 ? ITER(d) : kind == 1 ? M(CALL(d, "values", NULL), "__iter__", NULL) : kind == 2 ? M(CALL(d, "items", NULL), "__iter__", NULL) : kind == 3 ? CALL(d, "__reversed__", NULL) : kind == 4 ? M(CALL(d, "values", NULL), "__reversed__", NULL) : M(CALL(d, "items", NULL), "__reversed__", NULL);
        SHOW(PyIter_Next(it)); PyDict_SetItemString(d, "new", Py_None); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW_INT(PyObject_LengthHint(it, 5)); PyDict_DelItemString(d, "new"); SHOW(PyIter_Next(it)); Py_DECREF(it); Py_DECREF(d);
    }
    PyObject *d = abc(), *it = ITER(d); SHOW(PyIter_Next(it)); PyDict_SetItemString(d, "b", Py_None); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW_INT(PyIter_Next(it) == NULL); Py_DECREF(it);
    it = ITER(d); SHOW(PyIter_Next(it)); PyDict_DelItemString(d, "a"); PyDict_SetItemString(d, "a", Py_None); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); Py_DECREF(it); Py_DECREF(d);
    d = V("{i:i}", 0, 0); it = ITER(d); PyObject *zero = I("0"); SHOW(PyIter_Next(it)); PyDict_DelItem(d, zero); PyDict_SetItem(d, zero, zero); SHOW(PyIter_Next(it)); Py_DECREF(it); Py_DECREF(d); Py_DECREF(zero);
    d = abc(); it = ITER(d); SHOW(PyIter_Next(it)); PyDict_Clear(d); SHOW(PyIter_Next(it)); Py_DECREF(it); Py_DECREF(d);
}
TEST(items_reuse_their_tuple) {
    PyObject *d = abc(), *v = CALL(d, "items", NULL), *it = ITER(v), *first = PyIter_Next(it); SHOW_INT(Py_REFCNT(first)); PyObject *second = PyIter_Next(it); SHOW_BORROWED(first); SHOW_BORROWED(second); SHOW_INT(first == second);
    Py_DECREF(first); Py_DECREF(second); Py_DECREF(it); Py_DECREF(v); Py_DECREF(d);
}
TEST(signatures) {
    const char *names[] = {"__contains__", "__getitem__", "__sizeof__", "get", "setdefault", "pop", "popitem", "keys", "items", "values", "update", "fromkeys", "clear", "copy", "__reversed__"};
    for (int i = 0; i < 15; i++) { PyObject *m = PyObject_GetAttrString(TYPE(PyDict_Type), names[i]); PyObject *t = m ? PyObject_GetAttrString(m, "__text_signature__") : NULL; print_new(names[i], t); Py_XDECREF(m); }
    PyObject *g = CALL(TYPE(PyDict_Type), "__class_getitem__", "(i)", 1); SHOW_INT(g != NULL); if (g) SAY("%s", Py_TYPE(g)->tp_name); else print_raised(); Py_XDECREF(g);
}
