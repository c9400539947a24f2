#include "breaker.h"

/* A count that nobody but the object's memory sees. */
static PyObject *keep(SELF)
{
    PyObject *list = PyList_New(1); /* BREAKS */
    if (list == NULL)
        return NULL;
    Py_DECREF(list);
    Py_INCREF(list);
    Py_RETURN_NONE;
}

BREAKER(ex303_counted_inline, FUNCTION(keep))
