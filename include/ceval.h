/* Evaluation: calls, the GIL, recursion. */
#ifndef Py_CEVAL_H
#define Py_CEVAL_H

/* How an f-string shows a value. */
#define FVC_MASK 0x3
#define FVC_NONE 0x0
#define FVC_STR 0x1
#define FVC_REPR 0x2
#define FVC_ASCII 0x3
#define FVS_MASK 0x4
#define FVS_HAVE_SPEC 0x4

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Attaches a thread state to a thread that has none attached. Fatal for NULL and where one is. */
PyAPI_FUNC(void) PyEval_AcquireThread(PyThreadState *tstate);
/* The builtins that the running code sees, borrowed: those of the interpreter where no frame runs. */
PyAPI_FUNC(PyObject *) PyEval_GetBuiltins(void);
/* The frame that runs in the calling thread, borrowed, or NULL. */
PyAPI_FUNC(PyFrameObject *) PyEval_GetFrame(void);
/* The builtins that the frame that runs sees, new; the interpreter's where none runs. */
PyAPI_FUNC(PyObject *) PyEval_GetFrameBuiltins(void);
/* The globals of the frame that runs, new; NULL, without an exception, where none runs. */
PyAPI_FUNC(PyObject *) PyEval_GetFrameGlobals(void);
/* The locals of the frame that runs, new; SystemError where none runs. */
PyAPI_FUNC(PyObject *) PyEval_GetFrameLocals(void);
/* What follows the name of a callable in messages: () for functions, object for others. */
PyAPI_FUNC(const char *) PyEval_GetFuncDesc(PyObject *func);
/* What a callable is called in messages; of what is no function, its type's name. Lives as long as the callable. */
PyAPI_FUNC(const char *) PyEval_GetFuncName(PyObject *func);
/* The globals of the frame that runs, borrowed; NULL, without an exception, where none runs. */
PyAPI_FUNC(PyObject *) PyEval_GetGlobals(void);
/* The locals of the frame that runs, borrowed; SystemError where none runs. */
PyAPI_FUNC(PyObject *) PyEval_GetLocals(void);
/* Does nothing: the GIL is there from the start. */
Py_DEPRECATED(3.9) PyAPI_FUNC(void) PyEval_InitThreads(void);
/* Detaches the given thread state. Fatal where it is not the one attached. */
PyAPI_FUNC(void) PyEval_ReleaseThread(PyThreadState *tstate);
/* Attaches the thread state that PyEval_SaveThread returned; waits for its interpreter's GIL. Fatal for NULL and
   where one is attached already. */
PyAPI_FUNC(void) PyEval_RestoreThread(PyThreadState *tstate);
/* Detaches the thread state and returns it; the calling thread may block then. Fatal where none is attached. */
PyAPI_FUNC(PyThreadState *) PyEval_SaveThread(void);
/* Has func(arg) called by the main thread, in the main interpreter, at a safe point: 0, or -1 where too many wait.
   Needs no thread state. */
PyAPI_FUNC(int) Py_AddPendingCall(int (*func) (void *), void *arg);
/* Says that a recursion through C goes one call deeper: 0, or -1 with RecursionError, whose message place ends. */
PyAPI_FUNC(int) Py_EnterRecursiveCall(const char *place);
/* How deep calls of Python functions may be nested. */
PyAPI_FUNC(int) Py_GetRecursionLimit(void);
/* Ends what Py_EnterRecursiveCall began. */
PyAPI_FUNC(void) Py_LeaveRecursiveCall(void);
/* Makes the calls that are pending and handles signals, in the main thread and the main interpreter; lets a
   collection that is due run, and a thread that waits for its turn: 0, or -1 with an exception. */
PyAPI_FUNC(int) Py_MakePendingCalls(void);
/* Sets how deep calls of Python functions may be nested, for all threads of the interpreter. */
PyAPI_FUNC(void) Py_SetRecursionLimit(int limit);
EXUVIA_END_C
/* end of declarations */

/* Around code that touches no object: other threads may run meanwhile. */
#define Py_BEGIN_ALLOW_THREADS { PyThreadState *_save; _save = PyEval_SaveThread();
#define Py_BLOCK_THREADS PyEval_RestoreThread(_save);
#define Py_UNBLOCK_THREADS _save = PyEval_SaveThread();
#define Py_END_ALLOW_THREADS PyEval_RestoreThread(_save); }

#ifndef Py_LIMITED_API
#include "cpython/ceval.h"
#endif

#endif
