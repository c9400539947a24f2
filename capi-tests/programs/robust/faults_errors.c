/* Allocation failure while exceptions are made, raised, chained, shown, and warnings given. */
#include "faults.h"

#define DONE(status) ((status) < 0 ? NULL : Py_NewRef(Py_None))
FAULTS(raising) {
    PyObject *text = S("caf\xc3\xa9 \xce\xb1\xce\xb2"), *long_text = MUST(PyUnicode_FromFormat("%0150000d", 7)), *error = MUST(PyErr_NewException("faults.Error", PyExc_ValueError, NULL)), *bytes = MUST(PyBytes_FromString("abc"));
    TRY("SetString", (PyErr_SetString(PyExc_ValueError, "some text"), NULL)); TRY("SetObject", (PyErr_SetObject(PyExc_KeyError, text), NULL)); TRY("SetNone", (PyErr_SetNone(PyExc_OSError), NULL)); TRY("Format", PyErr_Format(error, "%s %R %d %U", "x", text, 12, text)); TRY("Format, long", PyErr_Format(error, "%U %U", long_text, text));
    TRY("FormatUnraisable", (PyErr_Format(PyExc_TypeError, "%R %T", text, text), NULL)); TRY("SetFromErrno", (errno = 2, PyErr_SetFromErrnoWithFilename(PyExc_OSError, "a/file/name"))); TRY("NoMemory", PyErr_NoMemory()); TRY("BadArgument", (PyErr_BadArgument(), NULL)); TRY("ImportError", PyErr_SetImportError(text, text, text));
    TRY("StopIteration", (PyErr_SetObject(PyExc_StopIteration, text), NULL)); TRY("tuple", WITH(PyTuple_Pack(2, text, text), (PyErr_SetObject(PyExc_TypeError, x), NULL))); TRY("SyntaxLocation", (PyErr_SetString(PyExc_SyntaxError, "x"), PyErr_SyntaxLocationEx("file", 3, 4), NULL));
    TRY("unicode decode", PyUnicodeDecodeError_Create("utf-8", "abc", 3, 1, 2, "reason")); TRY("unicode encode", PyObject_CallFunction(PyExc_UnicodeEncodeError, "sOiis", "ascii", text, 1, 2, "why")); TRY("OSError", PyObject_CallFunction(PyExc_OSError, "iss", 2, "No such file", "name")); TRY("NewException", PyErr_NewException("faults.Made", error, NULL)); TRY("NewExceptionWithDoc", PyErr_NewExceptionWithDoc("faults.Made", "Documented.", NULL, NULL));
    TRY("normalized", ({ PyErr_SetString(PyExc_ValueError, "text"); PyObject *t, *v, *b; PyErr_Fetch(&t, &v, &b); PyErr_NormalizeException(&t, &v, &b); PyErr_Restore(t, v, b); NULL; }));
    TRY("chained", ({ PyErr_SetString(PyExc_ValueError, "first"); PyObject *first = PyErr_GetRaisedException(); PyErr_SetString(PyExc_KeyError, "second"); PyObject *second = PyErr_GetRaisedException(); PyException_SetCause(second, Py_NewRef(first)); PyException_SetContext(second, first); PyErr_SetRaisedException(second); NULL; }));
    TRY("handled", ({ PyErr_SetString(PyExc_ValueError, "first"); PyObject *first = PyErr_GetRaisedException(), *old = PyErr_GetHandledException(); PyErr_SetHandledException(first); PyErr_Format(error, "second %d", 2); PyErr_SetHandledException(old); Py_XDECREF(old); Py_XDECREF(first); NULL; }));
}
FAULTS(exceptions) {
    PyObject *text = S("caf\xc3\xa9"), *value = MUST(PyObject_CallFunction(PyExc_ValueError, "Oi", text, 3)), *os = MUST(PyObject_CallFunction(PyExc_OSError, "iss", 2, "No such file", "name")), *unicode = MUST(PyObject_CallFunction(PyExc_UnicodeEncodeError, "sOiis", "ascii", text, 1, 2, "why"));
    PyObject *group = MUST(PyObject_CallFunction(MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "ExceptionGroup")), "s[OOO]", "several", value, os, unicode)), *all[] = {value, os, unicode, group, MUST(PyObject_CallFunction(PyExc_SyntaxError, "s(siis)", "bad", "f.py", 1, 2, "x y")), MUST(PyObject_CallFunction(PyExc_KeyError, "s", "k")), MUST(PyObject_CallFunction(PyExc_ImportError, "s", "m"))};
    for (int i = 0; i < 7; i++) {
        PyObject *e = all[i];
        TRY("str", PyObject_Str(e)); TRY("repr", PyObject_Repr(e)); TRY("args", PyObject_GetAttrString(e, "args")); TRY("reduce", PyObject_CallMethod(e, "__reduce__", NULL)); TRY("add_note", WITH(PyObject_CallFunction(PyExc_ValueError, "s", "x"), PyObject_CallMethod(x, "add_note", "s", "a note")));
        TRY("setstate", WITH(PyObject_CallFunction(PyExc_ValueError, "s", "x"), PyObject_CallMethod(x, "__setstate__", "{si}", "k", 3))); TRY("make", PyObject_CallFunction((PyObject *)Py_TYPE(e), "s", "x"));
    }
    TRY("split", PyObject_CallMethod(group, "split", "O", PyExc_ValueError)); TRY("subgroup", PyObject_CallMethod(group, "subgroup", "O", PyExc_OSError)); TRY("derive", PyObject_CallMethod(group, "derive", "[O]", value)); TRY("reraise star", WITH(Py_BuildValue("[O]", group), PyUnstable_Exc_PrepReraiseStar(group, x)));
    TRY("start", ({ Py_ssize_t n; DONE(PyUnicodeEncodeError_GetStart(unicode, &n)); })); TRY("reason", PyUnicodeEncodeError_GetReason(unicode)); TRY("set reason", DONE(PyUnicodeEncodeError_SetReason(unicode, "because")));
}
FAULTS(shown) {
    PyObject *sys = MUST(PyImport_ImportModule("sys")), *text = S("text"), *excepthook = MUST(PySys_GetObject("excepthook"));
    PySys_SetObject("stderr", Py_None);
    PyObject *value = MUST(PyObject_CallFunction(PyExc_ValueError, "s", "message")), *cause = MUST(PyObject_CallFunction(PyExc_KeyError, "s", "cause"));
    PyException_SetCause(value, cause);
    TRY("Print", (PyErr_SetString(PyExc_ValueError, "x"), PyErr_PrintEx(0), Py_NewRef(Py_None)));
    TRY("Display", (PyErr_DisplayException(value), PyErr_Clear(), Py_NewRef(Py_None)));
    TRY("WriteUnraisable", (PyErr_SetString(PyExc_ValueError, "x"), PyErr_WriteUnraisable(text), Py_NewRef(Py_None)));
    TRY("FormatUnraisable", (PyErr_SetString(PyExc_ValueError, "x"), PyErr_FormatUnraisable("at %R", text), Py_NewRef(Py_None)));
    TRY("warn", DONE(PyErr_WarnEx(PyExc_UserWarning, "careful", 1))); TRY("warn, format", DONE(PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "careful %d", 3))); TRY("ResourceWarning", DONE(PyErr_ResourceWarning(text, 1, "left %R", text))); TRY("WarnExplicit", DONE(PyErr_WarnExplicit(PyExc_UserWarning, "careful", "file.py", 3, "module", NULL)));
}
