/* structseq.h */
#include "harness.h"

static PyStructSequence_Field fields[] = {{"a", "the first"}, {"b", NULL}, {"hidden", "not in the tuple"}, {0}};
static PyStructSequence_Desc desc = {"mod.Point", "A point.", fields, 2};
static PyTypeObject *type(void) { static PyTypeObject *t; if (!t) t = (PyTypeObject *)MUST(PyStructSequence_NewType(&desc)); return t; }
#define T() ((PyObject *)type())
static PyObject *make(void) { PyObject *o = MUST(PyStructSequence_New(type())); PyStructSequence_SetItem(o, 0, I("10")); PyStructSequence_SetItem(o, 1, S("two")); PyStructSequence_SetItem(o, 2, F(3.5)); return o; }
TEST(type) {
    PyTypeObject *t = type(); SAY("%s", t->tp_name); SHOW(PyObject_GetAttrString(T(), "__name__")); SHOW(PyObject_GetAttrString(T(), "__module__")); SHOW(PyObject_GetAttrString(T(), "__doc__")); SHOW(PyObject_GetAttrString(T(), "n_fields")); SHOW(PyObject_GetAttrString(T(), "n_sequence_fields")); SHOW(PyObject_GetAttrString(T(), "n_unnamed_fields")); SHOW(PyObject_GetAttrString(T(), "__match_args__")); SHOW_INT(t->tp_base == &PyTuple_Type); SHOW_INT(t->tp_basicsize); SHOW_INT(t->tp_itemsize); SHOW_INT(t->tp_flags & (Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_DISALLOW_INSTANTIATION)); SHOW_INT(Py_REFCNT(t) > 0);
    PyObject *d = PyObject_Dir(T()), *plain = PyObject_Dir(TYPE(PyTuple_Type)), *extra = PyList_New(0); for (Py_ssize_t i = 0; i < PyList_GET_SIZE(d); i++) if (!PySequence_Contains(plain, PyList_GET_ITEM(d, i))) PyList_Append(extra, PyList_GET_ITEM(d, i)); SHOW(extra);
    PyObject *m = PyObject_GetAttrString(T(), "a"); SAY("%s", Py_TYPE(m)->tp_name); SHOW(PyObject_GetAttrString(m, "__doc__")); SHOW(PyObject_GetAttrString(PyObject_GetAttrString(T(), "b"), "__doc__")); SHOW(T());
}
TEST(items) {
    PyObject *o = make(); SHOW_BORROWED(o); SHOW_INT(PyObject_Size(o)); SHOW_INT(Py_SIZE(o)); SHOW_BORROWED(PyStructSequence_GetItem(o, 0)); SHOW_BORROWED(PyStructSequence_GET_ITEM(o, 2)); SHOW(PyObject_GetAttrString(o, "a")); SHOW(PyObject_GetAttrString(o, "b")); SHOW(PyObject_GetAttrString(o, "hidden")); SHOW(PyObject_GetAttrString(o, "none")); SHOW_INT(PyObject_SetAttrString(o, "a", Py_None)); SHOW_INT(PyObject_DelAttrString(o, "a")); SHOW(PySequence_GetItem(o, 1)); SHOW(PySequence_GetItem(o, 2)); SHOW(PySequence_List(o)); SHOW(PyObject_RichCompare(o, V("(is)", 10, "two"), Py_EQ)); SHOW_INT(PyObject_Hash(o) == PyObject_Hash(V("(is)", 10, "two"))); SHOW(PySequence_Concat(o, V("(i)", 1))); SHOW(PySequence_GetSlice(o, 0, 1)); SHOW_INT(PyTuple_Check(o)); SHOW_INT(PyTuple_CheckExact(o)); SHOW_INT(PyObject_GC_IsTracked(o));
    PyObject *empty = PyStructSequence_New(type()); SHOW_INT(PyStructSequence_GetItem(empty, 0) == NULL); Py_DECREF(empty);
}
TEST(new) {
    SHOW(C(T(), "((is))", 1, "b")); PyObject *o = C(T(), "((isd))", 1, "b", 2.5); SHOW_BORROWED(o); SHOW(PyObject_GetAttrString(o, "hidden")); SHOW(PyObject_GetAttrString(C(T(), "((is))", 1, "b"), "hidden")); SHOW(C(T(), "((i))", 1)); SHOW(C(T(), "((iiii))", 1, 2, 3, 4)); SHOW(C(T(), "(i)", 1)); SHOW(C(T(), NULL)); SHOW(C(T(), "([is])", 1, "x")); SHOW(C(T(), "(N)", PyObject_GetIter(V("[ii]", 1, 2)))); SHOW(C(T(), "((is){s:i})", 1, "b", "hidden", 9)); SHOW(PyObject_GetAttrString(C(T(), "((is){s:i})", 1, "b", "hidden", 9), "hidden")); SHOW(C(T(), "((is){s:i})", 1, "b", "other", 9)); SHOW(C(T(), "((is){s:i})", 1, "b", "a", 9)); SHOW(C(T(), "((is)i)", 1, "b", 9)); SHOW(C(T(), "((isi){s:i})", 1, "b", 3, "hidden", 9)); SHOW(PyObject_Call(T(), PyTuple_New(0), V("{s:(is),s:{s:i}}", "sequence", 1, "b", "dict", "hidden", 4))); SHOW(PyObject_Call(T(), PyTuple_New(0), V("{s:i}", "nope", 4)));
}
TEST(reduce_and_replace) {
    PyObject *o = make(); PyObject *r = M(Py_NewRef(o), "__reduce__", NULL); SHOW_INT(PyTuple_GET_ITEM(r, 0) == T()); SHOW(PySequence_GetItem(r, 1)); SHOW(M(Py_NewRef(o), "__replace__", NULL)); SHOW(PyObject_Call(PyObject_GetAttrString(o, "__replace__"), PyTuple_New(0), V("{s:i}", "a", 5))); SHOW(PyObject_GetAttrString(PyObject_Call(PyObject_GetAttrString(o, "__replace__"), PyTuple_New(0), V("{s:i,s:i}", "b", 6, "hidden", 7)), "hidden")); SHOW(PyObject_Call(PyObject_GetAttrString(o, "__replace__"), PyTuple_New(0), V("{s:i}", "zz", 5))); SHOW(M(Py_NewRef(o), "__replace__", "(i)", 1)); SHOW(PyObject_Call(PyObject_GetAttrString(o, "__replace__"), PyTuple_New(0), V("{s:i,s:i}", "zz", 5, "yy", 1)));
    PyObject *full = C(T(), "((isd))", 1, "b", 2.5); SHOW(PyObject_RichCompare(C(T(), "(O)", full), full, Py_EQ));
}
static PyStructSequence_Field unnamed_fields[] = {{"x", "d"}, {NULL, NULL}, {NULL, NULL}, {0}};
TEST(unnamed) {
    unnamed_fields[1].name = PyStructSequence_UnnamedField; unnamed_fields[1].doc = "anonymous"; unnamed_fields[2].name = "y"; SHOW_TEXT(PyStructSequence_UnnamedField);
    PyStructSequence_Desc d = {"mod.Un", NULL, unnamed_fields, 2}; PyTypeObject *t = PyStructSequence_NewType(&d); SHOW(PyObject_GetAttrString((PyObject *)t, "n_unnamed_fields")); SHOW(PyObject_GetAttrString((PyObject *)t, "__match_args__")); SHOW(PyObject_GetAttrString((PyObject *)t, "__doc__")); PyObject *o = C((PyObject *)t, "((iii))", 1, 2, 3); SHOW_INT(o != NULL); SHOW(PyObject_GetAttrString(o, "y")); SHOW(PySequence_GetItem(o, 1)); SHOW(PySequence_GetItem(M(Py_NewRef(o), "__reduce__", NULL), 1)); SHOW(PyObject_Call(PyObject_GetAttrString(o, "__replace__"), PyTuple_New(0), V("{s:i}", "x", 5)));
}
TEST(unnamed_repr) {
    PyStructSequence_Field f[] = {{"x", "d"}, {"z", NULL}, {"w", NULL}, {0}}; PyStructSequence_Desc d = {"NoModule", "doc", f, 3}; PyTypeObject *t = PyStructSequence_NewType(&d); SHOW(C((PyObject *)t, "((iii))", 1, 2, 3)); SHOW(PyObject_GetAttrString((PyObject *)t, "__module__")); PyErr_Clear();
    PyStructSequence_Field none[] = {{0}}; PyStructSequence_Desc e = {"mod.Empty", "doc", none, 0}; t = PyStructSequence_NewType(&e); SHOW(C((PyObject *)t, "(())")); SHOW(C((PyObject *)t, "((i))", 1));
}
TEST(static_type) {
    static PyTypeObject st; static PyStructSequence_Field f[] = {{"x", "d"}, {"z", NULL}, {0}}; static PyStructSequence_Desc d = {"mod.Static", "static doc", f, 2}; SHOW_INT(PyStructSequence_InitType2(&st, &d)); PyObject *o = PyStructSequence_New(&st); PyStructSequence_SetItem(o, 0, I("1")); PyStructSequence_SetItem(o, 1, I("2")); SHOW_BORROWED(o); SHOW(PyObject_GetAttrString((PyObject *)&st, "__doc__")); SHOW_INT(st.tp_flags & (Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_READY | Py_TPFLAGS_IMMUTABLETYPE)); SHOW(PyObject_GetAttrString((PyObject *)&st, "n_fields")); Py_DECREF(o);
}
TEST(refcounts) { PyObject *v = F(7.5), *o = PyStructSequence_New(type()); PyStructSequence_SetItem(o, 0, Py_NewRef(v)); SHOW_INT(Py_REFCNT(v)); PyStructSequence_SetItem(o, 2, Py_NewRef(v)); SHOW_INT(Py_REFCNT(v)); Py_DECREF(o); SHOW_INT(Py_REFCNT(v)); SHOW_REFS(type(), Py_DECREF(PyStructSequence_New(type()))); PyObject *t = V("(OOO)", v, v, v); o = C(T(), "(O)", t); SHOW_INT(Py_REFCNT(v)); Py_DECREF(o); SHOW_INT(Py_REFCNT(v)); }
