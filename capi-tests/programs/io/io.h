/* What the programs about _io share: short calls, and files in a directory of their own. */
#include "harness.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static PyObject *io_(void) { static PyObject *m; if (!m) m = MUST(PyImport_ImportModule("_io")); return m; }
/* _io.name, borrowed. */
static PyObject *IO(const char *name) { PyObject *o = MUST(PyObject_GetAttrString(io_(), name)); Py_DECREF(o); return o; }
/* callable(args…, **keywords): both as Py_BuildValue makes them; keywords may be NULL. STEALS both. */
static PyObject *K(PyObject *callable, PyObject *args, PyObject *keywords) { PyObject *r = PyObject_Call(callable, args, keywords); Py_DECREF(args); Py_XDECREF(keywords); return r; }
/* o.name(args…), o borrowed. */
#define CALL(o, ...) M(Py_NewRef(o), __VA_ARGS__)
/* o.name, borrowed o, a new reference. */
#define GET(o, name) PyObject_GetAttrString(o, name)
#define SET(o, name, value) do { PyObject *v_ = MUST(value); if (PyObject_SetAttrString(o, name, v_) < 0) { printf("setting %s: ", name); print_raised(); } Py_DECREF(v_); } while (0)
#define DEL(o, name) do { if (PyObject_DelAttrString(o, name) < 0) { printf("deleting %s: ", name); print_raised(); } } while (0)
#define B(text) MUST(PyBytes_FromStringAndSize(text, sizeof(text) - 1))
#define BA(text) MUST(PyByteArray_FromStringAndSize(text, sizeof(text) - 1))

/* The directory: made at the first call, and left empty by what the tests unlink. */
static void in_directory(void) {
    static char place[] = "/tmp/exuvia-io-XXXXXX";
    static int there;
    if (!there++ && (!mkdtemp(place) || chdir(place))) exit(4);
    unlink("f"); unlink("g");
}
static void put(const char *name, const char *text) { FILE *f = fopen(name, "wb"); fwrite(text, 1, strlen(text), f); fclose(f); }
static void show_file(const char *name) {
    FILE *f = fopen(name, "rb"); char text[4096]; size_t n = f ? fread(text, 1, sizeof text, f) : 0;
    if (f) fclose(f);
    PyObject *bytes = MUST(PyBytes_FromStringAndSize(text, (Py_ssize_t)n)); print_new(name, bytes);
}
/* A warning becomes an exception, or is not told of. */
static void filter(const char *action, PyObject *category) {
    PyObject *m = MUST(PyImport_ImportModule("_warnings")), *filters = MUST(PyObject_GetAttrString(m, "filters"));
    PyObject *row = V("(sOOOi)", action, Py_None, category, Py_None, 0);
    PyList_Insert(filters, 0, row);
    Py_XDECREF(PyObject_CallMethod(m, "_filters_mutated_lock_held", NULL)); PyErr_Clear();
    Py_DECREF(row); Py_DECREF(filters); Py_DECREF(m);
}
/* The public names of a class' own dict that both have. */
static void show_own(PyObject *cls) {
    PyObject *dict = MUST(PyType_GetDict((PyTypeObject *)cls)), *names = MUST(PyDict_Keys(dict));
    PyList_Sort(names);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names); i++) {
        PyObject *name = PyList_GET_ITEM(names, i), *value = PyDict_GetItemWithError(dict, name);
        const char *text = PyUnicode_AsUTF8(name);
        if (!strcmp(text, "__doc__") || !strcmp(text, "__new__") || !strcmp(text, "__dict__") || !strcmp(text, "__module__")) continue;
        PyObject *signature = PyObject_GetAttrString(value, "__text_signature__");
        if (!signature) PyErr_Clear();
        printf("%s %s %s\n", text, Py_TYPE(value)->tp_name, signature && signature != Py_None ? PyUnicode_AsUTF8(signature) : "-");
        Py_XDECREF(signature);
    }
    Py_DECREF(names); Py_DECREF(dict);
}
/* A subclass without anything of its own. */
static PyObject *subclass(const char *name, PyObject *base) { return MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", name, base)); }
