#include "breaker.h"

/* Its slots say that interpreters with a GIL each may load it. */
static PyTypeObject Shared_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "ex809_static_type.Shared"}; /* BREAKS */

static int fill(PyObject *module)
{
    Shared_Type.tp_basicsize = sizeof(PyObject);
    Shared_Type.tp_flags |= Py_TPFLAGS_DEFAULT;
    return PyModule_AddType(module, &Shared_Type);
}

BREAKER_WITH_TYPES(ex809_static_type, fill)
