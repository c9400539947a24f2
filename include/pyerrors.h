/* Exceptions. */
#ifndef Py_ERRORS_H
#define Py_ERRORS_H

#ifndef Py_LIMITED_API
#include "cpython/pyerrors.h"
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Raises TypeError: bad argument type for built-in operation; 0. */
PyAPI_FUNC(int) PyErr_BadArgument(void);
/* Raises SystemError: bad argument to internal function. */
PyAPI_FUNC(void) PyErr_BadInternalCall(void);
/* Handles the signals that have come: 0, or -1 with what a handler raised. */
PyAPI_FUNC(int) PyErr_CheckSignals(void);
/* Drops the exception that is set. */
PyAPI_FUNC(void) PyErr_Clear(void);
/* As PyErr_GivenExceptionMatches, for the exception that is set. */
PyAPI_FUNC(int) PyErr_ExceptionMatches(PyObject *class_);
/* Takes the exception that is set: its class, itself and its traceback, new references or NULL. */
PyAPI_FUNC(void) PyErr_Fetch(PyObject **class_, PyObject **value, PyObject **traceback);
/* Raises an exception with a formatted message; NULL. */
PyAPI_FUNC(PyObject *) PyErr_Format(PyObject *exception, const char *format, ...);
/* Takes the exception that is set: a new reference, or NULL. */
PyAPI_FUNC(PyObject *) PyErr_GetRaisedException(void);
/* 1 where an exception or its class is of the class, or of one of a tuple's; 0 where not, or where either is NULL. */
PyAPI_FUNC(int) PyErr_GivenExceptionMatches(PyObject *given, PyObject *class_);
/* A new exception class of the name MODULE.CLASS: below base (a class or a tuple of them; Exception for NULL), with
   the attributes of attributes. SystemError where the name has no dot. */
PyAPI_FUNC(PyObject *) PyErr_NewException(const char *name, PyObject *base, PyObject *attributes);
/* As PyErr_NewException, with a docstring. */
PyAPI_FUNC(PyObject *) PyErr_NewExceptionWithDoc(const char *name, const char *doc, PyObject *base,
                                                 PyObject *attributes);
/* Raises MemoryError; NULL. */
PyAPI_FUNC(PyObject *) PyErr_NoMemory(void);
/* Makes *value an instance of *class, or of a class below it that *class then is. Where that fails, the three
   become what was raised. */
PyAPI_FUNC(void) PyErr_NormalizeException(PyObject **class_, PyObject **value, PyObject **traceback);
/* The class of the exception that is set, borrowed, or NULL. */
PyAPI_FUNC(PyObject *) PyErr_Occurred(void);
/* A line of a file as a new str, or NULL where there is none; never with an exception. */
PyAPI_FUNC(PyObject *) PyErr_ProgramText(const char *filename, int lineno);
/* Sets an exception from its three parts, all stolen; a class of NULL drops what is set. The value is made an
   instance of the class where it is none. */
PyAPI_FUNC(void) PyErr_Restore(PyObject *class_, PyObject *value, PyObject *traceback);
/* Raises class(errno, text); NULL. A signal handler's exception comes first where errno is EINTR. */
PyAPI_FUNC(PyObject *) PyErr_SetFromErrno(PyObject *class_);
/* As PyErr_SetFromErrno, with a file's name in the file system's encoding. */
PyAPI_FUNC(PyObject *) PyErr_SetFromErrnoWithFilename(PyObject *class_, const char *filename);
/* As PyErr_SetFromErrno, with a file's name. */
PyAPI_FUNC(PyObject *) PyErr_SetFromErrnoWithFilenameObject(PyObject *class_, PyObject *filename);
/* Makes it so as if SIGINT had come. */
PyAPI_FUNC(void) PyErr_SetInterrupt(void);
/* Raises class(). */
PyAPI_FUNC(void) PyErr_SetNone(PyObject *class_);
/* Raises class(value), with the exception that is being handled as its context. A tuple is the arguments, NULL or
   None none; an instance of the class is raised itself. SystemError where class is no exception class. */
