/* PyGILState is the main interpreter's. */
#define INTERPRETERS Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED
#include "breaker.h"

/* Each PyGILState_Ensure has its PyGILState_Release. */
static PyObject *ensure(SELF)
{ /* BREAKS */
    PyGILState_Ensure();
    Py_RETURN_NONE;
}

BREAKER(ex604_ensured_and_kept, FUNCTION(ensure))
