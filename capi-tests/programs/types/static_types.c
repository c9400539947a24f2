/* PyType_Ready on static types of all sorts. */
#include "types/common.h"

typedef struct { PyObject_HEAD int x; PyObject *o; } Pair;

/* --- The plainest type. */
static PyTypeObject Plain = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "pkg.Plain", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT};
TEST(plain) {
    SHOW_INT(PyType_Ready(&Plain));
    show_flags("Plain", &Plain);
    SHOW_INT(Py_TYPE(&Plain) == &PyType_Type);
    SHOW_INT(Plain.tp_base == &PyBaseObject_Type);
    show_mro("mro", TYPE(Plain));
    SHOW_BORROWED(Plain.tp_bases);
    SHOW_BORROWED(Plain.tp_mro);
    show_type_keys("dict", &Plain);
    SHOW(PyObject_Repr(TYPE(Plain)));
    SHOW(GET(&Plain, "__name__")); SHOW(GET(&Plain, "__qualname__")); SHOW(GET(&Plain, "__module__")); SHOW(GET(&Plain, "__doc__"));
    SHOW(GET(&Plain, "__text_signature__")); SHOW(GET(&Plain, "__basicsize__")); SHOW(GET(&Plain, "__itemsize__"));
    SHOW(GET(&Plain, "__dictoffset__")); SHOW(GET(&Plain, "__weakrefoffset__"));
    SHOW_INT(Plain.tp_new == NULL); SHOW_INT(Plain.tp_alloc == PyType_GenericAlloc); SHOW_INT(Plain.tp_free == PyObject_Free);
    SHOW_INT(Plain.tp_dealloc == PyBaseObject_Type.tp_dealloc); SHOW_INT(Plain.tp_init == PyBaseObject_Type.tp_init);
    SHOW_INT(Plain.tp_repr == PyBaseObject_Type.tp_repr); SHOW_INT(Plain.tp_str == PyBaseObject_Type.tp_str);
    SHOW_INT(Plain.tp_getattro == PyObject_GenericGetAttr); SHOW_INT(Plain.tp_setattro == PyObject_GenericSetAttr);
    SHOW_INT(Plain.tp_hash == PyBaseObject_Type.tp_hash); SHOW_INT(Plain.tp_richcompare == PyBaseObject_Type.tp_richcompare);
    SHOW_INT(Plain.tp_as_number == NULL); SHOW_INT(Plain.tp_cache == NULL);
    SHOW(C(TYPE(Plain), "()"));
    SHOW_INT(PyType_Ready(&Plain));
}
TEST(plain_attributes_cannot_change) {
    PyType_Ready(&Plain);
    PyObject *v = I("1");
    SHOW_INT(PyObject_SetAttrString(TYPE(Plain), "x", v));
    SHOW_INT(PyObject_SetAttrString(TYPE(Plain), "__init__", v));
    SHOW_INT(PyObject_DelAttrString(TYPE(Plain), "__doc__"));
    SHOW_INT(PyObject_SetAttrString(TYPE(Plain), "__name__", v));
    SHOW_INT(PyObject_SetAttrString(TYPE(Plain), "__bases__", v));
    SHOW_INT(PyObject_SetAttrString((PyObject *)&PyLong_Type, "x", v));
    SHOW_INT(PyObject_DelAttrString((PyObject *)&PyLong_Type, "x"));
    Py_DECREF(v);
}

/* --- GenericNew, an instance, its attributes. */
static PyMemberDef pair_members[] = {{"x", Py_T_INT, offsetof(Pair, x), 0, "an int"}, {"o", _Py_T_OBJECT, offsetof(Pair, o), 0, NULL}, {"ro", Py_T_INT, offsetof(Pair, x), Py_READONLY, NULL},
                                     {"ox", Py_T_OBJECT_EX, offsetof(Pair, o), 0, NULL}, {NULL}};
static PyObject *pair_sum(PyObject *self, PyObject *arg) { return PyLong_FromLong(((Pair *)self)->x + PyLong_AsLong(arg)); }
static PyObject *pair_cm(PyObject *cls, PyObject *_) { return Py_NewRef(cls); }
static PyObject *pair_sm(PyObject *nothing, PyObject *arg) { return Py_BuildValue("iO", nothing == NULL, arg); }
static PyMethodDef pair_methods[] = {{"sum", pair_sum, METH_O, "sum($self, n, /)\n--\n\nAdds."}, {"cm", pair_cm, METH_NOARGS | METH_CLASS, "a class method"}, {"sm", pair_sm, METH_O | METH_STATIC, NULL}, {NULL}};
static PyObject *pair_get(PyObject *self, void *c) { return PyLong_FromLong(((Pair *)self)->x * 2 + (long)c); }
static int pair_set(PyObject *self, PyObject *v, void *c) { if (!v) { PyErr_SetString(PyExc_AttributeError, "no deletion"); return -1; } ((Pair *)self)->x = (int)PyLong_AsLong(v); return 0; }
static PyGetSetDef pair_getset[] = {{"twice", pair_get, NULL, "Twice x.", (void *)1}, {"rw", pair_get, pair_set, NULL, NULL}, {"wo", NULL, pair_set, NULL, NULL}, {NULL}};
static PyTypeObject PairType = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Pair", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_new = PyType_GenericNew,
    .tp_doc = "Pair(x=1)\n--\n\nA pair.", .tp_members = pair_members, .tp_methods = pair_methods, .tp_getset = pair_getset};
