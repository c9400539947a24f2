/* The end of the runtime: what runs in which order, what it returns, and calls at the wrong time. */
#include "config.h"
#include <fcntl.h>
#include <pthread.h>

static void start(void) {
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    Py_InitializeEx(0);
    merge_stderr();
}
static void stage(const char *what) { SAY("%s: initialized %d finalizing %d", what, Py_IsInitialized(), Py_IsFinalizing()); }
static void at_exit_1(void) { stage("Py_AtExit first"); }
static void at_exit_2(void) { stage("Py_AtExit second"); SAY("again %d", Py_AtExit(at_exit_1)); }
static void capsule_gone(PyObject *capsule) { stage(PyCapsule_GetName(capsule)); }
static PyObject *called(PyObject *self, PyObject *args) {
    stage(PyUnicode_AsUTF8(self));
    (void)args;
    Py_RETURN_NONE;
}
static PyMethodDef called_def = {"callback", called, METH_VARARGS, NULL};
static PyObject *callback(const char *name) { PyObject *text = S(name), *f = PyCFunction_New(&called_def, text); Py_DECREF(text); return f; }
static int pending(void *what) { stage(what); return 0; }
static void data_exit(void *what) { stage(what); }
/* An attribute whose end is told. */
static void told(PyObject *of, const char *attribute, const char *what) {
    PyObject *capsule = MUST(PyCapsule_New("", what, capsule_gone));
    PyObject_SetAttrString(of, attribute, capsule);
    Py_DECREF(capsule);
}
static PyObject *module_of(const char *name) { return MUST(PyImport_ImportModule(name)); }

