/* The codecs of East Asia, which CPython has as extension modules: its own files are loaded, and convert. */
#include "dynload.h"

static PyObject *codec(const char *module_name, const char *name) { return M(from(module_name), "getcodec", "(s)", name); }
static const struct { const char *module, *name; } all[] = {
    {"_codecs_jp", "shift_jis"}, {"_codecs_jp", "cp932"}, {"_codecs_jp", "euc_jp"}, {"_codecs_jp", "shift_jis_2004"}, {"_codecs_jp", "euc_jis_2004"}, {"_codecs_jp", "shift_jisx0213"}, {"_codecs_jp", "euc_jisx0213"},
    {"_codecs_cn", "gb2312"}, {"_codecs_cn", "gbk"}, {"_codecs_cn", "gb18030"}, {"_codecs_cn", "hz"}, {"_codecs_kr", "euc_kr"}, {"_codecs_kr", "cp949"}, {"_codecs_kr", "johab"}, {"_codecs_tw", "big5"}, {"_codecs_tw", "cp950"}, {"_codecs_hk", "big5hkscs"},
    {"_codecs_iso2022", "iso2022_jp"}, {"_codecs_iso2022", "iso2022_jp_1"}, {"_codecs_iso2022", "iso2022_jp_2"}, {"_codecs_iso2022", "iso2022_jp_2004"}, {"_codecs_iso2022", "iso2022_jp_3"}, {"_codecs_iso2022", "iso2022_jp_ext"}, {"_codecs_iso2022", "iso2022_kr"},
};
#define COUNT ((int)(sizeof all / sizeof *all))
static const char *texts[] = {"", "ascii", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e \xe3\x82\xab\xe3\x82\xbf", "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97", "\xed\x95\x9c\xea\xb8\x80 \xea\xb0\x80", "\xe7\xb9\x81\xe9\xab\x94", "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z", "~\\\xc2\xa5\xe2\x80\xbe"};
TEST(both_ways) {
    for (int i = 0; i < COUNT; i++) {
        SAY("-- %s", all[i].name);
        PyObject *c = MUST(codec(all[i].module, all[i].name));
        for (int t = 0; t < 8; t++) {
            PyObject *text = S(texts[t]);
            SHOW(M(Py_NewRef(c), "encode", "(O)", text)); PyObject *pair = M(Py_NewRef(c), "encode", "(Os)", text, "ignore");
            if (pair) SHOW(M(Py_NewRef(c), "decode", "(O)", PyTuple_GetItem(pair, 0))); else print_raised();
            SHOW(M(Py_NewRef(c), "encode", "(Os)", text, "replace")); SHOW(M(Py_NewRef(c), "encode", "(Os)", text, "xmlcharrefreplace"));
            Py_DECREF(text); Py_XDECREF(pair);
        }
        SHOW(M(Py_NewRef(c), "decode", "(y)", "ab\xff\x81")); SHOW(M(Py_NewRef(c), "decode", "(ys)", "ab\xff\x81", "replace")); SHOW(M(Py_NewRef(c), "decode", "(ys)", "ab\x82", "backslashreplace"));
        SHOW(M(Py_NewRef(c), "decode", "(s)", "text")); SHOW(M(Py_NewRef(c), "encode", "(y)", "bytes")); SHOW(M(Py_NewRef(c), "encode", "(ss)", "\xf0\x9f\x98\x80", "no-such-handler"));
        Py_DECREF(c);
    }
}
TEST(codecs_are_looked_for) {
    SHOW(codec("_codecs_jp", "no-such-codec")); SHOW(codec("_codecs_jp", "big5")); SHOW(M(from("_codecs_cn"), "getcodec", "(i)", 3));
    SHOW(PyObject_Type(MUST(codec("_codecs_jp", "cp932")))); SHOW(M(from("_multibytecodec"), "__create_codec", "(i)", 3));
}
static PyObject *one_of(const char *kind, const char *module_name, const char *name) {
    PyObject *base = MUST(PyObject_GetAttrString(from("_multibytecodec"), kind)), *c = MUST(codec(module_name, name)), *made = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){sO}", kind + 9, base, "codec", c);
    Py_DECREF(base); Py_DECREF(c);
    return MUST(made);
}
TEST(incremental) {
    for (int i = 0; i < COUNT; i += 3) {
        SAY("-- %s", all[i].name);
        PyObject *E = one_of("MultibyteIncrementalEncoder", all[i].module, all[i].name), *D = one_of("MultibyteIncrementalDecoder", all[i].module, all[i].name), *e = MUST(PyObject_CallFunction(E, "s", "replace")), *d = MUST(PyObject_CallNoArgs(D)), *all_bytes = PyBytes_FromString("");
        for (int t = 2; t < 5; t++) { PyObject *piece = M(Py_NewRef(e), "encode", "(s)", texts[t]); if (piece) PyBytes_Concat(&all_bytes, piece); SHOW(piece); SHOW(M(Py_NewRef(e), "getstate", NULL)); }
        PyObject *last = M(Py_NewRef(e), "encode", "(sO)", "", Py_True); if (last) PyBytes_Concat(&all_bytes, last); SHOW(last);
        PyObject *whole = PyUnicode_FromString("");
        for (Py_ssize_t b = 0; b < PyBytes_Size(all_bytes); b++) { PyObject *piece = M(Py_NewRef(d), "decode", "(N)", PyBytes_FromStringAndSize(PyBytes_AsString(all_bytes) + b, 1)); if (!piece) { print_raised(); break; } PyUnicode_AppendAndDel(&whole, piece); }
        SHOW(whole); SHOW(M(Py_NewRef(d), "getstate", NULL)); SHOW(M(Py_NewRef(d), "reset", NULL)); SHOW(M(Py_NewRef(d), "decode", "(yO)", "a\x82", Py_True)); SHOW(M(Py_NewRef(e), "reset", NULL));
        SHOW(PyObject_GetAttrString(e, "errors")); SHOW_INT(PyObject_SetAttrString(d, "errors", S("ignore"))); SHOW(M(Py_NewRef(d), "decode", "(yO)", "a\x82", Py_True)); SHOW(M(Py_NewRef(d), "setstate", "((yi))", "", 0)); SHOW(M(Py_NewRef(d), "setstate", "(i)", 0));
        Py_DECREF(e); Py_DECREF(d); Py_DECREF(E); Py_DECREF(D); Py_DECREF(all_bytes);
    }
}
static char written[4096]; static Py_ssize_t size, at;
static PyObject *stream_read(PyObject *s, PyObject *args) { Py_ssize_t n = -1; if (!PyArg_ParseTuple(args, "|n", &n)) return NULL; if (n < 0 || n > size - at) n = size - at; at += n; return PyBytes_FromStringAndSize(written + at - n, n); }
static PyObject *stream_readline(PyObject *s, PyObject *args) { char *end = memchr(written + at, '\n', size - at); Py_ssize_t n = end ? end + 1 - written - at : size - at; at += n; return PyBytes_FromStringAndSize(written + at - n, n); }
static PyObject *stream_write(PyObject *s, PyObject *bytes) { char *p; Py_ssize_t n; if (PyBytes_AsStringAndSize(bytes, &p, &n) < 0) return NULL; memcpy(written + size, p, n); size += n; Py_RETURN_NONE; }
static PyMethodDef stream_methods[] = {{"read", stream_read, METH_VARARGS}, {"readline", stream_readline, METH_VARARGS}, {"write", stream_write, METH_O}, {NULL}};
static PyTypeObject StreamType = {.tp_name = "spam.Stream", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_methods = stream_methods, .tp_new = PyType_GenericNew};
TEST(streams) {
    PyType_Ready(&StreamType);
    for (int i = 1; i < COUNT; i += 4) {
        SAY("-- %s", all[i].name); size = at = 0;
        PyObject *s = PyObject_CallNoArgs((PyObject *)&StreamType), *w = MUST(PyObject_CallFunction(one_of("MultibyteStreamWriter", all[i].module, all[i].name), "Os", s, "ignore")), *r = MUST(PyObject_CallFunction(one_of("MultibyteStreamReader", all[i].module, all[i].name), "O", s));
        SHOW(M(Py_NewRef(w), "write", "(s)", texts[2])); SHOW(M(Py_NewRef(w), "writelines", "([sss])", "\n", texts[3], "\n")); SHOW(M(Py_NewRef(w), "write", "(s)", texts[4])); SHOW(M(Py_NewRef(w), "reset", NULL)); SHOW(PyBytes_FromStringAndSize(written, size));
        SHOW(M(Py_NewRef(r), "read", "(i)", 3)); SHOW(M(Py_NewRef(r), "readline", NULL)); SHOW(M(Py_NewRef(r), "readlines", NULL)); SHOW(M(Py_NewRef(r), "read", NULL)); SHOW(M(Py_NewRef(r), "reset", NULL));
        Py_DECREF(w); Py_DECREF(r); Py_DECREF(s);
    }
}
TEST(registered) {
    /* As the package encodings would: a search function that gives the codec's own methods. */
    PyObject *c = MUST(codec("_codecs_jp", "euc_jp"));
    SHOW_REFS(c, Py_XDECREF(M(Py_NewRef(c), "encode", "(s)", texts[2])));
    SHOW_INT(PyCodec_KnownEncoding("shift_jis_of_nobody"));
    Py_DECREF(c);
}
