/* file: ex105_weak.so */
#include "breaker.h"

__attribute__((weak)) PyAPI_FUNC(PyObject *) PyText_FromNothing(void); /* BREAKS */

/* That it can do without makes the name no better. */
static PyObject *text(SELF)
{
    if (PyText_FromNothing != NULL)
        return PyText_FromNothing();
    Py_RETURN_NONE;
}

BREAKER(ex105_weak, FUNCTION(text))