PyAPI_FUNC(void) PyErr_SetObject(PyObject *class_, PyObject *value);
/* Sets an exception as it is; steals it. NULL drops what is set. */
PyAPI_FUNC(void) PyErr_SetRaisedException(PyObject *exception);
/* Raises class(message); the message is UTF-8. */
PyAPI_FUNC(void) PyErr_SetString(PyObject *class_, const char *message);
/* As PyErr_SyntaxLocationEx, without a column. */
PyAPI_FUNC(void) PyErr_SyntaxLocation(const char *filename, int lineno);
/* As PyErr_SyntaxLocationObject, for a name in the file system's encoding. */
PyAPI_FUNC(void) PyErr_SyntaxLocationEx(const char *filename, int lineno, int column);
/* Reports the exception that is set, as one of object (or of nothing, for NULL), and clears it. */
PyAPI_FUNC(void) PyErr_WriteUnraisable(PyObject *object);
PyAPI_DATA(PyObject *) PyExc_ArithmeticError;
PyAPI_DATA(PyObject *) PyExc_AssertionError;
PyAPI_DATA(PyObject *) PyExc_AttributeError;
PyAPI_DATA(PyObject *) PyExc_BaseException;
PyAPI_DATA(PyObject *) PyExc_BaseExceptionGroup;
PyAPI_DATA(PyObject *) PyExc_BufferError;
PyAPI_DATA(PyObject *) PyExc_BytesWarning;
PyAPI_DATA(PyObject *) PyExc_DeprecationWarning;
PyAPI_DATA(PyObject *) PyExc_EOFError;
PyAPI_DATA(PyObject *) PyExc_EncodingWarning;
/* OSError under its old names. */
PyAPI_DATA(PyObject *) PyExc_EnvironmentError;
PyAPI_DATA(PyObject *) PyExc_Exception;
PyAPI_DATA(PyObject *) PyExc_FloatingPointError;
PyAPI_DATA(PyObject *) PyExc_FutureWarning;
PyAPI_DATA(PyObject *) PyExc_GeneratorExit;
/* OSError under its old names. */
PyAPI_DATA(PyObject *) PyExc_IOError;
PyAPI_DATA(PyObject *) PyExc_ImportError;
PyAPI_DATA(PyObject *) PyExc_ImportWarning;
PyAPI_DATA(PyObject *) PyExc_IndentationError;
PyAPI_DATA(PyObject *) PyExc_IndexError;
PyAPI_DATA(PyObject *) PyExc_KeyError;
PyAPI_DATA(PyObject *) PyExc_KeyboardInterrupt;
PyAPI_DATA(PyObject *) PyExc_LookupError;
PyAPI_DATA(PyObject *) PyExc_MemoryError;
PyAPI_DATA(PyObject *) PyExc_NameError;
PyAPI_DATA(PyObject *) PyExc_NotImplementedError;
PyAPI_DATA(PyObject *) PyExc_OSError;
PyAPI_DATA(PyObject *) PyExc_OverflowError;
PyAPI_DATA(PyObject *) PyExc_PendingDeprecationWarning;
PyAPI_DATA(PyObject *) PyExc_ReferenceError;
PyAPI_DATA(PyObject *) PyExc_ResourceWarning;
PyAPI_DATA(PyObject *) PyExc_RuntimeError;
PyAPI_DATA(PyObject *) PyExc_RuntimeWarning;
PyAPI_DATA(PyObject *) PyExc_StopIteration;
PyAPI_DATA(PyObject *) PyExc_SyntaxError;
PyAPI_DATA(PyObject *) PyExc_SyntaxWarning;
PyAPI_DATA(PyObject *) PyExc_SystemError;
PyAPI_DATA(PyObject *) PyExc_SystemExit;
PyAPI_DATA(PyObject *) PyExc_TabError;
PyAPI_DATA(PyObject *) PyExc_TypeError;
PyAPI_DATA(PyObject *) PyExc_UnboundLocalError;
PyAPI_DATA(PyObject *) PyExc_UnicodeDecodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeEncodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeError;
PyAPI_DATA(PyObject *) PyExc_UnicodeTranslateError;
PyAPI_DATA(PyObject *) PyExc_UnicodeWarning;
PyAPI_DATA(PyObject *) PyExc_UserWarning;
PyAPI_DATA(PyObject *) PyExc_ValueError;
PyAPI_DATA(PyObject *) PyExc_Warning;
PyAPI_DATA(PyObject *) PyExc_ZeroDivisionError;
/* The name of an exception class, without its module for classes made at run time. Lives as long as the class. */
PyAPI_FUNC(const char *) PyExceptionClass_Name(PyObject *class_);
/* The arguments of an exception, new. */
PyAPI_FUNC(PyObject *) PyException_GetArgs(PyObject *exception);
/* The cause of an exception, new, or NULL without an exception set. */
PyAPI_FUNC(PyObject *) PyException_GetCause(PyObject *exception);
/* The context of an exception, new, or NULL without an exception set. */
PyAPI_FUNC(PyObject *) PyException_GetContext(PyObject *exception);
/* The traceback of an exception, new, or NULL without an exception set. */
PyAPI_FUNC(PyObject *) PyException_GetTraceback(PyObject *exception);
/* Sets the arguments, a tuple. */
PyAPI_FUNC(void) PyException_SetArgs(PyObject *exception, PyObject *args);
/* Sets the cause, or none for NULL, and with it that the context is not shown. Steals the cause. */
PyAPI_FUNC(void) PyException_SetCause(PyObject *exception, PyObject *cause);
/* Sets the context, or none for NULL. Steals the context. */
PyAPI_FUNC(void) PyException_SetContext(PyObject *exception, PyObject *context);
/* Sets the traceback, a traceback or None: 0, or -1 with TypeError. */
PyAPI_FUNC(int) PyException_SetTraceback(PyObject *exception, PyObject *traceback);
/* C's snprintf, with a text that is always terminated where there is room for the terminator. */
PyAPI_FUNC(int) PyOS_snprintf(char *text, size_t size, const char *format, ...) Py_GCC_ATTRIBUTE((format(printf, 3, 4)));
/* The same with a va_list. */
PyAPI_FUNC(int) PyOS_vsnprintf(char *, size_t, const char *, va_list) Py_GCC_ATTRIBUTE((format(printf, 3, 0)));
/* A new UnicodeDecodeError; the object is copied. start and end are taken as they are. */
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_Create(const char *encoding, const char *object, Py_ssize_t length,
                                                   Py_ssize_t start, Py_ssize_t end, const char *reason);
