#include "wheel.h"
WHEEL("bcrypt/_bcrypt.abi3.so", "bcrypt._bcrypt", "_bcrypt")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version_ex__")); SHOW(PyObject_GetAttrString(module(), "__author__")); }
TEST(hash_and_check) {
    PyObject *hash = MUST(CALL("hashpw", "(yy)", "secret", "$2b$04$abcdefghijklmnopqrstuu"));
    SHOW_BORROWED(hash);
    SHOW(CALL("checkpw", "(yO)", "secret", hash));
    SHOW(CALL("checkpw", "(yO)", "no", hash));
    SHOW_REFS(hash, Py_XDECREF(CALL("checkpw", "(yO)", "secret", hash)));
    SHOW(CALL_KW("hashpw", V("{sysy}", "password", "x", "salt", "$2b$04$abcdefghijklmnopqrstuu"), NULL));
    PyObject *salt = MUST(CALL("gensalt", "(i)", 4));
    SHOW_INT(PyBytes_Size(salt));
    SHOW(M(salt, "startswith", "(y)", "$2b$04$"));
}
TEST(kdf) {
    SHOW(CALL_KW("kdf", V("{sysysisisO}", "password", "pw", "salt", "saltsalt", "desired_key_bytes", 8, "rounds", 2, "ignore_few_rounds", Py_True), NULL));
    PyObject *k = CALL("kdf", "(yyiiO)", "pw", "saltsalt", 40, 50, Py_False);
    SHOW_INT(k ? PyBytes_Size(k) : -1);
}
TEST(errors) {
    SHOW(CALL("hashpw", "(yy)", "secret", "$2b$04$"));
    SHOW(CALL("hashpw", "(sy)", "secret", "$2b$04$abcdefghijklmnopqrstuu"));
    SHOW(CALL("hashpw", "(y)", "secret"));
    SHOW(CALL("hashpw", "(yyi)", "secret", "x", 1));
    SHOW(CALL_KW("hashpw", V("{si}", "nonsense", 1), "(y)", "secret"));
    SHOW(CALL("gensalt", "(i)", 99));
    SHOW(CALL("gensalt", "(i)", 100000));
    SHOW(CALL("gensalt", "(s)", "x"));
    SHOW(CALL("kdf", "(yyii)", "pw", "", 8, 50));
    SHOW(CALL("kdf", "(yyii)", "", "salt", 8, 50));
}
