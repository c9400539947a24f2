
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

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "module", documentation, -1, methods, NULL, NULL, NULL, NULL};

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
    return (Py_ssize_t)Py_ARRAY_LENGTH(numbers) + Py_MIN(1, 2) + Py_MAX(1, 2) + Py_ABS(-1) + (Py_ssize_t)Py_MEMBER_SIZE(PyModuleDef_Base, m_index)
        + (Py_ssize_t)Py_CHARMASK(300) + (Py_ssize_t)sizeof(module) + visit_held(NULL, NULL, NULL);
}

/* The functions that a caller may name with a pointer. */
typedef PyObject *(*NewRef)(PyObject *);
NewRef new_reference(void);
NewRef new_reference(void)
{
    return _Py_NewRef;
}
