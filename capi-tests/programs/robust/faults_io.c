/* Allocation failure in files: in memory, over descriptors, with buffers, as text. */
#include "faults.h"
#include <unistd.h>
#define CALL(o, ...) PyObject_CallMethod(o, __VA_ARGS__)
#define IO(name) MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("_io")), name))
static PyObject *bytes_io, *string_io, *file_io, *reader, *writer, *text, *open_, *long_bytes, *long_text;
static void values(void) {
    bytes_io = IO("BytesIO"); string_io = IO("StringIO"); file_io = IO("FileIO"); reader = IO("BufferedReader"); writer = IO("BufferedWriter"); text = IO("TextIOWrapper"); open_ = IO("open");
    char *many = malloc(200001); memset(many, 'x', 200000); for (int i = 50; i < 200000; i += 61) many[i] = '\n'; many[200000] = 0;
    long_bytes = MUST(PyBytes_FromString(many)); long_text = MUST(PyUnicode_FromFormat("%s%s%s", many, "\xc3\xa9", many)); free(many);
}
FAULTS(in_memory) {
    values();
    TRY("BytesIO", PyObject_CallNoArgs(bytes_io)); TRY("of bytes", PyObject_CallFunction(bytes_io, "y", "abc")); TRY("read", WITH(PyObject_CallOneArg(bytes_io, long_bytes), CALL(x, "read", "i", 100)));
    TRY("write", WITH(PyObject_CallNoArgs(bytes_io), CALL(x, "write", "O", long_bytes))); TRY("write over", WITH(PyObject_CallOneArg(bytes_io, long_bytes), CALL(x, "write", "y", "abc"))); TRY("getvalue", WITH(PyObject_CallOneArg(bytes_io, long_bytes), ({ PyObject *r = CALL(x, "truncate", "i", 50000); Py_XDECREF(r); r ? CALL(x, "getvalue", NULL) : NULL; }))); TRY("getbuffer", WITH(PyObject_CallOneArg(bytes_io, long_bytes), CALL(x, "getbuffer", NULL))); TRY("readlines", WITH(PyObject_CallOneArg(bytes_io, long_bytes), CALL(x, "readlines", NULL))); TRY("getstate", WITH(PyObject_CallOneArg(bytes_io, long_bytes), CALL(x, "__getstate__", NULL)));
    TRY("StringIO", PyObject_CallNoArgs(string_io)); TRY("of text", PyObject_CallOneArg(string_io, long_text)); TRY("any end", PyObject_CallFunction(string_io, "sO", "a\r\nb", Py_None)); TRY("put", WITH(PyObject_CallFunction(string_io, "s", "abc"), CALL(x, "write", "O", long_text))); TRY("value", WITH(PyObject_CallOneArg(string_io, long_text), CALL(x, "getvalue", NULL))); TRY("lines", WITH(PyObject_CallOneArg(string_io, long_text), CALL(x, "readlines", NULL)));
}
FAULTS(over_descriptors) {
    values();
    TRY("FileIO", PyObject_CallFunction(file_io, "s", "/dev/null")); TRY("readall", WITH(PyObject_CallFunction(file_io, "s", "/proc/self/stat"), CALL(x, "readall", NULL))); TRY("repr", WITH(PyObject_CallFunction(file_io, "s", "/dev/null"), PyObject_Repr(x)));
    TRY("open rb", WITH(PyObject_CallFunction(open_, "ss", "/proc/self/stat", "rb"), CALL(x, "read", NULL))); TRY("open wb", WITH(PyObject_CallFunction(open_, "ss", "/dev/null", "wb"), CALL(x, "write", "O", long_bytes))); TRY("open r", WITH(PyObject_CallFunction(open_, "ssis", "/proc/self/stat", "r", -1, "utf-8"), CALL(x, "read", NULL))); TRY("open w", WITH(PyObject_CallFunction(open_, "ssis", "/dev/null", "w", -1, "utf-8"), CALL(x, "write", "O", long_text)));
}
/* As WITH, with y. */
#define OVER(made, ...) ({ PyObject *y = (PyObject *)(made), *s_ = y ? (PyObject *)(__VA_ARGS__) : NULL; Py_XDECREF(y); s_; })
FAULTS(over_memory) {
    values();
    TRY("reader", WITH(PyObject_CallOneArg(bytes_io, long_bytes), PyObject_CallOneArg(reader, x))); TRY("read some", OVER(PyObject_CallOneArg(bytes_io, long_bytes), WITH(PyObject_CallFunction(reader, "Oi", y, 100), CALL(x, "read", "i", 1000)))); TRY("write some", OVER(PyObject_CallNoArgs(bytes_io), WITH(PyObject_CallFunction(writer, "Oi", y, 100), CALL(x, "write", "y", "abc"))));
    TRY("line", WITH(PyObject_CallOneArg(string_io, long_text), CALL(x, "readline", NULL)));
    TRY("text", OVER(PyObject_CallOneArg(bytes_io, long_bytes), WITH(PyObject_CallFunction(text, "Os", y, "utf-8"), CALL(x, "readlines", NULL)))); TRY("text by pieces", OVER(PyObject_CallOneArg(bytes_io, long_bytes), WITH(PyObject_CallFunction(text, "Os", y, "utf-8"), ({ PyObject *r = CALL(x, "read", "i", 5000), *t = r ? CALL(x, "tell", NULL) : NULL; Py_XDECREF(r); t; })))); TRY("text out", OVER(PyObject_CallNoArgs(bytes_io), WITH(PyObject_CallFunction(text, "Os", y, "utf-16"), CALL(x, "write", "O", long_text))));
}
