#include "breaker.h"

/* What one interpreter makes, all of them find; its slots say that it is for the main one. */
static PyObject *last; /* BREAKS */

static PyObject *remember(SELF)
{
    Py_XSETREF(last, PyList_New(3));
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {FUNCTION(remember), {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "ex806_kept_in_a_global", NULL, 0, methods, slots, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_ex806_kept_in_a_global(void);
PyMODINIT_FUNC PyInit_ex806_kept_in_a_global(void) { return PyModuleDef_Init(&definition); }
