#include "wheel.h"
WHEEL("nh3/nh3.abi3.so", "nh3.nh3", "nh3")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__name__")); }
TEST(clean) {
    SHOW(CALL("clean", "(s)", "<b onclick=\"x()\">hi</b><script>alert(1)</script>"));
    SHOW(CALL_KW("clean", V("{sNsO}", "tags", PySet_New(V("(s)", "a")), "link_rel", Py_None), "(s)", "<a href='http://x/'>l</a><i>t</i>"));
    SHOW(CALL("clean", "(s)", "<a href='javascript:x'>\xc3\xa9\xf0\x9f\x98\x80</a>"));
    SHOW(CALL("clean_text", "(s)", "<x>"));
    SHOW(CALL("is_html", "(s)", "<p>"));
    SHOW(CALL("is_html", "(s)", "plain"));
}
TEST(sets) {
    PyObject *tags = MUST(PyObject_GetAttrString(module(), "ALLOWED_TAGS"));
    SAY("%s of %ld", Py_TYPE(tags)->tp_name, (long)PyObject_Size(tags));
    PyObject *sorted = MUST(PySequence_List(tags));
    PyList_Sort(sorted);
    SHOW(PyList_GetSlice(sorted, 0, 5));
    PyObject *attributes = MUST(PyObject_GetAttrString(module(), "ALLOWED_ATTRIBUTES"));
    SAY("%s of %ld", Py_TYPE(attributes)->tp_name, (long)PyObject_Size(attributes));
}
TEST(cleaner) {
    PyObject *cleaner = MUST(CALL_KW("Cleaner", V("{sN}", "tags", PySet_New(V("(s)", "b"))), NULL));
    SAY("%s", Py_TYPE(cleaner)->tp_name);
    SHOW(M(Py_NewRef(cleaner), "clean", "(s)", "<b>x</b><i>y</i>"));
    SHOW(M(Py_NewRef(cleaner), "clean", "(i)", 3));
    SHOW(M(Py_NewRef(cleaner), "nothing", NULL));
    Py_DECREF(cleaner);
}
static PyObject *upper(PyObject *self, PyObject *args) {
    const char *tag, *attribute, *value;
    (void)self;
    if (!PyArg_ParseTuple(args, "sss", &tag, &attribute, &value)) return NULL;
    return PyUnicode_FromFormat("%s-%s-%s", tag, attribute, value);
}
static PyMethodDef upper_def = {"upper", upper, METH_VARARGS, NULL};
TEST(callback) {
    PyObject *filter = MUST(PyCFunction_New(&upper_def, NULL));
    SHOW(CALL_KW("clean", V("{sO}", "attribute_filter", filter), "(s)", "<a href='http://x/' title='t'>l</a>"));
    SHOW(CALL_KW("clean", V("{sO}", "attribute_filter", Py_None), "(s)", "<a title='t'>l</a>"));
    SHOW(CALL_KW("clean", V("{si}", "attribute_filter", 3), "(s)", "<a title='t'>l</a>"));
    Py_DECREF(filter);
}
TEST(errors) {
    SHOW(CALL("clean", "(i)", 3));
    SHOW(CALL("clean", NULL));
    SHOW(CALL_KW("clean", V("{si}", "tags", 3), "(s)", "x"));
    SHOW(CALL_KW("clean", V("{si}", "unknown", 3), "(s)", "x"));
    SHOW(CALL_KW("clean", V("{sNsO}", "tags", PySet_New(V("(s)", "a")), "link_rel", Py_True), "(s)", "x"));
}
