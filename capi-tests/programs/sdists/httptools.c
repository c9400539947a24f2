#include "sdist.h"
/* What a parser calls: each says what it was given. */
static PyObject *hear(PyObject *name, PyObject *args) {
    PyObject *text = MUST(PyObject_Repr(args));
    SAY("  %s%s", PyUnicode_AsUTF8(name), PyUnicode_AsUTF8(text));
    Py_DECREF(text);
    Py_RETURN_NONE;
}
static PyMethodDef hearing = {"hear", hear, METH_VARARGS, NULL};
static PyObject *protocol(void) {
    PyObject *made = MUST(PyModule_New("protocol"));
    const char *names[] = {"on_message_begin", "on_url", "on_header", "on_headers_complete", "on_body", "on_message_complete", "on_chunk_header", "on_chunk_complete", "on_status", NULL};
    for (int i = 0; names[i]; i++) PyObject_SetAttrString(made, names[i], MUST(PyCFunction_New(&hearing, S(names[i]))));
    return made;
}
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    plant("typing", "Optional", (PyObject *)&PyBaseObject_Type);
    plant("httptools", "", PyExc_Exception);
    plant("httptools.parser", "", PyExc_Exception);
    plant("httptools.parser.errors", "HttpParserError HttpParserUpgrade", PyExc_Exception);
    PyObject *error = MUST(PyObject_GetAttrString(MUST(PyImport_AddModule("httptools.parser.errors")), "HttpParserError"));
    plant("httptools.parser.errors", "HttpParserCallbackError HttpParserInvalidStatusError HttpParserInvalidMethodError HttpParserInvalidURLError", error);
    return opened = extension_open(sdist_path(), "httptools.parser.parser", "parser");
}
TEST(module) { SHOW(public_names(module())); }
TEST(request) {
    PyObject *parser = MAKE("HttpRequestParser", "(N)", protocol());
    SHOW(M(Py_NewRef(parser), "feed_data", "(y)", "POST /path?query HTTP/1.1\r\nHost: example.org\r\nX-Long: a"));
    SHOW(M(Py_NewRef(parser), "feed_data", "(y)", "bc\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n"));
    SHOW(M(Py_NewRef(parser), "feed_data", "(N)", MUST(PyByteArray_FromStringAndSize("0\r\n\r\n", 5))));
    SHOW(M(Py_NewRef(parser), "get_method", NULL));
    SHOW(M(Py_NewRef(parser), "get_http_version", NULL));
    SHOW(M(Py_NewRef(parser), "should_keep_alive", NULL));
    SHOW(M(Py_NewRef(parser), "should_upgrade", NULL));
    Py_DECREF(parser);
}
TEST(response) {
    PyObject *parser = MAKE("HttpResponseParser", "(N)", protocol());
    SHOW(M(Py_NewRef(parser), "feed_data", "(N)", MUST(PyMemoryView_FromObject(V("y", "HTTP/1.0 404 Not Found\r\nContent-Length: 3\r\n\r\nabc")))));
    SHOW(M(Py_NewRef(parser), "get_status_code", NULL));
    SHOW(M(Py_NewRef(parser), "get_http_version", NULL));
    SHOW(M(Py_NewRef(parser), "should_keep_alive", NULL));
    Py_DECREF(parser);
}
TEST(errors) {
    PyObject *parser = MAKE("HttpRequestParser", "(N)", protocol());
    SHOW(M(Py_NewRef(parser), "feed_data", "(y)", "SPAM / HTTP/1.1\r\n\r\n"));
    SHOW(M(Py_NewRef(parser), "feed_data", "(s)", "text"));
    SHOW(M(Py_NewRef(parser), "feed_data", NULL));
    SHOW(CALL("HttpRequestParser", NULL));
    Py_DECREF(parser);
    parser = MAKE("HttpRequestParser", "(i)", 3);
    SHOW(M(Py_NewRef(parser), "feed_data", "(y)", "GET / HTTP/1.1\r\n\r\n"));
    Py_DECREF(parser);
    parser = MAKE("HttpRequestParser", "(N)", protocol());
    SHOW(M(Py_NewRef(parser), "feed_data", "(y)", "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
    Py_DECREF(parser);
}
