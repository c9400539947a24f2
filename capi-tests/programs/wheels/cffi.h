#include "io.h"
/* A module that cffi generated: `ffi` and `lib`, over _cffi_backend from a second wheel. */
static PyObject *backed(void) {
    static PyObject *backend;
    if (!backend) {
        char path[4096];
        const char *folder = getenv("EXUVIA_WHEEL_2");
        if (!folder) { printf("EXUVIA_WHEEL_2 is not set\n"); exit(4); }
        snprintf(path, sizeof path, "%s/_cffi_backend.cpython-314-x86_64-linux-gnu.so", folder);
        io_module();
        backend = extension_open(path, "_cffi_backend", "_cffi_backend");
    }
    return module();
}
static PyObject *lib(void) { return MUST(PyObject_GetAttrString(backed(), "lib")); }
static PyObject *of(const char *owner, const char *function, const char *format, va_list va) {
    PyObject *object = MUST(PyObject_GetAttrString(backed(), owner)), *callable = PyObject_GetAttrString(object, function), *args = format ? Py_VaBuildValue(format, va) : PyTuple_New(0);
    PyObject *result = callable && args ? PyObject_Call(callable, args, NULL) : NULL;
    Py_DECREF(object); Py_XDECREF(callable); Py_XDECREF(args);
    return result;
}
/* ffi.function(args…) and lib.function(args…), by a tuple format. */
static inline PyObject *FFI(const char *function, const char *format, ...) { va_list va; va_start(va, format); PyObject *r = of("ffi", function, format, va); va_end(va); return r; }
static inline PyObject *LIB(const char *function, const char *format, ...) { va_list va; va_start(va, format); PyObject *r = of("lib", function, format, va); va_end(va); return r; }
