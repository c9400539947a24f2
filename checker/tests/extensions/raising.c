/* Raises while it is executed. */
#include <Python.h>

static int execute(PyObject *Py_UNUSED(module))
{
    PyErr_SetString(PyExc_ValueError, "not today");
    return -1;
}
static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)execute}, {0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "raising", NULL, 0, NULL, slots, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_raising(void)
{
    return PyModuleDef_Init(&definition);
}
