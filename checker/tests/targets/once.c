/* Works the first time that it is loaded, and not the second, in the way that it was compiled for. */
#include "target.h"
#include <stdlib.h>

static int times;

static int fill(PyObject *module)
{
    times++;
#if defined(RAISES)
    if (times > 1) {
        PyErr_SetString(PyExc_RuntimeError, "once is enough");
        return -1;
    }
#elif defined(REFUSES)
    if (times > 1) {
        PyErr_SetString(PyExc_ImportError, "once is enough");
        return -1;
    }
#elif defined(ABORTS)
    if (times > 1) abort();
#elif defined(FORGETS)
    if (times > 1) return 0;
#endif
    return PyModule_AddIntConstant(module, "answer", 42);
}

MODULE_FOR(once, NULL, fill, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED)
