/* What the module does, in a wheel's build (wheels/markupsafe.c) and in one from its sources (sdists/markupsafe.c). */
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__name__")); }
TEST(escape) {
    SHOW(CALL("_escape_inner", "(s)", "<a&\"'>"));
    SHOW(CALL("_escape_inner", "(s)", "\xc3\xa9<"));
    SHOW(CALL("_escape_inner", "(s)", "\xe2\x82\xac>&"));
    SHOW(CALL("_escape_inner", "(s)", "\xf0\x9f\x98\x80>"));
    SHOW(CALL("_escape_inner", "(s)", ""));
}
TEST(unchanged) {
    PyObject *plain = S("nothing to escape here"), *same = MUST(CALL("_escape_inner", "(O)", plain));
    SAY("%s", plain == same ? "the same object" : "a copy");
    Py_DECREF(same);
    SHOW_REFS(plain, Py_XDECREF(CALL("_escape_inner", "(O)", plain)));
    Py_DECREF(plain);
}
TEST(errors) {
    SHOW(CALL("_escape_inner", "(i)", 3));
    SHOW(CALL("_escape_inner", "(y)", "bytes"));
    SHOW(CALL("_escape_inner", NULL));
}
