/* What an unhandled exception prints: PyErr_Print, PyErr_Display, PyErr_DisplayException, sys.excepthook. */
#include "exc.h"

static PyObject *exc(PyObject *type, const char *text) { return MUST(C(type, "(s)", text)); }
static PyObject *group(const char *text, PyObject *list) {
    PyObject *eg = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "ExceptionGroup"));
    return MUST(C(eg, "(sN)", text, list));
}
/* Displays a new reference. */
static void display(PyObject *e) {
    stderr_on();
    PyErr_DisplayException(e);
    stderr_off();
    Py_DECREF(e);
}
TEST(simple) {
    display(exc(PyExc_ValueError, "text"));
    display(exc(PyExc_ValueError, ""));
    display(MUST(C(PyExc_ValueError, "()")));
    display(MUST(C(PyExc_ValueError, "(ii)", 1, 2)));
    display(MUST(C(PyExc_ValueError, "(O)", Py_None)));
    display(exc(PyExc_KeyError, "key"));
    display(exc(PyExc_ValueError, "two\nlines"));
    display(exc(PyExc_ValueError, "\xc3\xa9\xe2\x82\xac"));
    display(exc(PyExc_KeyboardInterrupt, ""));
    display(exc(PyExc_SystemExit, "code"));
    display(exc(PyExc_StopIteration, "value"));
}
TEST(undecodable_text) {
    PyObject *s = PyUnicode_DecodeLocale("a\xff", "surrogateescape");
    PyErr_Clear();
    Py_XDECREF(s);
    s = MUST(PyUnicode_FromOrdinal(0xdc80));
    PyObject *e = MUST(C(PyExc_ValueError, "(N)", s));
    display(e);
}
TEST(module_in_name) {
    PyObject *t = subclass("Sub", PyExc_ValueError);
    display(MUST(C(t, "(s)", "made")));
    PyObject_SetAttrString(t, "__module__", S("__main__"));
    display(MUST(C(t, "(s)", "main")));
    PyObject_SetAttrString(t, "__module__", S("builtins"));
    display(MUST(C(t, "(s)", "builtins")));
    PyObject_SetAttrString(t, "__module__", Py_None);
    display(MUST(C(t, "(s)", "None")));
    PyObject_SetAttrString(t, "__qualname__", S("Outer.Sub"));
    display(MUST(C(t, "(s)", "None")));
    PyObject_SetAttrString(t, "__module__", S("a.b"));
    display(MUST(C(t, "()")));
    Py_DECREF(t);
}
static PyObject *fails(PyObject *self, PyObject *unused) { PyErr_SetString(PyExc_RuntimeError, "str fails"); return NULL; }
static PyMethodDef fails_def = { "__str__", fails, METH_NOARGS, NULL };
TEST(str_fails) {
    PyObject *f = PyCFunction_New(&fails_def, NULL), *b = V("(O)", PyExc_ValueError), *d = V("{s:O,s:s}", "__str__", f, "__module__", "m");
    PyObject *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Odd", b, d));
    display(MUST(C(t, "(s)", "x")));
    Py_DECREF(t); Py_DECREF(f); Py_DECREF(b); Py_DECREF(d);
}
TEST(notes) {
    PyObject *e = exc(PyExc_ValueError, "text");
    M(Py_NewRef(e), "add_note", "(s)", "first");
    M(Py_NewRef(e), "add_note", "(s)", "second\nwith two lines");
    M(Py_NewRef(e), "add_note", "(s)", "");
    display(e);
    e = exc(PyExc_ValueError, "tuple of notes"); set_attr(e, "__notes__", V("(si)", "a", 1)); display(e);
    e = exc(PyExc_ValueError, "int for notes"); set_attr(e, "__notes__", V("i", 5)); display(e);
    e = exc(PyExc_ValueError, "str for notes"); set_attr(e, "__notes__", S("abc")); display(e);
    e = exc(PyExc_ValueError, "empty notes"); set_attr(e, "__notes__", V("[]")); display(e);
    e = exc(PyExc_ValueError, "none in notes"); set_attr(e, "__notes__", V("[O]", Py_None)); display(e);
    e = exc(PyExc_ValueError, "bytes in notes"); set_attr(e, "__notes__", V("[y]", "b")); display(e);
    e = exc(PyExc_ValueError, "bytes for notes"); set_attr(e, "__notes__", V("y", "b")); display(e);
}
TEST(cause) {
    PyObject *e = exc(PyExc_ValueError, "effect");
    PyException_SetCause(e, exc(PyExc_KeyError, "cause"));
    display(e);
}
TEST(context) {
    PyObject *e = exc(PyExc_ValueError, "second");
    PyException_SetContext(e, exc(PyExc_KeyError, "first"));
    display(e);
    e = exc(PyExc_ValueError, "suppressed");
    PyException_SetContext(e, exc(PyExc_KeyError, "first"));
    set_attr(e, "__suppress_context__", Py_NewRef(Py_True));
    display(e);
    e = exc(PyExc_ValueError, "cause wins");
    PyException_SetContext(e, exc(PyExc_KeyError, "first"));
    PyException_SetCause(e, exc(PyExc_TypeError, "cause"));
    display(e);
}
TEST(long_chain) {
    PyObject *e = exc(PyExc_ValueError, "0");
    for (int i = 1; i < 6; i++) {
        char text[9]; snprintf(text, sizeof text, "%d", i);
        PyObject *n = exc(PyExc_ValueError, text);
        if (i % 2) PyException_SetContext(n, e); else PyException_SetCause(n, e);
        e = n;
    }
    display(e);
}
TEST(cycle) {
    PyObject *a = exc(PyExc_ValueError, "a"), *b = exc(PyExc_KeyError, "b");
    PyException_SetContext(a, Py_NewRef(b));
    PyException_SetContext(b, Py_NewRef(a));
    stderr_on(); PyErr_DisplayException(a); stderr_off();
    PyException_SetContext(a, NULL); PyException_SetContext(b, NULL);
    PyException_SetCause(a, Py_NewRef(a));
    stderr_on(); PyErr_DisplayException(a); stderr_off();
    PyException_SetCause(a, NULL);
    Py_DECREF(a); Py_DECREF(b);
}
TEST(groups) {
    display(group("one", V("[N]", exc(PyExc_ValueError, "v"))));
    display(group("two", V("[NN]", exc(PyExc_ValueError, "v"), exc(PyExc_KeyError, "k"))));
}
TEST(nested_groups) {
    PyObject *inner = group("inner", V("[NN]", exc(PyExc_TypeError, "t"), exc(PyExc_KeyError, "k")));
    display(group("outer", V("[NNN]", exc(PyExc_ValueError, "v"), inner, exc(PyExc_ValueError, "two\nlines"))));
}
TEST(group_last_nested) {
    PyObject *inner = group("inner", V("[N]", exc(PyExc_TypeError, "t")));
    display(group("outer", V("[NN]", exc(PyExc_ValueError, "v"), inner)));
}
TEST(group_chains) {
    PyObject *v = exc(PyExc_ValueError, "v"), *g;
    PyException_SetContext(v, exc(PyExc_KeyError, "context of v"));
    g = group("g", V("[NN]", v, exc(PyExc_ValueError, "w")));
    PyException_SetCause(g, exc(PyExc_TypeError, "cause of g"));
    M(Py_NewRef(g), "add_note", "(s)", "note of g\nsecond line");
    M(Py_NewRef(v), "add_note", "(s)", "note of v\nsecond line");
    display(g);
    PyObject *e = exc(PyExc_ValueError, "outside");
    PyException_SetContext(e, group("as context", V("[N]", exc(PyExc_ValueError, "x"))));
    display(e);
}
TEST(group_wide) {
    PyObject *list = PyList_New(0);
    for (int i = 0; i < 20; i++) { char text[9]; snprintf(text, sizeof text, "%d", i); PyObject *e = exc(PyExc_ValueError, text); PyList_Append(list, e); Py_DECREF(e); }
    display(group("wide", list));
}
TEST(group_deep) {
    PyObject *e = exc(PyExc_ValueError, "deepest");
    for (int i = 0; i < 13; i++) { char text[9]; snprintf(text, sizeof text, "%d", i); e = group(text, V("[N]", e)); }
    display(e);
}
TEST(group_wide_and_deep) {
    PyObject *list = PyList_New(0);
    for (int i = 0; i < 16; i++) { PyObject *e = group("g", V("[N]", exc(PyExc_ValueError, "x"))); PyList_Append(list, e); Py_DECREF(e); }
    display(group("outer", list));
}
TEST(syntax_error) {
    display(MUST(C(PyExc_SyntaxError, "(s)", "plain")));
    display(MUST(C(PyExc_SyntaxError, "(s(siis))", "msg", "nofile.py", 3, 5, "  abc def\n")));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "msg", "nofile.py", 3, 5, "  abc def\n", 3, 8)));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "msg", "nofile.py", 3, 5, "  abc def\n", 4, 8)));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "msg", "nofile.py", 3, 5, "  abc def\n", 3, 800)));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "msg", "nofile.py", 3, 50, "  abc def\n", 3, 51)));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "msg", "nofile.py", 3, 0, "  abc def\n", 3, 0)));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "msg", "nofile.py", 3, -1, "  abc def\n", 3, -1)));
    display(MUST(C(PyExc_SyntaxError, "(s(siis))", "msg", "nofile.py", 3, 1, "  abc def\n")));
    display(MUST(C(PyExc_SyntaxError, "(s(siis))", "msg", "nofile.py", 3, 2, "\tabc def")));
    display(MUST(C(PyExc_SyntaxError, "(s(siis))", "msg", "nofile.py", 3, 1, "")));
    display(MUST(C(PyExc_SyntaxError, "(s(siis))", "msg", "nofile.py", 3, 4, "   \n")));
    display(MUST(C(PyExc_SyntaxError, "(s(siiO))", "msg", "nofile.py", 3, 1, Py_None)));
    display(MUST(C(PyExc_SyntaxError, "(s(OiiO))", "msg", Py_None, 3, 1, Py_None)));
    display(MUST(C(PyExc_SyntaxError, "(s(Oiis))", "msg", Py_None, 3, 2, "abc")));
    display(MUST(C(PyExc_SyntaxError, "(s(sOOs))", "msg", "nofile.py", Py_None, Py_None, "abc")));
    display(MUST(C(PyExc_SyntaxError, "(s(siOs))", "msg", "nofile.py", 2, Py_None, "abc")));
    display(MUST(C(PyExc_SyntaxError, "(s(siis))", "msg", "nofile.py", 3, 3, "\xc3\xa9\xe2\x82\xac xyz\n")));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "wide", "nofile.py", 3, 3, "\xe4\xb8\xad\xe6\x96\x87 xyz\n", 3, 6)));
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "wide inside", "nofile.py", 3, 1, "\xe4\xb8\xad\xe6\x96\x87 xyz\n", 3, 3)));
    display(MUST(C(PyExc_SyntaxError, "(O(siis))", Py_None, "nofile.py", 3, 3, "abc")));
    display(MUST(C(PyExc_SyntaxError, "()")));
    display(MUST(C(PyExc_IndentationError, "(s(siis))", "indent", "nofile.py", 3, 3, "abc")));
    display(MUST(C(PyExc_SyntaxError, "(s(ssss))", "odd", "nofile.py", "a", "b", "abc")));
    PyObject *e = MUST(C(PyExc_SyntaxError, "(s(siis))", "with note", "nofile.py", 3, 3, "abc"));
    M(Py_NewRef(e), "add_note", "(s)", "a note");
    PyException_SetContext(e, exc(PyExc_KeyError, "context"));
    display(e);
    display(group("g", V("[N]", MUST(C(PyExc_SyntaxError, "(s(siis))", "in a group", "nofile.py", 3, 3, "abc")))));
}
TEST(syntax_error_suggestion) {
    display(MUST(C(PyExc_SyntaxError, "(s(siisii))", "invalid syntax", "nofile.py", 1, 1, "fro x import y\n", 1, 4)));
}
TEST(import_and_name_errors) {
    PyObject *args = V("(s)", "text"), *kw = V("{s:s}", "name", "zzqqzz");
    display(MUST(PyObject_Call(PyExc_NameError, args, kw)));
    display(MUST(PyObject_Call(PyExc_ImportError, args, kw)));
    PyObject *kw2 = V("{s:s}", "name", "syss");
    display(MUST(PyObject_Call(PyExc_ModuleNotFoundError, args, kw)));
    Py_DECREF(kw2); Py_DECREF(args); Py_DECREF(kw);
}
TEST(attribute_suggestion) {
    PyObject *o = exc(PyExc_ValueError, "x"), *args = V("(s)", "no attribute"), *kw;
    static const char *near[] = { "arg", "argss", "with_tracebac", "add_notes", "__cause_", "zzzzzz", "a", "ARGS", "" };
    for (int i = 0; i < 9; i++) {
        kw = V("{s:s,s:O}", "name", near[i], "obj", o);
        display(MUST(PyObject_Call(PyExc_AttributeError, args, kw)));
        Py_DECREF(kw);
    }
    PyObject *r = PyObject_GetAttrString(o, "argz");
    Py_XDECREF(r);
    stderr_on(); PyErr_Print(); stderr_off();
    Py_DECREF(o); Py_DECREF(args);
}
TEST(print) {
    PyErr_SetString(PyExc_ValueError, "printed");
    stderr_on(); PyErr_Print(); stderr_off();
    SHOW_INT(PyErr_Occurred() == NULL);
    SHOW_BORROWED(PySys_GetObject("last_type")); SHOW_BORROWED(PySys_GetObject("last_value")); SHOW_BORROWED(PySys_GetObject("last_traceback")); SHOW_BORROWED(PySys_GetObject("last_exc"));
    stderr_on(); PyErr_Print(); stderr_off();
}
TEST(print_ex_without_vars) {
    PySys_SetObject("last_exc", NULL);
    PySys_SetObject("last_type", NULL);
    PyErr_SetString(PyExc_ValueError, "printed");
    stderr_on(); PyErr_PrintEx(0); stderr_off();
    SHOW_INT(PySys_GetObject("last_exc") == NULL);
    SHOW_INT(PySys_GetObject("last_type") == NULL);
}
TEST(display_three) {
    PyObject *e = exc(PyExc_ValueError, "v");
    stderr_on();
    PyErr_Display(PyExc_ValueError, e, NULL);
    PyErr_Display(PyExc_KeyError, e, Py_None);
    PyErr_Display(NULL, e, NULL);
    PyErr_Display(PyExc_ValueError, Py_None, NULL);
    PyObject *i = V("i", 5);
    PyErr_Display(PyExc_ValueError, i, NULL);
    PyErr_Display(PyExc_ValueError, TYPE(PyLong_Type), NULL);
    PyErr_DisplayException(i);
    stderr_off();
    Py_DECREF(e); Py_DECREF(i);
}
static PyObject *hook(PyObject *self, PyObject *args) { print_object("hook called with", args); Py_RETURN_NONE; }
static PyMethodDef hook_def = { "hook", hook, METH_VARARGS, NULL };
static PyObject *bad_hook(PyObject *self, PyObject *args) { PyErr_SetString(PyExc_RuntimeError, "in the hook"); return NULL; }
static PyMethodDef bad_hook_def = { "bad_hook", bad_hook, METH_VARARGS, NULL };
TEST(excepthook) {
    PyObject *old = Py_NewRef(PySys_GetObject("excepthook"));
    PySys_SetObject("excepthook", PyCFunction_New(&hook_def, NULL));
    PyErr_SetString(PyExc_ValueError, "hooked");
    stderr_on(); PyErr_Print(); stderr_off();
    PySys_SetObject("excepthook", PyCFunction_New(&bad_hook_def, NULL));
    PyErr_SetString(PyExc_ValueError, "hooked");
    stderr_on(); PyErr_Print(); stderr_off();
    SHOW_INT(PyErr_Occurred() == NULL);
    PySys_SetObject("excepthook", NULL);
    PyErr_SetString(PyExc_ValueError, "no hook");
    stderr_on(); PyErr_Print(); stderr_off();
    PySys_SetObject("excepthook", Py_None);
    PyErr_SetString(PyExc_ValueError, "None hook");
    stderr_on(); PyErr_Print(); stderr_off();
    PySys_SetObject("excepthook", old);
    Py_DECREF(old);
}
TEST(excepthook_called) {
    PyObject *h = PySys_GetObject("excepthook"), *e = exc(PyExc_ValueError, "v");
    stderr_on();
    SHOW(C(h, "(OOO)", PyExc_ValueError, e, Py_None));
    SHOW(C(h, "(OOO)", PyExc_ValueError, Py_None, Py_None));
    SHOW(C(h, "(OO)", PyExc_ValueError, e));
    SHOW(C(h, "()"));
    stderr_off();
    Py_DECREF(e);
}
TEST(no_stderr) {
    PyObject *old = Py_NewRef(PySys_GetObject("stderr"));
    PySys_SetObject("stderr", Py_None);
    PyErr_SetString(PyExc_ValueError, "to None");
    stderr_on(); PyErr_Print(); fflush(stderr);
    SHOW_INT(PyErr_Occurred() == NULL);
    PySys_SetObject("stderr", old);
    stderr_off();
    Py_DECREF(old);
}
static PyObject *written;
static PyObject *write_(PyObject *self, PyObject *text) { PyList_Append(written, text); Py_RETURN_NONE; }
static PyMethodDef write_def = { "write", write_, METH_O, NULL };
TEST(stderr_object) {
    written = PyList_New(0);
    PyObject *old = Py_NewRef(PySys_GetObject("stderr")), *d = V("{s:N}", "write", PyCFunction_New(&write_def, NULL)), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "File", b, d)), *o = C(t, "()");
    PySys_SetObject("stderr", o);
    PyErr_SetString(PyExc_ValueError, "to an object");
    PyErr_Print();
    PySys_SetObject("stderr", old);
    PyObject *empty = S("");
    SHOW(PyUnicode_Join(empty, written));
    Py_DECREF(empty); Py_DECREF(o); Py_DECREF(t); Py_DECREF(d); Py_DECREF(old); Py_CLEAR(written);
}
