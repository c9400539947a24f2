/* A breaker is an extension module that breaks one rule of the C API, in one place, and no other. Its file is named after
 * the rule, and the line that breaks it says so: BREAKS. It has functions without arguments, which whoever checks it calls. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Where the modules say that they work: a breaker that is for one interpreter alone says so before it includes this. */
#ifndef INTERPRETERS
#define INTERPRETERS Py_MOD_PER_INTERPRETER_GIL_SUPPORTED
#endif
/* The module NAME, in phases, as a module should be. */
#define MODULE(name, methods, ...)                                                                               \
    static PyModuleDef_Slot slots[] = {                                                                          \
        __VA_ARGS__{Py_mod_multiple_interpreters, INTERPRETERS}, {0, NULL}};                                       \
    static PyModuleDef definition = {PyModuleDef_HEAD_INIT, #name, NULL, 0, methods, slots, NULL, NULL, NULL};   \
    PyMODINIT_FUNC PyInit_##name(void);                                                                          \
    PyMODINIT_FUNC PyInit_##name(void) { return PyModuleDef_Init(&definition); }
/* The module NAME with functions. */
#define BREAKER(name, ...)                                               \
    static PyMethodDef methods[] = {__VA_ARGS__, {NULL, NULL, 0, NULL}}; \
    MODULE(name, methods, )
/* The module NAME whose types EXEC adds. */
#define BREAKER_WITH_TYPES(name, exec) MODULE(name, NULL, {Py_mod_exec, exec}, )
#define FUNCTION(name) {#name, name, METH_NOARGS, NULL}
#define SELF PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args)
