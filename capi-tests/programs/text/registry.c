/* The codec registry and the error handlers as objects. */
#include "harness.h"
static int calls;
static PyObject *enc(PyObject *self, PyObject *args) { PyObject *o; const char *e = NULL; if (!PyArg_ParseTuple(args, "O|z", &o, &e)) return NULL; return Py_BuildValue("(y#n)", "ENC", (Py_ssize_t)3, PyObject_Size(o)); }
static PyObject *dec(PyObject *self, PyObject *args) { PyObject *o; const char *e = NULL; if (!PyArg_ParseTuple(args, "O|z", &o, &e)) return NULL; return Py_BuildValue("(sn)", e ? e : "dec", PyObject_Size(o)); }
static PyObject *bad(PyObject *self, PyObject *args) { return PyLong_FromLong(3); }
static PyObject *stream(PyObject *self, PyObject *args) { return Py_NewRef(args); }
static PyMethodDef defs[] = {{"enc", enc, METH_VARARGS}, {"dec", dec, METH_VARARGS}, {"bad", bad, METH_VARARGS}, {"stream", stream, METH_VARARGS}, {NULL}};
static PyObject *fn(int i) { return MUST(PyCFunction_New(&defs[i], NULL)); }
static PyObject *search(PyObject *self, PyObject *name) {
    calls++;
    const char *n = PyUnicode_AsUTF8(name);
    printf("search %s\n", n);
    if (!strcmp(n, "test_codec") || !strcmp(n, "second")) return Py_BuildValue("(NNNN)", fn(0), fn(1), fn(3), fn(3));
    if (!strcmp(n, "bad_result")) return Py_BuildValue("(NNNN)", fn(2), fn(2), fn(2), fn(2));
    if (!strcmp(n, "short")) return Py_BuildValue("(NN)", fn(0), fn(1));
    if (!strcmp(n, "nottuple")) return PyLong_FromLong(4);
    if (!strcmp(n, "raises")) { PyErr_SetString(PyExc_KeyError, "from search"); return NULL; }
    Py_RETURN_NONE;
}
static PyMethodDef search_def = {"search", search, METH_O};
static PyObject *handler(PyObject *self, PyObject *exc) { Py_ssize_t end; if (PyUnicodeEncodeError_GetEnd(exc, &end) < 0) { PyErr_Clear(); PyUnicodeDecodeError_GetEnd(exc, &end); } return Py_BuildValue("(sn)", "<H>", end); }
static PyObject *handler_bytes(PyObject *self, PyObject *exc) { Py_ssize_t end; PyUnicodeEncodeError_GetEnd(exc, &end); return Py_BuildValue("(yn)", "\xfe\xff", end); }
static PyObject *handler_odd(PyObject *self, PyObject *exc) { return PyLong_FromLong(3); }
static PyObject *handler_back(PyObject *self, PyObject *exc) { return Py_BuildValue("(si)", "<B>", -1); }
static PyObject *handler_far(PyObject *self, PyObject *exc) { return Py_BuildValue("(si)", "x", 1000); }
static PyObject *handler_wide(PyObject *self, PyObject *exc) { Py_ssize_t end; if (PyUnicodeEncodeError_GetEnd(exc, &end) < 0) { PyErr_Clear(); PyUnicodeDecodeError_GetEnd(exc, &end); } return Py_BuildValue("(sn)", "\xe2\x82\xac\xf0\x9f\x98\x80", end); }
static PyObject *handler_raise(PyObject *self, PyObject *exc) { PyErr_SetString(PyExc_KeyError, "from handler"); return NULL; }
static PyObject *handler_type(PyObject *self, PyObject *exc) { return Py_BuildValue("(ii)", 1, 2); }
static PyMethodDef handler_defs[] = {{"h", handler, METH_O}, {"hb", handler_bytes, METH_O}, {"ho", handler_odd, METH_O}, {"hback", handler_back, METH_O}, {"hfar", handler_far, METH_O}, {"hwide", handler_wide, METH_O}, {"hraise", handler_raise, METH_O}, {"htype", handler_type, METH_O}, {NULL}};
TEST(lookup) {
    PyObject *s = PyCFunction_New(&search_def, NULL); SHOW_INT(PyCodec_Register(s)); SHOW_INT(PyCodec_Register(I("1")));
    SHOW_INT(PyCodec_KnownEncoding("Test-Codec")); SHOW_INT(PyCodec_KnownEncoding("test codec")); SHOW_INT(PyCodec_KnownEncoding("test_codec")); SHOW_INT(calls);
    SHOW_INT(PyCodec_KnownEncoding("no_such_thing_here")); SHOW(PyCodec_Encode(S("abc"), "test_codec", NULL)); SHOW(PyCodec_Encode(S("abc"), "test_codec", "strict")); SHOW(PyCodec_Decode(PyBytes_FromString("abcd"), "test_codec", NULL)); SHOW(PyCodec_Decode(PyBytes_FromString("abcd"), "test_codec", "someerrors"));
    SHOW(PyCodec_StreamReader("test_codec", Py_None, NULL)); SHOW(PyCodec_StreamReader("test_codec", Py_None, "strict")); SHOW(PyCodec_StreamWriter("test_codec", Py_True, "ignore")); PyObject *e = PyCodec_Encoder("test_codec"); SHOW(PyObject_GetAttrString(e, "__name__")); e = PyCodec_Decoder("test_codec"); SHOW(PyObject_GetAttrString(e, "__name__")); SHOW(PyCodec_IncrementalEncoder("test_codec", NULL)); SHOW(PyCodec_IncrementalDecoder("test_codec", "strict"));
    SHOW(PyCodec_Encode(S("a"), "bad_result", NULL)); SHOW(PyCodec_Decode(S("a"), "bad_result", NULL)); SHOW(PyCodec_Encode(S("a"), "short", NULL)); SHOW(PyCodec_Encode(S("a"), "nottuple", NULL)); SHOW(PyCodec_Encode(S("a"), "raises", NULL)); SHOW_INT(PyCodec_KnownEncoding("raises"));
    SHOW(PyUnicode_AsEncodedString(S("abc"), "second", NULL)); SHOW(PyUnicode_AsEncodedString(S("abc"), "bad_result", NULL)); SHOW(PyUnicode_Decode("abc", 3, "second", NULL)); SHOW(PyUnicode_Decode("abc", 3, "bad_result", NULL)); SHOW(M(S("abc"), "encode", "(s)", "Second")); SHOW(M(PyBytes_FromString("abc"), "decode", "(s)", "SECOND"));
    SHOW(PyUnicode_AsEncodedObject(S("abc"), "second", NULL)); SHOW(PyUnicode_AsDecodedObject(S("abc"), "second", NULL)); SHOW(PyUnicode_AsDecodedUnicode(S("abc"), "second", NULL)); SHOW(PyUnicode_AsEncodedUnicode(S("abc"), "second", NULL));
    SHOW_INT(PyCodec_Unregister(s)); SHOW_INT(PyCodec_KnownEncoding("test_codec")); SHOW_INT(PyCodec_Unregister(s)); SHOW_INT(PyCodec_Unregister(Py_None));
    SHOW(PyCodec_Encode(S("a"), "q\xff", NULL));
}
TEST(errors) {
    static const char *names[] = {"strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape", "surrogatepass", NULL};
    for (int i = 0; names[i]; i++) { PyObject *h = PyCodec_LookupError(names[i]); SHOW_INT(h && PyCallable_Check(h)); SHOW(h ? PyObject_GetAttrString(h, "__name__") : NULL); }
    SHOW(PyCodec_LookupError("nope")); PyObject *n = PyCodec_LookupError(NULL); SHOW(PyObject_GetAttrString(n, "__name__")); SHOW_INT(PyCodec_RegisterError("x", I("1")));
    PyObject *excs[12]; int k = 0;
    excs[k++] = C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z", 1, 4, "why"); excs[k++] = PyUnicodeDecodeError_Create("ascii", "a\xe9\xff" "b", 4, 1, 3, "why"); excs[k++] = C(PyExc_UnicodeTranslateError, "(siis)", "a\xc3\xa9\xe2\x82\xac", 1, 3, "why"); excs[k++] = C(PyExc_ValueError, "(s)", "other"); excs[k++] = I("1");
    excs[k++] = C(PyExc_UnicodeEncodeError, "(sOiis)", "utf-8", PyUnicode_FromWideChar(L"\xdc80\xdcff", 2), 0, 2, "why"); excs[k++] = C(PyExc_UnicodeEncodeError, "(sOiis)", "utf-16-le", PyUnicode_FromWideChar(L"\xd800\xdcff", 2), 0, 2, "why"); excs[k++] = PyUnicodeDecodeError_Create("utf-8", "\xed\xa0\x80", 3, 0, 1, "why"); excs[k++] = PyUnicodeDecodeError_Create("utf-16-be", "\xd8\x00\x00", 3, 0, 2, "why"); excs[k++] = PyUnicodeDecodeError_Create("foo", "\xd8\x00\x00", 3, 0, 2, "why"); excs[k++] = C(PyExc_UnicodeEncodeError, "(ssiis)", "ascii", "abc", 5, 9, "why"); excs[k++] = PyUnicodeDecodeError_Create("utf-8", "abc", 3, -5, -1, "why");
    for (int i = 0; i < k; i++) { print_object("for", PyObject_Str(excs[i])); for (int h = 0; names[h]; h++) { printf("%s ", names[h]); print_new("gives", C(PyCodec_LookupError(names[h]), "(O)", excs[i])); } SHOW(PyCodec_IgnoreErrors(excs[i])); SHOW(PyCodec_ReplaceErrors(excs[i])); SHOW(PyCodec_XMLCharRefReplaceErrors(excs[i])); SHOW(PyCodec_BackslashReplaceErrors(excs[i])); SHOW(PyCodec_NameReplaceErrors(excs[i])); SHOW(PyCodec_StrictErrors(excs[i])); }
}
TEST(custom_errors) {
    static const char *names[] = {"t.h", "t.hb", "t.ho", "t.hback", "t.hfar", "t.hwide", "t.hraise", "t.htype"};
    for (int i = 0; i < 8; i++) { SHOW_INT(PyCodec_RegisterError(names[i], PyCFunction_New(&handler_defs[i], NULL))); if (i == 3) continue;
        printf("%s\n", names[i]); SHOW(PyUnicode_AsEncodedString(S("a\xc3\xa9z"), "ascii", names[i])); SHOW(PyUnicode_AsEncodedString(S("a\xe2\x82\xacz"), "latin-1", names[i])); SHOW(PyUnicode_AsEncodedString(PyUnicode_FromWideChar(L"a\xd800z", 3), "utf-8", names[i])); SHOW(PyUnicode_Decode("a\xffz", 3, "ascii", names[i])); SHOW(PyUnicode_Decode("a\xffz", 3, "utf-8", names[i])); SHOW(PyUnicode_DecodeUTF16("a\0\0\xdc", 4, names[i], NULL)); SHOW(PyUnicode_DecodeUTF7("a\xff", 2, names[i])); SHOW(PyUnicode_DecodeUnicodeEscape("a\\x1", 4, names[i])); SHOW(PyUnicode_Translate(S("abc"), V("{i:O}", 'z', Py_None), names[i])); }
}
