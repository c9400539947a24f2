#include "breaker.h"

/* Python code runs while the failure waits. */
static PyObject *call(SELF)
{
    if (PyLong_FromString("none", NULL, 10) == NULL) {
        PyObject *result = PyObject_CallNoArgs((PyObject *)&PyList_Type); /* BREAKS */
        Py_XDECREF(result);
        return NULL;
    }
    Py_RETURN_NONE;
}

BREAKER(ex503_called_after_failure, FUNCTION(call))
