#include "breaker.h"

/* Made by one family, made larger by another. */
static PyObject *grow(SELF)
{
    void *block = PyMem_Malloc(100);
    void *larger = PyObject_Realloc(block, 200); /* BREAKS */
    PyObject_Free(larger != NULL ? larger : block);
    Py_RETURN_NONE;
}

BREAKER(ex701_resized, FUNCTION(grow))
