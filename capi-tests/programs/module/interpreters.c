/* Which modules load in which interpreters (PEP 684). */
#include "harness.h"
static int runs(PyObject *m) { return PyModule_AddIntConstant(m, "x", 1); }
static PyModuleDef_Slot s0[] = {{Py_mod_exec, runs}, {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED}, {0, NULL}}, s1[] = {{Py_mod_exec, runs}, {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, {0, NULL}}, s2[] = {{Py_mod_exec, runs}, {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL}}, sn[] = {{Py_mod_exec, runs}, {0, NULL}};
#define DEF(name, slots) static PyModuleDef def_##name = {PyModuleDef_HEAD_INIT, #name, NULL, 0, NULL, slots}; static PyObject *init_##name(void) { return PyModuleDef_Init(&def_##name); }
DEF(mi_never, s0) DEF(mi_shared, s1) DEF(mi_any, s2) DEF(mi_default, sn)
static PyModuleDef def_single = {PyModuleDef_HEAD_INIT, "mi_single", NULL, -1}, def_sized = {PyModuleDef_HEAD_INIT, "mi_sized", NULL, 0};
static int single_runs, sized_runs;
static PyObject *init_single(void) { single_runs++; PyObject *m = PyModule_Create(&def_single); PyModule_AddIntConstant(m, "run", single_runs); return m; }
static PyObject *init_sized(void) { sized_runs++; PyObject *m = PyModule_Create(&def_sized); PyModule_AddIntConstant(m, "run", sized_runs); return m; }
__attribute__((constructor(101))) static void before_start(void) {
    PyImport_AppendInittab("mi_never", init_mi_never); PyImport_AppendInittab("mi_shared", init_mi_shared); PyImport_AppendInittab("mi_any", init_mi_any); PyImport_AppendInittab("mi_default", init_mi_default); PyImport_AppendInittab("mi_single", init_single); PyImport_AppendInittab("mi_sized", init_sized);
}
static const char *names[] = {"mi_never", "mi_shared", "mi_any", "mi_default", "mi_single", "mi_sized"};
static void try_all(const char *where) { for (int i = 0; i < 6; i++) { printf("%s %s: ", where, names[i]); PyObject *m = PyImport_ImportModule(names[i]); if (!m) { print_raised(); continue; } PyObject *run = PyObject_GetAttrString(m, "run"); if (!run) PyErr_Clear(); printf("loaded%s\n", run ? PyLong_AsLong(run) == 1 ? ", run 1" : ", run again" : ""); Py_XDECREF(run); Py_DECREF(m); } }
static void in_interpreter(const char *where, int gil, int check, int own_alloc) {
    PyThreadState *main = PyThreadState_Get(), *sub = NULL; PyInterpreterConfig c = {.use_main_obmalloc = !own_alloc, .allow_fork = 0, .allow_exec = 0, .allow_threads = 1, .allow_daemon_threads = 0, .check_multi_interp_extensions = check, .gil = gil};
    PyStatus s = Py_NewInterpreterFromConfig(&sub, &c); if (PyStatus_Exception(s)) { SAY("%s: %s", where, s.err_msg ? s.err_msg : "?"); return; }
    try_all(where); Py_EndInterpreter(sub); PyThreadState_Swap(main);
}
TEST(main_interpreter) { try_all("main"); }
TEST(legacy_after_main) { try_all("main"); in_interpreter("legacy", PyInterpreterConfig_SHARED_GIL, 0, 0); }
TEST(checked_shared) { in_interpreter("checked", PyInterpreterConfig_SHARED_GIL, 1, 0); }
TEST(isolated) { in_interpreter("isolated", PyInterpreterConfig_OWN_GIL, 1, 1); }
TEST(isolated_after_main) { try_all("main"); in_interpreter("isolated", PyInterpreterConfig_OWN_GIL, 1, 1); }
