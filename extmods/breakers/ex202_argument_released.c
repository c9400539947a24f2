/* flags: -O2 */
/* file: ex202_argument_released.abi3.so */
#include "breaker.h"

static void release(PyObject *object) __attribute__((noinline));
static void release(PyObject *object)
{
    if (--*(Py_ssize_t *)object == 0) /* BREAKS */
        _Py_Dealloc(object);
}

/* Nothing tells what the object is, but that it is destroyed. */
static PyObject *nothing(SELF)
{
    PyObject *list = PyList_New(5);
    if (list != NULL)
        release(list);
    return PyLong_FromLong(100000);
}

BREAKER(ex202_argument_released, FUNCTION(nothing))
