#include "breaker.h"

/* The raw family needs no GIL, and has its own memory. */
static PyObject *scratch(SELF)
{
    void *block = PyMem_RawMalloc(100);
    PyMem_Free(block); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex701_raw_and_mem, FUNCTION(scratch))
