/* _io.TextIOWrapper. */
#include "io/raw.h"
static PyObject *bytes_(const char *text) { return MUST(C(IO("BytesIO"), "(y)", text)); }
/* A text file over bytes in memory. */
static PyObject *text_(const char *text, const char *encoding, const char *errors, const char *newline) { return MUST(C(IO("TextIOWrapper"), "(Nzzz)", bytes_(text), encoding, errors, newline)); }
static void show_bytes(PyObject *o) { PyObject *b = GET(o, "buffer"); SHOW(CALL(b, "getvalue", NULL)); Py_DECREF(b); }

TEST(own_names) { show_own(IO("TextIOWrapper")); SHOW(GET(IO("TextIOWrapper"), "__bases__")); SHOW(GET(IO("TextIOWrapper"), "__text_signature__")); }
TEST(making) {
    PyObject *cls = IO("TextIOWrapper"), *b = bytes_("abc");
    SHOW(C(cls, NULL)); SHOW(C(cls, "(Oi)", b, 5)); SHOW(C(cls, "(Osi)", b, "utf-8", 5)); SHOW(C(cls, "(OsOi)", b, "utf-8", Py_None, 5)); SHOW(C(cls, "(OsOs)", b, "utf-8", Py_None, "q")); SHOW(C(cls, "(Os)", b, "nope")); SHOW(C(cls, "(is)", 3, "utf-8")); SHOW(C(cls, "(Os#)", b, "utf\0x", (Py_ssize_t)5)); SHOW(C(cls, "(Oss#)", b, "utf-8", "a\0", (Py_ssize_t)2)); SHOW(C(cls, "(OssOiii)", b, "utf-8", "strict", Py_None, 1, 1, 1)); SHOW(K(cls, V("(Os)", b, "utf-8"), V("{s:i}", "x", 1)));
    PyObject *o = MUST(K(cls, V("(O)", b), V("{s:s,s:s,s:s,s:i,s:i}", "encoding", "latin-1", "errors", "replace", "newline", "\r", "line_buffering", 1, "write_through", 2)));
    SHOW(PyObject_Repr(o)); SHOW(GET(o, "encoding")); SHOW(GET(o, "errors")); SHOW(GET(o, "line_buffering")); SHOW(GET(o, "write_through")); SHOW(GET(o, "newlines")); SHOW(GET(o, "_CHUNK_SIZE")); SHOW(GET(o, "_finalizing")); SHOW(GET(o, "closed")); SHOW(GET(o, "name")); SHOW(CALL(o, "fileno", NULL)); SHOW(CALL(o, "readable", NULL)); SHOW(CALL(o, "writable", NULL)); SHOW(CALL(o, "seekable", NULL)); SHOW(CALL(o, "isatty", NULL)); SHOW(CALL(o, "__getstate__", NULL)); SET(o, "encoding", I("1")); SET(o, "errors", I("1")); SET(o, "buffer", I("1")); SET(o, "line_buffering", I("1")); SET(o, "_CHUNK_SIZE", I("0")); SET(o, "_CHUNK_SIZE", S("x")); DEL(o, "_CHUNK_SIZE"); SET(o, "_CHUNK_SIZE", I("4")); SHOW(GET(o, "_CHUNK_SIZE"));
    SET(o, "mode", S("m")); SHOW(PyObject_Repr(o)); SET(b, "name", S("n")); SHOW(PyObject_Repr(o)); SET(b, "name", Py_NewRef(o)); SHOW(PyObject_Repr(o)); DEL(b, "name"); Py_DECREF(o); SHOW(GET(b, "closed")); Py_DECREF(b);
    o = MUST(CALL(cls, "__new__", "(O)", cls)); SHOW(CALL(o, "read", NULL)); SHOW(PyObject_Repr(o)); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "closed")); SHOW(GET(o, "errors")); SHOW(GET(o, "encoding")); SHOW(GET(o, "_CHUNK_SIZE")); SHOW(CALL(o, "write", "(s)", "x")); SHOW(CALL(o, "write", "(i)", 1)); SHOW(CALL(o, "detach", NULL)); SHOW(CALL(o, "tell", NULL)); SHOW(PyIter_Next(o)); Py_DECREF(o);
}
TEST(reading) {
    const char *newlines[] = {NULL, "", "\n", "\r", "\r\n"};
    for (int i = 0; i < 5; i++)
        for (int chunk = 1; chunk < 40; chunk += 6) {
            PyObject *o = text_("a\nb\r\nc\rd\xc3\xa9\n\r\r\nlast \xf0\x9f\x90\x8d", "utf-8", NULL, newlines[i]), *n = V("i", chunk); SET(o, "_CHUNK_SIZE", n);
            printf("%d %d ", i, chunk); SHOW(PySequence_List(o)); SHOW(GET(o, "newlines")); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "readline", "(i)", 2)); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "readline", NULL)); Py_DECREF(o);
        }
    PyObject *o = text_("one\ntwo", "ascii", NULL, NULL); SHOW(CALL(o, "read", "(i)", 0)); SHOW(CALL(o, "readline", "(i)", 0)); SHOW(CALL(o, "read", "(s)", "x")); SHOW(CALL(o, "read", "(ii)", 1, 1)); SHOW(CALL(o, "readline", "(s)", "x")); SHOW(CALL(o, "readline", "(O)", Py_None)); SHOW(CALL(o, "read", "(O)", Py_None)); SHOW(CALL(o, "readlines", NULL)); Py_DECREF(o);
}
TEST(undecodable) {
    const char *encodings[] = {"utf-8", "ascii", "latin-1"}, *errors[] = {NULL, "replace", "ignore", "surrogateescape", "backslashreplace", "nope"};
    for (int e = 0; e < 3; e++) for (int h = 0; h < 6; h++) { PyObject *o = text_("a\xff" "b\xc3", encodings[e], errors[h], NULL); printf("%s %s ", encodings[e], errors[h] ? errors[h] : "-"); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "readline", NULL)); Py_DECREF(o); }
}
TEST(writing) {
    const char *newlines[] = {NULL, "", "\n", "\r", "\r\n"};
    for (int i = 0; i < 5; i++) {
        PyObject *o = text_("", "utf-8", NULL, newlines[i]); SHOW(CALL(o, "write", "(s)", "a\nb\r\nc")); SHOW(CALL(o, "write", "(s)", "")); show_bytes(o); SHOW(CALL(o, "write", "(s)", "\xc3\xa9\xf0\x9f\x90\x8d\n")); SHOW(CALL(o, "flush", NULL)); show_bytes(o); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "writelines", "([ss])", "x\n", "y")); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "read", NULL)); Py_DECREF(o);
    }
    PyObject *o = text_("", "ascii", NULL, NULL); SHOW(CALL(o, "write", "(y)", "x")); SHOW(CALL(o, "write", "(i)", 3)); SHOW(CALL(o, "write", "(O)", Py_None)); SHOW(CALL(o, "write", NULL)); SHOW(CALL(o, "write", "(s)", "\xc3\xa9")); SHOW(CALL(o, "write", "(s)", "ok")); SHOW(CALL(o, "flush", NULL)); show_bytes(o); Py_DECREF(o);
    const char *errors[] = {"strict", "replace", "ignore", "xmlcharrefreplace", "backslashreplace", "surrogateescape"};
    for (int h = 0; h < 6; h++) { o = text_("", h % 2 ? "latin-1" : "ascii", errors[h], NULL); SHOW(CALL(o, "write", "(s)", "a\xe2\x82\xac" "b")); SHOW(CALL(o, "write", "(N)", PyUnicode_FromOrdinal(0xdc80))); Py_XDECREF(CALL(o, "flush", NULL)); show_bytes(o); Py_DECREF(o); }
    o = MUST(C(IO("TextIOWrapper"), "(NssOO)", bytes_(""), "utf-8", "strict", Py_None, Py_True)); SHOW(CALL(o, "write", "(s)", "no end")); show_bytes(o); SHOW(CALL(o, "write", "(s)", "x\ny")); show_bytes(o); SHOW(CALL(o, "write", "(s)", "x\ry")); show_bytes(o); Py_DECREF(o);
    o = MUST(C(IO("TextIOWrapper"), "(NssOOO)", bytes_(""), "utf-8", "strict", Py_None, Py_False, Py_True)); SHOW(CALL(o, "write", "(s)", "at once")); show_bytes(o); Py_DECREF(o);
    o = text_("", "utf-8", NULL, NULL); PyObject *n = V("i", 10); SET(o, "_CHUNK_SIZE", n); SHOW(CALL(o, "write", "(s)", "12345678")); show_bytes(o); SHOW(CALL(o, "write", "(s)", "abcd")); show_bytes(o); SHOW(CALL(o, "write", "(s)", "0123456789abcdef")); show_bytes(o); Py_DECREF(o);
    o = MUST(C(IO("TextIOWrapper"), "(Ns)", over("BufferedReader", V("[]"), 8, NULL), "utf-8")); SHOW(CALL(o, "write", "(s)", "x")); Py_DECREF(o);
    o = MUST(C(IO("TextIOWrapper"), "(Ns)", over("BufferedWriter", V("[s]", "all"), 8, NULL), "utf-8")); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "readline", NULL)); SHOW(PyIter_Next(o)); SHOW(CALL(o, "write", "(s)", "kept")); SHOW(CALL(o, "close", NULL)); Py_DECREF(o);
}
TEST(places) {
    const char *texts[] = {"abc\ndef\nghi", "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x8d" "b\r\nc\rd\n\xc3\xa9" "e", "\r\n\r\n\r", "plain"}, *newlines[] = {NULL, "", "\n"};
    for (int t = 0; t < 4; t++) for (int n = 0; n < 3; n++) for (int chunk = 2; chunk < 20; chunk += 5) {
        PyObject *o = text_(texts[t], "utf-8", NULL, newlines[n]), *c = V("i", chunk), *places = PyList_New(0); SET(o, "_CHUNK_SIZE", c);
        for (;;) { PyObject *p = CALL(o, "tell", NULL); if (!p) { print_raised(); break; } PyList_Append(places, p); Py_DECREF(p); PyObject *one = CALL(o, "read", "(i)", 1); int end = !one || !PyUnicode_GetLength(one); Py_XDECREF(one); if (end) break; }
        print_object("places", places);
        for (Py_ssize_t i = PyList_GET_SIZE(places) - 1; i >= 0; i -= 2) { PyObject *r = CALL(o, "seek", "(O)", PyList_GET_ITEM(places, i)); if (!r) print_raised(); Py_XDECREF(r); PyObject *again = CALL(o, "tell", NULL); printf("%zd same %d ", i, again && PyObject_RichCompareBool(again, PyList_GET_ITEM(places, i), Py_EQ)); Py_XDECREF(again); SHOW(CALL(o, "read", NULL)); }
        Py_DECREF(places); Py_DECREF(o);
    }
}
TEST(seeking) {
    PyObject *o = text_("abc\ndef\n", "utf-8", NULL, NULL);
    SHOW(CALL(o, "seek", "(s)", "x")); SHOW(CALL(o, "seek", "(i)", -1)); SHOW(CALL(o, "seek", "(ii)", 1, 1)); SHOW(CALL(o, "seek", "(ii)", 1, 2)); SHOW(CALL(o, "seek", "(ii)", 0, 7)); SHOW(CALL(o, "seek", "(N)", I("1606938044258990275541962092341162602522202993782792835301376"))); SHOW(CALL(o, "seek", "(d)", 1.5)); SHOW(CALL(o, "seek", NULL)); SHOW(CALL(o, "seek", "(iii)", 1, 1, 1)); SHOW(CALL(o, "seek", "(is)", 1, "x")); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "seek", "(ii)", 0, 1)); SHOW(CALL(o, "read", "(i)", 2)); SHOW(CALL(o, "seek", "(ii)", 0, 2)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(PyIter_Next(o)); SHOW(CALL(o, "tell", NULL)); SHOW(PyIter_Next(o)); SHOW(PyIter_Next(o)); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "seek", "(i)", 2)); SHOW(CALL(o, "truncate", NULL)); SHOW(CALL(o, "truncate", "(i)", 1)); SHOW(CALL(o, "truncate", "(s)", "x")); show_bytes(o);
    SHOW(CALL(o, "seek", "(N)", I("340282366920938463463374607431768211456"))); SHOW(CALL(o, "seek", "(i)", 0)); SHOW(CALL(o, "write", "(s)", "new")); SHOW(CALL(o, "tell", NULL)); SHOW(CALL(o, "seek", "(i)", 1)); SHOW(CALL(o, "read", NULL)); Py_DECREF(o);
}
TEST(odd_buffers) {
    PyObject *r = raw_(V("[]")), *o = MUST(C(IO("TextIOWrapper"), "(Ns)", r, "utf-8")); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 3)); SHOW(CALL(o, "readline", NULL)); SET(r, "script", V("[yyyy]", "ab\xc3", "\xa9" "cd\ne", "f", "")); SHOW(CALL(o, "readline", NULL)); SHOW(CALL(o, "read", "(i)", 1)); SHOW(CALL(o, "write", "(s)", "x")); SET(r, "script", V("[ss]", "all", "all")); SHOW(CALL(o, "flush", NULL)); SET(r, "script", V("[NNN]", PyObject_CallFunction(PyExc_OSError, "is", 4, "again"), PyBytes_FromString("xy"), PyBytes_FromString(""))); SHOW(CALL(o, "readline", NULL)); SET(r, "script", V("[N]", PyObject_CallFunction(PyExc_ValueError, "s", "no"))); SHOW(CALL(o, "read", "(i)", 1)); Py_DECREF(o);
    o = MUST(C(IO("TextIOWrapper"), "(Ns)", over("BufferedReader", V("[yO]", "abc", Py_None), 8, NULL), "utf-8")); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", NULL)); SHOW(CALL(o, "read", "(i)", 3)); Py_DECREF(o);
}
TEST(configuring) {
    PyObject *o = text_("a\r\nb", "utf-8", NULL, "\n");
    SHOW(CALL(o, "reconfigure", "(i)", 1)); const char *names[] = {"encoding", "errors", "newline", "line_buffering", "write_through", "foo"};
    for (int i = 0; i < 6; i++) { SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:i}", names[i], 3))); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:s}", names[i], "q"))); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:O}", names[i], Py_None))); SHOW(GET(o, "line_buffering")); SHOW(GET(o, "write_through")); }
    SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:s}", "encoding", "latin-1"))); SHOW(GET(o, "encoding")); SHOW(GET(o, "errors")); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:s}", "errors", "replace"))); SHOW(GET(o, "errors")); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:s}", "encoding", "ascii"))); SHOW(GET(o, "errors")); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:s}", "newline", "\r\n"))); SHOW(CALL(o, "readline", NULL)); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:s}", "encoding", "utf-8"))); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:O}", "newline", Py_None))); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:i}", "line_buffering", 1))); Py_DECREF(o);
    o = text_("", "ascii", NULL, NULL); SHOW(CALL(o, "write", "(s)", "a")); SHOW(K(GET(o, "reconfigure"), V("()"), V("{s:s,s:s}", "encoding", "utf-8", "newline", "\r\n"))); show_bytes(o); SHOW(CALL(o, "write", "(s)", "\xc3\xa9\n")); SHOW(CALL(o, "flush", NULL)); show_bytes(o); Py_DECREF(o);
}
TEST(ending) {
    PyObject *o = text_("abc", "utf-8", NULL, NULL); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "close", NULL)); SHOW(GET(o, "closed"));
    const char *names[] = {"read", "readline", "readlines", "tell", "flush", "isatty", "readable", "writable", "seekable", "truncate", "__enter__", "fileno", "detach"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) { printf("%s ", names[i]); SHOW(CALL(o, names[i], NULL)); }
    SHOW(CALL(o, "write", "(s)", "x")); SHOW(PyIter_Next(o)); SHOW(CALL(o, "seek", "(i)", 0)); Py_DECREF(o);
    PyObject *b = bytes_("abc"); o = MUST(C(IO("TextIOWrapper"), "(Os)", b, "utf-8")); SHOW(CALL(o, "write", "(s)", "xy")); PyObject *d = CALL(o, "detach", NULL); printf("%d\n", d == b); Py_XDECREF(d); SHOW(CALL(b, "getvalue", NULL));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) { printf("%s ", names[i]); SHOW(CALL(o, names[i], NULL)); }
    SHOW(PyObject_Repr(o)); SHOW(GET(o, "errors")); SHOW(GET(o, "encoding")); SHOW(GET(o, "closed")); SHOW(GET(o, "buffer")); SHOW(GET(o, "newlines")); Py_DECREF(o); SHOW(GET(b, "closed")); Py_DECREF(b);
    in_directory(); PyObject *f = MUST(C(IO("FileIO"), "(ss)", "f", "w")), *w = MUST(C(IO("BufferedWriter"), "(O)", f)); o = MUST(C(IO("TextIOWrapper"), "(Ns)", w, "utf-8")); SHOW(CALL(o, "write", "(s)", "at the end")); PyObject *r = MUST(PyWeakref_NewRef(o, NULL)); SET(o, "me", Py_NewRef(o)); Py_DECREF(o); PyGC_Collect(); SHOW(PyObject_CallNoArgs(r)); SHOW(GET(f, "closed")); show_file("f"); Py_DECREF(r); Py_DECREF(f); unlink("f");
    PyObject *sub = subclass("Sub", IO("TextIOWrapper")); o = MUST(C(sub, "(Ns)", bytes_("a\nb"), "utf-8")); SHOW(PyIter_Next(o)); SET(o, "readline", Py_NewRef((PyObject *)&PyLong_Type)); SHOW(PyIter_Next(o)); SHOW(CALL(o, "close", NULL)); SHOW(CALL(o, "read", NULL)); Py_DECREF(o); Py_DECREF(sub);
}
