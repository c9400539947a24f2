#include "breaker.h"

/* What PyErr_GetRaisedException gives is the caller's to give back. */
static PyObject *number(SELF)
{
    PyObject *number = PyLong_FromString("no number", NULL, 10); /* BREAKS */
    if (number != NULL)
        return number;
    PyErr_GetRaisedException();
    return PyLong_FromLong(0);
}

BREAKER(ex301_lost_exception, FUNCTION(number))
