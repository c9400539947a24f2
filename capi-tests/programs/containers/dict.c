/* PyDict_*: making, reading, writing, removing. */
#include "containers/support.h"

static PyObject *abc(void) { return V("{s:i,s:i,s:i}", "a", 1, "b", 2, "c", 3); }

TEST(new_and_size) {
    PyObject *d = MUST(PyDict_New());
    SHOW_BORROWED(d);
    SHOW_INT(PyDict_Size(d)); SHOW_INT(PyDict_GET_SIZE(d));
    SHOW_INT(PyDict_Check(d)); SHOW_INT(PyDict_CheckExact(d));
    SHOW_INT(Py_REFCNT(d));
    SHOW_INT(PyObject_GC_IsTracked(d));
    SHOW_INT(PyDict_Size(Py_None));
    SHOW_INT(PyObject_IsTrue(d));
    Py_DECREF(d);
    SHOW_INT(PyDict_Type.tp_basicsize); SHOW_INT(PyDict_Type.tp_itemsize);
    SHOW_TEXT(PyDict_Type.tp_name);
    SHOW_INT((PyDict_Type.tp_flags & Py_TPFLAGS_DICT_SUBCLASS) != 0); SHOW_INT((PyDict_Type.tp_flags & Py_TPFLAGS_MAPPING) != 0);
    SHOW_INT((PyDict_Type.tp_flags & Py_TPFLAGS_BASETYPE) != 0); SHOW_INT((PyDict_Type.tp_flags & Py_TPFLAGS_HAVE_GC) != 0);
}
TEST(set_and_get) {
    PyObject *d = MUST(PyDict_New()), *k = S("key"), *v = S("a value of its own");
    SHOW_REFS(v, PyDict_SetItem(d, k, v));
    SHOW_REFS(v, PyDict_SetItem(d, k, v));
    SHOW_REFS(v, PyDict_GetItem(d, k));
    SHOW_REFS(v, PyDict_GetItemWithError(d, k));
    SHOW_BORROWED(PyDict_GetItem(d, k)); SHOW_BORROWED(PyDict_GetItemString(d, "key"));
    SHOW_INT(PyDict_GetItem(d, k) == v);
    SHOW_INT(PyDict_GetItem(d, Py_None) == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_INT(PyDict_GetItemString(d, "nokey") == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_INT(PyDict_Size(d));
    SHOW_REFS(v, Py_DECREF(d));
    Py_DECREF(k); Py_DECREF(v);
}
TEST(not_a_dict) {
    PyObject *l = V("[i]", 1), *k = S("k"), *out = (PyObject *)1;
    SHOW_INT(PyDict_GetItem(l, k) == NULL);
    SHOW_BORROWED(PyDict_GetItemWithError(l, k));
    SHOW_INT(PyDict_GetItemRef(l, k, &out)); SHOW_INT(out == NULL);
    SHOW_INT(PyDict_SetItem(l, k, k)); SHOW_INT(PyDict_DelItem(l, k));
    SHOW_INT(PyDict_SetItemString(l, "k", k)); SHOW_INT(PyDict_DelItemString(l, "k"));
    SHOW_BORROWED(PyDict_SetDefault(l, k, k)); SHOW_INT(PyDict_SetDefaultRef(l, k, k, &out)); SHOW_INT(out == NULL);
    out = (PyObject *)1; SHOW_INT(PyDict_Pop(l, k, &out)); SHOW_INT(out == NULL);
    SHOW_INT(PyDict_PopString(l, "k", NULL));
    SHOW(PyDict_Keys(l)); SHOW(PyDict_Values(l)); SHOW(PyDict_Items(l)); SHOW(PyDict_Copy(l));
    SHOW_INT(PyDict_Update(l, l)); SHOW_INT(PyDict_Merge(l, l, 1));
    Py_ssize_t p = 0; SHOW_INT(PyDict_Next(l, &p, NULL, NULL));
    PyDict_Clear(l); SHOW_BORROWED(l);
    SHOW_INT(PyDict_Size(l));
    Py_DECREF(l); Py_DECREF(k);
}
TEST(get_item_ref) {
    PyObject *d = abc(), *v = S("some value here"), *out = NULL;
    PyDict_SetItemString(d, "v", v);
    SHOW_REFS(v, PyDict_GetItemStringRef(d, "v", &out)); SHOW_INT(out == v); Py_CLEAR(out);
    SHOW_INT(PyDict_GetItemStringRef(d, "nothing", &out)); SHOW_INT(out == NULL);
    PyObject *k = S("b"); SHOW_INT(PyDict_GetItemRef(d, k, &out)); SHOW(out); Py_DECREF(k);
    k = I("3"); SHOW_INT(PyDict_GetItemRef(d, k, &out)); SHOW_INT(out == NULL); Py_DECREF(k);
    k = PyList_New(0); SHOW_INT(PyDict_GetItemRef(d, k, &out)); SHOW_INT(out == NULL); Py_DECREF(k);
    Py_DECREF(v); Py_DECREF(d);
}
TEST(unhashable_keys) {
    PyObject *d = abc(), *k = PyList_New(0);
    SHOW_INT(PyDict_GetItem(d, k) == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_BORROWED(PyDict_GetItemWithError(d, k));
    SHOW_INT(PyDict_SetItem(d, k, k)); SHOW_INT(PyDict_DelItem(d, k)); SHOW_INT(PyDict_Contains(d, k));
    SHOW_BORROWED(PyDict_SetDefault(d, k, k)); SHOW_INT(PyDict_Pop(d, k, NULL));
    SHOW(PyObject_GetItem(d, k)); SHOW_INT(PyObject_SetItem(d, k, k)); SHOW_INT(PyObject_DelItem(d, k));
    SHOW(CALL(d, "get", "(O)", k)); SHOW(CALL(d, "setdefault", "(O)", k)); SHOW(CALL(d, "pop", "(O)", k)); SHOW(CALL(d, "__contains__", "(O)", k));
    PyObject *e = PyDict_New();
    SHOW_BORROWED(PyDict_GetItemWithError(e, k)); SHOW_INT(PyDict_Contains(e, k)); SHOW_INT(PyDict_DelItem(e, k));
    SHOW_INT(PyDict_Pop(e, k, NULL)); SHOW(CALL(e, "pop", "(Oi)", k, 1)); SHOW(CALL(e, "get", "(O)", k));
    Py_DECREF(e);
    PyObject *t = V("([i])", 1); SHOW_INT(PyDict_SetItem(d, t, t)); SHOW(PyObject_GetItem(d, t)); Py_DECREF(t);
    PyObject *s = PySet_New(NULL); SHOW_INT(PyDict_SetItem(d, s, s)); Py_DECREF(s);
    SHOW_BORROWED(d);
    Py_DECREF(k); Py_DECREF(d);
}
TEST(delete) {
    PyObject *d = abc(), *k = S("b");
    SHOW_INT(PyDict_DelItem(d, k)); SHOW_BORROWED(d);
    SHOW_INT(PyDict_DelItem(d, k));
    SHOW_INT(PyDict_DelItemString(d, "zz")); SHOW_INT(PyDict_DelItemString(d, "a")); SHOW_BORROWED(d);
    PyObject *t = V("(ii)", 1, 2); SHOW_INT(PyDict_DelItem(d, t)); SHOW_INT(PyObject_DelItem(d, t)); Py_DECREF(t);
    PyDict_SetItem(d, k, k); SHOW_BORROWED(d);
    SHOW_INT(PyDict_DelItemString(d, "c")); SHOW_INT(PyDict_DelItemString(d, "b")); SHOW_BORROWED(d); SHOW_INT(PyDict_Size(d));
    Py_DECREF(k); Py_DECREF(d);
}
TEST(overwrite_keeps_key_and_place) {
    PyObject *d = PyDict_New(), *one = I("1"), *fone = F(1.0), *v = S("new");
    PyDict_SetItem(d, one, Py_None); PyDict_SetItemString(d, "x", Py_None); PyDict_SetItem(d, fone, v); PyDict_SetItem(d, Py_True, Py_False);
    SHOW_BORROWED(d); SHOW_INT(PyDict_Size(d));
    PyDict_DelItem(d, fone); PyDict_SetItem(d, fone, v); SHOW_BORROWED(d);
    Py_DECREF(d); Py_DECREF(one); Py_DECREF(fone); Py_DECREF(v);
}
TEST(contains) {
    PyObject *d = abc(), *k = S("a");
    SHOW_INT(PyDict_Contains(d, k)); SHOW_INT(PyDict_Contains(d, Py_None)); SHOW_INT(PySequence_Contains(d, k));
    SHOW_INT(PyDict_ContainsString(d, "b")); SHOW_INT(PyDict_ContainsString(d, "B")); SHOW_INT(PyDict_ContainsString(d, ""));
    SHOW_INT(PyDict_ContainsString(d, "\xff")); SHOW_INT(PyDict_GetItemString(d, "\xff") == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    PyErr_Clear();
    SHOW_INT(PyDict_SetItemString(d, "\xff", k)); SHOW_INT(PyDict_DelItemString(d, "\xff")); SHOW_INT(PyDict_PopString(d, "\xff", NULL));
    PyObject *out; SHOW_INT(PyDict_GetItemStringRef(d, "\xff", &out)); SHOW_INT(out == NULL);
    Py_DECREF(k); Py_DECREF(d);
}
TEST(get_item_hides_errors) {
    PyObject *d = PyDict_New(); Key *a = K(1, 5), *b = K(1, 5);
    PyDict_SetItem(d, (PyObject *)a, Py_None);
    b->fail_eq = 1;
    SHOW_INT(PyDict_GetItem(d, (PyObject *)b) == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_BORROWED(PyDict_GetItemWithError(d, (PyObject *)b));
    SHOW_INT(PyDict_Contains(d, (PyObject *)b)); SHOW_INT(PyDict_SetItem(d, (PyObject *)b, Py_True)); SHOW_INT(PyDict_DelItem(d, (PyObject *)b));
    SHOW_INT(PyDict_Pop(d, (PyObject *)b, NULL)); SHOW_BORROWED(PyDict_SetDefault(d, (PyObject *)b, Py_True));
    SHOW(CALL(d, "get", "(O)", b)); SHOW(CALL(d, "pop", "(Oi)", b, 1)); SHOW(PyObject_GetItem(d, (PyObject *)b));
    b->fail_eq = 0; b->fail_hash = 1;
    SHOW_INT(PyDict_GetItem(d, (PyObject *)b) == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_BORROWED(PyDict_GetItemWithError(d, (PyObject *)b)); SHOW_INT(PyDict_Contains(d, (PyObject *)b)); SHOW_INT(PyDict_SetItem(d, (PyObject *)b, Py_True));
    SHOW_INT(PyDict_DelItem(d, (PyObject *)b)); SHOW_INT(PyDict_Pop(d, (PyObject *)b, NULL)); SHOW_BORROWED(PyDict_SetDefault(d, (PyObject *)b, Py_True));
    PyObject *e = PyDict_New(); SHOW_INT(PyDict_Pop(e, (PyObject *)b, NULL)); SHOW_INT(PyDict_Contains(e, (PyObject *)b)); Py_DECREF(e);
    PyErr_SetString(PyExc_KeyError, "standing"); SHOW_INT(PyDict_GetItem(d, (PyObject *)a) == Py_None); print_raised();
    PyErr_SetString(PyExc_KeyError, "standing"); SHOW_INT(PyDict_GetItem(d, (PyObject *)b) == NULL); print_raised();
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(d);
    SHOW_INT(keys_alive);
}
TEST(known_hash) {
    PyObject *d = abc(), *k = S("b"), *l = PyList_New(0);
    SHOW_BORROWED(_PyDict_GetItem_KnownHash(d, k, PyObject_Hash(k)));
    SHOW_INT(_PyDict_GetItem_KnownHash(d, k, 12345) == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_INT(_PyDict_GetItem_KnownHash(l, k, 1) == NULL); PyErr_Clear();
    SHOW_BORROWED(_PyDict_GetItemStringWithError(d, "c")); SHOW_INT(_PyDict_GetItemStringWithError(d, "zz") == NULL); SHOW_INT(PyErr_Occurred() != NULL);
    Py_DECREF(d); Py_DECREF(k); Py_DECREF(l);
}
TEST(set_default) {
    PyObject *d = abc(), *k = S("z"), *v = S("a value here"), *out = NULL;
    SHOW_REFS(v, PyDict_SetDefault(d, k, v));
    SHOW_BORROWED(PyDict_SetDefault(d, k, Py_None));
    PyObject *a = S("a"); SHOW_INT(PyDict_SetDefaultRef(d, a, v, &out)); SHOW(out);
    PyObject *n = S("n"); SHOW_REFS(v, PyDict_SetDefaultRef(d, n, v, &out)); SHOW_INT(out == v); Py_CLEAR(out);
    SHOW_INT(PyDict_SetDefaultRef(d, n, Py_None, NULL)); PyObject *m = S("m"); SHOW_INT(PyDict_SetDefaultRef(d, m, Py_None, NULL));
    SHOW_BORROWED(d);
    SHOW(CALL(d, "setdefault", "(s)", "p")); SHOW(CALL(d, "setdefault", "(si)", "q", 7)); SHOW(CALL(d, "setdefault", "(si)", "q", 8));
    SHOW(CALL(d, "setdefault", NULL)); SHOW(CALL(d, "setdefault", "(iii)", 1, 2, 3));
    SHOW_BORROWED(d);
    Py_DECREF(d); Py_DECREF(k); Py_DECREF(a); Py_DECREF(n); Py_DECREF(m); SHOW_INT(Py_REFCNT(v)); Py_DECREF(v);
}
TEST(pop) {
    PyObject *d = abc(), *v = S("popped value"), *out = NULL, *k = S("v");
    PyDict_SetItem(d, k, v);
    SHOW_INT(PyDict_Pop(d, k, &out)); SHOW_INT(out == v); SHOW_INT(Py_REFCNT(v)); Py_CLEAR(out);
    SHOW_INT(PyDict_Pop(d, k, &out)); SHOW_INT(out == NULL);
    SHOW_INT(PyDict_PopString(d, "a", NULL)); SHOW_INT(PyDict_PopString(d, "a", NULL)); SHOW_INT(PyDict_PopString(d, "b", &out)); SHOW(out);
    SHOW(_PyDict_Pop(d, k, NULL)); SHOW(_PyDict_Pop(d, k, Py_None));
    SHOW_BORROWED(d);
    SHOW(CALL(d, "pop", "(s)", "c")); SHOW(CALL(d, "pop", "(s)", "c")); SHOW(CALL(d, "pop", "(si)", "c", 4)); SHOW(CALL(d, "pop", NULL)); SHOW(CALL(d, "pop", "(iii)", 1, 2, 3));
    SHOW(CALL(d, "popitem", NULL));
    PyObject *e = abc();
    SHOW(CALL(e, "popitem", NULL)); SHOW_BORROWED(e); SHOW(CALL(e, "popitem", NULL)); PyDict_SetItemString(e, "y", Py_None); SHOW_BORROWED(e);
    SHOW(CALL(e, "popitem", NULL)); SHOW(CALL(e, "popitem", NULL)); SHOW(CALL(e, "popitem", NULL)); SHOW(CALL(e, "popitem", "(i)", 1));
    Py_DECREF(d); Py_DECREF(e); Py_DECREF(k); Py_DECREF(v);
}
TEST(next) {
    PyObject *d = abc(), *k, *v; Py_ssize_t p = 0;
    PyDict_DelItemString(d, "b"); PyDict_SetItemString(d, "d", Py_None);
    while (PyDict_Next(d, &p, &k, &v)) { SHOW_BORROWED(k); SHOW_BORROWED(v); }
    SHOW_INT(PyDict_Next(d, &p, &k, &v));
    p = 0; SHOW_INT(PyDict_Next(d, &p, NULL, NULL)); SHOW_INT(PyDict_Next(d, &p, &k, NULL)); SHOW_BORROWED(k);
    p = -5; SHOW_INT(PyDict_Next(d, &p, &k, &v)); p = 1000000; SHOW_INT(PyDict_Next(d, &p, &k, &v));
    PyObject *e = PyDict_New(); p = 0; SHOW_INT(PyDict_Next(e, &p, &k, &v)); Py_DECREF(e);
    p = 0; while (PyDict_Next(d, &p, &k, &v)) PyDict_SetItem(d, k, Py_True);
    SHOW_BORROWED(d); Py_DECREF(d);
}
TEST(keys_values_items_lists) {
    PyObject *d = abc(), *e = PyDict_New();
    SHOW(PyDict_Keys(d)); SHOW(PyDict_Values(d)); SHOW(PyDict_Items(d)); SHOW(PyDict_Keys(e)); SHOW(PyDict_Values(e)); SHOW(PyDict_Items(e));
    SHOW(PyMapping_Keys(d)); SHOW(PyMapping_Values(d)); SHOW(PyMapping_Items(d));
    Py_DECREF(d); Py_DECREF(e);
}
TEST(clear) {
    PyObject *d = abc(), *v = S("gone soon value");
    PyDict_SetItemString(d, "v", v); SHOW_REFS(v, PyDict_Clear(d)); SHOW_BORROWED(d); SHOW_INT(PyDict_Size(d));
    PyDict_Clear(d); SHOW(CALL(d, "clear", NULL)); PyDict_SetItemString(d, "again", Py_None); SHOW_BORROWED(d); SHOW(CALL(d, "clear", NULL)); SHOW_BORROWED(d);
    SHOW(CALL(d, "clear", "(i)", 1));
    Py_DECREF(d); Py_DECREF(v);
}
TEST(copy) {
    PyObject *d = abc(), *c = PyDict_Copy(d);
    SHOW_INT(c == d); PyDict_SetItemString(c, "new", Py_None); SHOW_BORROWED(d); SHOW_BORROWED(c);
    SHOW(CALL(d, "copy", NULL)); SHOW(CALL(d, "copy", "(i)", 1));
    PyDict_Clear(c); PyObject *e = PyDict_Copy(c); SHOW_BORROWED(e); Py_DECREF(e);
    PyObject *sub = SUBTYPE(TYPE(PyDict_Type), "test.D"), *s = C(sub, "(O)", d); SHOW_BORROWED(s);
    PyObject *sc = PyDict_Copy(s); SHOW_INT(PyDict_CheckExact(sc)); SHOW_INT(PyDict_CheckExact(s)); Py_DECREF(sc);
    sc = CALL(s, "copy", NULL); SHOW_INT(PyDict_CheckExact(sc)); Py_DECREF(sc); Py_DECREF(s); Py_DECREF(sub);
    for (int n = 0; n < 50; n++) { PyObject *k = PyLong_FromLong(n); PyDict_SetItem(d, k, k); if (n % 3) PyDict_DelItem(d, k); Py_DECREF(k); }
    PyObject *f = PyDict_Copy(d); SHOW_BORROWED(f); SHOW_INT(PyObject_RichCompareBool(d, f, Py_EQ)); Py_DECREF(f);
    Py_DECREF(d); Py_DECREF(c);
}
TEST(references) {
    PyObject *d = PyDict_New(), *v = S("counted value"); Key *k = K(1, 11), *same = K(1, 11);
    SHOW_REFS(k, PyDict_SetItem(d, (PyObject *)k, v)); SHOW_REFS(same, PyDict_SetItem(d, (PyObject *)same, v)); SHOW_INT(Py_REFCNT(k));
    SHOW_REFS(k, PyDict_GetItem(d, (PyObject *)same)); SHOW_REFS(v, PyDict_Contains(d, (PyObject *)same));
    SHOW_REFS(k, PyDict_DelItem(d, (PyObject *)same)); SHOW_INT(Py_REFCNT(v));
    PyDict_SetItem(d, (PyObject *)k, v);
    PyObject *c = PyDict_Copy(d); SHOW_INT(Py_REFCNT(k)); SHOW_INT(Py_REFCNT(v)); Py_DECREF(c); SHOW_INT(Py_REFCNT(k)); SHOW_INT(Py_REFCNT(v));
    SHOW_REFS(k, PyDict_Update(d, d));
    c = PyDict_New(); PyDict_Update(c, d); SHOW_INT(Py_REFCNT(k)); SHOW_INT(Py_REFCNT(v)); PyDict_Update(c, d); SHOW_INT(Py_REFCNT(k)); SHOW_INT(Py_REFCNT(v)); Py_DECREF(c);
    Py_DECREF(d); SHOW_INT(Py_REFCNT(k)); SHOW_INT(Py_REFCNT(v)); Py_DECREF(k); Py_DECREF(same); Py_DECREF(v); SHOW_INT(keys_alive);
}
TEST(growth) {
    PyObject *d = PyDict_New(); long bad = 0;
    for (long n = 0; n < 3000; n++) {
        PyObject *k = n % 2 ? PyLong_FromLong(n * 65536) : PyUnicode_FromFormat("key %ld", n), *v = PyLong_FromLong(n);
        PyDict_SetItem(d, k, v); bad += PyDict_GetItem(d, k) != v || PyDict_Size(d) != n + 1; Py_DECREF(k); Py_DECREF(v);
    }
    for (long n = 0; n < 3000; n++) {
        PyObject *k = n % 2 ? PyLong_FromLong(n * 65536) : PyUnicode_FromFormat("key %ld", n), *v = PyDict_GetItem(d, k);
        bad += !v || PyLong_AsLong(v) != n; if (n % 5) bad += PyDict_DelItem(d, k) != 0; Py_DECREF(k);
    }
    SHOW_INT(bad); SHOW_INT(PyDict_Size(d));
    Py_ssize_t p = 0; PyObject *k, *v; long last = -1; while (PyDict_Next(d, &p, &k, &v)) { bad += PyLong_AsLong(v) != last + (last < 0 ? 1 : 5); last = PyLong_AsLong(v); }
    SHOW_INT(bad); SHOW_INT(last);
    for (long n = 0; n < 2000; n++) { k = PyLong_FromLong(n); PyDict_SetItem(d, k, Py_None); PyDict_DelItem(d, k); Py_DECREF(k); }
    SHOW_INT(PyDict_Size(d)); Py_DECREF(d);
}
TEST(sizes) {
    PyObject *d = PyDict_New(); int smaller = 1;
    SHOW_INT(PyDict_Type.tp_basicsize);
    PyObject *n = CALL(d, "__sizeof__", NULL); SHOW_BORROWED(n); Py_DECREF(n);
    PyDict_SetItemString(d, "a", Py_None); n = CALL(d, "__sizeof__", NULL); SHOW_BORROWED(n); Py_DECREF(n);
    PyDict_SetItem(d, Py_None, Py_None); n = CALL(d, "__sizeof__", NULL); SHOW_BORROWED(n); Py_DECREF(n);
    Py_DECREF(d);
}
TEST(collisions) {
    PyObject *d = PyDict_New(); Key *k[40];
    for (int i = 0; i < 40; i++) { k[i] = K(i, 77); PyDict_SetItem(d, (PyObject *)k[i], Py_None); }
    SHOW_INT(PyDict_Size(d)); int found = 0;
    for (int i = 0; i < 40; i++) { Key *x = K(i, 77); found += PyDict_Contains(d, (PyObject *)x); Py_DECREF(x); }
    SHOW_INT(found); for (int i = 0; i < 40; i += 2) PyDict_DelItem(d, (PyObject *)k[i]);
    SHOW_BORROWED(d); Key *x = K(99, 77); SHOW_INT(PyDict_Contains(d, (PyObject *)x)); Py_DECREF(x);
    for (int i = 0; i < 40; i++) Py_DECREF(k[i]); Py_DECREF(d); SHOW_INT(keys_alive);
}
static void clear_it(void *d) { PyDict_Clear(d); }
static void fill_it(void *d) { for (int i = 0; i < 100; i++) { PyObject *k = PyLong_FromLong(i + 1000); PyDict_SetItem(d, k, k); Py_DECREF(k); } }
TEST(mutation_in_compare) {
    void (*actions[])(void *) = {clear_it, fill_it};
    for (int a = 0; a < 2; a++) for (int op = 0; op < 6; op++) {
        PyObject *d = PyDict_New(), *r = NULL; Key *k = K(1, 3), *other = K(2, 3), *probe = K(1, 3);
        PyDict_SetItem(d, (PyObject *)other, Py_False); PyDict_SetItem(d, (PyObject *)k, Py_None);
        probe->action = actions[a]; probe->arg = d;
        switch (op) {
        case 0: SHOW_INT(PyDict_GetItemWithError(d, (PyObject *)probe) != NULL); break;
        case 1: SHOW_INT(PyDict_Contains(d, (PyObject *)probe)); break;
        case 2: SHOW_INT(PyDict_SetItem(d, (PyObject *)probe, Py_True)); break;
        case 3: SHOW_INT(PyDict_DelItem(d, (PyObject *)probe)); break;
        case 4: SHOW_INT(PyDict_Pop(d, (PyObject *)probe, &r)); Py_XDECREF(r); break;
        case 5: SHOW_BORROWED(PyDict_SetDefault(d, (PyObject *)probe, Py_True)); break;
        }
        SHOW_INT(PyDict_Size(d)); SHOW_INT(PyDict_Contains(d, (PyObject *)k)); SHOW_INT(PyDict_Contains(d, (PyObject *)other));
        Py_DECREF(d); Py_DECREF(k); Py_DECREF(other); Py_DECREF(probe);
    }
    SHOW_INT(keys_alive);
}
TEST(str_keys_not_identical) {
    PyObject *d = PyDict_New(), *k = PyUnicode_FromFormat("%s%s", "he", "llo"), *l = PyUnicode_FromFormat("%s", "hello"), *m = S("h\xc3\xa9llo"), *n = S("h\xc3\xa9llo"), *o = S("\xf0\x9f\x90\x8d!"), *p = S("\xf0\x9f\x90\x8d!");
    PyDict_SetItem(d, k, Py_None); PyDict_SetItem(d, m, Py_True); PyDict_SetItem(d, o, Py_False);
    SHOW_INT(k == l); SHOW_INT(PyDict_GetItem(d, l) == Py_None); SHOW_INT(PyDict_GetItem(d, n) == Py_True); SHOW_INT(PyDict_GetItem(d, p) == Py_False);
    PyObject *sub = SUBTYPE(TYPE(PyUnicode_Type), "test.Text"), *s = C(sub, "(s)", "hello"), *t = C(sub, "(s)", "other");
    SHOW_INT(PyDict_GetItem(d, s) == Py_None); PyDict_SetItem(d, t, t); SHOW_BORROWED(d); SHOW_BORROWED(PyDict_GetItemString(d, "other")); SHOW_BORROWED(PyDict_GetItemString(d, "hello"));
    SHOW_INT(PyDict_SetItem(d, s, Py_True)); SHOW_BORROWED(d); SHOW_INT(PyDict_DelItem(d, s)); SHOW_BORROWED(d);
    Py_DECREF(d); Py_DECREF(k); Py_DECREF(l); Py_DECREF(m); Py_DECREF(n); Py_DECREF(o); Py_DECREF(p); Py_DECREF(s); Py_DECREF(t); Py_DECREF(sub);
}
TEST(identity_before_equality) {
    PyObject *d = PyDict_New(), *nan = F(Py_NAN), *nan2 = F(Py_NAN);
    PyDict_SetItem(d, nan, Py_None); SHOW_INT(PyDict_Contains(d, nan)); SHOW_INT(PyDict_Contains(d, nan2));
    Key *k = K(1, 1); PyDict_SetItem(d, (PyObject *)k, Py_None); key_compared = 0; SHOW_INT(PyDict_Contains(d, (PyObject *)k)); SHOW_INT(key_compared); Py_DECREF(k);
    Py_DECREF(d); Py_DECREF(nan); Py_DECREF(nan2);
}
TEST(presized) {
    for (Py_ssize_t n = -1; n < 100; n += 13) { PyObject *d = _PyDict_NewPresized(n); SHOW_INT(PyDict_Size(d)); PyDict_SetItemString(d, "a", Py_None); PyDict_SetItem(d, Py_None, Py_None); SHOW(d); }
}
TEST(gc) {
    PyObject *d = PyDict_New(); PyDict_SetItemString(d, "self", d); SHOW_BORROWED(d); SHOW_INT(PyObject_GC_IsTracked(d)); Py_DECREF(d); SHOW_INT(PyGC_Collect() > 0);
    d = PyDict_New(); SHOW_INT(PyObject_GC_IsTracked(d)); PyDict_SetItemString(d, "i", Py_None); SHOW_INT(PyObject_GC_IsTracked(d)); Py_DECREF(d);
}
