/* flags: -O2 */
/* file: ex201_state_of_text.abi3.so */
#include "breaker.h"

/* As PyUnicode_GET_LENGTH does it. */
static PyObject *length(SELF)
{
    PyObject *text = PyUnicode_FromString("a text");
    if (text == NULL)
        return NULL;
    Py_ssize_t length = ((PyASCIIObject *)text)->length; /* BREAKS */
    Py_DecRef(text);
    return PyLong_FromSsize_t(length);
}

BREAKER(ex201_state_of_text, FUNCTION(length))
