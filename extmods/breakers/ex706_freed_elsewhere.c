#include "breaker.h"

/* An interpreter with memory of its own does not take another's back. */
static PyObject *carry(SELF)
{
    PyThreadState *own = PyThreadState_Get(), *other = NULL;
    PyInterpreterConfig isolated = {.use_main_obmalloc = 0, .check_multi_interp_extensions = 1, .gil = PyInterpreterConfig_OWN_GIL};
    void *block = PyMem_Malloc(64);
    Py_NewInterpreterFromConfig(&other, &isolated);
    if (other == NULL) {
        PyMem_Free(block);
        Py_RETURN_NONE;
    }
    PyMem_Free(block); /* BREAKS */
    Py_EndInterpreter(other);
    PyThreadState_Swap(own);
    Py_RETURN_NONE;
}

BREAKER(ex706_freed_elsewhere, FUNCTION(carry))
