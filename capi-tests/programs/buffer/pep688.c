/* PEP 688: __buffer__ and __release_buffer__ in both directions. */
#include "harness.h"

static PyObject *source, *returned; static int released, calls; static long last_flags;
static PyObject *dunder_buffer(PyObject *self, PyObject *flags) {
    calls++; last_flags = PyLong_AsLong(flags);
    if (returned == NULL) { PyErr_SetString(PyExc_RuntimeError, "no buffer today"); return NULL; }
    if (returned == Py_Ellipsis) return PyMemoryView_FromObject(source);
    return Py_NewRef(returned);
}
static PyObject *dunder_release(PyObject *self, PyObject *view) {
    released++;
    print_new("released view", M(Py_NewRef(view), "tobytes", NULL));
    Py_RETURN_NONE;
}
static PyObject *dunder_release_raises(PyObject *self, PyObject *view) { released++; PyErr_SetString(PyExc_RuntimeError, "at release"); return NULL; }
static PyMethodDef buffer_def = {"__buffer__", dunder_buffer, METH_O}, release_def = {"__release_buffer__", dunder_release, METH_O};
/* A class as Python source would make it: attributes in its namespace. */
static PyObject *make(PyObject *base, int with_release) {
    PyObject *ns = PyDict_New(), *cls = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O)O", "Buf", base, ns));
    PyObject *b = MUST(PyDescr_NewMethod((PyTypeObject *)cls, &buffer_def)); MUST(!PyObject_SetAttrString(cls, "__buffer__", b) ? b : NULL);
    if (with_release) { PyObject *r = MUST(PyDescr_NewMethod((PyTypeObject *)cls, &release_def)); PyObject_SetAttrString(cls, "__release_buffer__", r); }
    return cls;
}
TEST(class_with_buffer) {
    PyObject *cls = make(TYPE(PyBaseObject_Type), 0), *o = C(cls, NULL); Py_buffer v;
    SHOW_INT(PyObject_CheckBuffer(o));
    source = PyByteArray_FromStringAndSize("payload", 7); returned = Py_Ellipsis;
    SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE)); SHOW_INT(v.len); SHOW_INT(last_flags == PyBUF_SIMPLE); SHOW_INT(((PyByteArrayObject *)source)->ob_exports);
    SHOW_INT(Py_REFCNT(o)); SHOW_INT(v.obj == o); SAY("%s", Py_TYPE(v.obj)->tp_name);
    PyBuffer_Release(&v); SHOW_INT(((PyByteArrayObject *)source)->ob_exports); SHOW_INT(Py_REFCNT(o));
    SHOW(PyBytes_FromObject(o)); SHOW(M(PyMemoryView_FromObject(o), "tobytes", NULL)); SHOW_INT(((PyByteArrayObject *)source)->ob_exports);
    SHOW_INT(last_flags == PyBUF_FULL_RO);
}
TEST(class_with_release) {
    PyObject *cls = make(TYPE(PyBaseObject_Type), 1), *o = C(cls, NULL); Py_buffer v;
    source = PyByteArray_FromStringAndSize("payload", 7); returned = Py_Ellipsis; released = 0;
    SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE)); SHOW_INT(released); PyBuffer_Release(&v); SHOW_INT(released); SHOW_INT(((PyByteArrayObject *)source)->ob_exports);
    PyObject *m = PyMemoryView_FromObject(o); SHOW_INT(released); SHOW(M(m, "release", NULL)); SHOW_INT(released);
}
TEST(bad_results) {
    PyObject *cls = make(TYPE(PyBaseObject_Type), 1), *o = C(cls, NULL); Py_buffer v; released = 0;
    returned = Py_None; SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE));
    returned = PyBytes_FromString("no view"); SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE));
    returned = NULL; SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE)); SHOW(PyMemoryView_FromObject(o));
    PyObject *m = PyMemoryView_FromObject(PyBytes_FromString("ro")); returned = m; SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_WRITABLE)); SHOW_INT(released);
    M(Py_NewRef(m), "release", NULL); SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE)); SHOW_INT(released);
}
TEST(call_from_python) {
    PyObject *cls = make(TYPE(PyBaseObject_Type), 0), *o = C(cls, NULL);
    source = PyByteArray_FromStringAndSize("payload", 7); returned = Py_Ellipsis;
    SHOW(M(M(Py_NewRef(o), "__buffer__", "(i)", 0), "tobytes", NULL));
    SHOW(M(Py_NewRef(o), "__release_buffer__", "(O)", Py_None));
}
TEST(subclass_of_bytearray) {
    PyObject *cls = make(TYPE(PyByteArray_Type), 1), *o = C(cls, "(y)", "inner"); Py_buffer v;
    source = PyByteArray_FromStringAndSize("outer", 5); returned = Py_Ellipsis; released = 0; calls = 0;
    SHOW_INT(PyObject_GetBuffer(o, &v, PyBUF_SIMPLE)); SHOW_INT(v.len); SAY("%.*s", (int)v.len, (char *)v.buf); SHOW_INT(((PyByteArrayObject *)o)->ob_exports); PyBuffer_Release(&v); SHOW_INT(released); SHOW_INT(calls); SHOW_INT(((PyByteArrayObject *)o)->ob_exports);
}
TEST(c_types_have_the_methods) {
    PyObject *types[] = {TYPE(PyBytes_Type), TYPE(PyByteArray_Type), TYPE(PyMemoryView_Type), TYPE(PyLong_Type), TYPE(PyPickleBuffer_Type)};
    for (int i = 0; i < 5; i++) SAY("%s %d %d", ((PyTypeObject *)types[i])->tp_name, PyObject_HasAttrString(types[i], "__buffer__"), PyObject_HasAttrString(types[i], "__release_buffer__"));
    PyObject *b = PyBytes_FromString("abc");
    SHOW(M(M(Py_NewRef(b), "__buffer__", "(i)", PyBUF_FULL_RO), "tobytes", NULL));
    SHOW(M(Py_NewRef(b), "__buffer__", "(i)", PyBUF_WRITABLE));
    SHOW(M(Py_NewRef(b), "__buffer__", NULL)); SHOW(M(Py_NewRef(b), "__buffer__", "(s)", "x")); SHOW(M(Py_NewRef(b), "__buffer__", "(O)", I("99999999999999999999")));
    SHOW(M(Py_NewRef(b), "__buffer__", "(ii)", 1, 2));
    PyObject *a = PyByteArray_FromStringAndSize("abc", 3), *view = M(Py_NewRef(a), "__buffer__", "(i)", PyBUF_WRITABLE), *other = PyMemoryView_FromObject(PyByteArray_FromStringAndSize("z", 1));
    SHOW(M(Py_NewRef(a), "__release_buffer__", "(O)", other));
    SHOW(M(Py_NewRef(a), "__release_buffer__", "(O)", Py_None));
    SHOW(PyObject_GetAttrString(view, "readonly"));
    SHOW(M(Py_NewRef(a), "__release_buffer__", "(O)", view)); SHOW(M(Py_NewRef(view), "tobytes", NULL)); SHOW(M(Py_NewRef(a), "__release_buffer__", "(O)", view));
}
