/* file: ex109_a_variable_of_pythons.so */
#include "breaker.h"

/* A flag of its own, under a name that is taken. */
int Py_VerboseFlag = 3; /* BREAKS */

static PyObject *nothing(SELF)
{
    Py_RETURN_NONE;
}

BREAKER(ex109_a_variable_of_pythons, FUNCTION(nothing))
