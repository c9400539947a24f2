#include "breaker.h"
#include <time.h>

/* Everybody waits while one sleeps. */
static PyObject *rest(SELF)
{ /* BREAKS */
    struct timespec a_while = {0, 300 * 1000 * 1000};
    nanosleep(&a_while, NULL);
    Py_RETURN_NONE;
}

BREAKER(ex605_sleeps, FUNCTION(rest))
