#include "breaker.h"

/* PyList_Append does not steal. */
static PyObject *numbers(SELF)
{
    PyObject *list = PyList_New(0);
    if (list == NULL)
        return NULL;
    for (int i = 0; i < 3; i++) {
        PyObject *number = PyLong_FromLong(1000 + i); /* BREAKS */
        if (number == NULL || PyList_Append(list, number) < 0) {
            Py_XDECREF(number);
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

BREAKER(ex301_lost_in_list, FUNCTION(numbers))
