/* Allocation failure while interpreters and thread states are made: the one that asks goes on as it was, nothing is left of the other. */
#include "faults.h"

static PyObject *made(PyStatus status, PyThreadState *own, PyThreadState *t) {
    if (PyThreadState_GetUnchecked() != (t ? t : own)) { wrong++; printf("another thread state is attached\n"); }
    if (status._type != 0) {
        if (t) { wrong++; printf("a thread state with an error\n"); }
        if (!status.err_msg || (strcmp(status.err_msg, "memory allocation failed") && strncmp(status.err_msg, "can't ", 6) && strncmp(status.err_msg, "fail", 4))) { wrong++; printf("err_msg: %s\n", status.err_msg ? status.err_msg : "NULL"); }
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    failing = 0;
    PyObject *text = PyUnicode_FromFormat("%d", 12345);
    if (!text || !PyUnicode_EqualToUTF8(text, "12345")) { wrong++; printf("the new one does not work\n"); }
    Py_XDECREF(text);
    Py_EndInterpreter(t);
    PyThreadState_Swap(own);
    return Py_NewRef(Py_None);
}
static PyObject *isolated(int gil) {
    PyThreadState *own = PyThreadState_Get(), *t = NULL;
    PyInterpreterConfig config = {.use_main_obmalloc = gil != PyInterpreterConfig_OWN_GIL, .allow_fork = 0, .allow_exec = 0, .allow_threads = 1, .allow_daemon_threads = 0, .check_multi_interp_extensions = 1, .gil = gil};
    PyStatus status = Py_NewInterpreterFromConfig(&t, &config);
    return made(status, own, t);
}
FAULTS(own_gil) { TRY("own GIL", isolated(PyInterpreterConfig_OWN_GIL)); }
FAULTS(shared_gil) { TRY("shared GIL", isolated(PyInterpreterConfig_SHARED_GIL)); }
FAULTS(ending) {
    PyInterpreterConfig config = {.use_main_obmalloc = 0, .allow_threads = 1, .check_multi_interp_extensions = 1, .gil = PyInterpreterConfig_OWN_GIL};
    TRY("end", ({
        PyThreadState *own = PyThreadState_Get(), *t = NULL;
        long n = failing; failing = 0;
        PyStatus status = Py_NewInterpreterFromConfig(&t, &config);
        if (status._type != 0) exit(3);
        PyObject *sys = PyImport_ImportModule("sys"); PyObject_SetAttrString(sys, "me", sys); Py_DECREF(sys);
        failing = n;
        Py_EndInterpreter(t);
        PyThreadState_Swap(own);
        Py_NewRef(Py_None); }));
}