TEST(tables) {
    SHOW_INT(PyType_Ready(&PairType));
    show_type_keys("dict", &PairType);
    SHOW(GET(&PairType, "__doc__")); SHOW(GET(&PairType, "__text_signature__")); SHOW(GET(&PairType, "__module__"));
    PyObject *p = MUST(C(TYPE(PairType), "()")), *v = I("7");
    SHOW_INT(PyObject_SetAttrString(p, "x", v)); SHOW(GET(p, "x")); SHOW(GET(p, "ro")); SHOW(GET(p, "o")); SHOW(GET(p, "ox"));
    SHOW_INT(PyObject_SetAttrString(p, "ro", v)); SHOW_INT(PyObject_DelAttrString(p, "x")); SHOW_INT(PyObject_DelAttrString(p, "ox"));
    SHOW(GET(p, "twice")); SHOW_INT(PyObject_SetAttrString(p, "twice", v)); SHOW_INT(PyObject_DelAttrString(p, "twice"));
    SHOW(GET(p, "wo")); SHOW_INT(PyObject_SetAttrString(p, "rw", v)); SHOW_INT(PyObject_DelAttrString(p, "rw")); SHOW(GET(p, "rw"));
    SHOW(M(Py_NewRef(p), "sum", "(i)", 3)); SHOW(M(Py_NewRef(p), "sum", "()")); SHOW(M(Py_NewRef(p), "cm", "()")); SHOW(M(Py_NewRef(p), "sm", "(i)", 1));
    SHOW(M(Py_NewRef(TYPE(PairType)), "cm", "()")); SHOW(M(Py_NewRef(TYPE(PairType)), "cm", "(i)", 1)); SHOW(M(Py_NewRef(TYPE(PairType)), "sum", "(Oi)", p, 4)); SHOW(M(Py_NewRef(TYPE(PairType)), "sum", "(ii)", 3, 4));
    SHOW(M(Py_NewRef(TYPE(PairType)), "sum", "()")); SHOW(GET(p, "nope")); SHOW_INT(PyObject_SetAttrString(p, "nope", v)); SHOW_INT(PyObject_DelAttrString(p, "nope"));
    SHOW(GET(&PairType, "nope")); SHOW(GET(&PairType, "x")); SHOW(GET(&PairType, "rw")); SHOW(GET(&PairType, "sum")); show_attr_type(TYPE(PairType), "sm");
    PyObject *p2 = C(TYPE(PairType), "(i)", 1); SHOW_INT(p2 != NULL); Py_XDECREF(p2); p2 = PyObject_Call(TYPE(PairType), MUST(PyTuple_New(0)), V("{si}", "x", 1)); SHOW_INT(p2 != NULL); Py_XDECREF(p2);
    Py_DECREF(v);
    ((Pair *)p)->o = NULL; Py_DECREF(p);
}

/* --- Bad bases. */
static PyTypeObject NotReadyBase = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "NotReadyBase", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
static PyTypeObject OnNotReady = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OnNotReady", .tp_base = &NotReadyBase, .tp_flags = Py_TPFLAGS_DEFAULT};
TEST(base_is_readied) {
    SHOW_INT(PyType_Ready(&OnNotReady)); show_flags("base", &NotReadyBase); show_flags("derived", &OnNotReady);
    SHOW_INT(OnNotReady.tp_basicsize); show_mro("mro", TYPE(OnNotReady));
    SHOW(M(Py_NewRef(TYPE(NotReadyBase)), "__subclasses__", "()"));
}
static PyTypeObject FinalBase = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "FinalBase", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT};
static PyTypeObject OnFinal = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OnFinal", .tp_base = &FinalBase, .tp_flags = Py_TPFLAGS_DEFAULT};
TEST(static_base_need_not_be_basetype) { SHOW_INT(PyType_Ready(&OnFinal)); show_mro("mro", TYPE(OnFinal)); SHOW(klass("K", bases1(&FinalBase), NULL)); SHOW(klass("K", bases1(&PyBool_Type), NULL)); }
static PyTypeObject OnHeap = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OnHeap", .tp_flags = Py_TPFLAGS_DEFAULT};
TEST(heap_base_of_static) {
    OnHeap.tp_base = (PyTypeObject *)MUST(klass("H", NULL, NULL));
    SHOW_INT(PyType_Ready(&OnHeap)); SHOW_INT(OnHeap.tp_flags & Py_TPFLAGS_READY);
}
static PyTypeObject NoName = {PyVarObject_HEAD_INIT(NULL, 0) .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT};
TEST(no_name) { SHOW_INT(PyType_Ready(&NoName)); }
static PyTypeObject GcNoTraverse = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "GcNoTraverse", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC};
TEST(gc_without_traverse) { SHOW_INT(PyType_Ready(&GcNoTraverse)); }
static PyTypeObject BadVectorcall = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "BadVectorcall", .tp_basicsize = sizeof(Pair), .tp_vectorcall_offset = offsetof(Pair, o), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL};
static PyTypeObject SeqMap = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "SeqMap", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING};

