/* Opens an extension file as an import system would, and calls into it.  A program says how it finds the module:
 *
 *     static PyObject *module(void) { return extension_once("/path/spam.abi3.so", "pkg.spam", "spam"); }
 */
#ifndef EXUVIA_EXTENSION_H
#define EXUVIA_EXTENSION_H
#include "harness.h"
#include <dlfcn.h>

static PyObject *extension_open(const char *path, const char *name, const char *stem) {
    char symbol[256];
    snprintf(symbol, sizeof symbol, "PyInit_%s", stem);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) { printf("dlopen: %s\n", dlerror()); exit(4); }
    PyObject *(*init)(void) = (PyObject *(*)(void))dlsym(library, symbol);
    if (!init) { printf("no %s\n", symbol); exit(4); }
    PyObject *module = MUST(init());
    if (PyObject_TypeCheck(module, &PyModuleDef_Type)) {
        /* Multi-phase: a spec is any object with a name. */
        PyObject *spec = MUST(PyModule_New("spec")), *text = S(name);
        PyModuleDef *def = (PyModuleDef *)module;
        if (PyObject_SetAttrString(spec, "name", text) < 0) { print_raised(); exit(4); }
        Py_DECREF(text);
        module = MUST(PyModule_FromDefAndSpec(def, spec));
        Py_DECREF(spec);
        if (PyModule_ExecDef(module, def) < 0) { print_raised(); exit(4); }
    }
    /* As the import system does: functions find their module by name. */
    if (PyObject_SetItem(MUST(PyImport_GetModuleDict()), MUST(PyUnicode_FromString(name)), module) < 0) { print_raised(); exit(4); }
    return module;
}
static inline PyObject *extension_once(const char *path, const char *name, const char *stem) {
    static PyObject *opened;
    return opened ? opened : (opened = extension_open(path, name, stem));
}
static PyObject *module(void);

/* module().function(args…) by a tuple format; keywords: a new dict, stolen, or NULL. */
static inline PyObject *extension_call(const char *function, PyObject *keywords, const char *format, va_list va) {
    PyObject *callable = PyObject_GetAttrString(module(), function), *result = NULL;
    PyObject *args = format ? Py_VaBuildValue(format, va) : PyTuple_New(0);
    if (args && !PyTuple_Check(args)) { PyObject *one = PyTuple_Pack(1, args); Py_DECREF(args); args = one; }
    if (callable && args) result = PyObject_Call(callable, args, keywords);
    Py_XDECREF(callable); Py_XDECREF(args); Py_XDECREF(keywords);
    return result;
}
static inline PyObject *CALL_KW(const char *function, PyObject *keywords, const char *format, ...) {
    va_list va;
    va_start(va, format);
    PyObject *result = extension_call(function, keywords, format, va);
    va_end(va);
    return result;
}
#define CALL(function, ...) CALL_KW(function, NULL, __VA_ARGS__)
/* The sorted public names of the module or of another object. */
static inline PyObject *public_names(PyObject *object) {
    PyObject *all = MUST(PyObject_Dir(object)), *names = MUST(PyList_New(0));
    for (Py_ssize_t i = 0; i < PyList_Size(all); i++) {
        PyObject *name = PyList_GetItem(all, i);
        PyObject *hidden = M(Py_NewRef(name), "startswith", "(s)", "__");
        if (hidden == Py_False) PyList_Append(names, name);
        Py_XDECREF(hidden);
    }
    PyList_Sort(names);
    Py_DECREF(all);
    return names;
}
#endif
