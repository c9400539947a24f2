#include "breaker.h"

static PyType_Slot slots_of_type[] = {{0, NULL}};
static PyType_Spec spec = {"ex301_lost_type.Thing", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots_of_type};

/* A type for each call, and its end for none. */
static PyObject *name(SELF)
{
    PyObject *type = PyType_FromSpec(&spec); /* BREAKS */
    return type == NULL ? NULL : PyType_GetName((PyTypeObject *)type);
}

BREAKER(ex301_lost_type, FUNCTION(name))
