#include "breaker.h"

/* The exception is cleared, and the failure stays. */
static PyObject *number(SELF)
{ /* BREAKS */
    PyObject *number = PyLong_FromString("none", NULL, 10);
    if (number == NULL)
        PyErr_Clear();
    return number;
}

BREAKER(ex501_cleared, FUNCTION(number))
