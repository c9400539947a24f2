#include "breaker.h"

/* The block is elsewhere since it grew. */
static PyObject *grow(SELF)
{
    volatile char *block = PyMem_Malloc(64); /* BREAKS */
    char *larger = PyMem_Realloc((char *)block, 4096);
    block[20] = 'x';
    PyMem_Free(larger);
    Py_RETURN_NONE;
}

BREAKER(ex703_after_it_moved, FUNCTION(grow))
