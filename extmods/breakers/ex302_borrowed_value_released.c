/* flags: -O2 */
#include "breaker.h"

/* What PyDict_GetItemString lends is not given back. */
static PyObject *look(SELF)
{
    PyObject *dict = Py_BuildValue("{s:[i]}", "numbers", 1000);
    if (dict == NULL)
        return NULL;
    PyObject *value = PyDict_GetItemString(dict, "numbers");
    Py_ssize_t size = PyList_Size(value);
    Py_DECREF(value); /* BREAKS */
    Py_DECREF(dict);
    return PyLong_FromSsize_t(size);
}

BREAKER(ex302_borrowed_value_released, FUNCTION(look))
