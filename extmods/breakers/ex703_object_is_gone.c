#include "breaker.h"

/* The bytes are written after the last reference was given back. */
static PyObject *change(SELF)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 40); /* BREAKS */
    if (bytes == NULL)
        return NULL;
    volatile char *text = PyBytes_AsString(bytes);
    Py_DECREF(bytes);
    text[5] = 'x';
    Py_RETURN_NONE;
}

BREAKER(ex703_object_is_gone, FUNCTION(change))
