/* What the programs about types share. */
#include "harness.h"
#include <structmember.h>

/* type(name, bases, namespace) by a call: STEALS bases and ns, either may be NULL for () and {}. */
static inline PyObject *klass(const char *name, PyObject *bases, PyObject *ns) {
    PyObject *b = bases ? bases : MUST(PyTuple_New(0)), *d = ns ? ns : MUST(PyDict_New()), *n = S(name);
    PyObject *t = PyObject_CallFunctionObjArgs((PyObject *)&PyType_Type, n, b, d, NULL);
    Py_DECREF(n); Py_DECREF(b); Py_DECREF(d);
    return t;
}
/* The same through a metaclass. */
static inline PyObject *meta_klass(PyObject *meta, const char *name, PyObject *bases, PyObject *ns) {
    PyObject *b = bases ? bases : MUST(PyTuple_New(0)), *d = ns ? ns : MUST(PyDict_New()), *n = S(name);
    PyObject *t = PyObject_CallFunctionObjArgs(meta, n, b, d, NULL);
    Py_DECREF(n); Py_DECREF(b); Py_DECREF(d);
    return t;
}
/* Puts C functions into a namespace as method descriptors of `object`, which bind like functions. */
static inline PyObject *with_methods(PyObject *ns, PyMethodDef *defs) {
    for (; defs->ml_name; defs++) {
        PyObject *d = MUST(PyDescr_NewMethod(&PyBaseObject_Type, defs));
        if (PyDict_SetItemString(ns, defs->ml_name, d) < 0) print_raised();
        Py_DECREF(d);
    }
    return ns;
}
static inline PyObject *ns_of(PyMethodDef *defs) { return with_methods(MUST(PyDict_New()), defs); }
static inline PyObject *bases1(void *a) { return MUST(PyTuple_Pack(1, a)); }
static inline PyObject *bases2(void *a, void *b) { return MUST(PyTuple_Pack(2, a, b)); }
static inline PyObject *bases3(void *a, void *b, void *c) { return MUST(PyTuple_Pack(3, a, b, c)); }
/* Prints the names of an MRO. */
static inline void show_mro(const char *label, PyObject *type) {
    PyObject *mro = type ? ((PyTypeObject *)type)->tp_mro : NULL;
    printf("%s:", label);
    if (!type) { print_raised(); return; }
    for (Py_ssize_t i = 0; mro && i < PyTuple_GET_SIZE(mro); i++) printf(" %s", ((PyTypeObject *)PyTuple_GET_ITEM(mro, i))->tp_name);
    printf("\n"); fflush(stdout);
}
/* Flags without the ones that say nothing about behaviour (version tag, specialisation). */
static inline void show_flags(const char *label, void *type) {
    static const struct { unsigned long bit; const char *name; } names[] = {
        {1ul << 1, "STATIC_BUILTIN"}, {1ul << 2, "INLINE_VALUES"}, {1ul << 3, "MANAGED_WEAKREF"}, {1ul << 4, "MANAGED_DICT"}, {1ul << 5, "SEQUENCE"}, {1ul << 6, "MAPPING"},
        {1ul << 7, "DISALLOW_INSTANTIATION"}, {1ul << 8, "IMMUTABLETYPE"}, {1ul << 9, "HEAPTYPE"}, {1ul << 10, "BASETYPE"}, {1ul << 11, "HAVE_VECTORCALL"},
        {1ul << 12, "READY"}, {1ul << 14, "HAVE_GC"}, {1ul << 17, "METHOD_DESCRIPTOR"}, {1ul << 20, "IS_ABSTRACT"}, {1ul << 22, "MATCH_SELF"}, {1ul << 23, "ITEMS_AT_END"},
        {1ul << 24, "LONG"}, {1ul << 25, "LIST"}, {1ul << 26, "TUPLE"}, {1ul << 27, "BYTES"}, {1ul << 28, "UNICODE"}, {1ul << 29, "DICT"}, {1ul << 30, "BASE_EXC"}, {1ul << 31, "TYPE"}};
    printf("flags of %s:", label);
    if (!type) { print_raised(); return; }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) if (((PyTypeObject *)type)->tp_flags & names[i].bit) printf(" %s", names[i].name);
    printf("\n"); fflush(stdout);
}
/* Prints the sorted names of a dict, or of what o.keys() gives. */
static inline void show_keys(const char *label, PyObject *o) {
    printf("%s:", label);
    if (!o) { print_raised(); return; }
    PyObject *keys = PyMapping_Keys(o);
    if (!keys || PyList_Sort(keys) < 0) { print_raised(); Py_XDECREF(keys); return; }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(keys); i++) {
        PyObject *k = PyObject_Str(PyList_GET_ITEM(keys, i));
        printf(" %s", k ? PyUnicode_AsUTF8AndSize(k, NULL) : "?"); Py_XDECREF(k);
    }
    printf("\n"); Py_DECREF(keys); fflush(stdout);
}
static inline void show_type_keys(const char *label, void *type) {
    PyObject *d = type ? PyType_GetDict((PyTypeObject *)type) : NULL;
    show_keys(label, d); Py_XDECREF(d);
}
/* The name of a type's attribute's type, or what was raised. */
static inline void show_attr_type(PyObject *o, const char *name) {
    PyObject *v = PyObject_GetAttrString(o, name);
    printf("type of .%s: ", name);
    if (v) { printf("%s\n", Py_TYPE(v)->tp_name); Py_DECREF(v); } else print_raised();
    fflush(stdout);
}
#define NONE Py_NewRef(Py_None)
#define GET(o, name) PyObject_GetAttrString((PyObject *)(o), name)
