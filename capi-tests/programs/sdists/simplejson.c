#include "sdist.h"
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    plant("simplejson", "", PyExc_ValueError);
    plant("simplejson.raw_json", "RawJSON", (PyObject *)&PyBaseObject_Type);
    plant("simplejson.errors", "JSONDecodeError", PyExc_ValueError);
    return opened = extension_open(sdist_path(), "simplejson._speedups", "_speedups");
}
TEST(module) { SHOW(public_names(module())); }
TEST(strings) {
    SHOW(CALL("encode_basestring_ascii", "(s)", "plain"));
    SHOW(CALL("encode_basestring_ascii", "(s)", "a\"b\\c\n\t\x01\xc3\xa9\xf0\x9f\x98\x80</"));
    SHOW(CALL("scanstring", "(si)", "abc\" rest", 0));
    SHOW(CALL("scanstring", "(si)", "\\u00e9\\n\\ud83d\\ude00\"", 0));
    SHOW(CALL("scanstring", "(sisi)", "tab\there\"", 0, NULL, 0));
    SHOW(CALL("scanstring", "(sizi)", "tab\there\"", 0, NULL, 1));
    SHOW(CALL("scanstring", "(si)", "no end", 0));
    SHOW(CALL("scanstring", "(si)", "bad \\x\"", 0));
    SHOW(CALL("scanstring", "(si)", "bad \\u12", 0));
    SHOW(CALL("scanstring", "(ii)", 3, 0));
}
static PyObject *scanner(void) {
    PyObject *context = MUST(PyModule_New("context"));
    const char *nones[] = {"object_hook", "object_pairs_hook", "array_hook", NULL};
    for (int i = 0; nones[i]; i++) PyObject_SetAttrString(context, nones[i], Py_None);
    PyObject_SetAttrString(context, "encoding", S("utf-8"));
    PyObject_SetAttrString(context, "strict", Py_True);
    PyObject_SetAttrString(context, "allow_nan", Py_True);
    PyObject_SetAttrString(context, "parse_float", (PyObject *)&PyFloat_Type);
    PyObject_SetAttrString(context, "parse_int", (PyObject *)&PyLong_Type);
    PyObject_SetAttrString(context, "parse_constant", (PyObject *)&PyFloat_Type);
    PyObject_SetAttrString(context, "memo", V("{}"));
    PyObject *made = MUST(CALL("make_scanner", "(O)", context));
    Py_DECREF(context);
    return made;
}
TEST(scan) {
    PyObject *scan = scanner();
    const char *texts[] = {"{\"a\": [1, 2.5, -3e2, null, true, false], \"b\": {\"c\": \"\\u20ac\"}}", "[]", "{}", "123456789012345678901234567890",
                           "\"s\"", "NaN", "-Infinity", "[1,", "[1 2]", "{\"a\" 1}", "{1: 2}", "{\"a\": 1,}", "nul", "", "-", "[1.]", NULL};
    for (int i = 0; texts[i]; i++) {
        printf("%s -> ", texts[i]);
        print_new("", C(scan, "(si)", texts[i], 0));
    }
    SHOW(C(scan, "(si)", "[1]", 9));
    SHOW(C(scan, "(si)", "[1]", -1));
    SHOW(C(scan, "(i)", 1));
    PyObject *keys = MUST(C(scan, "(si)", "[{\"key\": 1}, {\"key\": 2}]", 0)), *list = PyTuple_GetItem(keys, 0), *a = NULL, *b = NULL;
    Py_ssize_t at = 0;
    PyDict_Next(PyList_GetItem(list, 0), &at, &a, NULL);
    at = 0;
    PyDict_Next(PyList_GetItem(list, 1), &at, &b, NULL);
    SAY("keys %s", a == b ? "shared" : "apart");
    Py_DECREF(keys);
    Py_DECREF(scan);
}
