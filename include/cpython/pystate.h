/* Full API: the layout of thread states; tracing and profiling. */
#ifndef Py_CPYTHON_PYSTATE_H
#define Py_CPYTHON_PYSTATE_H

/* Returns 0, or -1 with an exception, which ends the tracing. */
typedef int (*Py_tracefunc)(PyObject *, PyFrameObject *, int, PyObject *);
#define PyTrace_CALL 0
#define PyTrace_EXCEPTION 1
#define PyTrace_LINE 2
#define PyTrace_RETURN 3
#define PyTrace_C_CALL 4
#define PyTrace_C_EXCEPTION 5
#define PyTrace_C_RETURN 6
#define PyTrace_OPCODE 7

#define _Py_MAX_SCRIPT_PATH_SIZE 512
typedef struct {
    int32_t debugger_pending_call;
    char debugger_script_path[_Py_MAX_SCRIPT_PATH_SIZE];
} _PyRemoteDebuggerSupport;

/* An exception that is being handled, and that which was when it came. */
typedef struct _err_stackitem {
    PyObject *exc_value;
    struct _err_stackitem *previous_item;
} _PyErr_StackItem;

typedef struct _stack_chunk {
    struct _stack_chunk *previous;
    size_t size;
    size_t top;
    PyObject *data[1];
} _PyStackChunk;
#define _PY_DATA_STACK_CHUNK_SIZE (16 * 1024)

struct _ts {
    PyThreadState *prev;
    PyThreadState *next;
    PyInterpreterState *interp;
    uintptr_t eval_breaker;
    struct {
        unsigned int initialized : 1;
        unsigned int bound : 1;
        unsigned int unbound : 1;
        unsigned int bound_gilstate : 1;
        unsigned int active : 1;
        unsigned int finalizing : 1;
        unsigned int cleared : 1;
        unsigned int finalized : 1;
        unsigned int : 24;
    } _status;
    int holds_gil;
    int _whence;
    int state;
    int py_recursion_remaining;
    int py_recursion_limit;
    int recursion_headroom;
    int tracing;
    int what_event;
    struct _PyInterpreterFrame *current_frame;
    Py_tracefunc c_profilefunc;
    Py_tracefunc c_tracefunc;
    PyObject *c_profileobj;
    PyObject *c_traceobj;
    PyObject *current_exception;
    _PyErr_StackItem *exc_info;
    PyObject *dict; /* what PyThreadState_GetDict gives */
    int gilstate_counter;
    PyObject *async_exc;
    unsigned long thread_id;
    unsigned long native_thread_id;
    PyObject *delete_later;
    uintptr_t critical_section;
    int coroutine_origin_tracking_depth;
    PyObject *async_gen_firstiter;
    PyObject *async_gen_finalizer;
    PyObject *context;
    uint64_t context_ver;
    uint64_t id;
    _PyStackChunk *datastack_chunk;
    PyObject **datastack_top;
    PyObject **datastack_limit;
    _PyErr_StackItem exc_state;
    PyObject *current_executor;
    uint64_t dict_global_version;
    PyObject *threading_local_key;
    PyObject *threading_local_sentinel;
    _PyRemoteDebuggerSupport remote_debugger_support;
    _PyStackChunk *datastack_cached_chunk;
};

typedef PyObject *(*_PyFrameEvalFunction)(PyThreadState *tstate, struct _PyInterpreterFrame *, int);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Whether the running thread has a thread state attached. True while the runtime is not up, as nothing needs one. */
PyAPI_FUNC(int) PyGILState_Check(void);
/* The newest interpreter, or NULL. */
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Head(void);
/* The main interpreter; NULL before the runtime is up. */
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Main(void);
/* The interpreter that was made before this one, or NULL. */
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Next(PyInterpreterState *interp);
/* The interpreter's thread states, newest first: the first of them, or NULL. */
PyAPI_FUNC(PyThreadState *) PyInterpreterState_ThreadHead(PyInterpreterState *interp);
/* Detaches the attached thread state, which is cleared, and frees it. */
PyAPI_FUNC(void) PyThreadState_DeleteCurrent(void);
/* Suspends tracing and profiling in the thread, as often as it is called. */
PyAPI_FUNC(void) PyThreadState_EnterTracing(PyThreadState *tstate);
/* The attached thread state, borrowed, or NULL. */
PyAPI_FUNC(PyThreadState *) PyThreadState_GetUnchecked(void);
/* Takes one PyThreadState_EnterTracing back. */
PyAPI_FUNC(void) PyThreadState_LeaveTracing(PyThreadState *tstate);
/* The next thread state of the same interpreter, or NULL. */
PyAPI_FUNC(PyThreadState *) PyThreadState_Next(PyThreadState *tstate);
/* Says whether the interpreter ends with its last id object. */
PyAPI_FUNC(void) _PyInterpreterState_RequireIDRef(PyInterpreterState *interp, int required);
/* Whether the interpreter ends with its last id object. */
PyAPI_FUNC(int) _PyInterpreterState_RequiresIDRef(PyInterpreterState *interp);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

Py_DEPRECATED(3.14) static inline PyThreadState *_PyThreadState_UncheckedGet(void)
{
    return PyThreadState_GetUnchecked();
}

EXUVIA_END_C

#endif
