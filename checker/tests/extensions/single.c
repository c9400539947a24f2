/* Single-phase initialization. */
#define Py_LIMITED_API 0x03080000
#include <Python.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "single", NULL, -1, NULL, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_single(void)
{
    return PyModule_Create(&definition);
}
