#include <stddef.h>
struct _object;
static struct _object *thing_repr(struct _object *self), *thing_getattro(struct _object *self, struct _object *name);
#define THING_SLOTS {Py_tp_repr, thing_repr}, {Py_tp_getattro, thing_getattro},
#include "thing.h"

static PyObject *thing_getattro(PyObject *Py_UNUSED(self), PyObject *name)
{
    PyErr_SetObject(PyExc_AttributeError, name);
    return NULL;
}

/* Whether there is such an attribute is asked by clearing the exception that says no: also where another one was set. */
static PyObject *thing_repr(PyObject *self)
{
    PyObject *number = PyLong_FromString("none", NULL, 10);
    int has = PyObject_HasAttrString(self, "name"); /* BREAKS */
    Py_XDECREF(number);
    return PyUnicode_FromString(has ? "named" : "nameless");
}

BREAKER_WITH_A_THING(ex506_lost_in_a_call)
