/* The paths of a start: what sys and the old functions say, by what was configured. */
#include "config.h"
#include <fcntl.h>
#include <sys/stat.h>

/* Files of a test lie in a folder of its own, which goes with it. */
static char *in_folder(const char *name) {
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder_path, name);
    return path;
}
static void put_file(const char *name, int mode, const char *text) {
    int file = open(in_folder(name), O_CREAT | O_WRONLY | O_TRUNC, mode);
    (void)!write(file, text, strlen(text));
    close(file);
}
static void make_folder(void) {
    strcpy(folder_path, "/tmp/config-XXXXXX");
    if (!mkdtemp(folder_path)) _exit(9);
}
static void remove_folder(void) {
    static const char *const names[] = {"findme", "notexec", "bin/python", "pyvenv.cfg", "bin", ""};
    for (size_t i = 0; folder_path[0] && i < sizeof names / sizeof *names; i++)
        if (unlink(in_folder(names[i]))) rmdir(in_folder(names[i]));
}
static wchar_t *wide_in_folder(const char *name) {
    static wchar_t path[200];
    mbstowcs(path, in_folder(name), 200);
    return path;
}

static void show_paths(void) {
    static const char *const names[] = {"executable", "_base_executable", "prefix", "base_prefix", "exec_prefix", "base_exec_prefix", "platlibdir", "_stdlib_dir", "path", "argv", "orig_argv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        PyObject *value = PySys_GetObject(names[i]);
        if (value) print_repr(names[i], Py_NewRef(value)); else SAY("%s missing", names[i]);
    }
    print_repr("home", PyConfig_Get("home")); print_repr("program_name", PyConfig_Get("program_name"));
    printf("Py_GetProgramName "); print_wide(Py_GetProgramName()); printf(" home "); print_wide(Py_GetPythonHome()); printf(" full "); print_wide(Py_GetProgramFullPath());
    printf(" prefix "); print_wide(Py_GetPrefix()); printf(" exec "); print_wide(Py_GetExecPrefix()); printf(" path "); print_wide(Py_GetPath()); SAY("");
}
/* Starts with what the statement has put in `config`, and shows the paths. */
#define CASE(name, ...) \
    TEST(name) { \
        PyConfig config; \
        PyConfig_InitPythonConfig(&config); \
        config.parse_argv = config.site_import = 0; \
        setenv("PYTHONHOME", home_path, 1); \
        __VA_ARGS__ \
        merge_stderr(); \
        PyStatus status = Py_InitializeFromConfig(&config); \
        if (PyStatus_Exception(status)) { print_status("start", status); return; } \
        show_paths(); \
        SAY("%d", Py_FinalizeEx()); \
        remove_folder(); \
    }
