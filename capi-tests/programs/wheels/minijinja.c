#include "wheel.h"
WHEEL("minijinja/_lowlevel.abi3.so", "minijinja._lowlevel", "_lowlevel")
static PyObject *twice(PyObject *self, PyObject *v) { (void)self; return PyNumber_Multiply(v, MUST(PyLong_FromLong(2))); }
static PyObject *add_one(PyObject *self, PyObject *v) { (void)self; return PyNumber_Add(v, MUST(PyLong_FromLong(1))); }
static PyObject *fails(PyObject *self, PyObject *v) { (void)self; PyErr_Format(PyExc_KeyError, "no %R", v); return NULL; }
static PyMethodDef twice_def = {"twice", twice, METH_O, NULL}, add_one_def = {"add_one", add_one, METH_O, NULL}, fails_def = {"fails", fails, METH_O, NULL};
static PyObject *escape(PyObject *self, PyObject *v) { (void)self; return M(M(PyObject_Str(v), "replace", "(ss)", "&", "&amp;"), "replace", "(ss)", "<", "&lt;"); }
static PyMethodDef escape_def = {"escape", escape, METH_O, NULL};
/* The Python half of the package, as much as the extension asks it for. */
static void package(void) {
    PyObject *modules = MUST(PyImport_GetModuleDict()), *package = MUST(PyModule_New("minijinja")), *internal = MUST(PyModule_New("minijinja._internal"));
    PyObject *error = MUST(PyErr_NewException("minijinja.TemplateError", PyExc_RuntimeError, NULL));
    PyObject_SetAttrString(package, "TemplateError", error);
    PyObject_SetAttrString(internal, "make_error", error);
    PyObject_SetAttrString(package, "escape", MUST(PyCFunction_New(&escape_def, NULL)));
    PyObject_SetAttrString(package, "Markup", (PyObject *)&PyUnicode_Type);
    PyObject_SetItem(modules, S("minijinja"), package);
    PyObject_SetItem(modules, S("minijinja._internal"), internal);
}
static PyObject *environment(void) { package(); return MUST(CALL("Environment", NULL)); }
#define RENDER(text, ...) print_new(text, render(env, text, V(__VA_ARGS__)))
static PyObject *render(PyObject *env, const char *text, PyObject *context) {
    PyObject *method = MUST(PyObject_GetAttrString(env, "render_str")), *args = V("(s)", text);
    PyObject *result = PyObject_Call(method, args, context);
    Py_DECREF(method); Py_DECREF(args); Py_DECREF(context);
    return result;
}
TEST(module) { package(); SHOW(public_names(module())); SHOW(public_names(MUST(PyObject_GetAttrString(module(), "Environment")))); }
TEST(render) {
    PyObject *env = environment();
    RENDER("Hello {{ name }}!", "{ss}", "name", "World");
    RENDER("{% for x in xs|sort %}{{ loop.index }}={{ x|upper }};{% endfor %}", "{s[ss]}", "xs", "b", "a");
    RENDER("{{ n }} {{ f }} {{ t }} {{ none }} {{ big }}", "{sisdsOsOsN}", "n", 42, "f", 2.5, "t", Py_True, "none", Py_None, "big", I("123456789012345678901234567890"));
    RENDER("{{ d.key }} {{ d['other'] }} {{ missing }}", "{s{sisi}}", "d", "key", 1, "other", 2);
    RENDER("{{ f(2) }}", "{sN}", "f", PyCFunction_New(&add_one_def, NULL));
    RENDER("{{ x|length }} {{ x|first }} {{ x|last }}", "{s(iii)}", "x", 1, 2, 3);
    Py_DECREF(env);
}
TEST(callbacks) {
    PyObject *env = environment();
    SHOW(M(Py_NewRef(env), "add_filter", "(sN)", "twice", PyCFunction_New(&twice_def, NULL)));
    SHOW(M(Py_NewRef(env), "eval_expr", "(s)", "[1,2,3]|last|twice"));
    SHOW(M(Py_NewRef(env), "eval_expr", "(s)", "{'a': [1, 2.5, 'x', none, true]}"));
    SHOW(M(Py_NewRef(env), "add_function", "(sN)", "fails", PyCFunction_New(&fails_def, NULL)));
    SHOW(M(Py_NewRef(env), "remove_filter", "(s)", "twice"));
    Py_DECREF(env);
}
TEST(templates) {
    PyObject *env = environment();
    SHOW(M(Py_NewRef(env), "add_template", "(ss)", "t", "[{{ x }}]"));
    SHOW(M(Py_NewRef(env), "render_template", "(s)", "t"));
    SHOW(M(Py_NewRef(env), "add_global", "(si)", "x", 7));
    SHOW(M(Py_NewRef(env), "render_template", "(s)", "t"));
    SHOW(PyObject_GetAttrString(env, "trim_blocks"));
    SHOW_INT(PyObject_SetAttrString(env, "trim_blocks", Py_True));
    SHOW(PyObject_GetAttrString(env, "trim_blocks"));
    SHOW(PyObject_GetAttrString(env, "undefined_behavior"));
    Py_DECREF(env);
}
TEST(errors) {
    PyObject *env = environment();
    SHOW_INT(PyObject_SetAttrString(env, "trim_blocks", S("x")));
    SHOW(M(Py_NewRef(env), "add_filter", "(si)", "x", 3));
    SHOW(M(Py_NewRef(env), "add_template", NULL));
    SHOW(M(Py_NewRef(env), "eval_expr", "(i)", 3));
    SHOW(CALL("Environment", "(i)", 3));
    SHOW(M(Py_NewRef(env), "nothing", NULL));
    Py_DECREF(env);
}
