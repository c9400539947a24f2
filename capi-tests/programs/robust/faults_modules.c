/* Allocation failure while modules are made, found, loaded and imported, and in sys, codecs, contexts of threads. */
#include "faults.h"

#define DONE(status) ((status) < 0 ? NULL : Py_NewRef(Py_None))
static PyObject *nothing(PyObject *self, PyObject *unused) { return Py_NewRef(Py_None); }
static PyMethodDef functions[] = {{"nothing", nothing, METH_NOARGS, "nothing()"}, {"other", nothing, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef single = {PyModuleDef_HEAD_INIT, "faults_single", "A module.", 16, functions};
static int fill(PyObject *m) {
    PyObject *error = PyErr_NewException("faults_multi.Error", NULL, NULL);
    int s = PyModule_AddObjectRef(m, "Error", error);
    Py_XDECREF(error);
    if (s < 0 || PyModule_AddIntConstant(m, "number", 123456) < 0 || PyModule_AddStringConstant(m, "text", "value") < 0) return -1;
    return PyModule_Add(m, "list", Py_BuildValue("[ii]", 1000, 2000));
}
static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL}};
static PyModuleDef multi = {PyModuleDef_HEAD_INIT, "faults_multi", "A module.", 64, functions, slots};
static PyObject *PyInit_faults_multi(void) { return PyModuleDef_Init(&multi); }
static PyObject *PyInit_faults_single(void) { PyObject *m = PyModule_Create(&single); if (m && fill(m) < 0) Py_CLEAR(m); return m; }

FAULTS(modules) {
    PyObject *namespace = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("types")), "SimpleNamespace")), *spec = MUST(PyObject_VectorcallDict(namespace, NULL, 0, V("{ss}", "name", "faults_multi")));
    TRY("New", PyModule_New("faults_new")); TRY("Create", PyModule_Create(&single)); TRY("single-phase", PyInit_faults_single()); TRY("two phases", WITH(PyModule_FromDefAndSpec(&multi, spec), DONE(PyModule_ExecDef(x, &multi))));
    TRY("repr", WITH(PyModule_New("faults_new"), PyObject_Repr(x))); TRY("dir", WITH(PyModule_New("faults_new"), PyObject_Dir(x))); TRY("no attribute", WITH(PyModule_New("faults_new"), PyObject_GetAttrString(x, "nothing here"))); TRY("doc", WITH(PyModule_New("faults_new"), DONE(PyModule_SetDocString(x, "words")))); TRY("name", WITH(PyModule_New("faults_new"), PyModule_GetNameObject(x)));
    TRY("AddModule", ({ PyObject *m = PyImport_AddModuleRef("faults_added"); if (m) { PyObject *d = PyImport_GetModuleDict(); failing = 0; PyDict_DelItemString(d, "faults_added"); } m; }));
    TRY("import", PyImport_ImportModule("sys")); TRY("import, absent", PyImport_ImportModule("no_such_module_here")); TRY("import, package", PyImport_ImportModule("sys.nothing")); TRY("ImportModuleLevel", PyImport_ImportModuleLevel("builtins", NULL, NULL, NULL, 0)); TRY("Import", WITH(PyUnicode_FromString("sys"), PyImport_Import(x))); TRY("GetModule", WITH(PyUnicode_FromString("sys"), PyImport_GetModule(x)));
}
FAULTS(sys) {
    TRY("GetObject", ({ PyObject *o = PySys_GetObject("path"); if (!o) PyErr_NoMemory(); Py_XNewRef(o); })); TRY("SetObject", WITH(PyList_New(3), DONE(PySys_SetObject("faults", Py_None)))); TRY("audit", DONE(PySys_Audit("faults.event", "is", 3, "x"))); TRY("intern", ({ PyObject *s = PyUnicode_FromFormat("name %d", 12345); if (s) PyUnicode_InternInPlace(&s); s; }));
    TRY("getsizeof", PyObject_CallMethod(PyImport_AddModule("sys"), "getsizeof", "s", "text")); TRY("flags", PyObject_Repr(PySys_GetObject("flags"))); TRY("version_info", PyObject_Repr(PySys_GetObject("version_info"))); TRY("exc_info", PyObject_CallMethod(PyImport_AddModule("sys"), "exc_info", NULL)); TRY("_getframemodulename", PyObject_CallMethod(PyImport_AddModule("sys"), "getrecursionlimit", NULL));
    TRY("builtins", PyEval_GetFrameBuiltins()); TRY("print", WITH(PyObject_GetAttrString(PyImport_AddModule("builtins"), "sum"), PyObject_CallFunction(x, "([iid])", 70000, 80000, 2.5))); TRY("sorted", WITH(PyObject_GetAttrString(PyImport_AddModule("builtins"), "sorted"), PyObject_CallFunction(x, "([iii])", 3, 1, 2))); TRY("max", WITH(PyObject_GetAttrString(PyImport_AddModule("builtins"), "max"), PyObject_CallFunction(x, "iii", 3, 1, 2)));
}
FAULTS(threads) {
    TRY("state", ({ PyThreadState *t = PyThreadState_New(PyInterpreterState_Get()); if (t) { failing = 0; PyThreadState_Clear(t); PyThreadState_Delete(t); } else if (!PyErr_Occurred()) PyErr_NoMemory(); t ? Py_NewRef(Py_None) : NULL; }));
    TRY("dict", Py_XNewRef(PyThreadState_GetDict())); TRY("lock", ({ PyThread_type_lock l = PyThread_allocate_lock(); if (l) PyThread_free_lock(l); else PyErr_NoMemory(); l ? Py_NewRef(Py_None) : NULL; })); TRY("tss", ({ Py_tss_t *t = PyThread_tss_alloc(); if (t) PyThread_tss_free(t); else PyErr_NoMemory(); t ? Py_NewRef(Py_None) : NULL; }));
}
FAULTS(contexts) {
    PyObject *variable = MUST(PyContextVar_New("faults", Py_None)), *value = V("[i]", 70000);
    TRY("variable", PyContextVar_New("faults.other", value)); TRY("variable repr", PyObject_Repr(variable)); TRY("context", PyContext_New()); TRY("copy", PyContext_CopyCurrent()); TRY("get", ({ PyObject *v = NULL; PyContextVar_Get(variable, NULL, &v) < 0 ? NULL : v; }));
    TRY("set", WITH(PyContextVar_Set(variable, value), DONE(PyContextVar_Reset(variable, x))));
    TRY("within", WITH(PyContext_New(), ({ int s = PyContext_Enter(x); PyObject *token = s == 0 ? PyContextVar_Set(variable, value) : NULL; Py_XDECREF(token); if (s == 0) { long n = failing; failing = 0; PyObject *e = PyErr_GetRaisedException(); PyContext_Exit(x); PyErr_SetRaisedException(e); failing = n; } token ? Py_NewRef(Py_None) : NULL; })));
}
