/* matrix_host FOLDER: uses extmods/matrix.cpp. */
#define Py_LIMITED_API 0x030c0000
#include <Python.h>
#include <stdio.h>

static void show(const char *what, PyObject *object) {
    PyObject *text = object ? PyObject_Repr(object) : NULL;
    if (!text) {
        PyObject *raised = PyErr_GetRaisedException();
        text = raised ? PyObject_Repr(raised) : PyUnicode_FromString("nothing");
        Py_XDECREF(raised);
    }
    PyObject *bytes = PyUnicode_AsUTF8String(text);
    printf("%s: %s\n", what, PyBytes_AsString(bytes));
    Py_DECREF(bytes);
    Py_DECREF(text);
    Py_XDECREF(object);
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    Py_Initialize();
    PyObject *folder = PyUnicode_DecodeFSDefault(argv[1]);
    PyList_Insert(PySys_GetObject("path"), 0, folder);
    Py_DECREF(folder);
    PyObject *module = PyImport_ImportModule("matrix");
    PyObject *type = module ? PyObject_GetAttrString(module, "Matrix") : NULL;
    if (!type) return PyErr_Print(), 1;

    PyObject *a = PyObject_CallFunction(type, "(((ii)(ii)(id)))", 1, 2, 3, 4, 5, 6.5);
    if (!a) return PyErr_Print(), 1;
    PyObject *turned = PyObject_CallMethod(a, "transposed", NULL);
    show("turned", Py_NewRef(turned));
    show("product", PyNumber_MatrixMultiply(turned, a));
    show("misfit", PyNumber_MatrixMultiply(a, a));
    show("times an int", PyNumber_MatrixMultiply(a, type));
    PyObject *key = Py_BuildValue("(ii)", 2, 1), *far = Py_BuildValue("(ii)", 2, 2);
    show("cell", PyObject_GetItem(a, key));
    show("no cell", PyObject_GetItem(a, far));
    show("no key", PyObject_GetItem(a, Py_None));
    printf("rows: %d\n", (int)PyObject_Length(a));
    PyObject *view = PyMemoryView_FromObject(a);
    show("view", PyObject_CallMethod(view, "tolist", NULL));
    show("shape", PyObject_GetAttrString(view, "shape"));
    show("ragged", PyObject_CallFunction(type, "(((i)()))", 1));
    show("empty", PyObject_CallFunction(type, "(())"));
    show("text", PyObject_CallFunction(type, "((s))", "x"));
    PyObject *all[] = {view, far, key, turned, a, type, module};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) Py_DECREF(all[i]);
    return Py_FinalizeEx() < 0;
}
