/* Objects of the wrong type and NULL for what is told of exceptions, code and frames: CPython 3.14 reads past them. */
#include "../errors/exc.h"
#include <frameobject.h>
#define TRY(call) do { (void)(call); show_raised(#call); } while (0)
TEST(exception_functions) {
    PyObject *o = Py_None, *t = V("()");
    TRY(PyException_GetTraceback(o)); TRY(PyException_SetTraceback(o, Py_None)); TRY(PyException_GetCause(o)); TRY(PyException_GetContext(o)); TRY(PyException_GetArgs(o)); TRY(PyException_SetArgs(o, t));
    TRY(PyException_SetCause(o, NULL)); TRY(PyException_SetContext(o, Py_NewRef(t))); TRY(PyExceptionClass_Name(o)); TRY(PyException_SetArgs(MUST(C(PyExc_ValueError, "()")), o));
    TRY(PyException_GetArgs(NULL)); TRY(PyExceptionClass_Name(NULL));
    Py_DECREF(t);
}
TEST(raising) {
    TRY(PyErr_SetObject(NULL, NULL)); TRY(PyErr_SetObject(NULL, Py_None)); TRY(PyErr_SetNone(PyExc_ValueError)); TRY(PyErr_SetObject(Py_None, Py_None));
    TRY(PyErr_SetFromErrno(Py_None)); TRY(PyErr_SetImportErrorSubclass(Py_None, Py_None, NULL, NULL)); TRY(PyErr_NewException("a.b", NULL, Py_None));
}
TEST(code_and_frames) {
    PyCodeObject *c = (PyCodeObject *)Py_None; PyFrameObject *f = (PyFrameObject *)Py_None; int n;
    TRY(PyCode_GetCode(c)); TRY(PyCode_GetVarnames(c)); TRY(PyCode_Addr2Line(c, 0)); TRY(PyCode_Addr2Location(c, 0, &n, &n, &n, &n)); TRY(PyFrame_GetCode(f)); TRY(PyFrame_GetBack(f)); TRY(PyFrame_GetLineNumber(f)); TRY(PyFrame_GetLocals(f));
    TRY(PyFrame_GetGlobals(f)); TRY(PyFrame_GetVarString(f, "x")); TRY(PyFrame_New(PyThreadState_Get(), c, Py_None, NULL)); TRY(PyTraceBack_Here(f));
    PyCodeObject *good = PyCode_NewEmpty("f", "g", 1); PyObject *g = V("{}"); PyFrameObject *frame = PyFrame_New(PyThreadState_Get(), good, g, NULL);
    TRY(PyTraceBack_Here(frame)); TRY(PyFrame_New(PyThreadState_Get(), good, Py_None, NULL)); TRY(PyUnstable_Code_SetExtra((PyObject *)good, 1000, NULL)); TRY(PyUnstable_Code_GetExtra(Py_None, 0, NULL));
    Py_DECREF(frame); Py_DECREF(g); Py_DECREF(good);
}
TEST(unicode_errors) {
    PyObject *plain = MUST(C(PyExc_UnicodeError, "(s)", "x")); Py_ssize_t n;
    TRY(PyUnicodeDecodeError_GetStart(plain, &n)); TRY(PyUnicodeEncodeError_GetObject(plain)); TRY(PyUnicodeTranslateError_SetReason(plain, "x")); TRY(PyUnicodeDecodeError_SetEnd(plain, 1));
    Py_DECREF(plain);
}
TEST(warnings) {
    PyObject *f = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("_warnings")), "filters"));
    PyList_SetSlice(f, 0, PyList_Size(f), NULL);
    TRY(PyErr_WarnEx(Py_None, "x", 1)); TRY(PyErr_WarnExplicitObject(Py_None, Py_None, Py_None, 1, NULL, NULL)); TRY(PyErr_WarnExplicitObject(NULL, Py_None, Py_None, 1, NULL, Py_None));
    Py_DECREF(f);
}
TEST(instances) { TRY(PyObject_IsInstance(NULL, Py_None)); TRY(PyObject_IsSubclass(Py_None, NULL)); TRY(PyErr_GivenExceptionMatches(NULL, NULL)); }
TEST(deep_groups) {
    PyObject *eg = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "ExceptionGroup")), *e = MUST(C(PyExc_ValueError, "()"));
    for (int i = 0; i < 200000; i++) e = MUST(C(eg, "(s(N))", "m", e));
    PyObject *r = PyObject_CallMethod(e, "split", "(O)", PyExc_TypeError); SHOW_STILL(r == NULL && PyErr_ExceptionMatches(PyExc_RecursionError)); PyErr_Clear();
    Py_XDECREF(r); Py_DECREF(e);
    SAY("sound");
}
TEST(argument_of_itself) {
    PyObject *e = MUST(C(PyExc_ValueError, "()")), *t = V("(O)", e); PyException_SetArgs(e, t);
    PyObject *r = PyObject_Repr(e); SHOW_STILL(r == NULL && PyErr_ExceptionMatches(PyExc_RecursionError)); PyErr_Clear(); Py_XDECREF(r);
    r = PyObject_Str(e); SHOW_STILL(r == NULL && PyErr_ExceptionMatches(PyExc_RecursionError)); PyErr_Clear(); Py_XDECREF(r);
    Py_DECREF(t); PyException_SetArgs(e, MUST(PyTuple_New(0))); Py_DECREF(e);
}
