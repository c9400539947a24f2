/* What the programs of this folder share: configurations printed whole or compared, with the home's path replaced.
 *
 * Every test begins with an environment that has no PYTHON* variable, a UTF-8 locale and a PATH that leads nowhere. */
#ifndef CONFIG_H
#define CONFIG_H
#define HARNESS_STARTS_ITSELF
#include "../harness.h"
#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <wchar.h>

extern char **environ;
static char home_path[4096], here_path[4096], folder_path[64]; /* the folder is a test's own */
static wchar_t home_wide[4096];

/* Only a CPython needs a real home. */
__attribute__((constructor(101))) static void config_environment(void) {
    const char *home = getenv("PYTHONHOME");
    snprintf(home_path, sizeof home_path, "%s", home ? home : "/no/such/home");
    mbstowcs(home_wide, home_path, 4096);
    if (!getcwd(here_path, sizeof here_path)) here_path[0] = 0;
    for (char **at = environ; *at;) {
        char name[256];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(*at, "="), *at);
        if (!strncmp(name, "PYTHON", 6) || !strncmp(name, "LC_", 3) || !strcmp(name, "LANG") || !strcmp(name, "LANGUAGE")) {
            unsetenv(name);
            at = environ;
        } else at++;
    }
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("PATH", "/no/such/bin", 1);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

enum { INT, UINT, ULONG, STR, LIST };
typedef struct { const char *name; size_t offset; int kind; } ConfigField;
#define FIELD(name, kind) {#name, offsetof(PyConfig, name), kind}
static const ConfigField config_fields[] = {
    FIELD(_config_init, INT), FIELD(isolated, INT), FIELD(use_environment, INT), FIELD(dev_mode, INT), FIELD(install_signal_handlers, INT),
    FIELD(use_hash_seed, INT), FIELD(hash_seed, ULONG), FIELD(faulthandler, INT), FIELD(tracemalloc, INT), FIELD(perf_profiling, INT),
    FIELD(remote_debug, INT), FIELD(import_time, INT), FIELD(code_debug_ranges, INT), FIELD(show_ref_count, INT), FIELD(dump_refs, INT),
    FIELD(dump_refs_file, STR), FIELD(malloc_stats, INT), FIELD(filesystem_encoding, STR), FIELD(filesystem_errors, STR),
    FIELD(pycache_prefix, STR), FIELD(parse_argv, INT), FIELD(orig_argv, LIST), FIELD(argv, LIST), FIELD(xoptions, LIST),
    FIELD(warnoptions, LIST), FIELD(site_import, INT), FIELD(bytes_warning, INT), FIELD(warn_default_encoding, INT), FIELD(inspect, INT),
    FIELD(interactive, INT), FIELD(optimization_level, INT), FIELD(parser_debug, INT), FIELD(write_bytecode, INT), FIELD(verbose, INT),
    FIELD(quiet, INT), FIELD(user_site_directory, INT), FIELD(configure_c_stdio, INT), FIELD(buffered_stdio, INT), FIELD(stdio_encoding, STR),
    FIELD(stdio_errors, STR), FIELD(check_hash_pycs_mode, STR), FIELD(use_frozen_modules, INT), FIELD(safe_path, INT),
    FIELD(int_max_str_digits, INT), FIELD(thread_inherit_context, INT), FIELD(context_aware_warnings, INT), FIELD(cpu_count, INT),
    FIELD(pathconfig_warnings, INT), FIELD(program_name, STR), FIELD(pythonpath_env, STR), FIELD(home, STR), FIELD(platlibdir, STR),
    FIELD(module_search_paths_set, INT), FIELD(module_search_paths, LIST), FIELD(stdlib_dir, STR), FIELD(executable, STR),
    FIELD(base_executable, STR), FIELD(prefix, STR), FIELD(base_prefix, STR), FIELD(exec_prefix, STR), FIELD(base_exec_prefix, STR),
    FIELD(skip_source_first_line, INT), FIELD(run_command, STR), FIELD(run_module, STR), FIELD(run_filename, STR), FIELD(sys_path_0, STR),
    FIELD(_install_importlib, INT), FIELD(_init_main, INT), FIELD(_is_python_build, INT)};
#define CONFIG_FIELDS (sizeof config_fields / sizeof *config_fields)
#define AT(config, field, type) (*(type *)((char *)(config) + (field)->offset))

