/* The variadic entries of the C API: each gathers its arguments in a va_list and calls the Rust that does the work.
 * A naked function of the public name in variadic.rs jumps here.
 *
 * The workers are Rust; hidden, so that the calls are direct and the library exports none of them. */
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

typedef struct _object PyObject;
typedef struct _ts PyThreadState;
struct _PyArg_Parser;
typedef ptrdiff_t Py_ssize_t;

#define WORKER(result, name, ...) __attribute__((visibility("hidden"))) extern result exuvia_##name(__VA_ARGS__)
/* An entry of a public name: its parameters, the last named one, and the worker's call with `va`. */
#define GATHER(result, name, parameters, last, ...)                         \
    __attribute__((visibility("hidden"))) result exuvia_c_##name parameters; \
    result exuvia_c_##name parameters {                                      \
        va_list va;                                                          \
        va_start(va, last);                                                  \
        result given = exuvia_##__VA_ARGS__;                                 \
        va_end(va);                                                          \
        return given;                                                        \
    }

/* tupleobject.h */
WORKER(PyObject *, tuple_pack, Py_ssize_t, va_list);
GATHER(PyObject *, PyTuple_Pack, (Py_ssize_t count, ...), count, tuple_pack(count, va))

/* bytesobject.h */
WORKER(PyObject *, bytes_from_format, const char *, va_list);
GATHER(PyObject *, PyBytes_FromFormat, (const char *format, ...), format, bytes_from_format(format, va))

/* modsupport.h */
WORKER(int, unpack_tuple, PyObject *, const char *, Py_ssize_t, Py_ssize_t, va_list);
GATHER(int, PyArg_UnpackTuple, (PyObject *args, const char *name, Py_ssize_t least, Py_ssize_t most, ...), most,
       unpack_tuple(args, name, least, most, va))
WORKER(int, parse_tuple, PyObject *, const char *, va_list);
WORKER(int, parse_one, PyObject *, const char *, va_list);
WORKER(int, parse_stack, PyObject *const *, Py_ssize_t, const char *, va_list);
WORKER(int, parse_keywords, PyObject *, PyObject *, const char *, char *const *, va_list);
WORKER(int, parse_fast, PyObject *, PyObject *, struct _PyArg_Parser *, va_list);
WORKER(int, parse_stack_keywords, PyObject *const *, Py_ssize_t, PyObject *, struct _PyArg_Parser *, va_list);
WORKER(PyObject *, build_value, const char *, va_list);
GATHER(int, PyArg_ParseTuple, (PyObject *args, const char *format, ...), format, parse_tuple(args, format, va))
GATHER(int, PyArg_Parse, (PyObject *object, const char *format, ...), format, parse_one(object, format, va))
GATHER(int, PyArg_ParseTupleAndKeywords,
       (PyObject *args, PyObject *kwargs, const char *format, char *const *names, ...), names,
       parse_keywords(args, kwargs, format, names, va))
GATHER(PyObject *, Py_BuildValue, (const char *format, ...), format, build_value(format, va))
GATHER(int, _PyArg_ParseStack, (PyObject *const *args, Py_ssize_t count, const char *format, ...), format,
       parse_stack(args, count, format, va))
GATHER(int, _PyArg_ParseTupleAndKeywordsFast, (PyObject *args, PyObject *kwargs, struct _PyArg_Parser *parser, ...), parser,
       parse_fast(args, kwargs, parser, va))
GATHER(int, _PyArg_ParseStackAndKeywords,
       (PyObject *const *args, Py_ssize_t count, PyObject *kwnames, struct _PyArg_Parser *parser, ...), parser,
       parse_stack_keywords(args, count, kwnames, parser, va))

/* abstract.h */
WORKER(PyObject *, call_function, PyObject *, const char *, va_list);
WORKER(PyObject *, call_method, PyObject *, const char *, const char *, va_list);
WORKER(PyObject *, call_method_named, PyObject *, PyObject *, const char *, va_list);
WORKER(PyObject *, call_method_id, PyObject *, void *, const char *, va_list);
WORKER(PyObject *, call_objects, PyObject *, va_list);
WORKER(PyObject *, call_method_objects, PyObject *, PyObject *, va_list);
GATHER(PyObject *, PyObject_CallFunction, (PyObject *callable, const char *format, ...), format, call_function(callable, format, va))
GATHER(PyObject *, PyObject_CallMethod, (PyObject *object, const char *name, const char *format, ...), format,
       call_method(object, name, format, va))
