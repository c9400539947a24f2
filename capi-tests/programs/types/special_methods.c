/* Special methods that a class defines, called through every slot. */
#include "types/common.h"

/* Each method prints its name and arguments, and gives back what `answer` says. */
static PyObject *answer;
static PyObject *say(const char *name, PyObject *self, PyObject *args) {
    printf("  %s%s", name, PyTuple_GET_SIZE(args) ? " " : "\n");
    if (PyTuple_GET_SIZE(args)) { PyObject *r = PyObject_Repr(args); printf("%s\n", r ? PyUnicode_AsUTF8(r) : "?"); Py_XDECREF(r); PyErr_Clear(); }
    if (!answer) { if (!PyErr_Occurred()) PyErr_SetString(PyExc_LookupError, name); return NULL; }
    return Py_NewRef(answer);
}
#define METHOD(n) static PyObject *m_##n(PyObject *self, PyObject *args) { return say("__" #n "__", self, args); }
#define ALL(X) X(add) X(radd) X(iadd) X(sub) X(rsub) X(isub) X(mul) X(rmul) X(imul) X(mod) X(rmod) X(imod) X(divmod) X(rdivmod) X(pow) X(rpow) X(ipow) X(neg) X(pos) X(abs) X(bool) X(invert) X(lshift) X(rlshift) X(ilshift) \
    X(rshift) X(rrshift) X(irshift) X(and) X(rand) X(iand) X(xor) X(rxor) X(ixor) X(or) X(ror) X(ior) X(int) X(float) X(floordiv) X(rfloordiv) X(ifloordiv) X(truediv) X(rtruediv) X(itruediv) X(index) X(matmul) X(rmatmul) X(imatmul) \
    X(len) X(getitem) X(setitem) X(delitem) X(contains) X(repr) X(str) X(hash) X(call) X(iter) X(next) X(get) X(set) X(delete) X(lt) X(le) X(eq) X(ne) X(gt) X(ge) X(await) X(aiter) X(anext) X(getattr) X(getattribute) X(setattr) X(delattr) X(init) X(del) \
    X(buffer) X(release_buffer) X(format) X(bytes) X(reversed) X(length_hint) X(missing) X(sizeof) X(dir) X(complex) X(trunc) X(new)
ALL(METHOD)
#define DEF(n) {"__" #n "__", (PyCFunction)m_##n, METH_VARARGS, NULL},
static PyMethodDef all_defs[] = {ALL(DEF) {NULL}};
/* A class with just the named methods; STEALS bases. */
static PyObject *class_with(const char *name, PyObject *bases, const char **names) {
    PyObject *ns = MUST(PyDict_New());
    for (; *names; names++) for (PyMethodDef *d = all_defs; d->ml_name; d++) if (!strcmp(d->ml_name, *names)) {
        PyObject *m = MUST(PyDescr_NewMethod(&PyBaseObject_Type, d)); PyDict_SetItemString(ns, *names, m); Py_DECREF(m);
    }
    return klass(name, bases, ns);
}
#define NAMES(...) (const char *[]){__VA_ARGS__, NULL}
static void set_answer(PyObject *o) { Py_XSETREF(answer, o); }
static PyObject *instance(const char **names) { PyObject *k = MUST(class_with("K", NULL, names)), *o = MUST(C(k, "()")); Py_DECREF(k); return o; }

