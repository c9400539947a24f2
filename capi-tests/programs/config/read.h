/* PyConfig_Read under given variables and arguments: what it makes of them, against what it makes of none. */
#ifndef READ_H
#define READ_H
#include "config.h"

/* Reads a configuration that names a home, so that no file system is searched. */
static bool read_config(PyConfig *config, bool isolated, int argc, wchar_t **argv) {
    if (isolated) PyConfig_InitIsolatedConfig(config);
    else PyConfig_InitPythonConfig(config);
    PyStatus status = argc ? PyConfig_SetArgv(config, argc, argv) : PyStatus_Ok();
    if (!PyStatus_Exception(status)) status = PyConfig_SetString(config, &config->home, home_wide);
    if (!PyStatus_Exception(status)) status = PyConfig_Read(config);
    if (!PyStatus_Exception(status)) return true;
    print_status("PyConfig_Read", status);
    return false;
}
/* What is read where nothing is set. */
static void read_baseline(PyConfig *config, bool isolated) {
    if (isolated) PyConfig_InitIsolatedConfig(config);
    else PyConfig_InitPythonConfig(config);
    PyConfig_SetString(config, &config->home, home_wide);
    const wchar_t *encoding = isolated ? L"ANSI_X3.4-1968" : L"UTF-8";
    PyConfig_SetString(config, &config->filesystem_encoding, encoding);
    PyConfig_SetString(config, &config->filesystem_errors, L"surrogateescape");
    PyConfig_SetString(config, &config->stdio_encoding, encoding);
    PyConfig_SetString(config, &config->stdio_errors, L"surrogateescape");
    PyConfig_SetString(config, &config->check_hash_pycs_mode, L"default");
    PyWideStringList_Append(&config->argv, L"");
    if (config->parse_argv) config->parse_argv = 2;
    config->dev_mode = config->use_hash_seed = config->faulthandler = config->tracemalloc = config->perf_profiling = config->import_time = 0;
    config->remote_debug = 1;
    config->int_max_str_digits = 4300;
}
/* Runs a reading in a child of its own, and prints the fields that are not as usual. `variables` are NAME=value, up to NULL. */
static void reading_of(const char *label, bool isolated, const char **variables, wchar_t **argv) {
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        SAY("%s:", label);
        merge_stderr();
        for (; variables && *variables; variables++) putenv((char *)*variables);
        int argc = 0;
        while (argv && argv[argc]) argc++;
        PyConfig config, usual;
        bool good = read_config(&config, isolated, argc, argv);
        if (!good) { fflush(stdout); _exit(0); }
        read_baseline(&usual, isolated);
        print_difference(&config, &usual);
        _exit(0);
    }
    int ended;
    waitpid(child, &ended, 0);
    if (ended) SAY("ended: %d", ended);
}
#define ENV(...) do { const char *v_[] = {__VA_ARGS__, NULL}; reading_of(#__VA_ARGS__, false, v_, NULL); } while (0)
#define ISOLATED_ENV(...) do { const char *v_[] = {__VA_ARGS__, NULL}; reading_of("isolated " #__VA_ARGS__, true, v_, NULL); } while (0)
#define ARGS(...) do { wchar_t *a_[] = {L"prog", __VA_ARGS__, NULL}; reading_of(#__VA_ARGS__, false, NULL, a_); } while (0)
#define ARGS_ENV(variable, ...) do { const char *v_[] = {variable, NULL}; wchar_t *a_[] = {L"prog", __VA_ARGS__, NULL}; \
    reading_of(variable " " #__VA_ARGS__, false, v_, a_); } while (0)
#endif
