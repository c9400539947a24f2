/* What the sys module holds. */
#include "../errors/exc.h"

static PyObject *get(const char *name) { PyObject *o = PySys_GetObject(name); if (!o) SAY("no sys.%s", name); return o; }
TEST(constants) {
    static const char *names[] = { "api_version", "byteorder", "maxsize", "maxunicode", "platform", "abiflags", "float_repr_style", "platlibdir", "_framework", "dont_write_bytecode",
        "pycache_prefix", "warnoptions", "_xoptions", "__name__", "__package__" };
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++) if (get(names[i])) print_object(names[i], get(names[i]));
}
TEST(structs) {
    static const char *names[] = { "flags", "float_info", "int_info", "hash_info", "version_info" };
    for (int i = 0; i < 5; i++) {
        PyObject *o = get(names[i]);
        if (!o) continue;
        if (strcmp(names[i], "version_info")) print_object(names[i], o);
        SAY("%s %s", names[i], Py_TYPE(o)->tp_name);
        SHOW_INT(PyTuple_Check(o));
        show_attrs(o, "n_fields n_sequence_fields n_unnamed_fields");
        SHOW(C((PyObject *)Py_TYPE(o), "()"));
        SHOW(C((PyObject *)Py_TYPE(o), "((ii))", 1, 2));
        show_attrs((PyObject *)Py_TYPE(o), "__module__ __name__ __match_args__");
    }
}
TEST(hash_info_is_true) {
    PyObject *h = get("hash_info");
    show_attrs(h, "width modulus inf nan imag algorithm hash_bits seed_bits cutoff");
}
TEST(float_info_is_true) {
    show_attrs(get("float_info"), "max max_exp max_10_exp min min_exp min_10_exp dig mant_dig epsilon radix rounds");
}
TEST(flags_fields) {
    show_attrs(get("flags"), "debug inspect interactive optimize dont_write_bytecode no_user_site no_site ignore_environment verbose bytes_warning quiet hash_randomization isolated dev_mode utf8_mode warn_default_encoding safe_path int_max_str_digits gil thread_inherit_context context_aware_warnings");
}
TEST(version) {
    PyObject *v = get("version_info");
    SHOW_BORROWED(PyTuple_GetItem(v, 0)); SHOW_BORROWED(PyTuple_GetItem(v, 1));
    show_attrs(v, "major minor");
    PyObject *h = get("hexversion");
    SHOW_INT(PyLong_AsLong(h) >> 16);
    SHOW_INT((unsigned long)PyLong_AsLong(h) == Py_Version);
    SHOW_TEXT(strncmp(PyUnicode_AsUTF8AndSize(get("version"), NULL), "3.14.", 5) ? "other" : "3.14");
}
TEST(implementation) {
    PyObject *i = get("implementation");
    SAY("%s", Py_TYPE(i)->tp_name);
    show_attrs(i, "name cache_tag _multiarch supports_isolated_interpreters");
    PyObject *d = MUST(PyObject_GetAttrString(i, "__dict__"));
    SHOW(PyDict_Keys(d));
    PyObject *a = PyObject_GetAttrString(i, "version"), *b = get("version_info");
    SHOW_INT(PyObject_RichCompareBool(a, b, Py_EQ));
    Py_XDECREF(a); Py_DECREF(d);
}
TEST(thread_info) {
    show_attrs(get("thread_info"), "name lock");
    SAY("%s", Py_TYPE(get("thread_info"))->tp_name);
}
TEST(names) {
    PyObject *d = PyModule_GetDict(MUST(PyImport_ImportModule("sys"))), *k = PyDict_Keys(d);
    for (const char *const *n = (const char *const[]){ "last_exc", "last_type", "last_value", "last_traceback", "ps1", "ps2", "_home", NULL }; *n; n++) {
        PyObject *s = S(*n);
        for (Py_ssize_t i = 0; i < PyList_Size(k); i++) if (PyObject_RichCompareBool(PyList_GET_ITEM(k, i), s, Py_EQ)) PyList_SetSlice(k, i, i + 1, NULL);
        Py_DECREF(s);
    }
    PyList_Sort(k);
    SHOW(k);
}
TEST(function_signatures) {
    PyObject *d = PyModule_GetDict(MUST(PyImport_ImportModule("sys"))), *k = PyDict_Keys(d);
    PyList_Sort(k);
    for (Py_ssize_t i = 0; i < PyList_Size(k); i++) {
        PyObject *f = PyDict_GetItem(d, PyList_GET_ITEM(k, i));
        if (!PyCFunction_Check(f)) continue;
        PyObject *s = PyObject_GetAttrString(f, "__text_signature__");
        print_new(PyUnicode_AsUTF8AndSize(PyList_GET_ITEM(k, i), NULL), s);
        SHOW(PyObject_GetAttrString(f, "__qualname__"));
        SHOW(PyObject_GetAttrString(f, "__module__"));
    }
    Py_DECREF(k);
}
TEST(modules) {
    PyObject *m = get("modules");
    SHOW_INT(PyDict_Check(m));
    SHOW_INT(PyImport_GetModuleDict() == m);
    SHOW_INT(PyDict_GetItemString(m, "sys") == MUST(PyImport_ImportModule("sys")));
    SHOW_INT(PyDict_GetItemString(m, "builtins") != NULL);
    SHOW_BORROWED(PyDict_GetItemString(m, "sys"));
    SHOW_BORROWED(PyDict_GetItemString(m, "builtins"));
}
TEST(stdlib_names) {
    PyObject *n = get("stdlib_module_names"), *b = get("builtin_module_names");
    SAY("%s %s", Py_TYPE(n)->tp_name, Py_TYPE(b)->tp_name);
    SHOW_INT(PySet_Size(n));
    PyObject *l = PySequence_List(n);
    PyList_Sort(l);
    SHOW(l);
    PyObject *s = S("sys");
    SHOW_INT(PySequence_Contains(b, s));
    Py_DECREF(s);
}
TEST(path_like) {
    static const char *names[] = { "path", "argv", "orig_argv", "meta_path", "path_hooks", "path_importer_cache", "executable", "prefix", "exec_prefix", "base_prefix", "base_exec_prefix", "copyright" };
    for (int i = 0; i < 12; i++) { PyObject *o = get(names[i]); if (o) SAY("%s %s", names[i], Py_TYPE(o)->tp_name); }
    SHOW_BORROWED(get("argv"));
}
TEST(get_object) {
    SHOW_INT(PySys_GetObject("no_such_name") == NULL);
    SHOW_INT(PyErr_Occurred() == NULL);
    PyObject *o = get("maxsize");
    SHOW_REFS(get("modules"), PySys_GetObject("modules"));
}
TEST(set_object) {
    PyObject *v = V("[i]", 1);
    SHOW_REFS(v, SHOW_INT(PySys_SetObject("exuvia_test", v)));
    SHOW_BORROWED(PySys_GetObject("exuvia_test"));
    SHOW_REFS(v, SHOW_INT(PySys_SetObject("exuvia_test", NULL)));
    SHOW_INT(PySys_GetObject("exuvia_test") == NULL);
    SHOW_INT(PySys_SetObject("exuvia_test", NULL));
    SHOW_INT(PySys_SetObject("\xff", v));
    Py_DECREF(v);
}
TEST(get_with_exception_set) {
    PyErr_SetString(PyExc_ValueError, "kept");
    PyObject *o = PySys_GetObject("maxsize");
    SHOW_STILL(o != NULL);
    SHOW_STILL(PySys_GetObject("no_such_name") == NULL);
    show_raised("still");
}
TEST(xoptions) {
    PyObject *x = PySys_GetXOptions();
    SHOW_BORROWED(x);
    SHOW_INT(x == get("_xoptions"));
}
TEST(streams) {
    for (const char *const *n = (const char *const[]){ "stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__", NULL }; *n; n++) {
        PyObject *o = get(*n);
        if (!o) continue;
        SAY("%s", *n);
        show_attrs(o, "name mode encoding closed");
        SHOW(PyObject_CallMethod(o, "fileno", NULL));
        SHOW(PyObject_CallMethod(o, "readable", NULL));
        SHOW(PyObject_CallMethod(o, "writable", NULL));
    }
    SHOW_INT(get("stdout") == get("__stdout__"));
    show_attrs(get("stderr"), "errors line_buffering");
    show_attrs(get("stdout"), "errors newlines");
}
