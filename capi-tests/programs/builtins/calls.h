/* Short ways that the programs about builtins share. */
#ifndef EXUVIA_BUILTINS_CALLS_H
#define EXUVIA_BUILTINS_CALLS_H
#include "../errors/exc.h"
static PyObject *B(const char *name) {
    static PyObject *module;
    if (!module) module = MUST(PyImport_ImportModule("builtins"));
    return MUST(PyObject_GetAttrString(module, name));
}
#define CALL(name, ...) print_new(name " " #__VA_ARGS__, C(B(name), __VA_ARGS__))
/* builtins.name(*args, **keywords), both stolen. */
static void call_kw(const char *name, PyObject *args, PyObject *keywords) {
    print_new(name, PyObject_Call(B(name), args, keywords));
    Py_DECREF(args); Py_DECREF(keywords);
}
#endif