#define TEXT(field, value) PyConfig_SetString(&config, &config.field, value);
CASE(plain,)
CASE(home_of_config, unsetenv("PYTHONHOME"); TEXT(home, home_wide))
CASE(home_of_config_first, setenv("PYTHONHOME", "/nonsense", 1); TEXT(home, home_wide))
CASE(two_homes, char both[9000]; snprintf(both, sizeof both, "%s:/exec", home_path); setenv("PYTHONHOME", both, 1);)
CASE(program_absolute, TEXT(program_name, L"/no/such/program"))
CASE(program_relative, TEXT(program_name, L"dir/program"))
CASE(program_dotted, TEXT(program_name, L"./dir/../program"))
CASE(program_not_found, TEXT(program_name, L"no-such-program"))
CASE(program_of_argv, wchar_t *argv[] = {L"/argv0", L"-v"}; PyConfig_SetArgv(&config, 2, argv);)
CASE(program_of_short_argv, wchar_t *argv[] = {L"argv0"}; PyConfig_SetArgv(&config, 1, argv);)
CASE(program_of_empty_argv, wchar_t *argv[] = {L""}; PyConfig_SetArgv(&config, 1, argv);)
CASE(executable_given, TEXT(executable, L"/some/exe"))
CASE(executable_relative, TEXT(executable, L"some/exe"))
CASE(base_executable_given, TEXT(base_executable, L"/some/base"))
CASE(python_path, setenv("PYTHONPATH", "/a:/b/../c", 1);)
CASE(python_path_odd, setenv("PYTHONPATH", "rel::/x/:.", 1);)
CASE(python_path_of_config, TEXT(pythonpath_env, L"/p:/q"))
CASE(python_path_isolated, setenv("PYTHONPATH", "/a", 1); config.isolated = 1; TEXT(home, home_wide))
CASE(environment_ignored, setenv("PYTHONPATH", "/a", 1); config.use_environment = 0; TEXT(home, home_wide))
CASE(platlibdir_given, TEXT(platlibdir, L"lib") setenv("PYTHONPLATLIBDIR", "other", 1);)
CASE(prefixes_given, TEXT(prefix, L"/p") TEXT(exec_prefix, L"/e"))
CASE(search_paths_given, config.module_search_paths_set = 1; wchar_t lib[5000]; swprintf(lib, 5000, L"%ls/lib/python3.14", home_wide); PyWideStringList_Append(&config.module_search_paths, lib); PyWideStringList_Append(&config.module_search_paths, L"rel");)
CASE(search_paths_not_said_to_be_set, PyWideStringList_Append(&config.module_search_paths, L"/x");)
static void search(void) {
    char path[200];
    snprintf(path, sizeof path, "/nothing:%s:/bin", folder_path);
    setenv("PATH", path, 1);
}
CASE(found_on_path, make_folder(); put_file("findme", 0755, ""); search(); TEXT(program_name, L"findme"))
CASE(found_but_not_executable, make_folder(); put_file("notexec", 0644, ""); search(); TEXT(program_name, L"notexec"))
static void venv(const char *text) {
    make_folder();
    mkdir(in_folder("bin"), 0777);
    put_file("bin/python", 0755, "");
    put_file("pyvenv.cfg", 0644, text);
}
CASE(venv_home, venv("include-system-site-packages = false\nhome = /no/such/bin\nversion = 3.14\n"); TEXT(executable, wide_in_folder("bin/python")))
CASE(venv_no_home, venv("version = 3.14\n"); TEXT(executable, wide_in_folder("bin/python")))
CASE(venv_case, venv("HOME=/no/such/bin\n"); TEXT(program_name, wide_in_folder("bin/python")))
TEST(old_functions_before) {
    printf("before: "); print_wide(Py_GetProgramName()); print_wide(Py_GetPythonHome()); print_wide(Py_GetProgramFullPath()); print_wide(Py_GetPrefix()); print_wide(Py_GetExecPrefix()); print_wide(Py_GetPath()); SAY("");
    Py_SetProgramName(L"set-program"); Py_SetPythonHome(home_wide);
    printf("set: "); print_wide(Py_GetProgramName()); print_wide(Py_GetPythonHome()); print_wide(Py_GetProgramFullPath()); print_wide(Py_GetPrefix()); SAY("");
    Py_SetProgramName(L""); Py_SetProgramName(NULL);
    print_wide(Py_GetProgramName()); SAY("");
}
TEST(old_start) {
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    Py_SetProgramName(L"/set/program");
    Py_Initialize();
    show_paths();
    SAY("%d", Py_FinalizeEx());
    printf("after: "); print_wide(Py_GetProgramName()); print_wide(Py_GetPythonHome()); print_wide(Py_GetProgramFullPath()); print_wide(Py_GetPrefix()); print_wide(Py_GetPath()); SAY("");
    Py_Initialize();
    show_paths();
}
TEST(old_start_with_home) {
    Py_NoSiteFlag = 1;
    Py_SetPythonHome(home_wide);
    Py_SetProgramName(L"short");
    Py_Initialize();
    show_paths();
}
TEST(old_home_and_new_start) {
    Py_SetPythonHome(home_wide);
    Py_SetProgramName(L"old");
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.site_import = config.parse_argv = 0;
    QUIET(Py_InitializeFromConfig(&config));
    show_paths();
}
extern void Py_SetPath(const wchar_t *);
TEST(set_path) {
    wchar_t path[9000];
    swprintf(path, 9000, L"%ls/lib/python3.14:/y", home_wide);
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    Py_SetPath(path);
    printf("set: "); print_wide(Py_GetProgramFullPath()); print_wide(Py_GetPrefix()); print_wide(Py_GetPath()); SAY("");
    Py_Initialize();
    show_paths();
}
TEST(set_path_forgotten) {
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    Py_SetPath(L"/x"); Py_SetPath(NULL);
    printf("set: "); print_wide(Py_GetPath()); SAY("");
    Py_Initialize();
    show_paths();
}
TEST(set_argv) {
    setenv("PYTHONHOME", home_path, 1);
    Py_NoSiteFlag = 1;
    Py_Initialize();
    PySys_SetObject("path", PyList_New(0));
    wchar_t *argv[] = {L"/no/such/script", L"x"}, *command[] = {L"-c"}, *relative[] = {L"script"};
    PySys_SetArgvEx(2, argv, 1); SYS("argv"); SYS("path");
    PySys_SetArgvEx(1, command, 1); SYS("argv"); SYS("path");
    PySys_SetArgvEx(0, NULL, 1); SYS("argv"); SYS("path");
    PySys_SetArgvEx(1, relative, 0); SYS("argv"); SYS("path");
    PySys_SetArgvEx(1, relative, 1); SYS("argv"); SYS("path");
    PySys_SetArgv(2, argv); SYS("argv"); SYS("path");
    SYS("orig_argv");
}
TEST(argc_argv) {
    int argc = -1;
    wchar_t **argv = NULL;
    Py_GetArgcArgv(&argc, &argv); SAY("%d %d", argc, argv == NULL);
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.site_import = 0;
    wchar_t *words[] = {L"prog", L"-c", L"pass", L"x"};
    PyConfig_SetArgv(&config, 4, words);
    PyConfig_SetString(&config, &config.home, home_wide);
    QUIET(Py_InitializeFromConfig(&config));
    Py_GetArgcArgv(&argc, &argv);
    for (int i = 0; i < argc; i++) { print_wide(argv[i]); printf(" "); }
    SAY("%d", argc);
    SYS("argv"); SYS("orig_argv");
    Py_FinalizeEx();
    Py_GetArgcArgv(&argc, &argv); SAY("%d", argc);
}
