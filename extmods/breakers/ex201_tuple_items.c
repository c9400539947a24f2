/* flags: -O2 */
/* file: ex201_tuple_items.abi3.so */
#include "breaker.h"

/* As PyTuple_SET_ITEM does it. */
static PyObject *pair(SELF)
{
    PyObject *number = PyLong_FromLong(100000);
    PyObject *tuple = PyTuple_New(1);
    if (tuple == NULL || number == NULL)
        return NULL;
    ((PyTupleObject *)tuple)->ob_item[0] = number; /* BREAKS */
    return tuple;
}

BREAKER(ex201_tuple_items, FUNCTION(pair))
