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
/* Ends the interpreter of the attached thread state; none is attached afterwards. Fatal where another or none is
   attached, and for the main interpreter, which ends with the runtime. */
PyAPI_FUNC(void) Py_EndInterpreter(PyThreadState *tstate);
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
/* Starts the runtime; does nothing where it is up. initsigs other than 0 asks for signal handlers. Ends the process
   where a variable asks for what cannot be. */
PyAPI_FUNC(void) Py_InitializeEx(int initsigs);
/* Whether the runtime is up: true until Py_FinalizeEx has begun to take modules apart. */
PyAPI_FUNC(int) Py_IsInitialized(void);
/* Makes an interpreter that shares the main one's lock, and attaches its first thread state in the place of the one
   that is attached. Ends the process where that fails. */
PyAPI_FUNC(PyThreadState *) Py_NewInterpreter(void);
/* Sets the program's name for the next start; the library keeps a copy. NULL or an empty text forgets what was set. */
Py_DEPRECATED(3.11) PyAPI_FUNC(void) Py_SetProgramName(const wchar_t *name);
/* Sets the home, where the standard library is looked for, for the next start; none for NULL or an empty text. */
Py_DEPRECATED(3.11) PyAPI_FUNC(void) Py_SetPythonHome(const wchar_t *home);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030f0000
/* The prefix of files that depend on the platform, borrowed; NULL before the start. */
Py_DEPRECATED(3.13) PyAPI_FUNC(wchar_t *) Py_GetExecPrefix(void);
/* The module search path of the start, borrowed; NULL before it. */
Py_DEPRECATED(3.13) PyAPI_FUNC(wchar_t *) Py_GetPath(void);
/* The prefix of files that do not depend on the platform, borrowed; NULL before the start. */
Py_DEPRECATED(3.13) PyAPI_FUNC(wchar_t *) Py_GetPrefix(void);
/* The program's full path, borrowed; NULL before the start. */
Py_DEPRECATED(3.13) PyAPI_FUNC(wchar_t *) Py_GetProgramFullPath(void);
/* The program's name, borrowed; NULL before the start unless it was set. */
Py_DEPRECATED(3.13) PyAPI_FUNC(wchar_t *) Py_GetProgramName(void);
/* The home, borrowed; NULL before the start and where there is none. */
Py_DEPRECATED(3.13) PyAPI_FUNC(wchar_t *) Py_GetPythonHome(void);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03060000
/* Ends the runtime: 0, or -1 where what was written could not be flushed. Does nothing where it is not up. */
PyAPI_FUNC(int) Py_FinalizeEx(void);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030b0000
/* The version as a number: one byte each for major, minor, micro, and release level with serial. */
PyAPI_DATA(const unsigned long) Py_Version;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* Whether the runtime is coming to its end, or has come to it and was not started again. */
PyAPI_FUNC(int) Py_IsFinalizing(void);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pylifecycle.h"
#endif

#endif
