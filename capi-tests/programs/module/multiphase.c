/* PyModule_FromDefAndSpec2 and PyModule_ExecDef: slots, state, messages. */
#include "harness.h"
#define ATTR(f, name) do { PyObject *v_ = PyObject_GetAttrString(f, name); print_new(#f "." name, v_); } while (0)
static PyObject *echo(PyObject *self, PyObject *one) { return Py_NewRef(one); }
static PyMethodDef functions[] = {{"echo", echo, METH_O, NULL}, {NULL}};
static PyObject *make_spec(const char *name) {
    PyObject *t = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", "Spec")), *o = MUST(PyObject_CallNoArgs(t)), *n = name ? S(name) : NULL;
    if (n) PyObject_SetAttrString(o, "name", n);
    Py_XDECREF(n); Py_DECREF(t);
    return o;
}
static PyObject *from_def(PyModuleDef *def) { PyObject *spec = make_spec("the_name"), *m = PyModule_FromDefAndSpec2(def, spec, PYTHON_API_VERSION); Py_DECREF(spec); return m; }
static int exec_one(PyObject *m) { printf("exec one\n"); return PyModule_AddIntConstant(m, "one", 1); }
static int exec_two(PyObject *m) { printf("exec two\n"); return PyModule_AddIntConstant(m, "two", 2); }
static int exec_fail(PyObject *m) { PyErr_SetString(PyExc_LookupError, "exec failed"); return -1; }
static int exec_silent(PyObject *m) { return -1; }
static int exec_unreported(PyObject *m) { PyErr_SetString(PyExc_LookupError, "unreported"); return 0; }
static PyObject *create_module(PyObject *spec, PyModuleDef *def) { printf("create\n"); return PyModule_New("made_by_create"); }
static PyObject *create_other(PyObject *spec, PyModuleDef *def) { return Py_BuildValue("[s]", "not a module"); }
static PyObject *create_fail(PyObject *spec, PyModuleDef *def) { PyErr_SetString(PyExc_LookupError, "create failed"); return NULL; }
static PyObject *create_silent(PyObject *spec, PyModuleDef *def) { return NULL; }
static PyObject *create_unreported(PyObject *spec, PyModuleDef *def) { PyErr_SetString(PyExc_LookupError, "unreported"); return PyModule_New("x"); }
static int traverse(PyObject *m, visitproc v, void *a) { return 0; }

