#include "breaker.h"

typedef struct {
    PyObject_HEAD
} Thing;

/* The reference that an instance has to its type is one, not two. */
static void thing_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
    Py_DECREF(type);
}

static PyType_Slot thing_slots[] = {{Py_tp_dealloc, thing_dealloc}, {0, NULL}};
static PyType_Spec thing_spec = {"ex305_type_released.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, thing_slots};

static int exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &thing_spec, NULL); /* BREAKS */
    int result = type == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)type);
    /* Enough for what is to come: the type stays. */
    for (int i = 0; result == 0 && i < 1000; i++)
        Py_INCREF(type);
    Py_XDECREF(type);
    return result;
}

BREAKER_WITH_TYPES(ex305_type_released, exec)
