#include "breaker.h"

/* The reference is given back one line too early. */
static PyObject *size(SELF)
{
    PyObject *list = PyList_New(3);
    if (list == NULL)
        return NULL;
    Py_DECREF(list);
    return PyLong_FromSsize_t(PyList_Size(list)); /* BREAKS */
}

BREAKER(ex303_argument_after_release, FUNCTION(size))
