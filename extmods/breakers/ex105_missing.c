/* file: ex105_missing.so */
#include "breaker.h"

PyAPI_FUNC(PyObject *) PyString_FromString(const char *); /* BREAKS */

/* Python 2 had it. */
static PyObject *text(SELF)
{
    return PyString_FromString("text");
}

BREAKER(ex105_missing, FUNCTION(text))
