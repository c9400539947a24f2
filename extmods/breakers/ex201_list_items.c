/* flags: -O2 */
/* file: ex201_list_items.abi3.so */
#include "breaker.h"

/* A macro of the full API: it reads where the list keeps its items. */
static PyObject *first(SELF)
{
    PyObject *text = PyUnicode_FromString("one two");
    PyObject *list = text == NULL ? NULL : PyUnicode_Split(text, NULL, -1);
    Py_DecRef(text);
    if (list == NULL)
        return NULL;
    PyObject *item = ((PyListObject *)list)->ob_item[0]; /* BREAKS */
    Py_IncRef(item);
    Py_DecRef(list);
    return item;
}

BREAKER(ex201_list_items, FUNCTION(first))
