/* Interpreters and thread states. */
#ifndef Py_PYSTATE_H
#define Py_PYSTATE_H

#define MAX_CO_EXTRA_USERS 255

/* What PyGILState_Ensure found, to be given to PyGILState_Release. */
typedef enum {
    PyGILState_LOCKED,
    PyGILState_UNLOCKED
} PyGILState_STATE;

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Against the end of an interpreter: a guard puts it off, a view outlives it (PEP 788).  A token is what PyThreadState_Ensure found. */
typedef struct PyInterpreterGuard PyInterpreterGuard;
typedef struct PyInterpreterView PyInterpreterView;
typedef void PyThreadStateToken;
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Makes sure that the running thread has a thread state attached; the result goes to the matching
   PyGILState_Release. Fatal where the runtime is not up. */
PyAPI_FUNC(PyGILState_STATE) PyGILState_Ensure(void);
/* The thread state that the running thread last had attached, borrowed, or NULL. */
PyAPI_FUNC(PyThreadState *) PyGILState_GetThisThreadState(void);
/* Undoes the matching PyGILState_Ensure: leaves the thread as it was before. */
PyAPI_FUNC(void) PyGILState_Release(PyGILState_STATE state);
/* Drops everything that the interpreter holds. Fatal for NULL and for the main interpreter. */
PyAPI_FUNC(void) PyInterpreterState_Clear(PyInterpreterState *interp);
/* Frees an interpreter and its thread states, none of which is attached to another thread; one that is attached to
   this one is detached. Fatal for NULL and for the main interpreter. */
PyAPI_FUNC(void) PyInterpreterState_Delete(PyInterpreterState *interp);
/* An interpreter without thread states and modules, that shares the main one's lock; NULL where the runtime is not
   up. Ends the process where an audit hook refuses. */
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_New(void);
/* The module that was made of the definition in this interpreter, borrowed; NULL, without an exception, where there
   is none, or the definition has slots. */
PyAPI_FUNC(PyObject *) PyState_FindModule(PyModuleDef *def);
/* Drops the objects that the thread state holds. Its interpreter's GIL is held. */
PyAPI_FUNC(void) PyThreadState_Clear(PyThreadState *tstate);
/* Frees a thread state that is cleared and not attached. */
PyAPI_FUNC(void) PyThreadState_Delete(PyThreadState *tstate);
/* The attached thread state, borrowed; a fatal error where there is none. */
PyAPI_FUNC(PyThreadState *) PyThreadState_Get(void);
/* A dict for extensions to keep per-thread data in, borrowed; NULL, without an exception, where no thread state is
   attached. */
PyAPI_FUNC(PyObject *) PyThreadState_GetDict(void);
/* A new thread state of the interpreter, attached nowhere; NULL, without an exception, for no interpreter. */
PyAPI_FUNC(PyThreadState *) PyThreadState_New(PyInterpreterState *interp);
/* Has an exception (a class or an instance; NULL for none) raised in the thread of that number, where it next runs
   bytecode: how many of the interpreter's thread states that are, 0 or 1. */
PyAPI_FUNC(int) PyThreadState_SetAsyncExc(unsigned long id, PyObject *exc);
/* Attaches another thread state, or none (NULL), and returns the one that was, or NULL. */
PyAPI_FUNC(PyThreadState *) PyThreadState_Swap(PyThreadState *tstate);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* Registers a module under its definition: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyState_AddModule(PyObject *module, PyModuleDef *def);
/* Takes the definition's module out of the register: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyState_RemoveModule(PyModuleDef *def);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03070000
/* The interpreter's number, 0 for the main one. */
PyAPI_FUNC(int64_t) PyInterpreterState_GetID(PyInterpreterState *interp);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03080000
/* A dict for extensions to keep per-interpreter data in, borrowed; NULL, without an exception, where there is none. */
PyAPI_FUNC(PyObject *) PyInterpreterState_GetDict(PyInterpreterState *interp);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03090000
/* The attached thread state's interpreter; a fatal error where none is attached. */
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Get(void);
/* The frame that runs in a thread, new, or NULL. */
PyAPI_FUNC(PyFrameObject *) PyThreadState_GetFrame(PyThreadState *tstate);
/* The thread state's number, which no other of the interpreter has had. */
PyAPI_FUNC(uint64_t) PyThreadState_GetID(PyThreadState *tstate);
/* The thread state's interpreter. */
PyAPI_FUNC(PyInterpreterState *) PyThreadState_GetInterpreter(PyThreadState *tstate);
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Closes a guard: its interpreter may end. Needs no thread state. */
PyAPI_FUNC(void) PyInterpreterGuard_Close(PyInterpreterGuard *guard);
/* A guard of the current interpreter, to be closed; NULL with PythonFinalizationError where that is ending. */
PyAPI_FUNC(PyInterpreterGuard *) PyInterpreterGuard_FromCurrent(void);
/* A guard of the view's interpreter, to be closed; NULL, without an exception, where that is ending or gone. Needs
   no thread state. */
PyAPI_FUNC(PyInterpreterGuard *) PyInterpreterGuard_FromView(PyInterpreterView *view);
/* Closes a view. Needs no thread state. */
PyAPI_FUNC(void) PyInterpreterView_Close(PyInterpreterView *view);
/* A view of the current interpreter, to be closed. */
PyAPI_FUNC(PyInterpreterView *) PyInterpreterView_FromCurrent(void);
/* A view of the main interpreter, to be closed. Needs no thread state, and no runtime that is up. */
PyAPI_FUNC(PyInterpreterView *) PyInterpreterView_FromMain(void);
/* Makes sure that a thread state of the guard's interpreter is attached; what it returns goes to the matching
   PyThreadState_Release. NULL, without an exception, where that cannot be. */
PyAPI_FUNC(PyThreadStateToken *) PyThreadState_Ensure(PyInterpreterGuard *guard);
/* As PyThreadState_Ensure, with a guard that lasts until the matching PyThreadState_Release. NULL, without an
   exception, where the view's interpreter is ending or gone. */
PyAPI_FUNC(PyThreadStateToken *) PyThreadState_EnsureFromView(PyInterpreterView *view);
/* Undoes the matching PyThreadState_Ensure: what was attached before is attached again. Fatal where no state is
   attached, or none was ensured. */
PyAPI_FUNC(void) PyThreadState_Release(PyThreadStateToken *token);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyThreadState_GET() PyThreadState_Get()

#ifndef Py_LIMITED_API
#include "cpython/pystate.h"
#endif

#endif
