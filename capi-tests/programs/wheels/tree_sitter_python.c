#include "wheel.h"
WHEEL("tree_sitter_python/_binding.abi3.so", "tree_sitter_python._binding", "_binding")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__name__")); }
TEST(language) {
    PyObject *language = MUST(CALL("language", NULL));
    SAY("%s", Py_TYPE(language)->tp_name);
    SHOW_TEXT(PyCapsule_GetName(language));
    SHOW_INT(PyCapsule_IsValid(language, "tree_sitter.Language"));
    SHOW_INT(PyCapsule_GetPointer(language, "tree_sitter.Language") != NULL);
    SHOW_INT(PyCapsule_GetPointer(language, "another name") != NULL);
    Py_DECREF(language);
    SHOW(CALL("language", "(i)", 1));
}
