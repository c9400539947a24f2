#include "sdist.h"
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    plant("io", "UnsupportedOperation", PyExc_OSError);
    return opened = extension_open(sdist_path(), "zstandard.backend_c", "backend_c");
}
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); SHOW(PyObject_GetAttrString(module(), "ZSTD_VERSION")); }
TEST(whole) {
    PyObject *text = V("y", "the same the same the same the same the same the same the same"), *compressor = MAKE("ZstdCompressor", NULL);
    PyObject *packed = MUST(M(Py_NewRef(compressor), "compress", "(O)", text)), *decompressor = MAKE("ZstdDecompressor", NULL);
    SHOW_INT(PyBytes_Size(packed) < PyBytes_Size(text));
    SHOW(CALL("frame_content_size", "(O)", packed));
    SHOW(CALL("frame_header_size", "(O)", packed));
    SHOW(M(Py_NewRef(decompressor), "decompress", "(O)", packed));
    SHOW(M(Py_NewRef(decompressor), "decompress", "(y)", "not zstd"));
    SHOW(M(Py_NewRef(decompressor), "decompress", "(s)", "text"));
    SHOW(CALL_KW("ZstdCompressor", V("{si}", "level", 99), NULL));
    PyObject *parameters = MUST(CALL("get_frame_parameters", "(O)", packed));
    SHOW(PyObject_GetAttrString(parameters, "content_size"));
    SHOW(PyObject_GetAttrString(parameters, "has_checksum"));
    Py_DECREF(parameters);
    PyObject *chunks = MUST(M(Py_NewRef(compressor), "compressobj", NULL));
    PyObject *a = M(Py_NewRef(chunks), "compress", "(O)", text), *b = M(Py_NewRef(chunks), "flush", NULL);
    PyBytes_Concat(&a, b);
    PyObject *reader = MUST(M(Py_NewRef(decompressor), "decompressobj", NULL));
    SHOW(M(Py_NewRef(reader), "decompress", "(O)", a));
    SHOW(PyObject_GetAttrString(reader, "eof"));
    SHOW(M(Py_NewRef(chunks), "compress", "(y)", "more"));
    SHOW(M(Py_NewRef(compressor), "memory_size", NULL) ? Py_NewRef(Py_True) : NULL);
    SHOW_REFS(text, Py_XDECREF(M(Py_NewRef(compressor), "compress", "(O)", text)));
    Py_DECREF(a); Py_DECREF(b); Py_DECREF(reader); Py_DECREF(chunks);
    Py_DECREF(packed); Py_DECREF(decompressor); Py_DECREF(compressor); Py_DECREF(text);
}
TEST(dictionary) {
    PyObject *dictionary = MAKE("ZstdCompressionDict", "(y)", "raw content that is a dictionary");
    SHOW_INT(PyObject_Size(dictionary));
    SHOW(M(Py_NewRef(dictionary), "dict_id", NULL));
    SHOW(M(Py_NewRef(dictionary), "as_bytes", NULL));
    SHOW(CALL_KW("ZstdCompressionParameters", V("{si}", "window_log", 1), NULL));
    PyObject *parameters = MAKE("ZstdCompressionParameters", NULL);
    SHOW(PyObject_GetAttrString(parameters, "compression_level"));
    Py_DECREF(parameters);
    Py_DECREF(dictionary);
}
