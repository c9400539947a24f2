/* The module _codecs: every function, with what it used, and bad arguments. */
#include "harness.h"
static PyObject *module;
#define f(name, ...) print_new(name " " #__VA_ARGS__, M(Py_NewRef(module), name, __VA_ARGS__))
#define B(text) PyBytes_FromStringAndSize(text, sizeof text - 1)
static void start(void) { if (!module) module = MUST(PyImport_ImportModule("_codecs")); }
TEST(encoders) {
    start();
    static const char *names[] = {"ascii_encode", "latin_1_encode", "utf_7_encode", "utf_8_encode", "utf_16_encode", "utf_16_le_encode", "utf_16_be_encode", "utf_32_encode", "utf_32_le_encode", "utf_32_be_encode", "unicode_escape_encode", "raw_unicode_escape_encode", NULL};
    static const char *texts[] = {"", "abc", "h\xc3\xa9", "\xe2\x82\xac+~\\", "\xf0\x9f\x98\x80 x", "a\xe2\x82\xac-b", "+\xc3\xa9+\xc3\xa9" "A", NULL};
    for (int i = 0; names[i]; i++) { for (int t = 0; texts[t]; t++) { printf("%s ", names[i]); print_new("gives", M(Py_NewRef(module), names[i], "(ss)", texts[t], "backslashreplace")); }
        print_new(names[i], M(Py_NewRef(module), names[i], "(N)", PyUnicode_FromOrdinal(0xd800))); print_new(names[i], M(Py_NewRef(module), names[i], "(i)", 1)); print_new(names[i], M(Py_NewRef(module), names[i], "(si)", "x", 1)); print_new(names[i], M(Py_NewRef(module), names[i], "(sO)", "x", Py_None)); print_new(names[i], M(Py_NewRef(module), names[i], "()")); print_new(names[i], M(Py_NewRef(module), names[i], "(ssii)", "x", "y", 1, 2)); print_new(names[i], M(Py_NewRef(module), names[i], "(y)", "x")); }
    f("utf_16_encode", "(ssi)", "a", "strict", 1); f("utf_16_encode", "(szi)", "a", NULL, -1); f("utf_32_encode", "(ssi)", "a", "strict", -1); f("utf_16_encode", "(sss)", "a", "b", "c");
}
TEST(decoders) {
    start();
    static const char *names[] = {"ascii_decode", "latin_1_decode", "utf_7_decode", "utf_8_decode", "utf_16_decode", "utf_16_le_decode", "utf_16_be_decode", "utf_32_decode", "utf_32_le_decode", "utf_32_be_decode", "unicode_escape_decode", "raw_unicode_escape_decode", "utf_16_ex_decode", "utf_32_ex_decode", NULL};
    static const char *inputs[] = {"", "abc", "h\xc3\xa9", "\xe2\x82", "\xff\xfe" "a", "+AO", "\\x4", "\\u20ac\\", NULL};
    for (int i = 0; names[i]; i++) { for (int t = 0; inputs[t]; t++) { printf("%s ", names[i]); print_new("gives", M(Py_NewRef(module), names[i], "(ys)", inputs[t], "replace")); if (i > 1) { print_new("not final", M(Py_NewRef(module), names[i], i > 11 ? "(ysiO)" : "(ysO)", inputs[t], "replace", i > 11 ? (void *)0 : (void *)Py_False, Py_False)); print_new("final", M(Py_NewRef(module), names[i], i > 11 ? "(ysiO)" : "(ysO)", inputs[t], "strict", i > 11 ? (void *)0 : (void *)Py_True, Py_True)); } }
        print_new(names[i], M(Py_NewRef(module), names[i], "(i)", 1)); print_new(names[i], M(Py_NewRef(module), names[i], "(s)", "x")); print_new(names[i], M(Py_NewRef(module), names[i], "(yi)", "x", 1)); print_new(names[i], M(Py_NewRef(module), names[i], "()")); print_new(names[i], M(Py_NewRef(module), names[i], "(N)", PyByteArray_FromStringAndSize("ab\0\0", 4))); }
    f("utf_16_ex_decode", "(ysii)", "a", "strict", 1, 0); f("utf_16_ex_decode", "(Nsii)", B("\xff\xfe" "a\0"), "strict", 0, 1); f("utf_32_ex_decode", "(Nsii)", B("\0\0\xfe\xff\0\0\0a"), "strict", 0, 1);
}
TEST(others) {
    start();
    f("charmap_decode", "(ysO)", "ab", "strict", Py_None); f("charmap_decode", "(yss)", "\1", "strict", "xyz"); f("charmap_decode", "(y)", "\xe9"); f("charmap_decode", "(ys{i:i})", "a", "replace", 98, 99); f("charmap_encode", "(s)", "\xc3\xa9"); f("charmap_encode", "(ss{i:i})", "a", "strict", 97, 65); f("charmap_encode", "(ss{i:i})", "b", "replace", 63, 64); f("charmap_encode", "(ss{i:i})", "b", "ignore", 63, 64); f("charmap_encode", "(ss{i:i})", "b", "xmlcharrefreplace", 63, 64); f("charmap_build", "(s)", "ab"); f("charmap_build", "(i)", 1); f("charmap_build", "(s)", "");
    f("escape_decode", "(y)", "a\\n\\x41\\'"); f("escape_decode", "(s)", "a\\t"); f("escape_decode", "(y)", "\\x4"); f("escape_decode", "(ys)", "\\x4", "replace"); f("escape_decode", "(ys)", "\\x4z", "ignore"); f("escape_encode", "(N)", B("a'\"\\\n\t\r\x01\xff")); f("escape_encode", "(s)", "x"); f("escape_encode", "(yi)", "x", 1); f("readbuffer_encode", "(s)", "h\xc3\xa9"); f("readbuffer_encode", "(y)", "x"); f("readbuffer_encode", "(i)", 1);
    f("lookup", "(i)", 1); f("lookup", "(s)", "no-such-codec-here"); f("lookup", "(N)", PyUnicode_FromStringAndSize("a\0b", 3)); f("lookup_error", "(s)", "nothing"); f("lookup_error", "(i)", 1); f("register", "(i)", 1); f("register_error", "(is)", 1, "x"); f("register_error", "(s)", "x"); f("register_error", "(ss)", "x", "y"); f("unregister", "(i)", 1); f("_unregister_error", "(s)", "strict"); f("_unregister_error", "(s)", "zz"); PyObject *h = M(Py_NewRef(module), "lookup_error", "(s)", "ignore"); f("register_error", "(sO)", "zz", h); f("_unregister_error", "(s)", "zz"); f("_unregister_error", "(s)", "zz");
    SHOW(PyObject_Repr(h)); SHOW(PyObject_GetAttrString(h, "__self__")); SHOW(PyObject_GetAttrString(h, "__module__")); f("encode", "()"); f("encode", "(ss)", "x", "no-such-codec-here"); f("encode", "(si)", "x", 1); f("decode", "(isss)", 1, "a", "b", "c");
    static const char *names[] = {"utf_8_decode", "utf_16_ex_decode", "encode", "lookup", "charmap_build", "register_error", "utf_16_encode", "_unregister_error", NULL};
    for (int i = 0; names[i]; i++) print_new(names[i], PyObject_GetAttrString(PyObject_GetAttrString(module, names[i]), "__text_signature__"));
}
static PyObject *failing(PyObject *self, PyObject *args) { PyErr_SetString(PyExc_ValueError, "refused"); return NULL; }
static PyMethodDef failing_def = {"failing", failing, METH_VARARGS};
static PyObject *search(PyObject *self, PyObject *name) { if (PyUnicode_CompareWithASCIIString(name, "failing")) Py_RETURN_NONE; PyObject *fail = PyCFunction_New(&failing_def, NULL); return Py_BuildValue("(OOOO)", fail, fail, fail, fail); }
static PyMethodDef search_def = {"search", search, METH_O};
TEST(notes) {
    start(); SHOW_INT(PyCodec_Register(PyCFunction_New(&search_def, NULL)));
    for (int i = 0; i < 3; i++) { PyObject *r = i == 0 ? PyCodec_Encode(S("x"), "failing", NULL) : i == 1 ? PyCodec_Decode(S("x"), "failing", "strict") : PyUnicode_AsEncodedString(S("x"), "failing", NULL); PyObject *e = PyErr_GetRaisedException(); SHOW_INT(r == NULL); SHOW(PyObject_Str(e)); SHOW(PyObject_GetAttrString(e, "__notes__")); }
}
