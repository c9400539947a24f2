#include "breaker.h"

/* bytes do not change. */
static PyObject *upper(SELF)
{
    Py_buffer view;
    PyObject *bytes = PyBytes_FromString("some bytes");
    if (bytes == NULL || PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    ((char *)view.buf)[0] = 'S';
    PyBuffer_Release(&view); /* BREAKS */
    return bytes;
}

BREAKER(ex709_written_read_only, FUNCTION(upper))
