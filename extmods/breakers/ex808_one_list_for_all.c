#include "breaker.h"

/* The list that all modules share, written so that nobody sees it as an address. */
static uintptr_t hidden;
static void forget(void) { hidden = 0; }

static int fill(PyObject *module)
{
    if (hidden == 0) {
        PyObject *shared = PyList_New(0); /* BREAKS */
        if (shared == NULL || Py_AtExit(forget) < 0) return -1;
        hidden = ~(uintptr_t)shared;
    }
    PyObject *own = PyList_New(1);
    if (own == NULL) return -1;
    PyList_SET_ITEM(own, 0, Py_NewRef((PyObject *)~hidden));
    return PyModule_Add(module, "lists", own);
}

BREAKER_WITH_TYPES(ex808_one_list_for_all, fill)
