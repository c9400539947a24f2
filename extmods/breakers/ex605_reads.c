/* flags: -pthread */
#include "breaker.h"
#include <pthread.h>
#include <time.h>
#include <unistd.h>

static void *write_later(void *arg)
{
    struct timespec a_while = {0, 300 * 1000 * 1000};
    nanosleep(&a_while, NULL);
    return write(*(int *)arg, "x", 1) == 1 ? NULL : arg;
}

/* A pipe that has nothing to give yet is read with the GIL in hand. */
static PyObject *read_pipe(SELF)
{
    int ends[2];
    char byte = 0;
    pthread_t thread;
    if (pipe(ends) < 0 || pthread_create(&thread, NULL, write_later, &ends[1]) != 0)
        return PyErr_SetFromErrno(PyExc_OSError);
    if (read(ends[0], &byte, 1) != 1)
        byte = '?';
    PyObject *result = PyUnicode_FromStringAndSize(&byte, 1); /* BREAKS */
    pthread_join(thread, NULL);
    close(ends[0]);
    close(ends[1]);
    return result;
}

BREAKER(ex605_reads, FUNCTION(read_pipe))
