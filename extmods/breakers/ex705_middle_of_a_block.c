#include "breaker.h"

/* A block is freed by its first address, and by no other. */
static PyObject *skip(SELF)
{
    char *block = PyMem_Malloc(64);
    if (block == NULL)
        return PyErr_NoMemory();
    PyMem_Free(block + 16); /* BREAKS */
    PyMem_Free(block);
    Py_RETURN_NONE;
}

BREAKER(ex705_middle_of_a_block, FUNCTION(skip))
