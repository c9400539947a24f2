/* file: ex108_another_name.so */
#include "breaker.h"

static PyObject *nothing(SELF)
{
    Py_RETURN_NONE;
}

BREAKER(ex108_old_name, FUNCTION(nothing)) /* BREAKS: ex108_another_name */
