#include "breaker.h"

/* The last word goes to memory that is no longer ours. */
static PyObject *note(SELF)
{
    volatile char *block = PyMem_Malloc(64); /* BREAKS */
    if (block == NULL)
        return PyErr_NoMemory();
    PyMem_Free((char *)block);
    block[10] = 1;
    Py_RETURN_NONE;
}

BREAKER(ex703_written_after_free, FUNCTION(note))
