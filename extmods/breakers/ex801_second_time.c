#include "breaker.h"

/* Which interpreter has the module. */
static int64_t loaded_in = -1;

static int fill(PyObject *Py_UNUSED(module))
{
    int64_t here = PyInterpreterState_GetID(PyInterpreterState_Get());
    if (here == loaded_in) {
        PyErr_SetString(PyExc_RuntimeError, "there is a module already"); /* BREAKS */
        return -1;
    }
    loaded_in = here;
    return 0;
}
static void forget(void *Py_UNUSED(module)) { loaded_in = -1; }

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill}, {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "ex801_second_time", NULL, 0, NULL, slots, NULL, NULL, forget};
PyMODINIT_FUNC PyInit_ex801_second_time(void);
PyMODINIT_FUNC PyInit_ex801_second_time(void) { return PyModuleDef_Init(&definition); }
