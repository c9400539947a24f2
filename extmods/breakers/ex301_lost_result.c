#include "breaker.h"

/* A new reference is made, used and never given back. */
static PyObject *length(SELF)
{
    PyObject *text = PyUnicode_FromString("a text of its own, made for each call"); /* BREAKS */
    if (text == NULL)
        return NULL;
    return PyLong_FromSsize_t(PyUnicode_GetLength(text));
}

BREAKER(ex301_lost_result, FUNCTION(length))
