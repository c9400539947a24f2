/* Full API: code objects. */
#ifndef Py_LIMITED_API
#ifndef Py_CODE_H
#define Py_CODE_H

/* What co_code and its like have made, kept. */
typedef struct {
    PyObject *_co_code;
    PyObject *_co_varnames;
    PyObject *_co_cellvars;
    PyObject *_co_freevars;
} _PyCoCached;

typedef struct {
    int size;
    int capacity;
    struct _PyExecutorObject *executors[1];
} _PyExecutorArray;

struct PyCodeObject {
    PyObject_VAR_HEAD
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_exceptiontable;
    int co_flags; /* CO_… */
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_stacksize;
    int co_firstlineno;
    int co_nlocalsplus; /* locals, cells and free variables */
    int co_framesize;
    int co_nlocals;
    int co_ncellvars;
    int co_nfreevars;
    uint32_t co_version;
    PyObject *co_localsplusnames;
    PyObject *co_localspluskinds;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_qualname;
    PyObject *co_linetable;
    PyObject *co_weakreflist;
    _PyExecutorArray *co_executors;
    _PyCoCached *_co_cached;
    uintptr_t _co_instrumentation_version;
    struct _PyCoMonitoringData *_co_monitoring;
    Py_ssize_t _co_unique_id;
    int _co_firsttraceable;
    void *co_extra;
    char co_code_adaptive[1];
};

#define CO_OPTIMIZED 0x0001
#define CO_NEWLOCALS 0x0002
#define CO_VARARGS 0x0004
#define CO_VARKEYWORDS 0x0008
#define CO_NESTED 0x0010
#define CO_GENERATOR 0x0020
#define CO_COROUTINE 0x0080
#define CO_ITERABLE_COROUTINE 0x0100
#define CO_ASYNC_GENERATOR 0x0200
#define CO_FUTURE_DIVISION 0x20000
#define CO_FUTURE_ABSOLUTE_IMPORT 0x40000
#define CO_FUTURE_WITH_STATEMENT 0x80000
#define CO_FUTURE_PRINT_FUNCTION 0x100000
#define CO_FUTURE_UNICODE_LITERALS 0x200000
#define CO_FUTURE_BARRY_AS_BDFL 0x400000
#define CO_FUTURE_GENERATOR_STOP 0x800000
#define CO_FUTURE_ANNOTATIONS 0x1000000
#define CO_NO_MONITORING_EVENTS 0x2000000
#define CO_HAS_DOCSTRING 0x4000000
#define CO_METHOD 0x8000000 /* defined in a class */
#define CO_MAXBLOCKS 21
#define PY_PARSER_REQUIRES_FUTURE_KEYWORD

#define PY_FOREACH_CODE_EVENT(V) V(CREATE) V(DESTROY)
typedef enum {
    PY_CODE_EVENT_CREATE,
    PY_CODE_EVENT_DESTROY
} PyCodeEvent;
typedef int (*PyCode_WatchCallback)(PyCodeEvent event, PyCodeObject *co);

/* A stretch of bytecode that comes from one line, and how to find the next. */
struct _opaque {
    int computed_line;
    const uint8_t *lo_next;
    const uint8_t *limit;
};
typedef struct _line_offsets {
    int ar_start;
    int ar_end;
    int ar_line;
    struct _opaque opaque;
} PyCodeAddressRange;

/* How an entry of co_linetable is written. */
typedef enum _PyCodeLocationInfoKind {
    PY_CODE_LOCATION_INFO_SHORT0 = 0,
    PY_CODE_LOCATION_INFO_ONE_LINE0 = 10,
    PY_CODE_LOCATION_INFO_ONE_LINE1 = 11,
    PY_CODE_LOCATION_INFO_ONE_LINE2 = 12,
    PY_CODE_LOCATION_INFO_NO_COLUMNS = 13,
    PY_CODE_LOCATION_INFO_LONG = 14,
    PY_CODE_LOCATION_INFO_NONE = 15
} _PyCodeLocationInfoKind;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The line of the unit at an address in bytes, -1 for none; the first line for a negative address. */
PyAPI_FUNC(int) PyCode_Addr2Line(PyCodeObject *co, int byte_offset);
/* The place in source of the unit at an address in bytes; numbers that are not known are -1. Returns 1. */
PyAPI_FUNC(int) PyCode_Addr2Location(PyCodeObject *co, int byte_offset, int *start_line, int *start_column,
                                     int *end_line, int *end_column);
