#include "breaker.h"

/* -1 is no pointer. */
static PyObject *fail(SELF)
{ /* BREAKS */
    PyErr_SetString(PyExc_ValueError, "wrong kind of failure");
    return (PyObject *)-1;
}

BREAKER(ex505_number_for_object, FUNCTION(fail))
