/* file: ex110_for_one_version.cpython-314-MACHINE-linux-gnu.so */
/* wheel: cp38-abi3 */ /* BREAKS: ex110_for_one_version */
#include "breaker.h"

static PyObject *nothing(SELF)
{
    Py_RETURN_NONE;
}

BREAKER(ex110_for_one_version, FUNCTION(nothing))
