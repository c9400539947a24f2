#include "wheel.h"
WHEEL("rfc3161_client/_rust.abi3.so", "rfc3161_client._rust", "_rust")
TEST(module) {
    SHOW(public_names(module()));
    PyObject *all = MUST(PyObject_GetAttrString(module(), "__all__"));
    SHOW_INT(PyObject_Size(all));
    SHOW(PyObject_GetAttrString(module(), "TimeStampReq"));
}
TEST(parse) {
    SHOW(CALL("parse_timestamp_response", "(y)", "junk"));
    SHOW(CALL("parse_timestamp_request", "(y)", "junk"));
    SHOW(CALL("parse_timestamp_request", "(y#)", "\x30\x03\x02\x01\x01", (Py_ssize_t)5));
}
TEST(request) {
    /* version 1, SHA-256 of nothing, certReq */
    static const char der[] = "\x30\x39\x02\x01\x01\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"
                              "\xe3\xb0\xc4\x42\x98\xfc\x1c\x14\x9a\xfb\xf4\xc8\x99\x6f\xb9\x24\x27\xae\x41\xe4\x64\x9b\x93\x4c\xa4\x95\x99\x1b\x78\x52\xb8\x55\x01\x01\xff";
    PyObject *request = CALL("parse_timestamp_request", "(y#)", der, (Py_ssize_t)(sizeof der - 1));
    if (!request) { print_raised(); return; }
    SAY("%s", Py_TYPE(request)->tp_name);
    SHOW(PyObject_GetAttrString(request, "version"));
    SHOW(PyObject_GetAttrString(request, "cert_req"));
    SHOW(PyObject_GetAttrString(request, "nonce"));
    SHOW(M(Py_NewRef(request), "as_bytes", NULL));
    PyObject *imprint = PyObject_GetAttrString(request, "message_imprint");
    if (imprint) SHOW(PyObject_GetAttrString(imprint, "message")); else print_raised();
    SHOW_INT(PyObject_RichCompareBool(request, request, Py_EQ));
    SHOW_INT(PyObject_Hash(request) != -1);
    SHOW(PyObject_GetAttrString(request, "nothing"));
    Py_DECREF(request);
}
TEST(errors) {
    SHOW(CALL("parse_timestamp_response", "(s)", "text"));
    SHOW(CALL("parse_timestamp_response", NULL));
    SHOW(C(MUST(PyObject_GetAttrString(module(), "TimeStampReq")), NULL));
    SHOW_INT(PyObject_SetAttrString(MUST(PyObject_GetAttrString(module(), "TimeStampReq")), "x", Py_None));
}
