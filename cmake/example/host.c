/* host FOLDER: a program that starts Python and calls adder.add, of an extension module in FOLDER.
 * It uses the stable ABI only, so it may be linked with libpython3 as well as with libpython3.14. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: host FOLDER\n"), 2;
    Py_Initialize();
    PyObject *path = PySys_GetObject("path");
    PyObject *folder = PyUnicode_DecodeFSDefault(argv[1]);
    if (!path || !folder || PyList_Insert(path, 0, folder) < 0) goto failed;
    Py_DECREF(folder);

    PyObject *adder = PyImport_ImportModule("adder");
    if (!adder) goto failed;
    PyObject *sum = PyObject_CallMethod(adder, "add", "ii", 2, 3);
    if (!sum) goto failed;
    printf("2 + 3 = %ld%s\n", PyLong_AsLong(sum), Py_TYPE(sum) == &PyLong_Type ? ", an int" : "");
    Py_DECREF(sum);

    sum = PyObject_CallMethod(adder, "add", "iO", 2, Py_None);
    if (sum || !PyErr_ExceptionMatches(PyExc_TypeError)) goto failed;
    PyErr_Clear();
    printf("2 + None: TypeError\n");
    Py_DECREF(adder);
    return Py_FinalizeEx() < 0;

failed:
    if (PyErr_Occurred()) PyErr_Print();
    return 1;
}
