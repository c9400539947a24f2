/* A type from a spec: members, computed attributes, methods, iteration, subclassing, collection. */
#include "module.h"
#include <stddef.h>
#include <structmember.h>

typedef struct {
    PyObject_HEAD
    Py_ssize_t value, step;
    PyObject *label; /* any object, so the counter can be part of a cycle */
} Counter;

static int counter_init(PyObject *self, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"start", "step", "label", NULL};
    Counter *counter = (Counter *)self;
    PyObject *label = Py_None, *old;
    counter->value = 0;
    counter->step = 1;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|nnO:Counter", names, &counter->value, &counter->step, &label)) return -1;
    old = counter->label;
    counter->label = new_reference(label);
    Py_XDECREF(old);
    return 0;
}
static int counter_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Counter *)self)->label);
    return 0;
}
static int counter_clear(PyObject *self) {
    Py_CLEAR(((Counter *)self)->label);
    return 0;
}
static void counter_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    counter_clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}
static PyObject *counter_repr(PyObject *self) {
    Counter *counter = (Counter *)self;
    return PyUnicode_FromFormat("<Counter %zd by %zd, %R>", counter->value, counter->step, counter->label ? counter->label : Py_None);
}
static PyObject *counter_next(PyObject *self) {
    Counter *counter = (Counter *)self;
    if (counter->value >= 1000) return NULL;
    counter->value += counter->step;
    return PyLong_FromSsize_t(counter->value - counter->step);
}
static PyObject *counter_add(PyObject *a, PyObject *b) {
    Counter *counter = (Counter *)a;
    if (!PyLong_Check(b)) return new_reference(Py_NotImplemented);
    Py_ssize_t n = PyNumber_AsSsize_t(b, PyExc_OverflowError);
    if (n == -1 && PyErr_Occurred()) return NULL;
    return PyObject_CallFunction((PyObject *)Py_TYPE(a), "nnO", counter->value + n, counter->step, counter->label);
}
static Py_ssize_t counter_length(PyObject *self) { return ((Counter *)self)->value; }
static PyObject *counter_bump(PyObject *self, PyObject *ignored) {
    (void)ignored;
    ((Counter *)self)->value += ((Counter *)self)->step;
    return new_reference(self);
}
static PyObject *counter_from_text(PyObject *type, PyObject *text) {
    PyObject *number = PyNumber_Long(text);
    if (!number) return NULL;
    PyObject *result = PyObject_CallFunctionObjArgs(type, number, NULL);
    Py_DECREF(number);
    return result;
}
static PyObject *counter_doubled(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSsize_t(2 * ((Counter *)self)->value);
}
static int counter_set_doubled(PyObject *self, PyObject *value, void *closure) {
    (void)closure;
    if (!value) {
        PyErr_SetString(PyExc_TypeError, "doubled cannot be deleted");
        return -1;
    }
    Py_ssize_t n = PyNumber_AsSsize_t(value, PyExc_OverflowError);
    if (n == -1 && PyErr_Occurred()) return -1;
    ((Counter *)self)->value = n / 2;
    return 0;
}

static PyMemberDef members[] = {
    {"value", T_PYSSIZET, offsetof(Counter, value), 0, "The count."},
    {"step", T_PYSSIZET, offsetof(Counter, step), READONLY, "What is added each time."},
    {"label", T_OBJECT, offsetof(Counter, label), 0, "Anything."},
    {NULL, 0, 0, 0, NULL},
};
static PyGetSetDef getset[] = {
    {"doubled", counter_doubled, counter_set_doubled, "Twice the count.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static PyMethodDef counter_methods[] = {
    {"bump", counter_bump, METH_NOARGS, "Counts one step."},
    {"from_text", counter_from_text, METH_O | METH_CLASS, "A counter that starts at the number in a text."},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot slots[] = {
    {Py_tp_doc, "Counter(start=0, step=1, label=None)\n--\n\nCounts."},
    {Py_tp_init, (void *)counter_init},
    {Py_tp_new, (void *)PyType_GenericNew},
    {Py_tp_traverse, (void *)counter_traverse},
    {Py_tp_clear, (void *)counter_clear},
    {Py_tp_dealloc, (void *)counter_dealloc},
    {Py_tp_repr, (void *)counter_repr},
    {Py_tp_iter, (void *)PyObject_SelfIter},
    {Py_tp_iternext, (void *)counter_next},
    {Py_nb_add, (void *)counter_add},
    {Py_sq_length, (void *)counter_length},
    {Py_tp_members, members},
    {Py_tp_getset, getset},
    {Py_tp_methods, counter_methods},
    {0, NULL},
};
static PyType_Spec spec = {"counter.Counter", sizeof(Counter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};

static int fill(PyObject *module) {
    PyObject *type = PyType_FromSpec(&spec);
    if (!type) return -1;
    int status = add(module, "Counter", type);
    Py_DECREF(type);
    return status;
}
static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};
MODULE(counter, "Counts.", 0, methods, fill, NULL, NULL, NULL)
