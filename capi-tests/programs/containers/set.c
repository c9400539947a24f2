/* PySet_*, PyFrozenSet_*, set and frozenset as Python sees them. */
#include "containers/support.h"
static PyObject *set_of(const char *format, ...) { va_list va; va_start(va, format); PyObject *l = Py_VaBuildValue(format, va); va_end(va); PyObject *s = MUST(PySet_New(l)); Py_DECREF(l); return s; }
static PyObject *frozen_of(const char *format, ...) { va_list va; va_start(va, format); PyObject *l = Py_VaBuildValue(format, va); va_end(va); PyObject *s = MUST(PyFrozenSet_New(l)); Py_DECREF(l); return s; }
/* Sets of small ints print in CPython's order. */
TEST(new) {
    PyObject *s = PySet_New(NULL), *f = PyFrozenSet_New(NULL), *l = V("[iiii]", 3, 1, 2, 3);
    SHOW_BORROWED(s); SHOW_BORROWED(f); SHOW_INT(PySet_Size(s)); SHOW_INT(PySet_GET_SIZE(f)); SHOW(PySet_New(l)); SHOW(PyFrozenSet_New(l)); SHOW(PySet_New(Py_None)); SHOW(PyFrozenSet_New(Py_None));
    PyObject *u = V("[[]]"); SHOW(PySet_New(u)); SHOW(PyFrozenSet_New(u)); SHOW_INT(PySet_Size(l)); SHOW_INT(PySet_Size(Py_None));
    SHOW_INT(PySet_Check(s)); SHOW_INT(PySet_Check(f)); SHOW_INT(PyFrozenSet_Check(f)); SHOW_INT(PyAnySet_Check(s)); SHOW_INT(PyAnySet_CheckExact(f)); SHOW_INT(PyAnySet_Check(l)); SHOW_INT(PySet_CheckExact(s)); SHOW_INT(PyFrozenSet_CheckExact(s));
    PyObject *g = PyFrozenSet_New(NULL); SHOW_INT(f == g); PyObject *h = PyFrozenSet_New(f); SHOW_INT(h == f); PyObject *i = PyFrozenSet_New(l), *j = PyFrozenSet_New(i); SHOW_INT(i == j);
    SHOW_INT(PySet_Type.tp_basicsize); SHOW_INT(PyFrozenSet_Type.tp_basicsize); SHOW_TEXT(PySet_Type.tp_name); SHOW_TEXT(PyFrozenSet_Type.tp_name); SHOW_TEXT(PySetIter_Type.tp_name); SHOW_INT(PyObject_GC_IsTracked(s)); SHOW_INT(PyObject_IsTrue(s)); SHOW_INT(PyObject_IsTrue(i));
    Py_DECREF(s); Py_DECREF(f); Py_DECREF(g); Py_DECREF(h); Py_DECREF(i); Py_DECREF(j); Py_DECREF(l); Py_DECREF(u);
}
TEST(layout) {
    PyObject *s = set_of("[iiii]", 5, 9, 1, 33); PySetObject *o = (PySetObject *)s;
    SHOW_INT(o->fill); SHOW_INT(o->used); SHOW_INT(o->mask); SHOW_INT(o->table == o->smalltable); SHOW_INT(o->hash); SHOW_INT(o->finger); SHOW_INT(o->weakreflist == NULL);
    for (int i = 0; i <= o->mask; i++) SAY("%d %ld %ld", i, (long)o->table[i].hash, o->table[i].key ? PyLong_AsLong(o->table[i].key) : -1L);
    PyObject *k = I("9"); PySet_Discard(s, k); Py_DECREF(k); SHOW_INT(o->fill); SHOW_INT(o->used); for (int i = 0; i <= o->mask; i++) SAY("%d %ld", i, (long)o->table[i].hash);
    for (int i = 0; i < 30; i++) { PyObject *k = PyLong_FromLong(i * 7); PySet_Add(s, k); Py_DECREF(k); SAY("%d: fill %ld used %ld mask %ld", i, (long)o->fill, (long)o->used, (long)o->mask); }
    SHOW_BORROWED(s); Py_DECREF(s); s = frozen_of("[ii]", 1, 2); SHOW_INT(((PySetObject *)s)->hash); PyObject_Hash(s); SHOW_INT(((PySetObject *)s)->hash == PyObject_Hash(s)); Py_DECREF(s);
}
TEST(add_contains_discard) {
    PyObject *s = PySet_New(NULL), *k = S("some key text"), *u = PyList_New(0), *n = I("7");
    SHOW_REFS(k, PySet_Add(s, k)); SHOW_REFS(k, PySet_Add(s, k)); SHOW_INT(PySet_Contains(s, k)); SHOW_INT(PySet_Contains(s, n)); SHOW_REFS(k, PySet_Discard(s, k)); SHOW_INT(PySet_Discard(s, k)); SHOW_INT(PySet_Size(s));
    SHOW_INT(PySet_Add(s, u)); SHOW_INT(PySet_Contains(s, u)); SHOW_INT(PySet_Discard(s, u)); SHOW_INT(PySet_Add(u, n)); SHOW_INT(PySet_Contains(u, n)); SHOW_INT(PySet_Discard(u, n)); SHOW_INT(PySet_Clear(u)); SHOW(PySet_Pop(u));
    PyObject *f = PyFrozenSet_New(NULL); Py_INCREF(f); SHOW_INT(PySet_Add(f, n)); SHOW_INT(PySet_Discard(f, n)); SHOW_INT(PySet_Clear(f)); SHOW(PySet_Pop(f)); SHOW_INT(PySet_Contains(f, n)); Py_DECREF(f); Py_DECREF(f);
    PyObject *in = PySet_New(NULL); SHOW_INT(PySet_Contains(s, in)); SHOW_INT(PySequence_Contains(s, in)); SHOW(CALL(s, "__contains__", "(O)", in)); SHOW(CALL(s, "remove", "(O)", in)); SHOW(CALL(s, "discard", "(O)", in)); PyObject *fi = PyFrozenSet_New(NULL); PySet_Add(s, fi); SHOW(CALL(s, "__contains__", "(O)", in)); SHOW_INT(PySet_Contains(s, in)); SHOW_INT(PySet_Discard(s, in)); SHOW(CALL(s, "remove", "(O)", in)); SHOW_BORROWED(s);
    Py_DECREF(s); Py_DECREF(k); Py_DECREF(u); Py_DECREF(n); Py_DECREF(in); Py_DECREF(fi);
}
TEST(fill_new_frozenset) { PyObject *l = V("[ii]", 1, 2), *f = PyFrozenSet_New(l), *n = I("5"); SHOW_INT(PySet_Add(f, n)); SHOW_BORROWED(f); Py_DECREF(f); Py_DECREF(n); Py_DECREF(l); }
TEST(pop_and_clear) {
    PyObject *s = set_of("[iii]", 3, 1, 2);
    SHOW(PySet_Pop(s)); SHOW(PySet_Pop(s)); SHOW_BORROWED(s); SHOW(PySet_Pop(s)); SHOW(PySet_Pop(s)); SHOW(CALL(s, "pop", NULL)); Py_DECREF(s);
    s = set_of("[iii]", 3, 1, 2); PyObject *k = S("gone with the set"); PySet_Add(s, k); SHOW_REFS(k, PySet_Clear(s)); SHOW_BORROWED(s); SHOW(CALL(s, "add", "(i)", 4)); SHOW(CALL(s, "clear", NULL)); SHOW_BORROWED(s); Py_DECREF(k);
    for (int i = 0; i < 100; i++) { PyObject *k = PyLong_FromLong(i); PySet_Add(s, k); Py_DECREF(k); } for (int i = 0; i < 50; i++) { PyObject *p = PySet_Pop(s); if (i % 10 == 0) SHOW_BORROWED(p); Py_DECREF(p); } PySet_Clear(s); SHOW_BORROWED(s); Py_DECREF(s);
}
TEST(methods) {
    PyObject *s = set_of("[iii]", 1, 2, 3), *t = set_of("[iii]", 3, 4, 5), *l = V("[ii]", 3, 9), *f = frozen_of("[ii]", 1, 2);
    SHOW(CALL(s, "union", "(O)", t)); SHOW(CALL(s, "union", "(OO)", t, l)); SHOW(CALL(s, "union", NULL)); SHOW(CALL(s, "intersection", "(O)", t)); SHOW(CALL(s, "intersection", "(OO)", t, l)); SHOW(CALL(s, "intersection", NULL)); SHOW(CALL(s, "difference", "(O)", t)); SHOW(CALL(s, "difference", "(OO)", t, f)); SHOW(CALL(s, "difference", NULL)); SHOW(CALL(s, "symmetric_difference", "(O)", t)); SHOW(CALL(s, "symmetric_difference", "(O)", l)); SHOW(CALL(s, "symmetric_difference", NULL));
    SHOW(CALL(f, "union", "(O)", t)); SHOW(CALL(f, "intersection", "(O)", l)); SHOW(CALL(f, "difference", "(O)", l)); SHOW(CALL(f, "symmetric_difference", "(O)", t)); SHOW(CALL(f, "copy", NULL)); SHOW(CALL(s, "copy", NULL));
    SHOW(CALL(s, "isdisjoint", "(O)", t)); SHOW(CALL(s, "isdisjoint", "([i])", 9)); SHOW(CALL(s, "isdisjoint", "(i)", 9)); SHOW(CALL(s, "issubset", "(O)", t)); SHOW(CALL(f, "issubset", "(O)", s)); SHOW(CALL(f, "issubset", "([iii])", 1, 2, 9)); SHOW(CALL(s, "issuperset", "(O)", f)); SHOW(CALL(s, "issuperset", "(O)", l)); SHOW(CALL(s, "issuperset", "(i)", 1)); SHOW(CALL(s, "issubset", "(i)", 1));
    SHOW(CALL(s, "union", "(i)", 1)); SHOW(CALL(s, "intersection", "(i)", 1)); SHOW(CALL(s, "difference", "(i)", 1)); SHOW(CALL(s, "symmetric_difference", "(i)", 1)); SHOW(CALL(s, "union", "([[]])")); SHOW(CALL(s, "intersection", "([[]])")); SHOW(CALL(s, "difference", "([[]])")); SHOW(CALL(s, "symmetric_difference", "([[]])")); SHOW(CALL(s, "isdisjoint", "([[]])"));
    PyObject *d = V("{i:i,i:i}", 2, 0, 8, 0); SHOW(CALL(s, "union", "(O)", d)); SHOW(CALL(s, "intersection", "(O)", d)); SHOW(CALL(s, "difference", "(O)", d)); SHOW(CALL(s, "symmetric_difference", "(O)", d)); Py_DECREF(d);
    SHOW(CALL(s, "update", "(OO)", t, l)); SHOW_BORROWED(s); SHOW(CALL(s, "intersection_update", "(O)", t)); SHOW_BORROWED(s); SHOW(CALL(s, "difference_update", "(O)", l)); SHOW_BORROWED(s); SHOW(CALL(s, "symmetric_difference_update", "(O)", l)); SHOW_BORROWED(s); SHOW(CALL(s, "symmetric_difference_update", "(O)", t)); SHOW_BORROWED(s); SHOW(CALL(s, "update", NULL)); SHOW(CALL(s, "update", "(i)", 1)); SHOW(CALL(s, "difference_update", "(O)", s)); SHOW_BORROWED(s); SHOW(CALL(s, "update", "(O)", f)); SHOW(CALL(s, "symmetric_difference_update", "(O)", s)); SHOW_BORROWED(s); SHOW(CALL(s, "intersection_update", "(i)", 1)); SHOW(CALL(s, "update", "([ii])", 1, 2)); SHOW(CALL(s, "update", "({i:i})", 7, 2)); SHOW_BORROWED(s);
    SHOW(CALL(s, "add", "(i)", 6)); SHOW(CALL(s, "add", "([])")); SHOW(CALL(s, "remove", "(i)", 6)); SHOW(CALL(s, "remove", "(i)", 6)); SHOW(CALL(s, "remove", "((ii))", 6, 7)); SHOW(CALL(s, "discard", "(i)", 6)); SHOW(CALL(s, "discard", "([])")); SHOW(CALL(s, "remove", "([])")); SHOW(CALL(s, "add", NULL)); SHOW(CALL(s, "add", "(ii)", 1, 2)); SHOW(CALL(f, "add", "(i)", 1)); SHOW(CALL(s, "pop", "(i)", 1));
    Py_DECREF(s); Py_DECREF(t); Py_DECREF(l); Py_DECREF(f);
}
TEST(operators) {
    PyObject *s = set_of("[iii]", 1, 2, 3), *t = set_of("[iii]", 3, 4, 5), *f = frozen_of("[ii]", 1, 4), *l = V("[i]", 1);
    SHOW(PyNumber_Or(s, t)); SHOW(PyNumber_And(s, t)); SHOW(PyNumber_Subtract(s, t)); SHOW(PyNumber_Xor(s, t)); SHOW(PyNumber_Or(f, s)); SHOW(PyNumber_Or(s, f)); SHOW(PyNumber_And(f, s)); SHOW(PyNumber_Subtract(f, s)); SHOW(PyNumber_Xor(f, s));
    SHOW(PyNumber_Or(s, l)); SHOW(PyNumber_And(s, l)); SHOW(PyNumber_Subtract(s, l)); SHOW(PyNumber_Xor(s, l)); SHOW(PyNumber_Or(l, s)); SHOW(PyNumber_Add(s, t)); SHOW(PyNumber_Subtract(Py_None, s));
    PyObject *r = PyNumber_InPlaceOr(s, t); SHOW_INT(r == s); SHOW_BORROWED(r); Py_XDECREF(r); r = PyNumber_InPlaceAnd(s, t); SHOW_INT(r == s); SHOW_BORROWED(r); Py_XDECREF(r); r = PyNumber_InPlaceSubtract(s, f); SHOW_INT(r == s); SHOW_BORROWED(r); Py_XDECREF(r); r = PyNumber_InPlaceXor(s, f); SHOW_INT(r == s); SHOW_BORROWED(r); Py_XDECREF(r); SHOW(PyNumber_InPlaceOr(s, l)); SHOW(PyNumber_InPlaceOr(f, s)); r = PyNumber_InPlaceSubtract(s, s); SHOW_BORROWED(r); Py_XDECREF(r);
    PyObject *sub = SUBTYPE(TYPE(PySet_Type), "test.S"), *x = C(sub, "([ii])", 1, 2); SHOW_BORROWED(x); r = PyNumber_Or(x, t); SHOW_INT(PySet_CheckExact(r)); SHOW_BORROWED(r); Py_XDECREF(r); r = CALL(x, "copy", NULL); SHOW_BORROWED(r); Py_XDECREF(r); SHOW(PyNumber_Or(t, x)); Py_DECREF(x); Py_DECREF(sub);
    sub = SUBTYPE(TYPE(PyFrozenSet_Type), "test.F"); x = C(sub, "([ii])", 1, 2); SHOW_BORROWED(x); SHOW(PyFrozenSet_New(x)); r = CALL(x, "copy", NULL); SHOW_BORROWED(r); Py_XDECREF(r); SHOW(C(TYPE(PyFrozenSet_Type), "(O)", x)); Py_DECREF(x); Py_DECREF(sub);
    Py_DECREF(s); Py_DECREF(t); Py_DECREF(f); Py_DECREF(l);
}
TEST(compare) {
    PyObject *a = set_of("[iii]", 1, 2, 3), *b = frozen_of("[iii]", 3, 2, 1), *c = set_of("[ii]", 1, 2), *d = set_of("[iii]", 1, 2, 4), *e = PySet_New(NULL), *l = V("[i]", 1), *v[] = {a, b, c, d, e, l, Py_None};
    for (int i = 0; i < 7; i++) for (int j = 0; j < 7; j++) { char name[20]; sprintf(name, "%d %d", i, j); if (i < 5 || j < 5) show_compare(name, v[i], v[j]); }
    PyObject_Hash(b); PyObject *f = frozen_of("[iii]", 1, 2, 9); PyObject_Hash(f); show_compare("hashes differ", b, f); Py_DECREF(f); SHOW_INT(PyObject_Hash(a));
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(c); Py_DECREF(d); Py_DECREF(e); Py_DECREF(l);
}
TEST(hash) {
    PyObject *f = PyFrozenSet_New(NULL); SHOW_INT(PyObject_Hash(f)); Py_DECREF(f);
    for (int n = 1; n < 20; n++) { PyObject *s = PySet_New(NULL); for (int i = 0; i < n; i++) { PyObject *k = PyLong_FromLong(i * i * 1000 - 7); PySet_Add(s, k); Py_DECREF(k); } PyObject *f = PyFrozenSet_New(s); SHOW_INT(PyObject_Hash(f)); Py_DECREF(f); Py_DECREF(s); }
    f = frozen_of("[sOO]", "text", Py_True, Py_False); SHOW_INT(PyObject_Hash(f)); Py_DECREF(f); f = frozen_of("[ddi]", 1.5, -2.25, -1); SHOW_INT(PyObject_Hash(f)); Py_DECREF(f);
}
TEST(order) {
    for (int step = 1; step < 100000; step = step * 3 + 1) { PyObject *s = PySet_New(NULL); for (int i = 0; i < 25; i++) { PyObject *k = PyLong_FromLong((i * 17 % 25) * step); PySet_Add(s, k); Py_DECREF(k); } SHOW_BORROWED(s); PyObject *c = PySet_New(s); SHOW_BORROWED(c); PyObject *k = PyLong_FromLong(5 * step); PySet_Discard(s, k); Py_DECREF(k); PyObject *f = PyFrozenSet_New(s); SHOW_BORROWED(f); Py_DECREF(f); Py_DECREF(c); Py_DECREF(s); }
    PyObject *l = V("[sssssssssss]", "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda"), *s = PySet_New(l), *d = PyDict_New(); SHOW_BORROWED(s); for (int i = 0; i < 11; i++) PyDict_SetItem(d, PyList_GetItem(l, i), Py_None); SHOW(PySet_New(d)); PyObject *t = set_of("[sss]", "beta", "eta", "mu"); SHOW(PyNumber_Or(s, t)); SHOW(PyNumber_And(s, t)); SHOW(PyNumber_And(t, s)); SHOW(PyNumber_Subtract(s, t)); SHOW(PyNumber_Xor(s, t)); SHOW(CALL(s, "intersection", "(O)", d)); SHOW(CALL(s, "union", "(O)", d)); Py_DECREF(l); Py_DECREF(s); Py_DECREF(t); Py_DECREF(d);
}
TEST(construct) {
    SHOW(C(TYPE(PySet_Type), NULL)); SHOW(C(TYPE(PySet_Type), "([ii])", 2, 1)); SHOW(C(TYPE(PySet_Type), "(s)", "a")); SHOW(C(TYPE(PySet_Type), "(i)", 1)); SHOW(C(TYPE(PySet_Type), "(ii)", 1, 2)); SHOW(C(TYPE(PyFrozenSet_Type), NULL)); SHOW(C(TYPE(PyFrozenSet_Type), "(ii)", 1, 2)); SHOW(C(TYPE(PyFrozenSet_Type), "(i)", 1));
    PyObject *kw = V("{s:i}", "iterable", 1), *e = PyTuple_New(0); SHOW(PyObject_Call(TYPE(PySet_Type), e, kw)); SHOW(PyObject_Call(TYPE(PyFrozenSet_Type), e, kw)); Py_DECREF(kw); Py_DECREF(e);
    PyObject *s = set_of("[i]", 1); SHOW(CALL(s, "__init__", "([i])", 5)); SHOW_BORROWED(s); SHOW(CALL(s, "__init__", "(i)", 5)); SHOW_BORROWED(s); SHOW(CALL(s, "__init__", "(ii)", 5, 6)); Py_DECREF(s);
    PyObject *b = COUNT(4, 1, -1); SHOW(C(TYPE(PySet_Type), "(O)", b)); Py_DECREF(b);
}
TEST(repr) {
    PyObject *s = PySet_New(NULL), *f = PyFrozenSet_New(NULL), *in = frozen_of("[O]", f); PySet_Add(s, in); SHOW_BORROWED(s); SHOW_BORROWED(in); SHOW(PyObject_Str(s));
    PyObject *sub = SUBTYPE(TYPE(PySet_Type), "test.S"), *e = C(sub, NULL); SHOW_BORROWED(e); Py_DECREF(e); Py_DECREF(sub); Py_DECREF(s); Py_DECREF(f); Py_DECREF(in);
    SHOW(CALL(TYPE(PySet_Type), "__repr__", "()"));
}
TEST(iterator) {
    PyObject *s = set_of("[iii]", 1, 2, 3), *it = ITER(s); SAY("%s", Py_TYPE(it)->tp_name); SHOW_INT(PyObject_LengthHint(it, 9)); SHOW(PyIter_Next(it)); SHOW(CALL(it, "__length_hint__", NULL)); PyObject *r = CALL(it, "__reduce__", NULL); SHOW_BORROWED(PyTuple_GetItem(r, 1)); Py_DECREF(r); SHOW(PyIter_Next(it)); PyObject *k = I("9"); PySet_Add(s, k); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW_INT(PyObject_LengthHint(it, 9)); Py_DECREF(it); it = ITER(s); DRAIN(Py_NewRef(it)); SHOW_INT(PyIter_Next(it) == NULL); PySet_Discard(s, k); SHOW_INT(PyIter_Next(it) == NULL); Py_DECREF(it); DRAIN(ITER(s)); SHOW(C(TYPE(PySetIter_Type), NULL)); Py_DECREF(k); Py_DECREF(s);
}
static void clear_it(void *s) { PySet_Clear(s); }
static void fill_it(void *s) { for (int i = 0; i < 100; i++) { PyObject *k = PyLong_FromLong(i + 1000); PySet_Add(s, k); Py_DECREF(k); } }
TEST(mutation_in_compare) {
    void (*actions[])(void *) = {clear_it, fill_it};
    for (int a = 0; a < 2; a++) for (int op = 0; op < 4; op++) {
        PyObject *s = PySet_New(NULL); Key *k = K(1, 3), *other = K(2, 3), *probe = K(1, 3); PySet_Add(s, (PyObject *)other); PySet_Add(s, (PyObject *)k); probe->action = actions[a]; probe->arg = s;
        switch (op) { case 0: SHOW_INT(PySet_Contains(s, (PyObject *)probe)); break; case 1: SHOW_INT(PySet_Add(s, (PyObject *)probe)); break; case 2: SHOW_INT(PySet_Discard(s, (PyObject *)probe)); break; case 3: SHOW(CALL(s, "remove", "(O)", probe)); break; }
        SHOW_INT(PySet_Size(s)); Py_DECREF(s); Py_DECREF(k); Py_DECREF(other); Py_DECREF(probe);
    }
    SHOW_INT(keys_alive);
}
TEST(failing_keys) {
    PyObject *s = PySet_New(NULL); Key *k = K(1, 3), *p = K(1, 3); PySet_Add(s, (PyObject *)k); p->fail_eq = 1; SHOW_INT(PySet_Contains(s, (PyObject *)p)); SHOW_INT(PySet_Add(s, (PyObject *)p)); SHOW_INT(PySet_Discard(s, (PyObject *)p)); p->fail_eq = 0; p->fail_hash = 1; SHOW_INT(PySet_Contains(s, (PyObject *)p)); SHOW_INT(PySet_Add(s, (PyObject *)p)); SHOW_INT(PySet_Discard(s, (PyObject *)p)); SHOW(CALL(s, "remove", "(O)", p)); SHOW(CALL(s, "union", "([O])", p)); SHOW_INT(PySet_Size(s)); Py_DECREF(s); Py_DECREF(k); Py_DECREF(p); SHOW_INT(keys_alive);
}
TEST(many) {
    PyObject *s = PySet_New(NULL); long bad = 0; for (long n = 0; n < 3000; n++) { PyObject *k = n % 2 ? PyLong_FromLong(n * 65536) : PyUnicode_FromFormat("key %ld", n); bad += PySet_Add(s, k) != 0; bad += PySet_Contains(s, k) != 1; if (n % 3 == 0) bad += PySet_Discard(s, k) != 1; Py_DECREF(k); } SHOW_INT(PySet_Size(s)); for (long n = 0; n < 3000; n++) { PyObject *k = n % 2 ? PyLong_FromLong(n * 65536) : PyUnicode_FromFormat("key %ld", n); bad += PySet_Contains(s, k) != (n % 3 != 0); Py_DECREF(k); } SHOW_INT(bad); SHOW_INT(((PySetObject *)s)->mask); SHOW_INT(((PySetObject *)s)->fill); Py_DECREF(s);
}
TEST(sizes_and_reduce) {
    PyObject *s = set_of("[iii]", 1, 2, 3); SHOW(CALL(s, "__sizeof__", NULL)); SHOW(CALL(s, "__reduce__", NULL)); for (int i = 0; i < 20; i++) { PyObject *k = PyLong_FromLong(i); PySet_Add(s, k); Py_DECREF(k); } SHOW(CALL(s, "__sizeof__", NULL)); SHOW(CALL(s, "__hash__", NULL)); Py_DECREF(s);
    PyObject *g = CALL(TYPE(PySet_Type), "__class_getitem__", "(i)", 1); SHOW_INT(g != NULL); Py_XDECREF(g); PyErr_Clear();
}
TEST(private) {
    PyObject *s = set_of("[ii]", 1, 2), *k; Py_hash_t h; Py_ssize_t pos = 0;
    extern int _PySet_NextEntry(PyObject *, Py_ssize_t *, PyObject **, Py_hash_t *); extern int _PySet_NextEntryRef(PyObject *, Py_ssize_t *, PyObject **, Py_hash_t *); extern int _PySet_Update(PyObject *, PyObject *);
    while (_PySet_NextEntry(s, &pos, &k, &h)) { SHOW_BORROWED(k); SHOW_INT(h); SHOW_INT(pos); } pos = 0; SHOW_INT(_PySet_NextEntryRef(s, &pos, &k, &h)); SHOW(k); PyObject *l = V("[ii]", 5, 6); SHOW_INT(_PySet_Update(s, l)); SHOW_BORROWED(s); SHOW_INT(_PySet_Update(l, l)); SHOW_INT(_PySet_NextEntry(l, &pos, &k, &h)); Py_DECREF(l); Py_DECREF(s);
}
