#include "breaker.h"
#include <stdlib.h>

/* Works in the main interpreter. */
static int fill(PyObject *Py_UNUSED(module))
{
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) != 0)
        abort(); /* BREAKS */
    return 0;
}

BREAKER_WITH_TYPES(ex807_aborts_elsewhere, fill)
