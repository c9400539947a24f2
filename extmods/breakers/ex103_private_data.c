/* file: ex103_private_data.so */
#include "breaker.h"

PyAPI_DATA(PyTypeObject) _PyNone_Type; /* BREAKS */

/* Py_TYPE(Py_None) is the same type, and public. */
static PyObject *is_none(SELF)
{
    return PyBool_FromLong(Py_TYPE(Py_None) == &_PyNone_Type);
}

BREAKER(ex103_private_data, FUNCTION(is_none))