static PyModuleDef_Slot s_none[] = {{0, NULL}}, s_exec[] = {{Py_mod_exec, exec_one}, {Py_mod_exec, exec_two}, {0, NULL}}, s_fail[] = {{Py_mod_exec, exec_fail}, {Py_mod_exec, exec_two}, {0, NULL}}, s_silent[] = {{Py_mod_exec, exec_silent}, {0, NULL}}, s_unreported[] = {{Py_mod_exec, exec_unreported}, {0, NULL}},
    s_create[] = {{Py_mod_create, create_module}, {Py_mod_exec, exec_one}, {0, NULL}}, s_other[] = {{Py_mod_create, create_other}, {0, NULL}}, s_other_exec[] = {{Py_mod_create, create_other}, {Py_mod_exec, exec_one}, {0, NULL}}, s_cfail[] = {{Py_mod_create, create_fail}, {0, NULL}}, s_csilent[] = {{Py_mod_create, create_silent}, {0, NULL}}, s_cunreported[] = {{Py_mod_create, create_unreported}, {0, NULL}},
    s_two_creates[] = {{Py_mod_create, create_module}, {Py_mod_create, create_module}, {0, NULL}}, s_unknown[] = {{99, NULL}, {0, NULL}}, s_negative[] = {{-1, NULL}, {0, NULL}}, s_two_multi[] = {{Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL}}, s_two_gil[] = {{Py_mod_gil, Py_MOD_GIL_USED}, {Py_mod_gil, Py_MOD_GIL_NOT_USED}, {0, NULL}},
    s_all[] = {{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {Py_mod_gil, Py_MOD_GIL_NOT_USED}, {Py_mod_exec, exec_one}, {0, NULL}};
#define DEF(name, size, slots) static PyModuleDef name = {PyModuleDef_HEAD_INIT, #name, "A doc.", size, functions, slots}
DEF(plain, 0, s_none); DEF(stateful, 32, s_exec); DEF(negative, -1, s_none); DEF(failing, 0, s_fail); DEF(silent, 0, s_silent); DEF(unreported, 0, s_unreported); DEF(creating, 8, s_create); DEF(other, 0, s_other); DEF(other_exec, 0, s_other_exec); DEF(other_state, 8, s_other); DEF(cfail, 0, s_cfail); DEF(csilent, 0, s_csilent); DEF(cunreported, 0, s_cunreported);
DEF(two_creates, 0, s_two_creates); DEF(unknown, 0, s_unknown); DEF(negative_slot, 0, s_negative); DEF(two_multi, 0, s_two_multi); DEF(two_gil, 0, s_two_gil); DEF(all, 0, s_all); DEF(no_slots, 0, NULL);
static PyModuleDef nameless = {PyModuleDef_HEAD_INIT, NULL, NULL, 0, NULL, s_none}, undocumented = {PyModuleDef_HEAD_INIT, "undocumented", NULL, 0, NULL, s_none}, other_traverse = {PyModuleDef_HEAD_INIT, "other_traverse", NULL, 0, NULL, s_other, traverse};

TEST(from_def) {
    PyObject *m = MUST(from_def(&plain)); SHOW_BORROWED(m); ATTR(m, "__name__"); ATTR(m, "__doc__"); ATTR(m, "echo"); PyObject *f = PyObject_GetAttrString(m, "echo"); ATTR(f, "__module__"); SAY("self %d def %d state %d", PyCFunction_GetSelf(f) == m, PyModule_GetDef(m) == &plain, PyModule_GetState(m) != NULL); Py_DECREF(f); Py_DECREF(m);
    m = MUST(from_def(&undocumented)); ATTR(m, "__doc__"); Py_DECREF(m); m = MUST(from_def(&no_slots)); SHOW_BORROWED(m); Py_DECREF(m); m = MUST(from_def(&nameless)); SHOW_BORROWED(m); Py_DECREF(m);
    m = MUST(from_def(&all)); SHOW_INT(PyModule_ExecDef(m, &all)); ATTR(m, "one"); Py_DECREF(m);
}
TEST(spec_names) {
    PyObject *spec = make_spec(NULL), *five = I("5"); SHOW(PyModule_FromDefAndSpec2(&plain, spec, PYTHON_API_VERSION)); PyObject_SetAttrString(spec, "name", five); SHOW(PyModule_FromDefAndSpec2(&plain, spec, PYTHON_API_VERSION)); SHOW(PyModule_FromDefAndSpec2(&plain, five, PYTHON_API_VERSION)); Py_DECREF(spec);
    spec = make_spec("package.module"); PyObject *m = PyModule_FromDefAndSpec2(&plain, spec, PYTHON_API_VERSION); SHOW_BORROWED(m); ATTR(m, "__name__"); ATTR(m, "__package__"); ATTR(m, "__spec__"); Py_DECREF(m); SHOW(PyModule_FromDefAndSpec2(&plain, spec, 3)); Py_DECREF(spec); Py_DECREF(five);
}
TEST(exec) {
    PyObject *m = MUST(from_def(&stateful)); SAY("state %d", PyModule_GetState(m) != NULL); SHOW_INT(PyModule_ExecDef(m, &stateful)); ATTR(m, "one"); ATTR(m, "two"); char *state = PyModule_GetState(m); SAY("state %d zero %d", state != NULL, state && state[0] == 0 && state[31] == 0); if (state) state[0] = 'x'; SHOW_INT(PyModule_ExecDef(m, &stateful)); SAY("kept %d", state == PyModule_GetState(m) && state[0] == 'x'); Py_DECREF(m);
    m = MUST(from_def(&failing)); SHOW_INT(PyModule_ExecDef(m, &failing)); ATTR(m, "two"); Py_DECREF(m); m = MUST(from_def(&silent)); SHOW_INT(PyModule_ExecDef(m, &silent)); Py_DECREF(m); m = MUST(from_def(&unreported)); SHOW_INT(PyModule_ExecDef(m, &unreported)); Py_DECREF(m); m = MUST(from_def(&no_slots)); SHOW_INT(PyModule_ExecDef(m, &no_slots)); Py_DECREF(m); m = MUST(from_def(&plain)); SHOW_INT(PyModule_ExecDef(m, &unknown)); Py_DECREF(m);
    m = MUST(from_def(&unreported)); PyModule_ExecDef(m, &unreported); PyObject *e = PyErr_GetRaisedException(), *c = PyException_GetCause(e); SHOW_BORROWED(c); Py_DECREF(e); Py_XDECREF(c); Py_DECREF(m);
    m = MUST(PyModule_New("plain_module")); SHOW_INT(PyModule_ExecDef(m, &stateful)); SAY("state %d", PyModule_GetState(m) != NULL); Py_DECREF(m);
}
TEST(create) {
    PyObject *m = MUST(from_def(&creating)); SHOW_BORROWED(m); ATTR(m, "__name__"); ATTR(m, "__doc__"); ATTR(m, "echo"); SAY("def %d state %d", PyModule_GetDef(m) == &creating, PyModule_GetState(m) != NULL); SHOW_INT(PyModule_ExecDef(m, &creating)); SAY("state %d", PyModule_GetState(m) != NULL); Py_DECREF(m);
    SHOW(from_def(&other)); SHOW(from_def(&other_exec)); SHOW(from_def(&other_state)); SHOW(from_def(&other_traverse)); SHOW(from_def(&cfail)); SHOW(from_def(&csilent)); SHOW(from_def(&cunreported));
}
TEST(errors) { SHOW(from_def(&negative)); SHOW(from_def(&two_creates)); SHOW(from_def(&unknown)); SHOW(from_def(&negative_slot)); SHOW(from_def(&two_multi)); SHOW(from_def(&two_gil)); }
static int heap_state_clear(PyObject *m) { printf("m_clear\n"); Py_CLEAR(*(PyObject **)PyModule_GetState(m)); return 0; }
static int heap_state_traverse(PyObject *m, visitproc visit, void *arg) { PyObject **s = PyModule_GetState(m); if (s) Py_VISIT(*s); return 0; }
static void heap_state_free(void *m) { printf("m_free\n"); Py_CLEAR(*(PyObject **)PyModule_GetState(m)); }
static int heap_state_exec(PyObject *m) { *(PyObject **)PyModule_GetState(m) = PyList_New(0); return 0; }
static PyModuleDef_Slot heap_slots[] = {{Py_mod_exec, heap_state_exec}, {0, NULL}};
static PyModuleDef heap_state = {PyModuleDef_HEAD_INIT, "heap_state", NULL, sizeof(PyObject *), functions, heap_slots, heap_state_traverse, heap_state_clear, heap_state_free};
TEST(state_life) {
    PyObject *m = MUST(from_def(&heap_state)); SHOW_INT(PyModule_ExecDef(m, &heap_state)); Py_DECREF(m); PyGC_Collect();
    printf("in a cycle\n"); m = MUST(from_def(&heap_state)); SHOW_INT(PyModule_ExecDef(m, &heap_state)); PyObject_SetAttrString(m, "self", m); Py_DECREF(m); PyGC_Collect();
    printf("never executed\n"); m = MUST(from_def(&heap_state)); Py_DECREF(m); PyGC_Collect();
}
TEST(types_of_modules) {
    PyObject *m = MUST(from_def(&stateful)); PyModule_ExecDef(m, &stateful); PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {"stateful.T", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *t = MUST(PyType_FromModuleAndSpec(m, &spec, NULL)); SAY("%d %d", PyType_GetModule((PyTypeObject *)t) == m, PyType_GetModuleState((PyTypeObject *)t) == PyModule_GetState(m)); SAY("%d", PyType_GetModuleByDef((PyTypeObject *)t, &stateful) == m); SAY("%d", PyType_GetModuleByDef((PyTypeObject *)t, &plain) == NULL); print_raised(); ATTR(t, "__module__");
    PyObject *sub = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Sub", t); SAY("%d", PyType_GetModuleByDef((PyTypeObject *)sub, &stateful) == m); SHOW(PyType_GetModule((PyTypeObject *)sub)); Py_DECREF(sub); Py_DECREF(t); Py_DECREF(m);
}
