#include "breaker.h"

typedef struct {
    PyObject_HEAD
} Thing;

/* An instance of a heap type holds its type; this one's end keeps that reference. */
static void thing_dealloc(PyObject *self)
{
    Py_TYPE(self)->tp_free(self);
}

static PyType_Slot thing_slots[] = {{Py_tp_dealloc, thing_dealloc}, {0, NULL}};
static PyType_Spec thing_spec = {"ex305_type_kept.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, thing_slots};

static int exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &thing_spec, NULL); /* BREAKS */
    int result = type == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)type);
    Py_XDECREF(type);
    return result;
}

BREAKER_WITH_TYPES(ex305_type_kept, exec)
