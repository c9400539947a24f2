/* flags: -pthread */
#include "breaker.h"
#include <pthread.h>

/* A thread state is its thread's own; this one is lent. */
static void *work(void *state)
{
    PyEval_RestoreThread(state); /* BREAKS */
    PyEval_SaveThread();
    return NULL;
}

static PyObject *lend(SELF)
{
    pthread_t thread;
    PyThreadState *state = PyEval_SaveThread();
    if (pthread_create(&thread, NULL, work, state) == 0)
        pthread_join(thread, NULL);
    PyEval_RestoreThread(state);
    Py_RETURN_NONE;
}

BREAKER(ex602_state_of_another, FUNCTION(lend))