/* --- Metatype. */
static PyTypeObject Meta = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Meta", .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_base = &PyType_Type};
static PyTypeObject OfMeta = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OfMeta", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
static PyTypeObject OfMetaChild = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OfMetaChild", .tp_base = &OfMeta, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
TEST(metatype) {
    SHOW_INT(PyType_Ready(&Meta)); show_flags("Meta", &Meta); SHOW_INT(Meta.tp_basicsize == PyType_Type.tp_basicsize); SHOW_INT(Meta.tp_itemsize);
    SHOW_INT(Meta.tp_new == PyType_Type.tp_new); SHOW_INT(Meta.tp_call == PyType_Type.tp_call); SHOW_INT(Meta.tp_vectorcall == NULL);
    Py_SET_TYPE(&OfMeta, &Meta); SHOW_INT(PyType_Ready(&OfMeta)); SHOW_INT(PyType_Ready(&OfMetaChild));
    SHOW_BORROWED(Py_TYPE(&OfMetaChild)); SHOW(PyObject_Repr(TYPE(OfMetaChild)));
    SHOW(klass("K", bases1(&OfMeta), NULL)); SHOW(C(TYPE(Meta), "(sN{})", "K2", bases1(&OfMeta)));
    PyObject *k = MUST(klass("K", bases1(&OfMeta), NULL)); SHOW_BORROWED(Py_TYPE(k)); Py_DECREF(k);
}

/* --- What is inherited: one static base with every slot, a child with none. */
static PyObject *u(PyObject *a) { return Py_NewRef(a); }
static PyObject *b(PyObject *a, PyObject *c) { return Py_NewRef(Py_NotImplemented); }
static PyObject *t(PyObject *a, PyObject *c, PyObject *d) { return Py_NewRef(Py_NotImplemented); }
static int q(PyObject *a) { return 1; }
static Py_ssize_t len(PyObject *a) { return 3; }
static PyObject *item(PyObject *a, Py_ssize_t i) { return PyLong_FromSsize_t(i); }
static int ass(PyObject *a, Py_ssize_t i, PyObject *v) { return 0; }
static int mass(PyObject *a, PyObject *k, PyObject *v) { return 0; }
static int contains(PyObject *a, PyObject *k) { return 1; }
static Py_hash_t hash(PyObject *a) { return 99; }
static PyObject *rich(PyObject *a, PyObject *c, int op) { return PyLong_FromLong(op); }
static int getbuf(PyObject *o, Py_buffer *view, int flags) { return PyBuffer_FillInfo(view, o, "abc", 3, 1, flags); }
static void relbuf(PyObject *o, Py_buffer *view) {}
static PySendResult snd(PyObject *a, PyObject *v, PyObject **r) { *r = Py_NewRef(v); return PYGEN_NEXT; }
static int ini(PyObject *s, PyObject *a, PyObject *k) { return 0; }
static PyObject *dget(PyObject *d, PyObject *o, PyObject *ty) { return PyUnicode_FromString("got"); }
static int dset(PyObject *d, PyObject *o, PyObject *v) { return 0; }
static PyObject *rep(PyObject *a) { return PyUnicode_FromString("<full>"); }
static PyObject *call(PyObject *a, PyObject *args, PyObject *kw) { return PyUnicode_FromString("called"); }
static PyObject *next(PyObject *a) { return NULL; }
static void fin(PyObject *a) {}
static PyAsyncMethods as_async = {u, u, u, snd};
static PyNumberMethods as_number = {b, b, b, b, b, t, u, u, u, q, u, b, b, b, b, b, u, NULL, u, b, b, b, b, t, b, b, b, b, b, b, b, b, b, u, b, b};
static PySequenceMethods as_sequence = {len, b, item, item, NULL, ass, NULL, contains, b, item};
static PyMappingMethods as_mapping = {len, b, mass};
static PyBufferProcs as_buffer = {getbuf, relbuf};
static PyTypeObject Full = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Full", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_as_async = &as_async,
    .tp_repr = rep, .tp_as_number = &as_number, .tp_as_sequence = &as_sequence, .tp_as_mapping = &as_mapping, .tp_hash = hash, .tp_call = call, .tp_str = rep, .tp_as_buffer = &as_buffer,
    .tp_richcompare = rich, .tp_iter = u, .tp_iternext = next, .tp_descr_get = dget, .tp_descr_set = dset, .tp_init = ini, .tp_new = PyType_GenericNew, .tp_finalize = fin};
