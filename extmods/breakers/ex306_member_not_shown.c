#define THING_TRAVERSE
#include "thing.h"

/* The collector is not told of the list. */
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{ /* BREAKS */
    Py_VISIT(Py_TYPE(self));
    return 0;
}

BREAKER_WITH_A_THING(ex306_member_not_shown)
