#include "breaker.h"

/* PyTuple_SetItem steals, also what its caller then gives back. */
static PyObject *pair(SELF)
{
    PyObject *tuple = PyTuple_New(1), *number = PyLong_FromLong(123456);
    if (tuple == NULL || number == NULL || PyTuple_SetItem(tuple, 0, number) < 0)
        return NULL;
    Py_DecRef(number); /* BREAKS */
    Py_DecRef(tuple);
    Py_RETURN_NONE;
}

BREAKER(ex304_stolen_and_released, FUNCTION(pair))
