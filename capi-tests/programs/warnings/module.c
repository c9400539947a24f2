/* The _warnings module: warn, warn_explicit, filters, registries. */
#include "../errors/exc.h"
static PyObject *W(void) { static PyObject *m; if (!m) m = MUST(PyImport_ImportModule("_warnings")); return m; }
static void only(const char *action) {
    PyObject *f = MUST(PyObject_GetAttrString(W(), "filters")), *t = V("(sOOOi)", action, Py_None, PyExc_Warning, Py_None, 0);
    PyList_SetSlice(f, 0, PyList_Size(f), NULL); PyList_Append(f, t);
    Py_DECREF(t); Py_DECREF(f);
}
static void call(const char *name, PyObject *args, PyObject *kw) {
    PyObject *f = MUST(PyObject_GetAttrString(W(), name));
    stderr_on(); PyObject *r = PyObject_Call(f, args, kw), *k = r ? NULL : PyErr_GetRaisedException(); stderr_off();
    if (k) PyErr_SetRaisedException(k);
    print_new(name, r);
    Py_DECREF(args); Py_XDECREF(kw); Py_DECREF(f);
}
TEST(names) {
    PyObject *k = PyDict_Keys(PyModule_GetDict(W()));
    PyList_Sort(k); SHOW(k);
    show_attrs(W(), "_defaultaction __name__ __package__");
    SHOW_BORROWED(W());
}
TEST(signatures) {
    for (const char *const *n = (const char *const[]){ "warn", "warn_explicit", "_acquire_lock", "_release_lock", "_filters_mutated_lock_held", NULL }; *n; n++) { PyObject *f = PyObject_GetAttrString(W(), *n); print_object(*n, f); if (f) show_attrs(f, "__text_signature__ __module__"); Py_XDECREF(f); }
}
TEST(initial_filters) { show_attrs(W(), "filters _onceregistry"); }
TEST(warn) {
    only("always");
    call("warn", V("(s)", "text"), NULL); call("warn", V("(sO)", "text", PyExc_DeprecationWarning), NULL); call("warn", V("(N)", C(PyExc_FutureWarning, "(s)", "instance")), NULL); call("warn", V("(NO)", C(PyExc_FutureWarning, "(s)", "instance"), PyExc_UserWarning), NULL);
    call("warn", V("(s)", "text"), V("{s:i}", "stacklevel", 3)); call("warn", V("(s)", "text"), V("{s:O}", "category", Py_None)); call("warn", V("(sO)", "text", PyExc_ValueError), NULL); call("warn", V("(si)", "text", 5), NULL);
    call("warn", V("()"), NULL); call("warn", V("(i)", 5), NULL); call("warn", V("(s)", "text"), V("{s:s}", "stacklevel", "x")); call("warn", V("(s)", "text"), V("{s:i}", "source", 5)); call("warn", V("(s)", "text"), V("{s:(s)}", "skip_file_prefixes", "/x"));
    call("warn", V("(s)", "text"), V("{s:i}", "skip_file_prefixes", 5)); call("warn", V("(s)", "text"), V("{s:(i)}", "skip_file_prefixes", 5)); call("warn", V("(sOiii)", "text", PyExc_UserWarning, 1, 2, 3), NULL);
    only("error");
    call("warn", V("(s)", "text"), NULL); call("warn", V("(N)", C(PyExc_FutureWarning, "(si)", "instance", 2)), NULL);
}
TEST(warn_explicit) {
    only("always");
    call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), NULL); call("warn_explicit", V("(sOsis)", "text", PyExc_UserWarning, "nofile.py", 5, "module"), NULL);
    call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), V("{s:{}}", "registry")); call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), V("{s:O}", "registry", Py_None)); call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), V("{s:i}", "registry", 5));
    call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), V("{s:i}", "source", 5)); call("warn_explicit", V("(sOii)", "text", PyExc_UserWarning, 5, 5), NULL); call("warn_explicit", V("(sO)", "text", PyExc_UserWarning), NULL); call("warn_explicit", V("(sOss)", "text", PyExc_UserWarning, "f", "x"), NULL);
    call("warn_explicit", V("(NOsi)", C(PyExc_FutureWarning, "(s)", "instance"), PyExc_UserWarning, "nofile.py", 5), NULL); call("warn_explicit", V("(sisi)", "text", 5, "nofile.py", 5), NULL); call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), V("{s:i}", "module_globals", 5)); call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), V("{s:{}}", "module_globals"));
    call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), V("{s:O}", "module_globals", Py_None));
    only("error");
    call("warn_explicit", V("(sOsi)", "text", PyExc_UserWarning, "nofile.py", 5), NULL);
}
TEST(mutated) {
    only("default");
    PyObject *registry = PyDict_New();
    for (int i = 0; i < 2; i++) call("warn_explicit", V("(sOsisO)", "text", PyExc_UserWarning, "nofile.py", 5, "m", registry), NULL);
    SHOW(PyObject_CallMethod(W(), "_filters_mutated_lock_held", NULL));
    SHOW(PyObject_CallMethod(W(), "_acquire_lock", NULL));
    SHOW(PyObject_CallMethod(W(), "_filters_mutated_lock_held", NULL));
    SHOW(PyObject_CallMethod(W(), "_release_lock", NULL));
    SHOW(PyObject_CallMethod(W(), "_release_lock", NULL));
    for (int i = 0; i < 2; i++) call("warn_explicit", V("(sOsisO)", "text", PyExc_UserWarning, "nofile.py", 5, "m", registry), NULL);
    Py_DECREF(registry);
}
