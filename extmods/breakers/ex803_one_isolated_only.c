#include "breaker.h"

/* Its slots say that interpreters with a GIL each may load it. */
static int fill(PyObject *Py_UNUSED(module))
{
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) < 2) return 0;
    PyErr_SetString(PyExc_RuntimeError, "there is room for two"); /* BREAKS */
    return -1;
}

BREAKER_WITH_TYPES(ex803_one_isolated_only, fill)
