/* flags: -DPy_LIMITED_API=0x030B0000 */
/* file: ex102_newer_than_tag.abi3.so */
/* wheel: cp38-abi3 */
#include "breaker.h"

/* 3.8 is promised; 3.11 is the first to have it. */
static PyObject *name(SELF)
{
    return PyType_GetName((PyTypeObject *)&PyLong_Type); /* BREAKS */
}

#define Py_mod_multiple_interpreters 3
#define Py_MOD_PER_INTERPRETER_GIL_SUPPORTED ((void *)2)
BREAKER(ex102_newer_than_tag, FUNCTION(name))
