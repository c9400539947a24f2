/* Full API: the layouts of exceptions. */
#ifndef Py_CPYTHON_ERRORS_H
#define Py_CPYTHON_ERRORS_H

#define PyException_HEAD \
    PyObject_HEAD \
    PyObject *dict; \
    PyObject *args; \
    PyObject *notes; \
    PyObject *traceback; \
    PyObject *context; \
    PyObject *cause; \
    char suppress_context;

typedef struct {
    PyException_HEAD
} PyBaseExceptionObject;

typedef struct {
    PyException_HEAD
    PyObject *msg;
    PyObject *excs;
    PyObject *excs_str;
} PyBaseExceptionGroupObject;

typedef struct {
    PyException_HEAD
    PyObject *msg;
    PyObject *filename;
    PyObject *lineno;
    PyObject *offset;
    PyObject *end_lineno;
    PyObject *end_offset;
    PyObject *text;
    PyObject *print_file_and_line;
    PyObject *metadata;
} PySyntaxErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *msg;
    PyObject *name;
    PyObject *path;
    PyObject *name_from;
} PyImportErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *encoding;
    PyObject *object;
    Py_ssize_t start;
    Py_ssize_t end;
    PyObject *reason;
} PyUnicodeErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *code;
} PySystemExitObject;

typedef struct {
    PyException_HEAD
    PyObject *myerrno;
    PyObject *strerror;
    PyObject *filename;
    PyObject *filename2;
    Py_ssize_t written; /* a BlockingIOError's; -1: not set */
} PyOSErrorObject;
typedef PyOSErrorObject PyEnvironmentErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *value;
} PyStopIterationObject;

typedef struct {
    PyException_HEAD
    PyObject *name;
} PyNameErrorObject;

typedef struct {
    PyException_HEAD
    PyObject *obj;
    PyObject *name;
} PyAttributeErrorObject;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Reports the exception that is set with a formatted message (or none, for NULL), and clears it. */
PyAPI_FUNC(void) PyErr_FormatUnraisable(const char *, ...);
/* As PyErr_ProgramText, for a name that is an object. */
PyAPI_FUNC(PyObject *) PyErr_ProgramTextObject(PyObject *filename, int lineno);
/* As PyErr_SyntaxLocationObject, with the place's end. */
PyAPI_FUNC(void) PyErr_RangedSyntaxLocationObject(PyObject *filename, int lineno, int column, int end_lineno,
                                                  int end_column);
/* Adds the place in source to the exception that is set, with the line's text where the file can be read. */
PyAPI_FUNC(void) PyErr_SyntaxLocationObject(PyObject *filename, int lineno, int column);
PyAPI_DATA(PyObject *) PyExc_PythonFinalizationError;
/* What is raised after except* clauses that were entered by orig and left by the exceptions of the list excs (or by
   None), new. orig must have been raised. */
PyAPI_FUNC(PyObject *) PyUnstable_Exc_PrepReraiseStar(PyObject *orig, PyObject *excs);
/* Puts back an exception that was taken. Where another has been set meanwhile, the one that was taken becomes its
   context. Steals it; does nothing for NULL. */
PyAPI_FUNC(void) _PyErr_ChainExceptions1(PyObject *exception);
/* Ends the process with the name of a function and a message, and a core dump. */
PyAPI_FUNC(void) _Py_NO_RETURN _Py_FatalErrorFunc(const char *func, const char *message);
EXUVIA_END_C
/* end of declarations */

#endif
