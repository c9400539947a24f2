/* Goes wrong where memory runs out, or where arguments are odd, in the way that it was compiled for. */
#include "target.h"
#include <string.h>

#if defined(MEMORY)
/* The result is not looked at. */
static int fill(PyObject *module)
{
    PyObject *list = PyList_New(1);
    PyObject *number = PyLong_FromLong(1000);
    ((PyListObject *)list)->ob_item[0] = number; /* BREAKS */
    int status = PyObject_SetAttrString(module, "list", list);
    Py_DECREF(list);
    return status;
}
static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};
#else
static int fill(PyObject *Py_UNUSED(module)) { return 0; }
#endif

#if defined(ARGUMENT)
/* Any object is taken for a str of at most some characters. */
static PyObject *measure(PyObject *Py_UNUSED(self), PyObject *object)
{
    if (object == Py_None) Py_RETURN_NONE;
    char buffer[64];
    const char *text = PyUnicode_AsUTF8(object);
    if (!text) return NULL;
    size_t length = strlen(text);
    if (length > sizeof buffer) {
        volatile int *nowhere = NULL;
        *nowhere = 1; /* BREAKS */
    }
    return PyLong_FromSize_t(length);
}
static PyMethodDef methods[] = {{"measure", measure, METH_O, NULL}, {NULL, NULL, 0, NULL}};
#elif defined(MUTATION)
/* What is borrowed from a list is gone when the other argument has been asked for its number. */
static PyObject *at(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *list, *index;
    if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &index)) return NULL;
    PyObject **items = ((PyListObject *)list)->ob_item;
    Py_ssize_t size = PyList_GET_SIZE(list), number = PyNumber_AsSsize_t(index, PyExc_IndexError);
    if (number == -1 && PyErr_Occurred()) return NULL;
    if (number < 0 || number >= size) {
        PyErr_SetString(PyExc_IndexError, "no such item");
        return NULL;
    }
    return PyNumber_Add(items[number], items[number]);
}
static PyMethodDef methods[] = {{"at", at, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
#elif defined(ORDER)
#include <stdlib.h>
static int is_open;
static PyObject *open_it(ARGUMENTS) { is_open++; Py_RETURN_NONE; }
static PyObject *use_it(ARGUMENTS)
{
    if (is_open > 200) abort();
    Py_RETURN_NONE;
}
static PyMethodDef methods[] = {{"open", open_it, METH_VARARGS, NULL}, {"use", use_it, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
#elif defined(SLOW)
#include <unistd.h>
static PyObject *wait_for(PyObject *Py_UNUSED(self), PyObject *object)
{
    if (PyUnicode_Check(object)) for (;;) pause();
    Py_RETURN_NONE;
}
static PyMethodDef methods[] = {{"wait_for", wait_for, METH_O, NULL}, {NULL, NULL, 0, NULL}};
#endif

MODULE(fragile, methods, fill)
