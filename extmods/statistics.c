/* Any sequence or iterable, floats, dicts, and calling back. */
#include "module.h"

static PyObject *mean(PyObject *self, PyObject *values) {
    PyObject *iterator = PyObject_GetIter(values), *item;
    double sum = 0;
    Py_ssize_t count = 0;
    (void)self;
    if (!iterator) return NULL;
    while ((item = PyIter_Next(iterator))) {
        double value = PyFloat_AsDouble(item);
        Py_DECREF(item);
        if (value == -1.0 && PyErr_Occurred()) break;
        sum += value;
        count++;
    }
    Py_DECREF(iterator);
    if (PyErr_Occurred()) return NULL;
    if (!count) {
        PyErr_SetString(PyExc_ValueError, "mean of nothing");
        return NULL;
    }
    return PyFloat_FromDouble(sum / (double)count);
}

static int count_one(PyObject *counts, PyObject *item) {
    PyObject *old = PyDict_GetItemWithError(counts, item);
    if (!old && PyErr_Occurred()) return -1;
    PyObject *one = PyLong_FromLong(1);
    PyObject *sum = one && old ? PyNumber_Add(old, one) : one ? new_reference(one) : NULL;
    int status = sum ? PyDict_SetItem(counts, item, sum) : -1;
    Py_XDECREF(sum);
    Py_XDECREF(one);
    return status;
}

static PyObject *histogram(PyObject *self, PyObject *values) {
    (void)self;
    PyObject *fast = PySequence_Fast(values, "histogram() takes something to go through"), *counts = fast ? PyDict_New() : NULL;
    for (Py_ssize_t i = 0; counts && i < PySequence_Size(fast); i++) {
        PyObject *item = PySequence_GetItem(fast, i);
        if (!item || count_one(counts, item) < 0) Py_CLEAR(counts);
        Py_XDECREF(item);
    }
    Py_XDECREF(fast);
    return counts;
}

static PyObject *best(PyObject *self, PyObject *args) {
    PyObject *values, *key = Py_None, *chosen = NULL, *chosen_rank = NULL;
    (void)self;
    if (!PyArg_ParseTuple(args, "O|O:best", &values, &key)) return NULL;
    Py_ssize_t size = PySequence_Size(values);
    if (size < 0) return NULL;
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *item = PySequence_GetItem(values, i);
        PyObject *rank = !item ? NULL : key == Py_None ? new_reference(item) : PyObject_CallFunctionObjArgs(key, item, NULL);
        int better = !rank ? -1 : chosen ? PyObject_RichCompareBool(rank, chosen_rank, Py_GT) : 1;
        if (better > 0) {
            PyObject *old = chosen, *old_rank = chosen_rank;
            chosen = item;
            chosen_rank = rank;
            item = old;
            rank = old_rank;
        }
        Py_XDECREF(item);
        Py_XDECREF(rank);
        if (better < 0) {
            Py_CLEAR(chosen);
            break;
        }
    }
    Py_XDECREF(chosen_rank);
    if (!chosen && !PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "best of nothing");
    return chosen;
}

static PyMethodDef methods[] = {
    {"mean", mean, METH_O, "The mean of numbers."},
    {"histogram", histogram, METH_O, "How often each value comes."},
    {"best", best, METH_VARARGS, "The value that ranks highest, by a key."},
    {NULL, NULL, 0, NULL},
};
static int fill(PyObject *module) {
    PyObject *pi = PyFloat_FromDouble(3.141592653589793);
    if (!pi) return -1;
    int status = add(module, "PI", pi);
    Py_DECREF(pi);
    return status;
}
MODULE(statistics, "Counts and weighs.", 0, methods, fill, NULL, NULL, NULL)
