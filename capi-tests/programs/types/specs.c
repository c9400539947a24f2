/* PyType_FromSpec and its kin: heap types of all sorts. */
#include "types/common.h"

#define SPEC(n, size, item, flags, ...) static PyType_Slot n##_slots[] = {__VA_ARGS__ {0, NULL}}; static PyType_Spec n = {"pkg." #n, size, item, flags, n##_slots}
typedef struct { PyObject_HEAD int x; PyObject *o; } Pair;
static PyObject *rep(PyObject *a) { return PyUnicode_FromString("<rep>"); }
static void heap_dealloc(PyObject *s) { PyTypeObject *t = Py_TYPE(s); t->tp_free(s); Py_DECREF(t); }

SPEC(Empty, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, );
SPEC(Named, sizeof(Pair), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_doc, "Named(x)\n--\n\nDoc here."}, {Py_tp_repr, rep}, );
TEST(empty) {
    PyObject *t = MUST(PyType_FromSpec(&Empty)); show_flags("Empty", t); SHOW_BORROWED(t); SHOW(GET(t, "__name__")); SHOW(GET(t, "__qualname__")); SHOW(GET(t, "__module__")); SHOW(GET(t, "__doc__")); SHOW(GET(t, "__basicsize__")); show_type_keys("dict", t); show_mro("mro", t);
    PyObject *o = C(t, "()"); SHOW_INT(o != NULL); SHOW_INT(Py_REFCNT(t) > 2); SHOW_REFS(t, Py_DECREF(o)); SHOW_INT(((PyTypeObject *)t)->tp_new == PyBaseObject_Type.tp_new); SHOW_INT(((PyTypeObject *)t)->tp_alloc == PyType_GenericAlloc); SHOW_INT(((PyTypeObject *)t)->tp_free == PyObject_Free); SHOW_INT(((PyTypeObject *)t)->tp_dealloc == PyBaseObject_Type.tp_dealloc);
    PyTypeObject *ty = (PyTypeObject *)t; SHOW_INT(ty->tp_as_number != NULL); SHOW_INT(ty->tp_as_async != NULL); SHOW_INT(ty->tp_as_buffer != NULL); SHOW_INT(PyObject_SetAttrString(t, "z", Py_True)); SHOW(GET(t, "z")); SHOW(klass("K", bases1(t), NULL)); Py_DECREF(t);
}
TEST(named) {
    PyObject *t = MUST(PyType_FromSpec(&Named)); SHOW(GET(t, "__doc__")); SHOW(GET(t, "__text_signature__")); show_type_keys("dict", t); PyObject *o = C(t, "()"); SHOW(PyObject_Repr(o)); SHOW(PyObject_Str(o)); Py_XDECREF(o); SHOW(PyType_GetName((PyTypeObject *)t)); SHOW(PyType_GetQualName((PyTypeObject *)t)); SHOW(PyType_GetModuleName((PyTypeObject *)t)); SHOW(PyType_GetFullyQualifiedName((PyTypeObject *)t)); SHOW_TEXT(((PyTypeObject *)t)->tp_name); SHOW_TEXT(_PyType_Name((PyTypeObject *)t));
    PyObject *k = MUST(klass("K", bases1(t), NULL)); show_flags("K", k); SHOW_INT(((PyTypeObject *)k)->tp_basicsize); SHOW_INT(((PyTypeObject *)k)->tp_repr == rep); Py_DECREF(k);
    PyObject *v = S("New"); SHOW_INT(PyObject_SetAttrString(t, "__name__", v)); SHOW_TEXT(((PyTypeObject *)t)->tp_name); SHOW(PyObject_Repr(t)); SHOW_INT(PyObject_SetAttrString(t, "__qualname__", v)); SHOW(PyObject_Repr(t)); SHOW_INT(PyObject_SetAttrString(t, "__module__", v)); SHOW(PyObject_Repr(t)); SHOW(PyType_GetFullyQualifiedName((PyTypeObject *)t)); SHOW_INT(PyObject_SetAttrString(t, "__doc__", v)); SHOW(GET(t, "__doc__")); Py_DECREF(v); v = I("1"); SHOW_INT(PyObject_SetAttrString(t, "__name__", v)); SHOW_INT(PyObject_SetAttrString(t, "__qualname__", v)); SHOW_INT(PyObject_DelAttrString(t, "__name__")); SHOW_INT(PyObject_DelAttrString(t, "__qualname__")); SHOW_INT(PyObject_DelAttrString(t, "__module__")); SHOW_INT(PyObject_DelAttrString(t, "__doc__")); SHOW_INT(PyObject_SetAttrString(t, "__module__", v)); SHOW(PyObject_Repr(t)); SHOW(GET(t, "__module__")); SHOW(PyType_GetModuleName((PyTypeObject *)t)); SHOW(PyType_GetFullyQualifiedName((PyTypeObject *)t)); Py_DECREF(v); Py_DECREF(t);
}
static PyType_Spec NoDot = {"NoDot", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, Empty_slots}, Dots = {"a.b.c", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, Empty_slots}, NullName = {NULL, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, Empty_slots};
TEST(names) {
    PyObject *t = PyType_FromSpec(&NoDot); SHOW_INT(t != NULL); if (t) { SHOW(GET(t, "__name__")); SHOW(GET(t, "__module__")); show_type_keys("dict", t); SHOW_BORROWED(t); SHOW(PyType_GetModuleName((PyTypeObject *)t)); SHOW(PyType_GetFullyQualifiedName((PyTypeObject *)t)); Py_DECREF(t); } else print_raised();
    t = MUST(PyType_FromSpec(&Dots)); SHOW(GET(t, "__name__")); SHOW(GET(t, "__module__")); SHOW(PyType_GetFullyQualifiedName((PyTypeObject *)t)); Py_DECREF(t); SHOW(PyType_FromSpec(&NullName)); SHOW(PyType_GetFullyQualifiedName(&PyLong_Type)); SHOW(PyType_GetModuleName(&PyLong_Type)); SHOW(PyType_GetName(&PyLong_Type)); SHOW(PyType_GetQualName(&PyLong_Type));
}
#define BADSPEC(n, ...) static PyType_Slot n##_slots[] = {__VA_ARGS__, {0, NULL}}; static PyType_Spec n = {"pkg." #n, sizeof(Pair), 0, Py_TPFLAGS_DEFAULT, n##_slots}
BADSPEC(Slot0, {-1, rep}); BADSPEC(Slot1000, {1000, rep}); BADSPEC(NullRepr, {Py_tp_repr, NULL}); BADSPEC(TwoDocs, {Py_tp_doc, "a"}, {Py_tp_doc, "b"}); BADSPEC(TwoRepr, {Py_tp_repr, rep}, {Py_tp_repr, rep}); BADSPEC(NullDoc, {Py_tp_doc, NULL}); BADSPEC(BadBase, {Py_tp_base, &PyBool_Type});
BADSPEC(BasesNotTuple, {Py_tp_bases, &PyBool_Type}); BADSPEC(GcNoTraverse, {Py_tp_repr, rep}); BADSPEC(SlotTooHigh, {84, rep}); BADSPEC(TwoMembers, {Py_tp_members, Empty_slots}, {Py_tp_members, Empty_slots});
static PyMemberDef none_members[] = {{NULL}};
BADSPEC(TwoMembers2, {Py_tp_members, none_members}, {Py_tp_members, none_members}); BADSPEC(TwoTokens, {Py_tp_token, rep}, {Py_tp_token, rep});
static PyType_Spec GcSpec = {"GcSpec", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, Empty_slots}, TooSmall = {"TooSmall", 8, 0, Py_TPFLAGS_DEFAULT, Empty_slots}, NegItem = {"NegItem", sizeof(Pair), -1, Py_TPFLAGS_DEFAULT, Empty_slots}, BothDynamic = {"BothDynamic", -8, 4, Py_TPFLAGS_DEFAULT, Empty_slots}, ZeroSize = {"ZeroSize", 0, 0, Py_TPFLAGS_DEFAULT, Empty_slots}, OnlyHead = {"OnlyHead", 12, 0, Py_TPFLAGS_DEFAULT, Empty_slots}, ManagedDictNoGc = {"ManagedDictNoGc", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_MANAGED_DICT, Empty_slots};
TEST(bad_specs) {
    SHOW(PyType_FromSpec(&Slot0)); SHOW(PyType_FromSpec(&Slot1000)); SHOW(PyType_FromSpec(&NullRepr)); SHOW(PyType_FromSpec(&TwoDocs)); SHOW(PyType_FromSpec(&TwoRepr)); SHOW(PyType_FromSpec(&NullDoc)); SHOW(PyType_FromSpec(&BadBase)); SHOW(PyType_FromSpec(&BasesNotTuple)); SHOW(PyType_FromSpec(&SlotTooHigh)); SHOW(PyType_FromSpec(&TwoMembers2)); SHOW(PyType_FromSpec(&TwoTokens));
    SHOW(PyType_FromSpec(&GcSpec)); SHOW(PyType_FromSpec(&TooSmall)); SHOW(PyType_FromSpec(&NegItem)); SHOW(PyType_FromSpec(&BothDynamic)); SHOW(PyType_FromSpec(&ZeroSize)); SHOW(PyType_FromSpec(&OnlyHead)); 
    PyObject *i = I("1"), *tup = V("(i)", 1), *et = PyTuple_New(0), *two = bases2(&PyLong_Type, &PyUnicode_Type); SHOW(PyType_FromSpecWithBases(&Named, i)); SHOW(PyType_FromSpecWithBases(&Named, tup)); SHOW(PyType_FromSpecWithBases(&Named, two)); SHOW(PyType_FromSpecWithBases(&Named, (PyObject *)&PyBool_Type)); SHOW(PyType_FromSpecWithBases(&Named, (PyObject *)&PyLong_Type)); SHOW(PyType_FromSpecWithBases(&Named, (PyObject *)&PyType_Type)); Py_DECREF(i); Py_DECREF(tup); Py_DECREF(et); Py_DECREF(two);
}
/* --- bases */
SPEC(WithBase, sizeof(Pair), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_base, &PyBaseObject_Type}, );
SPEC(Inherit, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, );
TEST(bases) {
    PyObject *t = MUST(PyType_FromSpec(&WithBase)), *c = MUST(PyType_FromSpecWithBases(&Inherit, t)), *l = MUST(PyType_FromSpecWithBases(&Inherit, (PyObject *)&PyList_Type)); show_mro("mro", c); SHOW_INT(((PyTypeObject *)c)->tp_basicsize); SHOW(GET(c, "__bases__")); SHOW(GET(c, "__base__")); show_flags("list child", l); show_mro("mro", l); PyObject *o = C(l, "([i])", 3); SHOW_BORROWED(o); Py_XDECREF(o);
    PyObject *two = bases2(t, &PyLong_Type), *m = PyType_FromSpecWithBases(&Inherit, two); SHOW(m); Py_DECREF(two); two = bases2(t, l); SHOW(PyType_FromSpecWithBases(&Inherit, two)); Py_DECREF(two); Py_DECREF(c); Py_DECREF(t); Py_DECREF(l);
    PyType_Slot s[] = {{Py_tp_base, &PyList_Type}, {Py_tp_bases, NULL}, {0}}; PyType_Spec sp = {"Two", 0, 0, Py_TPFLAGS_DEFAULT, s}; SHOW(PyType_FromSpec(&sp)); s[1].pfunc = bases1(&PyDict_Type); t = PyType_FromSpec(&sp); SHOW_BORROWED(t); show_mro("mro", t); Py_XDECREF(t); t = PyType_FromSpecWithBases(&sp, (PyObject *)&PyFloat_Type); show_mro("mro", t); Py_XDECREF(t);
}
/* --- metaclass */
static PyObject *meta_new(PyTypeObject *m, PyObject *a, PyObject *k) { return PyType_Type.tp_new(m, a, k); }
SPEC(MetaPlain, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, );
SPEC(MetaNew, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_new, meta_new}, );
TEST(metaclasses) {
    PyObject *mp = MUST(PyType_FromSpecWithBases(&MetaPlain, (PyObject *)&PyType_Type)), *mn = MUST(PyType_FromSpecWithBases(&MetaNew, (PyObject *)&PyType_Type)); show_flags("meta", mp); SHOW_INT(((PyTypeObject *)mp)->tp_basicsize); SHOW_INT(((PyTypeObject *)mp)->tp_itemsize);
    PyObject *t = PyType_FromMetaclass((PyTypeObject *)mp, NULL, &Named, NULL); SHOW_BORROWED(t); if (t) SHOW_BORROWED(Py_TYPE(t)); SHOW(PyType_FromMetaclass((PyTypeObject *)mn, NULL, &Named, NULL)); SHOW(PyType_FromMetaclass(&PyLong_Type, NULL, &Named, NULL)); PyObject *c = PyType_FromSpecWithBases(&Inherit, t); if (c) SHOW_BORROWED(Py_TYPE(c)); Py_XDECREF(c); PyObject *mp2 = MUST(PyType_FromSpecWithBases(&MetaPlain, (PyObject *)&PyType_Type)); SHOW(PyType_FromMetaclass((PyTypeObject *)mp2, NULL, &Inherit, t));
    c = MUST(meta_klass(mn, "K", NULL, NULL)); SHOW_BORROWED(Py_TYPE(c)); PyObject *d = PyType_FromSpecWithBases(&Inherit, c); SHOW_BORROWED(d); Py_XDECREF(d); Py_DECREF(c); Py_DECREF(mp); Py_DECREF(mn); Py_XDECREF(t); Py_DECREF(mp2); SHOW(PyType_FromMetaclass(&PyType_Type, NULL, &Named, NULL));
}
/* --- special members: dict, weak list, vectorcall offsets. */
typedef struct { PyObject_HEAD PyObject *dict, *weak; vectorcallfunc vc; } Offs;
static PyMemberDef offs_members[] = {{"__dictoffset__", Py_T_PYSSIZET, offsetof(Offs, dict), Py_READONLY}, {"__weaklistoffset__", Py_T_PYSSIZET, offsetof(Offs, weak), Py_READONLY}, {"__vectorcalloffset__", Py_T_PYSSIZET, offsetof(Offs, vc), Py_READONLY}, {"v", Py_T_ULONGLONG, offsetof(Offs, vc), Py_READONLY, "vd"}, {NULL}};
static PyObject *offs_vc(PyObject *c, PyObject *const *args, size_t n, PyObject *kw) { return PyLong_FromSsize_t(PyVectorcall_NARGS(n)); }
static PyObject *offs_new(PyTypeObject *t, PyObject *a, PyObject *k) { Offs *o = (Offs *)t->tp_alloc(t, 0); if (o) o->vc = offs_vc; return (PyObject *)o; }
static void offs_dealloc(PyObject *s) { PyTypeObject *t = Py_TYPE(s); Offs *o = (Offs *)s; PyObject_ClearWeakRefs(s); Py_XDECREF(o->dict); t->tp_free(s); Py_DECREF(t); }
static PyGetSetDef offs_getset[] = {{"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict}, {NULL}};
SPEC(OffsType, sizeof(Offs), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE, {Py_tp_members, offs_members}, {Py_tp_new, offs_new}, {Py_tp_dealloc, offs_dealloc}, {Py_tp_call, PyVectorcall_Call}, {Py_tp_getset, offs_getset}, );
TEST(special_offsets) {
    PyObject *t = MUST(PyType_FromSpec(&OffsType)); PyTypeObject *ty = (PyTypeObject *)t; SHOW_INT(ty->tp_dictoffset); SHOW_INT(ty->tp_weaklistoffset); SHOW_INT(ty->tp_vectorcall_offset); show_type_keys("dict", t); show_flags("OffsType", t); SHOW(GET(t, "__dictoffset__")); SHOW(GET(t, "__weakrefoffset__")); SHOW(GET(t, "__weaklistoffset__"));
    PyObject *o = MUST(C(t, "()")); SHOW(PyObject_CallFunction(o, "ii", 1, 2)); SHOW_INT(PyObject_SetAttrString(o, "a", Py_True)); SHOW(GET(o, "__dict__")); PyObject *w = PyWeakref_NewRef(o, NULL); SHOW_INT(w != NULL); PyObject *e = PyDict_New(); SHOW_INT(PyObject_SetAttrString(o, "__dict__", e)); SHOW(GET(o, "a")); SHOW_INT(PyObject_SetAttrString(o, "__dict__", Py_True)); SHOW_INT(PyObject_DelAttrString(o, "__dict__")); Py_DECREF(e); Py_DECREF(o); SHOW(C(w, "()")); Py_XDECREF(w); SHOW_INT(PyObject_SetAttrString(t, "__call__", Py_None)); show_flags("after", t); Py_DECREF(t);
    PyMemberDef bad1[] = {{"__dictoffset__", Py_T_INT, 16, Py_READONLY}, {NULL}}, bad2[] = {{"__dictoffset__", Py_T_PYSSIZET, 16, 0}, {NULL}}, bad3[] = {{"x", Py_T_INT, 0, Py_RELATIVE_OFFSET}, {NULL}}; PyType_Slot s[] = {{Py_tp_members, bad1}, {0}}; PyType_Spec sp = {"Bad", sizeof(Offs), 0, Py_TPFLAGS_DEFAULT, s}; s[0].pfunc = bad3; SHOW(PyType_FromSpec(&sp));
}
/* --- managed dict and weak references. */
static int md_traverse(PyObject *s, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(s)); return PyObject_VisitManagedDict(s, visit, arg); }
static int md_clear(PyObject *s) { PyObject_ClearManagedDict(s); return 0; }
static void md_dealloc(PyObject *s) { PyTypeObject *t = Py_TYPE(s); PyObject_GC_UnTrack(s); if (t->tp_flags & Py_TPFLAGS_MANAGED_WEAKREF) PyObject_ClearWeakRefs(s); PyObject_ClearManagedDict(s); t->tp_free(s); Py_DECREF(t); }
SPEC(Managed, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT | Py_TPFLAGS_MANAGED_WEAKREF, {Py_tp_traverse, md_traverse}, {Py_tp_clear, md_clear}, {Py_tp_dealloc, md_dealloc}, {Py_tp_getset, offs_getset}, );
TEST(managed) {
    PyObject *t = MUST(PyType_FromSpec(&Managed)); PyTypeObject *ty = (PyTypeObject *)t; show_flags("Managed", t); SHOW_INT(ty->tp_dictoffset); SHOW_INT(ty->tp_weaklistoffset); SHOW_INT(ty->tp_basicsize); PyObject *o = MUST(C(t, "()")); SHOW_INT(PyObject_GC_IsTracked(o)); SHOW_INT(PyObject_SetAttrString(o, "a", Py_True)); SHOW_INT(PyObject_SetAttrString(o, "b", Py_False)); SHOW(GET(o, "a")); SHOW_INT(PyObject_DelAttrString(o, "a")); SHOW(GET(o, "a")); SHOW_INT(PyObject_DelAttrString(o, "a"));
    SHOW(GET(o, "__dict__")); SHOW(PyObject_GenericGetDict(o, NULL)); SHOW_INT(((PyObject **)o)[-4] == NULL); SHOW_INT(((PyObject **)o)[-3] != NULL); PyObject *w = PyWeakref_NewRef(o, NULL); SHOW_INT(((PyObject **)o)[-4] == w); SHOW_INT(PyObject_GET_WEAKREFS_LISTPTR(o) == (PyObject **)o - 4); SHOW(M(Py_NewRef(o), "__sizeof__", "()")); PyObject *d = V("{si}", "z", 1); SHOW_INT(PyObject_SetAttrString(o, "__dict__", d)); SHOW(GET(o, "z")); SHOW_INT(((PyObject **)o)[-3] == d); Py_DECREF(d); Py_DECREF(o); SHOW(C(w, "()")); Py_DECREF(w);
    PyObject *k = MUST(klass("K", bases1(t), NULL)); show_flags("K", k); o = MUST(C(k, "()")); SHOW_INT(PyObject_SetAttrString(o, "a", o)); Py_DECREF(o); SHOW_INT(PyGC_Collect() > 0); Py_DECREF(k); Py_DECREF(t);
}
/* --- the tables of a spec. */
static PyObject *meth(PyObject *s, PyObject *_) { return PyUnicode_FromString("m"); }
static PyObject *meth_cls(PyObject *s, PyTypeObject *defining, PyObject *const *args, Py_ssize_t n, PyObject *kw) { return Py_BuildValue("sn", defining->tp_name, n); }
static PyMethodDef methods[] = {{"m", meth, METH_NOARGS, "m($self, /)\n--\n\nDoc of m."}, {"s", meth, METH_NOARGS | METH_STATIC}, {"c", meth, METH_NOARGS | METH_CLASS}, {"d", (PyCFunction)(void *)meth_cls, METH_METHOD | METH_FASTCALL | METH_KEYWORDS}, {NULL}};
static PyMemberDef members[] = {{"x", Py_T_INT, offsetof(Pair, x)}, {NULL}};
static PyObject *get_x(PyObject *s, void *c) { return PyLong_FromLong(((Pair *)s)->x + (long)c); }
static PyGetSetDef getsets[] = {{"g", get_x, NULL, NULL, (void *)5}, {NULL}};
static Py_ssize_t len3(PyObject *s) { return 3; }
static PyObject *add(PyObject *a, PyObject *b) { return PyUnicode_FromString("add"); }
SPEC(Tables, sizeof(Pair), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_methods, methods}, {Py_tp_members, members}, {Py_tp_getset, getsets}, {Py_sq_length, len3}, {Py_nb_add, add}, {Py_tp_repr, rep}, );
TEST(tables) {
    PyObject *t = MUST(PyType_FromSpec(&Tables)); show_type_keys("dict", t); PyObject *o = MUST(C(t, "()")); SHOW(M(Py_NewRef(o), "m", "()")); SHOW(M(Py_NewRef(o), "s", "()")); SHOW(M(Py_NewRef(o), "c", "()")); SHOW(M(Py_NewRef(o), "d", "(ii)", 1, 2)); SHOW(GET(o, "x")); SHOW(GET(o, "g")); SHOW_INT(PyObject_Size(o)); SHOW(PyNumber_Add(o, o)); PyObject *m = GET(t, "m"); SHOW(GET(m, "__doc__")); SHOW(GET(m, "__text_signature__")); SHOW(GET(m, "__name__")); SHOW(GET(m, "__qualname__")); SHOW(GET(m, "__objclass__")); Py_DECREF(m);
    SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_tp_repr) == rep); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_nb_add) == add); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_sq_length) == len3); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_tp_base) == &PyBaseObject_Type); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_tp_methods) == methods); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_tp_getset) == getsets); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_tp_members) == members); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_tp_doc) == NULL);
    SHOW_INT((long)PyType_GetSlot((PyTypeObject *)t, -1)); SHOW_INT((long)PyType_GetSlot((PyTypeObject *)t, 0)); SHOW_INT((long)PyType_GetSlot((PyTypeObject *)t, 84)); SHOW_INT((long)PyType_GetSlot((PyTypeObject *)t, 1000)); SHOW_INT((long)PyType_GetSlot((PyTypeObject *)t, Py_tp_token)); SHOW_INT(PyType_GetSlot(&PyLong_Type, Py_nb_add) != NULL); SHOW_INT(PyType_GetSlot(&PyLong_Type, Py_tp_iter) == NULL); SHOW_INT(PyType_GetSlot(&PyBaseObject_Type, Py_nb_add) == NULL);
    PyObject *k = MUST(klass("K", bases1(t), NULL)), *o2 = MUST(C(k, "()")); SHOW(M(Py_NewRef(o2), "d", "()")); SHOW_INT(((PyTypeObject *)k)->tp_as_number->nb_add == add); SHOW_INT(((PyTypeObject *)k)->tp_as_sequence->sq_length == len3); Py_DECREF(o2); Py_DECREF(k); Py_DECREF(o); Py_DECREF(t);
}
/* --- PEP 697: extending opaquely. */
typedef struct { double d; int n; } Extra;
static PyMemberDef rel_members[] = {{"n", Py_T_INT, offsetof(Extra, n), Py_RELATIVE_OFFSET}, {"d", Py_T_DOUBLE, offsetof(Extra, d), Py_RELATIVE_OFFSET | Py_READONLY}, {NULL}}, abs_members[] = {{"n", Py_T_INT, 16}, {NULL}};
static PyType_Slot rel_slots[] = {{Py_tp_members, rel_members}, {0}}, abs_slots[] = {{Py_tp_members, abs_members}, {0}};
static PyType_Spec Rel = {"Rel", -(int)sizeof(Extra), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, rel_slots}, RelAbs = {"RelAbs", -(int)sizeof(Extra), 0, Py_TPFLAGS_DEFAULT, abs_slots}, AbsRel = {"AbsRel", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT, rel_slots}, RelItems = {"RelItems", -8, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_ITEMS_AT_END, Empty_slots};
TEST(relative_size) {
    PyObject *t = MUST(PyType_FromSpec(&Rel)); PyTypeObject *ty = (PyTypeObject *)t; SHOW_INT(ty->tp_basicsize); SHOW_INT(PyType_GetTypeDataSize(ty)); PyObject *o = MUST(C(t, "()")); Extra *x = PyObject_GetTypeData(o, ty); SHOW_INT((char *)x - (char *)o); SHOW_INT(x->n); x->n = 5; x->d = 1.5; SHOW(GET(o, "n")); SHOW(GET(o, "d")); SHOW_INT(PyObject_SetAttrString(o, "d", Py_True)); Py_DECREF(o); SHOW_INT(rel_members[0].flags); SHOW_INT(ty->tp_members[0].flags); SHOW_INT(ty->tp_members[0].offset);
    PyObject *l = MUST(PyType_FromSpecWithBases(&Rel, (PyObject *)&PyList_Type)); SHOW_INT(((PyTypeObject *)l)->tp_basicsize); SHOW_INT(PyType_GetTypeDataSize((PyTypeObject *)l)); o = MUST(C(l, "([i])", 1)); ((Extra *)PyObject_GetTypeData(o, (PyTypeObject *)l))->n = 9; SHOW(GET(o, "n")); SHOW_BORROWED(o); Py_DECREF(o); Py_DECREF(l);
    SHOW(PyType_FromSpec(&RelAbs)); SHOW(PyType_FromSpec(&AbsRel)); SHOW(PyType_FromSpecWithBases(&Rel, (PyObject *)&PyTuple_Type)); SHOW(PyType_FromSpecWithBases(&Rel, (PyObject *)&PyLong_Type)); SHOW(PyType_FromSpecWithBases(&RelItems, (PyObject *)&PyTuple_Type)); PyObject *m = MUST(PyType_FromSpecWithBases(&Rel, (PyObject *)&PyType_Type)); SHOW_INT(((PyTypeObject *)m)->tp_basicsize); show_flags("meta", m); PyObject *k = MUST(meta_klass(m, "K", NULL, NULL)); SHOW_INT((char *)PyObject_GetTypeData(k, (PyTypeObject *)m) - k->ob_type->tp_name != 0); SHOW_INT((char *)PyObject_GetItemData(k) - (char *)k); PyObject *i = I("5"); SHOW_INT(PyObject_GetItemData(i) != NULL); Py_DECREF(i); Py_DECREF(k); Py_DECREF(m); SHOW_INT(PyType_GetTypeDataSize(&PyLong_Type)); SHOW_INT(PyType_GetTypeDataSize(&PyList_Type)); Py_DECREF(t);
    PyType_Spec var = {"Var", sizeof(PyVarObject), 4, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_ITEMS_AT_END, Empty_slots}; PyObject *v = MUST(PyType_FromSpec(&var)); PyType_Spec sub = {"Sub", -16, 0, Py_TPFLAGS_DEFAULT, Empty_slots}, sub2 = {"Sub2", -16, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_ITEMS_AT_END, Empty_slots}; PyObject *s = PyType_FromSpecWithBases(&sub, v); show_flags("sub", s); if (s) SHOW_INT(((PyTypeObject *)s)->tp_basicsize); if (s) SHOW_INT(((PyTypeObject *)s)->tp_itemsize); Py_XDECREF(s); s = PyType_FromSpecWithBases(&sub2, v); show_flags("sub2", s); Py_XDECREF(s); Py_DECREF(v);
}
/* --- tokens */
static int tok1, tok2;
SPEC(Tok, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_token, &tok1}, );
SPEC(TokSpec, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_token, Py_TP_USE_SPEC}, );
TEST(tokens) {
    PyObject *t = MUST(PyType_FromSpec(&Tok)), *u = MUST(PyType_FromSpecWithBases(&TokSpec, t)), *k = MUST(klass("K", bases1(u), NULL)); PyTypeObject *r = NULL; SHOW_INT(PyType_GetBaseByToken((PyTypeObject *)k, &tok1, &r)); SHOW(r); r = NULL; SHOW_INT(PyType_GetBaseByToken((PyTypeObject *)k, &TokSpec, &r)); SHOW(r); r = (PyTypeObject *)1; SHOW_INT(PyType_GetBaseByToken((PyTypeObject *)k, &tok2, &r)); SHOW_INT(r == NULL); SHOW_INT(PyType_GetBaseByToken((PyTypeObject *)k, &tok1, NULL)); r = (PyTypeObject *)1; SHOW_INT(PyType_GetBaseByToken((PyTypeObject *)k, NULL, &r)); SHOW_INT(r == NULL); SHOW_INT(PyType_GetBaseByToken(&PyLong_Type, &tok1, &r)); PyObject *i = I("1"); r = (PyTypeObject *)1; SHOW_INT(PyType_GetBaseByToken((PyTypeObject *)i, &tok1, &r)); SHOW_INT(r == NULL); Py_DECREF(i); SHOW_INT(PyType_GetSlot((PyTypeObject *)t, Py_tp_token) == &tok1); SHOW_INT(PyType_GetSlot((PyTypeObject *)u, Py_tp_token) == &TokSpec); SHOW_INT(PyType_GetSlot((PyTypeObject *)k, Py_tp_token) == NULL); Py_DECREF(k); Py_DECREF(u); Py_DECREF(t);
}
/* --- modules of types */
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "mymod", NULL, sizeof(int)}, other_def = {PyModuleDef_HEAD_INIT, "other", NULL, 0};
TEST(modules) {
    PyObject *m = MUST(PyModule_Create(&def)), *t = MUST(PyType_FromModuleAndSpec(m, &Named, NULL)), *k = MUST(klass("K", bases1(t), NULL)), *x = MUST(PyType_FromSpec(&Named)); *(int *)PyModule_GetState(m) = 42; SHOW_INT(PyType_GetModule((PyTypeObject *)t) == m); SHOW_INT(*(int *)PyType_GetModuleState((PyTypeObject *)t)); SHOW(PyType_GetModule((PyTypeObject *)k)); SHOW_INT(PyType_GetModuleState((PyTypeObject *)k) != NULL); SHOW(PyType_GetModule((PyTypeObject *)x)); SHOW(PyType_GetModule(&PyLong_Type)); SHOW_INT(PyType_GetModuleByDef((PyTypeObject *)k, &def) == m); SHOW(PyType_GetModuleByDef((PyTypeObject *)k, &other_def)); SHOW(PyType_GetModuleByDef(&PyLong_Type, &def)); SHOW(GET(t, "__module__")); SHOW_INT(Py_REFCNT(m) >= 2); Py_DECREF(k); SHOW_REFS(m, Py_DECREF(t); PyGC_Collect()); Py_DECREF(x); Py_DECREF(m);
}
/* --- freezing and immutable types */
SPEC(Immut, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, );
TEST(immutable) {
    PyObject *t = MUST(PyType_FromSpec(&Immut)), *m = MUST(PyType_FromSpec(&Named)); SHOW_INT(PyObject_SetAttrString(t, "x", Py_True)); SHOW_INT(PyObject_SetAttrString(t, "__name__", Py_True)); SHOW(PyType_FromSpecWithBases(&Immut, m)); PyObject *k = MUST(klass("K", bases1(m), NULL)); SHOW_INT(PyType_Freeze((PyTypeObject *)k)); SHOW_INT(PyType_Freeze((PyTypeObject *)m)); SHOW_INT(PyType_Freeze((PyTypeObject *)k)); SHOW_INT(PyObject_SetAttrString(k, "x", Py_True)); show_flags("frozen", k); SHOW_INT(PyType_Freeze((PyTypeObject *)k)); SHOW_INT(PyType_Freeze(&PyLong_Type)); Py_DECREF(k); k = MUST(klass("K", bases1(t), NULL)); SHOW_INT(PyObject_SetAttrString(k, "x", Py_True)); Py_DECREF(k); Py_DECREF(t); Py_DECREF(m);
}
/* --- references: dealloc of heap types, cycles. */
typedef struct { PyObject_HEAD PyObject *o; } Holder;
static int h_traverse(PyObject *s, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(s)); Py_VISIT(((Holder *)s)->o); return 0; }
static int h_clear(PyObject *s) { Py_CLEAR(((Holder *)s)->o); return 0; }
static void h_dealloc(PyObject *s) { PyTypeObject *t = Py_TYPE(s); PyObject_GC_UnTrack(s); h_clear(s); t->tp_free(s); Py_DECREF(t); }
static PyMemberDef h_members[] = {{"o", _Py_T_OBJECT, offsetof(Holder, o)}, {NULL}};
SPEC(Hold, sizeof(Holder), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, {Py_tp_traverse, h_traverse}, {Py_tp_clear, h_clear}, {Py_tp_dealloc, h_dealloc}, {Py_tp_members, h_members}, );
TEST(cycles) {
    PyObject *t = MUST(PyType_FromSpec(&Hold)); SHOW_INT(((PyTypeObject *)t)->tp_free == PyObject_GC_Del); PyObject *o = MUST(C(t, "()")); SHOW_INT(PyObject_GC_IsTracked(o)); SHOW_INT(PyObject_SetAttrString(o, "o", o)); SHOW_REFS(t, Py_DECREF(o)); PyGC_Collect(); SHOW_REFS(t, o = C(t, "()")); SHOW_REFS(t, Py_DECREF(o)); PyObject *k = MUST(klass("K", bases1(t), NULL)); show_flags("K", k); SHOW_REFS(k, o = C(k, "()")); PyObject_SetAttrString(o, "self", o); PyObject_SetAttrString(o, "o", o); Py_DECREF(o); SHOW_REFS(k, PyGC_Collect()); SHOW_REFS(t, Py_DECREF(k); PyGC_Collect()); PyObject *w = PyWeakref_NewRef(t, NULL); PyGC_Collect(); Py_DECREF(t); PyGC_Collect(); SHOW(C(w, "()")); Py_DECREF(w);
}
SPEC(NoInst, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, );
static PyObject *always(PyTypeObject *t, PyObject *a, PyObject *k) { return PyUnicode_FromString("new"); }
static PyObject *tp_vc(PyObject *t, PyObject *const *args, size_t n, PyObject *kw) { return PyUnicode_FromFormat("vc %zd", PyVectorcall_NARGS(n)); }
SPEC(TpVc, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_vectorcall, tp_vc}, {Py_tp_new, always}, );
TEST(instantiation) {
    PyObject *t = MUST(PyType_FromSpec(&NoInst)); SHOW(C(t, "()")); show_flags("NoInst", t); SHOW_INT(((PyTypeObject *)t)->tp_new == NULL); Py_DECREF(t); t = MUST(PyType_FromSpec(&TpVc)); SHOW(PyObject_CallFunction(t, "ii", 1, 2)); SHOW(PyObject_CallNoArgs(t)); PyObject *tup = V("(i)", 1); SHOW(PyObject_Call(t, tup, NULL)); Py_DECREF(tup); PyObject *k = MUST(klass("K", bases1(t), NULL)); SHOW_INT(((PyTypeObject *)k)->tp_vectorcall == NULL); SHOW(PyObject_CallNoArgs(k)); Py_DECREF(k); Py_DECREF(t);
}
static void fin(PyObject *s) { printf("  finalize\n"); }
SPEC(Fin, sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, {Py_tp_finalize, fin}, );
TEST(finalize_slot) { PyObject *t = MUST(PyType_FromSpec(&Fin)); show_type_keys("dict", t); PyObject *o = MUST(C(t, "()")); Py_DECREF(o); PyObject *k = MUST(klass("K", bases1(t), NULL)); o = MUST(C(k, "()")); Py_DECREF(o); SHOW_INT(((PyTypeObject *)k)->tp_finalize == fin); Py_DECREF(k); Py_DECREF(t); }
