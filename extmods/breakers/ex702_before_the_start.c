#include "breaker.h"

/* An index that goes below zero. */
static PyObject *fill(SELF)
{
    volatile char *block = PyMem_Malloc(16);
    if (block == NULL)
        return PyErr_NoMemory();
    for (int i = 15; i >= -1; i--)
        block[i] = 'x';
    PyMem_Free((char *)block); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex702_before_the_start, FUNCTION(fill))
