#include "sdist.h"
/* MutableSequence.register(type), of which nothing is wanted here. */
static PyObject *accept(PyObject *self, PyObject *type) { return Py_NewRef(type); }
static PyMethodDef accepting = {"register", accept, METH_O, NULL};
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    plant("collections", "", (PyObject *)&PyBaseObject_Type);
    PyObject *abc = plant("collections.abc", "", (PyObject *)&PyBaseObject_Type), *sequence = MUST(PyModule_New("MutableSequence"));
    PyObject_SetAttrString(sequence, "register", MUST(PyCFunction_New(&accepting, NULL)));
    PyObject_SetAttrString(abc, "MutableSequence", sequence);
    return opened = extension_open(sdist_path(), "bitarray._bitarray", "_bitarray");
}
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); }
TEST(bits) {
    PyObject *a = MAKE("bitarray", "(s)", "110 01"), *b = MAKE("bitarray", "([iiiii])", 1, 0, 1, 0, 1);
    SHOW(PyObject_Repr(a));
    SHOW(PyNumber_And(a, b));
    SHOW(PyNumber_Or(a, b));
    SHOW(PyNumber_Xor(a, b));
    SHOW(PyNumber_Invert(a));
    SHOW(PyNumber_Lshift(a, I("2")));
    SHOW(PyNumber_Rshift(a, I("2")));
    SHOW(PySequence_Concat(a, b));
    SHOW(PySequence_Repeat(a, 3));
    SHOW(M(Py_NewRef(a), "count", NULL));
    SHOW(M(Py_NewRef(a), "to01", NULL));
    SHOW(M(Py_NewRef(a), "tobytes", NULL));
    SHOW(M(Py_NewRef(a), "find", "(i)", 0));
    SHOW(M(Py_NewRef(a), "append", "(i)", 1));
    SHOW(M(Py_NewRef(a), "extend", "(s)", "0011"));
    SHOW(PyObject_GetItem(a, MUST(PySlice_New(NULL, NULL, I("2")))));
    SHOW_INT(PyObject_SetItem(a, I("0"), I("0")));
    SHOW_INT(PyObject_SetItem(a, I("0"), I("2")));
    SHOW(PyObject_GetItem(a, I("100")));
    SHOW_INT(PyObject_RichCompareBool(a, b, Py_LT));
    SHOW(M(Py_NewRef(a), "pop", NULL));
    SHOW(M(Py_NewRef(a), "sort", NULL));
    SHOW(PyObject_Repr(a));
    SHOW(M(Py_NewRef(a), "reverse", NULL));
    SHOW(PyObject_Repr(a));
    SHOW(CALL("bitarray", "(s)", "012"));
    SHOW(CALL("bitarray", "(d)", 1.5));
    SHOW(CALL_KW("bitarray", V("{ss}", "endian", "middle"), "(i)", 3));
    Py_DECREF(a); Py_DECREF(b);
}
TEST(buffers) {
    PyObject *a = MAKE("bitarray", "(s)", "0110000101100010"), *view = MUST(PyMemoryView_FromObject(a));
    SHOW(M(Py_NewRef(view), "tobytes", NULL));
    SHOW(M(Py_NewRef(a), "append", "(i)", 1));
    SHOW(M(view, "release", NULL));
    SHOW(M(Py_NewRef(a), "append", "(i)", 1));
    SHOW(M(Py_NewRef(a), "frombytes", "(y)", "xyz"));
    SHOW(M(Py_NewRef(a), "buffer_info", NULL) ? Py_NewRef(Py_True) : NULL);
    SHOW_INT(PyObject_Size(a));
    Py_DECREF(a);
}
