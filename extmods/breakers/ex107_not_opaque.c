/* flags: -DPy_LIMITED_API=0x030E0000 */
/* file: ex107_not_opaque.abi3t.so */
#include "breaker.h"

/* A definition of a module is a struct, and abi3t has none: PyModExport_ is its way in. */
static PyObject *nothing(SELF)
{
    Py_RETURN_NONE;
}

BREAKER(ex107_not_opaque, FUNCTION(nothing)) /* BREAKS: PyInit_ex107_not_opaque */
