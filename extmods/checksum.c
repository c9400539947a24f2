/* Bytes: reading what can be read as bytes, making bytes, ints of any width. */
#include "module.h"
#include <stdint.h>

static PyObject *fnv1a(PyObject *self, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    (void)self;
    if (!PyArg_ParseTuple(args, "y#:fnv1a", &data, &size)) return NULL;
    uint64_t hash = 0xcbf29ce484222325u;
    for (Py_ssize_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)data[i]) * 0x100000001b3u;
    return PyLong_FromUnsignedLongLong(hash);
}

static PyObject *reversed(PyObject *self, PyObject *data) {
    char *from, *to;
    Py_ssize_t size;
    (void)self;
    if (PyBytes_AsStringAndSize(data, &from, &size) < 0) return NULL;
    PyObject *result = PyBytes_FromStringAndSize(NULL, size);
    if (!result) return NULL;
    to = PyBytes_AsString(result);
    for (Py_ssize_t i = 0; i < size; i++) to[i] = from[size - 1 - i];
    return result;
}

static PyObject *widths(PyObject *self, PyObject *number) {
    int overflow = 0;
    (void)self;
    long long small = PyLong_AsLongLongAndOverflow(number, &overflow);
    if (small == -1 && PyErr_Occurred()) return NULL;
    unsigned long masked = PyLong_AsUnsignedLongMask(number);
    if (masked == (unsigned long)-1 && PyErr_Occurred()) return NULL;
    double real = PyLong_AsDouble(number);
    if (real == -1.0 && PyErr_Occurred()) return NULL;
    return Py_BuildValue("(Likd)", small, overflow, masked, real);
}

#if !defined(Py_LIMITED_API) || Py_LIMITED_API + 0 >= 0x030b0000
static PyObject *total(PyObject *self, PyObject *object) {
    Py_buffer view;
    unsigned long sum = 0;
    (void)self;
    if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0) return NULL;
    for (Py_ssize_t i = 0; i < view.len; i++) sum += ((unsigned char *)view.buf)[i];
    PyBuffer_Release(&view);
    return PyLong_FromUnsignedLong(sum);
}
#else
/* Before 3.11 the limited API has no buffers: what has bytes is copied. */
static PyObject *total(PyObject *self, PyObject *object) {
    PyObject *view = PyMemoryView_FromObject(object), *bytes = view ? PyBytes_FromObject(view) : NULL;
    unsigned long sum = 0;
    (void)self;
    Py_XDECREF(view);
    if (!bytes) return NULL;
    for (Py_ssize_t i = 0; i < PyBytes_Size(bytes); i++) sum += (unsigned char)PyBytes_AsString(bytes)[i];
    Py_DECREF(bytes);
    return PyLong_FromUnsignedLong(sum);
}
#endif

static PyMethodDef methods[] = {
    {"fnv1a", fnv1a, METH_VARARGS, "The 64-bit FNV-1a hash of bytes."},
    {"reversed", reversed, METH_O, "The bytes from the last to the first."},
    {"widths", widths, METH_O, "An int as C sees it at several widths."},
    {"total", total, METH_O, "The sum of the bytes of a buffer."},
    {NULL, NULL, 0, NULL},
};
static int fill(PyObject *module) { return PyModule_AddStringConstant(module, "ALGORITHM", "FNV-1a"); }
MODULE(checksum, "Sums bytes.", 0, methods, fill, NULL, NULL, NULL)
