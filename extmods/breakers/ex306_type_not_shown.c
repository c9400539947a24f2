#include "breaker.h"

typedef struct {
    PyObject_HEAD
    PyObject *member;
} Thing;

static PyObject *thing_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Thing *self = (Thing *)type->tp_alloc(type, 0);
    if (self != NULL)
        self->member = PyList_New(0);
    return (PyObject *)self;
}

/* An instance of a heap type holds its type. */
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{ /* BREAKS */
    Py_VISIT(((Thing *)self)->member);
    return 0;
}

static int thing_clear(PyObject *self)
{
    Py_CLEAR(((Thing *)self)->member);
    return 0;
}

static void thing_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    thing_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot thing_slots[] = {{Py_tp_new, thing_new},     {Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear},
                                    {Py_tp_dealloc, thing_dealloc}, {0, NULL}};
static PyType_Spec thing_spec = {"ex306_type_not_shown.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, thing_slots};

static int exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &thing_spec, NULL);
    PyObject *one = type == NULL ? NULL : PyObject_CallNoArgs(type);
    int result = one == NULL ? -1 : PyModule_AddObjectRef(module, "one", one);
    Py_XDECREF(one);
    Py_XDECREF(type);
    return result;
}

BREAKER_WITH_TYPES(ex306_type_not_shown, exec)
