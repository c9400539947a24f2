#include "breaker.h"

/* PySequence_GetItem gives a new reference, PyList_GetItem would have lent one. */
static PyObject *first(SELF)
{
    PyObject *text = PyUnicode_FromString("one two three"), *list = text == NULL ? NULL : PyUnicode_Split(text, NULL, -1); /* BREAKS */
    Py_XDECREF(text);
    PyObject *item = list == NULL ? NULL : PySequence_GetItem(list, 0);
    Py_XDECREF(list);
    return item == NULL ? NULL : PyLong_FromSsize_t(PyUnicode_GetLength(item));
}

BREAKER(ex301_lost_item, FUNCTION(first))
