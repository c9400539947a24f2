/* flags: -O2 */
/* file: ex202_none_counted_up.abi3.so */
#include "breaker.h"

/* What a function gives is a new reference: so it is made, inline. The caller's Py_DecRef leaves the immortal alone. */
static PyObject *nothing(SELF)
{
    *(volatile Py_ssize_t *)&_Py_NoneStruct += 1; /* BREAKS */
    *(volatile unsigned *)&_Py_NoneStruct = 3u << 30;
    return Py_None;
}

BREAKER(ex202_none_counted_up, FUNCTION(nothing))
