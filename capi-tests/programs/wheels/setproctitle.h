/* What the module does, in a wheel's build (wheels/setproctitle.c) and in one from its sources (sdists/setproctitle.c). */
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); }
TEST(title) {
    SHOW(CALL("setthreadtitle", "(s)", "thr"));
    SHOW(CALL("getthreadtitle", NULL));
    SHOW(CALL_KW("setthreadtitle", V("{ss}", "title", "by keyword"), NULL));
    SHOW(CALL("getthreadtitle", NULL));
}
TEST(errors) {
    SHOW(CALL("setproctitle", "(i)", 1));
    SHOW(CALL("setproctitle", NULL));
    SHOW(CALL("setthreadtitle", "(ss)", "a", "b"));
    SHOW(CALL_KW("setthreadtitle", V("{ss}", "name", "x"), NULL));
    SHOW(CALL("getproctitle", "(i)", 1));
}
