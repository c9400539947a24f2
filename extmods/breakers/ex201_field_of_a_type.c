/* flags: -O0 */
/* file: ex201_field_of_a_type.abi3.so */
#include "breaker.h"

/* PyType_GetName is for that. */
static PyObject *name(SELF)
{
    return PyUnicode_FromString(PyList_Type.tp_name); /* BREAKS */
}

BREAKER(ex201_field_of_a_type, FUNCTION(name))
