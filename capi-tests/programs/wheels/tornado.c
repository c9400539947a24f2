#include "wheel.h"
WHEEL("tornado/speedups.abi3.so", "tornado.speedups", "speedups")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__doc__")); }
TEST(mask) {
    SHOW(CALL("websocket_mask", "(y#y#)", "\1\2\3\4", (Py_ssize_t)4, "hello world", (Py_ssize_t)11));
    SHOW(CALL("websocket_mask", "(y#y#)", "\1\2\3\4", (Py_ssize_t)4, "", (Py_ssize_t)0));
    PyObject *masked = MUST(CALL("websocket_mask", "(y#y#)", "\xff\0\xff\0", (Py_ssize_t)4, "there and back", (Py_ssize_t)14));
    SHOW(CALL("websocket_mask", "(y#O)", "\xff\0\xff\0", (Py_ssize_t)4, masked));
    SHOW_REFS(masked, Py_XDECREF(CALL("websocket_mask", "(y#O)", "\xff\0\xff\0", (Py_ssize_t)4, masked)));
    Py_DECREF(masked);
}
TEST(errors) {
    SHOW(CALL("websocket_mask", "(y#y#)", "bad", (Py_ssize_t)3, "x", (Py_ssize_t)1));
    SHOW(CALL("websocket_mask", "(sy#)", "abcd", "x", (Py_ssize_t)1));
    SHOW(CALL("websocket_mask", "(y#)", "abcd", (Py_ssize_t)4));
    SHOW(CALL("websocket_mask", "(iO)", 1, Py_None));
}
