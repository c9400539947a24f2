/* vectors_host FOLDER: uses extmods/nanobind/vectors.cpp. */
#define Py_LIMITED_API 0x030c0000
#include <Python.h>
#include <stdio.h>
#include <string.h>

static void show(const char *what, PyObject *object) {
    PyObject *text;
    if (object) {
        text = PyObject_Repr(object);
    } else {
        PyObject *raised = PyErr_GetRaisedException();
        PyObject *words = PyObject_Str(raised);
        text = PyUnicode_FromFormat("%T: %U", raised, words);
        Py_XDECREF(words);
        Py_XDECREF(raised);
    }
    PyObject *bytes = PyUnicode_AsUTF8String(text);
    char *line = PyBytes_AsString(bytes);
    line[strcspn(line, "\n")] = 0;
    printf("%s: %s\n", what, line);
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
    PyObject *module = PyImport_ImportModule("vectors");
    PyObject *type = module ? PyObject_GetAttrString(module, "Vector") : NULL;
    if (!type) return PyErr_Print(), 1;

    PyObject *a = PyObject_CallFunction(type, "dd", 3.0, 4.0), *b = PyObject_CallFunction(type, "i", 1), *zero = PyObject_CallFunction(type, NULL);
    show("a", Py_NewRef(a));
    show("length", PyObject_GetAttrString(a, "length"));
    show("sum", PyNumber_Add(a, b));
    show("direction", PyObject_CallMethod(a, "direction", NULL));
    show("no direction", PyObject_CallMethod(zero, "direction", NULL));
    show("bases", PyObject_GetAttrString(PyObject_GetAttrString(module, "Directionless"), "__bases__"));
    PyObject *x = PyUnicode_FromString("7.5");
    printf("set x: %d\n", PyObject_SetAttrString(a, "x", x));
    show("set x", NULL);
    Py_DECREF(x);
    x = PyFloat_FromDouble(7.5);
    printf("set x: %d\n", PyObject_SetAttrString(a, "x", x));
    Py_DECREF(x);
    show("total", PyObject_CallMethod(module, "total", "([OOO])", a, b, zero));
    show("total of no vectors", PyObject_CallMethod(module, "total", "([i])", 1));
    PyObject *measure = PyObject_GetAttrString(PyImport_AddModule("builtins"), "str");
    show("lengths", PyObject_CallMethod(module, "lengths", "((OO)O)", a, b, measure));
    show("lengths of no callable", PyObject_CallMethod(module, "lengths", "((OO)i)", a, b, 1));
    show("a and an int", PyNumber_Add(a, measure));
    PyObject *named = PyObject_GetAttrString(module, "named"), *args = Py_BuildValue("(s)", "v"), *kwargs = Py_BuildValue("{sisi}", "x", 1, "y", 2);
    show("named", PyObject_Call(named, args, kwargs));
    show("signature", PyObject_GetAttrString(named, "__doc__"));
    PyObject *all[] = {kwargs, args, named, measure, zero, b, a, type, module};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) Py_DECREF(all[i]);
    return Py_FinalizeEx() < 0;
}