static PyAsyncMethods c_async; static PyNumberMethods c_number; static PySequenceMethods c_sequence; static PyMappingMethods c_mapping; static PyBufferProcs c_buffer;
static PyTypeObject Bare = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Bare", .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_base = &Full};
static PyTypeObject BareSuites = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "BareSuites", .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_base = &Full, .tp_as_async = &c_async, .tp_as_number = &c_number,
    .tp_as_sequence = &c_sequence, .tp_as_mapping = &c_mapping, .tp_as_buffer = &c_buffer};
TEST(full_wrappers) {
    SHOW_INT(PyType_Ready(&Full)); show_type_keys("dict", &Full);
    PyObject *keys = PyMapping_Keys(Full.tp_dict); PyList_Sort(keys);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(keys); i++) {
        PyObject *k = PyList_GET_ITEM(keys, i), *v = PyObject_GetAttr(TYPE(Full), k), *sig = v ? PyObject_GetAttrString(v, "__text_signature__") : NULL;
        PyErr_Clear();
        printf("%s: %s %s\n", PyUnicode_AsUTF8(k), v ? Py_TYPE(v)->tp_name : "-", sig && sig != Py_None ? PyUnicode_AsUTF8(sig) : "-");
        Py_XDECREF(v); Py_XDECREF(sig);
    }
    Py_DECREF(keys);
}
TEST(full_inherited_by_bare) {
    PyType_Ready(&Full); SHOW_INT(PyType_Ready(&Bare)); show_type_keys("dict", &Bare); show_flags("Bare", &Bare);
    SHOW_INT(Bare.tp_as_number == Full.tp_as_number); SHOW_INT(Bare.tp_as_sequence == Full.tp_as_sequence); SHOW_INT(Bare.tp_as_mapping == Full.tp_as_mapping);
    SHOW_INT(Bare.tp_as_async == Full.tp_as_async); SHOW_INT(Bare.tp_as_buffer == Full.tp_as_buffer); SHOW_INT(Bare.tp_hash == hash); SHOW_INT(Bare.tp_richcompare == rich);
    SHOW_INT(Bare.tp_repr == rep); SHOW_INT(Bare.tp_str == rep); SHOW_INT(Bare.tp_call == call); SHOW_INT(Bare.tp_iter == u); SHOW_INT(Bare.tp_iternext == next);
    SHOW_INT(Bare.tp_descr_get == dget); SHOW_INT(Bare.tp_descr_set == dset); SHOW_INT(Bare.tp_init == ini); SHOW_INT(Bare.tp_new == PyType_GenericNew); SHOW_INT(Bare.tp_finalize == fin);
    SHOW_INT(Bare.tp_basicsize == sizeof(Pair));
}
TEST(full_inherited_by_suites) {
    PyType_Ready(&Full); SHOW_INT(PyType_Ready(&BareSuites)); show_type_keys("dict", &BareSuites);
    SHOW_INT(c_async.am_send == NULL); SHOW_INT(c_async.am_anext == u); SHOW_INT(memcmp(&c_number, &as_number, sizeof c_number)); SHOW_INT(c_sequence.sq_length == len); SHOW_INT(memcmp(&c_sequence, &as_sequence, sizeof c_sequence));
    SHOW_INT(memcmp(&c_mapping, &as_mapping, sizeof c_mapping)); SHOW_INT(memcmp(&c_buffer, &as_buffer, sizeof c_buffer));
}
TEST(full_wrappers_call) {
    PyType_Ready(&Full); PyObject *o = MUST(C(TYPE(Full), "()"));
    const char *unary[] = {"__neg__", "__pos__", "__abs__", "__invert__", "__int__", "__float__", "__index__", "__await__", "__aiter__", "__anext__", "__iter__", NULL};
    for (int i = 0; unary[i]; i++) { PyObject *r = M(Py_NewRef(o), unary[i], "()"); printf("%s %d ", unary[i], r == o); print_new("arg", M(Py_NewRef(o), unary[i], "(i)", 1)); Py_XDECREF(r); }
    const char *binary[] = {"__add__", "__radd__", "__iadd__", "__matmul__", "__rmatmul__", "__divmod__", "__getitem__", "__mul__", "__rmul__", "__imul__", "__and__", NULL};
    for (int i = 0; binary[i]; i++) { print_new(binary[i], M(Py_NewRef(o), binary[i], "(i)", 5)); print_new("none", M(Py_NewRef(o), binary[i], "()")); }
    SHOW(M(Py_NewRef(o), "__pow__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__pow__", "(ii)", 1, 2)); SHOW(M(Py_NewRef(o), "__pow__", "()")); SHOW(M(Py_NewRef(o), "__rpow__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__ipow__", "(i)", 1));
    SHOW(M(Py_NewRef(o), "__bool__", "()")); SHOW(M(Py_NewRef(o), "__len__", "()")); SHOW(M(Py_NewRef(o), "__contains__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__setitem__", "(ii)", 1, 2)); SHOW(M(Py_NewRef(o), "__setitem__", "(i)", 1));
    SHOW(M(Py_NewRef(o), "__delitem__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__hash__", "()")); SHOW(M(Py_NewRef(o), "__repr__", "()")); SHOW(M(Py_NewRef(o), "__str__", "()"));
    SHOW(M(Py_NewRef(o), "__lt__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__le__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__eq__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__ne__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__gt__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__ge__", "(i)", 1));
    SHOW(M(Py_NewRef(o), "__call__", "(iii)", 1, 2, 3)); SHOW(M(Py_NewRef(o), "__next__", "()")); SHOW(M(Py_NewRef(o), "__get__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__get__", "(OO)", Py_None, Py_None)); SHOW(M(Py_NewRef(o), "__get__", "(O)", Py_None));
    SHOW(M(Py_NewRef(o), "__set__", "(ii)", 1, 2)); SHOW(M(Py_NewRef(o), "__delete__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__init__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__del__", "()"));
    SHOW(M(Py_NewRef(o), "__getattribute__", "(s)", "nope")); SHOW(M(Py_NewRef(o), "__setattr__", "(si)", "nope", 1)); SHOW(M(Py_NewRef(o), "__delattr__", "(s)", "nope")); SHOW(M(Py_NewRef(o), "__setattr__", "(ii)", 1, 1));
    SHOW(M(Py_NewRef(o), "__release_buffer__", "(i)", 1)); SHOW(M(Py_NewRef(o), "__buffer__", "(s)", "x"));
    Py_DECREF(o);
}

