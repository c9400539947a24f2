#include "breaker.h"

/* NULL, and nobody says why. */
static PyObject *fail(SELF)
{ /* BREAKS */
    return NULL;
}

BREAKER(ex501_silent_failure, FUNCTION(fail))
