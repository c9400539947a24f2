/* The functions of sys. */
#include "../errors/exc.h"
static PyObject *F_(const char *name) { PyObject *o = PySys_GetObject(name); if (!o) { SAY("no sys.%s", name); exit(3); } return o; }
#define CALL(name, ...) print_new(name, C(F_(name), __VA_ARGS__))

TEST(recursion_limit) {
    CALL("getrecursionlimit", "()");
    CALL("setrecursionlimit", "(i)", 1234);
    CALL("getrecursionlimit", "()");
    SHOW_INT(Py_GetRecursionLimit());
    CALL("setrecursionlimit", "(i)", 0);
    CALL("setrecursionlimit", "(i)", -5);
    CALL("setrecursionlimit", "(s)", "x");
    CALL("setrecursionlimit", "(d)", 5.0);
    CALL("setrecursionlimit", "()");
    CALL("setrecursionlimit", "(L)", 1LL << 40);
    CALL("setrecursionlimit", "(i)", 1);
    Py_SetRecursionLimit(1000);
    CALL("getrecursionlimit", "()");
    CALL("getrecursionlimit", "(i)", 1);
}
TEST(intern) {
    PyObject *a = S("some text to intern"), *b = S("some text to intern");
    PyObject *x = C(F_("intern"), "(O)", a), *y = C(F_("intern"), "(O)", b);
    SHOW_INT(x == y);
    SHOW_BORROWED(x);
    CALL("_is_interned", "(O)", x);
    CALL("_is_interned", "(s)", "not interned at all");
    CALL("_is_interned", "(i)", 5);
    CALL("intern", "(i)", 5);
    CALL("intern", "()");
    CALL("intern", "(y)", "b");
    Py_XDECREF(x); Py_XDECREF(y); Py_DECREF(a); Py_DECREF(b);
}
TEST(getrefcount) {
    PyObject *l = PyList_New(0);
    PyObject *args = V("(O)", l);
    SHOW(PyObject_Call(F_("getrefcount"), args, NULL));
    Py_DECREF(args);
    SHOW(PyObject_CallOneArg(F_("getrefcount"), l));
    CALL("getrefcount", "(O)", Py_None);
    CALL("getrefcount", "()");
    Py_DECREF(l);
}
TEST(getsizeof) {
    PyObject *values[] = { V("i", 5), V("L", 1LL << 40), V("L", 1LL << 62), S(""), S("abc"), S("\xc3\xa9"), S("\xe2\x82\xac"), S("\xf0\x9f\x98\x80"), V("y", ""), V("y", "abc"), V("d", 1.5), V("()"), V("(ii)", 1, 2),
        V("[]"), V("[iii]", 1, 2, 3), Py_None, Py_True, Py_NotImplemented, Py_Ellipsis };
    for (int i = 0; i < (int)(sizeof values / sizeof *values); i++) { print_object("of", values[i]); CALL("getsizeof", "(O)", values[i]); }
    CALL("getsizeof", "(O)", PyExc_ValueError);
    PyObject *e = C(PyExc_ValueError, "(s)", "x");
    CALL("getsizeof", "(O)", e);
    CALL("getsizeof", "()");
    CALL("getsizeof", "(ii)", 1, 2);
    CALL("getsizeof", "(iii)", 1, 2, 3);
    PyObject *kw = V("{s:i}", "default", 3), *args = V("(i)", 1);
    SHOW(PyObject_Call(F_("getsizeof"), args, kw));
    PyDict_SetItemString(kw, "x", Py_None);
    SHOW(PyObject_Call(F_("getsizeof"), args, kw));
    Py_DECREF(kw); Py_DECREF(args); Py_XDECREF(e);
}
static PyObject *size_result;
static PyObject *size_(PyObject *self, PyObject *unused) { if (!size_result) { PyErr_SetString(PyExc_RuntimeError, "no size"); return NULL; } return Py_NewRef(size_result); }
static PyMethodDef size_def = { "__sizeof__", size_, METH_NOARGS, NULL };
TEST(getsizeof_method) {
    PyObject *d = V("{s:N}", "__sizeof__", PyCFunction_New(&size_def, NULL)), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Sized", b, d)), *o = C(t, "()");
    PyObject *results[] = { V("i", 100), V("i", -1), V("s", "x"), V("d", 1.5), NULL };
    for (int i = 0; i < 5; i++) { size_result = results[i]; CALL("getsizeof", "(O)", o); CALL("getsizeof", "(Os)", o, "default"); }
    Py_DECREF(o); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d);
}
TEST(exc_info) {
    CALL("exc_info", "()");
    CALL("exception", "()");
    PyObject *e = C(PyExc_KeyError, "(s)", "handled");
    PyErr_SetHandledException(e);
    CALL("exc_info", "()");
    CALL("exception", "()");
    PyErr_SetHandledException(NULL);
    CALL("exc_info", "()");
    CALL("exc_info", "(i)", 1);
    CALL("exception", "(i)", 1);
    Py_DECREF(e);
}
TEST(int_max_str_digits) {
    CALL("get_int_max_str_digits", "()");
    CALL("set_int_max_str_digits", "(i)", 1000);
    CALL("get_int_max_str_digits", "()");
    CALL("set_int_max_str_digits", "(i)", 5);
    CALL("set_int_max_str_digits", "(i)", 639);
    CALL("set_int_max_str_digits", "(i)", 640);
    CALL("set_int_max_str_digits", "(i)", -1);
    CALL("set_int_max_str_digits", "(s)", "x");
    CALL("set_int_max_str_digits", "()");
    CALL("set_int_max_str_digits", "(i)", 0);
    CALL("get_int_max_str_digits", "()");
    PyObject *kw = V("{s:i}", "maxdigits", 4300), *args = V("()");
    SHOW(PyObject_Call(F_("set_int_max_str_digits"), args, kw));
    CALL("get_int_max_str_digits", "()");
    Py_DECREF(kw); Py_DECREF(args);
}
TEST(switch_interval) {
    CALL("getswitchinterval", "()");
    CALL("setswitchinterval", "(d)", 0.01);
    CALL("getswitchinterval", "()");
    CALL("setswitchinterval", "(d)", 0.0);
    CALL("setswitchinterval", "(d)", -1.0);
    CALL("setswitchinterval", "(s)", "x");
    CALL("setswitchinterval", "(i)", 1);
    CALL("getswitchinterval", "()");
    CALL("setswitchinterval", "(d)", 0.005);
}
TEST(encodings) {
    CALL("getdefaultencoding", "()");
    CALL("getfilesystemencoding", "()");
    CALL("getfilesystemencodeerrors", "()");
    CALL("getdefaultencoding", "(i)", 1);
}
TEST(exit) {
    CALL("exit", "()"); CALL("exit", "(i)", 3); CALL("exit", "(s)", "bye"); CALL("exit", "(O)", Py_None); CALL("exit", "((ii))", 1, 2); CALL("exit", "(ii)", 1, 2);
    C(F_("exit"), "(i)", 3);
    PyObject *e = PyErr_GetRaisedException();
    show_attrs(e, "code args");
    Py_DECREF(e);
}
TEST(displayhook) {
    PyObject *b = MUST(PyImport_ImportModule("builtins"));
    CALL("displayhook", "(s)", "shown");
    CALL("displayhook", "(O)", Py_None);
    CALL("displayhook", "([ii])", 1, 2);
    PyObject *r = PyObject_CallMethod(PySys_GetObject("stdout"), "flush", NULL); Py_XDECREF(r);
    show_attr(b, "_");
    CALL("displayhook", "()");
    PyObject *old = Py_NewRef(PySys_GetObject("stdout"));
    PySys_SetObject("stdout", NULL);
    PyObject *h = Py_NewRef(F_("displayhook"));
    print_new("without stdout", C(h, "(i)", 5));
    print_new("without stdout", C(h, "(O)", Py_None));
    PySys_SetObject("stdout", Py_None);
    print_new("None", C(h, "(i)", 5));
    PySys_SetObject("stdout", old);
    SHOW_INT(PyObject_SetAttrString(b, "_", Py_None));
    Py_DECREF(old); Py_DECREF(h); Py_DECREF(b);
}
TEST(immortal) {
    CALL("_is_immortal", "(O)", Py_None); CALL("_is_immortal", "(i)", 5);
    PyObject *l = PyList_New(0);
    CALL("_is_immortal", "(O)", l);
    CALL("_is_immortal", "()");
    Py_DECREF(l);
    CALL("_is_gil_enabled", "()");
}
TEST(finalizing) { CALL("is_finalizing", "()"); SHOW_INT(Py_IsFinalizing()); }
TEST(dlopen_flags) { CALL("getdlopenflags", "()"); CALL("setdlopenflags", "(i)", 0x101); CALL("getdlopenflags", "()"); CALL("setdlopenflags", "(s)", "x"); CALL("setdlopenflags", "(i)", 2); }
TEST(tracing) {
    CALL("gettrace", "()"); CALL("getprofile", "()");
    CALL("settrace", "()"); CALL("setprofile", "()");
    CALL("settrace", "(O)", Py_None); CALL("setprofile", "(O)", Py_None);
}
TEST(coroutine_origin) {
    CALL("get_coroutine_origin_tracking_depth", "()");
    CALL("set_coroutine_origin_tracking_depth", "(i)", 3);
    CALL("get_coroutine_origin_tracking_depth", "()");
    CALL("set_coroutine_origin_tracking_depth", "(i)", -1);
    CALL("set_coroutine_origin_tracking_depth", "(i)", 0);
}
TEST(asyncgen_hooks) {
    CALL("get_asyncgen_hooks", "()");
    CALL("set_asyncgen_hooks", "(ii)", 1, 2);
    CALL("set_asyncgen_hooks", "(OO)", PyExc_ValueError, Py_None);
    CALL("get_asyncgen_hooks", "()");
    CALL("set_asyncgen_hooks", "(OO)", Py_None, Py_None);
    CALL("get_asyncgen_hooks", "()");
}
TEST(getframe) {
    CALL("_getframe", "(i)", 0); CALL("_getframe", "(i)", 100); CALL("_getframe", "(s)", "x"); CALL("_getframemodulename", "()"); CALL("_getframemodulename", "(i)", 5);
}
TEST(unicodeinterned) {
    PyObject *n = C(F_("getunicodeinternedsize"), "()");
    SHOW_INT(PyLong_Check(n) && PyLong_AsLong(n) > 100);
    Py_XDECREF(n);
    n = C(F_("getallocatedblocks"), "()");
    SHOW_INT(PyLong_Check(n));
    Py_XDECREF(n);
}
TEST(breakpointhook_arguments) { SHOW_INT(F_("breakpointhook") == F_("__breakpointhook__")); }
TEST(clear_caches) { CALL("_clear_internal_caches", "()"); CALL("_clear_type_descriptors", "(O)", &PyLong_Type); }
TEST(hooks_are_saved) {
    SHOW_INT(F_("excepthook") == F_("__excepthook__")); SHOW_INT(F_("displayhook") == F_("__displayhook__")); SHOW_INT(F_("unraisablehook") == F_("__unraisablehook__"));
}
TEST(stack_trampoline) { CALL("is_stack_trampoline_active", "()"); CALL("is_remote_debug_enabled", "()"); }
