#include "breaker.h"

/* Too late: what is counted up here is no object any more. */
static PyObject *keep(SELF)
{
    PyObject *list = PyList_New(1);
    if (list == NULL)
        return NULL;
    Py_DecRef(list);
    Py_IncRef(list); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex303_taken_after_end, FUNCTION(keep))
