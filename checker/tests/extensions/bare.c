/* Multi-phase initialization with nothing to do in its phases. */
#define Py_LIMITED_API 0x03080000
#include <Python.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "bare", NULL, 0, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_bare(void) { return PyModuleDef_Init(&definition); }
