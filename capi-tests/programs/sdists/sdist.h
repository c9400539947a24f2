/* An extension file that the test has compiled from a package's sources: EXUVIA_SDIST names it.
 *
 *     SDIST("markupsafe._speedups", "_speedups")
 *
 * What a module imports of its package, which is Python source, a program plants before.
 */
#ifndef EXUVIA_SDIST_H
#define EXUVIA_SDIST_H
#include "../extension.h"

static inline const char *sdist_path(void) {
    const char *file = getenv("EXUVIA_SDIST");
    if (!file) { printf("EXUVIA_SDIST is not set\n"); exit(4); }
    return file;
}
#define SDIST(name, stem) \
    static PyObject *module(void) { return extension_once(sdist_path(), name, stem); }

/* A module in sys.modules, borrowed, with classes of these names (one text, spaces between them) that derive from a type. */
static inline PyObject *plant(const char *name, const char *classes, PyObject *base) {
    PyObject *planted = MUST(PyImport_AddModule(name)), *path = V("[]");
    char *copy = strdup(classes), *rest = copy, *word;
    if (PyObject_SetAttrString(planted, "__path__", path) < 0) { print_raised(); exit(4); }
    Py_DECREF(path);
    while ((word = strtok_r(rest, " ", &rest))) {
        PyObject *made = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){ss}", word, base, "__module__", name));
        if (PyObject_SetAttrString(planted, word, made) < 0) { print_raised(); exit(4); }
        Py_DECREF(made);
    }
    free(copy);
    return planted;
}
/* A new instance of a type of the module. */
#define MAKE(type, ...) MUST(CALL(type, __VA_ARGS__))
#endif
