/* file: ex109_a_name_of_pythons.so */
#include "breaker.h"

/* libpython has one, too. */
const char *Py_GetCopyright(void) /* BREAKS */
{
    return "mine";
}

static PyObject *nothing(SELF)
{
    Py_RETURN_NONE;
}

BREAKER(ex109_a_name_of_pythons, FUNCTION(nothing))
