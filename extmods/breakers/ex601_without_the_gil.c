#include "breaker.h"

/* Between these two no Python is possible. */
static PyObject *count(SELF)
{
    PyObject *number;
    Py_BEGIN_ALLOW_THREADS
    number = PyLong_FromLong(100000); /* BREAKS */
    Py_END_ALLOW_THREADS
    return number;
}

BREAKER(ex601_without_the_gil, FUNCTION(count))
