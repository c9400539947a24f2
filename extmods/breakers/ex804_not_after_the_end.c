#include "breaker.h"

static int is_over;
static void over(void) { is_over = 1; }

static int fill(PyObject *Py_UNUSED(module))
{
    if (!is_over) return Py_AtExit(over);
    PyErr_SetString(PyExc_RuntimeError, "the end has come already"); /* BREAKS */
    return -1;
}

BREAKER_WITH_TYPES(ex804_not_after_the_end, fill)
