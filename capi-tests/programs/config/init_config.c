/* PyInitConfig (PEP 741). */
#include "config.h"

static void error_of(PyInitConfig *config) {
    const char *message = "unset";
    int code = -99, exits = PyInitConfig_GetExitCode(config, &code), failed = PyInitConfig_GetError(config, &message);
    SAY("  error %d %s; exit %d %d", failed, message ? message : "NULL", exits, code);
}
TEST(fresh) {
    PyInitConfig *config = PyInitConfig_Create();
    error_of(config);
    PyInitConfig_Free(config);
    PyInitConfig_Free(NULL);
}
static const char *const all[] = {"_config_init", "_init_main", "_install_importlib", "_is_python_build", "allocator", "argv", "base_exec_prefix", "base_executable", "base_prefix",
    "buffered_stdio", "bytes_warning", "check_hash_pycs_mode", "code_debug_ranges", "coerce_c_locale", "coerce_c_locale_warn", "configure_c_stdio", "configure_locale",
    "context_aware_warnings", "cpu_count", "dev_mode", "dump_refs", "dump_refs_file", "exec_prefix", "executable", "faulthandler", "filesystem_encoding", "filesystem_errors",
    "hash_seed", "home", "import_time", "inspect", "install_signal_handlers", "int_max_str_digits", "interactive", "isolated", "malloc_stats", "module_search_paths",
    "module_search_paths_set", "optimization_level", "orig_argv", "parse_argv", "parser_debug", "pathconfig_warnings", "perf_profiling", "platlibdir", "prefix", "program_name",
    "pycache_prefix", "pythonpath_env", "quiet", "remote_debug", "run_command", "run_filename", "run_module", "safe_path", "show_ref_count", "site_import", "skip_source_first_line",
    "stdio_encoding", "stdio_errors", "stdlib_dir", "sys_path_0", "thread_inherit_context", "tracemalloc", "use_environment", "use_frozen_modules", "use_hash_seed",
    "user_site_directory", "utf8_mode", "verbose", "warn_default_encoding", "warnoptions", "write_bytecode", "xoptions", "enable_gil", "run_presite", "_pystats", "", "Argv"};
