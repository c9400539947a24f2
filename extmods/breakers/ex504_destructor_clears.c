#include "breaker.h"

static int something;

/* An exception is on its way while the capsule dies: it is not the destructor's to clear. */
static void capsule_dies(PyObject *Py_UNUSED(capsule))
{ /* BREAKS */
    PyErr_Clear();
}

static PyObject *fail(SELF)
{
    PyObject *capsule = PyCapsule_New(&something, NULL, capsule_dies);
    if (capsule == NULL)
        return NULL;
    PyErr_SetString(PyExc_ValueError, "the reason");
    Py_DECREF(capsule);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

BREAKER(ex504_destructor_clears, FUNCTION(fail))
