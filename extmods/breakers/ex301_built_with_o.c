#include "breaker.h"

/* "O" takes a reference of its own, "N" would have taken this one. */
static PyObject *pair(SELF)
{
    return Py_BuildValue("(iO)", 1, PyUnicode_FromString("made for the tuple only")); /* BREAKS */
}

BREAKER(ex301_built_with_o, FUNCTION(pair))
