#include "breaker.h"

/* PyList_SetItem steals, even where it fails. */
static PyObject *words(SELF)
{
    PyObject *list = PyList_New(1), *text = PyUnicode_FromString("stolen by a call that fails");
    if (list == NULL || text == NULL)
        return NULL;
    if (PyList_SetItem(list, 7, text) < 0) {
        PyErr_Clear();
        Py_DecRef(text); /* BREAKS */
    }
    return list;
}

BREAKER(ex304_refused_item, FUNCTION(words))
