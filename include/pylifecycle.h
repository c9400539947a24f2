/* Starting and ending the interpreter. */
#ifndef Py_PYLIFECYCLE_H
#define Py_PYLIFECYCLE_H

typedef void (*PyOS_sighandler_t)(int);

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* Ends the runtime. */
PyAPI_FUNC(void) Py_Finalize(void);
/* Starts the runtime, with signal handlers; does nothing where it is up. */
PyAPI_FUNC(void) Py_Initialize(void);
/* Starts the runtime; does nothing where it is up. signals other than 0 asks for signal handlers. */
PyAPI_FUNC(void) Py_InitializeEx(int signals);
/* Whether the runtime is up. */
PyAPI_FUNC(int) Py_IsInitialized(void);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03060000
/* Ends the runtime: 0, or -1 where what was written could not be flushed. Does nothing where it is not up. */
PyAPI_FUNC(int) Py_FinalizeEx(void);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pylifecycle.h"
#endif

#endif
