#include "breaker.h"

/* The failure is seen where no exception can be set. */
static PyObject *fetch(SELF)
{
    int failed = 1;
    Py_BEGIN_ALLOW_THREADS
    if (failed)
        PyErr_SetString(PyExc_OSError, "cannot be read"); /* BREAKS */
    Py_END_ALLOW_THREADS
    if (PyErr_Occurred())
        return NULL;
    Py_RETURN_NONE;
}

BREAKER(ex601_raised_without, FUNCTION(fetch))
