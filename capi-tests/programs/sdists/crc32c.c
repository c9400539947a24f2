#include "sdist.h"
SDIST("crc32c._crc32c", "_crc32c")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "big_endian")); }
TEST(crc) {
    SHOW(CALL("crc32c", "(y)", "123456789"));
    SHOW(CALL("crc32c", "(y)", ""));
    SHOW(CALL("crc32c", "(yN)", "6789", MUST(CALL("crc32c", "(y)", "12345"))));
    SHOW(CALL("crc32c", "(N)", MUST(PyByteArray_FromStringAndSize("123456789", 9))));
    SHOW(CALL_KW("crc32c", V("{sO}", "gil_release_mode", Py_True), "(y)", "123456789"));
    SHOW(CALL("crc32c", "(s)", "text"));
    SHOW(CALL("crc32c", NULL));
}
