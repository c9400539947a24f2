/* Exercises for driven.c; one each of those that the tests name. */
#include <Python.h>

static int call(PyObject *module, const char *name)
{
    static long number = 1000;
    PyObject *argument = PyLong_FromLong(number++);
    PyObject *function = PyObject_GetAttrString(module, name);
    PyObject *arguments = argument ? PyTuple_New(1) : NULL;
    PyObject *result = NULL;
    if (function && arguments) {
        Py_INCREF(argument);
        PyTuple_SetItem(arguments, 0, argument);
        result = PyObject_CallObject(function, arguments);
    }
    Py_XDECREF(argument);
    Py_XDECREF(function);
    Py_XDECREF(arguments);
    Py_XDECREF(result);
    return result ? 0 : -1;
}

#define EXERCISE(name)                    \
    int exercise_##name(PyObject *module); \
    int exercise_##name(PyObject *module) { return call(module, #name); }

#ifdef CLEAN
EXERCISE(twice)
EXERCISE(cached)
#endif
#ifdef LOST
EXERCISE(lost)
#endif
#ifdef BLOCK
EXERCISE(block)
#endif
#ifdef KEPT
EXERCISE(kept)
#endif
#ifdef FAILS
EXERCISE(absent)
#endif
#ifdef CRASHES
#include <stdlib.h>
int exercise_crash(PyObject *module);
int exercise_crash(PyObject *module)
{
    (void)module;
    abort();
}
#endif
