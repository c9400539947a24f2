#include "sdist.h"
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    plant("_io", "_IOBase FileIO", (PyObject *)&PyBaseObject_Type);
    return opened = extension_open(sdist_path(), "_cffi_backend", "_cffi_backend");
}
static PyObject *integer(void) { return MUST(CALL("new_primitive_type", "(s)", "int")); }
static PyObject *pointer(PyObject *type) { return MUST(CALL("new_pointer_type", "(N)", type)); }
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); }
TEST(types) {
    PyObject *i = integer();
    SHOW(Py_NewRef(i)); SHOW(pointer(integer())); SHOW(CALL("sizeof", "(O)", i)); SHOW(CALL("getcname", "(Os)", i, "*x")); SHOW(CALL("new_array_type", "(Ni)", pointer(integer()), 5));
    SHOW(CALL("new_function_type", "((OO)O)", i, i, i)); SHOW(CALL("new_primitive_type", "(s)", "nonsense")); SHOW(PyObject_GetAttrString(i, "kind")); SHOW(PyObject_GetAttrString(i, "length"));
    SHOW_INT(integer() == i); SHOW(PyObject_Dir(i));
    Py_DECREF(i);
}
TEST(data) {
    PyObject *x = MUST(CALL("newp", "(Ni)", pointer(integer()), 42));
    SHOW(PyObject_GetItem(x, I("0"))); SHOW_INT(PyObject_SetItem(x, I("0"), I("-7"))); SHOW(PyObject_GetItem(x, I("0"))); SHOW(PyObject_GetItem(x, I("1"))); SHOW_INT(PyObject_SetItem(x, I("0"), I("99999999999"))); SHOW_INT(PyObject_SetItem(x, I("0"), S("x")));
    SHOW(CALL("newp", "(Os)", integer(), "x")); SHOW(CALL("cast", "(Nd)", integer(), 3.75)); SHOW_INT(PyObject_IsTrue(x));
    PyObject *a = MUST(CALL("newp", "(N[iiiii])", MUST(CALL("new_array_type", "(Ni)", pointer(integer()), 5)), 5, 4, 3, 2, 1));
    SHOW_INT(PyObject_Size(a)); SHOW(PySequence_List(a)); SHOW(PyObject_GetItem(a, I("5"))); SHOW(PyBytes_FromObject(MUST(CALL("buffer", "(O)", a)))); SHOW(CALL("typeof", "(O)", a));
    Py_DECREF(a); Py_DECREF(x);
}
TEST(structs) {
    PyObject *i = integer(), *s = MUST(CALL("new_struct_type", "(s)", "struct p"));
    SHOW(CALL("complete_struct_or_union", "(O[(sOi)(sOi)(sOi)])", s, "a", i, -1, "b", i, -1, "bits", i, 3)); SHOW(CALL("sizeof", "(O)", s));
    PyObject *q = MUST(CALL("newp", "(N{sisisi})", pointer(Py_NewRef(s)), "a", 1, "b", 2, "bits", 3));
    SHOW(PyObject_GetAttrString(q, "bits")); SHOW_INT(PyObject_SetAttrString(q, "bits", I("100"))); SHOW_INT(PyObject_SetAttrString(q, "b", I("70000"))); SHOW(PyObject_GetAttrString(q, "b")); SHOW(PyObject_GetAttrString(q, "c")); SHOW(CALL("typeoffsetof", "(Os)", s, "b"));
    Py_DECREF(q); Py_DECREF(s); Py_DECREF(i);
}
static PyObject *twice(PyObject *self, PyObject *v) { return PyNumber_Add(v, v); }
static PyMethodDef twice_def = {"twice", twice, METH_O, NULL};
TEST(functions) {
    PyObject *i = integer(), *type = MUST(CALL("new_function_type", "((O)O)", i, i)), *library = MUST(CALL("load_library", "(Oi)", Py_None, 0)), *abs = MUST(M(Py_NewRef(library), "load_function", "(Os)", type, "abs"));
    SHOW(PyObject_CallFunction(abs, "i", -7)); SHOW(PyObject_CallFunction(abs, "s", "x")); SHOW(PyObject_CallFunction(abs, "ii", 1, 2));
    PyObject *back = MUST(CALL("callback", "(ON)", type, PyCFunction_New(&twice_def, NULL)));
    SHOW(PyObject_CallFunction(back, "i", 21)); SHOW(CALL("callback", "(Oi)", type, 3)); SHOW(CALL("set_errno", "(i)", 5)); SHOW(CALL("get_errno", NULL));
    Py_DECREF(back); Py_DECREF(abs); Py_DECREF(library); Py_DECREF(type); Py_DECREF(i);
}
