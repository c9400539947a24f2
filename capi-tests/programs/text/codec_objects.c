/* The codecs that need no Python source, as the registry gives them: their names, tuples, incremental encoders and decoders, stream readers and writers. */
#include "harness.h"

static const char *names[] = {"utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "ascii", "latin-1", "unicode_escape", "raw_unicode_escape", "charmap"};
#define COUNT ((int)(sizeof names / sizeof *names))
#define EACH(n) for (int at_ = 0; at_ < COUNT && (n = names[at_]); at_++)

static PyObject *codecs(void) { return MUST(PyImport_ImportModule("_codecs")); }
static PyObject *info(const char *name) { return M(codecs(), "lookup", "(s)", name); }
static PyObject *B(const char *bytes, Py_ssize_t size) { return MUST(PyBytes_FromStringAndSize(bytes, size)); }
#define BYTES(text) B(text, sizeof text - 1)
static PyObject *attr(PyObject *o, const char *name) { PyObject *found = o ? PyObject_GetAttrString(o, name) : NULL; Py_XDECREF(o); return found; }

TEST(lookup) {
    const char *n;
    EACH(n) {
        SAY("-- %s", n);
        PyObject *i = MUST(info(n));
        SHOW(attr(Py_NewRef(i), "name")); SHOW_INT(PyTuple_Size(i)); SHOW_INT(PyTuple_CheckExact(i)); SHOW(attr(Py_NewRef(i), "_is_text_encoding"));
        const char *parts[] = {"encode", "decode", "streamreader", "streamwriter"};
        for (int p = 0; p < 4; p++) { PyObject *part = MUST(attr(Py_NewRef(i), parts[p])); SAY("%s: %d, callable %d", parts[p], part == PyTuple_GetItem(i, p), PyCallable_Check(part)); Py_DECREF(part); }
        const char *classes[] = {"streamreader", "streamwriter", "incrementalencoder", "incrementaldecoder"};
        for (int p = 0; p < 4; p++) { PyObject *c = MUST(attr(Py_NewRef(i), classes[p])); SHOW_BORROWED(c); SHOW(attr(Py_NewRef(c), "__module__")); SHOW(attr(c, "__name__")); }
        PyObject *again = info(n); SHOW_INT(again == i); Py_DECREF(again); Py_DECREF(i);
        SHOW_INT(PyCodec_KnownEncoding(n));
    }
    SHOW(attr(attr(info("utf-8"), "__class__"), "__module__")); SHOW(attr(attr(info("utf-8"), "__class__"), "__name__"));
    SHOW(info("no-such-codec")); SHOW(info("")); SHOW(M(codecs(), "lookup", "(i)", 3));
}
TEST(aliases) {
    const char *aliases[] = {"UTF8", "utf_8", "U8", "cp65001", "utf", "utf-16le", "UTF-16BE", "u16", "UnicodeLittleUnmarked", "u32", "utf_32_le", "u7", "unicode-1-1-utf-7", "us-ascii", "646", "ANSI_X3.4-1968", "cp367", "latin1", "l1", "iso8859-1", "ISO-8859-1", "cp819", "8859", "raw-unicode-escape", "unicode escape", "CharMap", " utf 8 "};
    for (int i = 0; i < (int)(sizeof aliases / sizeof *aliases); i++) { printf("%s ", aliases[i]); SHOW(attr(info(aliases[i]), "name")); }
}
TEST(functions) {
    const char *n;
    EACH(n) {
        SAY("-- %s", n);
        PyObject *e = PyCodec_Encoder(n), *d = PyCodec_Decoder(n);
        SHOW(C(e, "(s)", "a\xc3\xa9z")); SHOW(C(e, "(ss)", "a\xe2\x82\xac", "replace")); SHOW(C(e, "(ss)", "a\xe2\x82\xac", "strict")); SHOW(C(e, "(y)", "bytes"));
        SHOW(C(d, "(y)", "abcd")); SHOW(C(d, "(N)", BYTES("\xff\xfe\x41\x00"))); SHOW(C(d, "(Ns)", BYTES("ab\xe2\x82"), "ignore")); SHOW(C(d, "(Ns)", BYTES("ab\xe2\x82"), "no-such-handler")); SHOW(C(d, "(i)", 3));
        Py_DECREF(e); Py_DECREF(d);
    }
    SHOW(C(PyCodec_Decoder("utf-8"), "(yi)", "x", 3)); SHOW(C(PyCodec_Decoder("utf-8"), "(yO)", "x", Py_None));
    SHOW(C(PyCodec_Decoder("charmap"), "(ysN)", "ab", "strict", V("{i:s,i:s}", 'a', "<A>", 'b', "<B>"))); SHOW(C(PyCodec_Encoder("charmap"), "(ssN)", "ab", "strict", V("{i:i,i:i}", 'a', 1, 'b', 2)));
}
/* Gives the bytes of a text to a decoder one by one, and says what it holds. */
static void piecewise(PyObject *d, const char *data, Py_ssize_t size) {
    for (Py_ssize_t i = 0; i < size; i++) { printf("%02x ", data[i] & 255); SHOW(M(Py_NewRef(d), "decode", "(N)", B(data + i, 1))); SHOW(M(Py_NewRef(d), "getstate", NULL)); }
    SHOW(M(Py_NewRef(d), "decode", "(yO)", "", Py_True)); SHOW(M(Py_NewRef(d), "getstate", NULL));
}
TEST(incremental_decoders) {
    const char *n;
    EACH(n) {
        SAY("-- %s", n);
        PyObject *bytes = PyUnicode_AsEncodedString(S("a\xc3\xa9" "b"), strcmp(n, "ascii") && strcmp(n, "charmap") ? n : "latin-1", "strict"), *d = MUST(PyCodec_IncrementalDecoder(n, strcmp(n, "ascii") ? NULL : "replace"));
        SHOW(M(Py_NewRef(d), "getstate", NULL)); SHOW(attr(Py_NewRef(d), "errors"));
        piecewise(d, PyBytes_AsString(bytes), PyBytes_Size(bytes));
        SHOW(M(Py_NewRef(d), "decode", "(y)", "abc")); SHOW(M(Py_NewRef(d), "reset", NULL)); SHOW(M(Py_NewRef(d), "getstate", NULL));
        SHOW(M(Py_NewRef(d), "decode", "(N)", PyByteArray_FromStringAndSize("\0\0", 2))); SHOW(M(Py_NewRef(d), "getstate", NULL)); SHOW(M(Py_NewRef(d), "reset", NULL));
        SHOW(M(Py_NewRef(d), "decode", "(s)", "text")); SHOW(M(Py_NewRef(d), "decode", "(i)", 3)); SHOW(M(Py_NewRef(d), "getstate", NULL));
        Py_DECREF(d); Py_DECREF(bytes);
    }
}
TEST(decoder_states) {
    const char *both[] = {"utf-16", "utf-32"};
    for (int w = 0; w < 2; w++) {
        PyObject *d = MUST(PyCodec_IncrementalDecoder(both[w], "strict"));
        for (int s = 0; s < 3; s++) { SHOW(M(Py_NewRef(d), "setstate", "((yi))", "", s)); SHOW(M(Py_NewRef(d), "getstate", NULL)); SHOW(M(Py_NewRef(d), "decode", "(N)", w ? BYTES("\x41\0\0\0") : BYTES("\x41\0"))); SHOW(M(Py_NewRef(d), "getstate", NULL)); }
        SHOW(M(Py_NewRef(d), "reset", NULL)); SHOW(M(Py_NewRef(d), "decode", "(NO)", BYTES("\x00\x00\xfe\xff\0\0\0\x41"), Py_True)); SHOW(M(Py_NewRef(d), "getstate", NULL));
        SHOW(M(Py_NewRef(d), "reset", NULL)); SHOW(M(Py_NewRef(d), "decode", "(N)", BYTES("\xfe\xff\0\x41"))); SHOW(M(Py_NewRef(d), "getstate", NULL));
        SHOW(M(Py_NewRef(d), "reset", NULL)); SHOW(M(Py_NewRef(d), "decode", "(NO)", BYTES("\xff\xfe\0\0\x41"), Py_True)); SHOW(M(Py_NewRef(d), "getstate", NULL));
        SHOW(M(Py_NewRef(d), "setstate", "((Ni))", BYTES("\x41"), 0)); SHOW(M(Py_NewRef(d), "decode", "(N)", BYTES("\0\0\0"))); SHOW(M(Py_NewRef(d), "getstate", NULL));
        Py_DECREF(d);
    }
    PyObject *d = MUST(PyCodec_IncrementalDecoder("utf-8", NULL));
    SHOW(M(Py_NewRef(d), "setstate", "((Ni))", BYTES("\xe2\x82"), 7)); SHOW(M(Py_NewRef(d), "getstate", NULL)); SHOW(attr(Py_NewRef(d), "buffer")); SHOW(M(Py_NewRef(d), "decode", "(N)", BYTES("\xac"))); SHOW(attr(Py_NewRef(d), "buffer"));
    SHOW(M(Py_NewRef(d), "decode", "(N)", BYTES("\xff"))); SHOW(M(Py_NewRef(d), "decode", "(NO)", BYTES("\xe2"), Py_False)); SHOW(M(Py_NewRef(d), "decode", "(NO)", BYTES(""), Py_True)); SHOW(M(Py_NewRef(d), "getstate", NULL));
    SHOW_INT(PyObject_SetAttrString(d, "errors", S("replace"))); SHOW(M(Py_NewRef(d), "decode", "(NO)", BYTES("\xac"), Py_True)); SHOW(M(Py_NewRef(d), "getstate", NULL));
    SHOW_INT(PyObject_SetAttrString(d, "errors", Py_True)); SHOW(M(Py_NewRef(d), "decode", "(y)", "x"));
    PyObject *table = V("{i:s,i:O}", 'a', "<A>", 'b', Py_None); d = MUST(C(attr(info("charmap"), "incrementaldecoder"), "(sO)", "replace", table));
    SHOW(M(Py_NewRef(d), "decode", "(y)", "abc")); SHOW(M(Py_NewRef(d), "setstate", "(i)", 0)); SHOW(M(Py_NewRef(d), "getstate", NULL)); Py_DECREF(d);
    SHOW_REFS(table, d = C(attr(info("charmap"), "incrementaldecoder"), "(sO)", "strict", table)); SHOW_REFS(table, Py_DECREF(d));
    SHOW(PyObject_Type(MUST(PyCodec_IncrementalDecoder("latin-1", "strict"))));
}
TEST(incremental_encoders) {
    const char *n;
    EACH(n) {
        SAY("-- %s", n);
        PyObject *e = MUST(PyCodec_IncrementalEncoder(n, "backslashreplace"));
        SHOW(M(Py_NewRef(e), "getstate", NULL)); SHOW(attr(Py_NewRef(e), "errors"));
        SHOW(M(Py_NewRef(e), "encode", "(s)", "a\xc3\xa9")); SHOW(M(Py_NewRef(e), "getstate", NULL)); SHOW(M(Py_NewRef(e), "encode", "(sO)", "b\xe2\x82\xac", Py_True)); SHOW(M(Py_NewRef(e), "encode", "(s)", "")); SHOW(M(Py_NewRef(e), "getstate", NULL));
        SHOW(M(Py_NewRef(e), "reset", NULL)); SHOW(M(Py_NewRef(e), "encode", "(s)", "c")); SHOW(M(Py_NewRef(e), "setstate", "(i)", 0)); SHOW(M(Py_NewRef(e), "encode", "(s)", "d")); SHOW(M(Py_NewRef(e), "setstate", "(i)", 2)); SHOW(M(Py_NewRef(e), "encode", "(s)", "e"));
        SHOW(M(Py_NewRef(e), "encode", "(y)", "bytes")); SHOW(M(Py_NewRef(e), "encode", "(O)", Py_None));
        Py_DECREF(e);
    }
    PyObject *e = MUST(PyCodec_IncrementalEncoder("ascii", NULL)); SHOW(M(Py_NewRef(e), "encode", "(s)", "\xc3\xa9")); SHOW_INT(PyObject_SetAttrString(e, "errors", S("ignore"))); SHOW(M(Py_NewRef(e), "encode", "(s)", "x\xc3\xa9y")); Py_DECREF(e);
    PyObject *table = V("{i:i}", 'a', 1); e = MUST(C(attr(info("charmap"), "incrementalencoder"), "(sO)", "ignore", table)); SHOW(M(e, "encode", "(s)", "abca"));
    SHOW(PyCodec_IncrementalEncoder("no-such-codec", NULL)); SHOW(PyCodec_IncrementalDecoder("no-such-codec", NULL));
}
/* A stream of bytes in memory, as much as streams of codecs ask for. */
typedef struct { PyObject_HEAD char data[4096]; Py_ssize_t size, at; int closed; } Stream;
static PyObject *stream_read(Stream *s, PyObject *args) {
    Py_ssize_t n = -1;
    if (!PyArg_ParseTuple(args, "|n", &n)) return NULL;
    if (n < 0 || n > s->size - s->at) n = s->size - s->at;
    s->at += n;
    return PyBytes_FromStringAndSize(s->data + s->at - n, n);
}
static PyObject *stream_write(Stream *s, PyObject *bytes) { char *p; Py_ssize_t n; if (PyBytes_AsStringAndSize(bytes, &p, &n) < 0) return NULL; memcpy(s->data + s->size, p, n); s->size += n; return PyLong_FromSsize_t(n); }
static PyObject *stream_seek(Stream *s, PyObject *args) { Py_ssize_t n; int whence = 0; if (!PyArg_ParseTuple(args, "n|i", &n, &whence)) return NULL; SAY("  seek %zd %d", n, whence); s->at = n; return PyLong_FromSsize_t(n); }
static PyObject *stream_tell(Stream *s, PyObject *unused) { return PyLong_FromSsize_t(s->at); }
static PyObject *stream_close(Stream *s, PyObject *unused) { s->closed++; Py_RETURN_NONE; }
static PyMethodDef stream_methods[] = {{"read", (PyCFunction)stream_read, METH_VARARGS}, {"write", (PyCFunction)stream_write, METH_O}, {"seek", (PyCFunction)stream_seek, METH_VARARGS}, {"tell", (PyCFunction)stream_tell, METH_NOARGS}, {"close", (PyCFunction)stream_close, METH_NOARGS}, {NULL}};
static PyTypeObject StreamType = {.tp_name = "spam.Stream", .tp_basicsize = sizeof(Stream), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_methods = stream_methods, .tp_new = PyType_GenericNew};
static Stream *stream(const char *data, Py_ssize_t size) { MUST(PyType_Ready(&StreamType) < 0 ? NULL : (PyObject *)&StreamType); Stream *s = (Stream *)MUST(PyObject_CallNoArgs((PyObject *)&StreamType)); memcpy(s->data, data, size); s->size = size; return s; }
TEST(stream_writers) {
    const char *n;
    EACH(n) {
        SAY("-- %s", n);
        Stream *s = stream("", 0); PyObject *w = MUST(PyCodec_StreamWriter(n, (PyObject *)s, "backslashreplace"));
        SHOW(M(Py_NewRef(w), "write", "(s)", "a\xc3\xa9\n")); SHOW(M(Py_NewRef(w), "writelines", "([sss])", "one\n", "two\n", "\xe2\x82\xac")); SHOW(B(s->data, s->size)); s->size = 0;
        SHOW(M(Py_NewRef(w), "reset", NULL)); SHOW(M(Py_NewRef(w), "write", "(s)", "b")); SHOW(M(Py_NewRef(w), "seek", "(ii)", 0, 1)); SHOW(M(Py_NewRef(w), "write", "(s)", "c")); SHOW(M(Py_NewRef(w), "seek", "(i)", 0)); SHOW(M(Py_NewRef(w), "write", "(s)", "d")); SHOW(B(s->data, s->size));
        SHOW(M(Py_NewRef(w), "encode", "(s)", "e")); SHOW(M(Py_NewRef(w), "write", "(y)", "bytes")); SHOW(M(Py_NewRef(w), "tell", NULL)); SHOW(M(Py_NewRef(w), "none", NULL));
        SHOW_INT(attr(Py_NewRef(w), "stream") == (PyObject *)s); SHOW(attr(Py_NewRef(w), "errors")); PyObject *entered = M(Py_NewRef(w), "__enter__", NULL); SHOW_INT(entered == w); Py_XDECREF(entered); SHOW(M(Py_NewRef(w), "__exit__", "(OOO)", Py_None, Py_None, Py_None)); SHOW_INT(s->closed);
        SHOW(M(Py_NewRef(w), "__reduce_ex__", "(i)", 2));
        Py_DECREF(w);
    }
    Stream *s = stream("", 0); PyObject *w = PyCodec_StreamWriter("ascii", (PyObject *)s, NULL); SHOW(M(Py_NewRef(w), "write", "(s)", "\xc3\xa9")); SHOW(M(Py_NewRef(w), "writelines", "(i)", 3)); SHOW_INT(s->size); Py_DECREF(w);
    SHOW(PyCodec_StreamWriter("no-such-codec", Py_None, NULL)); SHOW(PyCodec_StreamReader("no-such-codec", Py_None, NULL));
}
static const char text[] = "first\nsecond\r\nthird \xc3\xa9\xe2\x82\xac\rfourth\n\nlast";
TEST(stream_readers) {
    const char *n;
    EACH(n) {
        SAY("-- %s", n);
        PyObject *bytes = MUST(PyUnicode_AsEncodedString(S(text), strcmp(n, "charmap") ? n : "latin-1", "backslashreplace"));
        Stream *s = stream(PyBytes_AsString(bytes), PyBytes_Size(bytes)); PyObject *r = MUST(PyCodec_StreamReader(n, (PyObject *)s, "strict"));
        SHOW(M(Py_NewRef(r), "read", "(i)", 5)); SHOW(M(Py_NewRef(r), "read", "(ii)", 3, 4)); SHOW(M(Py_NewRef(r), "readline", NULL)); SHOW(M(Py_NewRef(r), "readline", "(OO)", Py_None, Py_False)); SHOW(M(Py_NewRef(r), "readline", "(i)", 2)); SHOW(M(Py_NewRef(r), "readlines", NULL)); SHOW(M(Py_NewRef(r), "read", NULL)); SHOW(M(Py_NewRef(r), "readline", NULL));
        SHOW(M(Py_NewRef(r), "tell", NULL)); SHOW(M(Py_NewRef(r), "seek", "(i)", 0)); SHOW(M(Py_NewRef(r), "readlines", "(iO)", 1, Py_False)); SHOW(M(Py_NewRef(r), "seek", "(ii)", 0, 0));
        PyObject *it = PyObject_GetIter(r), *line; SHOW_INT(it == r); while ((line = PyIter_Next(it))) SHOW(line); SHOW_INT(PyErr_Occurred() != NULL); Py_DECREF(it);
        SHOW(M(Py_NewRef(r), "reset", NULL)); SHOW(M(Py_NewRef(r), "decode", "(y)", "")); SHOW(M(Py_NewRef(r), "__reduce_ex__", "(i)", 2));
        Py_DECREF(r); Py_DECREF(bytes);
    }
}
TEST(readers_in_corners) {
    Stream *s = stream("ab\xff\ncd\n", 7); PyObject *r = PyCodec_StreamReader("utf-8", (PyObject *)s, NULL);
    SHOW(M(Py_NewRef(r), "readline", NULL)); SHOW(M(Py_NewRef(r), "read", NULL)); Py_DECREF(r);
    s = stream("ab\ncd\n\xff\n", 8); r = PyCodec_StreamReader("utf-8", (PyObject *)s, NULL); SHOW(M(Py_NewRef(r), "readline", NULL)); SHOW(M(Py_NewRef(r), "readline", NULL)); SHOW(M(Py_NewRef(r), "readline", NULL)); Py_DECREF(r);
    s = stream("\xe2\x82", 2); r = PyCodec_StreamReader("utf-8", (PyObject *)s, NULL); SHOW(M(Py_NewRef(r), "read", NULL)); SHOW(M(Py_NewRef(r), "read", NULL)); memcpy(s->data + 2, "\xac!", 2); s->size = 4; SHOW(M(Py_NewRef(r), "read", NULL)); Py_DECREF(r);
    s = stream("a\x41\0\x42\0", 5); r = PyCodec_StreamReader("utf-16", (PyObject *)s, NULL); SHOW(M(Py_NewRef(r), "read", NULL)); Py_DECREF(r);
    char many[2000]; memset(many, 'x', sizeof many); many[1500] = '\n'; s = stream(many, sizeof many); r = PyCodec_StreamReader("ascii", (PyObject *)s, NULL);
    PyObject *line = M(Py_NewRef(r), "readline", NULL); SHOW_INT(PyUnicode_GetLength(line)); SHOW_INT(s->at); line = M(Py_NewRef(r), "readline", "(i)", 10); SHOW_INT(PyUnicode_GetLength(line)); line = M(Py_NewRef(r), "readline", "(i)", 0); SHOW_INT(PyUnicode_GetLength(line)); line = M(Py_NewRef(r), "readline", NULL); SHOW_INT(PyUnicode_GetLength(line)); Py_DECREF(r);
    s = stream("a\nb\nc\nd\n", 8); r = PyCodec_StreamReader("latin-1", (PyObject *)s, NULL); SHOW(M(Py_NewRef(r), "readline", NULL)); SHOW(M(Py_NewRef(r), "readline", "(i)", 1)); SHOW(M(Py_NewRef(r), "read", "(i)", 1)); SHOW(M(Py_NewRef(r), "readline", "(i)", 1)); SHOW(M(Py_NewRef(r), "read", NULL)); Py_DECREF(r);
    PyObject *table = V("{i:s}", 'a', "<A>"); s = stream("aa\na", 4); r = MUST(C(attr(info("charmap"), "streamreader"), "(OsO)", s, "replace", table)); SHOW(M(Py_NewRef(r), "decode", "(y)", "a")); SHOW_INT(attr(Py_NewRef(r), "stream") == (PyObject *)s); Py_DECREF(r);
    SHOW(M(PyCodec_StreamReader("utf-8", Py_None, NULL), "read", NULL)); SHOW(M(PyCodec_StreamReader("utf-8", Py_None, NULL), "anything", NULL));
}
TEST(subclasses) {
    PyObject *base = attr(info("utf-8"), "incrementaldecoder"), *T = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){s:i}", "Mine", base, "extra", 3)), *d = MUST(PyObject_CallFunction(T, "s", "replace"));
    SHOW(M(Py_NewRef(d), "decode", "(N)", BYTES("\xff\xc3"))); SHOW(attr(Py_NewRef(d), "extra")); SHOW(M(Py_NewRef(d), "getstate", NULL)); SHOW_INT(PyObject_IsInstance(d, base)); SHOW_INT(PyObject_SetAttrString(d, "own", Py_True)); SHOW(attr(d, "own"));
    Py_DECREF(T); Py_DECREF(base);
}
