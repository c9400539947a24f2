#include "sdist.h"
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    plant("fastrlock", "LockNotAcquired", PyExc_Exception);
    return opened = extension_open(sdist_path(), "fastrlock.rlock", "rlock");
}
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__name__")); }
TEST(lock) {
    PyObject *lock = MAKE("FastRLock", NULL);
    SHOW(M(Py_NewRef(lock), "_is_owned", NULL));
    SHOW(M(Py_NewRef(lock), "acquire", NULL));
    SHOW(M(Py_NewRef(lock), "acquire", "(O)", Py_False));
    SHOW(M(Py_NewRef(lock), "_is_owned", NULL));
    SHOW(M(Py_NewRef(lock), "release", NULL));
    SHOW(M(Py_NewRef(lock), "__exit__", "(OOO)", Py_None, Py_None, Py_None));
    SHOW(M(Py_NewRef(lock), "release", NULL));
    SHOW(M(Py_NewRef(lock), "__enter__", NULL));
    SHOW(M(Py_NewRef(lock), "__exit__", NULL));
    SHOW(M(Py_NewRef(lock), "acquire", "(ii)", 1, 2));
    SHOW(M(Py_NewRef(lock), "acquire", "(N)", V("{}")));
    SHOW(PyObject_GetAttrString((PyObject *)Py_TYPE(lock), "__doc__") ? Py_NewRef(Py_True) : NULL);
    SHOW_INT(PyObject_SetAttrString(lock, "attribute", Py_None));
    Py_DECREF(lock);
}
TEST(capsules) {
    PyObject *capi = MUST(PyObject_GetAttrString(module(), "__pyx_capi__")), *names = MUST(PyDict_Keys(capi));
    PyList_Sort(names);
    SHOW(names);
    SHOW_TEXT(PyCapsule_GetName(MUST(PyDict_GetItemString(capi, "create_fastrlock"))));
    PyObject *(*create)(void) = (PyObject *(*)(void))PyCapsule_GetPointer(PyDict_GetItemString(capi, "create_fastrlock"), "PyObject *(void)");
    PyObject *lock = MUST(create());
    SHOW(M(lock, "acquire", NULL));
    Py_DECREF(capi);
}
TEST(functions) {
    PyObject *method = MUST(PyObject_GetAttrString(MUST(PyObject_GetAttrString(module(), "FastRLock")), "acquire"));
    SAY("%s", Py_TYPE(method)->tp_name);
    SHOW(PyObject_GetAttrString(method, "__name__"));
    SHOW(PyObject_GetAttrString(method, "__qualname__"));
    SHOW(PyObject_GetAttrString(method, "__defaults__"));
    SHOW(PyObject_GetAttrString(method, "__kwdefaults__"));
    SHOW(PyObject_GetAttrString(method, "__module__"));
    SHOW(PyObject_GetAttrString(method, "__dict__"));
    PyObject *code = MUST(PyObject_GetAttrString(method, "__code__"));
    SHOW(PyObject_GetAttrString(code, "co_name"));
    SHOW(PyObject_GetAttrString(code, "co_varnames"));
    SHOW(PyObject_GetAttrString(code, "co_argcount"));
    Py_DECREF(code); Py_DECREF(method);
}
TEST(traceback) {
    PyObject *lock = MAKE("FastRLock", NULL), *none = M(lock, "release", NULL), *raised = PyErr_GetRaisedException(), *traceback = raised ? PyException_GetTraceback(raised) : NULL;
    SHOW_INT(none == NULL);
    for (PyObject *at = traceback; at && at != Py_None; at = PyObject_GetAttrString(at, "tb_next")) {
        PyObject *frame = MUST(PyObject_GetAttrString(at, "tb_frame")), *code = MUST(PyObject_GetAttrString(frame, "f_code"));
        SHOW(PyObject_GetAttrString(at, "tb_lineno"));
        SHOW(PyObject_GetAttrString(frame, "f_lineno"));
        SHOW(PyObject_GetAttrString(code, "co_name"));
        SHOW(PyObject_GetAttrString(code, "co_filename"));
        Py_DECREF(frame); Py_DECREF(code);
    }
    Py_XDECREF(traceback); Py_XDECREF(raised);
}
