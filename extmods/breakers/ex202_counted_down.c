/* flags: -O2 */
/* file: ex202_counted_down.abi3.so */
#include "breaker.h"

/* As the macros of 3.8 do it. */
static PyObject *length(SELF)
{
    PyObject *list = PyList_New(5);
    if (list == NULL)
        return NULL;
    Py_ssize_t length = PyList_Size(list);
    if (--*(Py_ssize_t *)list == 0) /* BREAKS */
        _Py_Dealloc(list);
    return PyLong_FromSsize_t(length);
}

BREAKER(ex202_counted_down, FUNCTION(length))
