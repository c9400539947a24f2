#include "breaker.h"

/* What is borrowed from a list is gone when the list is. */
static PyObject *last(SELF)
{
    PyObject *list = PyList_New(0), *text = PyUnicode_FromString("held by the list, and by nobody else");
    if (list == NULL || text == NULL || PyList_Append(list, text) < 0)
        return NULL;
    Py_DECREF(text);
    PyObject *borrowed = PyList_GetItem(list, 0);
    Py_DECREF(list);
    return PyObject_Str(borrowed); /* BREAKS */
}

BREAKER(ex303_borrowed_too_long, FUNCTION(last))
