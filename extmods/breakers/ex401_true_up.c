#include "breaker.h"

/* One reference too many to True, by the limited API of 3.11: three in a call. */
static PyObject *yes(SELF)
{ /* BREAKS */
    *(Py_ssize_t *)Py_True += 3;
    Py_RETURN_TRUE;
}

BREAKER(ex401_true_up, FUNCTION(yes))
