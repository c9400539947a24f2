#include "sdist.h"
SDIST("mmh3", "mmh3")
TEST(module) { SHOW(public_names(module())); }
TEST(functions) {
    SHOW(CALL("hash", "(s)", "foo"));
    SHOW(CALL("hash", "(si)", "foo", 42));
    SHOW(CALL_KW("hash", V("{sisO}", "seed", 42, "signed", Py_False), "(y)", "foo"));
    SHOW(CALL("hash", "(sN)", "foo", I("4294967295")));
    SHOW(CALL("hash", "(sN)", "foo", I("4294967296")));
    SHOW(CALL("hash64", "(s)", "foo"));
    SHOW(CALL_KW("hash64", V("{sO}", "signed", Py_False), "(s)", "foo"));
    SHOW(CALL("hash128", "(si)", "foo", 42));
    SHOW(CALL_KW("hash128", V("{sO}", "signed", Py_True), "(s)", "foo"));
    SHOW(CALL("hash_bytes", "(s)", "foo"));
    SHOW(CALL("hash_from_buffer", "(N)", MUST(PyByteArray_FromStringAndSize("foo", 3))));
    SHOW(CALL("mmh3_32_digest", "(y)", "foo"));
    SHOW(CALL("mmh3_x64_128_utupledigest", "(y)", "foo"));
    SHOW(CALL("hash", "(i)", 3));
    SHOW(CALL("hash", NULL));
    SHOW(CALL("hash", "(ss)", "foo", "seed"));
}
TEST(hasher) {
    PyObject *hasher = MAKE("mmh3_32", "(yi)", "foo", 42);
    SHOW(M(Py_NewRef(hasher), "update", "(y)", "bar"));
    SHOW(M(Py_NewRef(hasher), "digest", NULL));
    SHOW(M(Py_NewRef(hasher), "sintdigest", NULL));
    SHOW(M(Py_NewRef(hasher), "uintdigest", NULL));
    SHOW(PyObject_GetAttrString(hasher, "digest_size"));
    SHOW(PyObject_GetAttrString(hasher, "name"));
    SHOW(M(M(Py_NewRef(hasher), "copy", NULL), "digest", NULL));
    SHOW(M(Py_NewRef(hasher), "update", "(s)", "text"));
    Py_DECREF(hasher);
}
