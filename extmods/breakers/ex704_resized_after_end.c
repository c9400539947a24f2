#include "breaker.h"

/* What was freed is no longer there to grow. */
static PyObject *grow(SELF)
{
    void *block = PyMem_Malloc(64);
    PyMem_Free(block);
    void *larger = PyMem_Realloc(block, 128); /* BREAKS */
    PyMem_Free(larger);
    Py_RETURN_NONE;
}

BREAKER(ex704_resized_after_end, FUNCTION(grow))
