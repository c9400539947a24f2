/* What the targets share: a module in phases, that is for interpreters with a GIL each. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define MODULE_FOR(name, methods, exec, interpreters)                                                             \
    static PyModuleDef_Slot slots[] = {                                                                           \
        {Py_mod_exec, exec}, {Py_mod_multiple_interpreters, interpreters}, {0, NULL}};                            \
    static PyModuleDef definition = {PyModuleDef_HEAD_INIT, #name, NULL, 0, methods, slots, NULL, NULL, NULL};    \
    PyMODINIT_FUNC PyInit_##name(void);                                                                           \
    PyMODINIT_FUNC PyInit_##name(void) { return PyModuleDef_Init(&definition); }
#define MODULE(name, methods, exec) MODULE_FOR(name, methods, exec, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED)
#define ARGUMENTS PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args)
