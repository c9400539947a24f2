#include "sdist.h"
SDIST("_xxhash", "_xxhash")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "XXHASH_VERSION")); }
TEST(functions) {
    const char *names[] = {"xxh32_hexdigest", "xxh32_intdigest", "xxh32_digest", "xxh64_hexdigest", "xxh64_intdigest", "xxh3_64_hexdigest",
                           "xxh3_64_digest", "xxh3_128_hexdigest", "xxh3_128_intdigest", NULL};
    for (int i = 0; names[i]; i++) {
        printf("%s: ", names[i]);
        print_new("", CALL(names[i], "(y)", "some bytes"));
        print_new("  seed", CALL_KW(names[i], V("{si}", "seed", 17), "(y)", ""));
    }
    SHOW(CALL("xxh64_hexdigest", "(s)", "a str"));
    SHOW(CALL("xxh64_hexdigest", "(i)", 3));
    SHOW(CALL("xxh64_hexdigest", NULL));
}
TEST(objects) {
    const char *names[] = {"xxh32", "xxh64", "xxh3_64", "xxh3_128", NULL};
    for (int i = 0; names[i]; i++) {
        PyObject *hash = MAKE(names[i], "(y)", "some ");
        SHOW(M(Py_NewRef(hash), "update", "(y)", "bytes"));
        SHOW(M(Py_NewRef(hash), "hexdigest", NULL));
        SHOW(PyObject_GetAttrString(hash, "digest_size"));
        SHOW(PyObject_GetAttrString(hash, "block_size"));
        SHOW(PyObject_GetAttrString(hash, "name"));
        SHOW(PyObject_GetAttrString(hash, "seed"));
        PyObject *copy = M(Py_NewRef(hash), "copy", NULL);
        SHOW(M(Py_NewRef(hash), "reset", NULL));
        SHOW(M(copy, "intdigest", NULL));
        SHOW(M(Py_NewRef(hash), "digest", NULL));
        SHOW(M(Py_NewRef(hash), "update", "(i)", 3));
        Py_DECREF(hash);
    }
}
