/* PyStatus_*, PyWideStringList_*, the initial configurations, and PyConfig_Set*. */
#include "config.h"

TEST(status_kinds) {
    PyStatus ok = PyStatus_Ok(), error = PyStatus_Error("the message"), memory = PyStatus_NoMemory(), leave = PyStatus_Exit(7);
    PyStatus all[] = {ok, error, memory, leave};
    for (int i = 0; i < 4; i++)
        SAY("type %d func %s message %s exitcode %d: error %d exit %d exception %d", all[i]._type, all[i].func ? all[i].func : "NULL",
            all[i].err_msg ? all[i].err_msg : "NULL", all[i].exitcode, PyStatus_IsError(all[i]), PyStatus_IsExit(all[i]), PyStatus_Exception(all[i]));
    SAY("exit 0 is an exception: %d, -1: %d", PyStatus_Exception(PyStatus_Exit(0)), PyStatus_Exit(-1).exitcode);
}
TEST(exit_status_exit) { Py_ExitStatusException(PyStatus_Exit(9)); }
TEST(exit_status_exit_zero) { Py_ExitStatusException(PyStatus_Exit(0)); }
TEST(exit_status_error) { merge_stderr(); Py_ExitStatusException(PyStatus_Error("the status")); }
TEST(exit_status_memory) { merge_stderr(); Py_ExitStatusException(PyStatus_NoMemory()); }
TEST(exit_status_error_with_function) {
    merge_stderr();
    PyStatus status = PyStatus_Error("the status");
    status.func = "the_function";
    Py_ExitStatusException(status);
}
TEST(wide_lists) {
    PyWideStringList list = {0, NULL};
    STATUS(PyWideStringList_Append(&list, L"b"));
    STATUS(PyWideStringList_Append(&list, L""));
    STATUS(PyWideStringList_Insert(&list, 0, L"a"));
    STATUS(PyWideStringList_Insert(&list, 100, L"last"));
    STATUS(PyWideStringList_Insert(&list, 1, L"\xe9\x1f600"));
    STATUS(PyWideStringList_Insert(&list, -1, L"x"));
    print_list(&list);
    SAY(" length %zd", list.length);
}
TEST(python_config) {
    PyConfig config;
    memset(&config, 0xAA, sizeof config);
    PyConfig_InitPythonConfig(&config);
    print_config(&config);
    PyConfig_Clear(&config);
    PyConfig_Clear(&config);
}
TEST(isolated_config) {
    PyConfig python, isolated;
    PyConfig_InitPythonConfig(&python);
    PyConfig_InitIsolatedConfig(&isolated);
    print_difference(&isolated, &python);
}
extern void _PyConfig_InitCompatConfig(PyConfig *);
TEST(compat_config) {
    PyConfig python, compat;
    PyConfig_InitPythonConfig(&python);
    _PyConfig_InitCompatConfig(&compat);
    print_difference(&compat, &python);
}
extern void _PyPreConfig_InitCompatConfig(PyPreConfig *);
TEST(preconfigs) {
    PyPreConfig config;
    memset(&config, 0xAA, sizeof config);
    PyPreConfig_InitPythonConfig(&config);
    print_preconfig(&config);
    PyPreConfig_InitIsolatedConfig(&config);
    print_preconfig(&config);
    _PyPreConfig_InitCompatConfig(&config);
    print_preconfig(&config);
}
TEST(strings) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    STATUS(PyConfig_SetString(&config, &config.program_name, L"prog\xe9"));
    print_wide(config.program_name); SAY("");
    STATUS(PyConfig_SetString(&config, &config.program_name, NULL));
    print_wide(config.program_name); SAY("");
    STATUS(PyConfig_SetBytesString(&config, &config.home, "/h\xc3\xa9/\xff"));
    print_wide(config.home); SAY("");
    STATUS(PyConfig_SetBytesString(&config, &config.home, NULL));
    print_wide(config.home); SAY("");
    STATUS(PyConfig_SetBytesString(&config, &config.home, ""));
    print_wide(config.home); SAY("");
    PyConfig_Clear(&config);
    print_wide(config.home); SAY("");
}
TEST(argument_lists) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    char *bytes[] = {"a", "\xc3\xa9", "\xff"};
    wchar_t *wide[] = {L"x", L"y"};
    STATUS(PyConfig_SetBytesArgv(&config, 3, bytes));
    print_list(&config.argv); print_list(&config.orig_argv); SAY("");
    STATUS(PyConfig_SetArgv(&config, 2, wide));
    print_list(&config.argv); SAY("");
    STATUS(PyConfig_SetArgv(&config, 0, NULL));
    print_list(&config.argv); SAY("");
    STATUS(PyConfig_SetWideStringList(&config, &config.warnoptions, 2, wide));
    print_list(&config.warnoptions); SAY("");
    STATUS(PyConfig_SetWideStringList(&config, &config.warnoptions, 0, NULL));
    print_list(&config.warnoptions); SAY("");
    PyConfig_Clear(&config);
    SAY("%zd %p", config.argv.length, (void *)config.argv.items);
}
TEST(clear_keeps_numbers) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.verbose = 5;
    PyConfig_Clear(&config);
    SAY("%d %d", config.verbose, config._config_init);
}
TEST(nonsense) {
    PyConfig config;
    memset(&config, 0, sizeof config);
    STATUS(PyConfig_Read(&config));
    STATUS(Py_InitializeFromConfig(&config));
    SAY("%d", Py_IsInitialized());
}
TEST(nulls) {
    STATUS(Py_InitializeFromConfig(NULL));
    STATUS(Py_PreInitialize(NULL));
    STATUS(Py_PreInitializeFromArgs(NULL, 0, NULL));
    STATUS(Py_PreInitializeFromBytesArgs(NULL, 0, NULL));
}
