/* A raw file whose methods give what is in its attribute `script`, one after the other, and say how they were called. */
#ifndef RAW_H
#define RAW_H
#include "io/io.h"
static PyObject *raw_next(PyObject *self) {
    PyObject *script = PyObject_GetAttrString(self, "script");
    if (!script) return NULL;
    if (!PyList_GET_SIZE(script)) { Py_DECREF(script); return Py_NewRef(Py_None); }
    PyObject *next = Py_NewRef(PyList_GET_ITEM(script, 0));
    PySequence_DelItem(script, 0);
    Py_DECREF(script);
    if (PyExceptionInstance_Check(next)) { PyErr_SetRaisedException(next); return NULL; }
    return next;
}
/* Bytes are put into the buffer; anything else is the answer. */
static PyObject *raw_readinto(PyObject *self, PyObject *buffer) {
    Py_buffer view;
    if (PyObject_GetBuffer(buffer, &view, PyBUF_WRITABLE)) return NULL;
    printf("  readinto(%zd)\n", view.len);
    PyObject *next = raw_next(self);
    if (next && PyBytes_Check(next)) {
        Py_ssize_t n = PyBytes_GET_SIZE(next) < view.len ? PyBytes_GET_SIZE(next) : view.len;
        memcpy(view.buf, PyBytes_AS_STRING(next), n);
        Py_DECREF(next);
        next = PyLong_FromSsize_t(n);
    }
    PyBuffer_Release(&view);
    return next;
}
/* "all" in the script: so many as there are. */
static PyObject *raw_write(PyObject *self, PyObject *buffer) {
    Py_buffer view;
    if (PyObject_GetBuffer(buffer, &view, PyBUF_SIMPLE)) return NULL;
    printf("  write(%.*s%s)\n", (int)(view.len < 60 ? view.len : 60), (char *)view.buf, view.len < 60 ? "" : "...");
    PyObject *next = raw_next(self);
    if (next && PyUnicode_Check(next)) { Py_DECREF(next); next = PyLong_FromSsize_t(view.len); }
    PyBuffer_Release(&view);
    return next;
}
static PyObject *raw_yes(PyObject *self, PyObject *x) { Py_RETURN_TRUE; }
static PyObject *raw_seek(PyObject *self, PyObject *args) { long to = 0, whence = 0; if (!PyArg_ParseTuple(args, "l|l", &to, &whence)) return NULL; printf("  seek(%ld, %ld)\n", to, whence); return PyObject_GetAttrString(self, "place"); }
static PyObject *raw_tell(PyObject *self, PyObject *x) { return PyObject_GetAttrString(self, "place"); }
static PyObject *raw_truncate(PyObject *self, PyObject *to) { PyObject *r = PyObject_Repr(to); printf("  truncate(%s)\n", PyUnicode_AsUTF8(r)); Py_DECREF(r); return Py_NewRef(to); }
static PyObject *raw_flush(PyObject *self, PyObject *x) { printf("  flush()\n"); Py_RETURN_NONE; }
static PyMethodDef raw_methods[] = {{"readinto", raw_readinto, METH_O, 0}, {"write", raw_write, METH_O, 0}, {"readable", raw_yes, METH_NOARGS, 0}, {"writable", raw_yes, METH_NOARGS, 0}, {"seekable", raw_yes, METH_NOARGS, 0}, {"seek", raw_seek, METH_VARARGS, 0}, {"tell", raw_tell, METH_NOARGS, 0}, {"truncate", raw_truncate, METH_O, 0}, {"flush", raw_flush, METH_NOARGS, 0}, {0}};
static PyObject *raw_class(void) {
    static PyObject *cls;
    PyType_Slot slots[] = {{Py_tp_methods, raw_methods}, {0}};
    PyType_Spec spec = {"scripted.Raw", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    if (!cls) cls = MUST(PyType_FromSpecWithBases(&spec, IO("_RawIOBase")));
    return cls;
}
static PyObject *raw_(PyObject *script) { PyObject *o = MUST(C(raw_class(), NULL)); SET(o, "script", script); SET(o, "place", I("0")); return o; }
/* A buffered file over a new raw one, which is left in *raw, borrowed. */
static PyObject *over(const char *cls, PyObject *script, Py_ssize_t size, PyObject **raw) { PyObject *r = raw_(script), *o = MUST(C(IO(cls), "(Nn)", r, size)); if (raw) *raw = r; return o; }
#endif
