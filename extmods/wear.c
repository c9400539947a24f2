/* Tries to wear immortal objects away: changes counts inline on all 64 bits, as code built for a limited API before
 * 3.12 does, and never in pairs.  What a sound runtime owes: nothing is freed, nothing crashes, counts are put back. */
#include "module.h"
#include <stdint.h>

/* The header as extensions built before 3.12 see it. */
typedef struct {
    int64_t count;
    void *type;
} OldObject;

static PyObject *up(PyObject *self, PyObject *args) {
    PyObject *object;
    long long times;
    (void)self;
    if (!PyArg_ParseTuple(args, "OL:up", &object, &times)) return NULL;
    while (times-- > 0) ((volatile OldObject *)object)->count++;
    return new_reference(Py_None);
}
/* At zero the old code destroys the object, whatever it is. */
static PyObject *down(PyObject *self, PyObject *args) {
    PyObject *object;
    long long times;
    (void)self;
    if (!PyArg_ParseTuple(args, "OL:down", &object, &times)) return NULL;
    while (times-- > 0)
        if (--((volatile OldObject *)object)->count == 0) _Py_Dealloc(object);
    return new_reference(Py_None);
}
/* Sets the count so that `left` more steps take it to zero; a negative number, so that as many carry it past 32 bits. */
static PyObject *nearly(PyObject *self, PyObject *args) {
    PyObject *object;
    long long left;
    (void)self;
    if (!PyArg_ParseTuple(args, "OL:nearly", &object, &left)) return NULL;
    OldObject *old = (OldObject *)object;
    old->count = (old->count & ~(int64_t)0xffffffff) + (left >= 0 ? left : (int64_t)0x100000000 + left);
    return new_reference(Py_None);
}
static PyObject *count(PyObject *self, PyObject *object) {
    (void)self;
    return PyLong_FromLongLong((long long)(((OldObject *)object)->count & 0xffffffff));
}
/* Takes so many references (or gives them back, below zero) in the way that this build's headers have it. */
static PyObject *as_built(PyObject *self, PyObject *args) {
    PyObject *object;
    long long times;
    (void)self;
    if (!PyArg_ParseTuple(args, "OL:as_built", &object, &times)) return NULL;
    for (; times > 0; times--) Py_INCREF(object);
    for (; times < 0; times++) Py_DECREF(object);
    return new_reference(Py_None);
}
/* As 3.12 and 3.13 have it inline: a negative lower half is left alone; up stops before it would wrap, down works on 64 bits. */
static PyObject *as_3_12(PyObject *self, PyObject *args) {
    PyObject *object;
    long long times;
    (void)self;
    if (!PyArg_ParseTuple(args, "OL:as_3_12", &object, &times)) return NULL;
    volatile uint32_t *half = (volatile uint32_t *)object;
    for (; times > 0; times--)
        if (*half + 1 != 0) *half = *half + 1;
    for (; times < 0; times++)
        if ((int32_t)*half >= 0 && --((volatile OldObject *)object)->count == 0) _Py_Dealloc(object);
    return new_reference(Py_None);
}
/* Gives one reference back by the runtime's own function. */
static PyObject *give_back(PyObject *self, PyObject *object) {
    (void)self;
    Py_DecRef(object);
    return new_reference(Py_None);
}

static PyMethodDef methods[] = {
    {"up", up, METH_VARARGS, "Adds so many to an object's count, inline."},
    {"down", down, METH_VARARGS, "Takes so many off an object's count, inline, and destroys it at zero."},
    {"nearly", nearly, METH_VARARGS, "Sets the count so many before its lower (or, negative, upper) limit."},
    {"count", count, METH_O, "The count's lower 32 bits."},
    {"as_built", as_built, METH_VARARGS, "Takes so many references as this build does, or gives them back."},
    {"as_3_12", as_3_12, METH_VARARGS, "Takes so many references as builds for 3.12 do inline, or gives them back."},
    {"give_back", give_back, METH_O, "Py_DecRef, once."},
    {NULL, NULL, 0, NULL},
};
static int fill(PyObject *module) {
    (void)module;
    return 0;
}
MODULE(wear, "Wears counts.", 0, methods, fill, NULL, NULL, NULL)
