#include "breaker.h"

/* The failure of a call is passed over, and its exception stays. */
static PyObject *guess(SELF)
{ /* BREAKS */
    PyObject *missing = PyObject_GetAttrString(Py_None, "no_such_attribute");
    if (missing == NULL)
        return PyLong_FromLong(0);
    return missing;
}

BREAKER(ex502_result_and_exception, FUNCTION(guess))
