/* Calls at the wrong time, in the wrong order, with nonsense. */
#include "config.h"

static void start(void) { setenv("PYTHONHOME", home_path, 1); Py_NoSiteFlag = 1; Py_InitializeEx(0); }
TEST(before_the_start) {
    SAY("%d %d %d", Py_IsInitialized(), Py_IsFinalizing(), Py_FinalizeEx());
    Py_Finalize();
    SAY("%s", Py_GetVersion() ? "version" : "none");
    SAY("%s %s", Py_GetPlatform(), Py_GetCompiler() && Py_GetCopyright() && Py_GetBuildInfo() ? "told" : "none");
    void *block = PyMem_RawMalloc(10);
    block = PyMem_RawRealloc(block, 100);
    PyMem_RawFree(block);
    SAY("%d", PyGILState_Check());
    SAY("%d", PyImport_AppendInittab("one", NULL));
    SAY("%d", PyThreadState_GetUnchecked() == NULL);
    SAY("%d", PyGILState_GetThisThreadState() == NULL);
}
TEST(after_the_end) {
    start();
    Py_FinalizeEx();
    SAY("%d %d %d", Py_IsInitialized(), Py_IsFinalizing(), Py_FinalizeEx());
    SAY("%d", PyThreadState_GetUnchecked() == NULL);
    SAY("%d", PyGILState_GetThisThreadState() == NULL);
    void *block = PyMem_RawMalloc(10);
    PyMem_RawFree(block);
    SAY("%s", Py_GetVersion() ? "version" : "none");
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    STATUS(PyConfig_SetString(&config, &config.home, home_wide));
    STATUS(PyConfig_Read(&config));
    PyConfig_Clear(&config);
    PyInitConfig *made = PyInitConfig_Create();
    SAY("%d", PyInitConfig_SetInt(made, "verbose", 0));
    PyInitConfig_Free(made);
}
TEST(started_twice_with_configs) {
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.site_import = 0;
    STATUS(Py_InitializeFromConfig(&config));
    PyInterpreterState *interp = PyInterpreterState_Get();
    STATUS(Py_InitializeFromConfig(&config));
    SAY("same interpreter %d", interp == PyInterpreterState_Get());
    STATUS(Py_PreInitialize(&(PyPreConfig){0}));
    PyInitConfig *made = PyInitConfig_Create();
    PyInitConfig_SetStr(made, "home", home_path);
    SAY("%d", Py_InitializeFromInitConfig(made));
    PyInitConfig_Free(made);
    SAY("%d %d", Py_FinalizeEx(), Py_FinalizeEx());
}
TEST(preconfig_nonsense) {
    PyPreConfig config;
    PyPreConfig_InitPythonConfig(&config);
    config.allocator = 99;
    STATUS(Py_PreInitialize(&config));
}
TEST(preconfig_nonsense_negative) {
    PyPreConfig config;
    PyPreConfig_InitPythonConfig(&config);
    config.allocator = -3;
    STATUS(Py_PreInitialize(&config));
}
TEST(preconfig_numbers) {
    PyPreConfig config;
    PyPreConfig_InitPythonConfig(&config);
    config.utf8_mode = 7; config.isolated = 3; config.dev_mode = 5; config.coerce_c_locale = 9;
    if (STATUS(Py_PreInitialize(&config))) SAY("%d %d %d", Py_UTF8Mode, Py_IsolatedFlag, Py_IgnoreEnvironmentFlag);
}
TEST(preinit_only_once) {
    PyPreConfig config;
    PyPreConfig_InitPythonConfig(&config);
    config.utf8_mode = 1;
    STATUS(Py_PreInitialize(&config));
    config.utf8_mode = 0;
    STATUS(Py_PreInitialize(&config));
    SAY("%d", Py_UTF8Mode);
}
TEST(preinit_with_arguments) {
    PyPreConfig config;
    PyPreConfig_InitPythonConfig(&config);
    char *bytes[] = {"prog", "-X", "utf8", "-I", "-X", "dev"};
    STATUS(Py_PreInitializeFromBytesArgs(&config, 6, bytes));
    SAY("%d %d %d", Py_UTF8Mode, Py_IsolatedFlag, Py_IgnoreEnvironmentFlag);
}
TEST(preinit_with_wide_arguments) {
    PyPreConfig config;
    PyPreConfig_InitPythonConfig(&config);
    wchar_t *wide[] = {L"prog", L"-X", L"utf8=3"};
    STATUS(Py_PreInitializeFromArgs(&config, 3, wide));
    config.parse_argv = 0;
    STATUS(Py_PreInitializeFromArgs(&config, 3, wide));
    SAY("%d", Py_UTF8Mode);
}
TEST(config_numbers) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.site_import = 0; config.parse_argv = 0;
    config.verbose = 0; config.optimization_level = 77; config.bytes_warning = 0; config.isolated = 4; config.safe_path = 9; config.hash_seed = 4294967295ul; config.use_hash_seed = 1; config.warn_default_encoding = 3; config.use_environment = 5; config.write_bytecode = 9;
    if (!STATUS(Py_InitializeFromConfig(&config))) return;
    SYS("flags");
    static const char *const names[] = {"isolated", "use_environment", "write_bytecode", "safe_path", "optimization_level", "hash_seed", "use_hash_seed"};
    for (int i = 0; i < 7; i++) print_repr(names[i], PyConfig_Get(names[i]));
    int value = -99, result = PyConfig_GetInt("hash_seed", &value);
    printf("%d %d ", result, value); print_raised();
}
TEST(seed_too_large) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.hash_seed = 1ul << 40; config.use_hash_seed = 1;
    STATUS(Py_InitializeFromConfig(&config));
}
TEST(empty_texts) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    setenv("PYTHONHOME", home_path, 1);
    config.site_import = 0; config.parse_argv = 0;
    PyConfig_SetString(&config, &config.program_name, L""); PyConfig_SetString(&config, &config.pythonpath_env, L"");
    if (!STATUS(Py_InitializeFromConfig(&config))) return;
    SYS("executable"); SYS("path"); SYS("prefix");
    print_repr("program_name", PyConfig_Get("program_name"));
}
TEST(unknown_stdio_encoding) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.site_import = 0; config.parse_argv = 0;
    PyConfig_SetString(&config, &config.stdio_encoding, L"no-such-encoding");
    merge_stderr();
    print_status("start", Py_InitializeFromConfig(&config));
}
