/* BaseExceptionGroup and ExceptionGroup: making, text, split, subgroup, derive. */
#include "exc.h"

static PyObject *EG(void) { return MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "ExceptionGroup")); }
static PyObject *exc(PyObject *type, const char *text) { return MUST(C(type, "(s)", text)); }
static PyObject *sample(void) {
    PyObject *g = EG(), *inner = MUST(C(g, "(s[NN])", "inner", exc(PyExc_TypeError, "t"), exc(PyExc_KeyError, "k")));
    return MUST(C(g, "(s[NNN])", "outer", exc(PyExc_ValueError, "v"), inner, exc(PyExc_ValueError, "w")));
}
TEST(type) {
    PyObject *g = EG();
    SHOW_BORROWED(g);
    show_attrs(g, "__name__ __module__ __bases__ __mro__ __basicsize__");
    SHOW_INT(((PyTypeObject *)g)->tp_flags & Py_TPFLAGS_HEAPTYPE ? 1 : 0);
}
TEST(make) {
    PyObject *g = EG();
    PyObject *e = C(g, "(s[N])", "msg", exc(PyExc_ValueError, "v"));
    show_both("one", e);
    show_attrs(e, "message exceptions args");
    Py_DECREF(e);
    e = C(g, "(s(NN))", "msg", exc(PyExc_ValueError, "v"), exc(PyExc_KeyError, "k"));
    show_both("two", e);
    show_attrs(e, "message exceptions args");
    Py_DECREF(e);
    e = C(PyExc_BaseExceptionGroup, "(s[N])", "msg", exc(PyExc_ValueError, "v"));
    show_both("becomes ExceptionGroup", e);
    Py_DECREF(e);
    e = C(PyExc_BaseExceptionGroup, "(s[N])", "msg", exc(PyExc_KeyboardInterrupt, "v"));
    show_both("stays", e);
    Py_DECREF(e);
}
TEST(make_bad) {
    PyObject *g = EG();
    SHOW(C(g, "()"));
    SHOW(C(g, "(s)", "m"));
    SHOW(C(g, "(sii)", "m", 1, 2));
    SHOW(C(g, "(iO)", 1, Py_None));
    SHOW(C(g, "(sO)", "m", Py_None));
    SHOW(C(g, "(s[])", "m"));
    SHOW(C(g, "(s())", "m"));
    SHOW(C(g, "(s[i])", "m", 1));
    SHOW(C(g, "(s[Ni])", "m", exc(PyExc_ValueError, "v"), 1));
    SHOW(C(g, "(s[O])", "m", PyExc_ValueError));
    SHOW(C(g, "(s[N])", "m", exc(PyExc_KeyboardInterrupt, "k")));
    SHOW(C(g, "(ss)", "m", "text"));
    SHOW(C(g, "(s{s:i})", "m", "a", 1));
    SHOW(C(PyExc_BaseExceptionGroup, "(s[i])", "m", 1));
    PyObject *kw = V("{s:s}", "message", "m"), *args = V("([N])", exc(PyExc_ValueError, "v"));
    SHOW(PyObject_Call(g, args, kw));
    Py_DECREF(kw); Py_DECREF(args);
}
TEST(subclasses) {
    PyObject *g = EG(), *sub = subclass("Sub", g), *bsub = subclass("BSub", PyExc_BaseExceptionGroup), *both = MUST(PyTuple_Pack(2, PyExc_BaseExceptionGroup, PyExc_ValueError));
    SHOW(C(sub, "(s[N])", "m", exc(PyExc_ValueError, "v")));
    SHOW(C(sub, "(s[N])", "m", exc(PyExc_KeyboardInterrupt, "v")));
    SHOW(C(bsub, "(s[N])", "m", exc(PyExc_ValueError, "v")));
    SHOW(C(bsub, "(s[N])", "m", exc(PyExc_KeyboardInterrupt, "v")));
    PyObject *mixed = subclass("Mixed", both);
    SHOW(C(mixed, "(s[N])", "m", exc(PyExc_ValueError, "v")));
    SHOW(C(mixed, "(s[N])", "m", exc(PyExc_KeyboardInterrupt, "v")));
    Py_DECREF(sub); Py_DECREF(bsub); Py_DECREF(mixed); Py_DECREF(both);
}
TEST(attributes) {
    PyObject *e = sample();
    show_both("e", e);
    set_attr(e, "message", S("x"));
    set_attr(e, "message", NULL);
    set_attr(e, "exceptions", V("()"));
    set_attr(e, "extra", V("i", 1));
    show_attrs(e, "message exceptions extra");
    set_attr(e, "args", V("(s)", "changed"));
    show_both("args changed", e);
    Py_DECREF(e);
}
TEST(exceptions_is_copy) {
    PyObject *list = V("[N]", exc(PyExc_ValueError, "v")), *e = C(EG(), "(sO)", "m", list);
    PyList_Append(list, Py_None);
    show_attr(e, "exceptions");
    show_both("e", e);
    SHOW_INT(PyTuple_Check(MUST(PyObject_GetAttrString(e, "exceptions"))));
    Py_DECREF(e); Py_DECREF(list);
}
TEST(split_by_type) {
    PyObject *e = sample();
    SHOW(PyObject_CallMethod(e, "split", "(O)", PyExc_ValueError));
    SHOW(PyObject_CallMethod(e, "split", "(O)", PyExc_TypeError));
    SHOW(PyObject_CallMethod(e, "split", "(O)", PyExc_KeyboardInterrupt));
    SHOW(PyObject_CallMethod(e, "split", "(O)", PyExc_Exception));
    SHOW(PyObject_CallMethod(e, "split", "((OO))", PyExc_TypeError, PyExc_KeyError));
    SHOW(PyObject_CallMethod(e, "split", "(O)", PyExc_LookupError));
    SHOW(PyObject_CallMethod(e, "split", "(O)", PyExc_BaseExceptionGroup));
    Py_DECREF(e);
}
TEST(subgroup_by_type) {
    PyObject *e = sample();
    SHOW(PyObject_CallMethod(e, "subgroup", "(O)", PyExc_ValueError));
    SHOW(PyObject_CallMethod(e, "subgroup", "(O)", PyExc_TypeError));
    SHOW(PyObject_CallMethod(e, "subgroup", "(O)", PyExc_KeyboardInterrupt));
    SHOW(PyObject_CallMethod(e, "subgroup", "((OO))", PyExc_TypeError, PyExc_ValueError));
    PyObject *same = PyObject_CallMethod(e, "subgroup", "(O)", PyExc_Exception);
    SHOW_INT(same == e);
    Py_XDECREF(same);
    Py_DECREF(e);
}
static PyObject *pick(PyObject *self, PyObject *one) {
    if (self != Py_None) { PyErr_SetString(PyExc_RuntimeError, "from the callable"); return NULL; }
    return PyBool_FromLong(Py_IS_TYPE(one, (PyTypeObject *)PyExc_KeyError) || Py_IS_TYPE(one, (PyTypeObject *)PyExc_ValueError));
}
static PyMethodDef pick_def = { "pick", pick, METH_O, NULL };
TEST(split_by_callable) {
    PyObject *e = sample(), *f = PyCFunction_New(&pick_def, Py_None), *bad = PyCFunction_New(&pick_def, Py_True);
    SHOW(PyObject_CallMethod(e, "split", "(O)", f));
    SHOW(PyObject_CallMethod(e, "subgroup", "(O)", f));
    SHOW(PyObject_CallMethod(e, "split", "(O)", bad));
    SHOW(PyObject_CallMethod(e, "subgroup", "(O)", bad));
    Py_DECREF(e); Py_DECREF(f); Py_DECREF(bad);
}
TEST(split_bad) {
    PyObject *e = sample();
    SHOW(PyObject_CallMethod(e, "split", NULL));
    SHOW(PyObject_CallMethod(e, "split", "(i)", 1));
    SHOW(PyObject_CallMethod(e, "split", "(s)", "x"));
    SHOW(PyObject_CallMethod(e, "split", "((Oi))", PyExc_ValueError, 1));
    SHOW(PyObject_CallMethod(e, "split", "(())"));
    SHOW(PyObject_CallMethod(e, "split", "([O])", PyExc_ValueError));
    SHOW(PyObject_CallMethod(e, "split", "(O)", &PyLong_Type));
    SHOW(PyObject_CallMethod(e, "subgroup", "(O)", Py_None));
    Py_DECREF(e);
}
TEST(metadata_carried) {
    PyObject *e = sample(), *c = exc(PyExc_RuntimeError, "cause"), *x = exc(PyExc_RuntimeError, "context");
    PyException_SetCause(e, c);
    PyException_SetContext(e, x);
    M(Py_NewRef(e), "add_note", "(s)", "a note");
    PyObject *p = PyObject_CallMethod(e, "split", "(O)", PyExc_ValueError);
    for (int i = 0; i < 2; i++) {
        PyObject *part = PyTuple_GetItem(p, i);
        show_attrs(part, "message exceptions __cause__ __context__ __suppress_context__ __notes__ __traceback__");
        SHOW_INT(part == e);
    }
    PyObject *notes = PyObject_GetAttrString(PyTuple_GetItem(p, 0), "__notes__"), *mine = PyObject_GetAttrString(e, "__notes__");
    SHOW_INT(notes == mine);
    Py_DECREF(p); Py_DECREF(e);
}
TEST(notes_not_list) {
    PyObject *e = sample();
    set_attr(e, "__notes__", V("(s)", "tuple"));
    PyObject *p = PyObject_CallMethod(e, "subgroup", "(O)", PyExc_TypeError);
    show_attr(p, "__notes__");
    Py_XDECREF(p);
    set_attr(e, "__notes__", V("i", 5));
    p = PyObject_CallMethod(e, "subgroup", "(O)", PyExc_TypeError);
    if (p) show_attr(p, "__notes__"); else print_raised();
    Py_XDECREF(p); Py_DECREF(e);
}
TEST(derive) {
    PyObject *e = sample();
    SHOW(PyObject_CallMethod(e, "derive", "([N])", exc(PyExc_ValueError, "x")));
    SHOW(PyObject_CallMethod(e, "derive", "([N])", exc(PyExc_KeyboardInterrupt, "x")));
    SHOW(PyObject_CallMethod(e, "derive", "([])"));
    SHOW(PyObject_CallMethod(e, "derive", "(i)", 1));
    SHOW(PyObject_CallMethod(e, "derive", NULL));
    PyObject *sub = subclass("Sub", EG()), *s = C(sub, "(s[NN])", "m", exc(PyExc_ValueError, "v"), exc(PyExc_KeyError, "k"));
    SHOW(PyObject_CallMethod(s, "subgroup", "(O)", PyExc_ValueError));
    Py_DECREF(e); Py_DECREF(sub); Py_DECREF(s);
}
TEST(class_getitem) {
    SHOW(PyObject_CallMethod(PyExc_BaseExceptionGroup, "__class_getitem__", "(O)", PyExc_ValueError));
    SHOW(PyObject_GetItem(EG(), PyExc_ValueError));
}
TEST(reduce) {
    PyObject *e = sample();
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    Py_DECREF(e);
}
TEST(matches) {
    PyObject *e = sample();
    SHOW_INT(PyErr_GivenExceptionMatches(e, EG()));
    SHOW_INT(PyErr_GivenExceptionMatches(e, PyExc_BaseExceptionGroup));
    SHOW_INT(PyErr_GivenExceptionMatches(e, PyExc_Exception));
    SHOW_INT(PyErr_GivenExceptionMatches(e, PyExc_ValueError));
    Py_DECREF(e);
}
TEST(deep_nesting) {
    PyObject *g = EG(), *e = exc(PyExc_ValueError, "v");
    for (int i = 0; i < 100; i++) e = MUST(C(g, "(s[N])", "m", e));
    PyObject *p = PyObject_CallMethod(e, "split", "(O)", PyExc_TypeError);
    SHOW_INT(PyTuple_GetItem(p, 0) == Py_None);
    Py_XDECREF(p); Py_DECREF(e);
}
TEST(prep_reraise_star) {
    PyObject *e = sample(), *e2 = exc(PyExc_ValueError, "new"), *list = PyList_New(0);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_Append(list, Py_None);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_Append(list, e2);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_SetSlice(list, 0, 9, NULL);
    PyList_Append(list, e);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_SetSlice(list, 0, 9, NULL);
    PyObject *part = PyObject_CallMethod(e, "subgroup", "(O)", PyExc_ValueError), *rest = PyObject_CallMethod(e, "subgroup", "(O)", PyExc_TypeError);
    PyList_Append(list, part); PyList_Append(list, rest);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_Append(list, e2);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    SHOW(PyUnstable_Exc_PrepReraiseStar(Py_None, list));
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, Py_None));
    PyList_Append(list, TYPE(PyLong_Type));
    SHOW(PyUnstable_Exc_PrepReraiseStar(e, list));
    PyList_SetSlice(list, 0, 9, NULL);
    PyList_Append(list, e2);
    SHOW(PyUnstable_Exc_PrepReraiseStar(e2, list));
    Py_DECREF(e); Py_DECREF(e2); Py_DECREF(list); Py_XDECREF(part); Py_XDECREF(rest);
}
