/* What a started interpreter makes of its configuration: the standard streams, encodings, flags, the warnings' filters. */
#include "config.h"

static void start(int argc, wchar_t **argv) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    if (argc) PyConfig_SetArgv(&config, argc, argv);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.site_import = 0;
    merge_stderr();
    PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) { print_status("start", status); _exit(1); }
}
extern const char *Py_FileSystemDefaultEncoding, *Py_FileSystemDefaultEncodeErrors;
static void show(const char *stream) {
    static const char *const names[] = {"name", "mode", "encoding", "errors", "line_buffering", "write_through"};
    PyObject *file = PySys_GetObject(stream);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        PyObject *value = PyObject_GetAttrString(file, names[i]);
        PyObject *repr = value ? PyObject_Repr(value) : NULL;
        if (!repr) PyErr_Clear();
        printf("%s%s=%s", i ? " " : "  ", names[i], repr ? PyUnicode_AsUTF8AndSize(repr, NULL) : "?");
        Py_XDECREF(repr); Py_XDECREF(value);
    }
    printf("\n");
}
static void streams(void) { show("stdin"); show("stdout"); show("stderr"); }
TEST(plain) { start(0, NULL); streams(); SYS("stdout"); }
TEST(encoding_given) { setenv("PYTHONIOENCODING", "latin-1:replace", 1); start(0, NULL); streams(); PySys_WriteStdout("caf\xc3\xa9 \xe2\x82\xac\n"); SAY("%d", Py_FinalizeEx()); }
TEST(ascii_strict) { setenv("PYTHONIOENCODING", "ascii", 1); start(0, NULL); streams(); PyObject *text = PyUnicode_FromString("caf\xc3\xa9\n"); SHOW(M(Py_NewRef(PySys_GetObject("stdout")), "write", "(O)", text)); SAY("%d", Py_FinalizeEx()); }
TEST(ascii_escaped) { setenv("PYTHONIOENCODING", "ascii:backslashreplace", 1); start(0, NULL); PyObject *text = PyUnicode_FromString("caf\xc3\xa9\n"); SHOW(M(Py_NewRef(PySys_GetObject("stdout")), "write", "(O)", text)); SAY("%d", Py_FinalizeEx()); }
TEST(utf8_mode) { setenv("PYTHONUTF8", "1", 1); start(0, NULL); streams(); SYS("flags"); }
TEST(c_locale) { setenv("LC_ALL", "C", 1); start(0, NULL); streams(); print_repr("utf8_mode", PyConfig_Get("utf8_mode")); print_repr("filesystem_encoding", PyConfig_Get("filesystem_encoding")); }
TEST(c_locale_coerced) { unsetenv("LC_ALL"); setenv("LC_CTYPE", "C", 1); setenv("PYTHONUTF8", "0", 1); start(0, NULL); streams(); SAY("LC_CTYPE %s", getenv("LC_CTYPE")); print_repr("coerce_c_locale", PyConfig_Get("coerce_c_locale")); }
TEST(c_locale_kept) { setenv("LC_ALL", "C", 1); setenv("PYTHONUTF8", "0", 1); setenv("PYTHONCOERCECLOCALE", "warn", 1); start(0, NULL); streams(); print_repr("filesystem_encoding", PyConfig_Get("filesystem_encoding")); }
static void names(void) {
    SHOW(PyUnicode_DecodeFSDefault("h\xc3\xa9"));
    SHOW(PyUnicode_EncodeFSDefault(S("h\xc3\xa9")));
    SHOW(PyUnicode_EncodeFSDefault(S("plain")));
    PyObject *sys = PyImport_AddModule("sys");
    SHOW(M(Py_NewRef(sys), "getfilesystemencoding", NULL)); SHOW(M(Py_NewRef(sys), "getfilesystemencodeerrors", NULL));
    SAY("%s %s", Py_FileSystemDefaultEncoding, Py_FileSystemDefaultEncodeErrors);
}
TEST(file_names) { start(0, NULL); names(); }
TEST(file_names_ascii) { setenv("LC_ALL", "C", 1); setenv("PYTHONUTF8", "0", 1); start(0, NULL); names(); }
TEST(file_names_latin) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    PyConfig_SetString(&config, &config.filesystem_encoding, L"latin-1"); PyConfig_SetString(&config, &config.filesystem_errors, L"strict");
    config.site_import = config.parse_argv = 0;
    if (STATUS(Py_InitializeFromConfig(&config))) names();
}
TEST(unbuffered) { wchar_t *argv[] = {L"prog", L"-u"}; start(2, argv); streams(); }
TEST(all_flags) {
    wchar_t *argv[] = {L"prog", L"-bb", L"-B", L"-d", L"-i", L"-OO", L"-q", L"-s", L"-S", L"-P", L"-W", L"error", L"-X", L"dev", L"-X", L"utf8", L"-X", L"int_max_str_digits=700", L"-X", L"warn_default_encoding", L"-X", L"thread_inherit_context=1", L"-X", L"context_aware_warnings=1", L"-c", L"pass"};
    start(26, argv);
    SYS("flags"); SYS("warnoptions"); SYS("_xoptions"); SYS("dont_write_bytecode"); SYS("argv"); SYS("orig_argv");
    static const char *const more[] = {"gil", "thread_inherit_context", "context_aware_warnings"};
    for (int i = 0; i < 3; i++) print_repr(more[i], PyObject_GetAttrString(PySys_GetObject("flags"), more[i]));
    print_repr("allocator", PyConfig_Get("allocator")); print_repr("faulthandler", PyConfig_Get("faulthandler"));
    SAY("%d %d %d %d %d", Py_BytesWarningFlag, Py_DontWriteBytecodeFlag, Py_DebugFlag, Py_OptimizeFlag, Py_UTF8Mode);
}
TEST(digits) {
    wchar_t *argv[] = {L"prog", L"-X", L"int_max_str_digits=640"};
    start(3, argv);
    PyObject *text = PyUnicode_New(700, '9');
    for (int i = 0; i < 700; i++) PyUnicode_WriteChar(text, i, '9');
    SHOW(PyLong_FromUnicodeObject(text, 10));
}
TEST(cache_prefix) { wchar_t *argv[] = {L"prog", L"-X", L"pycache_prefix=/cache"}; start(3, argv); SYS("pycache_prefix"); SYS("_xoptions"); }
TEST(options_that_are_odd) { wchar_t *argv[] = {L"prog", L"-X", L"=x", L"-X", L"", L"-X", L"a=1", L"-X", L"a", L"-W", L"", L"-W", L"a:b:c"}; start(13, argv); SYS("_xoptions"); SYS("warnoptions"); }
TEST(dashes) { wchar_t *a[] = {L"prog", L"-b-"}, *b[] = {L"prog", L"-b-foo"}, *c[] = {L"prog", L"-+"}, *d[] = {L"prog", L"--", L"--"}, *e[] = {L"prog", L"./x.py"}, *f[] = {L"prog", L"../y.py"}, *g[] = {L"prog", L"."};
    struct { int n; wchar_t **v; } all[] = {{2, a}, {2, b}, {2, c}, {3, d}, {2, e}, {2, f}, {2, g}};
    merge_stderr();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        PyConfig config;
        PyConfig_InitPythonConfig(&config);
        PyConfig_SetArgv(&config, all[i].n, all[i].v);
        PyConfig_SetString(&config, &config.home, home_wide);
        if (STATUS(PyConfig_Read(&config))) { print_list(&config.argv); print_wide(config.run_filename); SAY(" %d", config.bytes_warning); }
        PyConfig_Clear(&config);
    }
}
TEST(signals_not_installed) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.install_signal_handlers = 0; config.site_import = config.parse_argv = 0;
    QUIET(Py_InitializeFromConfig(&config));
    SAY("default %d", PyOS_getsig(2) == NULL);
    Py_FinalizeEx();
    config.install_signal_handlers = 1;
    QUIET(Py_InitializeFromConfig(&config));
    SAY("default %d", PyOS_getsig(2) == NULL);
    Py_FinalizeEx();
    SAY("default %d", PyOS_getsig(2) == NULL);
}
TEST(configs_as_dict) {
    extern PyObject *_Py_GetConfigsAsDict(void);
    start(0, NULL);
    PyObject *all = MUST(_Py_GetConfigsAsDict()), *names = PyDict_Keys(all);
    PyList_Sort(names);
    for (Py_ssize_t i = 0; i < PyList_Size(names); i++) {
        PyObject *name = PyList_GetItem(names, i), *inner = PyDict_GetItem(all, name), *keys = PyDict_Keys(inner);
        PyList_Sort(keys);
        for (Py_ssize_t k = 0; k < PyList_Size(keys); k++) {
            printf("%s.", PyUnicode_AsUTF8(name));
            print_repr(PyUnicode_AsUTF8(PyList_GetItem(keys, k)), Py_NewRef(PyDict_GetItem(inner, PyList_GetItem(keys, k))));
        }
    }
}
