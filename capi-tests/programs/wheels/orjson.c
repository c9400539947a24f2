#include "wheel.h"
#include "stand_in.h"
static void packages(void) {
    static int done;
    if (done++) return;
    stand_in_datetime();
    stand_in("enum", "EnumMeta", &PyType_Type); stand_in("uuid", "UUID", &PyBaseObject_Type); stand_in("dataclasses", "_FIELD", &PyBaseObject_Type);
    stand_in("zoneinfo", "ZoneInfo", &PyBaseObject_Type); stand_in("json", "JSONDecodeError", (PyTypeObject *)PyExc_ValueError);
}
/* Keywords are found by identity: their names are interned, as compiled code has them. */
static PyObject *option(const char *name) { PyObject *d = MUST(PyDict_New()); PyDict_SetItem(d, MUST(PyUnicode_InternFromString("option")), MUST(PyObject_GetAttrString(PyDict_GetItemString(PyImport_GetModuleDict(), "orjson.orjson"), name))); return d; }
WHEEL_AFTER(packages(), "orjson/orjson.cpython-314-x86_64-linux-gnu.so", "orjson.orjson", "orjson")
#define LOADS(text) SHOW(CALL("loads", "(s)", text))
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); SHOW(PyObject_GetAttrString(module(), "OPT_INDENT_2")); SHOW(PyObject_GetAttrString(module(), "JSONDecodeError")); SHOW(PyObject_GetAttrString(MUST(PyObject_GetAttrString(module(), "JSONDecodeError")), "__mro__")); }
TEST(loads) { LOADS("[1, -5, 1e3, 2.5, true, false, null, \"caf\xc3\xa9\", \"\\u03b1\\ud83d\\ude00\"]"); LOADS("{\"a\": {\"b\": [{}]}, \"a\": 2}"); LOADS("18446744073709551615"); LOADS("18446744073709551616"); LOADS("-9223372036854775808"); LOADS("\"\""); LOADS(" 1 "); LOADS("1.7976931348623157e308"); SHOW(CALL("loads", "(y)", "[\"bytes\"]")); SHOW(CALL("loads", "(N)", PyByteArray_FromStringAndSize("[1]", 3))); SHOW(CALL("loads", "(N)", PyMemoryView_FromObject(MUST(PyBytes_FromString("[2]"))))); }
TEST(dumps) {
    SHOW(CALL("dumps", "(N)", V("{s[idOs]sOsi}", "b", 1, 2.5, Py_None, "\xc3\xa9", "a", Py_True, "n", -7))); SHOW(CALL_KW("dumps", (module(), option("OPT_SORT_KEYS")), "(N)", V("{sisi}", "b", 1, "a", 2))); SHOW(CALL_KW("dumps", (module(), option("OPT_INDENT_2")), "([i{si}])", 1, "x", 2)); SHOW(CALL("dumps", "(N)", V("((i)s)", 1, "\"\\\n\x01"))); SHOW(CALL("dumps", "(d)", 1e300)); SHOW(CALL("dumps", "(N)", PyFloat_FromString(S("nan")))); SHOW(CALL("dumps", "(N)", I("18446744073709551615")));
    SHOW(CALL("dumps", "(N)", MUST(PySequence_Repeat(S("\xce\xb1x"), 20)))); PyObject *many = MUST(PyList_New(0)); for (int i = 0; i < 300; i++) PyList_Append(many, MUST(PyUnicode_FromFormat("item %d", i))); PyObject *text = MUST(CALL("dumps", "(O)", many)), *back = MUST(CALL("loads", "(O)", text)); SHOW_INT(PyObject_RichCompareBool(many, back, Py_EQ));
}
static PyObject *as_text(PyObject *self, PyObject *v) { (void)self; return PyObject_Str((PyObject *)Py_TYPE(v)); }
static PyObject *raises(PyObject *self, PyObject *v) { (void)self; (void)v; PyErr_SetString(PyExc_KeyError, "not this"); return NULL; }
static PyMethodDef as_text_def = {"as_text", as_text, METH_O, NULL}, raises_def = {"raises", raises, METH_O, NULL};
TEST(defaults) { SHOW(CALL("dumps", "([N])", PyComplex_FromDoubles(1, 2))); SHOW(CALL("dumps", "([N]N)", PyComplex_FromDoubles(1, 2), PyCFunction_New(&as_text_def, NULL))); SHOW(CALL("dumps", "([N]N)", PyComplex_FromDoubles(1, 2), PyCFunction_New(&raises_def, NULL))); SHOW(CALL("dumps", "({Ns})", PyLong_FromLong(3), "x")); SHOW(CALL_KW("dumps", (module(), option("OPT_NON_STR_KEYS")), "({Ns})", PyLong_FromLong(3), "x")); SHOW(CALL("dumps", "(N)", I("18446744073709551616"))); SHOW(CALL("dumps", "([N])", CALL("Fragment", "(y)", "{\"raw\":1}"))); }
TEST(errors) { LOADS("[1,"); LOADS(""); LOADS("{\"a\"}"); LOADS("nul"); LOADS("\"\\ud800\""); SHOW(CALL("loads", "(i)", 3)); SHOW(CALL("loads", NULL)); SHOW(CALL("loads", "(y)", "\"\xff\"")); SHOW(CALL("dumps", NULL)); SHOW(CALL_KW("dumps", V("{si}", "bogus", 3), "(i)", 1)); SHOW(CALL_KW("dumps", V("{ss}", "option", "x"), "(i)", 1)); SHOW(CALL("dumps", "(N)", PyUnicode_DecodeUTF8("\xed\xa0\x80", 3, "surrogatepass"))); }
