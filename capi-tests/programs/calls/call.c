/* The call protocol: PyObject_Call*, vectorcall, PyObject_CallMethod*, result checks, recursion. */
#include "harness.h"

/* Callables of each kind that show what they were given. */
static PyObject *show_tuple(PyObject *self, PyObject *args) { return Py_BuildValue("sOO", "varargs", self ? self : Py_None, args); }
static PyObject *show_kw(PyObject *self, PyObject *args, PyObject *kw) { return Py_BuildValue("sOOO", "kw", self ? self : Py_None, args, kw ? kw : Py_None); }
static PyObject *stack_list(PyObject *const *a, Py_ssize_t n) { PyObject *l = PyList_New(n); for (Py_ssize_t i = 0; i < n; i++) PyList_SetItem(l, i, Py_NewRef(a[i])); return l; }
static PyObject *show_fast(PyObject *self, PyObject *const *a, Py_ssize_t n) { return Py_BuildValue("sN", "fast", stack_list(a, n)); }
static PyObject *show_fastkw(PyObject *self, PyObject *const *a, Py_ssize_t n, PyObject *names) { return Py_BuildValue("sNO", "fastkw", stack_list(a, n + (names ? PyTuple_Size(names) : 0)), names ? names : Py_None); }
static PyObject *show_noargs(PyObject *self, PyObject *ignored) { return Py_BuildValue("si", "noargs", ignored != NULL); }
static PyObject *show_o(PyObject *self, PyObject *one) { return Py_BuildValue("sO", "o", one); }
static PyObject *null_silently(PyObject *self, PyObject *ignored) { return NULL; }
static PyObject *result_and_error(PyObject *self, PyObject *ignored) { PyErr_SetString(PyExc_LookupError, "left"); return Py_NewRef(Py_None); }
static PyObject *raising(PyObject *self, PyObject *ignored) { PyErr_SetString(PyExc_LookupError, "raised"); return NULL; }
#define DEF(f, flags) {#f, (PyCFunction)(void (*)(void))f, flags, NULL}
static PyMethodDef defs[] = {DEF(show_tuple, METH_VARARGS), DEF(show_kw, METH_VARARGS | METH_KEYWORDS), DEF(show_fast, METH_FASTCALL), DEF(show_fastkw, METH_FASTCALL | METH_KEYWORDS), DEF(show_noargs, METH_NOARGS), DEF(show_o, METH_O)};
static PyMethodDef null_def = DEF(null_silently, METH_NOARGS), both_def = DEF(result_and_error, METH_NOARGS), raise_def = DEF(raising, METH_NOARGS);
enum { VARARGS, KW, FAST, FASTKW, NOARGS, ONE, KINDS };
static PyObject *fn(int i) { return MUST(PyCFunction_NewEx(&defs[i], NULL, NULL)); }
#define EACH(f) for (int k_ = 0; k_ < KINDS; k_++) for (PyObject *f = fn(k_); f; Py_DECREF(f), f = NULL)

