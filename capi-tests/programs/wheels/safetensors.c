#include "wheel.h"
WHEEL("safetensors/_safetensors_rust.abi3.so", "safetensors._safetensors_rust", "_safetensors_rust")
static const char header[] = "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"b\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[3,7]}}";
static PyObject *blob(void) {
    char bytes[256] = {0};
    size_t n = sizeof header - 1;
    bytes[0] = (char)n;
    memcpy(bytes + 8, header, n);
    memcpy(bytes + 8 + n, "\1\2\3\0\0\x80?", 7);
    return MUST(PyBytes_FromStringAndSize(bytes, (Py_ssize_t)(8 + n + 7)));
}
static PyObject *by_name(PyObject *pairs) { PyObject *d = MUST(PyDict_New()); if (PyDict_MergeFromSeq2(d, MUST(pairs), 1) < 0) print_raised(); return d; }
/* The extension's own dicts have no fixed order. */
static void show_tensor(const char *name, PyObject *tensor) {
    static const char *const keys[] = {"dtype", "shape", "data"};
    for (int i = 0; i < 3; i++) {
        printf("%s ", name);
        print_object(keys[i], PyDict_GetItemString(tensor, keys[i]));
    }
    SHOW_INT(PyDict_Size(tensor));
}
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__name__")); }
TEST(read) {
    PyObject *data = blob(), *tensors = by_name(CALL("deserialize", "(O)", data));
    show_tensor("a", MUST(PyDict_GetItemString(tensors, "a")));
    show_tensor("b", MUST(PyDict_GetItemString(tensors, "b")));
    Py_DECREF(tensors);
    SHOW_REFS(data, Py_XDECREF(CALL("deserialize", "(O)", data)));
    Py_DECREF(data);
}
TEST(write) {
    static char values[] = "abc";
    PyObject *spec = MUST(CALL_KW("TensorSpec", V("{sss[i]sKsi}", "dtype", "uint8", "shape", 3, "data_ptr", (unsigned long long)(uintptr_t)values, "data_len", 3), NULL));
    SAY("%s", Py_TYPE(spec)->tp_name);
    PyObject *bytes = CALL("serialize", "({sO}{ss})", "z", spec, "k", "v");
    SHOW_BORROWED(bytes);
    if (bytes) show_tensor("z", MUST(PyDict_GetItemString(by_name(CALL("deserialize", "(O)", bytes)), "z")));
    Py_XDECREF(bytes);
    Py_DECREF(spec);
}
TEST(errors) {
    SHOW(CALL("deserialize", "(y)", "xx"));
    SHOW(CALL("deserialize", "(y#)", "\xff\xff\xff\xff\xff\xff\xff\x7f{}", (Py_ssize_t)10));
    SHOW(CALL("deserialize", "(s)", "text"));
    SHOW(CALL("deserialize", NULL));
    SHOW(CALL("serialize", "(i)", 1));
    SHOW(CALL("TensorSpec", NULL));
    PyObject *error = MUST(PyObject_GetAttrString(module(), "SafetensorError"));
    SHOW_INT(PyObject_IsSubclass(error, PyExc_Exception));
    SHOW(PyObject_GetAttrString(error, "__doc__"));
    SHOW(PyObject_GetAttrString(error, "__module__"));
}
