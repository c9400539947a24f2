#include "../extension.h"
/* EXUVIA_EXTMOD names the built module: there are several builds, all of which must behave alike. */
static PyObject *module(void) { return extension_once(getenv("EXUVIA_EXTMOD"), "registry", "registry"); }
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__doc__")); SHOW(PyObject_GetAttrString(module(), "__name__")); }
TEST(names) {
    SHOW(CALL("put", "(si)", "one", 1));
    SHOW(CALL("put", "(s[])", "list"));
    SHOW(CALL("get", "(s)", "one"));
    SHOW(CALL("names", NULL));
    SHOW(CALL("get", "(s)", "two"));
    SHOW(CALL("get", "([])"));
    SHOW(CALL("put", "(i)", 1));
    SHOW(CALL("clear", NULL));
    SHOW(CALL("names", NULL));
}
TEST(exception) {
    PyObject *missing = MUST(PyObject_GetAttrString(module(), "Missing"));
    SHOW_BORROWED(missing);
    SHOW(PyObject_GetAttrString(missing, "__doc__"));
    SHOW(PyObject_GetAttrString(missing, "__mro__"));
    Py_XDECREF(CALL("get", "(s)", "nothing"));
    SHOW_INT(PyErr_ExceptionMatches(missing));
    SHOW_INT(PyErr_ExceptionMatches(PyExc_LookupError));
    SHOW_INT(PyErr_ExceptionMatches(PyExc_KeyError));
    PyErr_Clear();
}
TEST(capsule) {
    PyObject *capsule = MUST(PyObject_GetAttrString(module(), "double_it"));
    int (*const *function)(int) = (int (*const *)(int))PyCapsule_GetPointer(capsule, "registry.double_it");
    SHOW_INT(function ? (*function)(21) : -1);
    SHOW_INT(PyCapsule_GetPointer(capsule, "registry.other") == NULL);
    int (*const *imported)(int) = (int (*const *)(int))PyCapsule_Import("registry.double_it", 0);
    SHOW_INT(imported ? (*imported)(4) : -1);
}
