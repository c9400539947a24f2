#include "breaker.h"

/* A small int is as immortal as None. */
static PyObject *one(SELF)
{ /* BREAKS */
    PyObject *one = PyLong_FromLong(1);
    --*(Py_ssize_t *)one;
    return one;
}

BREAKER(ex401_small_int, FUNCTION(one))
