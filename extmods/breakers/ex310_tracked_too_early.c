#define THING_NEW
#include "thing.h"

/* The member is anything while the object is tracked and has none. */
static PyObject *thing_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Thing *self = PyObject_GC_New(Thing, type);
    if (self == NULL)
        return NULL;
    PyObject_GC_Track(self); /* BREAKS */
    self->member = PyList_New(0);
    return (PyObject *)self;
}

BREAKER_WITH_A_THING(ex310_tracked_too_early)
