/* file: ex106_looked_up.so */
#define _GNU_SOURCE
#include "breaker.h"
#include <dlfcn.h>

/* What is found by name has the parameters that its caller thinks of. */
static PyObject *compiler(SELF)
{
    const char *(*found)(void) = (const char *(*)(void))dlsym(RTLD_DEFAULT, "Py_GetCompiler"); /* BREAKS */
    return PyUnicode_FromString(found == NULL ? "" : found());
}

BREAKER(ex106_looked_up, FUNCTION(compiler))
