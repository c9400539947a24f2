//! What `--help` and its like tell.

/// The line that shows how the program is called.
pub fn line(program: &str) -> String {
    format!("usage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n")
}

/// The options.
pub fn short(program: &str) -> String {
    line(program) + OPTIONS
}

/// The environment variables.
pub fn environment(_: &str) -> String {
    ENVIRONMENT.to_owned()
}

/// The `-X` options.
pub fn x_options(_: &str) -> String {
    X_OPTIONS.to_owned()
}

/// All of it.
pub fn all(program: &str) -> String {
    [short(program).as_str(), "\n", ENVIRONMENT, "\n", X_OPTIONS].concat()
}

const OPTIONS: &str = "\
Options; a variable in brackets does the same:
-b      warn when bytes are used as text or compared with it; -bb makes it an error
-B      write no .pyc files (PYTHONDONTWRITEBYTECODE)
-c cmd  run the text cmd; what follows are its arguments
-d      debug the parser, where the build can (PYTHONDEBUG)
-E      heed no PYTHON* variables
-h      show this (also -?, --help)
-i      go on interactively afterwards (PYTHONINSPECT)
-I      isolated: as -E, -P and -s
-m mod  run the module mod; what follows are its arguments
-O      leave assert statements out; -OO docstrings too (PYTHONOPTIMIZE)
-P      keep the script's directory off sys.path (PYTHONSAFEPATH)
-q      say nothing at an interactive start
-s      no user site directory (PYTHONNOUSERSITE)
-S      do not import site
-u      unbuffered stdout and stderr (PYTHONUNBUFFERED)
-v      tell of imports; -vv of more (PYTHONVERBOSE)
-V      show the version (also --version); -VV more of it
-W arg  a warning filter, action:message:category:module:line (PYTHONWARNINGS)
-x      skip the first line of the source
-X opt  an option of the implementation
--check-hash-based-pycs always|default|never: when .pyc files with hashes are checked
--help-env, --help-xoptions, --help-all: show more
file    run a script; - or nothing reads stdin
arg ... the script's arguments, in sys.argv[1:]
";

const ENVIRONMENT: &str = "\
Environment variables:
PYTHONHOME              where the standard library is: PREFIX[:EXEC_PREFIX]
PYTHONPATH              directories for the front of sys.path, with colons between them
PYTHONPLATLIBDIR        the name of the library directory, in place of lib
PYTHONSAFEPATH          keep the script's directory off sys.path
PYTHONHASHSEED          a number seeds the hashes of text, 'random' does not
PYTHONUTF8              1 turns UTF-8 mode on, 0 off
PYTHONCOERCECLOCALE     0: leave the C locale alone; warn: tell when it is replaced
PYTHONIOENCODING        encoding[:errors] of the standard streams
PYTHONWARNINGS          warning filters, with commas between them
PYTHONDEVMODE           development mode
PYTHONMALLOC            the allocator, or debug
PYTHONINTMAXSTRDIGITS   the limit of digits between int and str
PYTHONPYCACHEPREFIX     where .pyc files go
PYTHONTRACEMALLOC       trace allocations, with so many frames
PYTHONFAULTHANDLER      show tracebacks when the process crashes
PYTHON_CPU_COUNT        what os.cpu_count() says
";

const X_OPTIONS: &str = "\
-X options; a variable in brackets does the same:
-X context_aware_warnings=0|1  warning filters by context (PYTHON_CONTEXT_AWARE_WARNINGS)
-X cpu_count=N                 what os.cpu_count() says (PYTHON_CPU_COUNT)
-X dev                         development mode (PYTHONDEVMODE)
-X disable-remote-debug        no debugger attaches (PYTHON_DISABLE_REMOTE_DEBUG)
-X faulthandler                tracebacks when the process crashes (PYTHONFAULTHANDLER)
-X frozen_modules=on|off       whether frozen modules are used (PYTHON_FROZEN_MODULES)
-X importtime[=2]              how long each import takes (PYTHONPROFILEIMPORTTIME)
-X int_max_str_digits=N        the limit of digits between int and str (PYTHONINTMAXSTRDIGITS)
-X no_debug_ranges             code without columns (PYTHONNODEBUGRANGES)
-X perf, -X perf_jit           support for perf (PYTHONPERFSUPPORT, PYTHON_PERF_JIT_SUPPORT)
-X pycache_prefix=PATH         where .pyc files go (PYTHONPYCACHEPREFIX)
-X showrefcount                references at the end, in debug builds
-X thread_inherit_context=0|1  whether threads begin with their maker's context (PYTHON_THREAD_INHERIT_CONTEXT)
-X tracemalloc[=N]             trace allocations (PYTHONTRACEMALLOC)
-X utf8[=0|1]                  UTF-8 mode (PYTHONUTF8)
-X warn_default_encoding       warn where an encoding is left to chance (PYTHONWARNDEFAULTENCODING)
";
