/* Full API: configuring the interpreter before it starts. */
#ifndef Py_LIMITED_API
#ifndef Py_PYCORECONFIG_H
#define Py_PYCORECONFIG_H

/* How a step of starting up went: well, with an error to be reported, or with the wish that the process exit. */
typedef struct {
    enum {
        _PyStatus_TYPE_OK = 0,
        _PyStatus_TYPE_ERROR = 1,
        _PyStatus_TYPE_EXIT = 2
    } _type;
    const char *func;
    const char *err_msg;
    int exitcode;
} PyStatus;

typedef struct {
    Py_ssize_t length;
    wchar_t **items;
} PyWideStringList;

/* What is settled before anything else: locale, encoding, allocator.  -1: not decided. */
typedef struct PyPreConfig {
    int _config_init;
    int parse_argv;
    int isolated;
    int use_environment;
    int configure_locale;
    int coerce_c_locale;
    int coerce_c_locale_warn;
    int utf8_mode;
    int dev_mode;
    int allocator;
} PyPreConfig;

/* All else.  -1 or NULL: not decided. */
typedef struct PyConfig {
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int perf_profiling;
    int remote_debug;
    int import_time;
    int code_debug_ranges;
    int show_ref_count;
    int dump_refs;
    wchar_t *dump_refs_file;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int use_frozen_modules;
    int safe_path;
    int int_max_str_digits;
    int thread_inherit_context;
    int context_aware_warnings;
    int cpu_count;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *stdlib_dir;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    wchar_t *sys_path_0;
    int _install_importlib;
    int _init_main;
    int _is_python_build;
} PyConfig;

/* A configuration by names (PEP 741). */
typedef struct PyInitConfig PyInitConfig;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Frees what the configuration holds. */
PyAPI_FUNC(void) PyConfig_Clear(PyConfig *config);
/* The value of a named option, new: ValueError for a name that there is not. */
PyAPI_FUNC(PyObject *) PyConfig_Get(const char *name);
/* The value of a named option that is a number: 0, or -1 with an exception, TypeError where it is none. */
PyAPI_FUNC(int) PyConfig_GetInt(const char *name, int *value);
/* Writes what an isolated start begins with: no environment, no command line. */
PyAPI_FUNC(void) PyConfig_InitIsolatedConfig(PyConfig *config);
/* Writes what a start in the Python style begins with: as the python program does. */
PyAPI_FUNC(void) PyConfig_InitPythonConfig(PyConfig *config);
/* The names of all options that a running program can see: a new frozenset. */
PyAPI_FUNC(PyObject *) PyConfig_Names(void);
/* Decides what is open, but for paths: from the arguments, the environment and the flags. */
PyAPI_FUNC(PyStatus) PyConfig_Read(PyConfig *config);
/* Sets a named option: 0, or -1 with an exception, ValueError for one that cannot be set. */
PyAPI_FUNC(int) PyConfig_Set(const char *name, PyObject *value);
/* Sets the arguments. What comes before all else is settled, by them. */
PyAPI_FUNC(PyStatus) PyConfig_SetArgv(PyConfig *config, Py_ssize_t argc, wchar_t *const *argv);
/* Sets the arguments from bytes in the locale's encoding. What comes before all else is settled, by them. */
PyAPI_FUNC(PyStatus) PyConfig_SetBytesArgv(PyConfig *config, Py_ssize_t argc, char *const *argv);
/* As PyConfig_SetString, of bytes in the locale's encoding. */
PyAPI_FUNC(PyStatus) PyConfig_SetBytesString(PyConfig *config, wchar_t **config_str, const char *text);
/* Puts a copy of a string in a field of the configuration; NULL for NULL. What comes before all else is settled. */
PyAPI_FUNC(PyStatus) PyConfig_SetString(PyConfig *config, wchar_t **config_str, const wchar_t *text);
/* Puts copies of strings in a list of the configuration. What comes before all else is settled. */
PyAPI_FUNC(PyStatus) PyConfig_SetWideStringList(PyConfig *config, PyWideStringList *list, Py_ssize_t length,
                                                wchar_t **items);