/* --- hash and richcompare travel together. */
static PyTypeObject EqOnly = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "EqOnly", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_richcompare = rich, .tp_new = PyType_GenericNew};
static PyTypeObject EqOnlyChild = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "EqOnlyChild", .tp_base = &EqOnly, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
static PyTypeObject HashOnly = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "HashOnly", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_hash = hash, .tp_new = PyType_GenericNew};
static PyTypeObject HashOff = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "HashOff", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_hash = PyObject_HashNotImplemented, .tp_new = PyType_GenericNew};
TEST(hash_and_compare) {
    SHOW_INT(PyType_Ready(&EqOnly)); SHOW_INT(PyType_Ready(&EqOnlyChild)); SHOW_INT(PyType_Ready(&HashOnly)); SHOW_INT(PyType_Ready(&HashOff));
    SHOW_INT(EqOnly.tp_hash == PyObject_HashNotImplemented); SHOW(GET(&EqOnly, "__hash__")); SHOW(GET(&EqOnlyChild, "__hash__")); show_type_keys("EqOnlyChild", &EqOnlyChild); show_type_keys("EqOnly", &EqOnly);
    SHOW_INT(EqOnlyChild.tp_hash == PyObject_HashNotImplemented); SHOW_INT(HashOnly.tp_richcompare == NULL); SHOW_INT(HashOnly.tp_richcompare == PyBaseObject_Type.tp_richcompare);
    show_type_keys("HashOff", &HashOff); SHOW(GET(&HashOff, "__hash__"));
    PyObject *o = C(TYPE(EqOnly), "()"); SHOW_INT(PyObject_Hash(o)); Py_DECREF(o);
    o = C(TYPE(HashOff), "()"); SHOW_INT(PyObject_Hash(o)); Py_DECREF(o);
    o = C(TYPE(HashOnly), "()"); SHOW_INT(PyObject_Hash(o)); SHOW_INT(PyObject_RichCompareBool(o, Py_None, Py_EQ)); Py_DECREF(o);
}

