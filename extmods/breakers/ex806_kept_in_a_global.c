#include "breaker.h"

/* What one interpreter makes, all of them find. */
static PyObject *last; /* BREAKS */

static PyObject *remember(SELF)
{
    Py_XSETREF(last, PyList_New(3));
    Py_RETURN_NONE;
}

BREAKER(ex806_kept_in_a_global, FUNCTION(remember))
