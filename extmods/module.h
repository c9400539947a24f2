/* What the modules here share: one way to write both kinds of initialisation.
 *
 * Limited API 3.5 and later: multi-phase, the module's `exec` function fills it in.
 * Before: single-phase, the same function is called on the one module that there is. */
#ifndef EXTMODS_MODULE_H
#define EXTMODS_MODULE_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#if !defined(Py_LIMITED_API) || Py_LIMITED_API + 0 >= 0x03050000
#if !defined(Py_LIMITED_API) || Py_LIMITED_API + 0 >= 0x030c0000
#define MODULE_SLOTS(exec) {{Py_mod_exec, (void *)(exec)}, {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL}}
#else
#define MODULE_SLOTS(exec) {{Py_mod_exec, (void *)(exec)}, {0, NULL}}
#endif
#define MODULE(name, doc, size, methods, exec, traverse, clear, free)                                                                   \
    static PyModuleDef_Slot name##_slots[] = MODULE_SLOTS(exec);                                                                        \
    static struct PyModuleDef name##_def = {PyModuleDef_HEAD_INIT, #name, doc, size, methods, name##_slots, traverse, clear, free}; \
    PyMODINIT_FUNC PyInit_##name(void);                                                                                                 \
    PyMODINIT_FUNC PyInit_##name(void) { return PyModuleDef_Init(&name##_def); }
#else
#define MODULE(name, doc, size, methods, exec, traverse, clear, free)                                                       \
    static struct PyModuleDef name##_def = {PyModuleDef_HEAD_INIT, #name, doc, size, methods, NULL, traverse, clear, free}; \
    PyMODINIT_FUNC PyInit_##name(void);                                                                                     \
    PyMODINIT_FUNC PyInit_##name(void) {                                                                                    \
        PyObject *module = PyModule_Create(&name##_def);                                                                    \
        if (module && exec(module) < 0) {                                                                                   \
            Py_DECREF(module);                                                                                              \
            return NULL;                                                                                                    \
        }                                                                                                                   \
        return module;                                                                                                      \
    }
#endif

/* Puts a value into a module; the reference stays the caller's. */
static inline int add(PyObject *module, const char *name, PyObject *value) {
    return PyObject_SetAttrString(module, name, value);
}
/* `o`, as a new reference. */
static inline PyObject *new_reference(PyObject *o) {
    Py_INCREF(o);
    return o;
}
#endif