TEST(stages) {
    stage("before");
    start();
    stage("up");
    SAY("%d", Py_FinalizeEx());
    stage("after");
    SAY("%d", Py_FinalizeEx());
    start();
    stage("up again");
    SAY("%d", Py_FinalizeEx());
}
TEST(order) {
    start();
    Py_AtExit(at_exit_1);
    Py_AtExit(at_exit_2);
    PyObject *atexit = module_of("atexit");
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(N)", callback("atexit first")));
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(N)", callback("atexit second")));
    Py_AddPendingCall(pending, "pending call");
    PyUnstable_AtExit(PyInterpreterState_Get(), data_exit, "PyUnstable_AtExit first");
    PyUnstable_AtExit(PyInterpreterState_Get(), data_exit, "PyUnstable_AtExit second");
    PyObject *main = PyImport_AddModule("__main__");
    told(main, "plain", "object of __main__");
    told(main, "_private", "private object of __main__");
    PyObject *kept = PyImport_AddModule("kept");
    told(kept, "x", "object of a module that somebody holds");
    Py_INCREF(kept);
    PyObject *sys = PyImport_AddModule("sys");
    told(sys, "mine", "object of sys");
    PyObject *types = module_of("types");
    told(sys, "path", "object that is sys.path");
    PyObject *builtins = PyImport_AddModule("builtins");
    told(builtins, "mine", "object of builtins");
    PyObject *dict = PyInterpreterState_GetDict(PyInterpreterState_Get());
    PyObject *capsule = PyCapsule_New("", "object of the interpreter's dict", capsule_gone);
    PyDict_SetItemString(dict, "mine", capsule);
    Py_DECREF(capsule);
    PyObject *cycle = PyList_New(0);
    capsule = PyCapsule_New("", "object of a cycle", capsule_gone);
    PyList_Append(cycle, cycle); PyList_Append(cycle, capsule);
    Py_DECREF(capsule); Py_DECREF(cycle);
    told(types, "mine", "object of a module of the library");
    SAY("%d", Py_FinalizeEx());
}
static int on_audit(const char *event, PyObject *args, void *data) {
    (void)args; (void)data;
    if (strstr(event, "Clear") || strstr(event, "clear") || strstr(event, "shutdown") || strstr(event, "exit")) SAY("heard %s", event);
    return 0;
}
TEST(audit) {
    PySys_AddAuditHook(on_audit, NULL);
    start();
    SAY("%d", Py_FinalizeEx());
    start();
    SAY("%d", Py_FinalizeEx());
}
TEST(atexit_module) {
    start();
    PyObject *atexit = module_of("atexit");
    PyObject *one = callback("one"), *two = callback("two");
    SHOW(M(Py_NewRef(atexit), "_ncallbacks", NULL));
    PyObject *result = M(Py_NewRef(atexit), "register", "(O)", one);
    SAY("register gives the function: %d", result == one);
    Py_XDECREF(result);
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(Oii)", two, 1, 2));
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(O)", one));
    SHOW(M(Py_NewRef(atexit), "_ncallbacks", NULL));
    SHOW(M(Py_NewRef(atexit), "unregister", "(O)", one));
    SHOW(M(Py_NewRef(atexit), "_ncallbacks", NULL));
    SHOW(M(Py_NewRef(atexit), "unregister", "(i)", 7));
    SHOW(M(Py_NewRef(atexit), "_run_exitfuncs", NULL));
    SHOW(M(Py_NewRef(atexit), "_ncallbacks", NULL));
    SHOW(M(Py_NewRef(atexit), "register", "()"));
    SHOW(M(Py_NewRef(atexit), "register", "(i)", 5));
    SHOW(M(Py_NewRef(atexit), "unregister", "()"));
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(O)", one));
    SHOW(M(Py_NewRef(atexit), "_clear", NULL));
    SHOW(M(Py_NewRef(atexit), "_ncallbacks", NULL));
    SHOW(PyObject_GetAttrString(atexit, "__name__"));
    PyObject *names = PyObject_Dir(atexit);
    SHOW(names);
    SHOW(PyObject_GetAttrString(MUST(PyObject_GetAttrString(atexit, "register")), "__text_signature__"));
    SHOW(PyObject_GetAttrString(MUST(PyObject_GetAttrString(atexit, "unregister")), "__text_signature__"));
    SHOW(PyObject_GetAttrString(MUST(PyObject_GetAttrString(atexit, "_clear")), "__text_signature__"));
}
static PyObject *fails(PyObject *self, PyObject *args) { (void)self; (void)args; PyErr_SetString(PyExc_ValueError, "no"); return NULL; }
static PyMethodDef fails_def = {"fails", fails, METH_VARARGS, NULL};
static PyObject *registers(PyObject *self, PyObject *args) { (void)self; (void)args; SAY("registers"); return M(module_of("atexit"), "register", "(N)", callback("registered late")); }
static PyMethodDef registers_def = {"registers", registers, METH_VARARGS, NULL};
static PyObject *exits(PyObject *self, PyObject *args) { (void)self; (void)args; PyErr_SetString(PyExc_SystemExit, "leaving"); return NULL; }
static PyMethodDef exits_def = {"exits", exits, METH_VARARGS, NULL};
TEST(atexit_that_fails) {
    start();
    PyObject *atexit = module_of("atexit");
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(N)", callback("first")));
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(N)", PyCFunction_New(&exits_def, NULL)));
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(N)", PyCFunction_New(&fails_def, NULL)));
    Py_XDECREF(M(Py_NewRef(atexit), "register", "(N)", callback("last")));
    SAY("%d", Py_FinalizeEx());
}
TEST(atexit_that_registers) {
    start();
    Py_XDECREF(M(module_of("atexit"), "register", "(N)", PyCFunction_New(&registers_def, NULL)));
    SAY("%d", Py_FinalizeEx());
}
TEST(atexit_arguments) {
    start();
    PyObject *function = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("builtins")), "dict"));
    PyObject *args = V("(O[(si)])", function, "a", 1), *kw = V("{s:i}", "b", 2);
    PyObject *reg = MUST(PyObject_GetAttrString(module_of("atexit"), "register"));
    print_repr("register", PyObject_Call(reg, args, kw));
    SAY("%d", Py_FinalizeEx());
}
TEST(flush_fails) {
    start();
    fflush(stdout);
    int full = open("/dev/full", O_WRONLY), kept = dup(1);
    PySys_WriteStdout("text that nobody gets\n");
    dup2(full, 1);
    int status = Py_FinalizeEx();
    dup2(kept, 1);
    SAY("%d", status);
}
TEST(closed_streams) {
    start();
    Py_XDECREF(M(Py_NewRef(PySys_GetObject("stdout")), "close", NULL));
    SAY("%d", Py_FinalizeEx());
}
TEST(no_streams) {
    start();
    PySys_SetObject("stdout", NULL);
    PySys_SetObject("stderr", Py_None);
    SAY("%d", Py_FinalizeEx());
}
TEST(exit_function) { start(); Py_AtExit(at_exit_1); Py_Exit(5); }
TEST(exit_without_start) { Py_AtExit(at_exit_1); Py_Exit(6); }
TEST(many_exit_functions) {
    int good = 0;
    for (int i = 0; i < 40; i++) good += Py_AtExit(at_exit_1) == 0;
    SAY("%d", good);
}
TEST(unstable_at_exit_of_nothing) {
    start();
    SAY("%d", PyUnstable_AtExit(PyInterpreterState_Get(), data_exit, "called"));
    SAY("%d", Py_FinalizeEx());
    start();
    SAY("%d", Py_FinalizeEx());
}
static int from_finalizer_done;
static void calls_back(PyObject *capsule) {
    (void)capsule;
    stage("in a destructor");
    SAY("finalize inside: %d", Py_FinalizeEx());
    from_finalizer_done = 1;
}
TEST(finalize_in_a_finalizer) {
    start();
    PyObject *capsule = PyCapsule_New("", "x", calls_back);
    PyObject_SetAttrString(PyImport_AddModule("__main__"), "x", capsule);
    Py_DECREF(capsule);
    SAY("%d %d", Py_FinalizeEx(), from_finalizer_done);
}
TEST(start_twice) {
    start();
    Py_Initialize();
    Py_InitializeEx(1);
    stage("twice");
    PyObject *argv = Py_NewRef(PySys_GetObject("argv"));
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.verbose = 0;
    config.optimization_level = 2;
    wchar_t *words[] = {L"prog", L"-c", L"pass", L"new"};
    PyConfig_SetArgv(&config, 4, words);
    STATUS(Py_InitializeFromConfig(&config));
    SAY("same argv %d", argv == PySys_GetObject("argv"));
    SYS("argv"); SYS("orig_argv"); SYS("flags"); SYS("prefix");
    print_repr("optimization_level", PyConfig_Get("optimization_level"));
    SAY("%d %d", Py_OptimizeFlag, Py_FinalizeEx());
}
TEST(core_only) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.site_import = 0;
    config._init_main = 0;
    QUIET(Py_InitializeFromConfig(&config));
    stage("core");
    print_repr("one", PyLong_FromLong(1));
    config._init_main = 1;
    QUIET(Py_InitializeFromConfig(&config));
    stage("main");
    SYS("prefix");
    SAY("%d", Py_FinalizeEx());
}
static void *in_thread(void *none) { (void)none; start(); stage("thread"); SAY("%d", Py_FinalizeEx()); return NULL; }
TEST(start_in_another_thread) {
    pthread_t thread;
    pthread_create(&thread, NULL, in_thread, NULL);
    pthread_join(thread, NULL);
    stage("joined");
    start();
    SAY("%d", Py_FinalizeEx());
}
TEST(old_flags) {
    setenv("PYTHONHOME", home_path, 1);
    setenv("PYTHONVERBOSE", "0", 1);
    Py_NoSiteFlag = 1; Py_OptimizeFlag = 2; Py_DontWriteBytecodeFlag = 1; Py_QuietFlag = 1; Py_BytesWarningFlag = 1; Py_NoUserSiteDirectory = 1; Py_FrozenFlag = 1; Py_DebugFlag = 2; Py_InspectFlag = 1; Py_InteractiveFlag = 1;
    Py_InitializeEx(0);
    SYS("flags"); SYS("warnoptions"); SYS("dont_write_bytecode");
    SAY("%d %d %d %d", Py_HashRandomizationFlag, Py_IgnoreEnvironmentFlag, Py_IsolatedFlag, Py_UnbufferedStdioFlag);
    print_repr("pathconfig_warnings", PyConfig_Get("pathconfig_warnings"));
    SAY("%d", Py_FinalizeEx());
    SAY("%d %d", Py_OptimizeFlag, Py_NoSiteFlag);
}
TEST(old_flags_isolated) {
    Py_IsolatedFlag = 1; Py_NoSiteFlag = 1;
    Py_SetPythonHome(home_wide);
    setenv("PYTHONOPTIMIZE", "2", 1);
    Py_InitializeEx(0);
    SYS("flags");
    SAY("%d %d", Py_IgnoreEnvironmentFlag, Py_NoUserSiteDirectory);
}
extern const char *Py_FileSystemDefaultEncoding, *Py_FileSystemDefaultEncodeErrors;
extern int Py_HasFileSystemDefaultEncoding;
TEST(encodings) {
    SAY("%s %s %d", Py_FileSystemDefaultEncoding ? Py_FileSystemDefaultEncoding : "NULL", Py_FileSystemDefaultEncodeErrors ? Py_FileSystemDefaultEncodeErrors : "NULL", Py_HasFileSystemDefaultEncoding);
    start();
    SAY("%s %s %d", Py_FileSystemDefaultEncoding, Py_FileSystemDefaultEncodeErrors, Py_HasFileSystemDefaultEncoding);
    Py_FinalizeEx();
    SAY("%s %s %d", Py_FileSystemDefaultEncoding ? Py_FileSystemDefaultEncoding : "NULL", Py_FileSystemDefaultEncodeErrors ? Py_FileSystemDefaultEncodeErrors : "NULL", Py_HasFileSystemDefaultEncoding);
}
static void decoded(const char *bytes) {
    size_t size = 99, at = 99;
    wchar_t *text = Py_DecodeLocale(bytes, &size);
    print_wide(text); printf(" %zd", (ssize_t)size);
    char *back = Py_IsInitialized() ? Py_EncodeLocale(text, &at) : NULL;
    SAY(" same %d %zd", back && !strcmp(back, bytes), (ssize_t)at);
    if (Py_IsInitialized()) PyMem_Free(back);
    PyMem_RawFree(text);
}
TEST(decode_and_encode) {
    decoded("abc"); decoded(""); decoded("h\xc3\xa9 \xf0\x9f\x98\x80"); decoded("\xff\xfe x"); decoded("\xed\xa0\x80");
    start();
    decoded("h\xc3\xa9"); decoded("\xc3"); decoded("\xed\xb2\x80"); decoded("\xf4\x90\x80\x80");
    size_t at = 99;
    char *bytes = Py_EncodeLocale(L"a\xd800", &at);
    SAY("%s %zd", bytes ? bytes : "NULL", (ssize_t)at);
    Py_UTF8Mode = 1;
    decoded("h\xc3\xa9"); decoded("\xc3"); decoded("\xff");
    bytes = Py_EncodeLocale(L"ab\xd800", &at);
    SAY("%s %zd", bytes ? bytes : "NULL", (ssize_t)at);
}
extern void PySys_AddWarnOption(const wchar_t *), PySys_AddXOption(const wchar_t *);
extern int PySys_HasWarnOptions(void);
TEST(early_options) {
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    PySys_AddWarnOption(L"ignore::early"); PySys_AddXOption(L"early=1"); PySys_AddXOption(L"other");
    setenv("PYTHONWARNINGS", "error::env", 1);
    Py_InitializeEx(0);
    SAY("%d", PySys_HasWarnOptions());
    SYS("warnoptions"); SYS("_xoptions");
    PySys_AddWarnOption(L"late"); PySys_AddXOption(L"late");
    SYS("warnoptions"); SYS("_xoptions");
    Py_FinalizeEx();
    Py_InitializeEx(0);
    SYS("warnoptions"); SYS("_xoptions");
}
TEST(errors_of_the_start) { merge_stderr(); setenv("PYTHONHOME", home_path, 1); setenv("PYTHONHASHSEED", "x", 1); Py_Initialize(); }
TEST(errors_before_the_start) { merge_stderr(); setenv("PYTHONHOME", home_path, 1); setenv("PYTHONUTF8", "x", 1); Py_Initialize(); }
TEST(error_of_digits) { merge_stderr(); setenv("PYTHONHOME", home_path, 1); setenv("PYTHONINTMAXSTRDIGITS", "5", 1); Py_InitializeEx(0); }
TEST(error_of_the_allocator) { merge_stderr(); setenv("PYTHONMALLOC", "nonsense", 1); Py_InitializeEx(0); }
TEST(settled_again_after_the_end) {
    start();
    SAY("%d", Py_FinalizeEx());
    setenv("PYTHONUTF8", "1", 1);
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.site_import = config.parse_argv = 0;
    QUIET(Py_InitializeFromConfig(&config));
    print_repr("utf8_mode", PyConfig_Get("utf8_mode"));
    SAY("%d %d", Py_UTF8Mode, Py_FinalizeEx());
    SAY("%d", Py_UTF8Mode);
    start();
    print_repr("utf8_mode", PyConfig_Get("utf8_mode"));
}
