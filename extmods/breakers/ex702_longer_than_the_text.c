#include "breaker.h"
#include <string.h>

/* The bytes have room for four, and a zero. */
static PyObject *make(SELF)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 4); /* BREAKS */
    if (bytes == NULL)
        return NULL;
    memcpy(PyBytes_AsString(bytes), "four and more", 14);
    Py_DECREF(bytes);
    Py_RETURN_NONE;
}

BREAKER(ex702_longer_than_the_text, FUNCTION(make))
