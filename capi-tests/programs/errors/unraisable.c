/* Exceptions that cannot be raised: PyErr_WriteUnraisable, PyErr_FormatUnraisable, sys.unraisablehook. */
#include "exc.h"
static PyObject *exc(PyObject *type, const char *text) { return MUST(C(type, "(s)", text)); }

TEST(write) {
    PyObject *o = V("[i]", 1);
    stderr_on();
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_WriteUnraisable(o);
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_WriteUnraisable(NULL);
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_WriteUnraisable(Py_None);
    PyErr_SetNone(PyExc_KeyError);
    PyErr_WriteUnraisable(TYPE(PyLong_Type));
    stderr_off();
    SHOW_INT(PyErr_Occurred() == NULL);
    Py_DECREF(o);
}
TEST(write_without_exception) {
    PyObject *o = V("[i]", 1);
    stderr_on();
    PyErr_WriteUnraisable(o);
    stderr_off();
    SHOW_INT(PyErr_Occurred() == NULL);
    Py_DECREF(o);
}
TEST(format) {
    stderr_on();
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_FormatUnraisable("Exception ignored in %s of %R", "a place", Py_None);
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_FormatUnraisable(NULL);
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_FormatUnraisable("plain");
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_FormatUnraisable("");
    PyErr_SetString(PyExc_ValueError, "text");
    PyErr_FormatUnraisable("bad %y");
    PyErr_FormatUnraisable("without an exception");
    stderr_off();
    SHOW_INT(PyErr_Occurred() == NULL);
}
TEST(chained) {
    PyObject *e = exc(PyExc_ValueError, "effect");
    PyException_SetCause(e, exc(PyExc_KeyError, "cause"));
    PyException_SetContext(e, exc(PyExc_TypeError, "context"));
    stderr_on();
    PyErr_SetRaisedException(e);
    PyErr_WriteUnraisable(Py_None);
    stderr_off();
}
TEST(notes_and_groups) {
    PyObject *e = exc(PyExc_ValueError, "noted");
    M(Py_NewRef(e), "add_note", "(s)", "a note");
    PyObject *eg = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "ExceptionGroup"));
    stderr_on();
    PyErr_SetRaisedException(e);
    PyErr_WriteUnraisable(Py_None);
    PyErr_SetRaisedException(MUST(C(eg, "(s[N])", "g", exc(PyExc_ValueError, "v"))));
    PyErr_WriteUnraisable(Py_None);
    stderr_off();
}
TEST(names) {
    PyObject *t = subclass("Sub", PyExc_ValueError);
    stderr_on();
    PyErr_SetString(t, "x"); PyErr_WriteUnraisable(Py_None);
    PyObject_SetAttrString(t, "__module__", S("__main__"));
    PyErr_SetString(t, "main"); PyErr_WriteUnraisable(Py_None);
    PyObject_SetAttrString(t, "__module__", Py_None);
    PyErr_SetString(t, "none"); PyErr_WriteUnraisable(Py_None);
    PyErr_SetNone(PyExc_KeyboardInterrupt); PyErr_WriteUnraisable(Py_None);
    PyErr_SetString(PyExc_KeyError, "key"); PyErr_WriteUnraisable(Py_None);
    PyErr_SetNone(PyExc_MemoryError); PyErr_WriteUnraisable(Py_None);
    PyErr_SetString(PyExc_AttributeError, "attr"); PyErr_WriteUnraisable(Py_None);
    stderr_off();
    Py_DECREF(t);
}
static PyObject *fails(PyObject *self, PyObject *unused) { PyErr_SetString(PyExc_RuntimeError, "fails"); return NULL; }
static PyMethodDef str_def = { "__str__", fails, METH_NOARGS, NULL }, repr_def = { "__repr__", fails, METH_NOARGS, NULL };
TEST(str_and_repr_fail) {
    PyObject *d = V("{s:N,s:s}", "__str__", PyCFunction_New(&str_def, NULL), "__module__", "m"), *b = V("(O)", PyExc_ValueError);
    PyObject *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Odd", b, d));
    stderr_on();
    PyErr_SetString(t, "x"); PyErr_WriteUnraisable(Py_None);
    PyObject *d2 = V("{s:N}", "__repr__", PyCFunction_New(&repr_def, NULL)), *e = V("()"), *t2 = MUST(C(TYPE(PyType_Type), "(sOO)", "OddRepr", e, d2)), *o = C(t2, "()");
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(o);
    stderr_off();
    SHOW_INT(PyErr_Occurred() == NULL);
    Py_DECREF(o); Py_DECREF(t2); Py_DECREF(e); Py_DECREF(d2); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d);
}
static PyObject *hook(PyObject *self, PyObject *u) {
    printf("hook\n");
    show_attrs(u, "exc_type exc_value exc_traceback err_msg object");
    SHOW_INT(PyTuple_Size(u));
    SAY("%s", Py_TYPE(u)->tp_name);
    Py_RETURN_NONE;
}
static PyMethodDef hook_def = { "hook", hook, METH_O, NULL };
static PyObject *bad_hook(PyObject *self, PyObject *u) { PyErr_SetString(PyExc_RuntimeError, "in the hook"); return NULL; }
static PyMethodDef bad_hook_def = { "bad_hook", bad_hook, METH_O, NULL };
TEST(unraisablehook) {
    PyObject *old = Py_NewRef(PySys_GetObject("unraisablehook"));
    PySys_SetObject("unraisablehook", PyCFunction_New(&hook_def, NULL));
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(TYPE(PyLong_Type));
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(NULL);
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_FormatUnraisable("message %d", 5);
    stderr_on();
    PySys_SetObject("unraisablehook", PyCFunction_New(&bad_hook_def, NULL));
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(TYPE(PyLong_Type));
    PySys_SetObject("unraisablehook", Py_None);
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(TYPE(PyLong_Type));
    PySys_SetObject("unraisablehook", NULL);
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(TYPE(PyLong_Type));
    stderr_off();
    SHOW_INT(PyErr_Occurred() == NULL);
    PySys_SetObject("unraisablehook", old);
    Py_DECREF(old);
}
TEST(hook_bad_argument) {
    PyObject *h = PySys_GetObject("unraisablehook");
    SHOW(C(h, "(i)", 5));
    SHOW(C(h, "()"));
    SHOW(C(h, "((iiiii))", 1, 2, 3, 4, 5));
}
TEST(stderr_none) {
    PyObject *old = Py_NewRef(PySys_GetObject("stderr"));
    PySys_SetObject("stderr", Py_None);
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(Py_None);
    SHOW_INT(PyErr_Occurred() == NULL);
    PySys_SetObject("stderr", old);
    Py_DECREF(old);
}
static void free_raises(PyObject *capsule) { PyErr_SetString(PyExc_ValueError, "from a destructor"); }
TEST(during_another_exception) {
    PyErr_SetString(PyExc_KeyError, "kept");
    PyObject *kept = PyErr_GetRaisedException();
    stderr_on();
    PyErr_SetString(PyExc_ValueError, "x"); PyErr_WriteUnraisable(Py_None);
    stderr_off();
    PyErr_SetRaisedException(kept);
    show_raised("kept");
}
