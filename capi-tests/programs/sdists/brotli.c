#include "sdist.h"
SDIST("_brotli", "_brotli")
TEST(module) { SHOW(public_names(module())); }
TEST(whole) {
    PyObject *text = V("y", "the same the same the same the same the same");
    PyObject *compressor = MAKE("Compressor", NULL), *packed = M(Py_NewRef(compressor), "process", "(O)", text);
    PyObject *rest = M(Py_NewRef(compressor), "finish", NULL);
    PyBytes_Concat(&packed, rest);
    SHOW_INT(PyBytes_Size(packed) < PyBytes_Size(text));
    SHOW(CALL("decompress", "(O)", packed));
    PyObject *decompressor = MAKE("Decompressor", NULL);
    SHOW(M(Py_NewRef(decompressor), "process", "(O)", packed));
    SHOW(M(Py_NewRef(decompressor), "is_finished", NULL));
    SHOW(M(Py_NewRef(decompressor), "can_accept_more_data", NULL));
    SHOW(CALL("decompress", "(y)", "not brotli at all"));
    SHOW(CALL("decompress", "(s)", "text"));
    SHOW(CALL("decompress", NULL));
    SHOW(CALL_KW("Compressor", V("{si}", "quality", 99), NULL));
    SHOW(CALL_KW("Compressor", V("{si}", "mode", 7), NULL));
    SHOW(M(Py_NewRef(compressor), "process", "(i)", 1));
    SHOW_REFS(text, Py_XDECREF(M(Py_NewRef(compressor), "process", "(O)", text)); PyErr_Clear());
    Py_DECREF(decompressor); Py_DECREF(packed); Py_DECREF(rest); Py_DECREF(compressor); Py_DECREF(text);
}
