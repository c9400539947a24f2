#include "breaker.h"

/* A copy of a view is no second view. */
static PyObject *size(SELF)
{
    Py_buffer view, copy;
    PyObject *bytes = PyBytes_FromString("some bytes");
    if (bytes == NULL || PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    copy = view;
    PyBuffer_Release(&view);
    PyBuffer_Release(&copy); /* BREAKS */
    return PyLong_FromSsize_t(copy.len);
}

BREAKER(ex708_released_twice, FUNCTION(size))
