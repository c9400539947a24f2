/* Full API: starting with a configuration; sub-interpreters. */
#ifndef Py_CPYTHON_PYLIFECYCLE_H
#define Py_CPYTHON_PYLIFECYCLE_H

#define PyInterpreterConfig_DEFAULT_GIL (0)
#define PyInterpreterConfig_SHARED_GIL (1)
#define PyInterpreterConfig_OWN_GIL (2)

typedef struct {
    int use_main_obmalloc;
    int allow_fork;
    int allow_exec;
    int allow_threads;
    int allow_daemon_threads;
    int check_multi_interp_extensions;
    int gil; /* PyInterpreterConfig_…_GIL */
} PyInterpreterConfig;

/* An interpreter that shares nothing. */
#define _PyInterpreterConfig_INIT \
    { \
        .use_main_obmalloc = 0, \
        .allow_fork = 0, \
        .allow_exec = 0, \
        .allow_threads = 1, \
        .allow_daemon_threads = 0, \
        .check_multi_interp_extensions = 1, \
        .gil = PyInterpreterConfig_OWN_GIL, \
    }

/* An interpreter as Py_NewInterpreter makes it. */
#define _PyInterpreterConfig_LEGACY_CHECK_MULTI_INTERP_EXTENSIONS 0
#define _PyInterpreterConfig_LEGACY_INIT \
    { \
        .use_main_obmalloc = 1, \
        .allow_fork = 1, \
        .allow_exec = 1, \
        .allow_threads = 1, \
        .allow_daemon_threads = 1, \
        .check_multi_interp_extensions = _PyInterpreterConfig_LEGACY_CHECK_MULTI_INTERP_EXTENSIONS, \
        .gil = PyInterpreterConfig_SHARED_GIL, \
    }

typedef void (*atexit_datacallbackfunc)(void *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Has func(data) called when the interpreter has ended its modules, last first: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyUnstable_AtExit(PyInterpreterState *interp, atexit_datacallbackfunc func, void *data);
/* Ends the process as the status says: with its exit status, or with 1 and the error's text. It must not be a
   success. */
PyAPI_FUNC(void) _Py_NO_RETURN Py_ExitStatusException(PyStatus err);
/* Starts the runtime with a configuration. Where it is up, sys and the flags say from now on what the configuration
   says. */
PyAPI_FUNC(PyStatus) Py_InitializeFromConfig(const PyConfig *config);
/* Makes an interpreter as configured. Its first thread state is attached, in the place of the one that was, and put
   into tstate_p; NULL there, and an error status, where that fails. No exception is set. */
PyAPI_FUNC(PyStatus) Py_NewInterpreterFromConfig(PyThreadState **tstate_p, const PyInterpreterConfig *config);
/* Settles locale, encoding and allocator; does nothing where they are. */
PyAPI_FUNC(PyStatus) Py_PreInitialize(const PyPreConfig *src_config);
/* As Py_PreInitialize, with the options of a command line. */
PyAPI_FUNC(PyStatus) Py_PreInitializeFromArgs(const PyPreConfig *src_config, Py_ssize_t argc, wchar_t **argv);
/* As Py_PreInitialize, with the options of a command line of bytes. */
PyAPI_FUNC(PyStatus) Py_PreInitializeFromBytesArgs(const PyPreConfig *src_config, Py_ssize_t argc, char **argv);
EXUVIA_END_C
/* end of declarations */

#endif
