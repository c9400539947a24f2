
/* Uses of macros and inline functions, which are code only where they are used: the limited API.  What Exuvia does not declare yet is left out
   by the tests of names. */
PyDoc_STRVAR(documentation, "A module.");

static PyObject *identity(PyObject *Py_UNUSED(self), PyObject *object)
{
    return Py_NewRef(object);
}

static PyMethodDef methods[] = {
    {"identity", identity, METH_O, PyDoc_STR("The argument.")},
    {NULL, NULL, 0, NULL},
};

#ifndef Py_TARGET_ABI3T
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "module", documentation, -1, methods, NULL, NULL, NULL, NULL};

PyMethodDef *methods_of_module(void);
PyMethodDef *methods_of_module(void)
{
    return module.m_methods;
}
#else
PyMethodDef *methods_of_module(void);
PyMethodDef *methods_of_module(void)
{
    return methods;
}
#endif

static int visit_held(PyObject *held, visitproc visit, void *arg)
{
    Py_VISIT(held);
    return 0;
}

PyObject *counts(PyObject *object, PyObject *other);
PyObject *counts(PyObject *object, PyObject *other)
{
    PyObject *held = Py_NewRef(object);
    Py_INCREF(object);
    Py_XINCREF(other);
    Py_DECREF(object);
    Py_XDECREF(other);
    Py_CLEAR(held);
    if (Py_REFCNT(object) < 1 || Py_TYPE(object) == NULL || Py_IS_TYPE(object, Py_TYPE(object)) == 0) {
        return NULL;
    }
    Py_SET_REFCNT(object, Py_REFCNT(object));
    if (Py_Is(object, other)) {
        return Py_XNewRef(NULL);
    }
    return PyType_Check(object) && PyType_CheckExact(object) && PyObject_TypeCheck(object, Py_TYPE(object)) ? object : NULL;
}

Py_ssize_t sizes(void);
Py_ssize_t sizes(void)
{
    static const int numbers[] = {1, 2, 3};
    Py_BUILD_ASSERT(sizeof(void *) == SIZEOF_VOID_P);
    return (Py_ssize_t)Py_ARRAY_LENGTH(numbers) + Py_MIN(1, 2) + Py_MAX(1, 2) + Py_ABS(-1) + (Py_ssize_t)Py_MEMBER_SIZE(PyMethodDef, ml_name)
        + (Py_ssize_t)Py_CHARMASK(300) + (Py_ssize_t)sizeof(documentation) + visit_held(NULL, NULL, NULL);
}

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
PyABIInfo_VAR(built_for);

static inline int execute(PyObject *module)
{
    return PyModule_Check(module) ? 0 : -1;
}

/* What C++ before 20 takes as well. */
static PySlot slots_by_position[] = {
    PySlot_PTR_STATIC(Py_mod_abi, &built_for),
    PySlot_PTR_STATIC(Py_mod_methods, methods),
    PySlot_PTR(Py_mod_name, "module"),
    PySlot_PTR(Py_slot_end, NULL),
};
PyMODEXPORT_FUNC PyModExport_module(void);
PyMODEXPORT_FUNC PyModExport_module(void)
{
    return slots_by_position;
}
#if !defined(__cplusplus) || __cplusplus >= 202002L
static PySlot slots_by_name[] = {
    PySlot_STATIC_DATA(Py_mod_abi, &built_for),
    PySlot_DATA(Py_mod_name, "module"),
    PySlot_FUNC(Py_mod_exec, execute),
    PySlot_SIZE(Py_mod_state_size, 0),
    PySlot_INT64(Py_slot_invalid, 1),
    PySlot_UINT64(Py_tp_flags, 1),
    PySlot_END
};
PySlot *named_slots(void);
PySlot *named_slots(void)
{
    return slots_by_name;
}
#endif
#endif

/* The functions that a caller may name with a pointer. */
typedef PyObject *(*NewRef)(PyObject *);
NewRef new_reference(void);
NewRef new_reference(void)
{
    return _Py_NewRef;
}