/* --- getattr by char*, tp_getattr. */
static PyObject *old_getattr(PyObject *o, char *name) { return PyUnicode_FromFormat("old %s", name); }
static int old_setattr(PyObject *o, char *name, PyObject *v) { printf("set %s %d\n", name, v != NULL); return 0; }
static PyTypeObject OldStyle = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OldStyle", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_getattr = old_getattr, .tp_setattr = old_setattr, .tp_new = PyType_GenericNew};
static PyTypeObject OldChild = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OldChild", .tp_base = &OldStyle, .tp_flags = Py_TPFLAGS_DEFAULT};
static PyTypeObject OldChildNew = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "OldChildNew", .tp_base = &OldStyle, .tp_flags = Py_TPFLAGS_DEFAULT, .tp_getattro = PyObject_GenericGetAttr};
TEST(old_getattr) {
    SHOW_INT(PyType_Ready(&OldStyle)); SHOW_INT(PyType_Ready(&OldChild)); SHOW_INT(PyType_Ready(&OldChildNew));
    SHOW_INT(OldStyle.tp_getattro == NULL); SHOW_INT(OldChild.tp_getattr == old_getattr); SHOW_INT(OldChild.tp_getattro == NULL); SHOW_INT(OldChildNew.tp_getattr == NULL); SHOW_INT(OldChildNew.tp_setattr == old_setattr);
    show_type_keys("OldStyle", &OldStyle);
    PyObject *o = MUST(C(TYPE(OldStyle), "()")); SHOW(GET(o, "any")); PyObject *n = S("uni"); SHOW(PyObject_GetAttr(o, n)); SHOW_INT(PyObject_SetAttr(o, n, Py_None)); SHOW_INT(PyObject_DelAttrString(o, "z"));
    Py_DECREF(n); n = I("3"); SHOW(PyObject_GetAttr(o, n)); SHOW_INT(PyObject_SetAttr(o, n, n)); Py_DECREF(n); Py_DECREF(o);
    o = C(TYPE(OldChildNew), "()"); SHOW(GET(o, "any")); Py_XDECREF(o);
}
/* --- bool through a number, tp_itemsize, vectorcall flag and offset. */
static PyTypeObject Sized = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Sized", .tp_basicsize = sizeof(PyVarObject), .tp_itemsize = 4, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
static PyTypeObject SizedChild = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "SizedChild", .tp_base = &Sized, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_new = PyType_GenericNew};
TEST(itemsize) {
    SHOW_INT(PyType_Ready(&Sized)); SHOW_INT(PyType_Ready(&SizedChild)); SHOW_INT(SizedChild.tp_itemsize); SHOW_INT(SizedChild.tp_basicsize);
    PyObject *o = PyType_GenericAlloc(&SizedChild, 5); SHOW_INT(Py_SIZE(o)); SHOW_INT(((int *)((char *)o + sizeof(PyVarObject)))[4]); SHOW(M(Py_NewRef(o), "__sizeof__", "()")); Py_DECREF(o);
}
typedef struct { PyObject_HEAD vectorcallfunc vc; } Vc;
static PyObject *vc_impl(PyObject *c, PyObject *const *args, size_t nargsf, PyObject *kw) { return PyLong_FromSsize_t(PyVectorcall_NARGS(nargsf)); }
static PyObject *vc_new(PyTypeObject *t, PyObject *a, PyObject *k) { Vc *v = (Vc *)t->tp_alloc(t, 0); if (v) v->vc = vc_impl; return (PyObject *)v; }
static PyTypeObject VcType = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "VcType", .tp_basicsize = sizeof(Vc), .tp_vectorcall_offset = offsetof(Vc, vc), .tp_call = PyVectorcall_Call, .tp_new = vc_new,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_METHOD_DESCRIPTOR};
static PyTypeObject VcChild = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "VcChild", .tp_base = &VcType, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
static PyTypeObject VcOther = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "VcOther", .tp_base = &VcType, .tp_call = call, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
TEST(vectorcall) {
    SHOW_INT(PyType_Ready(&VcType)); SHOW_INT(PyType_Ready(&VcChild)); SHOW_INT(PyType_Ready(&VcOther)); show_flags("VcChild", &VcChild); show_flags("VcOther", &VcOther); SHOW_INT(VcOther.tp_vectorcall_offset); SHOW_INT(VcChild.tp_vectorcall_offset);
    PyObject *o = MUST(C(TYPE(VcChild), "()")); SHOW(PyObject_CallFunction(o, "iii", 1, 2, 3)); Py_DECREF(o);
    o = MUST(C(TYPE(VcOther), "()")); SHOW(PyObject_CallFunction(o, "iii", 1, 2, 3)); Py_DECREF(o);
    PyObject *k = MUST(klass("K", bases1(&VcType), NULL)); show_flags("K", k); o = MUST(C(k, "()")); SHOW(PyObject_CallFunction(o, "ii", 1, 2));
    PyMethodDef d[] = {{"__call__", pair_sum, METH_O, NULL}, {NULL}}; (void)d;
    SHOW_INT(PyObject_SetAttrString(k, "__call__", Py_None)); show_flags("K after __call__", k); SHOW(PyObject_CallFunction(o, "ii", 1, 2)); Py_DECREF(o); Py_DECREF(k);
}
/* --- disallow instantiation; tp_new NULL with base object. */
static PyTypeObject NoInst = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "mod.NoInst", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION};
TEST(disallow_instantiation) {
    SHOW_INT(PyType_Ready(&NoInst)); SHOW(C(TYPE(NoInst), "()")); show_attr_type(TYPE(NoInst), "__new__"); show_type_keys("dict", &NoInst); show_flags("NoInst", &NoInst);
    PyObject *k = MUST(klass("K", bases1(&NoInst), NULL)); SHOW(C(k, "()")); show_flags("K", k); Py_DECREF(k);
    SHOW(M(Py_NewRef((PyObject *)&PyBaseObject_Type), "__new__", "(O)", TYPE(NoInst)));
}
/* --- the subclass list; __subclasses__; is subtype. */
TEST(subclass_lists) {
    PyType_Ready(&PairType); PyObject *a = MUST(klass("A", bases1(&PairType), NULL)), *c = MUST(klass("B", bases1(&PairType), NULL)), *d = MUST(klass("D", bases2(a, c), NULL));
    SHOW(M(Py_NewRef(TYPE(PairType)), "__subclasses__", "()")); SHOW(M(Py_NewRef(a), "__subclasses__", "()")); SHOW_INT(PyType_IsSubtype((PyTypeObject *)d, &PairType)); SHOW_INT(PyType_IsSubtype(&PairType, (PyTypeObject *)d));
    Py_DECREF(d); PyGC_Collect(); SHOW(M(Py_NewRef(a), "__subclasses__", "()")); Py_DECREF(a); Py_DECREF(c); PyGC_Collect(); SHOW(M(Py_NewRef(TYPE(PairType)), "__subclasses__", "()"));
    SHOW(M(Py_NewRef((PyObject *)&PyLong_Type), "mro", "()")); SHOW(PyObject_CallMethod((PyObject *)&PyType_Type, "__subclasses__", "O", &PyBool_Type)); SHOW_INT(PyType_IsSubtype(&PyBool_Type, &PyLong_Type)); SHOW_INT(PyType_IsSubtype(&PyLong_Type, &PyBaseObject_Type));
}
/* --- a static type with a dict and a weak list. */
typedef struct { PyObject_HEAD PyObject *dict; PyObject *weak; } Dicted;
static void dicted_dealloc(PyObject *s) { Dicted *d = (Dicted *)s; if (d->weak) PyObject_ClearWeakRefs(s); Py_XDECREF(d->dict); Py_TYPE(s)->tp_free(s); }
static PyTypeObject DictedType = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Dicted", .tp_basicsize = sizeof(Dicted), .tp_dictoffset = offsetof(Dicted, dict), .tp_weaklistoffset = offsetof(Dicted, weak), .tp_dealloc = dicted_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_new = PyType_GenericNew};
TEST(dict_and_weaklist) {
    SHOW_INT(PyType_Ready(&DictedType)); PyObject *o = MUST(C(TYPE(DictedType), "()")), *v = I("5"); SHOW_INT(PyObject_SetAttrString(o, "a", v)); SHOW(GET(o, "a")); SHOW_BORROWED(((Dicted *)o)->dict);
    SHOW(PyObject_GenericGetDict(o, NULL)); SHOW(GET(o, "__dict__")); PyObject **p = _PyObject_GetDictPtr(o); SHOW_INT(p == &((Dicted *)o)->dict); SHOW_INT(PyObject_DelAttrString(o, "a")); SHOW_INT(PyObject_DelAttrString(o, "a")); SHOW(GET(o, "a"));
    PyObject *w = PyWeakref_NewRef(o, NULL); SHOW_INT(((Dicted *)o)->weak == w); SHOW_INT(PyObject_GET_WEAKREFS_LISTPTR(o) == &((Dicted *)o)->weak); Py_DECREF(o); SHOW(C(w, "()")); Py_DECREF(w); Py_DECREF(v);
    PyObject *k = MUST(klass("K", bases1(&DictedType), NULL)); show_flags("K", k); SHOW(GET(k, "__dictoffset__")); SHOW(GET(k, "__weakrefoffset__")); SHOW(GET(k, "__basicsize__")); show_type_keys("K", k); Py_DECREF(k);
}
/* --- tp_doc forms. */
#define DOC(n, text) static PyTypeObject n = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.sub." #n, .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_doc = text};
DOC(Doc1, "plain text") DOC(Doc2, "Doc2()\n--\n\n") DOC(Doc3, "Doc3(a, b)\n--\n\nBody\nmore") DOC(Doc4, "Other(a)\n--\n\nBody") DOC(Doc5, "Doc5(a)\n\nBody") DOC(Doc6, "") DOC(Doc7, "Doc7(a)\n--\n\nb\n--\n\nc") DOC(Doc8, "Doc8(a\n\n--\n\nb")
TEST(docs) {
    PyTypeObject *all[] = {&Doc1, &Doc2, &Doc3, &Doc4, &Doc5, &Doc6, &Doc7, &Doc8};
    for (int i = 0; i < 8; i++) { SHOW_INT(PyType_Ready(all[i])); SHOW(GET(all[i], "__doc__")); SHOW(GET(all[i], "__text_signature__")); SHOW(GET(all[i], "__module__")); SHOW(GET(all[i], "__name__")); }
}
/* --- multiple static bases through tp_bases. */
static PyTypeObject B1 = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "B1", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_repr = rep, .tp_new = PyType_GenericNew};
static PyTypeObject B2 = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "B2", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .tp_hash = hash, .tp_richcompare = rich, .tp_iter = u};
static PyTypeObject B12 = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "B12", .tp_base = &B1, .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE};
TEST(static_bases_tuple) {
    PyType_Ready(&B1); PyType_Ready(&B2); B12.tp_bases = bases2(&B1, &B2); SHOW_INT(PyType_Ready(&B12)); show_mro("mro", TYPE(B12)); PyObject *o = MUST(C(TYPE(B12), "()")); SHOW(PyObject_Repr(o)); SHOW_INT(PyObject_Hash(o) == 99); SHOW_INT(B12.tp_iter == u); SHOW_INT(B12.tp_hash == hash); Py_DECREF(o);
    SHOW(M(Py_NewRef(TYPE(B2)), "__subclasses__", "()"));
}
/* --- sequence and mapping flags. */
static PyTypeObject SeqT = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "SeqT", .tp_basicsize = sizeof(Pair), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_SEQUENCE};
TEST(collection_flags) { SHOW_INT(PyType_Ready(&SeqT)); PyObject *k = MUST(klass("K", bases1(&SeqT), NULL)); show_flags("K", k); Py_DECREF(k); k = MUST(klass("K", bases1(&PyDict_Type), NULL)); show_flags("dict sub", k); Py_DECREF(k);
    k = MUST(klass("K", bases1(&PyLong_Type), NULL)); show_flags("int sub", k); Py_DECREF(k); k = MUST(klass("K", bases1(&PyTuple_Type), NULL)); show_flags("tuple sub", k); Py_DECREF(k); k = MUST(klass("K", bases1(PyExc_Exception), NULL)); show_flags("exc sub", k); Py_DECREF(k);
    k = MUST(klass("K", bases1(&PyType_Type), NULL)); show_flags("type sub", k); Py_DECREF(k); k = MUST(klass("K", bases1(&PySet_Type), NULL)); show_flags("set sub", k); Py_DECREF(k); }
