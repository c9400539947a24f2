#include "breaker.h"

static int something;

/* What goes wrong in a destructor is told by PyErr_WriteUnraisable. */
static void capsule_dies(PyObject *Py_UNUSED(capsule))
{ /* BREAKS */
    PyErr_SetString(PyExc_RuntimeError, "could not be closed");
}

static PyObject *make(SELF)
{
    PyObject *capsule = PyCapsule_New(&something, NULL, capsule_dies);
    Py_XDECREF(capsule);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

BREAKER(ex504_destructor_raises, FUNCTION(make))
