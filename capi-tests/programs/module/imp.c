/* The built-in module _imp. */
#include "harness.h"
#define ATTR(f, name) do { PyObject *v_ = PyObject_GetAttrString(f, name); print_new(#f "." name, v_); } while (0)
#define CALL(name, ...) SHOW(PyObject_CallMethod(imp, name, __VA_ARGS__))
TEST(functions) {
    PyObject *imp = MUST(PyImport_ImportModule("_imp")); SHOW_BORROWED(imp);
    CALL("extension_suffixes", NULL); CALL("is_builtin", "s", "sys"); CALL("is_builtin", "s", "builtins"); CALL("is_builtin", "s", "_imp"); CALL("is_builtin", "s", "no_such"); CALL("is_builtin", "i", 5); CALL("is_frozen", "s", "no_such"); CALL("is_frozen_package", "s", "no_such"); CALL("get_frozen_object", "s", "no_such"); CALL("find_frozen", "s", "no_such"); CALL("init_frozen", "s", "no_such");
    CALL("lock_held", NULL); CALL("acquire_lock", NULL); CALL("lock_held", NULL); CALL("acquire_lock", NULL); CALL("release_lock", NULL); CALL("lock_held", NULL); CALL("release_lock", NULL); CALL("lock_held", NULL); CALL("release_lock", NULL);
    CALL("_override_multi_interp_extensions_check", "i", 0); CALL("_override_multi_interp_extensions_check", "s", "x"); ATTR(imp, "check_hash_based_pycs"); ATTR(imp, "pyc_magic_number_token"); CALL("source_hash", "Ky", 1ULL, "abc"); CALL("source_hash", "Ky", 0ULL, ""); CALL("source_hash", "Ky", 0xfffffffffffULL, "a longer text, of more than eight bytes");
    Py_DECREF(imp);
}
static PyObject *make_spec(const char *name) { PyObject *t = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", "Spec")), *o = MUST(PyObject_CallNoArgs(t)), *n = name ? S(name) : NULL; if (n) PyObject_SetAttrString(o, "name", n); Py_XDECREF(n); Py_DECREF(t); return o; }
static int made_exec(PyObject *m) { printf("exec\n"); return PyModule_AddIntConstant(m, "x", 1); }
static PyModuleDef_Slot slots[] = {{Py_mod_exec, made_exec}, {0, NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "imp_multi", NULL, 8, NULL, slots};
static PyObject *init(void) { return PyModuleDef_Init(&def); }
__attribute__((constructor(101))) static void before_start(void) { PyImport_AppendInittab("imp_multi", init); }
TEST(create_and_exec) {
    PyObject *imp = MUST(PyImport_ImportModule("_imp")), *spec = make_spec("imp_multi"), *m = PyObject_CallMethod(imp, "create_builtin", "O", spec); SHOW_BORROWED(m); ATTR(m, "x"); CALL("exec_builtin", "O", m); ATTR(m, "x"); CALL("exec_builtin", "O", m); CALL("exec_dynamic", "O", m); CALL("exec_builtin", "i", 5); Py_XDECREF(m); Py_DECREF(spec);
    spec = make_spec("no_such_builtin"); CALL("create_builtin", "O", spec); Py_DECREF(spec); spec = make_spec(NULL); CALL("create_builtin", "O", spec); CALL("create_dynamic", "O", spec); Py_DECREF(spec); spec = make_spec("nowhere"); CALL("create_dynamic", "O", spec); PyObject *o = S("/no/such/file.so"); PyObject_SetAttrString(spec, "origin", o); CALL("create_dynamic", "O", spec); CALL("create_dynamic", "OO", spec, o); Py_DECREF(o); o = I("5"); PyObject_SetAttrString(spec, "origin", o); CALL("create_dynamic", "O", spec); PyObject_SetAttrString(spec, "name", o); CALL("create_dynamic", "O", spec); CALL("create_builtin", "O", spec); Py_DECREF(o); Py_DECREF(spec); Py_DECREF(imp);
}
