#define THING_NEW
#define THING_TRAVERSE
#include "thing.h"

/* What PyObject_GC_New makes, its caller tracks. */
static PyObject *thing_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Thing *self = PyObject_GC_New(Thing, type);
    if (self != NULL)
        self->member = PyList_New(0);
    return (PyObject *)self;
}

static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{ /* BREAKS */
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Thing *)self)->member);
    return 0;
}

BREAKER_WITH_A_THING(ex308_never_tracked)
