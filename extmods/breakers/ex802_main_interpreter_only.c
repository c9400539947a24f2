#include "breaker.h"

/* Its slots say that sub-interpreters may load it. */
static int fill(PyObject *Py_UNUSED(module))
{
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) == 0) return 0;
    PyErr_SetString(PyExc_RuntimeError, "this is not the main interpreter"); /* BREAKS */
    return -1;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill}, {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "ex802_main_interpreter_only", NULL, 0, NULL, slots, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_ex802_main_interpreter_only(void);
PyMODINIT_FUNC PyInit_ex802_main_interpreter_only(void) { return PyModuleDef_Init(&definition); }
