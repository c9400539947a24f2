/* file: ex101_full_api.abi3.so */
#include "breaker.h"

/* The full API has it, and no version of the limited one. */
static PyObject *number(SELF)
{
    PyObject *text = PyUnicode_FromString("12");
    PyObject *result = text == NULL ? NULL : PyObject_CallOneArg((PyObject *)&PyLong_Type, text); /* BREAKS */
    Py_XDECREF(text);
    return result;
}

BREAKER(ex101_full_api, FUNCTION(number))
