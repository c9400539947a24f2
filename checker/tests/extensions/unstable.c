/* Uses what the stable ABI does not have, and what no Python has. */
#include <Python.h>

extern PyObject *PyNonsense_New(void) __attribute__((weak));

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "unstable", NULL, -1, NULL, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_unstable(void)
{
    PyObject *dict = PyDict_New();
    PyObject *value = NULL;
    if (dict != NULL && PyErr_Occurred() == NULL) {
        value = PyObject_CallOneArg((PyObject *)&PyLong_Type, dict);
    }
    Py_XDECREF(value);
    Py_XDECREF(dict);
    PyErr_Clear();
    if (PyNonsense_New != NULL) {
        return PyNonsense_New();
    }
    return PyType_GetName(&PyLong_Type) == NULL ? NULL : PyModule_Create(&definition);
}
