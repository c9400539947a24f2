#include "wheel.h"
#include "io.h"
WHEEL_AFTER(io_module(), "_cffi_backend.cpython-314-x86_64-linux-gnu.so", "_cffi_backend", "_cffi_backend")
static PyObject *integer(void) { return MUST(CALL("new_primitive_type", "(s)", "int")); }
static PyObject *pointer(PyObject *type) { return MUST(CALL("new_pointer_type", "(N)", type)); }
static PyObject *twice(PyObject *self, PyObject *v) { (void)self; return PyNumber_Add(v, v); }
static PyObject *fails(PyObject *self, PyObject *v) { (void)self; PyErr_Format(PyExc_KeyError, "no %R", v); return NULL; }
static PyMethodDef twice_def = {"twice", twice, METH_O, NULL}, fails_def = {"fails", fails, METH_O, NULL};
TEST(names) {
    PyObject *names = public_names(module());
    SHOW_INT(PyList_Size(names));
    SHOW(PyObject_GetAttrString(module(), "__version__")); SHOW(PyObject_GetAttrString(module(), "CType")); SHOW(PyObject_GetAttrString(module(), "FFI"));
}
TEST(types) {
    PyObject *i = integer();
    SHOW(Py_NewRef(i)); SHOW(pointer(integer())); SHOW(CALL("sizeof", "(O)", i)); SHOW(CALL("alignof", "(O)", i)); SHOW(CALL("getcname", "(Os)", i, "*x"));
    SHOW(CALL("new_array_type", "(Ni)", pointer(integer()), 5)); SHOW(CALL("new_function_type", "((OO)O)", i, i, i)); SHOW(CALL("new_void_type", NULL)); SHOW(CALL("new_struct_type", "(s)", "struct p"));
    SHOW(CALL("new_enum_type", "(s(ss)(ii)O)", "enum e", "A", "B", 0, 7, i)); SHOW(CALL("new_primitive_type", "(s)", "nonsense")); SHOW(PyObject_GetAttrString(i, "kind")); SHOW(PyObject_GetAttrString(i, "cname")); SHOW(PyObject_Dir(i)); SHOW(PyObject_GetAttrString(i, "length"));
    PyObject *same = integer(); SHOW_INT(same == i);
}
TEST(data) {
    PyObject *x = MUST(CALL("newp", "(Ni)", pointer(integer()), 42)), *index = I("0"), *bad = I("1"), *five = MUST(CALL("new_array_type", "(Ni)", pointer(integer()), 5));
    SHOW(PyObject_GetItem(x, index)); SHOW_INT(PyObject_SetItem(x, index, I("-7"))); SHOW(PyObject_GetItem(x, index)); SHOW(PyObject_GetItem(x, bad)); SHOW_INT(PyObject_SetItem(x, index, I("99999999999"))); SHOW_INT(PyObject_SetItem(x, index, S("x")));
    SHOW(CALL("newp", "(Ni)", pointer(integer()), 1 << 30) ? S("made") : NULL); SHOW(CALL("newp", "(Os)", integer(), "x"));
    PyObject *a = MUST(CALL("newp", "(O[iiiii])", five, 5, 4, 3, 2, 1));
    SHOW_INT(PyObject_Size(a)); SHOW(PySequence_List(a)); SHOW(M(CALL("buffer", "(O)", a), "__len__", NULL)); SHOW(CALL("newp", "(O[iiiiii])", five, 5, 4, 3, 2, 1, 0)); SHOW(PyObject_GetItem(a, I("5"))); SHOW(CALL("typeof", "(O)", a)); SHOW(CALL("sizeof", "(O)", a));
    PyObject *buffer = MUST(CALL("buffer", "(O)", a)); SHOW(M(MUST(PyBytes_FromObject(buffer)), "hex", NULL)); SHOW(CALL("cast", "(Nd)", integer(), 3.75)); SHOW(M(MUST(CALL("cast", "(Nd)", integer(), 3.75)), "__int__", NULL)); SHOW_INT(PyObject_IsTrue(x));
    PyObject *text = MUST(CALL("newp", "(Ny)", MUST(CALL("new_array_type", "(NO)", pointer(MUST(CALL("new_primitive_type", "(s)", "char"))), Py_None)), "hello")); SHOW(CALL("string", "(O)", text)); SHOW(CALL("string", "(Oi)", text, 3)); SHOW(CALL("unpack", "(Oi)", text, 2)); SHOW_INT(PyObject_RichCompareBool(text, text, Py_EQ)); SHOW(CALL("memmove", "(Oyi)", text, "J", 1)); SHOW(CALL("string", "(O)", text));
    PyObject *handle = MUST(CALL("newp_handle", "(NO)", MUST(CALL("new_pointer_type", "(N)", MUST(CALL("new_void_type", NULL)))), text)); SHOW_INT(CALL("from_handle", "(O)", handle) == text);
}
TEST(structs) {
    PyObject *i = integer(), *s = MUST(CALL("new_struct_type", "(s)", "struct p"));
    SHOW(CALL("newp", "(N)", pointer(Py_NewRef(s)))); SHOW(CALL("complete_struct_or_union", "(O[(sOi)(sOi)(sOi)])", s, "a", i, -1, "b", i, -1, "bits", i, 3)); SHOW(CALL("complete_struct_or_union", "(O[])", s)); SHOW(CALL("sizeof", "(O)", s));
    PyObject *q = MUST(CALL("newp", "(N{sisisi})", pointer(Py_NewRef(s)), "a", 1, "b", 2, "bits", 3)); SHOW(PyObject_GetAttrString(q, "a")); SHOW(PyObject_GetAttrString(q, "bits")); SHOW_INT(PyObject_SetAttrString(q, "b", I("70000"))); SHOW(PyObject_GetAttrString(q, "b")); SHOW(PyObject_GetAttrString(q, "c")); SHOW_INT(PyObject_SetAttrString(q, "bits", I("100")));
    SHOW(CALL("typeoffsetof", "(Os)", s, "b")); SHOW(CALL("newp", "(N{si})", pointer(Py_NewRef(s)), "z", 1)); SHOW(PyObject_GetAttrString(s, "fields") ? S("fields") : NULL);
}
TEST(functions) {
    PyObject *i = integer(), *type = MUST(CALL("new_function_type", "((O)O)", i, i)), *library = MUST(CALL("load_library", "(Oi)", Py_None, 0)), *abs = MUST(M(Py_NewRef(library), "load_function", "(Os)", type, "abs"));
    SHOW(PyObject_CallFunction(abs, "i", -7)); SHOW(PyObject_CallFunction(abs, "s", "x")); SHOW(PyObject_CallFunction(abs, "ii", 1, 2)); SHOW(M(Py_NewRef(library), "load_function", "(Os)", type, "no_such_function_here") ? S("found") : (PyErr_Clear(), S("not found")));
    PyObject *back = MUST(CALL("callback", "(ON)", type, PyCFunction_New(&twice_def, NULL))); SHOW(PyObject_CallFunction(back, "i", 21)); SHOW(CALL("callback", "(Oi)", type, 3));
    PySys_SetObject("stderr", Py_None); PyObject *failing = MUST(CALL("callback", "(ONi)", type, PyCFunction_New(&fails_def, NULL), 99)); SHOW(PyObject_CallFunction(failing, "i", 21));
    SHOW(CALL("get_errno", NULL)); SHOW(CALL("set_errno", "(i)", 5)); SHOW(CALL("get_errno", NULL));
}
TEST(owned) {
    PyObject *x = MUST(CALL("newp", "(Ni)", pointer(integer()), 42)), *freed = MUST(PyList_New(0)), *append = MUST(PyObject_GetAttrString(freed, "append"));
    PyObject *collected = MUST(CALL("gcp", "(OO)", x, append)); SHOW_INT(PyList_Size(freed)); Py_DECREF(collected); SHOW_INT(PyList_Size(freed)); SHOW(CALL("release", "(O)", x)); PyObject *weak = PyWeakref_NewRef(x, NULL); SHOW_INT(weak != NULL); Py_XDECREF(weak); PyErr_Clear();
}
