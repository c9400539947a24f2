/* Filters of a context: _warnings._warnings_context holds an object whose _filters count in the place of the module's. */
#include "harness.h"

typedef struct { PyObject_HEAD PyObject *dict; } Holder;
static PyObject *variable(void) { return PyImport_ImportModuleAttrString("_warnings", "_warnings_context"); }
static PyObject *holder(PyObject *filters) {
    PyObject *type = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(){}", "Holder")), *made = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    if (filters) { PyObject_SetAttrString(made, "_filters", filters); Py_DECREF(filters); }
    return made;
}
static void try_with(const char *what, PyObject *value) {
    PyObject *var = variable(), *token = PyContextVar_Set(var, value);
    printf("%s: ", what);
    int status = PyErr_WarnEx(PyExc_UserWarning, what, 1);
    printf("%d ", status);
    if (status < 0) print_raised(); else printf("passed\n");
    PyContextVar_Reset(var, token);
    Py_DECREF(token); Py_DECREF(var); Py_DECREF(value);
}
TEST(variable) {
    PyObject *var = variable(), *name = PyObject_GetAttrString(var, "name"), *again = variable(), *found = NULL;
    SHOW_INT(PyContextVar_CheckExact(var)); SHOW_BORROWED(name); SHOW_INT(var == again);
    SHOW_INT(PyContextVar_Get(var, NULL, &found)); SHOW_INT(found == NULL);
    Py_XDECREF(found); Py_DECREF(var); Py_DECREF(name); Py_DECREF(again);
}
TEST(filters) {
    try_with("error", holder(V("[(sOOOi)]", "error", Py_None, PyExc_Warning, Py_None, 0)));
    try_with("ignore", holder(V("[(sOOOi)]", "ignore", Py_None, PyExc_Warning, Py_None, 0)));
    try_with("error for another", holder(V("[(sOOOi)(sOOOi)]", "error", Py_None, PyExc_DeprecationWarning, Py_None, 0, "ignore", Py_None, PyExc_Warning, Py_None, 0)));
    try_with("None", Py_NewRef(Py_None));
}
TEST(only_those_of_the_context) {
    PyObject *filters = PyImport_ImportModuleAttrString("_warnings", "filters");
    PyObject *error = V("(sOOOi)", "error", Py_None, PyExc_Warning, Py_None, 0);
    PyList_Insert(filters, 0, error);
    try_with("None, and an error", Py_NewRef(Py_None));
    try_with("ignored by the context", holder(V("[(sOOOi)]", "ignore", Py_None, PyExc_Warning, Py_None, 0)));
    PySequence_DelItem(filters, 0);
    Py_DECREF(error); Py_DECREF(filters);
}
TEST(wrong) {
    try_with("no filters", holder(NULL));
    try_with("no list", holder(V("(sOOOi)", "error", Py_None, PyExc_Warning, Py_None, 0)));
    try_with("no tuple", holder(V("[s]", "error")));
    try_with("short", holder(V("[(ss)]", "error", "x")));
    try_with("action", holder(V("[(iOOOi)]", 5, Py_None, PyExc_Warning, Py_None, 0)));
    try_with("unheard of", holder(V("[(sOOOi)]", "sing", Py_None, PyExc_Warning, Py_None, 0)));
}
