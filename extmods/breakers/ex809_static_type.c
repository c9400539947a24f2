#include "breaker.h"
#include <stdatomic.h>

/* Its slots say that interpreters with a GIL each may load it. */
static PyTypeObject Shared_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "ex809_static_type.Shared"}; /* BREAKS */

/* One at a time: what two that make the type ready at once would come to is another matter. */
static atomic_flag is_busy = ATOMIC_FLAG_INIT;

static int fill(PyObject *module)
{
    while (atomic_flag_test_and_set(&is_busy)) {
    }
    Shared_Type.tp_basicsize = sizeof(PyObject);
    Shared_Type.tp_flags |= Py_TPFLAGS_DEFAULT;
    int status = PyModule_AddType(module, &Shared_Type);
    atomic_flag_clear(&is_busy);
    return status;
}

BREAKER_WITH_TYPES(ex809_static_type, fill)
