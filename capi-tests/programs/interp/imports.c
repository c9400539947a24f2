/* What loads where (PEP 684): every value of the slot, the override of the check, single-phase modules copied and made anew. */
#include "support.h"
static int runs(PyObject *m) { return PyModule_AddIntConstant(m, "x", 1); }
#define SLOTS(name, ...) static PyModuleDef_Slot name##_slots[] = { { Py_mod_exec, runs }, __VA_ARGS__ { 0, NULL } }; static PyModuleDef name##_def = { PyModuleDef_HEAD_INIT, #name, NULL, 0, NULL, name##_slots }; static PyObject *name##_init(void) { return PyModuleDef_Init(&name##_def); }
SLOTS(im_none) SLOTS(im_zero, { Py_mod_multiple_interpreters, (void *)0 },) SLOTS(im_one, { Py_mod_multiple_interpreters, (void *)1 },) SLOTS(im_two, { Py_mod_multiple_interpreters, (void *)2 },) SLOTS(im_three, { Py_mod_multiple_interpreters, (void *)3 },) SLOTS(im_odd, { Py_mod_multiple_interpreters, (void *)-1 },)
SLOTS(im_twice, { Py_mod_multiple_interpreters, (void *)2 }, { Py_mod_multiple_interpreters, (void *)2 },) SLOTS(im_gil, { Py_mod_gil, Py_MOD_GIL_NOT_USED }, { Py_mod_multiple_interpreters, (void *)2 },) SLOTS(im_gil_used, { Py_mod_gil, Py_MOD_GIL_USED }, { Py_mod_multiple_interpreters, (void *)2 },) SLOTS(im_gil_odd, { Py_mod_gil, (void *)7 }, { Py_mod_multiple_interpreters, (void *)2 },) SLOTS(im_gil_twice, { Py_mod_gil, (void *)1 }, { Py_mod_gil, (void *)1 },)
/* Single-phase modules, a set for each test: without a size, of size 0, with a state. */
#define SINGLE(tag, size) static int tag##_runs; static PyModuleDef tag##_def = { PyModuleDef_HEAD_INIT, #tag, NULL, size }; static PyObject *tag##_init(void) { tag##_runs++; PyObject *m = PyModule_Create(&tag##_def); PyModule_AddIntConstant(m, "run", tag##_runs); if (size > 0) *(int *)PyModule_GetState(m) = tag##_runs; return m; }
SINGLE(im_single, -1) SINGLE(im_sized, 0) SINGLE(im_single_a, -1) SINGLE(im_sized_a, 0) SINGLE(im_state_a, 16) SINGLE(im_single_b, -1) SINGLE(im_sized_b, 0)
#define ADD(name) PyImport_AppendInittab(#name, name##_init);
__attribute__((constructor(101))) static void before_start(void) {
    ADD(im_none) ADD(im_zero) ADD(im_one) ADD(im_two) ADD(im_three) ADD(im_odd) ADD(im_twice) ADD(im_gil) ADD(im_gil_used) ADD(im_gil_odd) ADD(im_gil_twice)
    ADD(im_single) ADD(im_sized) ADD(im_single_a) ADD(im_sized_a) ADD(im_state_a) ADD(im_single_b) ADD(im_sized_b)
}
static void attempt(const char *name) { printf("%s: ", name); PyObject *m = PyImport_ImportModule(name); if (m) { printf("loaded\n"); Py_DECREF(m); } else print_raised(); }
static void all(void) { const char *names[] = { "im_none", "im_zero", "im_one", "im_two", "im_three", "im_odd", "im_twice", "im_gil", "im_gil_used", "im_gil_odd", "im_gil_twice" }; for (int i = 0; i < 11; i++) attempt(names[i]); }
static PyObject *override_(int value) { PyObject *imp = MUST(PyImport_ImportModule("_imp")), *r = PyObject_CallMethod(imp, "_override_multi_interp_extensions_check", "i", value); Py_DECREF(imp); return r; }
TEST(main_interpreter) { all(); }
TEST(sharing) { PyThreadState *main = PyThreadState_Get(), *sub = legacy(); all(); finish(sub, main); }
TEST(sharing_and_checked) { PyThreadState *main = PyThreadState_Get(), *sub = made((PyInterpreterConfig){ 1, 0, 0, 1, 0, 1, PyInterpreterConfig_SHARED_GIL }); all(); attempt("im_single"); finish(sub, main); }
TEST(own_lock) { PyThreadState *main = PyThreadState_Get(), *sub = isolated(); all(); attempt("im_single"); attempt("im_sized"); finish(sub, main); }
TEST(own_lock_unchecked) { PyThreadState *main = PyThreadState_Get(), *sub = made((PyInterpreterConfig){ 1, 0, 0, 1, 0, 0, PyInterpreterConfig_OWN_GIL }); all(); finish(sub, main); }
TEST(override_in_main) { SHOW(override_(1)); SHOW(override_(0)); SHOW(override_(-1)); }
TEST(override_values) {
    PyThreadState *main = PyThreadState_Get(), *sub = legacy();
    int values[] = { 1, 0, -1, 5, -7, 1, 0 };
    for (int i = 0; i < 7; i++) SHOW(override_(values[i]));
    PyObject *imp = MUST(PyImport_ImportModule("_imp"));
    SHOW(PyObject_CallMethod(imp, "_override_multi_interp_extensions_check", "s", "x")); SHOW(PyObject_CallMethod(imp, "_override_multi_interp_extensions_check", NULL)); SHOW(PyObject_CallMethod(imp, "_override_multi_interp_extensions_check", "d", 1.5));
    Py_DECREF(imp);
    finish(sub, main);
}
TEST(override_legacy) { PyThreadState *main = PyThreadState_Get(), *sub = legacy(); Py_XDECREF(override_(1)); all(); attempt("im_single"); finish(sub, main); sub = legacy(); attempt("im_zero"); finish(sub, main); }
TEST(override_isolated) { PyThreadState *main = PyThreadState_Get(), *sub = isolated(); Py_XDECREF(override_(-1)); all(); finish(sub, main); }
static void show(const char *name) {
    PyObject *m = PyImport_ImportModule(name);
    if (!m) { print_raised(); return; }
    printf("%s: ", name); PyObject *run = PyObject_GetAttrString(m, "run"); print_new("run", run);
    if (strstr(name, "state")) SAY("state %d", *(int *)PyModule_GetState(m));
    PyErr_Clear(); Py_DECREF(m);
}
TEST(single_phase) {
    show("im_single_a"); show("im_sized_a"); show("im_state_a");
    PyThreadState *main = PyThreadState_Get(), *sub = legacy();
    show("im_single_a"); show("im_sized_a"); show("im_state_a");
    SAY("found: %d %d", PyState_FindModule(&im_single_a_def) != NULL, PyState_FindModule(&im_sized_a_def) != NULL);
    PyObject *m = PyImport_ImportModule("im_single_a"); PyModule_AddIntConstant(m, "only_here", 1); Py_DECREF(m);
    finish(sub, main);
    m = PyImport_ImportModule("im_single_a"); SAY("here too: %d", PyObject_HasAttrString(m, "only_here")); Py_DECREF(m);
    sub = legacy(); m = PyImport_ImportModule("im_single_a"); SAY("in the next: %d", PyObject_HasAttrString(m, "only_here")); Py_DECREF(m); finish(sub, main);
}
TEST(single_phase_in_another_first) {
    PyThreadState *main = PyThreadState_Get(), *sub = legacy();
    show("im_single_b"); show("im_sized_b");
    finish(sub, main);
    SAY("found: %d", PyState_FindModule(&im_single_b_def) != NULL);
    show("im_single_b"); show("im_sized_b");
}
TEST(states_differ) {
    PyThreadState *main = PyThreadState_Get();
    PyObject *own = PyImport_ImportModule("im_two");
    PyThreadState *sub = isolated();
    PyObject *theirs = PyImport_ImportModule("im_two");
    SAY("another module: %d, its definition the same: %d", own != theirs, PyModule_GetDef(own) == PyModule_GetDef(theirs));
    Py_DECREF(theirs); finish(sub, main); Py_DECREF(own);
}
