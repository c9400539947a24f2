/* What every exception can do: arguments, text, notes, chaining, state, and the PyException_* functions. */
#include "exc.h"

static PyObject *make(PyObject *type, const char *text) { return MUST(C(type, "(s)", text)); }

TEST(text) {
    Py_XDECREF(show_both("none", C(PyExc_ValueError, "()")));
    Py_XDECREF(show_both("one", C(PyExc_ValueError, "(s)", "it")));
    Py_XDECREF(show_both("int", C(PyExc_ValueError, "(i)", 7)));
    Py_XDECREF(show_both("tuple", C(PyExc_ValueError, "((i))", 7)));
    Py_XDECREF(show_both("two", C(PyExc_ValueError, "(si)", "a", 2)));
    Py_XDECREF(show_both("quote", C(PyExc_ValueError, "(s)", "it's \"so\"\n")));
    Py_XDECREF(show_both("none value", C(PyExc_ValueError, "(O)", Py_None)));
    Py_XDECREF(show_both("wide", C(PyExc_ValueError, "(s)", "\xc3\xa9\xe2\x82\xac")));
}
TEST(key_error_text) {
    Py_XDECREF(show_both("none", C(PyExc_KeyError, "()")));
    Py_XDECREF(show_both("one", C(PyExc_KeyError, "(s)", "k")));
    Py_XDECREF(show_both("empty", C(PyExc_KeyError, "(s)", "")));
    Py_XDECREF(show_both("int", C(PyExc_KeyError, "(i)", 7)));
    Py_XDECREF(show_both("two", C(PyExc_KeyError, "(ss)", "a", "b")));
}
TEST(args_attribute) {
    PyObject *e = make(PyExc_ValueError, "x");
    show_attr(e, "args");
    set_attr(e, "args", V("(ii)", 1, 2));
    show_both("pair", e);
    set_attr(e, "args", V("[s]", "list"));
    show_both("list", e);
    set_attr(e, "args", S("ab"));
    show_both("str", e);
    set_attr(e, "args", V("i", 5));
    set_attr(e, "args", NULL);
    set_attr(e, "args", V("()"));
    show_both("empty", e);
    Py_DECREF(e);
}
TEST(get_set_args) {
    PyObject *e = make(PyExc_ValueError, "x"), *t = V("(ss)", "p", "q");
    SHOW(PyException_GetArgs(e));
    SHOW_REFS(t, PyException_SetArgs(e, t));
    SHOW(PyException_GetArgs(e));
    SHOW_REFS(t, Py_DECREF(PyException_GetArgs(e)));
    SHOW_REFS(t, Py_DECREF(e));
    Py_DECREF(t);
}
TEST(keywords_refused) {
    PyObject *kw = V("{s:i}", "a", 1), *args = V("()");
    SHOW(PyObject_Call(PyExc_ValueError, args, kw));
    SHOW(PyObject_Call(PyExc_BaseException, args, kw));
    PyObject *sub = subclass("Sub", PyExc_ValueError);
    SHOW(PyObject_Call(sub, args, kw));
    Py_DECREF(sub); Py_DECREF(kw); Py_DECREF(args);
}
TEST(init_again) {
    PyObject *e = make(PyExc_ValueError, "x");
    SHOW(PyObject_CallMethod(e, "__init__", "(ii)", 1, 2));
    show_both("after", e);
    SHOW(PyObject_CallMethod(e, "__init__", NULL));
    show_both("after", e);
    Py_DECREF(e);
}
TEST(cause_attribute) {
    PyObject *e = make(PyExc_ValueError, "x"), *c = make(PyExc_KeyError, "c");
    show_attrs(e, "__cause__ __context__ __suppress_context__ __traceback__");
    set_attr(e, "__cause__", Py_NewRef(c));
    show_attrs(e, "__cause__ __context__ __suppress_context__");
    set_attr(e, "__cause__", Py_NewRef(Py_None));
    show_attrs(e, "__cause__ __suppress_context__");
    set_attr(e, "__cause__", V("i", 3));
    set_attr(e, "__cause__", Py_NewRef(PyExc_ValueError));
    set_attr(e, "__cause__", NULL);
    Py_DECREF(e); Py_DECREF(c);
}
TEST(context_attribute) {
    PyObject *e = make(PyExc_ValueError, "x"), *c = make(PyExc_KeyError, "c");
    set_attr(e, "__context__", Py_NewRef(c));
    show_attrs(e, "__cause__ __context__ __suppress_context__");
    set_attr(e, "__context__", Py_NewRef(Py_None));
    show_attrs(e, "__context__");
    set_attr(e, "__context__", V("i", 3));
    set_attr(e, "__context__", NULL);
    Py_DECREF(e); Py_DECREF(c);
}
TEST(suppress_attribute) {
    PyObject *e = make(PyExc_ValueError, "x");
    set_attr(e, "__suppress_context__", Py_NewRef(Py_True));
    show_attr(e, "__suppress_context__");
    set_attr(e, "__suppress_context__", V("i", 0));
    show_attr(e, "__suppress_context__");
    set_attr(e, "__suppress_context__", NULL);
    set_attr(e, "__suppress_context__", S("x"));
    show_attr(e, "__suppress_context__");
    Py_DECREF(e);
}
TEST(traceback_attribute) {
    PyObject *e = make(PyExc_ValueError, "x");
    set_attr(e, "__traceback__", Py_NewRef(Py_None));
    set_attr(e, "__traceback__", V("i", 3));
    set_attr(e, "__traceback__", NULL);
    SHOW(PyObject_CallMethod(e, "with_traceback", "(O)", Py_None));
    SHOW(PyObject_CallMethod(e, "with_traceback", "(i)", 1));
    SHOW(PyObject_CallMethod(e, "with_traceback", NULL));
    PyObject *same = PyObject_CallMethod(e, "with_traceback", "(O)", Py_None);
    SHOW_INT(same == e);
    Py_XDECREF(same);
    SHOW_INT(PyException_SetTraceback(e, Py_None));
    SHOW_INT(PyException_SetTraceback(e, PyExc_ValueError));
    SHOW_INT(PyException_SetTraceback(e, NULL));
    SHOW_INT(PyException_GetTraceback(e) == NULL);
    Py_DECREF(e);
}
TEST(cause_functions) {
    PyObject *e = make(PyExc_ValueError, "x"), *c = make(PyExc_KeyError, "c");
    SHOW_INT(PyException_GetCause(e) == NULL);
    SHOW_REFS(c, PyException_SetCause(e, Py_NewRef(c)));
    SHOW_REFS(c, Py_DECREF(PyException_GetCause(e)));
    show_attrs(e, "__cause__ __suppress_context__");
    SHOW_REFS(c, PyException_SetCause(e, NULL));
    show_attrs(e, "__cause__ __suppress_context__");
    Py_DECREF(e); Py_DECREF(c);
}
TEST(context_functions) {
    PyObject *e = make(PyExc_ValueError, "x"), *c = make(PyExc_KeyError, "c");
    SHOW_INT(PyException_GetContext(e) == NULL);
    SHOW_REFS(c, PyException_SetContext(e, Py_NewRef(c)));
    SHOW_REFS(c, Py_DECREF(PyException_GetContext(e)));
    show_attrs(e, "__context__ __suppress_context__");
    SHOW_REFS(c, PyException_SetContext(e, NULL));
    Py_DECREF(e); Py_DECREF(c);
}
TEST(notes) {
    PyObject *e = make(PyExc_ValueError, "x");
    show_attr(e, "__notes__");
    SHOW(PyObject_CallMethod(e, "add_note", "(s)", "one"));
    show_attrs(e, "__notes__ __dict__");
    SHOW(PyObject_CallMethod(e, "add_note", "(s)", "two"));
    show_attr(e, "__notes__");
    SHOW(PyObject_CallMethod(e, "add_note", "(i)", 3));
    SHOW(PyObject_CallMethod(e, "add_note", NULL));
    set_attr(e, "__notes__", V("(s)", "t"));
    SHOW(PyObject_CallMethod(e, "add_note", "(s)", "three"));
    set_attr(e, "__notes__", NULL);
    SHOW(PyObject_CallMethod(e, "add_note", "(s)", "four"));
    show_attr(e, "__notes__");
    Py_DECREF(e);
}
TEST(setstate) {
    PyObject *e = make(PyExc_ValueError, "x");
    SHOW(PyObject_CallMethod(e, "__setstate__", "(O)", Py_None));
    SHOW(PyObject_CallMethod(e, "__setstate__", "({s:i,s:s})", "a", 1, "b", "two"));
    show_attr(e, "__dict__");
    SHOW(PyObject_CallMethod(e, "__setstate__", "(i)", 3));
    SHOW(PyObject_CallMethod(e, "__setstate__", "({i:i})", 1, 2));
    SHOW(PyObject_CallMethod(e, "__setstate__", "({s:(i)})", "args", 9));
    show_both("e", e);
    Py_DECREF(e);
}
TEST(reduce) {
    PyObject *e = make(PyExc_ValueError, "x");
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    set_attr(e, "attr", V("i", 1));
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    SHOW(PyObject_CallMethod(e, "__reduce_ex__", "(i)", 2));
    Py_DECREF(e);
}
TEST(dict_attribute) {
    PyObject *e = make(PyExc_ValueError, "x");
    show_attr(e, "__dict__");
    show_attr(e, "nope");
    set_attr(e, "a", V("i", 1));
    show_attrs(e, "a __dict__");
    set_attr(e, "a", NULL);
    set_attr(e, "a", NULL);
    set_attr(e, "__dict__", V("{s:i}", "z", 26));
    show_attr(e, "z");
    set_attr(e, "__dict__", V("i", 1));
    set_attr(e, "__dict__", NULL);
    show_attr(e, "__dict__");
    Py_DECREF(e);
}
TEST(builtin_type_is_immutable) {
    set_attr(PyExc_ValueError, "attr", V("i", 1));
    set_attr(PyExc_ValueError, "attr", NULL);
}
TEST(class_attributes) {
    show_attrs(PyExc_ValueError, "__module__ __qualname__ __name__ __base__ __bases__ __basicsize__ __dictoffset__ __weakrefoffset__ __itemsize__");
    PyObject *sub = subclass("Sub", PyExc_KeyError);
    show_attrs(sub, "__module__ __qualname__ __name__ __base__ __bases__ __basicsize__ __dictoffset__ __weakrefoffset__");
    Py_DECREF(sub);
}
TEST(repr_of_subclass) {
    PyObject *sub = subclass("Sub", PyExc_ValueError), *e = C(sub, "(s)", "a");
    show_both("sub", e);
    Py_DECREF(e); Py_DECREF(sub);
}
TEST(str_with_failing_argument) {
    PyObject *list = PyList_New(0);
    PyList_Append(list, list);
    Py_XDECREF(show_both("recursive list", C(PyExc_ValueError, "(O)", list)));
    PyList_SetSlice(list, 0, 1, NULL);
    Py_DECREF(list);
}
TEST(refcounts) {
    PyObject *text = S("some text of this test"), *e;
    SHOW_REFS(text, e = C(PyExc_ValueError, "(O)", text));
    SHOW_REFS(text, Py_DECREF(e));
    SHOW_REFS(text, e = C(PyExc_OSError, "(iO)", 2, text));
    SHOW_REFS(text, Py_DECREF(e));
    SHOW_REFS(text, e = C(PyExc_StopIteration, "(O)", text));
    SHOW_REFS(text, Py_DECREF(e));
    SHOW_REFS(text, e = C(PyExc_ImportError, "(O)", text));
    SHOW_REFS(text, Py_DECREF(e));
    SHOW_REFS(text, e = C(PyExc_SyntaxError, "(O)", text));
    SHOW_REFS(text, Py_DECREF(e));
    SHOW_REFS(text, e = C(PyExc_SystemExit, "(O)", text));
    SHOW_REFS(text, Py_DECREF(e));
    SHOW_REFS(text, e = C(PyExc_UnicodeTranslateError, "(OiiO)", text, 1, 2, text));
    SHOW_REFS(text, Py_DECREF(e));
    SHOW_REFS(text, e = C(PyExc_MemoryError, "(O)", text));
    SHOW_REFS(text, Py_DECREF(e));
    Py_DECREF(text);
}
TEST(gc) {
    PyObject *e = make(PyExc_ValueError, "x");
    SHOW_INT(PyObject_IS_GC(e));
    SHOW_INT(PyObject_GC_IsTracked(e));
    SHOW_INT(PyExceptionInstance_Check(e));
    SHOW_INT(PyExceptionClass_Check(PyExc_ValueError));
    SHOW_INT(PyExceptionClass_Check(Py_None));
    SHOW_INT(PyExceptionClass_Check(TYPE(PyLong_Type)));
    Py_DECREF(e);
}
TEST(cycle_collected) {
    PyObject *text = S("kept alive by a cycle"), *e = C(PyExc_ValueError, "(O)", text);
    PyObject_SetAttrString(e, "me", e);
    PyException_SetContext(e, MUST(C(PyExc_KeyError, "(O)", e)));
    SHOW_REFS(text, (Py_DECREF(e), PyGC_Collect()));
    Py_DECREF(text);
}
TEST(long_chain_dealloc) {
    PyObject *e = make(PyExc_ValueError, "x");
    for (int i = 0; i < 100000; i++) { PyObject *n = make(PyExc_ValueError, "y"); PyException_SetContext(n, e); e = n; }
    Py_DECREF(e);
    SAY("done");
}
TEST(memory_errors) {
    PyObject *made[40];
    for (int i = 0; i < 40; i++) made[i] = C(PyExc_MemoryError, "(i)", i);
    for (int i = 0; i < 40; i += 13) show_both("m", made[i]);
    for (int i = 0; i < 40; i++) Py_DECREF(made[i]);
    PyObject *again = C(PyExc_MemoryError, "()");
    show_both("again", again);
    show_attrs(again, "__dict__ args __context__");
    Py_DECREF(again);
    PyObject *sub = subclass("Sub", PyExc_MemoryError);
    Py_XDECREF(show_both("sub", C(sub, "(s)", "a")));
    Py_DECREF(sub);
}
TEST(stop_iteration) {
    PyObject *e = C(PyExc_StopIteration, "()");
    show_attrs(e, "value args");
    set_attr(e, "value", S("v"));
    show_attrs(e, "value args");
    SHOW(PyObject_CallMethod(e, "__init__", "(ii)", 1, 2));
    show_attrs(e, "value args");
    set_attr(e, "value", NULL);
    show_attr(e, "value");
    Py_DECREF(e);
    e = C(PyExc_StopIteration, "(s)", "one");
    show_attr(e, "value");
    Py_DECREF(e);
    e = C(PyExc_StopAsyncIteration, "(s)", "one");
    show_attr(e, "value");
    Py_DECREF(e);
}
TEST(system_exit) {
    PyObject *e = C(PyExc_SystemExit, "()");
    show_attrs(e, "code args");
    SHOW(PyObject_CallMethod(e, "__init__", "(i)", 1));
    show_attrs(e, "code args");
    SHOW(PyObject_CallMethod(e, "__init__", "(ii)", 1, 2));
    show_attrs(e, "code args");
    set_attr(e, "code", S("c"));
    show_both("e", e);
    set_attr(e, "code", NULL);
    show_attr(e, "code");
    Py_DECREF(e);
}
TEST(name_error) {
    PyObject *kw = V("{s:s}", "name", "n"), *bad = V("{s:s}", "nam", "n"), *args = V("(s)", "text"), *two = V("{s:i,s:i}", "name", 1, "obj", 2);
    PyObject *e = PyObject_Call(PyExc_NameError, args, kw);
    show_both("e", e);
    show_attrs(e, "name args");
    set_attr(e, "name", NULL);
    show_attr(e, "name");
    SHOW(PyObject_Call(PyExc_NameError, args, bad));
    SHOW(PyObject_Call(PyExc_NameError, args, two));
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    SHOW(PyObject_Call(PyExc_UnboundLocalError, args, kw));
    Py_DECREF(e);
    e = PyObject_Call(PyExc_AttributeError, args, two);
    show_both("e", e);
    show_attrs(e, "name obj args");
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    SHOW(PyObject_CallMethod(e, "__getstate__", NULL));
    set_attr(e, "x", V("i", 1));
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    SHOW(PyObject_Call(PyExc_AttributeError, args, bad));
    set_attr(e, "obj", NULL);
    set_attr(e, "name", NULL);
    show_attrs(e, "name obj");
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    Py_DECREF(e);
    e = C(PyExc_AttributeError, "(s)", "plain");
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    SHOW(PyObject_CallMethod(e, "__getstate__", NULL));
    Py_DECREF(e); Py_DECREF(kw); Py_DECREF(bad); Py_DECREF(two); Py_DECREF(args);
}
TEST(import_error) {
    PyObject *args = V("(s)", "text"), *kw = V("{s:s,s:s,s:s}", "name", "n", "path", "p", "name_from", "f"), *bad = V("{s:s}", "nam", "n"), *some = V("{s:s}", "path", "pp");
    PyObject *e = PyObject_Call(PyExc_ImportError, args, kw);
    show_both("e", e);
    show_attrs(e, "msg name path name_from args");
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    set_attr(e, "extra", V("i", 1));
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    set_attr(e, "msg", S("other"));
    show_both("e", e);
    set_attr(e, "msg", V("i", 5));
    show_both("e", e);
    set_attr(e, "msg", NULL);
    show_both("e", e);
    Py_DECREF(e);
    SHOW(PyObject_Call(PyExc_ImportError, args, bad));
    SHOW(PyObject_Call(PyExc_ModuleNotFoundError, args, bad));
    e = PyObject_Call(PyExc_ModuleNotFoundError, args, some);
    show_both("e", e);
    show_attrs(e, "msg name path name_from");
    Py_DECREF(e);
    e = C(PyExc_ImportError, "(ss)", "a", "b");
    show_both("two", e);
    show_attrs(e, "msg name path name_from");
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    Py_DECREF(e); Py_DECREF(args); Py_DECREF(kw); Py_DECREF(bad); Py_DECREF(some);
}
