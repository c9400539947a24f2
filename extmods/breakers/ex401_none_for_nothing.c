#include "breaker.h"

/* As a limited API before 3.12 counts: inline, all 64 bits, and here without its other half. */
static PyObject *nothing(SELF)
{ /* BREAKS */
    --*(Py_ssize_t *)Py_None;
    Py_RETURN_NONE;
}

BREAKER(ex401_none_for_nothing, FUNCTION(nothing))
