#include "sdist.h"
SDIST("ujson", "ujson")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); }
TEST(dumps) {
    plant("decimal", "Decimal", (PyObject *)&PyBaseObject_Type);
    SHOW(CALL("dumps", "(N)", V("{s[i,d,O,O,O]s(ss)}", "a", 1, 2.5, Py_None, Py_True, Py_False, "b", "x", "y")));
    SHOW(CALL("dumps", "(s)", "a\"\\\n\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80</"));
    SHOW(CALL_KW("dumps", V("{sO}", "ensure_ascii", Py_False), "(s)", "\xc3\xa9\xe2\x82\xac"));
    SHOW(CALL_KW("dumps", V("{sO}", "escape_forward_slashes", Py_False), "(s)", "a/b"));
    SHOW(CALL_KW("dumps", V("{si}", "indent", 2), "(N)", V("{s[i,i]}", "a", 1, 2)));
    SHOW(CALL_KW("dumps", V("{sO}", "sort_keys", Py_True), "(N)", V("{sisi}", "b", 1, "a", 2)));
    SHOW(CALL("dumps", "(N)", I("18446744073709551615")));
    SHOW(CALL("dumps", "(N)", I("-9223372036854775808")));
    SHOW(CALL("dumps", "(N)", V("{iiOi}", 1, 2, Py_None, 3)));
    SHOW(CALL("dumps", "(d)", 1e308 * 10));
    SHOW(CALL("dumps", "(y)", "bytes"));
    PyObject *cycle = V("[]");
    PyList_Append(cycle, cycle);
    SHOW(CALL("dumps", "(O)", cycle));
    PyList_SetSlice(cycle, 0, 1, NULL);
    Py_DECREF(cycle);
}
TEST(loads) {
    const char *texts[] = {"{\"a\": [1, 2.5, -3e2, null, true, false], \"b\": {\"c\": \"\\u20ac\"}}", "[]", " {} ", "18446744073709551615",
                           "123456789012345678901234567890", "\"\\ud83d\\ude00\"", "[1,", "[1 2]", "{\"a\" 1}", "{1: 2}", "nul", "", "-", "[1] x", "\"\\x\"", NULL};
    for (int i = 0; texts[i]; i++) {
        printf("%s -> ", texts[i]);
        print_new("", CALL("loads", "(s)", texts[i]));
    }
    SHOW(CALL("loads", "(y)", "[1, \"b\"]"));
    SHOW(CALL("loads", "(i)", 3));
    SHOW(CALL("loads", NULL));
}
