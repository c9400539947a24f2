#define THING_TRAVERSE
#include "thing.h"

/* An instance of a heap type holds its type. */
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{ /* BREAKS */
    Py_VISIT(((Thing *)self)->member);
    return 0;
}

BREAKER_WITH_A_THING(ex306_type_not_shown)
