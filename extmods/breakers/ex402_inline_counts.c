#include "breaker.h"

/* As the macros of 3.8 count: whatever they are given. */
static PyObject *text(SELF)
{
    ++*(Py_ssize_t *)Py_None;
    PyObject *text = PyObject_Str(Py_None); /* BREAKS */
    --*(Py_ssize_t *)Py_None;
    return text;
}

BREAKER(ex402_inline_counts, FUNCTION(text))
