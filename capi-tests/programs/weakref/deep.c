/* Weak references: C types with a list of their own, callbacks that do things, many references, static types. */
#include "harness.h"

static PyObject *keep; static int called; static PyObject *order;
static PyObject *resurrect(PyObject *self, PyObject *ref) { called++; PyObject *o; SHOW_INT(PyWeakref_GetRef(ref, &o)); SHOW_INT(o == NULL); Py_RETURN_NONE; }
static PyObject *note(PyObject *self, PyObject *ref) { PyList_Append(order, self); Py_RETURN_NONE; }
static PyObject *new_ref(PyObject *self, PyObject *ref) { called++; SHOW(PyWeakref_NewRef(ref, NULL)); PyErr_Clear(); Py_RETURN_NONE; }
static PyMethodDef resurrect_def = {"resurrect", resurrect, METH_O}, note_def = {"note", note, METH_O}, new_ref_def = {"new_ref", new_ref, METH_O};
#include <stddef.h>
typedef struct { PyObject_HEAD PyObject *list_head; int value; } Listed;
static void thing_dealloc(PyObject *self) { PyTypeObject *t = Py_TYPE(self); printf("dealloc refs %zd\n", Py_REFCNT(self)); PyObject_ClearWeakRefs(self); printf("cleared\n"); t->tp_free(self); Py_DECREF(t); }
static PyMemberDef thing_members[] = {{"__weaklistoffset__", Py_T_PYSSIZET, offsetof(Listed, list_head), Py_READONLY}, {0}};
static PyObject *thing_type(void) { static PyObject *t; if (!t) { static PyType_Slot slots[] = {{Py_tp_dealloc, thing_dealloc}, {Py_tp_members, thing_members}, {0}}; static PyType_Spec spec = {"mod.Thing", sizeof(Listed), 0, Py_TPFLAGS_DEFAULT, slots}; t = MUST(PyType_FromSpec(&spec)); } return t; }
static PyObject *thing(void) { return MUST(PyObject_CallNoArgs(thing_type())); }
static PyObject *managed_type(void) { static PyObject *t; if (!t) { static PyType_Slot slots[] = {{0}}; static PyType_Spec spec = {"mod.Managed", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots}; PyObject *base = MUST(PyType_FromSpec(&spec)); t = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){s:s}", "Managed", base, "__module__", "mod")); } return t; }
TEST(c_type) {
    SHOW_INT(((PyTypeObject *)thing_type())->tp_weaklistoffset == offsetof(Listed, list_head)); PyObject *o = thing(), *r = PyWeakref_NewRef(o, NULL), *c = PyWeakref_NewRef(o, PyCFunction_New(&resurrect_def, NULL)); SHOW_INT(((Listed *)o)->list_head == r); SHOW_INT(PyWeakref_GetObject(r) == o); called = 0; Py_DECREF(o); SHOW_INT(called); SHOW_INT(PyWeakref_IsDead(r)); SHOW_INT(PyWeakref_IsDead(c));
    o = thing(); r = PyWeakref_NewRef(o, NULL); Py_DECREF(r); SHOW_INT(((Listed *)o)->list_head == NULL); Py_DECREF(o);
}
TEST(subclass_of_c_type) {
    PyObject *sub = PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", managed_type()), *o = PyObject_CallNoArgs(sub), *r = PyWeakref_NewRef(o, PyCFunction_New(&note_def, I("1"))); order = PyList_New(0); Py_DECREF(o); SHOW_BORROWED(order); SHOW_INT(PyWeakref_IsDead(r));
    SHOW_INT(((PyTypeObject *)sub)->tp_weaklistoffset == ((PyTypeObject *)managed_type())->tp_weaklistoffset);
}
TEST(order_of_callbacks) {
    PyObject *o = PyObject_CallNoArgs(managed_type()), *refs[6]; order = PyList_New(0); for (int i = 0; i < 6; i++) refs[i] = i % 2 ? PyWeakref_NewProxy(o, PyCFunction_New(&note_def, PyLong_FromLong(i))) : PyWeakref_NewRef(o, PyCFunction_New(&note_def, PyLong_FromLong(i))); Py_DECREF(refs[2]); PyObject *plain = PyWeakref_NewRef(o, NULL); Py_DECREF(o); SHOW_BORROWED(order); SHOW_INT(PyWeakref_IsDead(plain));
}
TEST(many) {
    PyObject *o = PyObject_CallNoArgs(managed_type()), *refs = PyList_New(0); order = PyList_New(0); for (int i = 0; i < 200; i++) { PyObject *r = PyWeakref_NewRef(o, PyCFunction_New(&note_def, PyLong_FromLong(i))); PyList_Append(refs, r); Py_DECREF(r); } for (int i = 0; i < 200; i += 3) PyList_SetItem(refs, i, Py_NewRef(Py_None)); Py_DECREF(o); SHOW_INT(PyList_Size(order)); SHOW(PyList_GetSlice(order, 0, 5)); SHOW(PyList_GetSlice(order, 128, 133));
}
TEST(callback_makes_references) { PyObject *o = PyObject_CallNoArgs(managed_type()), *r = PyWeakref_NewRef(o, PyCFunction_New(&new_ref_def, NULL)); called = 0; Py_DECREF(o); SHOW_INT(called); Py_DECREF(r); }
TEST(other_referents) {
    PyObject *objects[] = {TYPE(PyLong_Type), TYPE(PyBaseObject_Type), (PyObject *)managed_type(), PyCFunction_New(&note_def, NULL), PyModule_New("m"), PySet_New(NULL), PyFrozenSet_New(V("(i)", 7)), PyMemoryView_FromObject(PyBytes_FromString("x")), PyObject_GetAttrString(PyList_New(0), "append"), PyCapsule_New(&keep, "n", NULL), PySlice_New(NULL, NULL, NULL), PyObject_CallFunction(TYPE(PyRange_Type), "i", 3), Py_Ellipsis, PyObject_GetIter(PyList_New(0)), PyPickleBuffer_FromObject(PyBytes_FromString("x"))};
    for (int i = 0; i < 15; i++) { PyObject *r = PyWeakref_NewRef(objects[i], NULL); printf("%d %s: ", i, Py_TYPE(objects[i])->tp_name); if (!r) { print_raised(); continue; } PyObject *again = PyWeakref_NewRef(objects[i], NULL), *got; printf("same %d alive %d\n", again == r, PyWeakref_GetRef(r, &got)); }
}
TEST(static_type_list) { PyObject *r = PyWeakref_NewRef(TYPE(PyDict_Type), NULL), *p = PyWeakref_NewProxy(TYPE(PyDict_Type), NULL), *c = PyWeakref_NewRef(TYPE(PyDict_Type), PyCFunction_New(&note_def, NULL)); SHOW_INT(PyWeakref_NewRef(TYPE(PyDict_Type), NULL) == r); SHOW_INT(PyWeakref_GetObject(r) == TYPE(PyDict_Type)); SHOW(PyObject_CallNoArgs(p)); Py_DECREF(c); Py_DECREF(p); SHOW(PyObject_CallNoArgs(r)); }
TEST(subclass_with_callback) {
    PyObject *sub = PyObject_CallFunction(TYPE(PyType_Type), "s(O){s:()}", "Slim", TYPE(_PyWeakref_RefType), "__slots__"), *o = PyObject_CallNoArgs(managed_type()); order = PyList_New(0); PyObject *a = C(sub, "(ON)", o, PyCFunction_New(&note_def, I("1"))), *b = C(sub, "(O)", o); SHOW_INT(a == b); SHOW(PyObject_GetAttrString(b, "__callback__")); SHOW_INT(PyObject_Hash(a) == PyObject_Hash(o)); SHOW(PyObject_RichCompare(a, b, Py_EQ)); Py_DECREF(o); SHOW_BORROWED(order); SHOW(PyObject_CallNoArgs(a)); SHOW(PyObject_CallNoArgs(b)); SHOW(C(sub, "(O)", I("1000"))); SHOW(C(sub, NULL)); SHOW(PyObject_Call(sub, V("(O)", sub), V("{s:i}", "extra", 1)));
}
TEST(proxy_as_arguments) {
    PyObject *fs = PyFrozenSet_New(V("[ii]", 1, 2)), *p = PyWeakref_NewProxy(fs, NULL); SHOW(PySequence_List(p) ? Py_True : NULL); SHOW(PyNumber_Subtract(p, PySet_New(V("[i]", 1)))); SHOW(PyNumber_Xor(PySet_New(V("[i]", 5)), p) ? Py_True : NULL); SHOW(PyObject_RichCompare(PyFrozenSet_New(V("[ii]", 1, 2)), p, Py_EQ)); SHOW(PyNumber_Power(p, p, p)); SHOW(PyNumber_Power(I("2"), p, Py_None)); SHOW(PyNumber_InPlacePower(p, I("2"), Py_None)); SHOW(PyObject_GetAttrString(p, "__weakref__")); SHOW(PyObject_Format(p, NULL) ? Py_True : NULL); SHOW(PyObject_Dir(p) ? Py_True : NULL); SHOW(PyWeakref_NewRef(p, NULL)); SHOW(PyWeakref_NewProxy(p, NULL)); SHOW_INT(PyObject_IsInstance(p, TYPE(PyFrozenSet_Type))); SHOW(PyObject_Type(p)); SHOW_INT(PyObject_SetAttrString(p, "x", I("1"))); SHOW(PySequence_Concat(p, p)); SHOW(PyNumber_And(p, I("1"))); SHOW(PyNumber_MatrixMultiply(p, I("1")));
}
