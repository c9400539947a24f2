#include "breaker.h"

/* The list owns the text. */
static PyObject *words(SELF)
{
    PyObject *list = PyList_New(1), *text = PyUnicode_FromString("the list's own text");
    if (list == NULL || text == NULL || PyList_SetItem(list, 0, text) < 0)
        return NULL;
    Py_DecRef(text); /* BREAKS */
    return list;
}

BREAKER(ex304_list_item, FUNCTION(words))
