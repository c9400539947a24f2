#include "breaker.h"

/* Says nothing of sub-interpreters in its slots, and refuses them. */
static int fill(PyObject *Py_UNUSED(module))
{
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) == 0) return 0;
    PyErr_SetString(PyExc_ImportError, "for the main interpreter only"); /* BREAKS */
    return -1;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "ex812_refuses_others", NULL, 0, NULL, slots, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_ex812_refuses_others(void);
PyMODINIT_FUNC PyInit_ex812_refuses_others(void) { return PyModuleDef_Init(&definition); }
