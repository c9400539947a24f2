/* In a single phase, and clean: an isolated interpreter's import refuses it, which is right. */
#include "target.h"

static PyObject *answer(ARGUMENTS) { return PyLong_FromLong(42); }
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "single", NULL, -1, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_single(void);
PyMODINIT_FUNC PyInit_single(void) { return PyModule_Create(&definition); }
