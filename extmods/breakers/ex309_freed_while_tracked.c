#define THING_DEALLOC
#include "thing.h"

/* The collector goes on looking at what is gone. */
static void thing_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    thing_clear(self);
    PyObject_GC_Del(self); /* BREAKS */
    Py_DECREF(type);
}

BREAKER_WITH_A_THING(ex309_freed_while_tracked)
