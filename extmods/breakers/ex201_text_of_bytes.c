/* flags: -O2 */
/* file: ex201_text_of_bytes.abi3.so */
#include "breaker.h"

/* As PyBytes_AS_STRING does it. */
static PyObject *make(SELF)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 1);
    if (bytes != NULL)
        ((PyBytesObject *)bytes)->ob_sval[0] = 'x'; /* BREAKS */
    return bytes;
}

BREAKER(ex201_text_of_bytes, FUNCTION(make))
