/* Wants a function that no Python has. */
#include <Python.h>

extern PyObject *PyNonsense_New(void);
PyMODINIT_FUNC PyInit_wanting(void)
{
    return PyNonsense_New();
}