GATHER(PyObject *, PyObject_CallFunctionObjArgs, (PyObject *callable, ...), callable, call_objects(callable, va))
GATHER(PyObject *, PyObject_CallMethodObjArgs, (PyObject *object, PyObject *name, ...), name, call_method_objects(object, name, va))
GATHER(PyObject *, _PyObject_CallMethod, (PyObject *object, PyObject *name, const char *format, ...), format,
       call_method_named(object, name, format, va))
GATHER(PyObject *, _PyObject_CallMethodId, (PyObject *object, void *name, const char *format, ...), format,
       call_method_id(object, name, format, va))

/* unicodeobject.h */
WORKER(PyObject *, from_format, const char *, va_list);
GATHER(PyObject *, PyUnicode_FromFormat, (const char *format, ...), format, from_format(format, va))
WORKER(int, writer_format, void *, const char *, va_list);
GATHER(int, PyUnicodeWriter_Format, (void *writer, const char *format, ...), format, writer_format(writer, format, va))

/* pyerrors.h: C's own formatting, with a result that is always terminated. */
WORKER(int, vsnprintf, char *, size_t, const char *, va_list);
int exuvia_vsnprintf(char *text, size_t size, const char *format, va_list va) {
    if (size > INT_MAX - 512u) {
        if (size) text[size - 1] = '\0';
        return -666;
    }
    int length = vsnprintf(text, size, format, va);
    if (size) text[size - 1] = '\0';
    return length;
}
GATHER(int, PyOS_snprintf, (char *text, size_t size, const char *format, ...), format, vsnprintf(text, size, format, va))

/* The same for entries that return nothing. */
#define GATHER_VOID(name, parameters, last, ...)                         \
    __attribute__((visibility("hidden"))) void exuvia_c_##name parameters; \
    void exuvia_c_##name parameters {                                      \
        va_list va;                                                        \
        va_start(va, last);                                                \
        exuvia_##__VA_ARGS__;                                              \
        va_end(va);                                                        \
    }

/* pyerrors.h */
WORKER(PyObject *, err_format, PyObject *, const char *, va_list);
GATHER(PyObject *, PyErr_Format, (PyObject *exception, const char *format, ...), format, err_format(exception, format, va))
GATHER(PyObject *, _PyErr_Format, (void *thread __attribute__((unused)), PyObject *exception, const char *format, ...), format, err_format(exception, format, va))
WORKER(PyObject *, err_format_from_cause, PyObject *, const char *, va_list);
GATHER(PyObject *, _PyErr_FormatFromCause, (PyObject *exception, const char *format, ...), format, err_format_from_cause(exception, format, va))
WORKER(void, err_format_note, const char *, va_list);
GATHER_VOID(_PyErr_FormatNote, (const char *format, ...), format, err_format_note(format, va))
WORKER(void, err_format_unraisable, const char *, va_list);
GATHER_VOID(PyErr_FormatUnraisable, (const char *format, ...), format, err_format_unraisable(format, va))

/* sysmodule.h */
WORKER(void, sys_write, int, const char *, va_list);
GATHER_VOID(PySys_WriteStdout, (const char *format, ...), format, sys_write(0, format, va))
GATHER_VOID(PySys_WriteStderr, (const char *format, ...), format, sys_write(1, format, va))
WORKER(void, sys_format, int, const char *, va_list);
GATHER_VOID(PySys_FormatStdout, (const char *format, ...), format, sys_format(0, format, va))
GATHER_VOID(PySys_FormatStderr, (const char *format, ...), format, sys_format(1, format, va))
WORKER(int, sys_audit, const char *, const char *, va_list);
GATHER(int, PySys_Audit, (const char *event, const char *format, ...), format, sys_audit(event, format, va))

/* pycore_crossinterp.h */
WORKER(int, xi_not_shareable, const char *, va_list);
GATHER_VOID(_PyXIData_FormatNotShareableError, (__attribute__((unused)) PyThreadState *thread, const char *format, ...), format, xi_not_shareable(format, va))

/* warnings.h */
WORKER(int, err_warn_format, PyObject *, Py_ssize_t, const char *, va_list);
GATHER(int, PyErr_WarnFormat, (PyObject *category, Py_ssize_t level, const char *format, ...), format, err_warn_format(category, level, format, va))
WORKER(int, err_resource_warning, PyObject *, Py_ssize_t, const char *, va_list);
GATHER(int, PyErr_ResourceWarning, (PyObject *source, Py_ssize_t level, const char *format, ...), format,
       err_resource_warning(source, level, format, va))
WORKER(int, err_warn_explicit_format, PyObject *, const char *, int, const char *, PyObject *, const char *, va_list);
GATHER(int, PyErr_WarnExplicitFormat,
       (PyObject *category, const char *filename, int lineno, const char *module, PyObject *registry, const char *format, ...), format,
       err_warn_explicit_format(category, filename, lineno, module, registry, format, va))