TEST(call_with_tuple) {
    PyObject *none = PyTuple_New(0), *one = V("(i)", 1), *two = V("(is)", 1, "x"), *empty = PyDict_New(), *kw = V("{s:i}", "key", 7);
    EACH(f) { SHOW(PyObject_Call(f, none, NULL)); SHOW(PyObject_Call(f, one, NULL)); SHOW(PyObject_Call(f, two, NULL)); SHOW(PyObject_Call(f, one, empty)); SHOW(PyObject_Call(f, one, kw)); SHOW(PyObject_Call(f, none, kw)); }
    Py_DECREF(none); Py_DECREF(one); Py_DECREF(two); Py_DECREF(empty); Py_DECREF(kw);
}
TEST(call_object) {
    PyObject *two = V("(is)", 1, "x"), *list = V("[i]", 1);
    EACH(f) { SHOW(PyObject_CallObject(f, NULL)); SHOW(PyObject_CallObject(f, two)); SHOW(PyObject_CallObject(f, list)); }
    Py_DECREF(two); Py_DECREF(list);
}
TEST(call_no_args_one_arg) {
    PyObject *list = V("[]");
    EACH(f) { SHOW(PyObject_CallNoArgs(f)); SHOW(PyObject_CallOneArg(f, list)); }
    PyObject *f = fn(ONE); SHOW_REFS(list, SHOW(PyObject_CallOneArg(f, list))); SHOW_REFS(f, SHOW(PyObject_CallOneArg(f, list))); Py_DECREF(f); Py_DECREF(list);
}
TEST(vectorcall) {
    PyObject *argv[4] = {NULL, I("1"), I("2"), I("3")}, **args = argv + 1, *names = V("(s)", "key"), *names2 = V("(ss)", "k1", "k2");
    EACH(f) {
        SHOW(PyObject_Vectorcall(f, args, 0, NULL)); SHOW(PyObject_Vectorcall(f, args, 1, NULL)); SHOW(PyObject_Vectorcall(f, args, 3 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL));
        SHOW(PyObject_Vectorcall(f, args, 2, names)); SHOW(PyObject_Vectorcall(f, args, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, names2)); SHOW(PyObject_Vectorcall(f, NULL, 0, NULL));
    }
    Py_DECREF(names); names = PyTuple_New(0);
    EACH(f) SHOW(PyObject_Vectorcall(f, args, 1, names));
    SAY("untouched %d", argv[0] == NULL);
    Py_DECREF(names); Py_DECREF(names2); for (int i = 1; i < 4; i++) Py_DECREF(argv[i]);
}
TEST(vectorcall_dict) {
    PyObject *argv[2] = {I("1"), I("2")}, *kw = V("{s:i,s:i}", "a", 5, "b", 6), *empty = PyDict_New(), *bad = V("{i:i}", 1, 1);
    EACH(f) { SHOW(PyObject_VectorcallDict(f, argv, 2, NULL)); SHOW(PyObject_VectorcallDict(f, argv, 1, empty)); SHOW(PyObject_VectorcallDict(f, argv, 1, kw)); SHOW(PyObject_VectorcallDict(f, argv, 0, bad)); }
    Py_DECREF(argv[0]); Py_DECREF(argv[1]); Py_DECREF(kw); Py_DECREF(empty); Py_DECREF(bad);
}
TEST(vectorcall_call) {
    PyObject *args = V("(ii)", 1, 2), *kw = V("{s:i}", "a", 5), *five = I("5"), *bad = V("{i:i}", 1, 1);
    EACH(f) { SAY("has vectorcall %d", PyVectorcall_Function(f) != NULL); SHOW(PyVectorcall_Call(f, args, NULL)); SHOW(PyVectorcall_Call(f, args, kw)); }
    PyObject *f = fn(FASTKW); SHOW(PyVectorcall_Call(f, args, bad)); Py_DECREF(f);
    SHOW(PyVectorcall_Call(five, args, NULL)); SHOW(PyVectorcall_Call((PyObject *)&PyBaseObject_Type, args, NULL));
    SAY("%d %d %d", PyVectorcall_Function(five) != NULL, PyVectorcall_Function((PyObject *)&PyLong_Type) != NULL, PyVectorcall_Function((PyObject *)&PyBaseObject_Type) != NULL);
#undef PyVectorcall_NARGS
    extern Py_ssize_t PyVectorcall_NARGS(size_t);
    SHOW_INT(PyVectorcall_NARGS(3)); SHOW_INT(PyVectorcall_NARGS(3 | PY_VECTORCALL_ARGUMENTS_OFFSET));
    Py_DECREF(args); Py_DECREF(kw); Py_DECREF(five); Py_DECREF(bad);
}
TEST(not_callable) {
    PyObject *five = I("5"), *args = V("(i)", 1), *kw = V("{s:i}", "a", 1), *argv[2] = {five, five};
    SHOW(PyObject_Call(five, args, NULL)); SHOW(PyObject_Call(five, args, kw)); SHOW(PyObject_CallObject(five, NULL)); SHOW(PyObject_CallNoArgs(five)); SHOW(PyObject_CallOneArg(five, args)); SHOW(PyObject_Vectorcall(five, argv, 1, NULL));
    SHOW(PyObject_VectorcallDict(five, argv, 1, kw)); SHOW(PyObject_CallFunction(five, "i", 1)); SHOW(PyObject_CallFunctionObjArgs(five, five, NULL)); SHOW(PyObject_CallNoArgs(Py_None)); SHOW(PyObject_CallMethod(five, "real", NULL));
    PyObject *text = S("real"); SHOW(PyObject_VectorcallMethod(text, argv, 1, NULL));
    SHOW_INT(PyCallable_Check(five)); SHOW_INT(PyCallable_Check((PyObject *)&PyLong_Type)); SHOW_INT(PyCallable_Check(NULL));
    Py_DECREF(five); Py_DECREF(args); Py_DECREF(kw); Py_DECREF(text);
}
TEST(null_arguments) {
    PyObject *f = fn(VARARGS);
    SHOW(PyObject_CallFunction(NULL, "i", 1)); SHOW(PyObject_CallFunction(NULL, NULL)); SHOW(PyObject_CallFunctionObjArgs(NULL, NULL)); SHOW(PyObject_CallMethod(NULL, "x", NULL)); SHOW(PyObject_CallMethod(f, NULL, NULL)); SHOW(PyObject_CallMethodObjArgs(NULL, f, NULL)); SHOW(PyObject_CallMethodObjArgs(f, NULL, NULL));
    PyErr_SetString(PyExc_LookupError, "before"); SHOW(PyObject_CallFunction(NULL, "i", 1));
    Py_DECREF(f);
}
TEST(call_function) {
    EACH(f) { SHOW(PyObject_CallFunction(f, NULL)); SHOW(PyObject_CallFunction(f, "")); SHOW(PyObject_CallFunction(f, "()")); SHOW(PyObject_CallFunction(f, "i", 1)); SHOW(PyObject_CallFunction(f, "(i)", 1)); SHOW(PyObject_CallFunction(f, "is", 1, "x")); SHOW(PyObject_CallFunction(f, "(is)", 1, "x")); SHOW(PyObject_CallFunction(f, "[is]", 1, "x")); }
    PyObject *f = fn(VARARGS), *tuple = V("(ii)", 1, 2);
    SHOW(PyObject_CallFunction(f, "O", tuple)); SHOW(PyObject_CallFunction(f, "(O)", tuple)); SHOW(PyObject_CallFunction(f, "OO", tuple, tuple)); SHOW(PyObject_CallFunction(f, "x", 1)); SHOW(PyObject_CallFunction(f, "(i", 1)); SHOW(PyObject_CallFunction(f, "O", NULL)); SHOW(PyObject_CallFunction(f, "iO", 1, NULL));
    SHOW(PyObject_CallFunction(f, "s", "\xff")); SHOW(PyObject_CallFunction(f, "is", 1, "\xff")); SHOW(PyObject_CallFunction(f, " i , i ", 1, 2)); SHOW(PyObject_CallFunction(f, "iiiiiiiiiiiidd", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1.5, 2.5)); SHOW(PyObject_CallFunction(f, " ")); SHOW(PyObject_CallFunction(f, ")")); SHOW(PyObject_CallFunction(f, "i)", 1)); SHOW(PyObject_CallFunction(f, "(i)i", 1, 2)); SHOW(PyObject_CallFunction(f, "{s:i}", "a", 1));
    PyObject *list = V("[]"); Py_INCREF(list); SHOW_REFS(list, SHOW(PyObject_CallFunction(f, "N", list))); SHOW_REFS(list, SHOW(PyObject_CallFunction(f, "O", list))); Py_INCREF(list); SHOW_REFS(list, SHOW(PyObject_CallFunction(f, "iNs", 1, list, "\xff")));
    extern PyObject *_PyObject_CallFunction_SizeT(PyObject *, const char *, ...); SHOW(_PyObject_CallFunction_SizeT(f, "s#i", "hello", (Py_ssize_t)2, 5));
    Py_DECREF(f); Py_DECREF(tuple); Py_DECREF(list);
}
TEST(call_function_objargs) {
    PyObject *a = I("1"), *b = S("b"), *list = V("[]");
    EACH(f) { SHOW(PyObject_CallFunctionObjArgs(f, NULL)); SHOW(PyObject_CallFunctionObjArgs(f, a, NULL)); SHOW(PyObject_CallFunctionObjArgs(f, a, b, NULL)); SHOW(PyObject_CallFunctionObjArgs(f, a, b, a, b, a, b, a, b, NULL)); }
    PyObject *f = fn(FAST); SHOW_REFS(list, SHOW(PyObject_CallFunctionObjArgs(f, list, list, NULL))); Py_DECREF(f);
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(list);
}
TEST(call_method) {
    PyObject *text = S("a,b,c"), *list = V("[iii]", 3, 1, 2);
    SHOW(PyObject_CallMethod(text, "upper", NULL)); SHOW(PyObject_CallMethod(text, "upper", "")); SHOW(PyObject_CallMethod(text, "split", "s", ",")); SHOW(PyObject_CallMethod(text, "replace", "ss", "a", "z")); SHOW(PyObject_CallMethod(text, "replace", "(ss)", "a", "z")); SHOW(PyObject_CallMethod(text, "replace", "ssi", ",", ";", 1));
    SHOW(PyObject_CallMethod(text, "nothing", NULL)); SHOW(PyObject_CallMethod(text, "upper", "i", 1)); SHOW(PyObject_CallMethod(text, "split", "O", Py_None)); SHOW(PyObject_CallMethod(text, "__doc__", NULL)); SHOW(PyObject_CallMethod(list, "append", "i", 9)); SHOW(PyObject_CallMethod(list, "append", "(ii)", 1, 2)); SHOW(PyObject_CallMethod(list, "append", "((ii))", 1, 2)); SHOW_BORROWED(list);
    extern PyObject *_PyObject_CallMethod_SizeT(PyObject *, const char *, const char *, ...), *_PyObject_CallMethod(PyObject *, PyObject *, const char *, ...);
    SHOW(_PyObject_CallMethod_SizeT(list, "append", "s#", "hello", (Py_ssize_t)2));
    PyObject *name = S("count"); SHOW(_PyObject_CallMethod(list, name, "i", 9)); Py_DECREF(name);
    _Py_static_string(PyId_static, "index"); SHOW(_PyObject_CallMethodId(list, &PyId_static, "i", 9));
    SHOW(PyObject_CallMethod((PyObject *)&PyLong_Type, "from_bytes", "ys", "\x01\x02", "big")); SHOW(PyObject_CallMethod((PyObject *)&PyDict_Type, "fromkeys", "(s)", "ab"));
    Py_DECREF(text); Py_DECREF(list);
}
TEST(call_method_objargs) {
    PyObject *text = S("a,b,c"), *comma = S(","), *split = S("split"), *nothing = S("nothing"), *one = I("1"), *five = I("5");
    SHOW(PyObject_CallMethodObjArgs(text, split, NULL)); SHOW(PyObject_CallMethodObjArgs(text, split, comma, NULL)); SHOW(PyObject_CallMethodObjArgs(text, split, comma, one, NULL)); SHOW(PyObject_CallMethodObjArgs(text, nothing, NULL)); SHOW(PyObject_CallMethodObjArgs(text, five, NULL)); SHOW(PyObject_CallMethodNoArgs(text, split)); SHOW(PyObject_CallMethodOneArg(text, split, comma));
    SHOW_REFS(comma, SHOW(PyObject_CallMethodObjArgs(text, split, comma, NULL)));
    Py_DECREF(text); Py_DECREF(comma); Py_DECREF(split); Py_DECREF(nothing); Py_DECREF(one); Py_DECREF(five);
}
TEST(vectorcall_method) {
    PyObject *text = S("a,b,c"), *comma = S(","), *split = S("split"), *maxsplit = V("(s)", "maxsplit"), *one = I("1");
    PyObject *argv[5] = {NULL, text, comma, one}, **args = argv + 1;
    SHOW(PyObject_VectorcallMethod(split, args, 1, NULL)); SHOW(PyObject_VectorcallMethod(split, args, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)); SHOW(PyObject_VectorcallMethod(split, args, 3, NULL)); SHOW(PyObject_VectorcallMethod(split, args, 2, maxsplit)); SHOW(PyObject_VectorcallMethod(comma, args, 2, NULL));
    SAY("args untouched %d %d", argv[0] == NULL, argv[1] == text);
    Py_DECREF(text); Py_DECREF(comma); Py_DECREF(split); Py_DECREF(maxsplit); Py_DECREF(one);
}
TEST(result_checks) {
    PyObject *null = MUST(PyCFunction_NewEx(&null_def, NULL, NULL)), *both = MUST(PyCFunction_NewEx(&both_def, NULL, NULL)), *error = MUST(PyCFunction_NewEx(&raise_def, NULL, NULL)), *none = PyTuple_New(0);
    SHOW(PyObject_CallNoArgs(null) ? Py_None : NULL); SHOW(PyObject_Call(null, none, NULL)); SHOW(PyObject_CallObject(null, NULL)); SHOW(PyObject_CallFunctionObjArgs(null, NULL));
    SHOW(PyObject_CallNoArgs(error)); SHOW(PyObject_Call(error, none, NULL));
    PyObject *got = PyObject_CallNoArgs(both); SAY("%d", got == NULL);
    PyObject *exc = PyErr_GetRaisedException(), *cause = PyException_GetCause(exc), *context = PyException_GetContext(exc);
    SHOW_BORROWED(exc); SHOW_BORROWED(cause); SAY("context is cause %d", cause == context);
    Py_DECREF(exc); Py_XDECREF(cause); Py_XDECREF(context);
    extern PyObject *_Py_CheckFunctionResult(PyThreadState *, PyObject *, PyObject *, const char *);
    PyThreadState *ts = PyThreadState_Get();
    SHOW(_Py_CheckFunctionResult(ts, null, NULL, NULL)); SHOW(_Py_CheckFunctionResult(ts, NULL, NULL, "somewhere")); SHOW(_Py_CheckFunctionResult(ts, NULL, Py_NewRef(Py_True), "somewhere"));
    PyErr_SetString(PyExc_LookupError, "left"); SHOW(_Py_CheckFunctionResult(ts, NULL, Py_NewRef(Py_True), "somewhere"));
    PyErr_SetString(PyExc_LookupError, "left"); SHOW(_Py_CheckFunctionResult(ts, NULL, NULL, "somewhere"));
    Py_DECREF(null); Py_DECREF(both); Py_DECREF(error); Py_DECREF(none);
}
/* A type whose instances are called through tp_call, one without vectorcall. */
static PyObject *slot_call(PyObject *self, PyObject *args, PyObject *kw) { return Py_BuildValue("sOO", "tp_call", args, kw ? kw : Py_None); }
static PyObject *slot_null(PyObject *self, PyObject *args, PyObject *kw) { return NULL; }
static PyObject *slot_both(PyObject *self, PyObject *args, PyObject *kw) { PyErr_SetString(PyExc_LookupError, "left"); return Py_NewRef(Py_None); }
static PyObject *callable_repr(PyObject *self) { return PyUnicode_FromString("<callable>"); }
static PyObject *callable(void *slot) {
    PyType_Slot slots[] = {{Py_tp_call, slot}, {Py_tp_repr, callable_repr}, {0, NULL}};
    PyType_Spec spec = {"m.Callable", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *made = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return made;
}
TEST(tp_call) {
    PyObject *f = callable(slot_call), *args = V("(ii)", 1, 2), *kw = V("{s:i}", "a", 1), *argv[2] = {Py_None, Py_True}, *names = V("(s)", "key"), *two = V("(ss)", "k", "k"), *empty = V("{}");
    SAY("%d", PyVectorcall_Function(f) != NULL);
    SHOW(PyObject_Call(f, args, NULL)); SHOW(PyObject_Call(f, args, kw)); SHOW(PyObject_Call(f, args, empty)); SHOW(PyObject_CallNoArgs(f)); SHOW(PyObject_CallOneArg(f, Py_None)); SHOW(PyObject_Vectorcall(f, argv, 2, NULL)); SHOW(PyObject_Vectorcall(f, argv, 1, names)); SHOW(PyObject_VectorcallDict(f, argv, 2, kw)); SHOW(PyObject_CallFunction(f, "ii", 1, 2)); SHOW(PyObject_CallFunctionObjArgs(f, Py_None, NULL)); SHOW(PyObject_Vectorcall(f, argv, 0, two)); SHOW(PyObject_CallObject(f, args));
    extern PyObject *_PyObject_MakeTpCall(PyThreadState *, PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
    SHOW(_PyObject_MakeTpCall(PyThreadState_Get(), f, argv, 2, NULL)); SHOW(_PyObject_MakeTpCall(PyThreadState_Get(), f, argv, 1, names)); SHOW(_PyObject_MakeTpCall(PyThreadState_Get(), f, argv, 1, kw)); SHOW(_PyObject_MakeTpCall(PyThreadState_Get(), Py_None, argv, 1, NULL));
    SHOW_REFS(args, SHOW(PyObject_Call(f, args, kw))); SHOW_REFS(kw, SHOW(PyObject_Call(f, args, kw)));
    Py_DECREF(f); f = callable(slot_null); SHOW(PyObject_CallNoArgs(f)); SHOW(PyObject_Call(f, args, NULL)); Py_DECREF(f);
    f = callable(slot_both); SHOW(PyObject_CallNoArgs(f)); SHOW(PyObject_Call(f, args, NULL)); Py_DECREF(f);
    Py_DECREF(args); Py_DECREF(kw); Py_DECREF(names); Py_DECREF(two); Py_DECREF(empty);
}
TEST(stack_as_dict) {
    PyObject *argv[3] = {I("1"), I("2"), I("3")}, *names = V("(ss)", "a", "b"), *twice = V("(ss)", "a", "a"), *numbers = V("(ii)", 7, 8), *none = PyTuple_New(0);
    SHOW(_PyStack_AsDict(argv, names)); SHOW(_PyStack_AsDict(argv, twice)); SHOW(_PyStack_AsDict(argv, numbers)); SHOW(_PyStack_AsDict(argv, none));
    for (int i = 0; i < 3; i++) Py_DECREF(argv[i]);
    Py_DECREF(names); Py_DECREF(twice); Py_DECREF(numbers); Py_DECREF(none);
}
static int depth;
static PyObject *recursing(PyObject *self, PyObject *f) { depth++; return PyObject_CallOneArg(f, f); }
static PyMethodDef recursing_def = DEF(recursing, METH_O);
static PyObject *recursing_slot(PyObject *self, PyObject *args, PyObject *kw) { depth++; return PyObject_Call(self, args, kw); }
TEST(recursion) {
    PyObject *f = MUST(PyCFunction_NewEx(&recursing_def, NULL, NULL));
    PyObject *r = PyObject_CallOneArg(f, f); SAY("%d deep enough %d", r == NULL, depth > 1000); PyObject *e = PyErr_GetRaisedException(); SAY("%s", Py_TYPE(e)->tp_name); Py_DECREF(e);
    Py_DECREF(f); f = callable(recursing_slot); PyObject *none = PyTuple_New(0); depth = 0;
    r = PyObject_Call(f, none, NULL); SAY("%d deep enough %d", r == NULL, depth > 1000); e = PyErr_GetRaisedException(); SAY("%s", Py_TYPE(e)->tp_name); Py_DECREF(e);
    Py_DECREF(f); Py_DECREF(none);
    SHOW_INT(Py_EnterRecursiveCall(" in a test")); Py_LeaveRecursiveCall();
    int limit = Py_GetRecursionLimit(); SAY("limit %d", limit); Py_SetRecursionLimit(500); SAY("limit %d", Py_GetRecursionLimit()); Py_SetRecursionLimit(limit);
}
extern PyObject *PyEval_CallFunction(PyObject *, const char *, ...), *PyEval_CallMethod(PyObject *, const char *, const char *, ...), *PyEval_CallObjectWithKeywords(PyObject *, PyObject *, PyObject *), *PyCFunction_Call(PyObject *, PyObject *, PyObject *);
TEST(old_names) {
    PyObject *f = fn(KW), *args = V("(i)", 1), *kw = V("{s:i}", "a", 2), *list = V("[ii]", 1, 2), *five = I("5");
    SHOW(PyEval_CallFunction(f, "")); SHOW(PyEval_CallFunction(f, "(i)", 1)); SHOW(PyEval_CallFunction(f, "ii", 1, 2)); SHOW(PyEval_CallFunction(f, "i", 1)); SHOW(PyEval_CallMethod(list, "count", "(i)", 1)); SHOW(PyEval_CallMethod(list, "count", "i", 1)); SHOW(PyEval_CallMethod(list, "nothing", "(i)", 1));
    SHOW(PyEval_CallObjectWithKeywords(f, args, kw)); SHOW(PyEval_CallObjectWithKeywords(f, NULL, kw)); SHOW(PyEval_CallObjectWithKeywords(f, args, NULL)); SHOW(PyEval_CallObjectWithKeywords(f, list, NULL)); SHOW(PyEval_CallObjectWithKeywords(f, NULL, list)); SHOW(PyEval_CallObjectWithKeywords(f, five, NULL)); SHOW(PyCFunction_Call(f, args, kw)); SHOW(PyCFunction_Call(f, args, NULL)); SHOW(PyEval_CallFunction(f, "x"));
    Py_DECREF(f); Py_DECREF(args); Py_DECREF(kw); Py_DECREF(list); Py_DECREF(five);
}
