/* Modules and their definitions. */
#ifndef Py_MODULEOBJECT_H
#define Py_MODULEOBJECT_H

#ifndef _Py_OPAQUE_PYOBJECT
typedef struct PyModuleDef_Base {
    PyObject_HEAD
    PyObject *(*m_init)(void);
    Py_ssize_t m_index;
    PyObject *m_copy;
} PyModuleDef_Base;

#define PyModuleDef_HEAD_INIT { PyObject_HEAD_INIT(_Py_NULL) _Py_NULL, 0, _Py_NULL, }
#endif

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* A slot of multi-phase initialization; an array of them ends with one of id 0. */
struct PyModuleDef_Slot {
    int slot;
    void *value;
};
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Given anew in 3.15, so that no type's slot has the same. */
#define Py_mod_create 84
#define Py_mod_exec 85
#define Py_mod_multiple_interpreters 86
#define Py_mod_gil 87
#else
#define Py_mod_create 1
#define Py_mod_exec 2
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
#define Py_mod_multiple_interpreters 3
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
#define Py_mod_gil 4
#endif
#endif
#ifndef Py_LIMITED_API
#define _Py_mod_LAST_SLOT 4
#endif
#endif

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
#define Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED ((void *)0)
#define Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED ((void *)1)
#define Py_MOD_PER_INTERPRETER_GIL_SUPPORTED ((void *)2)
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
#define Py_MOD_GIL_USED ((void *)0)
#define Py_MOD_GIL_NOT_USED ((void *)1)
#endif

#ifndef _Py_OPAQUE_PYOBJECT
struct PyModuleDef {
    PyModuleDef_Base m_base;
    const char *m_name;
    const char *m_doc;
    Py_ssize_t m_size; /* of the module's state; -1: it keeps global state */
    PyMethodDef *m_methods;
    PyModuleDef_Slot *m_slots;
    traverseproc m_traverse;
    inquiry m_clear;
    freefunc m_free;
};
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The definition that the module was made of, or NULL. */
PyAPI_FUNC(PyModuleDef *) PyModule_GetDef(PyObject *module);
/* The module's dict, borrowed. */
PyAPI_FUNC(PyObject *) PyModule_GetDict(PyObject *module);
/* The module's __file__ in UTF-8: the module's own text, good as long as it keeps the name. */
Py_DEPRECATED(3.2) PyAPI_FUNC(const char *) PyModule_GetFilename(PyObject *module);
/* The module's __file__, new; SystemError where that is no str. */
PyAPI_FUNC(PyObject *) PyModule_GetFilenameObject(PyObject *module);
/* The module's __name__ in UTF-8: the module's own text, good as long as it keeps the name. */
PyAPI_FUNC(const char *) PyModule_GetName(PyObject *module);
/* The module's state, or NULL. */
PyAPI_FUNC(void *) PyModule_GetState(PyObject *module);
/* A new module. */
PyAPI_FUNC(PyObject *) PyModule_New(const char *name);
/* module. */
PyAPI_DATA(PyTypeObject) PyModule_Type;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* The module's __name__, new; SystemError where that is no str. */
PyAPI_FUNC(PyObject *) PyModule_GetNameObject(PyObject *module);
/* A new module. */
PyAPI_FUNC(PyObject *) PyModule_NewObject(PyObject *name);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* The definition as an object, borrowed: what a multi-phase module's init function returns. */
PyAPI_FUNC(PyObject *) PyModuleDef_Init(PyModuleDef *def);
/* moduledef: the type that a definition gets when it is first used. */
PyAPI_DATA(PyTypeObject) PyModuleDef_Type;
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Gives a module its state and executes it: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_Exec(PyObject *module);
/* A new module of slots for the module that a spec describes; it is not executed yet. */
PyAPI_FUNC(PyObject *) PyModule_FromSlotsAndSpec(const PySlot *slots, PyObject *spec);
/* The size of the module's state: 0, or -1 with TypeError. */
PyAPI_FUNC(int) PyModule_GetStateSize(PyObject *module, Py_ssize_t *result);
/* As PyModule_GetState, for tp_traverse and the like: never with an exception. */
PyAPI_FUNC(void *) PyModule_GetState_DuringGC(PyObject *module);
/* The module's token, or NULL: 0, or -1 with TypeError. */
PyAPI_FUNC(int) PyModule_GetToken(PyObject *module, void **result);
/* As PyModule_GetToken, for tp_traverse and the like: -1 without an exception. */
PyAPI_FUNC(int) PyModule_GetToken_DuringGC(PyObject *module, void **result);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyModule_Check(op) PyObject_TypeCheck((op), &PyModule_Type)
#define PyModule_CheckExact(op) Py_IS_TYPE((op), &PyModule_Type)

#endif
