#include "sdist.h"
SDIST("websockets.speedups", "speedups")
TEST(module) { SHOW(public_names(module())); }
TEST(mask) {
    SHOW(CALL("apply_mask", "(yy)", "0123456789ABCDEF0123456789abcdefXYZ", "abcd"));
    SHOW(CALL("apply_mask", "(yy)", "", "abcd"));
    SHOW(CALL("apply_mask", "(NN)", MUST(PyByteArray_FromStringAndSize("bytearray", 9)), MUST(PyMemoryView_FromObject(MUST(PyBytes_FromString("mask"))))));
    SHOW(CALL_KW("apply_mask", V("{sysy}", "data", "by name", "mask", "1234"), NULL));
    SHOW(CALL("apply_mask", "(yy)", "data", "abc"));
    SHOW(CALL("apply_mask", "(ss)", "data", "abcd"));
    SHOW(CALL("apply_mask", "(y)", "data"));
}
