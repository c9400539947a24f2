#include <stddef.h>
struct _object;
static struct _object *thing_repr(struct _object *self);
#define THING_SLOTS {Py_tp_repr, thing_repr},
#include "thing.h"

/* A slot fails as a function does. */
static PyObject *thing_repr(PyObject *Py_UNUSED(self))
{ /* BREAKS */
    return NULL;
}

BREAKER_WITH_A_THING(ex501_silent_text)
