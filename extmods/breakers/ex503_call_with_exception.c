#include "breaker.h"

/* A failure is followed by a call as if nothing were the matter. */
static PyObject *describe(SELF)
{
    PyErr_SetString(PyExc_ValueError, "something went wrong");
    PyObject *text = PyObject_Repr(Py_None); /* BREAKS */
    Py_XDECREF(text);
    return NULL;
}

BREAKER(ex503_call_with_exception, FUNCTION(describe))
