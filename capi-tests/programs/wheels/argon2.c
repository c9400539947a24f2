#include "wheel.h"
WHEEL("_argon2_cffi_bindings/_ffi.abi3.so", "_argon2_cffi_bindings._ffi", "_ffi")
#include "cffi.h"
static PyObject *hash(const char *password, int memory, const char *type) {
    PyObject *out = MUST(FFI("new", "(si)", "uint8_t[]", 16)), *encoded = MUST(FFI("new", "(si)", "char[]", 128));
    SHOW(LIB("argon2_hash", "(iiiyiyiOiOiNN)", 1, memory, 1, password, (int)strlen(password), "somesalt", 8, out, 16, encoded, 128, PyObject_GetAttrString(lib(), type), PyObject_GetAttrString(lib(), "ARGON2_VERSION_NUMBER")));
    SHOW(M(MUST(PyBytes_FromObject(MUST(FFI("buffer", "(O)", out)))), "hex", NULL));
    SHOW(FFI("string", "(O)", encoded));
    return encoded;
}
TEST(module) { SHOW(public_names(backed())); SHOW_INT(PyList_Size(public_names(lib())) > 20); SHOW(Py_NewRef(lib())); SHOW(PyObject_GetAttrString(lib(), "ARGON2_VERSION_NUMBER")); SHOW(PyObject_GetAttrString(lib(), "nothing")); SHOW_INT(PyObject_SetAttrString(lib(), "Argon2_d", Py_None)); }
TEST(hash) { hash("password", 64, "Argon2_id"); hash("", 64, "Argon2_d"); hash("caf\xc3\xa9", 1024, "Argon2_i"); }
TEST(verify) {
    PyObject *encoded = hash("password", 64, "Argon2_id");
    SHOW(LIB("argon2_verify", "(OyiN)", encoded, "password", 8, PyObject_GetAttrString(lib(), "Argon2_id"))); SHOW(FFI("string", "(N)", LIB("argon2_error_message", "(N)", LIB("argon2_verify", "(OyiN)", encoded, "nope", 4, PyObject_GetAttrString(lib(), "Argon2_id")))));
    for (int code = 0; code > -36; code -= 5) SHOW(FFI("string", "(N)", LIB("argon2_error_message", "(i)", code)));
}
TEST(errors) { SHOW(LIB("argon2_error_message", "(s)", "x")); SHOW(LIB("argon2_error_message", NULL)); SHOW(LIB("argon2_verify", "(iiii)", 1, 2, 3, 4)); SHOW(FFI("new", "(s)", "no such type")); SHOW(FFI("new", "(si)", "uint8_t[]", -1)); SHOW(FFI("sizeof", "(s)", "argon2_context")); SHOW(FFI("offsetof", "(ss)", "argon2_context", "pwd")); SHOW(FFI("typeof", "(s)", "argon2_type")); }
