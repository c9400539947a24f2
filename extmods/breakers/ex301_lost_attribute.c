#include "breaker.h"

/* An attribute that is made anew each time it is asked for. */
static PyObject *conjugate(SELF)
{
    PyObject *number = PyComplex_FromDoubles(1.5, 2.5);
    if (number == NULL)
        return NULL;
    PyObject *imaginary = PyObject_GetAttrString(number, "imag"); /* BREAKS */
    Py_DECREF(number);
    return imaginary == NULL ? NULL : PyFloat_FromDouble(-PyFloat_AsDouble(imaginary));
}

BREAKER(ex301_lost_attribute, FUNCTION(conjugate))
