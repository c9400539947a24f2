struct _object;
static int thing_bool(struct _object *self);
static struct _object *thing_repr(struct _object *self);
#define THING_SLOTS {Py_nb_bool, thing_bool}, {Py_tp_repr, thing_repr},
#include "thing.h"

/* -1 is how an int says that something failed. */
static int thing_bool(PyObject *Py_UNUSED(self))
{ /* BREAKS */
    PyErr_SetString(PyExc_ValueError, "neither true nor false");
    return -2;
}

static PyObject *thing_repr(PyObject *self)
{
    int truth = PyObject_IsTrue(self);
    return truth < 0 ? NULL : PyUnicode_FromString(truth ? "true" : "false");
}

BREAKER_WITH_A_THING(ex505_minus_two)
