#include "breaker.h"

/* What PyTuple_GetItem lends is not given back. */
static PyObject *first(SELF)
{
    PyObject *tuple = Py_BuildValue("(s)", "a text that the tuple holds");
    if (tuple == NULL)
        return NULL;
    PyObject *item = PyTuple_GetItem(tuple, 0);
    Py_ssize_t length = PyUnicode_GetLength(item);
    Py_DecRef(item); /* BREAKS */
    Py_DECREF(tuple);
    return PyLong_FromSsize_t(length);
}

BREAKER(ex302_borrowed_item_released, FUNCTION(first))