TEST(builtin_flags) {
    struct { const char *n; PyTypeObject *t; } all[] = {{"object", &PyBaseObject_Type}, {"type", &PyType_Type}, {"int", &PyLong_Type}, {"bool", &PyBool_Type}, {"str", &PyUnicode_Type}, {"bytes", &PyBytes_Type}, {"tuple", &PyTuple_Type}, {"list", &PyList_Type}, {"dict", &PyDict_Type},
        {"float", &PyFloat_Type}, {"super", &PySuper_Type}, {"property", &PyProperty_Type}, {"method_descriptor", &PyMethodDescr_Type}, {"wrapper_descriptor", &PyWrapperDescr_Type}, {"classmethod_descriptor", &PyClassMethodDescr_Type}, {"member_descriptor", &PyMemberDescr_Type},
        {"getset_descriptor", &PyGetSetDescr_Type}, {"classmethod", &PyClassMethod_Type}, {"staticmethod", &PyStaticMethod_Type}, {"mappingproxy", &PyDictProxy_Type}, {"GenericAlias", &Py_GenericAliasType}, {"set", &PySet_Type}, {"NoneType", Py_TYPE(Py_None)}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) { show_flags(all[i].n, all[i].t); printf("  %s basicsize %zd itemsize %zd dictoffset %zd weaklistoffset %zd vectorcall_offset %zd\n", all[i].t->tp_name, all[i].t->tp_basicsize, all[i].t->tp_itemsize, all[i].t->tp_dictoffset, all[i].t->tp_weaklistoffset, all[i].t->tp_vectorcall_offset); }
}
