#include "sdist.h"
SDIST("regex._regex", "_regex")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "MAGIC")); SHOW(PyObject_GetAttrString(module(), "CODE_SIZE")); }
TEST(functions) {
    SHOW(CALL("get_code_size", NULL));
    PyObject *properties = MUST(CALL("get_properties", NULL));
    SHOW_INT(PyDict_Check(properties) && PyDict_Size(properties) > 50);
    SHOW(PyObject_GetItem(properties, S("ALPHABETIC")) ? Py_NewRef(Py_True) : NULL);
    Py_DECREF(properties);
    SHOW(CALL("fold_case", "(is)", 0x4020, "Stra\xc3\x9f" "E"));
    SHOW(CALL("get_all_cases", "(ii)", 0x20, 'k'));
    PyObject *folding = MUST(CALL("get_expand_on_folding", NULL));
    SHOW_INT(PyTuple_Size(folding) > 50);
    Py_DECREF(folding);
    SHOW(CALL("compile", "(i)", 3));
    SHOW(CALL("fold_case", "(ii)", 0, 3));
}
