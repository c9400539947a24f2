/* file: ex104_gone.so */
#include "breaker.h"

PyAPI_FUNC(PyObject *) PyWeakref_GetObject(PyObject *); /* BREAKS */

/* PyWeakref_GetRef is its successor. */
static PyObject *target(SELF)
{
    PyObject *reference = PyWeakref_NewRef((PyObject *)&PyLong_Type, NULL);
    PyObject *type = reference == NULL ? NULL : PyWeakref_GetObject(reference);
    Py_XINCREF(type);
    Py_XDECREF(reference);
    return type;
}

BREAKER(ex104_gone, FUNCTION(target))
