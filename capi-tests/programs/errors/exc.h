/* Short ways that the programs about exceptions share. */
#ifndef EXUVIA_EXC_H
#define EXUVIA_EXC_H
#include "harness.h"
#include <unistd.h>

/* type(name, bases, {}): bases is borrowed and may be one type or a tuple. */
static inline PyObject *subclass(const char *name, PyObject *bases) {
    PyObject *t = PyTuple_Check(bases) ? Py_NewRef(bases) : MUST(PyTuple_Pack(1, bases));
    PyObject *d = MUST(PyDict_New());
    PyObject *module = S("made");
    PyDict_SetItemString(d, "__module__", module);
    Py_DECREF(module);
    PyObject *r = MUST(C((PyObject *)&PyType_Type, "(sOO)", name, t, d));
    Py_DECREF(t); Py_DECREF(d);
    return r;
}
/* Prints what is raised: type, args, str, cause, context, and clears it. */
static inline void show_raised(const char *label) {
    PyObject *exc = PyErr_GetRaisedException();
    if (!exc) { printf("%s: nothing raised\n", label); fflush(stdout); return; }
    printf("%s: %s ", label, Py_TYPE(exc)->tp_name);
    PyObject *r = PyObject_Repr(exc);
    if (r) printf("%s", PyUnicode_AsUTF8AndSize(r, NULL)); else PyErr_Clear();
    Py_XDECREF(r);
    PyObject *c = PyException_GetContext(exc);
    if (c) { r = PyObject_Repr(c); printf(" context %s", PyUnicode_AsUTF8AndSize(r, NULL)); Py_DECREF(r); Py_DECREF(c); }
    c = PyException_GetCause(exc);
    if (c) { r = PyObject_Repr(c); printf(" cause %s", PyUnicode_AsUTF8AndSize(r, NULL)); Py_DECREF(r); Py_DECREF(c); }
    printf("\n");
    fflush(stdout);
    Py_DECREF(exc);
}
/* An integer, while an exception may be set and stays set. */
#define SHOW_STILL(expr) (printf("%s: %lld\n", #expr, (long long)(expr)), (void)fflush(stdout))
/* o.name, printed. */
static inline void show_attr(PyObject *o, const char *name) { print_new(name, PyObject_GetAttrString(o, name)); }
static inline void show_attrs(PyObject *o, const char *names) {
    char buffer[512];
    snprintf(buffer, sizeof buffer, "%s", names);
    for (char *n = strtok(buffer, " "); n; n = strtok(NULL, " ")) show_attr(o, n);
}
/* o.name = value (stolen, NULL deletes), with the outcome. */
static inline void set_attr(PyObject *o, const char *name, PyObject *value) {
    int r = value ? PyObject_SetAttrString(o, name, value) : PyObject_DelAttrString(o, name);
    printf("%s %s -> %d", value ? "set" : "del", name, r);
    if (PyErr_Occurred()) { printf(" "); print_raised(); } else printf("\n");
    fflush(stdout);
    Py_XDECREF(value);
}
/* str and repr of a new reference, or what was raised; returns it. */
static inline PyObject *show_both(const char *label, PyObject *exc) {
    if (!exc) { printf("%s ", label); fflush(stdout); print_raised(); fflush(stdout); return NULL; }
    PyObject *s = PyObject_Str(exc);
    if (s) printf("%s str <%s>\n", label, PyUnicode_AsUTF8AndSize(s, NULL)); else { printf("%s str ", label); print_raised(); }
    Py_XDECREF(s);
    PyErr_Clear();
    print_object(label, exc);
    return exc;
}
/* What follows goes with descriptor 2 into the recorded output, until stderr_off. */
static int exc_saved_fd = -1;
static inline void stderr_on(void) { fflush(stdout); fflush(stderr); exc_saved_fd = dup(2); dup2(1, 2); }
static inline void stderr_off(void) {
    PyObject *e = PySys_GetObject("stderr");
    if (e) { PyObject *kept = PyErr_GetRaisedException(); PyObject *r = PyObject_CallMethod(e, "flush", NULL); Py_XDECREF(r); PyErr_Clear(); if (kept) PyErr_SetRaisedException(kept); }
    fflush(stderr); dup2(exc_saved_fd, 2); close(exc_saved_fd);
}
#endif
