#include "breaker.h"

/* The error path and the common end both give the list back. */
static PyObject *build(SELF)
{
    PyObject *list = PyList_New(0);
    if (list == NULL)
        return NULL;
    if (PyList_SetItem(list, 5, PyLong_FromLong(1)) < 0) {
        PyErr_Clear();
        Py_DecRef(list);
    }
    Py_DecRef(list); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex302_released_twice, FUNCTION(build))
