/* Functions: positional and keyword arguments, text in and out, exceptions. */
#include "module.h"

static PyObject *hello(PyObject *self, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"name", "times", "loud", NULL};
    PyObject *name, *loud = Py_False;
    int times = 1;
    (void)self;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "U|iO:hello", names, &name, &times, &loud)) return NULL;
    if (times < 0) {
        PyErr_Format(PyExc_ValueError, "cannot greet %d times", times);
        return NULL;
    }
    int is_loud = PyObject_IsTrue(loud);
    if (is_loud < 0) return NULL;
    PyObject *one = PyUnicode_FromFormat("Hello, %U%s", name, is_loud ? "!" : ".");
    PyObject *list = one ? PyList_New(0) : NULL;
    for (int i = 0; list && i < times; i++)
        if (PyList_Append(list, one) < 0) Py_CLEAR(list);
    Py_XDECREF(one);
    PyObject *space = list ? PyUnicode_FromString(" ") : NULL;
    PyObject *result = space ? PyUnicode_Join(space, list) : NULL;
    Py_XDECREF(space);
    Py_XDECREF(list);
    return result;
}

static PyObject *length(PyObject *self, PyObject *text) {
    (void)self;
    PyObject *bytes = PyUnicode_AsUTF8String(text);
    if (!bytes) return NULL;
    PyObject *result = Py_BuildValue("{snsn}", "characters", PyObject_Length(text), "bytes", PyBytes_Size(bytes));
    Py_DECREF(bytes);
    return result;
}

static PyObject *split(PyObject *self, PyObject *args) {
    PyObject *text, *separator = Py_None;
    Py_ssize_t most = -1;
    (void)self;
    if (!PyArg_ParseTuple(args, "U|On:split", &text, &separator, &most)) return NULL;
    return PyUnicode_Split(text, separator == Py_None ? NULL : separator, most);
}

static PyMethodDef methods[] = {
    {"hello", (PyCFunction)(void (*)(void))hello, METH_VARARGS | METH_KEYWORDS, "hello(name, times=1, loud=False)\n--\n\nA greeting."},
    {"length", length, METH_O, "length($module, text, /)\n--\n\nCharacters and UTF-8 bytes of a text."},
    {"split", split, METH_VARARGS, "Splits a text."},
    {NULL, NULL, 0, NULL},
};

static int fill(PyObject *module) {
    PyObject *words = Py_BuildValue("(sss)", "hello", "good morning", "good evening");
    if (!words) return -1;
    int status = add(module, "GREETINGS", words);
    Py_DECREF(words);
    return status < 0 ? -1 : PyModule_AddIntConstant(module, "POLITENESS", 42);
}

MODULE(greeting, "Greets.", 0, methods, fill, NULL, NULL, NULL)
