#include "breaker.h"

/* One block, two ends. */
static PyObject *twice(SELF)
{
    void *block = PyMem_Malloc(64);
    PyMem_Free(block);
    PyMem_Free(block); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex704_freed_twice, FUNCTION(twice))
