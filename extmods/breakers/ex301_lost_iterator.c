#include "breaker.h"

/* The items are given back, the iterator is not. */
static PyObject *total(SELF)
{
    PyObject *list = PyList_New(3);
    if (list == NULL)
        return NULL;
    for (int i = 0; i < 3; i++)
        PyList_SetItem(list, i, PyLong_FromLong(1000 + i));
    PyObject *iterator = PyObject_GetIter(list); /* BREAKS */
    Py_DECREF(list);
    if (iterator == NULL)
        return NULL;
    long total = 0;
    for (PyObject *item; (item = PyIter_Next(iterator)) != NULL; Py_DECREF(item))
        total += PyLong_AsLong(item);
    return PyLong_FromLong(total);
}

BREAKER(ex301_lost_iterator, FUNCTION(total))
