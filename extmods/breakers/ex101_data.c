/* file: ex101_data.abi3.so */
#include "breaker.h"

/* A variable is no more stable than a function. */
static PyObject *flag(SELF)
{
    return PyLong_FromLong(Py_OptimizeFlag != 0); /* BREAKS */
}

BREAKER(ex101_data, FUNCTION(flag))
