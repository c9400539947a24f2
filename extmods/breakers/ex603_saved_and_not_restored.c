#include "breaker.h"

/* The path that fails leaves in between. */
static PyObject *fetch(SELF)
{ /* BREAKS */
    PyThreadState *state = PyEval_SaveThread();
    int length = -1;
    if (length < 0)
        return NULL;
    PyEval_RestoreThread(state);
    Py_RETURN_NONE;
}

BREAKER(ex603_saved_and_not_restored, FUNCTION(fetch))
