#include "breaker.h"

/* Whoever pressed Ctrl-C waits in vain. */
static PyObject *interrupted(SELF)
{
    PyErr_SetNone(PyExc_KeyboardInterrupt);
    PyErr_Clear(); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex507_interrupt_cleared, FUNCTION(interrupted))
