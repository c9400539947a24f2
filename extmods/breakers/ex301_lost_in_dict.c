#include "breaker.h"

/* PyDict_SetItemString does not steal. */
static PyObject *settings(SELF)
{
    PyObject *dict = PyDict_New();
    PyObject *value = PyUnicode_FromString("a value that the dict takes a reference of its own to"); /* BREAKS */
    if (dict == NULL || value == NULL || PyDict_SetItemString(dict, "name", value) < 0) {
        Py_XDECREF(value);
        Py_CLEAR(dict);
    }
    return dict;
}

BREAKER(ex301_lost_in_dict, FUNCTION(settings))
