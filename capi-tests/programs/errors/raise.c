/* Raising, fetching, matching, chaining: PyErr_*. */
#include "exc.h"

TEST(set_string) {
    PyErr_SetString(PyExc_ValueError, "text"); SHOW_STILL(PyErr_Occurred() == PyExc_ValueError); show_raised("r");
    PyErr_SetString(PyExc_ValueError, ""); show_raised("empty");
    PyErr_SetString(PyExc_KeyError, "k"); show_raised("key");
    PyErr_SetString(PyExc_ValueError, "\xc3\xa9"); show_raised("utf8");
    PyErr_SetString(PyExc_ValueError, "\xff"); show_raised("bad utf8");
    PyErr_SetString(PyExc_OSError, "os"); show_raised("os");
    PyErr_SetString(PyExc_UnicodeDecodeError, "u"); show_raised("needs five");
    SHOW_STILL(PyErr_Occurred() == NULL);
}
TEST(set_none) {
    PyErr_SetNone(PyExc_ValueError); show_raised("r");
    PyErr_SetNone(PyExc_StopIteration); show_raised("stop");
    PyErr_SetNone(PyExc_UnicodeDecodeError); show_raised("needs five");
}
TEST(set_object) {
    PyErr_SetObject(PyExc_ValueError, NULL); show_raised("NULL");
    PyErr_SetObject(PyExc_ValueError, Py_None); show_raised("None");
    PyObject *t = V("(is)", 1, "two"), *i = V("i", 5), *e = MUST(C(PyExc_ValueError, "(s)", "instance")), *k = MUST(C(PyExc_KeyError, "(s)", "instance"));
    PyErr_SetObject(PyExc_ValueError, t); show_raised("tuple");
    PyErr_SetObject(PyExc_ValueError, i); show_raised("int");
    PyErr_SetObject(PyExc_ValueError, e);
    PyObject *r = PyErr_GetRaisedException(); SHOW_INT(r == e); Py_XDECREF(r);
    PyErr_SetObject(PyExc_Exception, e); show_raised("subclass instance");
    PyErr_SetObject(PyExc_LookupError, k); show_raised("subclass instance");
    PyErr_SetObject(PyExc_ValueError, k); show_raised("other instance");
    PyErr_SetObject(PyExc_StopIteration, t); show_raised("stop tuple");
    SHOW_REFS(i, PyErr_SetObject(PyExc_ValueError, i), PyErr_Clear());
    SHOW_REFS(e, PyErr_SetObject(PyExc_ValueError, e));
    SHOW_REFS(e, PyErr_Clear());
    Py_DECREF(t); Py_DECREF(i); Py_DECREF(e); Py_DECREF(k);
}
TEST(set_not_exception) {
    PyErr_SetString((PyObject *)&PyLong_Type, "x"); show_raised("int");
    PyErr_SetString(Py_None, "x"); show_raised("None");
    PyObject *e = MUST(C(PyExc_ValueError, "(s)", "instance"));
    PyErr_SetString(e, "x"); show_raised("instance");
    PyErr_SetObject(e, NULL); show_raised("instance");
    PyErr_SetNone((PyObject *)&PyType_Type); show_raised("type");
    PyErr_Format((PyObject *)&PyLong_Type, "x %d", 3); show_raised("format");
    PyErr_SetObject((PyObject *)&PyList_Type, Py_None); show_raised("list");
    Py_DECREF(e);
}
static PyObject *returns_int(PyObject *self, PyObject *const *args, Py_ssize_t n) { return PyLong_FromLong(3); }
static PyMethodDef new_def = { "__new__", (PyCFunction)returns_int, METH_FASTCALL, NULL };
TEST(new_returns_other) {
    PyObject *f = PyCFunction_New(&new_def, NULL), *st = MUST(PyObject_CallFunction(TYPE(PyStaticMethod_Type), "(O)", f)), *d = V("{s:O}", "__new__", st), *b = V("(O)", PyExc_ValueError);
    PyObject *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Odd", b, d));
    PyErr_SetString(t, "x"); show_raised("string");
    PyErr_SetNone(t); show_raised("none");
    Py_DECREF(t); Py_DECREF(b); Py_DECREF(d); Py_DECREF(st); Py_DECREF(f);
}
TEST(format) {
    SHOW_STILL(PyErr_Format(PyExc_ValueError, "%d %s", 5, "five") == NULL); show_raised("r");
    PyErr_Format(PyExc_ValueError, "%R %S %A", PyExc_KeyError, Py_None, Py_True); show_raised("r");
    PyErr_Format(PyExc_ValueError, "%.200s|%5d|%-5d|%05d|%x|%c|%%", "abc", 1, 2, 3, 255, 'c'); show_raised("r");
    PyErr_Format(PyExc_ValueError, "%zd %ld %lld %p", (Py_ssize_t)-1, 2L, 3LL, (void *)0); show_raised("r");
    PyErr_Format(PyExc_ValueError, "%T %N", Py_None, &PyLong_Type); show_raised("r");
    PyErr_Format(PyExc_ValueError, "%U %V", Py_None, NULL, "x"); PyErr_Clear();
    PyErr_Format(PyExc_ValueError, "bad %y"); show_raised("bad");
    PyErr_Format(PyExc_UnicodeDecodeError, "needs %d", 5); show_raised("needs");
    PyErr_SetString(PyExc_KeyError, "before");
    PyErr_Format(PyExc_ValueError, "after"); show_raised("replaces");
}
TEST(occurred_and_clear) {
    SHOW_STILL(PyErr_Occurred() == NULL);
    PyErr_SetString(PyExc_KeyError, "x");
    SHOW_STILL(PyErr_Occurred() == PyExc_KeyError);
    PyErr_Clear();
    SHOW_STILL(PyErr_Occurred() == NULL);
    PyErr_Clear();
}
TEST(fetch_restore) {
    PyObject *t, *v, *tb;
    PyErr_Fetch(&t, &v, &tb);
    SHOW_INT(!t && !v && !tb);
    PyErr_SetString(PyExc_ValueError, "x");
    PyErr_Fetch(&t, &v, &tb);
    SHOW_INT(t == PyExc_ValueError); SHOW_BORROWED(v); SHOW_INT(tb == NULL);
    SHOW_STILL(PyErr_Occurred() == NULL);
    PyErr_Restore(t, v, tb);
    show_raised("restored");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), S("only text"), NULL); show_raised("text");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), NULL, NULL); show_raised("no value");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), V("(ii)", 1, 2), NULL); show_raised("tuple");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), Py_NewRef(Py_None), NULL); show_raised("none");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), MUST(C(PyExc_KeyError, "(s)", "k")), NULL); show_raised("other instance");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), NULL, Py_NewRef(Py_None)); show_raised("tb none");
    PyErr_SetString(PyExc_ValueError, "x");
    PyErr_Restore(NULL, NULL, NULL); show_raised("nothing");
    PyErr_Restore(Py_NewRef(&PyLong_Type), S("x"), NULL); show_raised("int type");
    PyErr_Restore(Py_NewRef(PyExc_UnicodeDecodeError), NULL, NULL); show_raised("needs five");
}
TEST(normalize) {
    PyObject *t = Py_NewRef(PyExc_ValueError), *v = S("x"), *tb = NULL;
    PyErr_NormalizeException(&t, &v, &tb);
    SHOW_BORROWED(t); SHOW_BORROWED(v); SHOW_INT(tb == NULL);
    Py_DECREF(t); Py_DECREF(v);
    t = Py_NewRef(PyExc_ValueError); v = NULL;
    PyErr_NormalizeException(&t, &v, &tb);
    SHOW_BORROWED(t); SHOW_BORROWED(v);
    Py_DECREF(t); Py_DECREF(v);
    t = Py_NewRef(PyExc_LookupError); v = MUST(C(PyExc_KeyError, "(s)", "k"));
    PyErr_NormalizeException(&t, &v, &tb);
    SHOW_BORROWED(t); SHOW_BORROWED(v);
    Py_DECREF(t); Py_DECREF(v);
    t = Py_NewRef(PyExc_UnicodeDecodeError); v = S("x");
    PyErr_NormalizeException(&t, &v, &tb);
    SHOW_BORROWED(t); SHOW_BORROWED(v);
    Py_XDECREF(t); Py_XDECREF(v);
    t = NULL; v = NULL;
    PyErr_NormalizeException(&t, &v, &tb);
    SHOW_INT(t == NULL && v == NULL);
    t = Py_NewRef(PyExc_OSError); v = V("(is)", 2, "gone");
    PyErr_NormalizeException(&t, &v, &tb);
    SHOW_BORROWED(t); SHOW_BORROWED(v);
    Py_DECREF(t); Py_DECREF(v);
}
TEST(raised_exception) {
    SHOW_INT(PyErr_GetRaisedException() == NULL);
    PyObject *e = MUST(C(PyExc_ValueError, "(s)", "x"));
    SHOW_REFS(e, PyErr_SetRaisedException(Py_NewRef(e)));
    PyObject *g = PyErr_GetRaisedException();
    SHOW_INT(g == e);
    SHOW_STILL(PyErr_Occurred() == NULL);
    Py_XDECREF(g);
    PyErr_SetRaisedException(Py_NewRef(e));
    PyErr_SetRaisedException(NULL);
    SHOW_STILL(PyErr_Occurred() == NULL);
    PyObject *k = MUST(C(PyExc_KeyError, "(s)", "k"));
    PyErr_SetRaisedException(Py_NewRef(e));
    PyErr_SetRaisedException(k);
    show_raised("replaced");
    Py_DECREF(e);
}
TEST(matches) {
    PyErr_SetString(PyExc_KeyError, "x");
    SHOW_STILL(PyErr_ExceptionMatches(PyExc_KeyError));
    SHOW_STILL(PyErr_ExceptionMatches(PyExc_LookupError));
    SHOW_STILL(PyErr_ExceptionMatches(PyExc_Exception));
    SHOW_STILL(PyErr_ExceptionMatches(PyExc_IndexError));
    PyObject *t = V("(OO)", PyExc_IndexError, PyExc_KeyError);
    SHOW_STILL(PyErr_ExceptionMatches(t));
    Py_DECREF(t);
    PyErr_Clear();
}
TEST(given_matches) {
    PyObject *e = MUST(C(PyExc_KeyError, "(s)", "x")), *t = V("(O(OO))", PyExc_IndexError, PyExc_ValueError, PyExc_KeyError), *empty = V("()");
    SHOW_INT(PyErr_GivenExceptionMatches(e, PyExc_KeyError));
    SHOW_INT(PyErr_GivenExceptionMatches(e, PyExc_LookupError));
    SHOW_INT(PyErr_GivenExceptionMatches(PyExc_KeyError, PyExc_LookupError));
    SHOW_INT(PyErr_GivenExceptionMatches(PyExc_LookupError, PyExc_KeyError));
    SHOW_INT(PyErr_GivenExceptionMatches(e, t));
    SHOW_INT(PyErr_GivenExceptionMatches(e, empty));
    SHOW_INT(PyErr_GivenExceptionMatches(NULL, PyExc_KeyError));
    SHOW_INT(PyErr_GivenExceptionMatches(e, NULL));
    SHOW_INT(PyErr_GivenExceptionMatches(e, Py_None));
    SHOW_INT(PyErr_GivenExceptionMatches(Py_None, Py_None));
    SHOW_INT(PyErr_GivenExceptionMatches(e, e));
    SHOW_INT(PyErr_GivenExceptionMatches(e, TYPE(PyLong_Type)));
    SHOW_INT(PyErr_GivenExceptionMatches(e, TYPE(PyBaseObject_Type)));
    SHOW_INT(PyErr_GivenExceptionMatches(TYPE(PyLong_Type), TYPE(PyLong_Type)));
    SHOW_INT(PyErr_GivenExceptionMatches(TYPE(PyBool_Type), TYPE(PyLong_Type)));
    Py_DECREF(e); Py_DECREF(t); Py_DECREF(empty);
}
TEST(bad_argument) {
    SHOW_STILL(PyErr_BadArgument()); show_raised("r");
}
TEST(no_memory) {
    SHOW_STILL(PyErr_NoMemory() == NULL); show_raised("r");
    PyErr_NoMemory(); PyErr_NoMemory(); show_raised("twice");
}
TEST(bad_internal_call) {
    PyErr_BadInternalCall(); print_raised();
    _PyErr_BadInternalCall("file.c", 12);
    PyObject *e = PyErr_GetRaisedException();
    show_both("e", e);
    Py_DECREF(e);
}
TEST(handled) {
    PyObject *t, *v, *tb;
    SHOW_INT(PyErr_GetHandledException() == NULL);
    PyErr_GetExcInfo(&t, &v, &tb);
    SHOW_INT(!t || t == Py_None); SHOW_INT(!v || v == Py_None); SHOW_INT(!tb || tb == Py_None);
    printf("%d %d %d\n", t == NULL, v == NULL, tb == NULL);
    Py_XDECREF(t); Py_XDECREF(v); Py_XDECREF(tb);
    PyObject *e = MUST(C(PyExc_KeyError, "(s)", "handled"));
    SHOW_REFS(e, PyErr_SetHandledException(e));
    PyObject *h = PyErr_GetHandledException();
    SHOW_INT(h == e);
    Py_DECREF(h);
    PyErr_GetExcInfo(&t, &v, &tb);
    SHOW_BORROWED(t); SHOW_INT(v == e); SHOW_BORROWED(tb);
    Py_XDECREF(t); Py_XDECREF(v); Py_XDECREF(tb);
    SHOW_REFS(e, PyErr_SetHandledException(Py_None));
    SHOW_INT(PyErr_GetHandledException() == NULL);
    SHOW_REFS(e, PyErr_SetExcInfo(Py_NewRef(PyExc_KeyError), Py_NewRef(e), NULL));
    h = PyErr_GetHandledException();
    SHOW_INT(h == e);
    Py_XDECREF(h);
    PyErr_SetExcInfo(NULL, NULL, NULL);
    SHOW_INT(PyErr_GetHandledException() == NULL);
    PyErr_SetHandledException(e);
    PyErr_SetHandledException(NULL);
    SHOW_INT(PyErr_GetHandledException() == NULL);
    Py_DECREF(e);
}
TEST(context_chaining) {
    PyObject *h = MUST(C(PyExc_KeyError, "(s)", "handled")), *e = MUST(C(PyExc_ValueError, "(s)", "instance"));
    PyErr_SetHandledException(h);
    PyErr_SetString(PyExc_ValueError, "x"); show_raised("string");
    PyErr_SetNone(PyExc_ValueError); show_raised("none");
    PyErr_Format(PyExc_ValueError, "x"); show_raised("format");
    PyErr_SetObject(PyExc_ValueError, e); show_raised("instance");
    PyErr_SetObject(PyExc_KeyError, h); show_raised("itself");
    PyErr_SetRaisedException(MUST(C(PyExc_ValueError, "(s)", "set raised"))); show_raised("set raised");
    PyErr_Restore(Py_NewRef(PyExc_ValueError), S("restored"), NULL); show_raised("restored");
    PyErr_SetHandledException(NULL);
    Py_DECREF(h); Py_DECREF(e);
}
TEST(context_cycle_broken) {
    PyObject *a = MUST(C(PyExc_KeyError, "(s)", "a")), *b = MUST(C(PyExc_ValueError, "(s)", "b")), *c = MUST(C(PyExc_TypeError, "(s)", "c"));
    PyException_SetContext(a, Py_NewRef(b));
    PyException_SetContext(b, Py_NewRef(c));
    PyErr_SetHandledException(a);
    PyErr_SetObject(PyExc_TypeError, c);
    show_raised("c");
    show_attr(b, "__context__");
    show_attr(a, "__context__");
    PyErr_SetHandledException(NULL);
    PyException_SetContext(a, NULL); PyException_SetContext(b, NULL); PyException_SetContext(c, NULL);
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(c);
}
TEST(context_when_making_fails) {
    PyObject *h = MUST(C(PyExc_KeyError, "(s)", "handled"));
    PyErr_SetHandledException(h);
    PyErr_SetNone(PyExc_UnicodeDecodeError); show_raised("needs five");
    PyErr_SetString((PyObject *)&PyLong_Type, "x"); show_raised("not an exception");
    PyErr_SetHandledException(NULL);
    Py_DECREF(h);
}
TEST(chain_exceptions1) {
    PyObject *old = MUST(C(PyExc_KeyError, "(s)", "old"));
    _PyErr_ChainExceptions1(NULL);
    SHOW_STILL(PyErr_Occurred() == NULL);
    SHOW_REFS(old, _PyErr_ChainExceptions1(Py_NewRef(old)));
    show_raised("nothing was set");
    PyErr_SetString(PyExc_ValueError, "new");
    _PyErr_ChainExceptions1(Py_NewRef(old));
    show_raised("chained");
    Py_DECREF(old);
}
TEST(import_error) {
    PyObject *msg = S("message"), *name = S("mod"), *path = S("/p");
    SHOW_STILL(PyErr_SetImportError(msg, name, path) == NULL);
    PyObject *e = PyErr_GetRaisedException(); show_both("e", e); show_attrs(e, "msg name path name_from args"); Py_DECREF(e);
    PyErr_SetImportError(msg, NULL, NULL);
    e = PyErr_GetRaisedException(); show_both("e", e); show_attrs(e, "msg name path name_from"); Py_DECREF(e);
    SHOW(PyErr_SetImportError(NULL, name, path));
    SHOW(PyErr_SetImportErrorSubclass(PyExc_ModuleNotFoundError, msg, name, NULL));
    PyErr_SetImportErrorSubclass(PyExc_ModuleNotFoundError, msg, name, NULL);
    e = PyErr_GetRaisedException(); show_both("e", e); show_attrs(e, "msg name path name_from"); Py_DECREF(e);
    SHOW(PyErr_SetImportErrorSubclass(PyExc_ValueError, msg, name, NULL));
    SHOW(PyErr_SetImportErrorSubclass(Py_None, msg, name, NULL));
    Py_DECREF(msg); Py_DECREF(name); Py_DECREF(path);
}
TEST(signals) {
    SHOW_INT(PyErr_CheckSignals());
    SHOW_INT(PyErr_SetInterruptEx(-1));
    SHOW_INT(PyErr_SetInterruptEx(0));
    SHOW_INT(PyErr_SetInterruptEx(1000));
    SHOW_INT(PyOS_InterruptOccurred());
}
TEST(refcounts) {
    PyObject *e = MUST(C(PyExc_ValueError, "(s)", "x")), *t, *v, *tb;
    PyErr_SetRaisedException(Py_NewRef(e));
    SHOW_REFS(e, PyErr_Fetch(&t, &v, &tb));
    SHOW_REFS(e, PyErr_Restore(t, v, tb));
    SHOW_REFS(e, PyErr_Occurred());
    SHOW_REFS(e, PyErr_Clear());
    SHOW_REFS(e, PyErr_SetObject((PyObject *)Py_TYPE(e), e));
    SHOW_REFS(e, Py_XDECREF(PyErr_GetRaisedException()));
    Py_DECREF(e);
}
