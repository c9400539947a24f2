#define THING_TRAVERSE
#include "thing.h"

/* One reference, shown twice. */
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{ /* BREAKS */
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Thing *)self)->member);
    Py_VISIT(((Thing *)self)->member);
    return 0;
}

BREAKER_WITH_A_THING(ex307_member_shown_twice)