TEST(binary) {
    PyObject *o = instance(NAMES("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__mod__", "__rmod__", "__divmod__", "__rdivmod__", "__lshift__", "__rlshift__", "__rshift__", "__rrshift__", "__and__", "__rand__", "__xor__", "__rxor__", "__or__", "__ror__",
        "__floordiv__", "__rfloordiv__", "__truediv__", "__rtruediv__", "__matmul__", "__rmatmul__")), *n = I("5"); set_answer(S("res"));
    struct { const char *n; binaryfunc f; } ops[] = {{"Add", PyNumber_Add}, {"Sub", PyNumber_Subtract}, {"Mul", PyNumber_Multiply}, {"Mod", PyNumber_Remainder}, {"Divmod", PyNumber_Divmod}, {"Lsh", PyNumber_Lshift}, {"Rsh", PyNumber_Rshift}, {"And", PyNumber_And}, {"Xor", PyNumber_Xor}, {"Or", PyNumber_Or},
        {"FloorDiv", PyNumber_FloorDivide}, {"TrueDiv", PyNumber_TrueDivide}, {"MatMul", PyNumber_MatrixMultiply}, {"IAdd", PyNumber_InPlaceAdd}, {"IMul", PyNumber_InPlaceMultiply}};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) { print_new(ops[i].n, ops[i].f(o, n)); print_new(ops[i].n, ops[i].f(n, o)); }
    set_answer(NONE); SHOW(PyNumber_Add(o, n)); set_answer(NULL); SHOW(PyNumber_Add(o, n)); set_answer(Py_NewRef(Py_NotImplemented)); SHOW(PyNumber_Add(o, n)); SHOW(PyNumber_Add(n, o));
    Py_DECREF(o); Py_DECREF(n);
}
TEST(inplace) {
    PyObject *o = instance(NAMES("__iadd__", "__isub__", "__imul__", "__imod__", "__ipow__", "__ilshift__", "__irshift__", "__iand__", "__ixor__", "__ior__", "__ifloordiv__", "__itruediv__", "__imatmul__", "__add__")), *n = I("5"); set_answer(S("res"));
    binaryfunc f[] = {PyNumber_InPlaceAdd, PyNumber_InPlaceSubtract, PyNumber_InPlaceMultiply, PyNumber_InPlaceRemainder, PyNumber_InPlaceLshift, PyNumber_InPlaceRshift, PyNumber_InPlaceAnd, PyNumber_InPlaceXor, PyNumber_InPlaceOr, PyNumber_InPlaceFloorDivide, PyNumber_InPlaceTrueDivide, PyNumber_InPlaceMatrixMultiply};
    for (int i = 0; i < 12; i++) SHOW(f[i](o, n));
    SHOW(PyNumber_InPlacePower(o, n, Py_None)); SHOW(PyNumber_InPlacePower(o, n, n)); set_answer(Py_NewRef(Py_NotImplemented)); SHOW(PyNumber_InPlaceAdd(o, n)); SHOW(PyNumber_InPlaceSubtract(o, n)); Py_DECREF(o); Py_DECREF(n);
}
TEST(power) {
    PyObject *o = instance(NAMES("__pow__", "__rpow__")), *n = I("5"); set_answer(S("res"));
    SHOW(PyNumber_Power(o, n, Py_None)); SHOW(PyNumber_Power(o, n, n)); SHOW(PyNumber_Power(n, o, Py_None)); SHOW(PyNumber_Power(n, o, n)); SHOW(PyNumber_Power(n, n, o)); set_answer(Py_NewRef(Py_NotImplemented)); SHOW(PyNumber_Power(o, n, Py_None)); SHOW(PyNumber_Power(o, n, n)); Py_DECREF(o); Py_DECREF(n);
}
TEST(unary) {
    PyObject *o = instance(NAMES("__neg__", "__pos__", "__abs__", "__invert__", "__int__", "__float__", "__index__")); set_answer(I("7"));
    SHOW(PyNumber_Negative(o)); SHOW(PyNumber_Positive(o)); SHOW(PyNumber_Absolute(o)); SHOW(PyNumber_Invert(o)); SHOW(PyNumber_Long(o)); SHOW(PyNumber_Float(o)); SHOW(PyNumber_Index(o)); SHOW_INT(PyLong_AsLong(o)); SHOW_DOUBLE(PyFloat_AsDouble(o));
    set_answer(S("x")); SHOW(PyNumber_Long(o)); SHOW(PyNumber_Index(o)); set_answer(F(1.5)); SHOW(PyNumber_Float(o)); SHOW(PyNumber_Negative(o)); set_answer(NULL); SHOW(PyNumber_Negative(o)); Py_DECREF(o);
}
TEST(truth) {
    PyObject *o = instance(NAMES("__bool__")); set_answer(Py_NewRef(Py_True)); SHOW_INT(PyObject_IsTrue(o)); set_answer(Py_NewRef(Py_False)); SHOW_INT(PyObject_IsTrue(o)); set_answer(I("1")); SHOW_INT(PyObject_IsTrue(o)); set_answer(NONE); SHOW_INT(PyObject_IsTrue(o)); set_answer(NULL); SHOW_INT(PyObject_IsTrue(o)); Py_DECREF(o);
    o = instance(NAMES("__len__")); set_answer(I("0")); SHOW_INT(PyObject_IsTrue(o)); set_answer(I("3")); SHOW_INT(PyObject_IsTrue(o)); set_answer(I("-1")); SHOW_INT(PyObject_IsTrue(o)); Py_DECREF(o);
    o = instance(NAMES("__len__", "__bool__")); set_answer(Py_NewRef(Py_True)); SHOW_INT(PyObject_IsTrue(o)); Py_DECREF(o); o = instance(NAMES("__str__")); SHOW_INT(PyObject_IsTrue(o)); Py_DECREF(o);
}
TEST(length) {
    PyObject *o = instance(NAMES("__len__")); set_answer(I("4")); SHOW_INT(PyObject_Size(o)); SHOW_INT(PySequence_Size(o)); SHOW_INT(PyMapping_Size(o)); set_answer(I("-1")); SHOW_INT(PyObject_Size(o)); set_answer(I("-100000000000000000000")); SHOW_INT(PyObject_Size(o));
    set_answer(I("100000000000000000000")); SHOW_INT(PyObject_Size(o)); set_answer(F(1.5)); SHOW_INT(PyObject_Size(o)); set_answer(S("x")); SHOW_INT(PyObject_Size(o)); set_answer(NONE); SHOW_INT(PyObject_Size(o)); set_answer(Py_NewRef(Py_True)); SHOW_INT(PyObject_Size(o)); set_answer(NULL); SHOW_INT(PyObject_Size(o)); Py_DECREF(o);
}
TEST(items) {
    PyObject *o = instance(NAMES("__getitem__", "__setitem__", "__delitem__", "__len__")), *k = S("key"); set_answer(I("9"));
    SHOW(PyObject_GetItem(o, k)); SHOW_INT(PyObject_SetItem(o, k, k)); SHOW_INT(PyObject_DelItem(o, k)); SHOW(PySequence_GetItem(o, 2)); SHOW(PySequence_GetItem(o, -2)); SHOW_INT(PySequence_SetItem(o, 1, k)); SHOW_INT(PySequence_SetItem(o, -1, k)); SHOW_INT(PySequence_DelItem(o, 1)); SHOW(PyMapping_GetItemString(o, "zz"));
    SHOW(PySequence_GetSlice(o, 1, 2)); SHOW_INT(PySequence_Check(o)); SHOW_INT(PyMapping_Check(o)); set_answer(NULL); SHOW(PyObject_GetItem(o, k)); SHOW_INT(PyObject_SetItem(o, k, k)); Py_DECREF(o); Py_DECREF(k);
    o = instance(NAMES("__getitem__")); k = I("1"); SHOW_INT(PyObject_SetItem(o, k, k)); SHOW_INT(PyObject_DelItem(o, k)); SHOW_INT(PySequence_SetItem(o, 1, k)); Py_DECREF(o); o = instance(NAMES("__setitem__")); SHOW(PyObject_GetItem(o, k)); SHOW_INT(PyObject_DelItem(o, k)); Py_DECREF(o); Py_DECREF(k);
}
TEST(contains) {
    PyObject *o = instance(NAMES("__contains__")); set_answer(I("9")); SHOW_INT(PySequence_Contains(o, Py_None)); set_answer(S("")); SHOW_INT(PySequence_Contains(o, Py_None)); set_answer(NULL); SHOW_INT(PySequence_Contains(o, Py_None)); Py_DECREF(o);
    o = instance(NAMES("__str__")); SHOW_INT(PySequence_Contains(o, Py_None)); PyObject *k = (PyObject *)Py_TYPE(o); SHOW_INT(PyObject_SetAttrString(k, "__contains__", Py_None)); SHOW_INT(PySequence_Contains(o, Py_None)); Py_DECREF(o);
}
TEST(text) {
    PyObject *o = instance(NAMES("__repr__")); set_answer(S("R")); SHOW(PyObject_Repr(o)); SHOW(PyObject_Str(o)); SHOW(PyObject_Format(o, NULL)); set_answer(I("3")); SHOW(PyObject_Repr(o)); SHOW(PyObject_Str(o)); set_answer(NULL); SHOW(PyObject_Repr(o)); Py_DECREF(o);
    o = instance(NAMES("__str__", "__bytes__", "__format__", "__hash__")); set_answer(S("T")); SHOW(PyObject_Str(o)); SHOW(PyObject_Format(o, answer)); set_answer(I("3")); SHOW(PyObject_Str(o)); SHOW(PyObject_Bytes(o)); SHOW(PyObject_Format(o, NULL)); Py_DECREF(o);
}
TEST(hashes) {
    PyObject *o = instance(NAMES("__hash__")); set_answer(I("12345")); SHOW_INT(PyObject_Hash(o)); set_answer(I("-1")); SHOW_INT(PyObject_Hash(o)); set_answer(I("123456789012345678901234567890")); SHOW_INT(PyObject_Hash(o)); set_answer(I("0x7fffffffffffffff")); SHOW_INT(PyObject_Hash(o)); set_answer(Py_NewRef(Py_True)); SHOW_INT(PyObject_Hash(o));
    set_answer(S("x")); SHOW_INT(PyObject_Hash(o)); set_answer(NONE); SHOW_INT(PyObject_Hash(o)); set_answer(NULL); SHOW_INT(PyObject_Hash(o)); Py_DECREF(o);
    o = instance(NAMES("__eq__")); set_answer(Py_NewRef(Py_True)); SHOW_INT(PyObject_Hash(o)); SHOW(GET(Py_TYPE(o), "__hash__")); Py_DECREF(o); o = instance(NAMES("__eq__", "__hash__")); set_answer(I("1")); SHOW_INT(PyObject_Hash(o)); SHOW_INT(PyObject_SetAttrString((PyObject *)Py_TYPE(o), "__hash__", Py_None)); SHOW_INT(PyObject_Hash(o)); Py_DECREF(o);
}
TEST(compare) {
    PyObject *o = instance(NAMES("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__")), *n = I("5"); set_answer(S("r")); for (int op = 0; op < 6; op++) { SHOW(PyObject_RichCompare(o, n, op)); SHOW(PyObject_RichCompare(n, o, op)); }
    set_answer(Py_NewRef(Py_NotImplemented)); for (int op = 0; op < 6; op++) SHOW(PyObject_RichCompare(o, n, op)); set_answer(NULL); SHOW(PyObject_RichCompare(o, n, Py_EQ)); Py_DECREF(o); o = instance(NAMES("__eq__")); set_answer(Py_NewRef(Py_True)); SHOW(PyObject_RichCompare(o, n, Py_NE)); set_answer(I("0")); SHOW(PyObject_RichCompare(o, n, Py_NE)); SHOW(PyObject_RichCompare(o, n, Py_LT)); Py_DECREF(o); Py_DECREF(n);
}
TEST(calls) {
    PyObject *o = instance(NAMES("__call__")); set_answer(S("r")); SHOW(PyObject_CallFunction(o, "ii", 1, 2)); SHOW(PyObject_CallNoArgs(o)); SHOW_INT(PyCallable_Check(o)); PyObject *kw = V("{si}", "k", 1), *e = PyTuple_New(0); SHOW(PyObject_Call(o, e, kw)); Py_DECREF(e); Py_DECREF(kw); Py_DECREF(o); o = instance(NAMES("__str__")); SHOW_INT(PyCallable_Check(o)); SHOW(PyObject_CallNoArgs(o)); Py_DECREF(o);
}
TEST(iteration) {
    PyObject *o = instance(NAMES("__iter__", "__next__")); set_answer(Py_NewRef(o)); PyObject *it = PyObject_GetIter(o); SHOW_INT(it == o); Py_XDECREF(it); set_answer(I("4")); SHOW(PyIter_Next(o)); SHOW(PyObject_GetIter(o)); SHOW_INT(PyIter_Check(o)); set_answer(NULL); SHOW(PyIter_Next(o)); SHOW(PyObject_GetIter(o)); Py_DECREF(o);
    o = instance(NAMES("__getitem__")); it = PyObject_GetIter(o); SHOW_INT(it != NULL); set_answer(I("3")); SHOW(PyIter_Next(it)); set_answer(NULL); SHOW(PyIter_Next(it)); Py_DECREF(it); PyObject *k = (PyObject *)Py_TYPE(o); SHOW_INT(PyObject_SetAttrString(k, "__iter__", Py_None)); SHOW(PyObject_GetIter(o)); Py_DECREF(o); o = instance(NAMES("__str__")); SHOW(PyObject_GetIter(o)); SHOW_INT(PyIter_Check(o)); Py_DECREF(o);
}
TEST(async) {
    PyObject *o = instance(NAMES("__await__", "__aiter__", "__anext__")); set_answer(NONE); SHOW(Py_TYPE(o)->tp_as_async->am_await(o)); SHOW(Py_TYPE(o)->tp_as_async->am_aiter(o)); SHOW(Py_TYPE(o)->tp_as_async->am_anext(o)); SHOW(PyObject_GetAIter(o)); SHOW_INT(PyAIter_Check(o)); Py_DECREF(o); o = instance(NAMES("__str__")); SHOW(PyObject_GetAIter(o)); Py_DECREF(o);
}
TEST(descriptor_protocol) {
    PyObject *d = instance(NAMES("__get__", "__set__", "__delete__")), *ns = V("{sN}", "d", d), *k = MUST(klass("Owner", NULL, ns)), *o = MUST(C(k, "()")); set_answer(S("v"));
    PyObject *r = PyObject_GetAttrString(k, "d"); print_new("class", r); printf("instance:\n"); set_answer(S("v2"));
    /* the arguments of __get__ hold an address: call through a method that does not print them */
    SHOW_INT(Py_TYPE(d)->tp_descr_get != NULL); SHOW_INT(Py_TYPE(d)->tp_descr_set != NULL); set_answer(NULL); Py_DECREF(o); Py_DECREF(k);
    PyObject *h = instance(NAMES("__set__")); SHOW_INT(Py_TYPE(h)->tp_descr_get == NULL); set_answer(NONE); SHOW_INT(Py_TYPE(h)->tp_descr_set(h, Py_None, Py_True)); SHOW_INT(Py_TYPE(h)->tp_descr_set(h, Py_None, NULL)); Py_DECREF(h); h = instance(NAMES("__delete__")); SHOW_INT(Py_TYPE(h)->tp_descr_set(h, Py_None, Py_True)); SHOW_INT(Py_TYPE(h)->tp_descr_set(h, Py_None, NULL)); Py_DECREF(h);
    h = instance(NAMES("__get__")); set_answer(I("1")); SHOW(Py_TYPE(h)->tp_descr_get(h, Py_None, Py_True)); SHOW(Py_TYPE(h)->tp_descr_get(h, NULL, Py_True)); SHOW(Py_TYPE(h)->tp_descr_get(h, Py_True, NULL)); Py_DECREF(h);
}
TEST(attribute_hooks) {
    PyObject *o = instance(NAMES("__getattr__")); set_answer(S("v")); SHOW(GET(o, "missing")); PyObject *c = GET(o, "__class__"); SHOW_INT(c == (PyObject *)Py_TYPE(o)); Py_XDECREF(c); set_answer(NULL); SHOW(GET(o, "missing")); SHOW_INT(PyObject_SetAttrString(o, "x", Py_True)); SHOW(GET(o, "x")); Py_DECREF(o);
    o = instance(NAMES("__getattribute__")); set_answer(S("v")); SHOW(GET(o, "any")); SHOW(GET(o, "__class__")); set_answer(NULL); SHOW(GET(o, "any")); Py_DECREF(o); o = instance(NAMES("__getattribute__", "__getattr__")); set_answer(NULL); SHOW(GET(o, "any")); set_answer(S("v")); SHOW(GET(o, "any")); Py_DECREF(o);
    o = instance(NAMES("__setattr__", "__delattr__")); set_answer(NONE); SHOW_INT(PyObject_SetAttrString(o, "a", Py_True)); SHOW_INT(PyObject_DelAttrString(o, "a")); set_answer(NULL); SHOW_INT(PyObject_SetAttrString(o, "a", Py_True)); SHOW_INT(PyObject_DelAttrString(o, "a")); Py_DECREF(o);
    o = instance(NAMES("__setattr__")); set_answer(NONE); SHOW_INT(PyObject_SetAttrString(o, "a", Py_True)); SHOW_INT(PyObject_DelAttrString(o, "a")); Py_DECREF(o);
}
static PyObject *fail_attr(PyObject *self, PyObject *args) { PyErr_SetString(PyExc_AttributeError, "from getattribute"); printf("  getattribute\n"); return NULL; }
static PyMethodDef failing[] = {{"__getattribute__", fail_attr, METH_VARARGS, NULL}, {NULL}};
TEST(getattr_after_getattribute) {
    PyObject *ns = ns_of(failing);
    static PyMethodDef ga[] = {{"__getattr__", m_getattr, METH_VARARGS, NULL}, {NULL}}; with_methods(ns, ga); PyObject *k = MUST(klass("K", NULL, ns)), *o = MUST(C(k, "()")); set_answer(S("fallback")); SHOW(GET(o, "any")); set_answer(NULL); SHOW(GET(o, "any")); SHOW_INT(PyObject_DelAttrString(k, "__getattr__")); SHOW(GET(o, "any")); SHOW_INT(PyObject_DelAttrString(k, "__getattribute__")); SHOW(GET(o, "any")); Py_DECREF(o); Py_DECREF(k);
}
TEST(init_and_new) {
    PyObject *k = MUST(class_with("K", NULL, NAMES("__init__"))); set_answer(NONE); PyObject *o = C(k, "(ii)", 1, 2); SHOW_INT(o != NULL); Py_XDECREF(o); set_answer(I("1")); SHOW(C(k, "(ii)", 1, 2)); set_answer(S("x")); SHOW(C(k, "()")); set_answer(NULL); SHOW(C(k, "()")); Py_DECREF(k);
}
TEST(finalizer) { PyObject *o = instance(NAMES("__del__")); set_answer(NONE); Py_DECREF(o); o = instance(NAMES("__del__")); SHOW_INT(Py_TYPE(o)->tp_finalize != NULL); Py_DECREF(o); }
TEST(slots_follow_assignment) {
    PyObject *k = MUST(klass("K", NULL, NULL)), *sub = MUST(klass("Sub", bases1(k), NULL)), *o = MUST(C(sub, "()")), *n = I("5"); set_answer(I("77"));
    SHOW(PyNumber_Add(o, n)); static PyMethodDef d[] = {{"__add__", m_add, METH_VARARGS, NULL}, {"__len__", m_len, METH_VARARGS, NULL}, {"__repr__", m_repr, METH_VARARGS, NULL}, {"__call__", m_call, METH_VARARGS, NULL}, {"__hash__", m_hash, METH_VARARGS, NULL}, {NULL}};
    for (int i = 0; d[i].ml_name; i++) { PyObject *m = PyDescr_NewMethod(&PyBaseObject_Type, &d[i]); SHOW_INT(PyObject_SetAttrString(k, d[i].ml_name, m)); Py_DECREF(m); }
    SHOW(PyNumber_Add(o, n)); SHOW_INT(PyObject_Size(o)); SHOW_INT(PyObject_Hash(o)); SHOW(PyObject_CallNoArgs(o)); SHOW_INT(PyObject_DelAttrString(k, "__add__")); SHOW(PyNumber_Add(o, n)); SHOW_INT(PyObject_DelAttrString(k, "__len__")); SHOW_INT(PyObject_Size(o)); SHOW_INT(PyObject_DelAttrString(k, "__call__")); SHOW(PyObject_CallNoArgs(o));
    SHOW_INT(((PyTypeObject *)sub)->tp_as_number->nb_add == NULL); SHOW_INT(((PyTypeObject *)sub)->tp_call == NULL); SHOW_INT(PyObject_DelAttrString(k, "__repr__")); SHOW_INT(((PyTypeObject *)sub)->tp_repr == PyBaseObject_Type.tp_repr); SHOW_INT(PyObject_DelAttrString(k, "__hash__")); SHOW_INT(((PyTypeObject *)sub)->tp_hash == PyBaseObject_Type.tp_hash); Py_DECREF(o); Py_DECREF(n); Py_DECREF(sub); Py_DECREF(k);
}
TEST(wrapped_slots_are_used_directly) {
    PyObject *k = MUST(klass("K", bases1(&PyLong_Type), NULL)); PyTypeObject *t = (PyTypeObject *)k; SHOW_INT(t->tp_as_number->nb_add == PyLong_Type.tp_as_number->nb_add); SHOW_INT(t->tp_repr == PyLong_Type.tp_repr); SHOW_INT(t->tp_hash == PyLong_Type.tp_hash); SHOW_INT(t->tp_richcompare == PyLong_Type.tp_richcompare); SHOW_INT(t->tp_new == PyLong_Type.tp_new);
    PyObject *r = GET(&PyLong_Type, "__repr__"); SHOW_INT(PyObject_SetAttrString(k, "__str__", r)); Py_DECREF(r); SHOW_INT(t->tp_str != PyLong_Type.tp_repr); PyObject *o = C(k, "(i)", 5); SHOW(PyObject_Str(o)); Py_DECREF(o); Py_DECREF(k);
    k = MUST(klass("L", bases1(&PyList_Type), NULL)); t = (PyTypeObject *)k; SHOW_INT(t->tp_as_sequence->sq_length == PyList_Type.tp_as_sequence->sq_length); SHOW_INT(t->tp_as_mapping->mp_length == PyList_Type.tp_as_mapping->mp_length); SHOW_INT(t->tp_as_sequence->sq_item == PyList_Type.tp_as_sequence->sq_item); SHOW_INT(t->tp_iter == PyList_Type.tp_iter); SHOW_INT(t->tp_init == PyList_Type.tp_init); Py_DECREF(k);
    k = MUST(klass("O", NULL, NULL)); t = (PyTypeObject *)k; SHOW_INT(t->tp_as_number->nb_add == NULL); SHOW_INT(t->tp_as_sequence->sq_length == NULL); SHOW_INT(t->tp_iter == NULL); SHOW_INT(t->tp_iternext == NULL); SHOW_INT(t->tp_call == NULL); SHOW_INT(t->tp_finalize == NULL); SHOW_INT(t->tp_new == PyBaseObject_Type.tp_new); SHOW_INT(t->tp_init == PyBaseObject_Type.tp_init); SHOW_INT(t->tp_alloc == PyType_GenericAlloc); SHOW_INT(t->tp_free == PyObject_GC_Del); Py_DECREF(k);
}
TEST(none_disables) {
    PyObject *k = MUST(klass("K", bases1(&PyList_Type), V("{sOsOsO}", "__len__", Py_None, "__add__", Py_None, "__hash__", Py_None))), *o = MUST(C(k, "()")); SHOW_INT(PyObject_Size(o)); SHOW(PySequence_Concat(o, o)); SHOW(PyNumber_Add(o, o)); SHOW_INT(PyObject_Hash(o)); Py_DECREF(o); Py_DECREF(k);
    k = MUST(klass("K", NULL, V("{sOsOsO}", "__radd__", Py_None, "__eq__", Py_None, "__bool__", Py_None))); o = MUST(C(k, "()")); PyObject *n = I("1"); SHOW(PyNumber_Add(n, o)); SHOW(PyObject_RichCompare(o, n, Py_EQ)); SHOW_INT(PyObject_IsTrue(o)); Py_DECREF(n); Py_DECREF(o); Py_DECREF(k);
}
static PyObject *plain_add(PyObject *s, PyObject *o) { printf("  plain_add %s %s\n", Py_TYPE(s)->tp_name, Py_TYPE(o)->tp_name); Py_RETURN_NOTIMPLEMENTED; }
static PyObject *plain_radd(PyObject *s, PyObject *o) { printf("  plain_radd %s %s\n", Py_TYPE(s)->tp_name, Py_TYPE(o)->tp_name); Py_RETURN_NOTIMPLEMENTED; }
static PyObject *sub_radd(PyObject *s, PyObject *o) { printf("  sub_radd %s %s\n", Py_TYPE(s)->tp_name, Py_TYPE(o)->tp_name); Py_RETURN_NOTIMPLEMENTED; }
TEST(binary_order) {
    static PyMethodDef bd[] = {{"__add__", plain_add, METH_O}, {"__radd__", plain_radd, METH_O}, {NULL}}, sd[] = {{"__radd__", sub_radd, METH_O}, {NULL}};
    PyObject *base = MUST(klass("Base", NULL, ns_of(bd))), *sub = MUST(klass("Sub", bases1(base), ns_of(sd))), *same = MUST(klass("Same", bases1(base), NULL)), *other = MUST(klass("Other", NULL, ns_of(sd))), *b = C(base, "()"), *s = C(sub, "()"), *m = C(same, "()"), *x = C(other, "()"), *n = I("1");
    PyObject *all[] = {b, s, m, x, n}; for (int i = 0; i < 5; i++) for (int j = 0; j < 5; j++) { if (i == 4 && j == 4) continue; printf("%s + %s\n", Py_TYPE(all[i])->tp_name, Py_TYPE(all[j])->tp_name); SHOW(PyNumber_Add(all[i], all[j])); }
    for (int i = 0; i < 4; i++) Py_DECREF(all[i]); Py_DECREF(n); Py_DECREF(base); Py_DECREF(sub); Py_DECREF(same); Py_DECREF(other);
}
static PyObject *buf(PyObject *s, PyObject *flags) { printf("  buffer %ld\n", PyLong_AsLong(flags)); if (!answer) { PyErr_SetString(PyExc_BufferError, "none"); return NULL; } return Py_NewRef(answer); }
static PyObject *rel(PyObject *s, PyObject *v) { printf("  release %s\n", Py_TYPE(v)->tp_name); Py_RETURN_NONE; }
TEST(buffers) {
    static PyMethodDef d[] = {{"__buffer__", buf, METH_O}, {"__release_buffer__", rel, METH_O}, {NULL}}; PyObject *k = MUST(klass("K", NULL, ns_of(d))), *o = MUST(C(k, "()")); Py_buffer v; PyObject *by = PyBytes_FromString("abc");
    set_answer(PyMemoryView_FromObject(by)); SHOW_INT(PyObject_CheckBuffer(o)); int r = PyObject_GetBuffer(o, &v, PyBUF_SIMPLE); SHOW_INT(r); if (!r) { printf("%.*s %d\n", (int)v.len, (char *)v.buf, v.obj != o); PyBuffer_Release(&v); } set_answer(I("1")); SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE)); set_answer(NULL); SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE)); Py_DECREF(by); Py_DECREF(o); Py_DECREF(k);
}
static PyObject *sub_getitem(PyObject *s, PyObject *k) { return PyUnicode_FromFormat("item %R", k); }
TEST(override_in_builtin_subclass) {
    static PyMethodDef d[] = {{"__getitem__", sub_getitem, METH_O}, {NULL}}; PyObject *k = MUST(klass("L", bases1(&PyList_Type), ns_of(d))), *o = MUST(C(k, "([ii])", 1, 2)); SHOW(PySequence_GetItem(o, 0)); SHOW(PySequence_GetItem(o, -1)); PyObject *s = S("k"); SHOW(PyObject_GetItem(o, s)); Py_DECREF(s); SHOW_INT(PyObject_Size(o)); SHOW(PyObject_Repr(o)); Py_DECREF(o); Py_DECREF(k);
    k = MUST(klass("D", bases1(&PyDict_Type), ns_of(d))); o = MUST(C(k, "()")); s = S("k"); SHOW(PyObject_GetItem(o, s)); SHOW_INT(PyObject_SetItem(o, s, s)); SHOW(PyObject_Repr(o)); Py_DECREF(s); Py_DECREF(o); Py_DECREF(k);
}
