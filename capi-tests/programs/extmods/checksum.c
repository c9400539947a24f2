#include "../extension.h"
/* EXUVIA_EXTMOD names the built module: there are several builds, all of which must behave alike. */
static PyObject *module(void) { return extension_once(getenv("EXUVIA_EXTMOD"), "checksum", "checksum"); }
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "ALGORITHM")); }
TEST(bytes) {
    SHOW(CALL("fnv1a", "(y#)", "", (Py_ssize_t)0));
    SHOW(CALL("fnv1a", "(y)", "hello"));
    SHOW(CALL("reversed", "(y#)", "a\0b\xff", (Py_ssize_t)4));
    SHOW(CALL("reversed", "(y#)", "", (Py_ssize_t)0));
    SHOW(CALL("total", "(y)", "abc"));
    SHOW(CALL("total", "(N)", PyByteArray_FromStringAndSize("abc", 3)));
    SHOW(CALL("total", "(N)", PyMemoryView_FromObject(MUST(PyBytes_FromString("xyz")))));
    PyObject *data = MUST(PyByteArray_FromStringAndSize("abc", 3));
    SHOW_REFS(data, Py_XDECREF(CALL("total", "(O)", data)));
    SHOW_REFS(data, SHOW(CALL("fnv1a", "(O)", data)));
    SHOW(M(data, "append", "(i)", 100));
}
TEST(widths) {
    SHOW(CALL("widths", "(i)", 0));
    SHOW(CALL("widths", "(i)", -1));
    SHOW(CALL("widths", "(L)", 9223372036854775807LL));
    SHOW(CALL("widths", "(N)", I("9223372036854775808")));
    SHOW(CALL("widths", "(N)", I("-9223372036854775809")));
    SHOW(CALL("widths", "(N)", I("340282366920938463463374607431768211456")));
    SHOW(CALL("widths", "(O)", Py_True));
}
TEST(errors) {
    SHOW(CALL("fnv1a", "(s)", "text"));
    SHOW(CALL("fnv1a", NULL));
    SHOW(CALL("reversed", "(s)", "text"));
    SHOW(CALL("reversed", "(N)", PyByteArray_FromStringAndSize("abc", 3)));
    SHOW(CALL("widths", "(s)", "1"));
    SHOW(CALL("widths", "(d)", 1.5));
    SHOW(CALL("widths", "(N)", PyNumber_Lshift(MUST(PyLong_FromLong(1)), MUST(PyLong_FromLong(1024)))));
}