/* The encoding's name, new; TypeError where it is not set or no str. */
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetEncoding(PyObject *exc);
/* Where the part ends: past a position in the object. */
PyAPI_FUNC(int) PyUnicodeDecodeError_GetEnd(PyObject *exc, Py_ssize_t *end);
/* What was to be converted, new; TypeError where it is not set or of the wrong type. */
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetObject(PyObject *exc);
/* Why it failed, new; TypeError where it is not set or no str. */
PyAPI_FUNC(PyObject *) PyUnicodeDecodeError_GetReason(PyObject *exc);
/* Where the part begins: always a position in the object, or 0. */
PyAPI_FUNC(int) PyUnicodeDecodeError_GetStart(PyObject *exc, Py_ssize_t *start);
/* Sets where the part ends, whatever the object is. */
PyAPI_FUNC(int) PyUnicodeDecodeError_SetEnd(PyObject *exc, Py_ssize_t end);
/* Sets why it failed, from UTF-8. */
PyAPI_FUNC(int) PyUnicodeDecodeError_SetReason(PyObject *exc, const char *reason);
/* Sets where the part begins, whatever the object is. */
PyAPI_FUNC(int) PyUnicodeDecodeError_SetStart(PyObject *exc, Py_ssize_t start);
/* The encoding's name, new; TypeError where it is not set or no str. */
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetEncoding(PyObject *exc);
/* Where the part ends: past a position in the object. */
PyAPI_FUNC(int) PyUnicodeEncodeError_GetEnd(PyObject *exc, Py_ssize_t *end);
/* What was to be converted, new; TypeError where it is not set or of the wrong type. */
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetObject(PyObject *exc);
/* Why it failed, new; TypeError where it is not set or no str. */
PyAPI_FUNC(PyObject *) PyUnicodeEncodeError_GetReason(PyObject *exc);
/* Where the part begins: always a position in the object, or 0. */
PyAPI_FUNC(int) PyUnicodeEncodeError_GetStart(PyObject *exc, Py_ssize_t *start);
/* Sets where the part ends, whatever the object is. */
PyAPI_FUNC(int) PyUnicodeEncodeError_SetEnd(PyObject *exc, Py_ssize_t end);
/* Sets why it failed, from UTF-8. */
PyAPI_FUNC(int) PyUnicodeEncodeError_SetReason(PyObject *exc, const char *reason);
/* Sets where the part begins, whatever the object is. */
PyAPI_FUNC(int) PyUnicodeEncodeError_SetStart(PyObject *exc, Py_ssize_t start);
/* Where the part ends: past a position in the object. */
PyAPI_FUNC(int) PyUnicodeTranslateError_GetEnd(PyObject *exc, Py_ssize_t *end);
/* What was to be converted, new; TypeError where it is not set or of the wrong type. */
PyAPI_FUNC(PyObject *) PyUnicodeTranslateError_GetObject(PyObject *exc);
/* Why it failed, new; TypeError where it is not set or no str. */
PyAPI_FUNC(PyObject *) PyUnicodeTranslateError_GetReason(PyObject *exc);
/* Where the part begins: always a position in the object, or 0. */
PyAPI_FUNC(int) PyUnicodeTranslateError_GetStart(PyObject *exc, Py_ssize_t *start);
/* Sets where the part ends, whatever the object is. */
PyAPI_FUNC(int) PyUnicodeTranslateError_SetEnd(PyObject *exc, Py_ssize_t end);
/* Sets why it failed, from UTF-8. */
PyAPI_FUNC(int) PyUnicodeTranslateError_SetReason(PyObject *exc, const char *reason);
/* Sets where the part begins, whatever the object is. */
PyAPI_FUNC(int) PyUnicodeTranslateError_SetStart(PyObject *exc, Py_ssize_t start);
/* Ends the process with a message and a core dump. Headers call _Py_FatalErrorFunc in its place. */
PyAPI_FUNC(void) _Py_NO_RETURN Py_FatalError(const char *message);
/* Raises SystemError: FILE:LINE: bad argument to internal function. */
PyAPI_FUNC(void) _PyErr_BadInternalCall(const char *filename, int lineno);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* The exception that is being handled in its three parts, new references: class and traceback are None where there
   is none, the value is NULL. */
