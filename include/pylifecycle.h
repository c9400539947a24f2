/* Starting and ending the interpreter. */
#ifndef Py_PYLIFECYCLE_H
#define Py_PYLIFECYCLE_H

typedef void (*PyOS_sighandler_t)(int);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The handler of a signal; SIG_ERR for a number that is no signal. */
PyAPI_FUNC(PyOS_sighandler_t) PyOS_getsig(int signum);
/* Sets the handler of a signal, on the alternate stack where the thread has one; what it was before, or SIG_ERR. */
PyAPI_FUNC(PyOS_sighandler_t) PyOS_setsig(int signum, PyOS_sighandler_t handler);
/* Has a function called at the end of Py_FinalizeEx, last first: 0, or -1 where 32 are waiting. */
PyAPI_FUNC(int) Py_AtExit(void (*func) (void));
/* Ends the runtime and the process with an exit status; 120 where what was written could not be flushed. */
PyAPI_FUNC(void) _Py_NO_RETURN Py_Exit(int status);
/* Ends the runtime. */
PyAPI_FUNC(void) Py_Finalize(void);
/* The build. */
PyAPI_FUNC(const char *) Py_GetBuildInfo(void);
/* The compiler, in brackets. */
PyAPI_FUNC(const char *) Py_GetCompiler(void);
/* Who holds the copyright. */
PyAPI_FUNC(const char *) Py_GetCopyright(void);
/* The platform's name. */
PyAPI_FUNC(const char *) Py_GetPlatform(void);
/* The version text; it begins with the number and a space. */
PyAPI_FUNC(const char *) Py_GetVersion(void);
/* Starts the runtime, with signal handlers; does nothing where it is up. */
PyAPI_FUNC(void) Py_Initialize(void);
/* Starts the runtime; does nothing where it is up. initsigs other than 0 asks for signal handlers. */
PyAPI_FUNC(void) Py_InitializeEx(int initsigs);
/* Whether the runtime is up: true until Py_FinalizeEx has ended everything. */
PyAPI_FUNC(int) Py_IsInitialized(void);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03060000
/* Ends the runtime: 0, or -1 where what was written could not be flushed. Does nothing where it is not up. */
PyAPI_FUNC(int) Py_FinalizeEx(void);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030b0000
/* The version as a number: one byte each for major, minor, micro, and release level with serial. */
PyAPI_DATA(const unsigned long) Py_Version;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* Whether the runtime is coming to its end. */
PyAPI_FUNC(int) Py_IsFinalizing(void);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pylifecycle.h"
#endif

#endif