/* Replaces what depends on the machine: the home and the working directory. */
static void print_text_without_paths(const char *text) {
    size_t home = strlen(home_path), here = strlen(here_path), folder = strlen(folder_path);
    while (*text) {
        if (!strncmp(text, home_path, home)) { printf("<home>"); text += home; }
        else if (folder && !strncmp(text, folder_path, folder)) { printf("<folder>"); text += folder; }
        else if (here > 1 && !strncmp(text, here_path, here)) { printf("<here>"); text += here; }
        else putchar(*text++);
    }
}
static void print_wide(const wchar_t *text) {
    if (!text) { printf("NULL"); return; }
    char bytes[16384];
    size_t at = 0;
    for (; *text && at < sizeof bytes - 16; text++) {
        if (*text == '\n') at += sprintf(bytes + at, "\\n");
        else if (*text < 0x80) bytes[at++] = (char)*text;
        else at += sprintf(bytes + at, "\\x{%x}", (unsigned)*text);
    }
    bytes[at] = 0;
    putchar('"');
    print_text_without_paths(bytes);
    putchar('"');
}
static void print_list(const PyWideStringList *list) {
    putchar('[');
    for (Py_ssize_t i = 0; i < list->length; i++) { if (i) printf(", "); print_wide(list->items[i]); }
    putchar(']');
}
static void print_field(const PyConfig *config, const ConfigField *field) {
    printf("  %s = ", field->name);
    switch (field->kind) {
    case INT: printf("%d", AT(config, field, int)); break;
    case ULONG: printf("%lu", AT(config, field, unsigned long)); break;
    case STR: print_wide(AT(config, field, wchar_t *)); break;
    case LIST: print_list(&AT(config, field, PyWideStringList)); break;
    }
    printf("\n");
}
static void print_config(const PyConfig *config) {
    for (size_t i = 0; i < CONFIG_FIELDS; i++) print_field(config, &config_fields[i]);
    fflush(stdout);
}
static bool same_text(const wchar_t *a, const wchar_t *b) { return a && b ? !wcscmp(a, b) : a == b; }
static bool same_field(const PyConfig *a, const PyConfig *b, const ConfigField *field) {
    switch (field->kind) {
    case INT: return AT(a, field, int) == AT(b, field, int);
    case ULONG: return AT(a, field, unsigned long) == AT(b, field, unsigned long);
    case STR: return same_text(AT(a, field, wchar_t *), AT(b, field, wchar_t *));
    default: break;
    }
    const PyWideStringList *x = &AT(a, field, PyWideStringList), *y = &AT(b, field, PyWideStringList);
    if (x->length != y->length) return false;
    for (Py_ssize_t i = 0; i < x->length; i++)
        if (!same_text(x->items[i], y->items[i])) return false;
    return true;
}
/* The fields in which a differs from b, with a's values. */
static void print_difference(const PyConfig *a, const PyConfig *b) {
    for (size_t i = 0; i < CONFIG_FIELDS; i++)
        if (!same_field(a, b, &config_fields[i])) print_field(a, &config_fields[i]);
    fflush(stdout);
}
static void print_preconfig(const PyPreConfig *p) {
    SAY("  _config_init %d parse_argv %d isolated %d use_environment %d configure_locale %d coerce_c_locale %d coerce_c_locale_warn %d utf8_mode %d dev_mode %d allocator %d",
        p->_config_init, p->parse_argv, p->isolated, p->use_environment, p->configure_locale, p->coerce_c_locale, p->coerce_c_locale_warn,
        p->utf8_mode, p->dev_mode, p->allocator);
}
/* What a status says; true for success. */
static bool print_status(const char *label, PyStatus status) {
    printf("%s: ", label);
    if (PyStatus_IsError(status)) { printf("error "); print_text_without_paths(status.err_msg ? status.err_msg : "(null)"); printf(" in %s\n", status.func ? status.func : "(null)"); }
    else if (PyStatus_IsExit(status)) printf("exit %d\n", status.exitcode);
    else printf("ok\n");
    fflush(stdout);
    return !PyStatus_Exception(status);
}
#define STATUS(call) print_status(#call, call)
#define QUIET(call) do { PyStatus status_ = call; if (PyStatus_Exception(status_)) print_status(#call, status_); } while (0)
/* repr with the paths replaced; steals. */
static void print_repr(const char *label, PyObject *object) {
    printf("%s: ", label);
    PyObject *repr = object ? PyObject_ASCII(object) : NULL;
    if (repr) { print_text_without_paths(PyUnicode_AsUTF8AndSize(repr, NULL)); printf("\n"); } else print_raised();
    Py_XDECREF(repr);
    Py_XDECREF(object);
    fflush(stdout);
}
static PyObject *sys_attribute(const char *name) { return Py_XNewRef(PySys_GetObject(name)); }
#define SYS(name) do { PyObject *found_ = sys_attribute(name); if (found_) print_repr("sys." name, found_); else SAY("sys.%s: missing", name); } while (0)
/* What a child writes to stderr goes to stdout, after what was printed before. */
static void merge_stderr(void) { fflush(stdout); dup2(1, 2); }
#endif
