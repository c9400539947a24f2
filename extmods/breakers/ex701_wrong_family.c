#include "breaker.h"

/* Made by one family, freed by another. */
static PyObject *scratch(SELF)
{
    void *block = PyMem_Malloc(100);
    PyObject_Free(block); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex701_wrong_family, FUNCTION(scratch))
