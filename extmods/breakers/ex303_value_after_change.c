#include "breaker.h"

/* The dict lends its value, and has another one now. */
static PyObject *old(SELF)
{
    PyObject *dict = Py_BuildValue("{s:s}", "key", "the value that goes");
    if (dict == NULL)
        return NULL;
    PyObject *value = PyDict_GetItemString(dict, "key");
    PyDict_DelItemString(dict, "key");
    PyObject *text = PyObject_Str(value); /* BREAKS */
    Py_DECREF(dict);
    return text;
}

BREAKER(ex303_value_after_change, FUNCTION(old))
