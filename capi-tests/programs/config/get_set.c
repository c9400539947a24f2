/* PyConfig_Get, GetInt, Set, Names on a running interpreter. */
#include "config.h"

static void start(void) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.parse_argv = 0;
    config.site_import = 0;
    config.int_max_str_digits = 5000;
    config.use_hash_seed = 1;
    PyConfig_SetString(&config, &config.program_name, L"/bin/program");
    PyConfig_SetString(&config, &config.executable, L"/bin/exe");
    PyWideStringList_Append(&config.warnoptions, L"ignore");
    PyWideStringList_Append(&config.xoptions, L"a=b");
    PyWideStringList_Append(&config.xoptions, L"c");
    PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) { print_status("start", status); _exit(1); }
    merge_stderr();
}
static PyObject *names(void) {
    PyObject *set = MUST(PyConfig_Names()), *list = MUST(PySequence_List(set));
    Py_DECREF(set);
    PyList_Sort(list);
    return list;
}
TEST(names_of_options) {
    start();
    PyObject *set = MUST(PyConfig_Names());
    SAY("%s of %zd", Py_TYPE(set)->tp_name, PySet_Size(set));
    print_repr("names", names());
}
TEST(get_each) {
    start();
    PyObject *all = names();
    for (Py_ssize_t i = 0; i < PyList_Size(all); i++) {
        const char *name = PyUnicode_AsUTF8(PyList_GetItem(all, i));
        PyObject *value = PyConfig_Get(name);
        if (!strcmp(name, "orig_argv") && value) printf("%s ", Py_TYPE(value)->tp_name);
        print_repr(name, value);
    }
}
TEST(get_int_each) {
    start();
    PyObject *all = names();
    for (Py_ssize_t i = 0; i < PyList_Size(all); i++) {
        const char *name = PyUnicode_AsUTF8(PyList_GetItem(all, i));
        int value = -99, result = PyConfig_GetInt(name, &value);
        printf("%s: %d %d", name, result, value);
        if (PyErr_Occurred()) { printf(" "); print_raised(); } else printf("\n");
    }
}
TEST(set_each) {
    start();
    PyObject *all = names(), *one = PyLong_FromLong(1);
    for (Py_ssize_t i = 0; i < PyList_Size(all); i++) {
        const char *name = PyUnicode_AsUTF8(PyList_GetItem(all, i));
        int result = PyConfig_Set(name, one);
        printf("%s = 1: %d", name, result);
        if (PyErr_Occurred()) { printf(" "); print_raised(); } else { printf(" "); print_repr("now", PyConfig_Get(name)); }
    }
}
TEST(unknown) {
    start();
    int value = -99;
    SHOW(PyConfig_Get("no such"));
    SHOW(PyConfig_Get(""));
    SHOW_INT(PyConfig_GetInt("no such", &value));
    SHOW_INT(PyConfig_Set("no such", Py_None));
    SHOW_INT(PyConfig_Set("", Py_None));
    SHOW(PyConfig_Get("sys_path_0")); SHOW(PyConfig_Get("_init_main")); SHOW(PyConfig_Get("pythonpath_env")); SHOW(PyConfig_Get("module_search_paths_set"));
    SHOW_INT(PyConfig_Set("_init_main", Py_None));
    SAY("%d", value);
}
static void set(const char *name, PyObject *value) {
    printf("%s = ", name);
    PyObject *repr = PyObject_Repr(value);
    printf("%s: %d", PyUnicode_AsUTF8(repr), PyConfig_Set(name, value));
    if (PyErr_Occurred()) { printf(" "); print_raised(); } else { printf(" "); print_repr("now", PyConfig_Get(name)); }
    Py_DECREF(repr);
    Py_DECREF(value);
}
static PyObject *flag(const char *name) { return PyObject_GetAttrString(PySys_GetObject("flags"), name); }
TEST(set_numbers) {
    start();
    set("verbose", I("3")); print_repr("flag", flag("verbose")); SAY("%d", Py_VerboseFlag);
    set("verbose", I("-1")); set("verbose", F(1.0)); set("verbose", S("x")); set("verbose", Py_NewRef(Py_True)); set("verbose", Py_NewRef(Py_None));
    set("verbose", I("99999999999999999999")); set("verbose", I("2147483648")); set("verbose", I("0"));
    set("inspect", I("5")); print_repr("flag", flag("inspect")); SAY("%d", Py_InspectFlag);
    set("quiet", Py_NewRef(Py_False)); set("quiet", I("-1")); SAY("%d", Py_QuietFlag);
    set("write_bytecode", I("0")); print_repr("flag", flag("dont_write_bytecode")); SYS("dont_write_bytecode"); SAY("%d", Py_DontWriteBytecodeFlag);
    set("write_bytecode", I("1")); print_repr("flag", flag("dont_write_bytecode")); SYS("dont_write_bytecode");
    set("use_environment", I("0")); print_repr("flag", flag("ignore_environment")); SAY("%d", Py_IgnoreEnvironmentFlag);
    set("int_max_str_digits", I("0")); set("int_max_str_digits", I("640")); set("int_max_str_digits", I("639")); set("int_max_str_digits", I("-1")); set("int_max_str_digits", S("x"));
    print_repr("flag", flag("int_max_str_digits")); print_repr("sys", M(Py_NewRef(PySys_GetObject("get_int_max_str_digits")), "__call__", "()"));
    set("cpu_count", I("5")); set("cpu_count", I("0")); set("cpu_count", I("-1")); set("cpu_count", I("-5")); set("cpu_count", S("x"));
    set("bytes_warning", I("2")); print_repr("flag", flag("bytes_warning")); set("optimization_level", I("7")); print_repr("flag", flag("optimize"));
    set("parser_debug", I("1")); print_repr("flag", flag("debug")); set("interactive", I("1")); print_repr("flag", flag("interactive"));
    SAY("%d %d %d %d", Py_BytesWarningFlag, Py_OptimizeFlag, Py_DebugFlag, Py_InteractiveFlag);
}
TEST(set_texts) {
    start();
    set("executable", S("new")); SYS("executable"); set("executable", Py_NewRef(Py_None)); SYS("executable"); set("executable", I("1"));
    set("platlibdir", S("lib64")); SYS("platlibdir"); set("platlibdir", Py_NewRef(Py_None)); set("platlibdir", V("y", "x"));
    set("pycache_prefix", S("/p")); SYS("pycache_prefix"); set("prefix", S("/q")); SYS("prefix"); set("stdlib_dir", S("/r")); SYS("_stdlib_dir"); set("base_executable", S("/s")); SYS("_base_executable");
    set("program_name", S("x")); set("home", S("x")); set("filesystem_encoding", S("x"));
}
TEST(set_lists) {
    start();
    set("argv", V("[ss]", "a", "b")); SYS("argv"); set("argv", V("(s)", "a")); set("argv", S("text")); set("argv", V("[si]", "a", 1)); set("argv", V("[]"));  SYS("argv");
    set("module_search_paths", V("[s]", "/x")); SYS("path"); set("warnoptions", V("[s]", "error")); SYS("warnoptions"); set("orig_argv", V("[s]", "x"));
    set("xoptions", V("{s:s,s:O}", "x", "y", "z", Py_True)); SYS("_xoptions"); set("xoptions", V("[s]", "x")); set("xoptions", V("{i:s}", 1, "x")); set("xoptions", V("{s:i}", "x", 1)); set("xoptions", V("{s:O}", "x", Py_None));
}
TEST(what_sys_holds_is_asked) {
    start();
    PyObject *text = S("replaced"), *list = V("[i]", 7);
    PySys_SetObject("executable", text); print_repr("executable", PyConfig_Get("executable"));
    PySys_SetObject("argv", list); print_repr("argv", PyConfig_Get("argv"));
    PySys_SetObject("path", text); print_repr("module_search_paths", PyConfig_Get("module_search_paths"));
    PySys_SetObject("dont_write_bytecode", list); print_repr("write_bytecode", PyConfig_Get("write_bytecode"));
    PySys_SetObject("prefix", NULL); print_repr("prefix", PyConfig_Get("prefix"));
    PySys_SetObject("flags", NULL); print_repr("verbose", PyConfig_Get("verbose"));
    SHOW_INT(PyConfig_Set("verbose", list));
}
TEST(results_are_the_objects) {
    start();
    PyObject *a = PyConfig_Get("argv"), *b = PySys_GetObject("argv");
    SAY("same list: %d", a == b);
    a = PyConfig_Get("xoptions"); b = PySys_GetObject("_xoptions");
    SAY("same dict: %d", a == b);
    a = PyConfig_Get("executable"); b = PySys_GetObject("executable");
    SAY("same text: %d", a == b);
}
static int hear(const char *event, PyObject *args, void *data) {
    if (!strncmp(event, "cpython.PyConfig", 16)) { printf("heard %s ", event); print_repr("args", Py_NewRef(args)); if (data) { PyErr_SetString(PyExc_ValueError, "refused"); return -1; } }
    return 0;
}
TEST(audited) {
    PySys_AddAuditHook(hear, NULL);
    start();
    set("verbose", I("0")); set("verbose", S("x")); set("home", S("x")); set("no such", S("x"));
}
TEST(refused) {
    PySys_AddAuditHook(hear, "");
    start();
    set("verbose", I("4"));
}
