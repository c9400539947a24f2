#include "breaker.h"
#include <string.h>

/* The byte that ends a text needs room, too. */
static PyObject *copy(SELF)
{
    const char *text = "twelve bytes";
    char *block = PyMem_Malloc(strlen(text)); /* BREAKS */
    if (block == NULL)
        return PyErr_NoMemory();
    strcpy(block, text);
    PyMem_Free(block);
    Py_RETURN_NONE;
}

BREAKER(ex702_one_too_far, FUNCTION(copy))
