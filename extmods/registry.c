/* Module state in both kinds of initialisation, an exception of one's own, a capsule. */
#include "module.h"

typedef struct {
    PyObject *names; /* dict: name to value */
    PyObject *error; /* registry.Missing */
} State;

static State *state(PyObject *module) { return (State *)PyModule_GetState(module); }

static PyObject *put(PyObject *module, PyObject *args) {
    PyObject *name, *value;
    if (!PyArg_ParseTuple(args, "UO:put", &name, &value)) return NULL;
    if (PyDict_SetItem(state(module)->names, name, value) < 0) return NULL;
    return new_reference(Py_None);
}
static PyObject *get(PyObject *module, PyObject *name) {
    PyObject *value = PyDict_GetItemWithError(state(module)->names, name);
    if (value) return new_reference(value);
    if (!PyErr_Occurred()) PyErr_Format(state(module)->error, "nothing is registered as %R", name);
    return NULL;
}
static PyObject *names(PyObject *module, PyObject *ignored) {
    (void)ignored;
    PyObject *keys = PyDict_Keys(state(module)->names);
    if (keys && PyList_Sort(keys) < 0) Py_CLEAR(keys);
    return keys;
}
static PyObject *clear_names(PyObject *module, PyObject *ignored) {
    (void)ignored;
    Py_ssize_t size = PyDict_Size(state(module)->names);
    PyDict_Clear(state(module)->names);
    return PyLong_FromSsize_t(size);
}
static int double_it(int number) { return number * 2; }
static int (*const function)(int) = double_it;

static PyMethodDef methods[] = {
    {"put", put, METH_VARARGS, "Registers a value under a name."},
    {"get", get, METH_O, "What is registered under a name."},
    {"names", names, METH_NOARGS, "The names, sorted."},
    {"clear", clear_names, METH_NOARGS, "Forgets everything; how much that was."},
    {NULL, NULL, 0, NULL},
};

static int fill(PyObject *module) {
    State *s = state(module);
    s->names = PyDict_New();
    s->error = PyErr_NewExceptionWithDoc("registry.Missing", "Nothing is registered under that name.", PyExc_LookupError, NULL);
    if (!s->names || !s->error || add(module, "Missing", s->error) < 0) return -1;
    PyObject *capsule = PyCapsule_New((void *)&function, "registry.double_it", NULL);
    if (!capsule) return -1;
    int status = add(module, "double_it", capsule);
    Py_DECREF(capsule);
    return status;
}
static int traverse(PyObject *module, visitproc visit, void *arg) {
    State *s = state(module);
    if (s) {
        Py_VISIT(s->names);
        Py_VISIT(s->error);
    }
    return 0;
}
static int clear(PyObject *module) {
    State *s = state(module);
    if (s) {
        Py_CLEAR(s->names);
        Py_CLEAR(s->error);
    }
    return 0;
}
static void free_state(void *module) { clear((PyObject *)module); }

MODULE(registry, "Remembers values by name.", sizeof(State), methods, fill, traverse, clear, free_state)
