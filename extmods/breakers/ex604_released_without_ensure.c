/* PyGILState is the main interpreter's. */
#define INTERPRETERS Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED
#include "breaker.h"

/* Nobody has ensured anything. */
static PyObject *release(SELF)
{
    PyGILState_Release(PyGILState_UNLOCKED); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex604_released_without_ensure, FUNCTION(release))