/* Adds a module that is part of the program, when the runtime starts: 0, or -1 and an error. The name is copied. */
PyAPI_FUNC(int) PyInitConfig_AddModule(PyInitConfig *config, const char *name, PyObject *(*initfunc) (void));
/* A new configuration, isolated; NULL where there is no memory. PyInitConfig_Free frees it. */
PyAPI_FUNC(PyInitConfig *) PyInitConfig_Create(void);
/* Frees a configuration; does nothing for NULL. */
PyAPI_FUNC(void) PyInitConfig_Free(PyInitConfig *config);
/* Frees a list that PyInitConfig_GetStrList gave. */
PyAPI_FUNC(void) PyInitConfig_FreeStrList(size_t length, char **items);
/* Whether the last call failed: 1 and why, or 0 and NULL. The text stays until the next call. */
PyAPI_FUNC(int) PyInitConfig_GetError(PyInitConfig *config, const char **err_msg);
/* Whether the initialization asked that the process exit: 1 and the exit status, or 0. */
PyAPI_FUNC(int) PyInitConfig_GetExitCode(PyInitConfig *config, int *exitcode);
/* The value of an option that is a number: 0, or -1 and an error. */
PyAPI_FUNC(int) PyInitConfig_GetInt(PyInitConfig *config, const char *name, int64_t *value);
/* The value of an option that is a string, which free frees, or NULL: 0, or -1 and an error. */
PyAPI_FUNC(int) PyInitConfig_GetStr(PyInitConfig *config, const char *name, char **value);
/* The value of an option that is a list of strings, which PyInitConfig_FreeStrList frees: 0, or -1 and an error. */
PyAPI_FUNC(int) PyInitConfig_GetStrList(PyInitConfig *config, const char *name, size_t *length, char ***items);
/* Whether there is an option of that name. */
PyAPI_FUNC(int) PyInitConfig_HasOption(PyInitConfig *config, const char *name);
/* Sets an option that is a number: 0, or -1 and an error. */
PyAPI_FUNC(int) PyInitConfig_SetInt(PyInitConfig *config, const char *name, int64_t value);
/* Sets an option that is a string, of UTF-8, or NULL where it may be missing: 0, or -1 and an error. */
PyAPI_FUNC(int) PyInitConfig_SetStr(PyInitConfig *config, const char *name, const char *value);
/* Sets an option that is a list of strings, of UTF-8: 0, or -1 and an error. */
PyAPI_FUNC(int) PyInitConfig_SetStrList(PyInitConfig *config, const char *name, size_t length, char *const *items);
/* Writes what an isolated start begins with. */
PyAPI_FUNC(void) PyPreConfig_InitIsolatedConfig(PyPreConfig *config);
/* Writes what a start in the Python style begins with. */
PyAPI_FUNC(void) PyPreConfig_InitPythonConfig(PyPreConfig *config);
/* An error with a message, which must stay. */
PyAPI_FUNC(PyStatus) PyStatus_Error(const char *err_msg);
/* Whether the status is anything but success. */
PyAPI_FUNC(int) PyStatus_Exception(PyStatus err);
/* The wish that the process end with this exit status. */
PyAPI_FUNC(PyStatus) PyStatus_Exit(int exitcode);
/* Whether the status is an error. */
PyAPI_FUNC(int) PyStatus_IsError(PyStatus err);
/* Whether the status asks that the process end. */
PyAPI_FUNC(int) PyStatus_IsExit(PyStatus err);
/* The error that memory has run out. */
PyAPI_FUNC(PyStatus) PyStatus_NoMemory(void);
/* All went well. */
PyAPI_FUNC(PyStatus) PyStatus_Ok(void);
/* Adds a copy of a string to the end of a list. */
PyAPI_FUNC(PyStatus) PyWideStringList_Append(PyWideStringList *list, const wchar_t *item);
/* Puts a copy of a string before the item at index, or at the end; an error for an index below 0. */
PyAPI_FUNC(PyStatus) PyWideStringList_Insert(PyWideStringList *list, Py_ssize_t index, const wchar_t *item);
/* The arguments that the runtime was started with, before it took its own out: how many, and a borrowed array of
   them. None (0 and NULL) where the host has handed over none. */
PyAPI_FUNC(void) Py_GetArgcArgv(int *argc, wchar_t ***argv);
/* Starts the runtime: 0, or -1 and an error, or an exit status. */
PyAPI_FUNC(int) Py_InitializeFromInitConfig(PyInitConfig *config);
EXUVIA_END_C
/* end of declarations */

#endif
#endif
