#include "breaker.h"

/* A buffer is held until it is released. */
static PyObject *size(SELF)
{
    Py_buffer view;
    PyObject *bytes = PyByteArray_FromStringAndSize("some bytes", 10);
    if (bytes == NULL || PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) < 0) /* BREAKS */
        return NULL;
    Py_DECREF(bytes);
    return PyLong_FromSsize_t(view.len);
}

BREAKER(ex707_not_released, FUNCTION(size))
