#include "wheel.h"
#include "stand_in.h"
/* The exceptions that the package's Python half defines. */
static void packages(void) {
    static int done;
    if (done++) return;
    const char *names[] = {"AlreadyFinalized", "InternalError", "InvalidSignature", "InvalidTag", "NotYetFinalized", "UnsupportedAlgorithm"};
    stand_in_module("cryptography");
    for (int i = 0; i < 6; i++) stand_in("cryptography.exceptions", names[i], (PyTypeObject *)PyExc_Exception);
}
WHEEL_AFTER(packages(), "cryptography/hazmat/bindings/_rust.abi3.so", "cryptography.hazmat.bindings._rust", "_rust")
#include "cffi.h"
static PyObject *part(const char *name) { return MUST(PyObject_GetAttrString(MUST(PyObject_GetAttrString(backed(), "openssl")), name)); }
static PyObject *zeros(int size) { char z[128] = {0}; return MUST(PyBytes_FromStringAndSize(z, size)); }
static PyObject *hex(PyObject *b) { return M(b, "hex", NULL); }
TEST(module) { SHOW(public_names(backed())); SHOW(public_names(part("ed25519"))); SHOW(public_names(part("aead"))); SHOW(M(MUST(PyObject_GetAttrString(backed(), "openssl")), "openssl_version", NULL) ? S("a version") : NULL); }
TEST(identifiers) { backed(); SHOW(CALL("ObjectIdentifier", "(s)", "2.5.4.3")); PyObject *o = MUST(CALL("ObjectIdentifier", "(s)", "1.2.3.4")); SHOW(PyObject_GetAttrString(o, "dotted_string")); SHOW(CALL("ObjectIdentifier", "(s)", "nonsense")); SHOW(CALL("ObjectIdentifier", "(i)", 3)); SHOW_INT(PyObject_RichCompareBool(o, MUST(CALL("ObjectIdentifier", "(s)", "1.2.3.4")), Py_EQ)); SHOW_INT(PyObject_Hash(o) == PyObject_Hash(MUST(CALL("ObjectIdentifier", "(s)", "1.2.3.4")))); SHOW(PyObject_RichCompare(o, o, Py_LT)); }
TEST(padding) { backed(); PyObject *p = MUST(CALL("PKCS7PaddingContext", "(i)", 128)); SHOW(M(Py_NewRef(p), "update", "(y)", "twenty bytes of text")); SHOW(M(Py_NewRef(p), "finalize", NULL)); SHOW(M(Py_NewRef(p), "finalize", NULL)); PyObject *u = MUST(CALL("PKCS7UnpaddingContext", "(i)", 128)); SHOW(M(Py_NewRef(u), "update", "(y)", "four more\x07\x07\x07\x07\x07\x07\x07")); SHOW(M(Py_NewRef(u), "finalize", NULL)); PyObject *bad = MUST(CALL("PKCS7UnpaddingContext", "(i)", 128)); SHOW(M(Py_NewRef(bad), "update", "(y)", "sixteen bytes ..")); SHOW(M(Py_NewRef(bad), "finalize", NULL)); SHOW(M(Py_NewRef(p), "update", "(s)", "text")); }
TEST(keys) {
    PyObject *key = MUST(M(part("ed25519"), "from_private_bytes", "(N)", zeros(32))), *public = MUST(M(Py_NewRef(key), "public_key", NULL)), *signature = MUST(M(Py_NewRef(key), "sign", "(y)", "a message"));
    SHOW(hex(M(Py_NewRef(key), "private_bytes_raw", NULL))); SHOW(hex(M(Py_NewRef(public), "public_bytes_raw", NULL))); SHOW(hex(Py_NewRef(signature))); SHOW(M(Py_NewRef(public), "verify", "(Oy)", signature, "a message")); SHOW(M(Py_NewRef(public), "verify", "(Oy)", signature, "another")); SHOW(M(part("ed25519"), "from_private_bytes", "(N)", zeros(31))); SHOW(M(Py_NewRef(key), "sign", "(s)", "text"));
    PyObject *x = MUST(M(part("x25519"), "from_private_bytes", "(N)", zeros(32))), *y = MUST(M(part("x25519"), "from_private_bytes", "(y#)", "0123456789abcdef0123456789abcdef", (Py_ssize_t)32)); SHOW(hex(M(Py_NewRef(x), "exchange", "(N)", M(Py_NewRef(y), "public_key", NULL)))); SHOW(hex(M(Py_NewRef(y), "exchange", "(N)", M(Py_NewRef(x), "public_key", NULL)))); SHOW(M(Py_NewRef(x), "exchange", "(i)", 3));
}
TEST(sealed) {
    PyObject *box = MUST(M(part("aead"), "AESGCM", "(N)", zeros(16))), *sealed = MUST(M(Py_NewRef(box), "encrypt", "(NyO)", zeros(12), "hidden", Py_None));
    SHOW(hex(Py_NewRef(sealed))); SHOW(M(Py_NewRef(box), "decrypt", "(NOO)", zeros(12), sealed, Py_None)); SHOW(M(Py_NewRef(box), "decrypt", "(NNO)", zeros(12), zeros(30), Py_None)); SHOW(hex(M(Py_NewRef(box), "encrypt", "(Nyy)", zeros(12), "hidden", "with this"))); SHOW(M(Py_NewRef(box), "encrypt", "(NyO)", zeros(3), "hidden", Py_None)); SHOW(M(part("aead"), "AESGCM", "(N)", zeros(5)));
    PyObject *cha = MUST(M(part("aead"), "ChaCha20Poly1305", "(N)", zeros(32))); SHOW(hex(M(Py_NewRef(cha), "encrypt", "(NyO)", zeros(12), "hidden", Py_None))); SHOW(hex(M(MUST(PyObject_GetAttrString(part("poly1305"), "Poly1305")), "generate_tag", "(Ny)", zeros(32), "abc"))); PyObject *mac = MUST(M(part("poly1305"), "Poly1305", "(N)", zeros(32))); SHOW(M(Py_NewRef(mac), "update", "(y)", "abc")); SHOW(hex(M(Py_NewRef(mac), "finalize", NULL))); SHOW(M(Py_NewRef(mac), "update", "(y)", "abc"));
}
