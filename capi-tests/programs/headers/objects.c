/* Macros and inline functions of objects, memory and calls that other programs have no use for. */
#include "harness.h"
#include <structmember.h>
typedef struct { PyObject_HEAD int value; } Plain;
typedef struct { PyObject_VAR_HEAD char items[1]; } Counted;
static void plain_dealloc(PyObject *self) { SAY("dealloc %s", Py_TYPE(self)->tp_name); Py_TYPE(self)->tp_free(self); }
static PyTypeObject plain_type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Plain", .tp_basicsize = sizeof(Plain), .tp_dealloc = plain_dealloc};
static PyTypeObject counted_type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Counted", .tp_basicsize = offsetof(Counted, items), .tp_itemsize = 1, .tp_dealloc = plain_dealloc};
static int nothing(PyObject *self, visitproc visit, void *arg) { return 0; }
static void cyclic_dealloc(PyObject *self) {
    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, cyclic_dealloc)
    PyObject_GC_Del(self);
    Py_TRASHCAN_END
}
static PyTypeObject cyclic_type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Cyclic", .tp_basicsize = sizeof(Plain), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = nothing, .tp_dealloc = cyclic_dealloc};
static PyTypeObject row_type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "Row", .tp_basicsize = offsetof(Counted, items), .tp_itemsize = 8, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .tp_traverse = nothing, .tp_dealloc = cyclic_dealloc};
static void ready(void) { if (PyType_Ready(&plain_type) || PyType_Ready(&counted_type) || PyType_Ready(&cyclic_type) || PyType_Ready(&row_type)) print_raised(); }
TEST(making) {
    ready();
    Plain *a = PyObject_New(Plain, &plain_type), *b = PyObject_NEW(Plain, &plain_type);
    SHOW_INT(Py_REFCNT(a)); SHOW_INT(Py_TYPE(b) == &plain_type); SHOW_INT(_PyObject_SIZE(&plain_type)); SHOW_INT(_PyObject_VAR_SIZE(&counted_type, 5)); SHOW_INT(_PyObject_VAR_SIZE(&counted_type, 0));
    Counted *c = PyObject_NewVar(Counted, &counted_type, 9), *d = PyObject_NEW_VAR(Counted, &counted_type, 3);
    SHOW_INT(Py_SIZE(c)); SHOW_INT(Py_SIZE(d));
    Py_SET_SIZE(d, 2); SHOW_INT(Py_SIZE(d));
    Py_XINCREF(a); SHOW_INT(Py_REFCNT(a)); Py_XDECREF(a); Py_XINCREF((PyObject *)NULL); Py_XDECREF((PyObject *)NULL);
    Py_SET_REFCNT(b, 5); SHOW_INT(Py_REFCNT(b)); Py_SET_REFCNT(b, 1);
    SHOW_INT(_Py_IsImmortal(a)); SHOW_INT(_Py_IsImmortal(Py_None)); SHOW_INT(_Py_IsStaticImmortal(&PyLong_Type)); SHOW_INT(_Py_IsStaticImmortal(a));
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(c); Py_DECREF(d);
    Plain *raw = (Plain *)PyObject_Malloc(sizeof(Plain));
    SHOW_INT(PyObject_INIT(raw, &plain_type) == (void *)raw); SHOW_INT(Py_REFCNT(raw)); Py_DECREF(raw);
    Counted *rest = (Counted *)PyObject_Malloc(64);
    SHOW_INT(PyObject_INIT_VAR(rest, &counted_type, 4) == (void *)rest); SHOW_INT(Py_SIZE(rest)); Py_DECREF(rest);
}
TEST(collected) {
    ready();
    Plain *a = PyObject_GC_New(Plain, &cyclic_type);
    Counted *b = PyObject_GC_NewVar(Counted, &row_type, 4);
    SHOW_INT(PyObject_IS_GC((PyObject *)a)); SHOW_INT(PyType_IS_GC(&plain_type)); SHOW_INT(PyObject_GC_IsTracked((PyObject *)a)); SHOW_INT(Py_SIZE(b));
    b = PyObject_GC_Resize(Counted, b, 40); SHOW_INT(Py_SIZE(b));
    PyObject_GC_Track(a); SHOW_INT(PyObject_GC_IsTracked((PyObject *)a));
    Py_DECREF(a); Py_DECREF(b);
}
TEST(memory) {
    int *some = PyMem_New(int, 4); SHOW_INT(some != NULL);
    some[3] = 7; PyMem_Resize(some, int, 100); SHOW_INT(some[3]); PyMem_Del(some);
    some = PyMem_NEW(int, 2); PyMem_RESIZE(some, int, 4); PyMem_DEL(some);
    void *p = PyMem_MALLOC(8); p = PyMem_REALLOC(p, 16); PyMem_FREE(p);
    p = PyObject_MALLOC(8); p = PyObject_REALLOC(p, 16); PyObject_FREE(p);
    SHOW_INT(PyMem_New(long, PY_SSIZE_T_MAX) == NULL);
}
TEST(replacing) {
    PyObject *held = V("[i]", 1), *other = V("[i]", 2), *keep = Py_NewRef(held);
    SHOW_REFS(keep, Py_SETREF(held, Py_NewRef(other)));
    SHOW_REFS(other, Py_XSETREF(held, NULL)); SHOW_INT(held == NULL);
    Py_XSETREF(held, Py_XNewRef(keep)); SHOW_REFS(keep, Py_CLEAR(held)); SHOW_INT(held == NULL); Py_CLEAR(held);
    SHOW_INT(Py_Is(keep, keep)); SHOW_INT(Py_IsNone(Py_None)); SHOW_INT(Py_IsTrue(Py_True)); SHOW_INT(Py_IsFalse(Py_True));
    SHOW_REFS(keep, _Py_NewRef(keep)); Py_DECREF(keep); SHOW_INT(_Py_XNewRef(NULL) == NULL); SHOW_INT(_Py_REFCNT(keep)); SHOW_INT(_Py_TYPE(keep) == &PyList_Type);
    Py_DECREF(keep); Py_DECREF(other);
}
static PyObject *count(PyObject *self, PyObject *const *args, Py_ssize_t n) { return PyLong_FromSsize_t(n); }
static PyMethodDef counting = {"count", _PyCFunction_CAST(count), METH_FASTCALL, NULL};
TEST(calls) {
    PyObject *f = MUST(PyCFunction_New(&counting, NULL)), *args[3] = {NULL, Py_None, Py_True};
    SHOW(_PyObject_Vectorcall(f, args + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)); SHOW(_PyObject_CallOneArg(f, Py_None)); SHOW(_PyObject_FastCallDict(f, args + 1, 2, NULL));
    SHOW(_PyObject_CallMethodNoArgs(S("abc"), S("upper"))); SHOW(_PyObject_CallMethodOneArg(S("abc"), S("count"), S("b"))); SHOW_INT(_PyVectorcall_Function(f) != NULL);
    PyObject *both[2] = {S("abc"), S("c")};
    SHOW(_PyObject_VectorcallMethod(S("find"), both, 2, NULL)); SHOW_INT(_PyVectorcall_NARGS(3 | PY_VECTORCALL_ARGUMENTS_OFFSET)); SHOW_INT(PyVectorcall_NARGS(0));
    SHOW_INT(PyCFunction_GET_FLAGS(f)); SHOW_INT(PyCFunction_GET_SELF(f) == NULL); SHOW_INT(PyCFunction_GET_FUNCTION(f) == counting.ml_meth); SHOW_INT(_PyCFunctionObject_CAST(f)->m_ml == &counting);
    Py_DECREF(f);
}
TEST(casts) {
    PyObject *list = V("[i]", 1), *tuple = V("(i)", 1), *bytes = V("y", "b"), *array = PyByteArray_FromStringAndSize("x", 1), *text = S("text"), *set = PySet_New(NULL), *number = F(1.5), *whole = I("3");
    SHOW_INT(_PyObject_CAST((void *)list) == list); SHOW_INT(_PyVarObject_CAST(list)->ob_size); SHOW_INT(Py_SIZE(_PyList_CAST(list))); SHOW_INT(Py_SIZE(_PyTuple_CAST(tuple)));
    SHOW_INT(_PyBytes_CAST(bytes)->ob_sval[0]); SHOW_INT(_PyByteArray_CAST(array)->ob_alloc > 1); SHOW_INT(_PyASCIIObject_CAST(text)->length); SHOW_INT(_PySet_CAST(set)->used);
    SHOW_DOUBLE(_PyFloat_CAST(number)->ob_fval); SHOW_INT(_PyLong_CompactValue((PyLongObject *)whole)); SHOW_INT(_PyLong_IsCompact((PyLongObject *)whole)); SHOW_INT(_PyType_CAST(&PyLong_Type)->tp_basicsize > 0);
    PyObject *view = PyMemoryView_FromObject(bytes);
    SHOW_INT(_PyMemoryView_CAST(view)->view.len); SHOW_INT(PyType_FastSubclass(Py_TYPE(list), Py_TPFLAGS_LIST_SUBCLASS)); SHOW_INT(PyPickleBuffer_Check(list)); SHOW_INT(PyExceptionInstance_Class(PyExc_ValueError) == (PyObject *)&PyType_Type);
    Py_DECREF(view); Py_DECREF(list); Py_DECREF(tuple); Py_DECREF(bytes); Py_DECREF(array); Py_DECREF(text); Py_DECREF(set); Py_DECREF(number); Py_DECREF(whole);
}
#define ANSWER 42
#define WORD "a word"
TEST(modules) {
    PyObject *m = MUST(PyModule_New("m"));
    SHOW_INT(PyModule_AddIntMacro(m, ANSWER)); SHOW_INT(PyModule_AddStringMacro(m, WORD)); SHOW(PyObject_GetAttrString(m, "ANSWER")); SHOW(PyObject_GetAttrString(m, "WORD"));
    PyObject *sys = PyImport_ImportModuleEx("sys", NULL, NULL, NULL); SHOW_INT(sys == PyImport_GetModule(S("sys")));
    SHOW_INT(PyThreadState_GET() == PyThreadState_Get()); SHOW_INT(_PyThreadState_UncheckedGet() == PyThreadState_Get());
    SHOW_INT(PyLong_AS_LONG(I("77"))); SHOW_INT(PyLong_AsPid(I("1234"))); SHOW(PyLong_FromPid(99)); SHOW_TEXT(_PyUnicode_AsString(S("utf-8")));
    PyObject *descriptor = PyDict_GetItemString(PyType_GetDict(&PyUnicode_Type), "upper");
    SHOW_BORROWED(PyDescr_NAME(descriptor)); SHOW_INT(PyDescr_TYPE(descriptor) == &PyUnicode_Type);
    Py_DECREF(m);
}
TEST(cells) {
    PyObject *cell = MUST(PyCell_New(NULL)), *set = PySet_New(NULL), *weak = MUST(PyWeakref_NewRef(set, NULL));
    SHOW_INT(PyCell_GET(cell) == NULL); PyCell_SET(cell, S("held")); SHOW_BORROWED(PyCell_GET(cell)); SHOW(PyCell_Get(cell));
    _Py_COMP_DIAG_PUSH _Py_COMP_DIAG_IGNORE_DEPR_DECLS
    SHOW_INT(PyWeakref_GET_OBJECT(weak) == set); Py_DECREF(set); SHOW_BORROWED(PyWeakref_GET_OBJECT(weak));
    _Py_COMP_DIAG_POP
    Py_DECREF(weak); Py_DECREF(cell);
}
TEST(locks) {
    static PyMutex mutex;
    _PyMutex_Lock(&mutex); SHOW_INT(_PyMutex_IsLocked(&mutex)); _PyMutex_Unlock(&mutex); PyMutex_Lock(&mutex); SHOW_INT(PyMutex_IsLocked(&mutex)); PyMutex_Unlock(&mutex); SHOW_INT(mutex._bits);
    PyObject *a = V("[]"), *b = V("[]");
    Py_BEGIN_CRITICAL_SECTION(a); SAY("in one"); Py_END_CRITICAL_SECTION();
    Py_BEGIN_CRITICAL_SECTION2(a, b); SAY("in two"); Py_END_CRITICAL_SECTION2();
    Py_BEGIN_CRITICAL_SECTION_MUTEX(&mutex); SAY("in a mutex"); Py_END_CRITICAL_SECTION();
    Py_BEGIN_CRITICAL_SECTION2_MUTEX(&mutex, &mutex); SAY("in two"); Py_END_CRITICAL_SECTION2();
    Py_BEGIN_ALLOW_THREADS
    SAY("without"); Py_BLOCK_THREADS SAY("with"); Py_UNBLOCK_THREADS
    Py_END_ALLOW_THREADS
    Py_DECREF(a); Py_DECREF(b);
}
TEST(sequences) {
    PyObject *list = V("[ii]", 1, 2), *tuple = V("(ii)", 3, 4);
    SHOW_INT(PyList_GET_SIZE(list)); SHOW_INT(PyTuple_GET_SIZE(tuple)); SHOW_BORROWED(PyList_GET_ITEM(list, 1)); SHOW_BORROWED(PyTuple_GET_ITEM(tuple, 0));
    SHOW_INT(PySequence_Fast_GET_SIZE(list)); SHOW_BORROWED(PySequence_Fast_GET_ITEM(tuple, 1)); SHOW_INT(PySequence_Fast_ITEMS(list)[0] == PyList_GET_ITEM(list, 0)); SHOW(PySequence_ITEM(list, 1));
    SHOW_INT(PyDict_GET_SIZE(V("{}"))); SHOW_INT(PySet_GET_SIZE(PySet_New(list))); SHOW_INT(PyBytes_GET_SIZE(V("y", "abc"))); SHOW_TEXT(PyBytes_AS_STRING(V("y", "abc"))); SHOW_INT(PyByteArray_GET_SIZE(PyByteArray_FromStringAndSize("ab", 2)));
    SHOW_DOUBLE(PyFloat_AS_DOUBLE(F(2.5))); SHOW_INT(PyFloat_CheckExact(list)); SHOW_INT(PyObject_CheckBuffer(list)); SHOW_INT(PyIndex_Check(I("1"))); SHOW_INT(PyIter_Check(list)); SHOW_INT(PyAnySet_Check(list));
    Py_DECREF(list); Py_DECREF(tuple);
}
