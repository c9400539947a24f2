#include "breaker.h"
#include <stdlib.h>

/* An error that no caller can catch. */
static PyObject *give_up(SELF)
{
    abort(); /* BREAKS */
}

BREAKER(ex901_abort, FUNCTION(give_up))
