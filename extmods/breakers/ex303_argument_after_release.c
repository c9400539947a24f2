#include "breaker.h"

/* The reference is given back one line too early. */
static PyObject *items(SELF)
{
    PyObject *list = PyList_New(3);
    if (list == NULL)
        return NULL;
    Py_DECREF(list);
    return PyList_AsTuple(list); /* BREAKS */
}

BREAKER(ex303_argument_after_release, FUNCTION(items))
