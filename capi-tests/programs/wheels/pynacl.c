#include "wheel.h"
WHEEL("nacl/_sodium.abi3.so", "nacl._sodium", "_sodium")
#include "cffi.h"
static PyObject *bytes_of(PyObject *data, int size) { PyObject *r = FFI("buffer", "(Oi)", data, size), *b = r ? PyBytes_FromObject(r) : NULL; Py_XDECREF(r); return M(b, "hex", NULL); }
static PyObject *room(int size) { return MUST(FFI("new", "(si)", "unsigned char[]", size)); }
static PyObject *zeros(int size) { char z[128] = {0}; return MUST(PyBytes_FromStringAndSize(z, size)); }
TEST(module) { SHOW(public_names(backed())); SHOW_INT(PyList_Size(public_names(lib())) > 200); SHOW(LIB("sodium_init", NULL)); SHOW(LIB("crypto_secretbox_keybytes", NULL)); SHOW(LIB("crypto_box_seedbytes", NULL)); }
TEST(hashes) {
    PyObject *out = room(64);
    SHOW(LIB("crypto_hash_sha256", "(Oyi)", out, "abc", 3)); SHOW(bytes_of(out, 32)); SHOW(LIB("crypto_hash_sha512", "(Oyi)", out, "abc", 3)); SHOW(bytes_of(out, 64)); SHOW(LIB("crypto_generichash_blake2b_salt_personal", "(OiyiyiNN)", out, 32, "abc", 3, "", 0, zeros(16), zeros(16))); SHOW(bytes_of(out, 32));
    SHOW(LIB("crypto_shorthash_siphash24", "(OyiN)", out, "abc", 3, zeros(16))); SHOW(bytes_of(out, 8));
}
TEST(secretbox) {
    PyObject *box = room(18), *open = room(2), *nonce = zeros(24), *key = zeros(32);
    SHOW(LIB("crypto_secretbox_easy", "(OyiOO)", box, "hi", 2, nonce, key)); SHOW(bytes_of(box, 18)); SHOW(LIB("crypto_secretbox_open_easy", "(OOiOO)", open, box, 18, nonce, key)); SHOW(bytes_of(open, 2));
    SHOW_INT(PyObject_SetItem(box, I("3"), I("0"))); SHOW(LIB("crypto_secretbox_open_easy", "(OOiOO)", open, box, 18, nonce, key));
}
TEST(signatures) {
    PyObject *pk = room(32), *sk = room(64), *length = MUST(FFI("new", "(s)", "unsigned long long *"));
    SHOW(LIB("crypto_sign_seed_keypair", "(OON)", pk, sk, zeros(32))); SHOW(bytes_of(pk, 32)); PyObject *sealed = room(67); SHOW(LIB("crypto_sign", "(OOyiO)", sealed, length, "abc", 3, sk)); SHOW(PyObject_GetItem(length, I("0"))); SHOW(bytes_of(sealed, 67));
    PyObject *message = room(67); SHOW(LIB("crypto_sign_open", "(OOOiO)", message, length, sealed, 67, pk)); SHOW(PyObject_GetItem(length, I("0"))); SHOW_INT(PyObject_SetItem(sealed, I("3"), I("0"))); SHOW(LIB("crypto_sign_open", "(OOOiO)", message, length, sealed, 67, pk));
    PyObject *q = room(32); SHOW(LIB("crypto_scalarmult_base", "(ON)", q, zeros(32))); SHOW(bytes_of(q, 32));
}
TEST(errors) { SHOW(LIB("crypto_hash_sha256", "(iyi)", 3, "abc", 3)); SHOW(LIB("crypto_hash_sha256", NULL)); SHOW(LIB("nothing", NULL)); SHOW(LIB("crypto_hash_sha256", "(Nyi)", room(32), "abc", -1)); }
