/* Text files in encodings that the registry finds, and those that a program has registered. */
#include "io/io.h"
static PyObject *text_(const char *bytes, Py_ssize_t n, const char *encoding, const char *newline) { return MUST(C(IO("TextIOWrapper"), "(Nszz)", C(IO("BytesIO"), "(y#)", bytes, n), encoding, NULL, newline)); }
static void show_bytes(PyObject *o) { PyObject *b = GET(o, "buffer"); SHOW(CALL(b, "getvalue", NULL)); Py_DECREF(b); }
static const char *encodings[] = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "UTF8", "U8", "ISO-8859-1", "us-ascii", "unicode_escape"};
TEST(writing) {
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        PyObject *o = text_("", 0, encodings[i], "\r\n"); printf("%s ", encodings[i]); SHOW(GET(o, "encoding")); SHOW(CALL(o, "write", "(s)", "ab\n")); SHOW(CALL(o, "write", "(s)", i < 8 ? "\xc3\xa9\xf0\x9f\x90\x8d" : "plain")); SHOW(CALL(o, "flush", NULL)); show_bytes(o); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "seek", "(ii)", 0, 2)); SHOW(CALL(o, "write", "(s)", "c")); SHOW(CALL(o, "flush", NULL)); show_bytes(o); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "write", "(s)", "X")); SHOW(CALL(o, "flush", NULL)); show_bytes(o); Py_DECREF(o);
    }
}
TEST(places) {
    static const struct { const char *encoding, *bytes; Py_ssize_t n; } texts[] = {{"utf-16", "\xff\xfe" "a\0\r\0\n\0" "b\0\x3d\xd8\x0d\xdc" "c\0\n\0", 18}, {"utf-16", "\xfe\xff\0a\0\n\0b", 8}, {"utf-16-le", "a\0b\0\n\0c\0", 8}, {"utf-32", "\xff\xfe\0\0a\0\0\0\n\0\0\0b\0\0\0", 16}, {"latin-1", "a\xe9\r\nb\r", 6}};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) for (int n = 0; n < 2; n++) for (int chunk = 3; chunk < 12; chunk += 4) {
        PyObject *o = text_(texts[t].bytes, texts[t].n, texts[t].encoding, n ? "" : NULL), *c = V("i", chunk), *places = PyList_New(0); SET(o, "_CHUNK_SIZE", c); printf("%s ", texts[t].encoding);
        for (;;) { PyObject *p = CALL(o, "tell", NULL); if (!p) { print_raised(); break; } PyList_Append(places, p); Py_DECREF(p); PyObject *one = CALL(o, "read", "(i)", 1); if (!one) print_raised(); int end = !one || !PyUnicode_GetLength(one); Py_XDECREF(one); if (end) break; }
        print_object("places", places);
        for (Py_ssize_t i = PyList_GET_SIZE(places) - 1; i >= 0; i--) { PyObject *r = CALL(o, "seek", "(O)", PyList_GET_ITEM(places, i)); if (!r) print_raised(); Py_XDECREF(r); SHOW(CALL(o, "read", NULL)); }
        Py_DECREF(places); Py_DECREF(o);
    }
}
/* A codec of the program's own: it says how it is called. */
static PyObject *say(PyObject *self, PyObject *args, const char *what) { PyObject *r = PyObject_Repr(args); printf("  %s%s\n", what, PyUnicode_AsUTF8(r)); Py_DECREF(r); return PyObject_GetAttrString(self, what); }
#define METHOD(name) static PyObject *m_##name(PyObject *self, PyObject *args) { return say(self, args, "a_" #name); }
METHOD(encode) METHOD(decode) METHOD(getstate) METHOD(setstate) METHOD(reset)
static PyMethodDef coder_methods[] = {{"encode", m_encode, METH_VARARGS, 0}, {"decode", m_decode, METH_VARARGS, 0}, {"getstate", m_getstate, METH_VARARGS, 0}, {"setstate", m_setstate, METH_VARARGS, 0}, {"reset", m_reset, METH_VARARGS, 0}, {0}};
static PyObject *coder, *is_text;
static PyObject *make(PyObject *self, PyObject *args) { PyObject *r = PyObject_Repr(args); printf("  made with %s\n", PyUnicode_AsUTF8(r)); Py_DECREF(r); return Py_NewRef(coder); }
static PyMethodDef make_def = {"make", make, METH_VARARGS, 0};
static PyObject *search(PyObject *self, PyObject *name) {
    if (!PyUnicode_EqualToUTF8(name, "own")) Py_RETURN_NONE;
    PyObject *cls = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Info", &PyTuple_Type)), *info = MUST(C(cls, "((OOOO))", Py_None, Py_None, Py_None, Py_None)), *f = MUST(PyCFunction_New(&make_def, NULL));
    SET(info, "incrementalencoder", Py_NewRef(f)); SET(info, "incrementaldecoder", f); if (is_text) SET(info, "_is_text_encoding", Py_NewRef(is_text)); Py_DECREF(cls); return info;
}
static PyMethodDef search_def = {"search", search, METH_O, 0};
TEST(own_codec) {
    PyType_Slot slots[] = {{Py_tp_methods, coder_methods}, {0}}; PyType_Spec spec = {"own.Coder", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *base = MUST(PyType_FromSpec(&spec)), *cls = subclass("Coder", base), *s = MUST(PyCFunction_New(&search_def, NULL)); coder = MUST(C(cls, NULL)); PyCodec_Register(s);
    SET(coder, "a_encode", B("ENC")); SET(coder, "a_decode", S("dec\r")); SET(coder, "a_getstate", V("(yi)", "", 0)); SET(coder, "a_setstate", Py_NewRef(Py_None)); SET(coder, "a_reset", Py_NewRef(Py_None));
    PyObject *o = text_("abc", 3, "own", NULL); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "write", "(s)", "x\ny")); SHOW(CALL(o, "flush", NULL)); show_bytes(o); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "seek", "(ii)", 0, 2)); SHOW(CALL(o, "read", NULL)); SHOW(GET(o, "newlines"));
    SET(coder, "a_encode", S("x")); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "seek", "(i)", 0)); SET(coder, "a_decode", I("3")); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "read", NULL)); SET(coder, "a_decode", S("")); SET(coder, "a_getstate", I("3")); SHOW(CALL(o, "read", "(i)", 1)); SET(coder, "a_getstate", V("(si)", "x", 1)); SHOW(CALL(o, "read", "(i)", 1)); SET(coder, "a_getstate", V("(i)", 1)); SHOW(CALL(o, "read", "(i)", 1)); SET(coder, "a_getstate", V("(yi)", "", 0)); Py_DECREF(o);
    o = MUST(C(IO("TextIOWrapper"), "(Nss)", C(IO("BytesIO"), "(y)", "abc"), "own", "handler")); Py_DECREF(o);
}
TEST(no_text) { SHOW(C(IO("TextIOWrapper"), "(Ns)", C(IO("BytesIO"), NULL), "not-known")); }
