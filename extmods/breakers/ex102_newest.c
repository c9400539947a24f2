/* flags: -DPy_LIMITED_API=0x030E0000 */
/* file: ex102_newest.abi3.so */
/* wheel: cp313-abi3 */
#include "breaker.h"

/* A macro in most versions, a function in the limited API of 3.14. */
static PyObject *count(SELF)
{
    PyObject *list = PyList_New(0);
    Py_ssize_t references = Py_REFCNT(list); /* BREAKS */
    Py_DecRef(list);
    return PyLong_FromSsize_t(references);
}

BREAKER(ex102_newest, FUNCTION(count))
