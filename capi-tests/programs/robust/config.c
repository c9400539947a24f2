/* Misuse of configurations that ends CPython's process: what an error would say. */
#include "../config/config.h"

static void start(void) { setenv("PYTHONHOME", home_path, 1); Py_NoSiteFlag = 1; Py_InitializeEx(0); }
TEST(null_configs) {
    PyConfig_InitPythonConfig(NULL);
    PyConfig_InitIsolatedConfig(NULL);
    PyPreConfig_InitPythonConfig(NULL);
    PyPreConfig_InitIsolatedConfig(NULL);
    PyConfig_Clear(NULL);
    STATUS(PyConfig_Read(NULL));
    STATUS(PyConfig_SetString(NULL, NULL, L"x"));
    STATUS(PyConfig_SetBytesString(NULL, NULL, "x"));
    STATUS(PyConfig_SetArgv(NULL, 0, NULL));
    STATUS(PyConfig_SetBytesArgv(NULL, 0, NULL));
    STATUS(PyConfig_SetWideStringList(NULL, NULL, 0, NULL));
}
TEST(null_places) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    STATUS(PyConfig_SetString(&config, NULL, L"x"));
    STATUS(PyConfig_SetBytesString(&config, NULL, "x"));
    STATUS(PyConfig_SetWideStringList(&config, NULL, 0, NULL));
    STATUS(PyConfig_SetArgv(&config, 3, NULL));
    STATUS(PyConfig_SetBytesArgv(&config, -3, NULL));
    SAY("%zd", config.argv.length);
    PyWideStringList list = {0, NULL};
    STATUS(PyWideStringList_Append(NULL, L"x"));
    STATUS(PyWideStringList_Append(&list, NULL));
    STATUS(PyWideStringList_Insert(NULL, 0, NULL));
}
TEST(null_init_config) {
    int64_t number = 7;
    char *text = NULL, **items = NULL;
    const char *message = "kept";
    size_t length = 7;
    int code = 7;
    SAY("%d %d", PyInitConfig_GetError(NULL, &message), PyInitConfig_GetExitCode(NULL, &code));
    SAY("%d %d %d", PyInitConfig_GetInt(NULL, "verbose", &number), PyInitConfig_GetStr(NULL, "home", &text), PyInitConfig_GetStrList(NULL, "argv", &length, &items));
    SAY("%d %d %d", PyInitConfig_SetInt(NULL, "verbose", 1), PyInitConfig_SetStr(NULL, "home", "x"), PyInitConfig_SetStrList(NULL, "argv", 0, NULL));
    SAY("%d %d", PyInitConfig_AddModule(NULL, "x", NULL), Py_InitializeFromInitConfig(NULL));
    PyInitConfig_FreeStrList(5, NULL);
}
TEST(null_values) {
    PyInitConfig *config = PyInitConfig_Create();
    char *text = "unset";
    SAY("%d", PyInitConfig_SetStr(config, "home", "x"));
    SAY("%d", PyInitConfig_SetStr(config, "home", NULL));
    int result = PyInitConfig_GetStr(config, "home", &text);
    SAY("%d %s", result, text ? text : "NULL");
    SAY("%d", PyInitConfig_SetStr(config, "program_name", NULL));
    const char *message = NULL;
    PyInitConfig_GetError(config, &message);
    SAY("%s", message);
    SAY("%d %d %d", PyInitConfig_GetInt(config, "verbose", NULL), PyInitConfig_GetStr(config, "home", NULL), PyInitConfig_GetStrList(config, "argv", NULL, NULL));
    PyInitConfig_Free(config);
}
TEST(locale_of_nothing) {
    size_t size = 7;
    wchar_t *text = Py_DecodeLocale(NULL, &size);
    SAY("%zu %d", size, text && !*text);
    PyMem_RawFree(text);
    char *bytes = Py_EncodeLocale(NULL, NULL);
    SAY("%d", bytes && !*bytes);
    PyMem_Free(bytes);
}
TEST(null_names) {
    start();
    SHOW(PyConfig_Get(NULL));
    SHOW_INT(PyConfig_GetInt(NULL, NULL));
    SHOW_INT(PyConfig_GetInt("verbose", NULL));
    SHOW_INT(PyConfig_Set(NULL, Py_None));
    SHOW_INT(PyConfig_Set("verbose", NULL));
}
TEST(exit_with_a_success) { merge_stderr(); Py_ExitStatusException(PyStatus_Ok()); }
TEST(status_without_a_message) { merge_stderr(); Py_ExitStatusException(PyStatus_Error(NULL)); }
static PyObject *starts_again(PyObject *self, PyObject *args) {
    (void)self; (void)args;
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    STATUS(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
    Py_RETURN_NONE;
}
static void gone(PyObject *capsule) { Py_XDECREF(starts_again(NULL, capsule)); }
TEST(start_while_it_ends) {
    start();
    PyObject *capsule = PyCapsule_New("", "x", gone);
    PyObject_SetAttrString(PyImport_AddModule("__main__"), "x", capsule);
    Py_DECREF(capsule);
    SAY("%d", Py_FinalizeEx());
}
TEST(unknown_flags_object) {
    start();
    PyObject *text = S("nonsense"), *one = I("1");
    PySys_SetObject("flags", text);
    SHOW_INT(PyConfig_Set("verbose", one));
    PySys_SetObject("flags", NULL);
    SHOW_INT(PyConfig_Set("verbose", one));
    SHOW_INT(PyConfig_Set("write_bytecode", one));
}
static int ends(void *none) {
    (void)none;
    SAY("inside: %d", Py_FinalizeEx());
    Py_Initialize();
    SAY("initialized %d", Py_IsInitialized());
    return 0;
}
static PyObject *ends_too(PyObject *self, PyObject *args) { (void)self; (void)args; ends(NULL); Py_RETURN_NONE; }
static PyMethodDef ends_def = {"ends", ends_too, METH_VARARGS, NULL};
TEST(end_within_the_end) {
    start();
    PyObject *function = PyCFunction_New(&ends_def, NULL), *atexit = PyImport_ImportModule("atexit");
    Py_XDECREF(M(atexit, "register", "(O)", function));
    Py_DECREF(function);
    Py_AddPendingCall(ends, NULL);
    SAY("%d", Py_FinalizeEx());
    SAY("%d", Py_FinalizeEx());
}
