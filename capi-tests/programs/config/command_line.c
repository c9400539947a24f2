/* What PyConfig_Read makes of a command line. */
#include "read.h"

TEST(single_letters) {
    ARGS(L"-B"); ARGS(L"-E"); ARGS(L"-I"); ARGS(L"-s"); ARGS(L"-S"); ARGS(L"-O"); ARGS(L"-OO"); ARGS(L"-OOO"); ARGS(L"-q"); ARGS(L"-u"); ARGS(L"-v"); ARGS(L"-vvv");
    ARGS(L"-b"); ARGS(L"-bb"); ARGS(L"-d"); ARGS(L"-i"); ARGS(L"-P"); ARGS(L"-x"); ARGS(L"-x", L"file"); ARGS(L"-t"); ARGS(L"-R"); ARGS(L"-J"); ARGS(L"-ddd"); ARGS(L"-BEs");
    ARGS(L"-Bz"); ARGS(L"-z"); ARGS(L"-"); ARGS(L"--"); ARGS(L"--", L"-v"); ARGS(L"-", L"a"); ARGS(L"");
}
TEST(command) {
    ARGS(L"-c", L"pass"); ARGS(L"-cpass"); ARGS(L"-c"); ARGS(L"-c", L"pass", L"-v", L"x"); ARGS(L"-vc", L"pass", L"y"); ARGS(L"-c", L""); ARGS(L"-ic", L"x");
}
TEST(module) { ARGS(L"-m", L"mod"); ARGS(L"-mmod", L"-q"); ARGS(L"-m"); ARGS(L"-m", L"a.b", L"--help"); }
TEST(file) { ARGS(L"file.py"); ARGS(L"/abs/file.py", L"-v"); ARGS(L"-v", L"dir/file.py", L"--", L"z"); ARGS(L"-", L"-c"); }
TEST(warnings) {
    ARGS(L"-W", L"error"); ARGS(L"-Werror"); ARGS(L"-W", L"a", L"-W", L"b", L"-Wa"); ARGS(L"-W"); ARGS(L"-b", L"-W", L"x"); ARGS(L"-bb", L"-W", L"x");
    ARGS_ENV("PYTHONWARNINGS=env1,env2", L"-W", L"cmd", L"-b", L"-Xdev"); ARGS_ENV("PYTHONWARNINGS=env1", L"-E", L"-W", L"cmd"); ARGS_ENV("PYTHONWARNINGS=cmd", L"-W", L"cmd");
}
TEST(x_options) {
    ARGS(L"-X", L"anything"); ARGS(L"-Xa=b=c"); ARGS(L"-X"); ARGS(L"-X", L"dev"); ARGS(L"-X", L"dev=1"); ARGS(L"-X", L"dev=0"); ARGS(L"-X", L"utf8"); ARGS(L"-X", L"utf8=1"); ARGS(L"-X", L"utf8=0");
    ARGS(L"-X", L"utf8="); ARGS(L"-X", L"utf8=2"); ARGS(L"-X", L"faulthandler"); ARGS(L"-X", L"faulthandler=x"); ARGS(L"-X", L"tracemalloc"); ARGS(L"-X", L"tracemalloc=5");
    ARGS(L"-X", L"tracemalloc=0"); ARGS(L"-X", L"tracemalloc=x"); ARGS(L"-X", L"tracemalloc="); ARGS(L"-X", L"importtime"); ARGS(L"-X", L"importtime=1"); ARGS(L"-X", L"importtime=2");
    ARGS(L"-X", L"importtime=3"); ARGS(L"-X", L"importtime="); ARGS(L"-X", L"importtime=0"); ARGS(L"-X", L"showrefcount"); ARGS(L"-X", L"no_debug_ranges"); ARGS(L"-X", L"warn_default_encoding");
    ARGS(L"-X", L"int_max_str_digits=0"); ARGS(L"-X", L"int_max_str_digits=100"); ARGS(L"-X", L"int_max_str_digits"); ARGS(L"-X", L"int_max_str_digits="); ARGS(L"-X", L"int_max_str_digits=1000");
    ARGS(L"-X", L"cpu_count=3"); ARGS(L"-X", L"cpu_count=default"); ARGS(L"-X", L"cpu_count=0"); ARGS(L"-X", L"cpu_count"); ARGS(L"-X", L"cpu_count=x"); ARGS(L"-X", L"cpu_count=");
    ARGS(L"-X", L"pycache_prefix=/p"); ARGS(L"-X", L"pycache_prefix="); ARGS(L"-X", L"pycache_prefix"); ARGS(L"-X", L"frozen_modules"); ARGS(L"-X", L"frozen_modules=on");
    ARGS(L"-X", L"frozen_modules=off"); ARGS(L"-X", L"frozen_modules=x"); ARGS(L"-X", L"frozen_modules="); ARGS(L"-X", L"gil=1"); ARGS(L"-X", L"gil=0"); ARGS(L"-X", L"gil=x"); ARGS(L"-X", L"gil");
    ARGS(L"-X", L"perf"); ARGS(L"-X", L"perf_jit"); ARGS(L"-X", L"perf=1"); ARGS(L"-X", L"disable_remote_debug"); ARGS(L"-X", L"disable-remote-debug"); ARGS(L"-X", L"thread_inherit_context=1"); ARGS(L"-X", L"thread_inherit_context=0");
    ARGS(L"-X", L"thread_inherit_context=2"); ARGS(L"-X", L"thread_inherit_context"); ARGS(L"-X", L"context_aware_warnings=1"); ARGS(L"-X", L"context_aware_warnings=x"); ARGS(L"-X", L"context_aware_warnings");
    ARGS(L"-X", L"tlbc=1"); ARGS(L"-X", L"presite=x"); ARGS(L"-X", L"lazy_imports=all"); ARGS(L"-X", L"a", L"-X", L"a=1", L"-X", L"a=2");
}
TEST(over_environment) {
    ARGS_ENV("PYTHONTRACEMALLOC=7", L"-X", L"tracemalloc=3"); ARGS_ENV("PYTHONTRACEMALLOC=x", L"-X", L"tracemalloc=3"); ARGS_ENV("PYTHONINTMAXSTRDIGITS=700", L"-X", L"int_max_str_digits=800"); ARGS_ENV("PYTHON_CPU_COUNT=2", L"-X", L"cpu_count=3");
    ARGS_ENV("PYTHONPYCACHEPREFIX=/e", L"-X", L"pycache_prefix=/x"); ARGS_ENV("PYTHONPYCACHEPREFIX=/e", L"-X", L"pycache_prefix"); ARGS_ENV("PYTHONUTF8=0", L"-X", L"utf8"); ARGS_ENV("PYTHONUTF8=x", L"-X", L"utf8"); ARGS_ENV("PYTHONPROFILEIMPORTTIME=1", L"-X", L"importtime=2");
    ARGS_ENV("PYTHON_THREAD_INHERIT_CONTEXT=1", L"-X", L"thread_inherit_context=0"); ARGS_ENV("PYTHONVERBOSE=2", L"-v"); ARGS_ENV("PYTHONVERBOSE=1", L"-vv"); ARGS_ENV("PYTHONOPTIMIZE=2", L"-O"); ARGS_ENV("PYTHONOPTIMIZE=2", L"-E"); ARGS_ENV("PYTHONOPTIMIZE=2", L"-I");
    ARGS_ENV("PYTHONHASHSEED=0", L"-R"); ARGS_ENV("PYTHONHASHSEED=5", L"-R"); ARGS_ENV("PYTHONHASHSEED=x", L"-R"); ARGS_ENV("PYTHONHASHSEED=x", L"-E"); ARGS_ENV("PYTHONDEVMODE=1", L"-X", L"dev=0"); ARGS_ENV("PYTHONMALLOC=malloc", L"-X", L"dev");
    ARGS_ENV("PYTHONDEVMODE=1", L"-E"); ARGS_ENV("PYTHON_FROZEN_MODULES=off", L"-X", L"frozen_modules=on"); ARGS_ENV("PYTHONSAFEPATH=1", L"-I"); ARGS_ENV("PYTHONNODEBUGRANGES=1", L"-E");
}
TEST(long_options) {
    ARGS(L"--check-hash-based-pycs", L"always"); ARGS(L"--check-hash-based-pycs", L"never"); ARGS(L"--check-hash-based-pycs", L"default"); ARGS(L"--check-hash-based-pycs", L"x"); ARGS(L"--check-hash-based-pycs");
    ARGS(L"--version"); ARGS(L"-V"); ARGS(L"--nonsense"); ARGS(L"--ver"); ARGS(L"--check-hash-based-pycs=always");
}
TEST(not_parsed) {
    PyConfig config, usual;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.parse_argv = 0;
    wchar_t *argv[] = {L"prog", L"-v", L"-X", L"dev", L"x"};
    PyConfig_SetArgv(&config, 5, argv);
    QUIET(PyConfig_Read(&config));
    read_baseline(&usual, false);
    print_difference(&config, &usual);
    QUIET(PyConfig_Read(&config));
    print_difference(&config, &usual);
}
TEST(isolated_is_not_parsed) { wchar_t *a[] = {L"prog", L"-v", L"-c", L"x", NULL}; reading_of("isolated", true, NULL, a); }
TEST(twice) {
    PyConfig config, usual;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    wchar_t *argv[] = {L"prog", L"-v", L"-W", L"x", L"-X", L"y", L"script", L"z"};
    PyConfig_SetArgv(&config, 8, argv);
    QUIET(PyConfig_Read(&config));
    read_baseline(&usual, false);
    print_difference(&config, &usual);
    SAY("again");
    QUIET(PyConfig_Read(&config));
    print_difference(&config, &usual);
}
TEST(fields_that_are_set) {
    PyConfig config, usual;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    wchar_t *argv[] = {L"prog", L"-vv", L"-W", L"cmd", L"-X", L"cmd", L"-c", L"text"};
    PyConfig_SetArgv(&config, 8, argv);
    config.verbose = 7; config.tracemalloc = 9; config.hash_seed = 77; config.use_hash_seed = 1; config.dev_mode = 1; config.faulthandler = 0; config.int_max_str_digits = 9999; config.cpu_count = 5;
    config.import_time = 1; config.bytes_warning = 1;
    PyWideStringList_Append(&config.warnoptions, L"first"); PyWideStringList_Append(&config.xoptions, L"first");
    PyConfig_SetString(&config, &config.run_command, L"mine"); PyConfig_SetString(&config, &config.stdio_encoding, L"ascii"); PyConfig_SetString(&config, &config.check_hash_pycs_mode, L"always");
    PyConfig_SetString(&config, &config.program_name, L"myprogram"); PyConfig_SetString(&config, &config.pythonpath_env, L"/p"); PyConfig_SetString(&config, &config.executable, L"/exe");
    QUIET(PyConfig_Read(&config));
    read_baseline(&usual, false);
    print_difference(&config, &usual);
}
TEST(numbers_out_of_range) {
#define NUMBER(field, value) do { PyConfig config; PyConfig_InitPythonConfig(&config); PyConfig_SetString(&config, &config.home, home_wide); config.field = value; \
        if (STATUS(PyConfig_Read(&config))) SAY(#field " %d: %d", value, config.field); PyConfig_Clear(&config); } while (0)
    NUMBER(int_max_str_digits, 5); NUMBER(int_max_str_digits, -5); NUMBER(cpu_count, 0); NUMBER(cpu_count, -7); NUMBER(verbose, -3); NUMBER(tracemalloc, -3); NUMBER(optimization_level, 50);
    NUMBER(import_time, 3); NUMBER(hash_seed, -1); NUMBER(isolated, 5); NUMBER(dev_mode, 5); NUMBER(perf_profiling, 9); NUMBER(bytes_warning, 9); NUMBER(use_frozen_modules, -1); NUMBER(warn_default_encoding, 1); NUMBER(warn_default_encoding, 3); NUMBER(safe_path, 7); NUMBER(use_hash_seed, 7); NUMBER(remote_debug, 5); NUMBER(faulthandler, 5); NUMBER(parse_argv, -1); NUMBER(parse_argv, 3); NUMBER(configure_c_stdio, -1); NUMBER(_install_importlib, 0);
}
TEST(isolated_field) {
    PyConfig config, usual;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetString(&config, &config.home, home_wide);
    config.isolated = 1;
    setenv("PYTHONVERBOSE", "1", 1);
    QUIET(PyConfig_Read(&config));
    read_baseline(&usual, false);
    print_difference(&config, &usual);
}
