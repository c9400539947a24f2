/* Thing: a type on the heap whose instances hold a list. A breaker defines the parts that it has otherwise. */
#include "breaker.h"

typedef struct {
    PyObject_HEAD
    PyObject *member;
} Thing;

#ifndef THING_FLAGS
#define THING_FLAGS Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC
#endif

#ifndef THING_NEW
static PyObject *thing_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Thing *self = (Thing *)type->tp_alloc(type, 0);
    if (self != NULL && (self->member = PyList_New(0)) == NULL)
        Py_CLEAR(self);
    return (PyObject *)self;
}
#else
static PyObject *thing_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
#endif

#ifndef THING_TRAVERSE
static int thing_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Thing *)self)->member);
    return 0;
}
#else
static int thing_traverse(PyObject *self, visitproc visit, void *arg);
#endif

static int thing_clear(PyObject *self)
{
    Py_CLEAR(((Thing *)self)->member);
    return 0;
}

#ifndef THING_DEALLOC
static void thing_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    thing_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}
#else
static void thing_dealloc(PyObject *self);
#endif

#ifndef THING_SLOTS
#define THING_SLOTS
#endif

static PyType_Slot thing_slots[] = {{Py_tp_new, thing_new},         {Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear},
                                    {Py_tp_dealloc, thing_dealloc}, THING_SLOTS{0, NULL}};

/* A module NAME with the type and one instance of it. */
#define BREAKER_WITH_A_THING(name)                                                                             \
    static PyType_Spec thing_spec = {#name ".Thing", sizeof(Thing), 0, THING_FLAGS, thing_slots};              \
    static int exec(PyObject *module)                                                                          \
    {                                                                                                          \
        PyObject *type = PyType_FromModuleAndSpec(module, &thing_spec, NULL);                                  \
        PyObject *one = type == NULL ? NULL : PyObject_CallNoArgs(type);                                       \
        int result = one == NULL ? -1 : PyModule_AddObjectRef(module, "one", one);                             \
        if (result == 0)                                                                                       \
            result = PyModule_AddType(module, (PyTypeObject *)type);                                           \
        Py_XDECREF(one);                                                                                       \
        Py_XDECREF(type);                                                                                      \
        return result;                                                                                         \
    }                                                                                                          \
    BREAKER_WITH_TYPES(name, exec)
