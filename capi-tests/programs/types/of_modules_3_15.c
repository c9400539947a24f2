/* oracle: 3.15 */
/* Finding a type's module, its state and its bases by tokens, during a collection too; sizes and classes of objects; attributes of sys: what 3.15 adds to the stable ABI. */
#include "harness.h"

PyObject *module_by_token(PyTypeObject *, const void *) __asm__("PyType_GetModuleByToken");
PyObject *module_by_token_gc(PyTypeObject *, const void *) __asm__("PyType_GetModuleByToken_DuringGC");
PyObject *module_gc(PyTypeObject *) __asm__("PyType_GetModule_DuringGC");
void *module_state_gc(PyTypeObject *) __asm__("PyType_GetModuleState_DuringGC");
int base_by_token_gc(PyTypeObject *, void *, PyTypeObject **) __asm__("PyType_GetBaseByToken_DuringGC");
void *type_data_gc(PyObject *, PyTypeObject *) __asm__("PyObject_GetTypeData_DuringGC");
PyObject *sys_get(PyObject *) __asm__("PySys_GetAttr");
PyObject *sys_get_text(const char *) __asm__("PySys_GetAttrString");
int sys_get_optional(PyObject *, PyObject **) __asm__("PySys_GetOptionalAttr");
int sys_get_optional_text(const char *, PyObject **) __asm__("PySys_GetOptionalAttrString");
int is_type(PyObject *, PyTypeObject *) __asm__("Py_IS_TYPE");
Py_ssize_t size_of(PyObject *) __asm__("Py_SIZE");
void set_size(PyVarObject *, Py_ssize_t) __asm__("Py_SET_SIZE");

static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "holder", NULL, 8, NULL}, other = {PyModuleDef_HEAD_INIT, "other", NULL, 0, NULL};
static PyType_Slot slots[] = {{Py_tp_token, NULL}, {0, NULL}};
static PyType_Spec spec = {"test.Held", -(int)sizeof(long), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

TEST(modules) {
    PyObject *module = MUST(PyModule_Create(&definition)), *type = MUST(PyType_FromModuleAndSpec(module, &spec, NULL));
    PyObject *sub = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Sub", type));
    PyTypeObject *t = (PyTypeObject *)type, *s = (PyTypeObject *)sub;
    PyObject *found = module_by_token(t, &definition);
    SHOW_INT(found == module);
    Py_XDECREF(found);
    SHOW_REFS(module, Py_XDECREF(module_by_token(s, &definition)));
    SHOW(module_by_token(t, &other)); SHOW(module_by_token(&PyLong_Type, &definition));
    SHOW_INT(module_by_token_gc(t, &definition) == module); SHOW_INT(module_by_token_gc(s, &definition) == module); SHOW_INT(module_by_token_gc(t, &other) == NULL);
    SHOW_REFS(module, module_by_token_gc(t, &definition));
    SHOW_INT(module_gc(t) == module); SHOW_INT(module_gc(&PyLong_Type) == NULL);
    SHOW_INT(module_state_gc(t) == PyModule_GetState(module));
    SHOW_INT(PyErr_Occurred() == NULL);
    PyTypeObject *base = NULL;
    SHOW_INT(base_by_token_gc(s, &spec, &base)); SHOW_INT(base == t);
    SHOW_INT(base_by_token_gc(s, &definition, &base)); SHOW_INT(base == NULL);
    PyObject *instance = MUST(PyObject_CallNoArgs(sub));
    SHOW_INT(type_data_gc(instance, t) == PyObject_GetTypeData(instance, t));
    Py_DECREF(instance); Py_DECREF(sub); Py_DECREF(type); Py_DECREF(module);
}
TEST(sizes) {
    PyObject *list = V("[iii]", 1, 2, 3), *tuple = V("(ii)", 1, 2), *bytes = V("y", "abcd");
    SHOW_INT(size_of(list)); SHOW_INT(size_of(tuple)); SHOW_INT(size_of(bytes));
    SHOW_INT(is_type(list, &PyList_Type)); SHOW_INT(is_type(list, &PyBaseObject_Type)); SHOW_INT(is_type(Py_True, &PyLong_Type)); SHOW_INT(is_type(Py_True, &PyBool_Type));
    PyObject *item = PyList_GetItem(list, 2);
    (void)item;
    set_size((PyVarObject *)list, 2);
    SHOW_BORROWED(list);
    set_size((PyVarObject *)list, 3);
    SHOW_BORROWED(list);
    Py_DECREF(list); Py_DECREF(tuple); Py_DECREF(bytes);
}
TEST(sys) {
    PyObject *name = S("maxsize"), *none = S("nothing_there"), *found = name;
    SHOW(sys_get(name)); SHOW(sys_get(none)); SHOW(sys_get(Py_None));
    SHOW(sys_get_text("byteorder")); SHOW(sys_get_text("nothing_there")); SHOW(sys_get_text("\xff"));
    SHOW_INT(sys_get_optional(name, &found)); SHOW(found);
    found = name;
    SHOW_INT(sys_get_optional(none, &found)); SHOW_INT(found == NULL);
    found = name;
    SHOW_INT(sys_get_optional(Py_None, &found)); SHOW_INT(found == NULL);
    SHOW_INT(sys_get_optional_text("byteorder", &found)); SHOW(found);
    SHOW_INT(sys_get_optional_text("nothing_there", &found)); SHOW_INT(found == NULL);
    SHOW_INT(sys_get_optional_text("\xff", &found)); SHOW_INT(found == NULL);
    SHOW_REFS(name, Py_XDECREF(sys_get(name)));
    Py_DECREF(name); Py_DECREF(none);
}
