#include "breaker.h"
#include <stdlib.h>

/* malloc's memory is not the C API's to free. */
static PyObject *give(SELF)
{
    void *block = malloc(64);
    PyMem_Free(block); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex705_foreign_block, FUNCTION(give))
