#define THING_DEALLOC
#include "thing.h"

/* tp_free gives memory back, and no more. */
static void thing_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    thing_clear(self);
    type->tp_free(self); /* BREAKS */
    Py_DECREF(type);
}

BREAKER_WITH_A_THING(ex309_freed_by_slot)
