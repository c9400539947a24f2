/* An extension module: adder.add(a, b). By the stable ABI where Py_LIMITED_API is defined, else for this version of Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *add(PyObject *self, PyObject *args) {
    long long a, b;
    (void)self;
    if (!PyArg_ParseTuple(args, "LL:add", &a, &b)) return NULL;
    return PyLong_FromLongLong(a + b);
}

static PyMethodDef methods[] = {
    {"add", add, METH_VARARGS, "add(a, b)\n--\n\nThe sum of two ints."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "adder", "Adds.", 0, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_adder(void) { return PyModuleDef_Init(&definition); }
