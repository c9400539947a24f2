struct _object;
static int thing_init(struct _object *self, struct _object *args, struct _object *kwargs);
#define THING_SLOTS {Py_tp_init, thing_init},
#include "thing.h"

/* -1 is how an int says that something failed. */
static int thing_init(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args), PyObject *kwargs)
{ /* BREAKS */
    static int calls;
    (void)kwargs;
    /* The first one is the module's own. */
    if (calls++ == 0)
        return 0;
    PyErr_SetString(PyExc_ValueError, "no more of these");
    return -2;
}

BREAKER_WITH_A_THING(ex505_minus_two)
