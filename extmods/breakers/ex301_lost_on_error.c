#include "breaker.h"

/* The path that succeeds gives everything back; the other one has forgotten the list. */
static PyObject *parse(SELF)
{
    PyObject *list = PyList_New(0); /* BREAKS */
    if (list == NULL)
        return NULL;
    PyObject *number = PyLong_FromString("twelve", NULL, 10);
    if (number == NULL)
        return NULL;
    int result = PyList_Append(list, number);
    Py_DECREF(number);
    if (result < 0)
        Py_CLEAR(list);
    return list;
}

BREAKER(ex301_lost_on_error, FUNCTION(parse))
