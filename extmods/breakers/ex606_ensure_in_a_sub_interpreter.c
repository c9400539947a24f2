#include "breaker.h"

/* PyGILState knows one interpreter, and this is another. */
static PyObject *visit(SELF)
{
    PyThreadState *own = PyThreadState_Get();
    PyThreadState *other = Py_NewInterpreter();
    if (other == NULL) {
        PyThreadState_Swap(own);
        Py_RETURN_NONE;
    }
    PyGILState_STATE state = PyGILState_Ensure(); /* BREAKS */
    PyGILState_Release(state);
    Py_EndInterpreter(other);
    PyThreadState_Swap(own);
    Py_RETURN_NONE;
}

BREAKER(ex606_ensure_in_a_sub_interpreter, FUNCTION(visit))
