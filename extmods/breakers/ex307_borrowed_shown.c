#define THING_NEW
#define THING_TRAVERSE
#include "thing.h"

static PyObject *thing_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Thing *self = (Thing *)type->tp_alloc(type, 0);
    if (self != NULL)
        self->member = Py_BuildValue("[[i]]", 1000);
    return (PyObject *)self;
}

/* The inner list is the outer one's, and not ours to show. */
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{ /* BREAKS */
    Thing *thing = (Thing *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(thing->member);
    if (thing->member != NULL)
        Py_VISIT(((PyListObject *)thing->member)->ob_item[0]);
    return 0;
}

BREAKER_WITH_A_THING(ex307_borrowed_shown)
