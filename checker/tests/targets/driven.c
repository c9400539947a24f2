/* What a file of exercises finds, and asking without knowledge does not: all of it takes an argument. */
#include "target.h"

/* Right. */
static PyObject *twice(PyObject *Py_UNUSED(self), PyObject *number) { return PyNumber_Add(number, number); }

/* Keeps what it has seen, up to a bound. */
static PyObject *cached(PyObject *self, PyObject *key)
{
    PyObject *cache = PyObject_GetAttrString(self, "cache");
    if (!cache) return NULL;
    int status = PyDict_Size(cache) < 8 ? PyDict_SetItem(cache, key, key) : 0;
    Py_DECREF(cache);
    if (status < 0) return NULL;
    Py_RETURN_NONE;
}

/* Keeps what it has seen, all of it. */
static PyObject *kept(PyObject *self, PyObject *key)
{
    if (!PyLong_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "an int is wanted");
        return NULL;
    }
    PyObject *list = PyObject_GetAttrString(self, "list");
    if (!list) return NULL;
    PyObject *item = PyFloat_FromDouble(0.5);
    int status = item ? PyList_Append(list, item) : -1;
    Py_XDECREF(item);
    Py_DECREF(list);
    if (status < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *lost(PyObject *Py_UNUSED(self), PyObject *key)
{
    if (!PyLong_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "an int is wanted");
        return NULL;
    }
    PyObject *list = PyList_New(1); /* LOST */
    if (!list) return NULL;
    Py_INCREF(key);
    PyList_SetItem(list, 0, key);
    Py_RETURN_NONE;
}

static PyObject *block(PyObject *Py_UNUSED(self), PyObject *key)
{
    if (!PyLong_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "an int is wanted");
        return NULL;
    }
    char *memory = PyMem_Malloc(64); /* BLOCK */
    if (!memory) return PyErr_NoMemory();
    memory[0] = 0;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"twice", twice, METH_O, "twice($module, number, /)\n--\n\nTwice a number."},
    {"cached", cached, METH_O, NULL},
    {"kept", kept, METH_O, NULL},
    {"lost", lost, METH_O, NULL},
    {"block", block, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int fill(PyObject *module)
{
    PyObject *cache = PyDict_New(), *list = PyList_New(0);
    int status = cache && list && PyObject_SetAttrString(module, "cache", cache) == 0 && PyObject_SetAttrString(module, "list", list) == 0 ? 0 : -1;
    Py_XDECREF(cache);
    Py_XDECREF(list);
    return status;
}

MODULE(driven, methods, fill)
