/* A module that keeps every promise: multi-phase, stable ABI of 3.8. */
#define Py_LIMITED_API 0x03080000
#include <Python.h>

static PyObject *answer(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    return PyLong_FromLong(42);
}
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static int execute(PyObject *module)
{
    return PyModule_AddIntConstant(module, "executed", 1);
}
static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)execute}, {0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "plain", NULL, 0, methods, slots, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_plain(void)
{
    return PyModuleDef_Init(&definition);
}
