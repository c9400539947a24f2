#include "breaker.h"

/* The second one waits for what its own thread holds. */
static PyObject *restore(SELF)
{
    PyThreadState *state = PyEval_SaveThread();
    PyEval_RestoreThread(state);
    PyEval_RestoreThread(state); /* BREAKS */
    Py_RETURN_NONE;
}

BREAKER(ex604_restored_twice, FUNCTION(restore))
