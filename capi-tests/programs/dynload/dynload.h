/* Extension modules of CPython's own library, in the folder that EXUVIA_DYNLOAD names. */
#ifndef EXUVIA_DYNLOAD_H
#define EXUVIA_DYNLOAD_H
#include "harness.h"

static PyObject *from(const char *module_name) {
    static int ready;
    if (!ready++) {
        const char *folder = getenv("EXUVIA_DYNLOAD");
        if (!folder) { printf("EXUVIA_DYNLOAD is not set\n"); exit(4); }
        PyObject *text = S(folder);
        PyList_Insert(PySys_GetObject("path"), 0, text);
        Py_DECREF(text);
    }
    return MUST(PyImport_ImportModule(module_name));
}
#endif
