#include "breaker.h"

/* PyObject_HasAttrString clears what it finds set, also what it has not set. */
static PyObject *guess(SELF)
{
    PyObject *number = PyLong_FromString("none", NULL, 10);
    int has = PyObject_HasAttrString(Py_None, "no_such_attribute"); /* BREAKS */
    Py_XDECREF(number);
    return PyLong_FromLong(has);
}

BREAKER(ex506_lost_in_a_call, FUNCTION(guess))
