#include "breaker.h"

/* -1 may be a failure: PyErr_Occurred() would say so. */
static PyObject *number(SELF)
{ /* BREAKS */
    PyObject *text = PyUnicode_FromString("none");
    if (text == NULL)
        return NULL;
    long number = PyLong_AsLong(text);
    Py_DECREF(text);
    return PyLong_FromLong(number);
}

BREAKER(ex502_failure_as_number, FUNCTION(number))
