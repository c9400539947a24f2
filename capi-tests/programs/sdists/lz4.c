#include "sdist.h"
SDIST("lz4.block._block", "_block")
TEST(module) { SHOW(public_names(module())); }
TEST(block) {
    PyObject *text = V("y", "the same the same the same the same the same the same");
    PyObject *packed = MUST(CALL("compress", "(O)", text));
    SHOW_INT(PyBytes_Size(packed) < PyBytes_Size(text));
    SHOW(CALL("decompress", "(O)", packed));
    SHOW(CALL_KW("decompress", V("{sO}", "return_bytearray", Py_True), "(O)", packed));
    SHOW(CALL_KW("compress", V("{sO}", "store_size", Py_False), "(y)", "abc"));
    SHOW(CALL_KW("compress", V("{sssi}", "mode", "high_compression", "compression", 5), "(y)", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    SHOW(CALL_KW("compress", V("{ss}", "mode", "nonsense"), "(y)", "abc"));
    SHOW(CALL("decompress", "(y)", "abc"));
    SHOW(CALL("decompress", "(y)", "\x10zzzzzzzz"));
    SHOW(CALL("compress", "(s)", "text"));
    SHOW(CALL("compress", NULL));
    SHOW_REFS(text, Py_XDECREF(CALL("compress", "(O)", text)));
    Py_DECREF(packed); Py_DECREF(text);
}
