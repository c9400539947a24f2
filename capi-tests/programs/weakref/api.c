/* weakrefobject.h: references, proxies, callbacks. */
#include "harness.h"

static int called; static PyObject *seen;
static PyObject *callback(PyObject *self, PyObject *ref) { called++; printf("callback %ld", PyLong_AsLong(self)); PyObject *o = NULL; int r = PyWeakref_GetRef(ref, &o); printf(" GetRef %d %s\n", r, o ? "alive" : "dead"); Py_XSETREF(seen, Py_NewRef(ref)); Py_RETURN_NONE; }
static PyObject *failing(PyObject *self, PyObject *ref) { called++; PyErr_SetString(PyExc_ValueError, "from the callback"); return NULL; }
static PyMethodDef callback_def = {"callback", callback, METH_O}, failing_def = {"failing", failing, METH_O};
static PyObject *CB(long n) { return MUST(PyCFunction_New(&callback_def, PyLong_FromLong(n))); }
static PyObject *cls(void) { static PyObject *c; if (!c) c = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(){s:s}", "Target", "__module__", "mod")); return c; }
static PyObject *target(void) { return MUST(PyObject_CallNoArgs(cls())); }

TEST(make) {
    PyObject *o = target(), *r = PyWeakref_NewRef(o, NULL);
    SHOW_INT(PyWeakref_CheckRef(r)); SHOW_INT(PyWeakref_CheckRefExact(r)); SHOW_INT(PyWeakref_CheckProxy(r)); SHOW_INT(PyWeakref_Check(r)); SHOW_INT(Py_REFCNT(o)); SHOW_INT(Py_REFCNT(r));
    SHOW_INT(PyWeakref_NewRef(o, NULL) == r); SHOW_INT(PyWeakref_NewRef(o, Py_None) == r); SHOW_INT(Py_REFCNT(r)); SHOW_INT(PyObject_CallNoArgs(r) == o); SHOW_INT(PyWeakref_GetObject(r) == o);
    PyObject *got; SHOW_INT(PyWeakref_GetRef(r, &got)); SHOW_INT(got == o); SHOW_INT(Py_REFCNT(o)); Py_DECREF(got); Py_DECREF(o);
    SHOW_INT(Py_REFCNT(o)); SAY("%s", Py_TYPE(r)->tp_name); SHOW_INT(PyObject_GC_IsTracked(r)); SHOW_INT(_PyWeakref_RefType.tp_basicsize); SHOW_INT(_PyWeakref_ProxyType.tp_basicsize); SHOW_INT(_PyWeakref_RefType.tp_flags & (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_VECTORCALL)); SHOW_INT(_PyWeakref_ProxyType.tp_flags & (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE)); SHOW_INT(_PyWeakref_RefType.tp_weaklistoffset); SHOW_INT(_PyWeakref_RefType.tp_vectorcall_offset);
    SHOW_INT(PyWeakref_IsDead(r)); Py_DECREF(o); SHOW_INT(PyWeakref_IsDead(r)); SHOW(PyObject_CallNoArgs(r)); SHOW_INT(PyWeakref_GetObject(r) == Py_None); SHOW_INT(PyWeakref_GetRef(r, &got)); SHOW_INT(got == NULL); SHOW_INT(((PyWeakReference *)r)->wr_object == Py_None);
    SHOW(PyObject_Dir(TYPE(_PyWeakref_RefType)));
}
TEST(cannot) {
    SHOW(PyWeakref_NewRef(I("1000"), NULL)); SHOW(PyWeakref_NewRef(S("text"), NULL)); SHOW(PyWeakref_NewRef(Py_None, NULL)); SHOW(PyWeakref_NewRef(PyList_New(0), NULL)); SHOW(PyWeakref_NewProxy(PyTuple_New(2), NULL)); SHOW(PyWeakref_NewProxy(PyDict_New(), NULL)); SHOW_INT(PyWeakref_NewRef(PySet_New(NULL), NULL) != NULL); SHOW_INT(PyWeakref_NewRef(TYPE(PyLong_Type), NULL) != NULL);
    PyObject *got = (PyObject *)1; SHOW_INT(PyWeakref_GetRef(Py_None, &got)); SHOW_INT(got == NULL); SHOW_INT(PyWeakref_GetObject(Py_None) == NULL); print_raised(); SHOW_INT(PyWeakref_GetObject(NULL) == NULL); print_raised(); SHOW_INT(PyWeakref_IsDead(Py_None)); SHOW_INT(PyWeakref_GetRef(NULL, &got)); SHOW_INT(PyWeakref_IsDead(NULL));
    SHOW(C(TYPE(_PyWeakref_RefType), NULL)); SHOW(C(TYPE(_PyWeakref_RefType), "(i)", 1000)); SHOW(C(TYPE(_PyWeakref_RefType), "(NOO)", target(), Py_None, Py_None)); SHOW(PyObject_Call(TYPE(_PyWeakref_RefType), V("(N)", target()), V("{s:O}", "callback", Py_None))); SHOW(C(TYPE(_PyWeakref_ProxyType), "(N)", target()));
}
TEST(callbacks) {
    PyObject *o = target(), *r1 = PyWeakref_NewRef(o, CB(1)), *r2 = PyWeakref_NewRef(o, CB(2)), *r0 = PyWeakref_NewRef(o, NULL), *r3 = PyWeakref_NewProxy(o, CB(3));
    SHOW_INT(r1 == r2); SHOW_INT(((PyWeakReference *)r1)->wr_callback != NULL); SHOW(PyObject_GetAttrString(r0, "__callback__")); SHOW_INT(PyObject_GetAttrString(r1, "__callback__") == ((PyWeakReference *)r1)->wr_callback); SHOW_INT(PyObject_SetAttrString(r1, "__callback__", Py_None));
    called = 0; Py_DECREF(o); SHOW_INT(called); SHOW(PyObject_GetAttrString(r1, "__callback__")); SHOW_INT(((PyWeakReference *)r1)->wr_callback == NULL);
    o = target(); PyObject *dropped = PyWeakref_NewRef(o, CB(4)); Py_DECREF(dropped); called = 0; Py_DECREF(o); SHOW_INT(called);
}
TEST(list_layout) {
    PyObject *o = target(); SHOW_INT(cls() && ((PyTypeObject *)cls())->tp_weaklistoffset); PyObject *c1 = PyWeakref_NewRef(o, CB(1)), *r = PyWeakref_NewRef(o, NULL), *p = PyWeakref_NewProxy(o, NULL), *c2 = PyWeakref_NewRef(o, CB(2)), *p2 = PyWeakref_NewProxy(o, CB(3));
    PyWeakReference *w = (PyWeakReference *)r; SHOW_INT(w->wr_prev == NULL); SHOW_INT(w->wr_next == (PyWeakReference *)p); SHOW_INT(w->wr_next->wr_prev == w);
    const char *names[5]; int n = 0; for (; w; w = w->wr_next) { PyObject *x = (PyObject *)w; printf("%s ", x == r ? "ref" : x == p ? "proxy" : x == c1 ? "c1" : x == c2 ? "c2" : x == p2 ? "p2" : "?"); } printf("\n");
    SHOW_INT(((PyWeakReference *)r)->hash); SHOW_INT(((PyWeakReference *)r)->wr_object == o); Py_DECREF(c2); for (w = (PyWeakReference *)r; w; w = w->wr_next) n++; SHOW_INT(n); PyObject *s = PyWeakref_NewProxy(o, NULL); SHOW_INT(s == p);
    PyObject *set = PySet_New(NULL), *sr = PyWeakref_NewRef(set, NULL); SHOW_INT(*(PyObject **)((char *)set + PySet_Type.tp_weaklistoffset) == sr); Py_DECREF(sr); SHOW_INT(*(PyObject **)((char *)set + PySet_Type.tp_weaklistoffset) == NULL);
    called = 0; Py_DECREF(o); SHOW_INT(called);
}
TEST(failing_callback) { PyObject *o = target(), *r = PyWeakref_NewRef(o, PyCFunction_New(&failing_def, NULL)); called = 0; PyErr_SetString(PyExc_KeyError, "kept"); Py_DECREF(o); SHOW_INT(called); print_raised(); }
TEST(clear_weak_refs) {
    PyObject *set = PySet_New(NULL), *r = PyWeakref_NewRef(set, NULL), *c = PyWeakref_NewRef(set, CB(7)); called = 0;
    PyUnstable_Object_ClearWeakRefsNoCallbacks(set); SHOW_INT(called); SHOW_INT(PyWeakref_IsDead(r)); SHOW_INT(PyWeakref_IsDead(c)); SHOW_INT(PyObject_GetAttrString(c, "__callback__") != Py_None);
    _PyWeakref_ClearRef((PyWeakReference *)r); Py_DECREF(set); SHOW_INT(called); set = PySet_New(NULL); c = PyWeakref_NewRef(set, CB(8)); _PyWeakref_ClearRef((PyWeakReference *)c); SHOW_INT(PyWeakref_IsDead(c)); Py_DECREF(set); SHOW_INT(called);
    PyObject_ClearWeakRefs(PyList_New(0)); print_raised(); PyObject *live = PySet_New(NULL); PyObject_ClearWeakRefs(live); print_raised();
}
TEST(compare_and_hash) {
    PyObject *a = PyFrozenSet_New(V("(i)", 1)), *b = PyFrozenSet_New(V("(i)", 1)), *ra = PyWeakref_NewRef(a, NULL), *rb = PyWeakref_NewRef(b, NULL), *rc = PyWeakref_NewRef(a, CB(1)), *unhash = PySet_New(NULL), *ru = PyWeakref_NewRef(unhash, NULL), *late = PyFrozenSet_New(V("(i)", 2)), *rl = PyWeakref_NewRef(late, NULL);
    SHOW(PyObject_RichCompare(ra, rb, Py_EQ)); SHOW(PyObject_RichCompare(ra, rb, Py_NE)); SHOW(PyObject_RichCompare(ra, rc, Py_EQ)); SHOW(PyObject_RichCompare(ra, rb, Py_LT)); SHOW(PyObject_RichCompare(ra, a, Py_EQ)); SHOW(PyObject_RichCompare(ra, I("1"), Py_NE)); SHOW_INT(PyObject_Hash(ra) == PyObject_Hash(a)); SHOW_INT(PyObject_Hash(ru));
    Py_DECREF(a); Py_DECREF(late); SHOW(PyObject_RichCompare(ra, rb, Py_EQ)); SHOW(PyObject_RichCompare(ra, ra, Py_EQ)); SHOW(PyObject_RichCompare(ra, ra, Py_NE)); SHOW_INT(PyObject_Hash(ra) == PyObject_Hash(b)); SHOW_INT(PyObject_Hash(rl)); SHOW(PyObject_RichCompare(ra, rl, Py_EQ)); SHOW(PyObject_RichCompare(ra, rc, Py_EQ));
}
TEST(repr) {
    PyObject *o = target(), *r = PyWeakref_NewRef(o, NULL), *p = PyWeakref_NewProxy(o, NULL); const char *t = PyUnicode_AsUTF8(PyObject_Repr(r)); SHOW_INT(!strncmp(t, "<weakref at 0x", 14)); SHOW_INT(strstr(t, "; to 'mod.Target' at 0x") != NULL); t = PyUnicode_AsUTF8(PyObject_Repr(p)); SHOW_INT(!strncmp(t, "<weakproxy at 0x", 16)); SHOW_INT(strstr(t, "; to 'mod.Target' at 0x") != NULL);
    Py_DECREF(o); t = PyUnicode_AsUTF8(PyObject_Repr(r)); SHOW_INT(!strcmp(t + strlen(t) - 7, "; dead>")); t = PyUnicode_AsUTF8(PyObject_Repr(p)); SHOW_INT(!strncmp(t, "<weakproxy at 0x", 16)); SAY("%s", strstr(t, ";") ?: "no ;"); PyObject *m = target(); PyObject_SetAttrString(m, "__name__", S("named")); t = PyUnicode_AsUTF8(PyObject_Repr(PyWeakref_NewRef(m, NULL))); SAY("%s", strchr(t + strcspn(t, ";"), '(') ?: "no name");
}
TEST(call_ref) { PyObject *o = target(), *r = PyWeakref_NewRef(o, NULL); SHOW(C(r, "(i)", 1)); SHOW(PyObject_Call(r, PyTuple_New(0), V("{s:i}", "a", 1))); SHOW_INT(C(r, NULL) == o); SHOW_INT(PyObject_Vectorcall(r, NULL, 0, NULL) == o); }
TEST(subclass) {
    PyObject *sub = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", TYPE(_PyWeakref_RefType))), *o = target(), *r = PyWeakref_NewRef(o, NULL), *s = C(sub, "(O)", o), *s2 = C(sub, "(O)", o);
    SHOW_INT(s == r); SHOW_INT(s == s2); SAY("%s", Py_TYPE(s)->tp_name); SHOW_INT(PyWeakref_CheckRef(s)); SHOW_INT(PyWeakref_CheckRefExact(s)); SHOW_INT(PyObject_CallNoArgs(s) == o); SHOW_INT(PyObject_SetAttrString(s, "x", Py_True)); SHOW(PyObject_RichCompare(s, r, Py_EQ)); SHOW_INT(C(TYPE(_PyWeakref_RefType), "(O)", o) == r); SHOW_INT(C(TYPE(_PyWeakref_RefType), "(OO)", o, Py_None) == r); SHOW_INT(C(TYPE(_PyWeakref_RefType), "(ON)", o, CB(1)) == r); PyObject *lonely = target(); PyObject *first = C(sub, "(O)", lonely); PyObject *second = PyWeakref_NewRef(lonely, NULL); SHOW_INT(((PyWeakReference *)second)->wr_prev == NULL); SHOW_INT(((PyWeakReference *)second)->wr_next == (void *)first);
    SHOW(PyObject_GetAttrString(TYPE(_PyWeakref_RefType), "__class_getitem__") ? C(PyObject_GetAttrString(TYPE(_PyWeakref_RefType), "__class_getitem__"), "(O)", &PyLong_Type) : NULL);
}
TEST(proxy) {
    PyObject *set = PySet_New(V("[ii]", 1, 2)), *p = PyWeakref_NewProxy(set, NULL); SAY("%s", Py_TYPE(p)->tp_name); SHOW_INT(PyWeakref_CheckProxy(p)); SHOW_INT(Py_REFCNT(set)); SHOW_INT(PyWeakref_NewProxy(set, NULL) == p); SHOW_INT(PyObject_Size(p)); SHOW_INT(PySequence_Contains(p, I("1"))); SHOW(PyObject_Str(p)); SHOW(PyObject_RichCompare(p, set, Py_EQ)); SHOW(PyObject_RichCompare(p, p, Py_EQ)); SHOW_INT(PyObject_IsTrue(p)); SHOW(PyNumber_Or(p, PySet_New(V("[i]", 3)))); SHOW(PyNumber_And(PySet_New(V("[i]", 1)), p)); SHOW(M(Py_NewRef(p), "pop", NULL) ? Py_True : NULL); SHOW_INT(PyObject_Hash(p)); SHOW(PySequence_List(p) ? Py_True : NULL); SHOW(PyObject_GetAttrString(p, "__class__")); SHOW(PyNumber_InPlaceOr(p, PySet_New(V("[i]", 9))) ? Py_True : NULL); SHOW(PyNumber_Add(p, I("1"))); SHOW(PyObject_GetItem(p, I("1"))); SHOW_INT(PyCallable_Check(p)); SHOW(PyIter_Check(p) ? Py_True : Py_False); SHOW(PyNumber_Negative(p)); SHOW(PyNumber_Long(p)); SHOW(M(Py_NewRef(p), "__bytes__", NULL)); SHOW(M(Py_NewRef(p), "__reversed__", NULL)); PyObject *ref; SHOW_INT(PyWeakref_GetRef(p, &ref)); SHOW_INT(ref == set); Py_XDECREF(ref); SHOW(PyIter_Next(p));
    while (Py_REFCNT(set) > 1) Py_DECREF(set);
    Py_DECREF(set); SHOW_INT(PyObject_Size(p)); SHOW(PyObject_Str(p)); SHOW_INT(PySequence_Contains(p, I("1"))); SHOW(PyObject_GetAttrString(p, "add")); SHOW_INT(PyObject_SetAttrString(p, "x", Py_None)); SHOW(PyObject_RichCompare(p, p, Py_EQ)); SHOW_INT(PyObject_IsTrue(p)); SHOW(PyNumber_Or(p, p)); SHOW(PyNumber_Add(I("1"), p)); SHOW_INT(PyObject_Hash(p)); SHOW(PyObject_GetIter(p)); SHOW(PyObject_GetItem(p, I("1"))); SHOW_INT(PyObject_SetItem(p, I("1"), I("2"))); SHOW_INT(PyObject_DelItem(p, I("1"))); SHOW(PyNumber_Negative(p)); SHOW(M(Py_NewRef(p), "__bytes__", NULL)); SHOW(PyNumber_Power(p, I("2"), Py_None)); SHOW(PyNumber_InPlaceAdd(p, I("2")));
}
TEST(proxy_of_instance) {
    PyObject *o = target(), *p = PyWeakref_NewProxy(o, NULL); SHOW_INT(PyObject_SetAttrString(p, "attr", I("5"))); SHOW(PyObject_GetAttrString(o, "attr")); SHOW(PyObject_GetAttrString(p, "attr")); SHOW_INT(PyObject_DelAttrString(p, "attr")); SHOW(PyObject_GetAttrString(p, "attr")); SHOW_INT(PyObject_IsInstance(p, cls())); SHOW_INT(Py_TYPE(p) == &_PyWeakref_ProxyType); SHOW_INT(PyObject_Size(p)); SHOW(C(p, NULL)); SHOW(PyObject_Dir(TYPE(_PyWeakref_ProxyType)));
}
TEST(callable_proxy) {
    PyObject *c = cls(), *p = PyWeakref_NewProxy(c, NULL); SAY("%s", Py_TYPE(p)->tp_name); SHOW_INT(Py_TYPE(p) == &_PyWeakref_CallableProxyType); SHOW_INT(PyCallable_Check(p)); PyObject *o = PyObject_CallNoArgs(p); SHOW_INT(Py_TYPE(o) == (PyTypeObject *)c); SHOW(PyObject_GetAttrString(p, "__name__")); SHOW(C(p, "(i)", 5)); PyObject *tmp = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(){}", "Gone")), *q = PyWeakref_NewProxy(tmp, NULL); Py_DECREF(tmp); PyGC_Collect(); SHOW(PyObject_CallNoArgs(q));
}
TEST(proxy_operators) {
    /* A heap subclass of int with weak references shows every number operation through the proxy. */
    PyObject *sub = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "IntSub", TYPE(PySet_Type))); PyObject *num = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "F", TYPE(PyFloat_Type))), *o = C(num, "(d)", 6.5), *p = PyWeakref_NewProxy(o, NULL);
    SHOW(PyNumber_Add(p, F(1))); SHOW(PyNumber_Add(F(1), p)); SHOW(PyNumber_Subtract(p, F(1))); SHOW(PyNumber_Multiply(p, p)); SHOW(PyNumber_TrueDivide(p, F(2))); SHOW(PyNumber_FloorDivide(p, F(2))); SHOW(PyNumber_Remainder(p, F(4))); SHOW(PyNumber_Divmod(p, F(4))); SHOW(PyNumber_Power(p, F(2), Py_None)); SHOW(PyNumber_Negative(p)); SHOW(PyNumber_Positive(p)); SHOW(PyNumber_Absolute(p)); SHOW(PyNumber_Float(p)); SHOW(PyNumber_Long(p)); SHOW(PyNumber_Invert(p)); SHOW(PyNumber_Index(p)); SHOW(PyNumber_Lshift(p, I("1"))); SHOW(PyNumber_MatrixMultiply(p, p)); SHOW(PyObject_RichCompare(p, F(7), Py_LT)); SHOW(PyObject_RichCompare(F(7), p, Py_GT)); SHOW(PyObject_Str(p)); SHOW(PyNumber_InPlaceAdd(p, F(1)));
}
TEST(counts) {
    PyObject *o = target(); SHOW_INT(PyWeakref_NewRef(o, NULL) != NULL); extern Py_ssize_t _PyWeakref_GetWeakrefCount(PyObject *); SHOW_INT(Py_REFCNT(o)); PyObject *r = PyWeakref_NewRef(o, NULL); SHOW_REFS(r, Py_DECREF(PyWeakref_NewRef(o, NULL))); PyObject *cb = CB(9); SHOW_INT(Py_REFCNT(cb)); PyObject *r2 = PyWeakref_NewRef(o, cb); SHOW_INT(Py_REFCNT(cb)); Py_DECREF(r2); SHOW_INT(Py_REFCNT(cb));
}
TEST(collected_cycle) {
    PyObject *o = target(), *r = PyWeakref_NewRef(o, NULL), *c = PyWeakref_NewRef(o, CB(5)); PyObject_SetAttrString(o, "self", o); called = 0; Py_DECREF(o); SHOW_INT(PyWeakref_IsDead(r)); PyGC_Collect(); SHOW_INT(PyWeakref_IsDead(r)); SHOW_INT(called);
    /* A callback that is itself part of the garbage is not called. */
    o = target(); PyObject *inner = PyWeakref_NewRef(o, CB(6)); PyObject_SetAttrString(o, "ref", inner); PyObject_SetAttrString(o, "self", o); Py_DECREF(inner); called = 0; Py_DECREF(o); PyGC_Collect(); SHOW_INT(called);
}
