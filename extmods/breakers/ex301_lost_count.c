#include "breaker.h"

/* Two references taken, one given back. */
static PyObject *twice(SELF)
{
    PyObject *list = PyList_New(2); /* BREAKS */
    if (list == NULL)
        return NULL;
    Py_INCREF(list);
    Py_ssize_t size = PyList_Size(list);
    Py_DECREF(list);
    return PyLong_FromSsize_t(size);
}

BREAKER(ex301_lost_count, FUNCTION(twice))
