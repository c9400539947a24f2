#include "../extension.h"
/* EXUVIA_EXTMOD names the built module: there are several builds, all of which must behave alike. */
static PyObject *module(void) { return extension_once(getenv("EXUVIA_EXTMOD"), "greeting", "greeting"); }
TEST(module) {
    SHOW(public_names(module()));
    SHOW(PyObject_GetAttrString(module(), "__doc__"));
    SHOW(PyObject_GetAttrString(module(), "GREETINGS"));
    SHOW(PyObject_GetAttrString(module(), "POLITENESS"));
    SHOW(PyObject_GetAttrString(MUST(PyObject_GetAttrString(module(), "hello")), "__doc__"));
    SHOW(PyObject_GetAttrString(MUST(PyObject_GetAttrString(module(), "hello")), "__text_signature__"));
}
TEST(hello) {
    SHOW(CALL("hello", "(s)", "World"));
    SHOW(CALL("hello", "(si)", "W\xc3\xb6rld", 2));
    SHOW(CALL_KW("hello", V("{sisO}", "times", 3, "loud", Py_True), "(s)", "\xf0\x9f\x90\x8d"));
    SHOW(CALL("hello", "(si)", "nobody", 0));
    PyObject *name = S("counted name");
    SHOW_REFS(name, Py_XDECREF(CALL("hello", "(O)", name)));
    Py_DECREF(name);
}
TEST(errors) {
    SHOW(CALL("hello", NULL));
    SHOW(CALL("hello", "(i)", 3));
    SHOW(CALL("hello", "(ss)", "a", "b"));
    SHOW(CALL("hello", "(si)", "a", -1));
    SHOW(CALL("hello", "(siOO)", "a", 1, Py_None, Py_None));
    SHOW(CALL_KW("hello", V("{ss}", "nme", "x"), NULL));
    SHOW(CALL_KW("hello", V("{ss}", "name", "x"), "(s)", "y"));
    SHOW(CALL("length", "(i)", 3));
    SHOW(CALL("length", NULL));
    SHOW(CALL_KW("length", V("{ss}", "text", "x"), NULL));
}
TEST(text) {
    SHOW(CALL("length", "(s)", "na\xc3\xafve \xe2\x82\xac \xf0\x9f\x98\x80"));
    SHOW(CALL("split", "(s)", "  a b  c "));
    SHOW(CALL("split", "(ss)", "a,b,,c", ","));
    SHOW(CALL("split", "(ssi)", "a,b,,c", ",", 1));
    SHOW(CALL("split", "(ss)", "a", ""));
}
