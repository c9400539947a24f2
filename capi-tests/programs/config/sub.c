/* What a sub-interpreter takes over from the configuration of the main one. */
#include "config.h"

static void show(const char *what) {
    SAY("%s", what);
    SYS("argv"); SYS("orig_argv"); SYS("flags"); SYS("warnoptions"); SYS("_xoptions"); SYS("path"); SYS("prefix"); SYS("executable"); SYS("pycache_prefix"); SYS("dont_write_bytecode");
    print_repr("verbose", PyConfig_Get("verbose")); print_repr("program_name", PyConfig_Get("program_name")); print_repr("int_max_str_digits", PyConfig_Get("int_max_str_digits")); print_repr("optimization_level", PyConfig_Get("optimization_level"));
    print_repr("stdout", PyObject_GetAttrString(PySys_GetObject("stdout"), "errors"));
}
TEST(legacy) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    wchar_t *argv[] = {L"prog", L"-O", L"-W", L"ignore", L"-X", L"x=1", L"-X", L"int_max_str_digits=700", L"-c", L"pass", L"argument"};
    PyConfig_SetArgv(&config, 11, argv);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.site_import = 0;
    QUIET(Py_InitializeFromConfig(&config));
    PyObject *list = V("[s]", "changed");
    PySys_SetObject("argv", list);
    PyObject *two = I("2"), *digits = I("5000");
    SHOW_INT(PyConfig_Set("optimization_level", two));
    SHOW_INT(PyConfig_Set("int_max_str_digits", digits));
    PyThreadState *main = PyThreadState_Get(), *sub = Py_NewInterpreter();
    show("sub");
    PyObject *three = I("3");
    SHOW_INT(PyConfig_Set("optimization_level", three));
    Py_EndInterpreter(sub);
    PyThreadState_Swap(main);
    print_repr("optimization_level", PyConfig_Get("optimization_level"));
    show("main");
    SAY("%d", Py_FinalizeEx());
}
static void data_exit(void *what) { SAY("%s: initialized %d finalizing %d", (char *)what, Py_IsInitialized(), Py_IsFinalizing()); }
static PyObject *called(PyObject *self, PyObject *args) { (void)args; SAY("%s", PyUnicode_AsUTF8(self)); Py_RETURN_NONE; }
static PyMethodDef called_def = {"callback", called, METH_VARARGS, NULL};
static void capsule_gone(PyObject *capsule) { SAY("%s", PyCapsule_GetName(capsule)); }
static void leave(const char *name) {
    PyObject *text = S(name), *function = PyCFunction_New(&called_def, text);
    Py_XDECREF(M(PyImport_ImportModule("atexit"), "register", "(O)", function));
    PyUnstable_AtExit(PyInterpreterState_Get(), data_exit, (void *)name);
    PyObject *capsule = PyCapsule_New("", name, capsule_gone);
    PyObject_SetAttrString(PyImport_AddModule("__main__"), "x", capsule);
    Py_DECREF(capsule); Py_DECREF(text); Py_DECREF(function);
}
TEST(exit_functions) {
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    Py_InitializeEx(0);
    PyThreadState *main = PyThreadState_Get();
    leave("main");
    PyThreadState *sub = Py_NewInterpreter();
    leave("sub");
    SHOW(M(PyImport_ImportModule("atexit"), "_ncallbacks", NULL));
    Py_EndInterpreter(sub);
    PyThreadState_Swap(main);
    SHOW(M(PyImport_ImportModule("atexit"), "_ncallbacks", NULL));
    SAY("%d", Py_FinalizeEx());
}
TEST(left_over) {
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    Py_InitializeEx(0);
    merge_stderr();
    PyThreadState *main = PyThreadState_Get();
    leave("main");
    Py_NewInterpreter();
    leave("left over");
    PyThreadState_Swap(main);
    SAY("%d", Py_FinalizeEx());
}
