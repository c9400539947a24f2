/* Ends the process by a signal while it is created. */
#include <Python.h>
#include <signal.h>

PyMODINIT_FUNC PyInit_crashing(void)
{
    raise(SIGSEGV);
    return NULL;
}
