#define THING_TRAVERSE
#include "thing.h"

/* An object does not hold itself. */
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{ /* BREAKS */
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Thing *)self)->member);
    Py_VISIT(self);
    return 0;
}

BREAKER_WITH_A_THING(ex307_itself_shown)
