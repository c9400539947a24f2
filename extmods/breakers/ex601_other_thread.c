/* flags: -pthread */
#include "breaker.h"
#include <pthread.h>

/* A thread that Python has not made asks for no thread state. */
static void *work(void *arg)
{
    PyObject *number = PyLong_FromLong(*(long *)arg); /* BREAKS */
    (void)number;
    return NULL;
}

static PyObject *start(SELF)
{
    static long value = 5;
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, &value) != 0)
        return PyErr_SetFromErrno(PyExc_OSError);
    Py_BEGIN_ALLOW_THREADS
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

BREAKER(ex601_other_thread, FUNCTION(start))