TEST(has) {
    PyInitConfig *config = PyInitConfig_Create();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) SAY("%s: %d", all[i], PyInitConfig_HasOption(config, all[i]));
    error_of(config);
}
TEST(get_int) {
    PyInitConfig *config = PyInitConfig_Create();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        int64_t value = -99;
        int result = PyInitConfig_GetInt(config, all[i], &value);
        SAY("%s: %d %lld", all[i], result, (long long)value);
        if (result) error_of(config);
    }
}
TEST(get_str) {
    PyInitConfig *config = PyInitConfig_Create();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char *value = "unset";
        int result = PyInitConfig_GetStr(config, all[i], &value);
        SAY("%s: %d %s", all[i], result, value ? value : "NULL");
        if (result) error_of(config);
        else free(value);
    }
}
TEST(get_str_list) {
    PyInitConfig *config = PyInitConfig_Create();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char **items = NULL;
        size_t length = 99;
        int result = PyInitConfig_GetStrList(config, all[i], &length, &items);
        SAY("%s: %d %zu", all[i], result, length);
        if (result) error_of(config);
        else PyInitConfig_FreeStrList(length, items);
    }
}
TEST(set_int) {
    PyInitConfig *config = PyInitConfig_Create();
    const int64_t values[] = {1, 0, -1, 5, INT64_C(4294967295), INT64_C(4294967296), INT64_C(-2147483649), INT64_MAX, INT64_MIN};
    const char *const names[] = {"verbose", "inspect", "cpu_count", "hash_seed", "utf8_mode", "allocator", "home", "argv", "isolated", "dev_mode", "no such", "int_max_str_digits", "use_hash_seed", "coerce_c_locale"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            int64_t now = -99;
            int result = PyInitConfig_SetInt(config, names[n], values[v]);
            printf("%s = %lld: %d", names[n], (long long)values[v], result);
            if (result) { printf("\n"); error_of(config); continue; }
            PyInitConfig_GetInt(config, names[n], &now);
            SAY(" now %lld", (long long)now);
        }
}
TEST(set_str) {
    PyInitConfig *config = PyInitConfig_Create();
    const char *const names[] = {"home", "program_name", "verbose", "argv", "no such", "filesystem_encoding", "pythonpath_env", "platlibdir"};
    const char *const values[] = {"text", "", "h\xc3\xa9", "\xff"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) { /* NULL ends the process */
            char *now = NULL;
            int result = PyInitConfig_SetStr(config, names[n], values[v]);
            printf("%s = %s: %d", names[n], v == 3 ? "bad" : values[v] ? values[v] : "NULL", result);
            if (result) { printf("\n"); error_of(config); continue; }
            PyInitConfig_GetStr(config, names[n], &now);
            SAY(" now %s", now ? now : "NULL");
            free(now);
        }
}
TEST(set_str_list) {
    PyInitConfig *config = PyInitConfig_Create();
    char *const items[] = {"a", "\xc3\xa9", ""}, *const bad[] = {"a", "\xff"};
    const char *const names[] = {"argv", "xoptions", "module_search_paths", "home", "verbose", "no such", "orig_argv"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (int v = 0; v < 3; v++) {
            int result = v == 0 ? PyInitConfig_SetStrList(config, names[n], 3, items) : v == 1 ? PyInitConfig_SetStrList(config, names[n], 2, bad) : PyInitConfig_SetStrList(config, names[n], 0, NULL);
            SAY("%s %d: %d", names[n], v, result);
            if (result) { error_of(config); continue; }
            size_t length = 0;
            char **now = NULL;
            PyInitConfig_GetStrList(config, names[n], &length, &now);
            for (size_t i = 0; i < length; i++) printf(" '%s'", now[i]);
            printf(" of %zu\n", length);
            PyInitConfig_FreeStrList(length, now);
        }
    int64_t set = -1;
    PyInitConfig_GetInt(config, "module_search_paths_set", &set);
    SAY("module_search_paths_set %lld", (long long)set);
}
static PyInitConfig *usable(void) {
    PyInitConfig *config = PyInitConfig_Create();
    PyInitConfig_SetStr(config, "home", home_path);
    PyInitConfig_SetInt(config, "site_import", 0);
    PyInitConfig_SetInt(config, "configure_locale", 1);
    return config;
}
static PyObject *init_extra(void) {
    static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "extra", NULL, 0, NULL, NULL, NULL, NULL, NULL};
    return PyModuleDef_Init(&def);
}
TEST(initialize) {
    PyInitConfig *config = usable();
    char *const argv[] = {"prog", "-v", "x"};
    PyInitConfig_SetStrList(config, "argv", 3, argv);
    PyInitConfig_SetInt(config, "verbose", 0);
    PyInitConfig_SetInt(config, "optimization_level", 2);
    PyInitConfig_SetStr(config, "program_name", "/bin/program");
    SAY("add %d", PyInitConfig_AddModule(config, "extra", init_extra));
    SAY("%d", Py_InitializeFromInitConfig(config));
    error_of(config);
    PyInitConfig_Free(config);
    SYS("argv"); SYS("orig_argv"); SYS("flags"); SYS("executable"); SYS("prefix");
    PyObject *extra = PyImport_ImportModule("extra");
    print_repr("extra", extra ? PyObject_GetAttrString(extra, "__name__") : NULL);
    SAY("%d", Py_FinalizeEx());
}
TEST(initialize_parsing) {
    PyInitConfig *config = usable();
    char *const argv[] = {"prog", "-OO", "-X", "dev", "-W", "ignore", "-c", "pass", "x"};
    PyInitConfig_SetInt(config, "parse_argv", 1);
    PyInitConfig_SetStrList(config, "argv", 9, argv);
    SAY("%d", Py_InitializeFromInitConfig(config));
    error_of(config);
    SYS("argv"); SYS("flags"); SYS("warnoptions"); SYS("_xoptions");
    print_repr("run_command", PyConfig_Get("run_command"));
}
TEST(initialize_fails) {
    merge_stderr();
    PyInitConfig *config = usable();
    char *const argv[] = {"prog", "-Z"}, *const version[] = {"prog", "-V"};
    PyInitConfig_SetInt(config, "parse_argv", 1);
    PyInitConfig_SetStrList(config, "argv", 2, argv);
    SAY("%d", Py_InitializeFromInitConfig(config));
    error_of(config);
    PyInitConfig_SetStrList(config, "argv", 2, version);
    SAY("%d", Py_InitializeFromInitConfig(config));
    error_of(config);
    SAY("%d", Py_IsInitialized());
}
TEST(initialize_with_an_error) {
    PyInitConfig *config = usable();
    char *const argv[] = {"prog", "-X", "gil=0"};
    PyInitConfig_SetInt(config, "parse_argv", 1);
    PyInitConfig_SetStrList(config, "argv", 3, argv);
    SAY("%d", Py_InitializeFromInitConfig(config));
    error_of(config);
    PyInitConfig_SetInt(config, "verbose", 0);
    error_of(config);
}