/* The names of the variables that inner functions use, new. */
PyAPI_FUNC(PyObject *) PyCode_GetCellvars(PyCodeObject *co);
/* The bytecode, new. */
PyAPI_FUNC(PyObject *) PyCode_GetCode(PyCodeObject *co);
/* The names of the variables of outer functions, new. */
PyAPI_FUNC(PyObject *) PyCode_GetFreevars(PyCodeObject *co);
/* The names of the local variables, new. */
PyAPI_FUNC(PyObject *) PyCode_GetVarnames(PyCodeObject *co);
/* A new code object that does nothing but raise; for tracebacks. */
PyAPI_FUNC(PyCodeObject *) PyCode_NewEmpty(const char *filename, const char *funcname, int firstlineno);
/* code. */
PyAPI_DATA(PyTypeObject) PyCode_Type;
/* What is attached under a number, NULL for nothing: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyUnstable_Code_GetExtra(PyObject *code, Py_ssize_t index, void **extra);
/* As PyUnstable_Code_NewWithPosOnlyArgs, without positional-only parameters. */
PyAPI_FUNC(PyCodeObject *) PyUnstable_Code_New(int argcount, int kwonlyargcount, int nlocals, int stacksize,
                                               int flags, PyObject *code, PyObject *consts, PyObject *names,
                                               PyObject *varnames, PyObject *freevars, PyObject *cellvars,
                                               PyObject *filename, PyObject *name, PyObject *qualname,
                                               int firstlineno, PyObject *linetable, PyObject *exceptiontable);
/* A new code object; SystemError or ValueError where the parts do not fit together. */
PyAPI_FUNC(PyCodeObject *) PyUnstable_Code_NewWithPosOnlyArgs(int, int, int, int, int, int, PyObject *, PyObject *,
                                                              PyObject *, PyObject *, PyObject *, PyObject *,
                                                              PyObject *, PyObject *, PyObject *, int, PyObject *,
                                                              PyObject *);
/* Attaches something under a number: 0, or -1 with an exception. What was attached before is freed. */
PyAPI_FUNC(int) PyUnstable_Code_SetExtra(PyObject *code, Py_ssize_t index, void *extra);
EXUVIA_END_C
/* end of declarations */

#define PyCode_Check(op) Py_IS_TYPE((op), &PyCode_Type)

EXUVIA_BEGIN_C

static inline Py_ssize_t PyCode_GetNumFree(PyCodeObject *op)
{
    assert(PyCode_Check(op));
    return op->co_nfreevars;
}
static inline int PyUnstable_Code_GetFirstFree(PyCodeObject *op)
{
    assert(PyCode_Check(op));
    return op->co_nlocalsplus - op->co_nfreevars;
}

/* Older names. */
Py_DEPRECATED(3.13) static inline int PyCode_GetFirstFree(PyCodeObject *op)
{
    return PyUnstable_Code_GetFirstFree(op);
}
_Py_DEPRECATED_EXTERNALLY(3.12) static inline PyCodeObject *
PyCode_New(int argcount, int kwonlyargcount, int nlocals, int stacksize, int flags, PyObject *code, PyObject *consts,
           PyObject *names, PyObject *varnames, PyObject *freevars, PyObject *cellvars, PyObject *filename, PyObject *name,
           PyObject *qualname, int firstlineno, PyObject *linetable, PyObject *exceptiontable)
{
    return PyUnstable_Code_New(argcount, kwonlyargcount, nlocals, stacksize, flags, code, consts, names, varnames, freevars,
                               cellvars, filename, name, qualname, firstlineno, linetable, exceptiontable);
}
_Py_DEPRECATED_EXTERNALLY(3.12) static inline PyCodeObject *
PyCode_NewWithPosOnlyArgs(int argcount, int posonlyargcount, int kwonlyargcount, int nlocals, int stacksize, int flags,
                          PyObject *code, PyObject *consts, PyObject *names, PyObject *varnames, PyObject *freevars,
                          PyObject *cellvars, PyObject *filename, PyObject *name, PyObject *qualname, int firstlineno,
                          PyObject *linetable, PyObject *exceptiontable)
{
    return PyUnstable_Code_NewWithPosOnlyArgs(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, code,
                                              consts, names, varnames, freevars, cellvars, filename, name, qualname,
                                              firstlineno, linetable, exceptiontable);
}
_Py_DEPRECATED_EXTERNALLY(3.12) static inline int _PyCode_GetExtra(PyObject *code, Py_ssize_t index, void **extra)
{
    return PyUnstable_Code_GetExtra(code, index, extra);
}
_Py_DEPRECATED_EXTERNALLY(3.12) static inline int _PyCode_SetExtra(PyObject *code, Py_ssize_t index, void *extra)
{
    return PyUnstable_Code_SetExtra(code, index, extra);
}

EXUVIA_END_C

#endif
#endif
