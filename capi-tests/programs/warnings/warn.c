/* PyErr_Warn*: categories, filters, registries, actions. Without a frame the registry is that of sys, the line 0 or 1. */
#include "../errors/exc.h"

static PyObject *W(void) { static PyObject *m; if (!m) m = MUST(PyImport_ImportModule("_warnings")); return m; }
static PyObject *filters(void) { return MUST(PyObject_GetAttrString(W(), "filters")); }
/* Leaves one filter only: (action, None, category, None, 0). */
static void only(const char *action, PyObject *category) {
    PyObject *f = filters();
    PyList_SetSlice(f, 0, PyList_Size(f), NULL);
    PyObject *t = V("(sOOOi)", action, Py_None, category, Py_None, 0);
    PyList_Append(f, t);
    Py_DECREF(t); Py_DECREF(f);
}
/* As warnings.filters stand in a host that has loaded no warnings module, every test sets them itself. */
#define WARN(...) do { stderr_on(); int r_ = __VA_ARGS__; PyObject *k_ = PyErr_GetRaisedException(); stderr_off(); printf("%d ", r_); if (k_) { PyErr_SetRaisedException(k_); print_raised(); } else printf("\n"); fflush(stdout); } while (0)

TEST(always) {
    only("always", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "first", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "first", 1));
    WARN(PyErr_WarnEx(NULL, "no category", 1));
    WARN(PyErr_WarnEx(PyExc_DeprecationWarning, "deprecated", 2));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "level 0", 0));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "level -5", -5));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "", 1));
}
TEST(error) {
    only("error", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "an error", 1));
    WARN(PyErr_WarnEx(PyExc_DeprecationWarning, "an error", 1));
    WARN(PyErr_WarnFormat(PyExc_ResourceWarning, 1, "%d %s", 5, "five"));
}
TEST(ignore) {
    only("ignore", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "ignored", 1));
}
TEST(default_action) {
    only("default", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "default text", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "default text", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "another default text", 1));
    WARN(PyErr_WarnEx(PyExc_DeprecationWarning, "default text", 1));
}
TEST(once) {
    only("once", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "once text", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "once text", 1));
}
TEST(module_action) {
    only("module", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "module text", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "module text", 1));
}
TEST(all_action) {
    only("all", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "all text", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "all text", 1));
}
TEST(bad_action) {
    only("nonsense", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "met a bad action", 1));
}
TEST(no_filters) {
    PyObject *f = filters();
    PyList_SetSlice(f, 0, PyList_Size(f), NULL);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "by the default action", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "by the default action", 1));
    Py_DECREF(f);
}
TEST(bad_filters) {
    PyObject *f = filters(), *odd[] = { V("i", 5), V("(s)", "short"), V("(iOOOi)", 5, Py_None, PyExc_Warning, Py_None, 0), V("(sOOOs)", "error", Py_None, PyExc_Warning, Py_None, "x"), V("(sOiOi)", "error", Py_None, 5, Py_None, 0), V("[sOOOi]", "error", Py_None, PyExc_Warning, Py_None, 0) };
    for (int i = 0; i < 6; i++) {
        PyList_SetSlice(f, 0, PyList_Size(f), NULL);
        PyList_Append(f, odd[i]);
        WARN(PyErr_WarnEx(PyExc_UserWarning, "met an odd filter", 1));
    }
    PyList_SetSlice(f, 0, PyList_Size(f), NULL);
    Py_DECREF(f);
}
TEST(category_filter) {
    only("error", PyExc_DeprecationWarning);
    PyObject *f = filters(), *t = V("(sOOOi)", "ignore", Py_None, PyExc_Warning, Py_None, 0);
    PyList_Append(f, t);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "ignored", 1));
    WARN(PyErr_WarnEx(PyExc_DeprecationWarning, "raised", 1));
    WARN(PyErr_WarnEx(PyExc_PendingDeprecationWarning, "ignored", 1));
    Py_DECREF(t); Py_DECREF(f);
}
TEST(message_and_module_filter) {
    PyObject *f = filters();
    PyList_SetSlice(f, 0, PyList_Size(f), NULL);
    PyObject *a = V("(ssOOi)", "error", "exact text", PyExc_Warning, Py_None, 0), *b = V("(sOOsi)", "error", Py_None, PyExc_Warning, "sys", 0), *c = V("(sOOOi)", "error", Py_None, PyExc_Warning, Py_None, 77), *d = V("(sOOOi)", "ignore", Py_None, PyExc_Warning, Py_None, 0);
    PyList_Append(f, a); PyList_Append(f, d);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "exact text", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "exact text and more", 1));
    PyList_SetSlice(f, 0, PyList_Size(f), NULL); PyList_Append(f, b); PyList_Append(f, d);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "by the module", 1));
    PyList_SetSlice(f, 0, PyList_Size(f), NULL); PyList_Append(f, c); PyList_Append(f, d);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "by the line", 1));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "line 77", "nofile.py", 77, "m", NULL));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "line 78", "nofile.py", 78, "m", NULL));
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(c); Py_DECREF(d); Py_DECREF(f);
}
static PyObject *match(PyObject *self, PyObject *text) { print_object("match", text); return PyBool_FromLong(PyUnicode_GetLength(text) == 3); }
static PyMethodDef match_def = { "match", match, METH_O, NULL };
TEST(pattern_filter) {
    PyObject *d = V("{s:N}", "match", PyCFunction_New(&match_def, NULL)), *b = V("()"), *t = MUST(C(TYPE(PyType_Type), "(sOO)", "Pattern", b, d)), *p = C(t, "()"), *f = filters();
    PyList_SetSlice(f, 0, PyList_Size(f), NULL);
    PyObject *one = V("(sOOOi)", "error", p, PyExc_Warning, Py_None, 0), *two = V("(sOOOi)", "ignore", Py_None, PyExc_Warning, Py_None, 0);
    PyList_Append(f, one); PyList_Append(f, two);
    WARN(PyErr_WarnEx(PyExc_UserWarning, "abc", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "abcd", 1));
    PyList_SetSlice(f, 0, PyList_Size(f), NULL);
    Py_DECREF(one); Py_DECREF(two); Py_DECREF(f); Py_DECREF(p); Py_DECREF(t); Py_DECREF(b); Py_DECREF(d);
}
TEST(bad_category) {
    only("error", PyExc_Warning);
    WARN(PyErr_WarnEx(PyExc_ValueError, "text", 1));
    WARN(PyErr_WarnEx(TYPE(PyLong_Type), "text", 1));
    WARN(PyErr_WarnEx(Py_None, "text", 1));
    WARN(PyErr_WarnEx(PyExc_UserWarning, "\xff", 1));
    PyObject *sub = subclass("SubWarning", PyExc_UserWarning);
    WARN(PyErr_WarnEx(sub, "text", 1));
    Py_DECREF(sub);
}
TEST(explicit) {
    only("always", PyExc_Warning);
    PyObject *registry = PyDict_New();
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "module", registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, NULL, registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "module", NULL));
    WARN(PyErr_WarnExplicit(NULL, "text", "nofile.py", 12, "module", NULL));
    SHOW_BORROWED(registry);
    Py_DECREF(registry);
}
TEST(explicit_registry) {
    PyObject *registry = PyDict_New();
    only("default", PyExc_Warning);
    PyObject *v;
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "module", registry));
    v = PyDict_GetItemString(registry, "version"); SHOW_INT(v != NULL && PyLong_Check(v)); PyDict_DelItemString(registry, "version"); SHOW_BORROWED(registry);
    PyDict_Clear(registry);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "module", registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "module", registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 13, "module", registry));
    only("once", PyExc_Warning); PyDict_Clear(registry);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "once explicit", "nofile.py", 12, "module", registry));
    PyDict_DelItemString(registry, "version"); SHOW_BORROWED(registry);
    only("module", PyExc_Warning); PyDict_Clear(registry);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "per module", "nofile.py", 12, "module", registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "per module", "nofile.py", 13, "module", registry));
    PyDict_DelItemString(registry, "version"); SHOW_BORROWED(registry);
    only("ignore", PyExc_Warning); PyDict_Clear(registry);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "ignored", "nofile.py", 12, "module", registry));
    v = PyDict_GetItemString(registry, "version"); SHOW_INT(v != NULL); if (v) PyDict_DelItemString(registry, "version"); SHOW_BORROWED(registry);
    only("always", PyExc_Warning); PyDict_Clear(registry);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "always", "nofile.py", 12, "module", registry));
    v = PyDict_GetItemString(registry, "version"); SHOW_INT(v != NULL); if (v) PyDict_DelItemString(registry, "version"); SHOW_BORROWED(registry);
    only("error", PyExc_Warning); PyDict_Clear(registry);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "error", "nofile.py", 12, "module", registry));
    v = PyDict_GetItemString(registry, "version"); SHOW_INT(v != NULL); if (v) PyDict_DelItemString(registry, "version"); SHOW_BORROWED(registry);
    Py_DECREF(registry);
}
TEST(explicit_bad) {
    only("error", PyExc_Warning);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "module", Py_None));
    PyObject *l = PyList_New(0);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "module", l));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "un\xff.py", 12, "module", NULL));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "\xff", "nofile.py", 12, "module", NULL));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "text", "nofile.py", 12, "\xff", NULL));
    Py_DECREF(l);
}
TEST(explicit_object) {
    only("always", PyExc_Warning);
    PyObject *text = S("text"), *file = S("nofile.py"), *module = S("m"), *i = V("i", 5), *w = MUST(C(PyExc_UserWarning, "(s)", "an instance"));
    WARN(PyErr_WarnExplicitObject(PyExc_UserWarning, text, file, 3, module, NULL));
    WARN(PyErr_WarnExplicitObject(PyExc_UserWarning, text, file, 3, NULL, NULL));
    WARN(PyErr_WarnExplicitObject(PyExc_DeprecationWarning, w, file, 3, module, NULL));
    WARN(PyErr_WarnExplicitObject(PyExc_UserWarning, i, file, 3, module, NULL));
    WARN(PyErr_WarnExplicitObject(NULL, text, file, 3, module, NULL));
    WARN(PyErr_WarnExplicitObject(PyExc_UserWarning, text, i, 3, NULL, NULL));
    WARN(PyErr_WarnExplicitFormat(PyExc_UserWarning, "nofile.py", 4, "m", NULL, "%d %R", 5, Py_None));
    SHOW_REFS(text, WARN(PyErr_WarnExplicitObject(PyExc_UserWarning, text, file, 3, module, NULL)));
    Py_DECREF(text); Py_DECREF(file); Py_DECREF(module); Py_DECREF(i); Py_DECREF(w);
}
TEST(module_from_filename) {
    PyObject *registry = PyDict_New();
    only("module", PyExc_Warning);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "a", "dir/file.py", 1, NULL, registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "b", "file.pyc", 1, NULL, registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "c", "", 1, NULL, registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "d", ".py", 1, NULL, registry));
    PyObject *f = filters(); PyList_SetSlice(f, 0, 9, NULL);
    PyObject *t = V("(sOOsi)", "error", Py_None, PyExc_Warning, "dir/file", 0); PyList_Append(f, t); Py_DECREF(t);
    t = V("(sOOsi)", "error", Py_None, PyExc_Warning, "<unknown>", 0); PyList_Append(f, t); Py_DECREF(t);
    t = V("(sOOOi)", "ignore", Py_None, PyExc_Warning, Py_None, 0); PyList_Append(f, t); Py_DECREF(t);
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "e", "dir/file.py", 1, NULL, registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "f", "", 1, NULL, registry));
    WARN(PyErr_WarnExplicit(PyExc_UserWarning, "g", "other.py", 1, NULL, registry));
    Py_DECREF(f); Py_DECREF(registry);
}
TEST(resource) {
    only("always", PyExc_Warning);
    PyObject *o = V("[i]", 5);
    WARN(PyErr_ResourceWarning(o, 1, "unclosed %R", o));
    only("error", PyExc_Warning);
    WARN(PyErr_ResourceWarning(o, 1, "unclosed %R", o));
    WARN(PyErr_ResourceWarning(NULL, 1, "unclosed"));
    Py_DECREF(o);
}
TEST(format) {
    only("always", PyExc_Warning);
    WARN(PyErr_WarnFormat(PyExc_UserWarning, 1, "%s %d %R", "a", 5, Py_None));
    WARN(PyErr_WarnFormat(NULL, 1, "no category"));
    WARN(PyErr_WarnFormat(PyExc_UserWarning, 1, "bad %y"));
}
