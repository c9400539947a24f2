/* file: ex103_private.so */
#include "breaker.h"

/* Nobody has promised that it stays. */
static PyObject *sign(SELF)
{
    PyObject *number = PyLong_FromLong(-100000);
    if (number == NULL)
        return NULL;
    int sign = _PyLong_Sign(number); /* BREAKS */
    Py_DECREF(number);
    return PyLong_FromLong(sign);
}

BREAKER(ex103_private, FUNCTION(sign))