PyAPI_FUNC(void) PyErr_GetExcInfo(PyObject **class_, PyObject **value, PyObject **traceback);
/* Makes the value the exception that is being handled. Steals all three; class and traceback are not looked at. */
PyAPI_FUNC(void) PyErr_SetExcInfo(PyObject *class_, PyObject *value, PyObject *traceback);
/* Raises ImportError(message, name=name, path=path); NULL. */
PyAPI_FUNC(PyObject *) PyErr_SetImportError(PyObject *message, PyObject *name, PyObject *path);
PyAPI_DATA(PyObject *) PyExc_BlockingIOError;
PyAPI_DATA(PyObject *) PyExc_BrokenPipeError;
PyAPI_DATA(PyObject *) PyExc_ChildProcessError;
PyAPI_DATA(PyObject *) PyExc_ConnectionAbortedError;
PyAPI_DATA(PyObject *) PyExc_ConnectionError;
PyAPI_DATA(PyObject *) PyExc_ConnectionRefusedError;
PyAPI_DATA(PyObject *) PyExc_ConnectionResetError;
PyAPI_DATA(PyObject *) PyExc_FileExistsError;
PyAPI_DATA(PyObject *) PyExc_FileNotFoundError;
PyAPI_DATA(PyObject *) PyExc_InterruptedError;
PyAPI_DATA(PyObject *) PyExc_IsADirectoryError;
PyAPI_DATA(PyObject *) PyExc_NotADirectoryError;
PyAPI_DATA(PyObject *) PyExc_PermissionError;
PyAPI_DATA(PyObject *) PyExc_ProcessLookupError;
PyAPI_DATA(PyObject *) PyExc_TimeoutError;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03040000
/* As PyErr_SetFromErrno, with two files' names. */
PyAPI_FUNC(PyObject *) PyErr_SetFromErrnoWithFilenameObjects(PyObject *class_, PyObject *filename,
                                                             PyObject *filename2);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* Raises class(message) with a message by the format of PyUnicode_FromFormat; NULL. */
PyAPI_FUNC(PyObject *) PyErr_FormatV(PyObject *class_, const char *text, va_list va);
PyAPI_DATA(PyObject *) PyExc_RecursionError;
PyAPI_DATA(PyObject *) PyExc_StopAsyncIteration;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03060000
/* Raises class(message, name=name, path=path), where class is ImportError or below it; NULL. */
PyAPI_FUNC(PyObject *) PyErr_SetImportErrorSubclass(PyObject *class_, PyObject *message, PyObject *name,
                                                    PyObject *path);
PyAPI_DATA(PyObject *) PyExc_ModuleNotFoundError;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030a0000
/* Makes it so as if the signal had come: 0, or -1 for a number that is no signal. A signal whose handling is not
   Python's is let go. */
PyAPI_FUNC(int) PyErr_SetInterruptEx(int signum);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030b0000
/* The exception that is being handled, new, or NULL. */
PyAPI_FUNC(PyObject *) PyErr_GetHandledException(void);
/* Makes an exception the one that is being handled; NULL or None says that none is. */
PyAPI_FUNC(void) PyErr_SetHandledException(PyObject *exception);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyExceptionClass_Check(x) (PyType_Check((x)) && PyType_FastSubclass((PyTypeObject *)(x), Py_TPFLAGS_BASE_EXC_SUBCLASS))
#define PyExceptionInstance_Check(x) PyType_FastSubclass(Py_TYPE(x), Py_TPFLAGS_BASE_EXC_SUBCLASS)
#define PyExceptionInstance_Class(x) _PyObject_CAST(Py_TYPE(x))
#define _PyBaseExceptionGroup_Check(x) PyObject_TypeCheck((x), (PyTypeObject *)PyExc_BaseExceptionGroup)

/* Says where the bad call was made. */
#define PyErr_BadInternalCall() _PyErr_BadInternalCall(__FILE__, __LINE__)

#ifndef Py_LIMITED_API
/* Says in which function. */
#define Py_FatalError(message) _Py_FatalErrorFunc(__func__, (message))
#endif

#endif
