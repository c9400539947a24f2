/* PyImport_*: sys.modules, the table of built-in modules, importing what is there. */
#include "harness.h"
#define ATTR(f, name) do { PyObject *v_ = PyObject_GetAttrString(f, name); print_new(#f "." name, v_); } while (0)
static PyObject *echo(PyObject *self, PyObject *one) { return Py_NewRef(one); }
static PyMethodDef functions[] = {{"echo", echo, METH_O, NULL}, {NULL}};
static int single_runs, multi_runs, copied_runs;
static PyModuleDef single_def = {PyModuleDef_HEAD_INIT, "tbl_single", "Single-phase.", 4, functions}, copied_def = {PyModuleDef_HEAD_INIT, "tbl_copied", NULL, -1, functions};
static PyObject *init_single(void) { single_runs++; PyObject *m = PyModule_Create(&single_def); if (m) PyModule_AddIntConstant(m, "run", single_runs); return m; }
static PyObject *init_copied(void) { copied_runs++; PyObject *m = PyModule_Create(&copied_def); if (m) PyModule_AddIntConstant(m, "run", copied_runs); return m; }
static int multi_exec(PyObject *m) { multi_runs++; return PyModule_AddIntConstant(m, "run", multi_runs); }
static PyModuleDef_Slot multi_slots[] = {{Py_mod_exec, multi_exec}, {0, NULL}};
static PyModuleDef multi_def = {PyModuleDef_HEAD_INIT, "tbl_multi", "Multi-phase.", 0, functions, multi_slots};
static PyObject *init_multi(void) { return PyModuleDef_Init(&multi_def); }
static PyObject *init_fails(void) { PyErr_SetString(PyExc_LookupError, "init failed"); return NULL; }
static PyObject *init_null(void) { return NULL; }
static PyObject *init_unreported(void) { PyErr_SetString(PyExc_LookupError, "left"); return PyModule_New("tbl_unreported"); }
static PyObject *init_not_module(void) { return PyLong_FromLong(5); }
static PyObject *init_bare(void) { return PyModule_New("tbl_bare"); }
static int exec_fails(PyObject *m) { PyErr_SetString(PyExc_LookupError, "exec failed"); return -1; }
static PyModuleDef_Slot fail_slots[] = {{Py_mod_exec, exec_fails}, {0, NULL}};
static PyModuleDef fail_def = {PyModuleDef_HEAD_INIT, "tbl_exec_fails", NULL, 0, NULL, fail_slots};
static PyObject *init_exec_fails(void) { return PyModuleDef_Init(&fail_def); }
static struct _inittab more[] = {{"tbl_fails", init_fails}, {"tbl_null", init_null}, {"tbl_unreported", init_unreported}, {"tbl_not_module", init_not_module}, {"tbl_exec_fails", init_exec_fails}, {"tbl_bare", init_bare}, {NULL, NULL}};
static int appended, extended;
__attribute__((constructor(101))) static void before_start(void) { appended = PyImport_AppendInittab("tbl_single", init_single); PyImport_AppendInittab("tbl_multi", init_multi); PyImport_AppendInittab("tbl_copied", init_copied); extended = PyImport_ExtendInittab(more); }

TEST(tables) { SHOW_INT(appended); SHOW_INT(extended); }
TEST(from_the_table_multi) {
    PyObject *m = PyImport_ImportModule("tbl_multi"); SHOW_BORROWED(m); ATTR(m, "run"); ATTR(m, "__name__"); ATTR(m, "__package__"); ATTR(m, "__doc__"); ATTR(m, "__file__"); PyObject *spec = PyObject_GetAttrString(m, "__spec__"); ATTR(spec, "name"); ATTR(spec, "origin"); ATTR(spec, "parent"); ATTR(spec, "submodule_search_locations"); ATTR(spec, "has_location"); ATTR(spec, "cached"); Py_XDECREF(spec);
    PyObject *again = PyImport_ImportModule("tbl_multi"); SAY("same %d runs %d", again == m, multi_runs); Py_XDECREF(again);
    PyObject *modules = PyImport_GetModuleDict(); SHOW_INT(PyDict_DelItemString(modules, "tbl_multi")); again = PyImport_ImportModule("tbl_multi"); SAY("new %d runs %d", again != m, multi_runs); Py_XDECREF(again); Py_XDECREF(m);
}
TEST(from_the_table_single) {
    PyObject *m = PyImport_ImportModule("tbl_single"); SHOW_BORROWED(m); ATTR(m, "run"); ATTR(m, "__doc__"); SAY("found %d", PyState_FindModule(&single_def) == m); PyObject *modules = PyImport_GetModuleDict(); SHOW_INT(PyDict_DelItemString(modules, "tbl_single")); PyObject *again = PyImport_ImportModule("tbl_single"); SAY("new %d runs %d found %d", again != m, single_runs, PyState_FindModule(&single_def) == again); ATTR(again, "run"); Py_XDECREF(again); Py_XDECREF(m);
}
TEST(from_the_table_copied) {
    PyObject *m = PyImport_ImportModule("tbl_copied"); ATTR(m, "run"); PyObject_SetAttrString(m, "later", Py_True); PyObject *modules = PyImport_GetModuleDict(); SHOW_INT(PyDict_DelItemString(modules, "tbl_copied")); PyObject *again = PyImport_ImportModule("tbl_copied"); SAY("new %d runs %d", again != m, copied_runs); ATTR(again, "run"); ATTR(again, "later"); ATTR(again, "echo"); PyObject *f = PyObject_GetAttrString(again, "echo"); SAY("self is first %d", PyCFunction_GetSelf(f) == m); Py_XDECREF(f); Py_XDECREF(again); Py_XDECREF(m);
}
TEST(table_failures) { SHOW(PyImport_ImportModule("tbl_fails")); SHOW(PyImport_ImportModule("tbl_null")); SHOW(PyImport_ImportModule("tbl_unreported")); SHOW(PyImport_ImportModule("tbl_not_module")); SHOW(PyImport_ImportModule("tbl_exec_fails")); PyObject *modules = PyImport_GetModuleDict(); SAY("left in sys.modules %d", PyDict_GetItemString(modules, "tbl_exec_fails") != NULL); }
TEST(bare_module) { SHOW(PyImport_ImportModule("tbl_bare")); }
TEST(not_found) {
    PyObject *e; SHOW(PyImport_ImportModule("no_such_module")); SHOW(PyImport_ImportModule("sys.nothing")); SHOW(PyImport_ImportModule("no_such_module.sub")); SHOW(PyImport_ImportModule("")); SHOW(PyImport_ImportModule("\xff"));
    PyImport_ImportModule("no_such_module"); e = PyErr_GetRaisedException(); ATTR(e, "name"); ATTR(e, "path"); ATTR(e, "name_from"); ATTR(e, "msg"); Py_DECREF(e);
    PyImport_ImportModule("sys.nothing"); e = PyErr_GetRaisedException(); ATTR(e, "name"); Py_DECREF(e);
}
TEST(add_module) {
    PyObject *m = PyImport_AddModule("added"), *again, *name = S("added_object"); SHOW_BORROWED(m); again = PyImport_AddModule("added"); SAY("%d", m == again); again = PyImport_AddModuleRef("added"); SAY("%d", m == again); Py_DECREF(again); SHOW_BORROWED(PyImport_AddModuleObject(name)); SHOW_REFS(m, PyImport_AddModule("added")); SHOW_REFS(m, PyImport_AddModuleRef("added")); Py_DECREF(m);
    PyObject *modules = PyImport_GetModuleDict(); SHOW_BORROWED(PyDict_GetItemString(modules, "added")); PyDict_SetItemString(modules, "added", Py_None); SHOW_BORROWED(PyImport_AddModule("added")); PyDict_SetItemString(modules, "five", name); SHOW_BORROWED(PyImport_AddModule("five")); SHOW(PyImport_AddModuleRef("\xff")); Py_DECREF(name);
    SHOW_BORROWED(PyImport_AddModule("__main__"));
}
TEST(get_module) {
    PyObject *sys = S("sys"), *nothing = S("nothing_here"), *five = I("5"), *list = V("[]"); PyObject *m = PyImport_GetModule(sys); SHOW(m); SAY("%d", PyImport_GetModule(nothing) == NULL && !PyErr_Occurred()); SAY("%d", PyImport_GetModule(five) == NULL && !PyErr_Occurred()); SHOW(PyImport_GetModule(list)); Py_DECREF(sys); Py_DECREF(nothing); Py_DECREF(five); Py_DECREF(list);
}
TEST(what_is_in_sys_modules) {
    PyObject *modules = PyImport_GetModuleDict(), *thing = I("5"), *name = S("thing"); PyDict_SetItemString(modules, "thing", thing); SHOW(PyImport_ImportModule("thing")); SHOW(PyImport_Import(name)); SHOW(PyImport_ImportModuleNoBlock("thing")); PyDict_SetItemString(modules, "nothing", Py_None); SHOW(PyImport_ImportModule("nothing")); PyObject *m = PyModule_New("thing.sub"); PyDict_SetItemString(modules, "thing.sub", m); SHOW(PyImport_ImportModule("thing.sub")); Py_DECREF(m); Py_DECREF(thing); Py_DECREF(name);
}
TEST(level) {
    PyObject *modules = PyImport_GetModuleDict(), *pkg = PyModule_New("pkg"), *sub = PyModule_New("pkg.sub"), *deep = PyModule_New("pkg.sub.deep"), *path = PyList_New(0), *fromlist = V("(s)", "sub"), *empty = PyTuple_New(0);
    PyObject_SetAttrString(pkg, "__path__", path); PyObject_SetAttrString(pkg, "sub", sub); PyObject_SetAttrString(sub, "deep", deep); PyDict_SetItemString(modules, "pkg", pkg); PyDict_SetItemString(modules, "pkg.sub", sub); PyDict_SetItemString(modules, "pkg.sub.deep", deep);
    SHOW(PyImport_ImportModuleLevel("pkg.sub", NULL, NULL, NULL, 0)); SHOW(PyImport_ImportModuleLevel("pkg.sub", NULL, NULL, fromlist, 0)); SHOW(PyImport_ImportModuleLevel("pkg.sub", NULL, NULL, empty, 0)); SHOW(PyImport_ImportModuleLevel("pkg", NULL, NULL, fromlist, 0)); SHOW(PyImport_ImportModule("pkg.sub")); SHOW(PyImport_ImportModuleLevel("pkg.sub.deep", NULL, NULL, NULL, 0)); SHOW(PyImport_ImportModuleLevel("pkg.sub.deep", NULL, NULL, Py_None, 0));
    SHOW(PyImport_ImportModuleLevel("pkg", NULL, NULL, NULL, -1)); SHOW(PyImport_ImportModuleLevel("", NULL, NULL, NULL, 0)); SHOW(PyImport_ImportModuleLevel("sub", NULL, NULL, NULL, 1)); SHOW(PyImport_ImportModuleLevelObject(NULL, NULL, NULL, NULL, 0)); SHOW(PyImport_ImportModuleLevelObject(path, NULL, NULL, NULL, 0));
    PyObject *g = V("{s:s}", "__package__", "pkg"); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 1)); SHOW(PyImport_ImportModuleLevel("sub.deep", g, NULL, NULL, 1)); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, fromlist, 1)); SHOW(PyImport_ImportModuleLevel("", g, NULL, fromlist, 1)); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 2)); SHOW(PyImport_ImportModuleLevel("sub.deep", g, NULL, fromlist, 1)); Py_DECREF(g);
    g = V("{s:s}", "__package__", "pkg.sub"); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 2)); SHOW(PyImport_ImportModuleLevel("deep", g, NULL, NULL, 1)); SHOW(PyImport_ImportModuleLevel("", g, NULL, fromlist, 2)); SHOW(PyImport_ImportModuleLevel("x", g, NULL, fromlist, 3)); Py_DECREF(g);
    g = V("{s:s,s:O}", "__name__", "pkg.sub", "__package__", Py_None); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, fromlist, 1)); Py_DECREF(g); g = V("{s:s,s:[]}", "__name__", "pkg", "__path__"); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, fromlist, 1)); Py_DECREF(g); g = V("{s:i}", "__package__", 5); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 1)); Py_DECREF(g); g = V("{s:s}", "__package__", ""); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 1)); Py_DECREF(g); g = V("{s:s}", "__package__", "unloaded"); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 1)); Py_DECREF(g); g = V("[]"); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 1)); Py_DECREF(g); g = V("{}"); SHOW(PyImport_ImportModuleLevel("sub", g, NULL, NULL, 1)); Py_DECREF(g);
    SHOW(PyImport_ImportModuleLevel("pkg.none", NULL, NULL, NULL, 0)); PyObject *bad = V("(i)", 5), *gone = V("(s)", "gone"), *star = V("(s)", "*"); SHOW(PyImport_ImportModuleLevel("pkg", NULL, NULL, bad, 0)); SHOW(PyImport_ImportModuleLevel("pkg", NULL, NULL, gone, 0)); SHOW(PyImport_ImportModuleLevel("pkg", NULL, NULL, star, 0)); Py_DECREF(bad); Py_DECREF(gone); Py_DECREF(star);
    Py_DECREF(pkg); Py_DECREF(sub); Py_DECREF(deep); Py_DECREF(path); Py_DECREF(fromlist); Py_DECREF(empty);
}
TEST(attributes) { PyObject *sys = S("sys"), *name = S("byteorder"), *five = I("5"); SHOW(PyImport_ImportModuleAttrString("sys", "byteorder")); SHOW(PyImport_ImportModuleAttr(sys, name)); SHOW(PyImport_ImportModuleAttrString("sys", "nothing_here")); SHOW(PyImport_ImportModuleAttrString("nothing_here", "x")); SHOW(PyImport_ImportModuleAttr(five, name)); SHOW(PyImport_ImportModuleAttr(sys, five)); SHOW(PyImport_ImportModuleAttrString("\xff", "x")); SHOW(PyImport_ImportModuleAttrString("sys", "\xff")); Py_DECREF(sys); Py_DECREF(name); Py_DECREF(five); }
TEST(custom_import_function) {
    /* PyImport_Import asks the builtins of the globals for __import__. */
    PyObject *builtins = PyImport_ImportModule("builtins"), *f = PyCFunction_NewEx(functions, NULL, NULL), *old = PyObject_GetAttrString(builtins, "__import__"), *name = S("sys"); SHOW_BORROWED(old); PyObject_SetAttrString(builtins, "__import__", f); SHOW(PyImport_Import(name)); SHOW(PyImport_ImportModuleLevel("sys", NULL, NULL, NULL, 0)); PyObject_SetAttrString(builtins, "__import__", old); Py_DECREF(f); Py_DECREF(old); Py_DECREF(builtins); Py_DECREF(name);
}
TEST(builtin_import_function) { PyObject *imp = PyImport_ImportModuleAttrString("builtins", "__import__"); SHOW(PyObject_CallFunction(imp, "s", "sys")); SHOW(PyObject_CallFunction(imp, "i", 5)); SHOW(PyObject_CallNoArgs(imp)); SHOW(PyObject_CallFunction(imp, "sOOOi", "sys", Py_None, Py_None, Py_None, -1)); Py_DECREF(imp); }
TEST(reload) {
    PyObject *five = I("5"); SHOW(PyImport_ReloadModule(five)); Py_DECREF(five);
    PyObject *m = PyModule_New("unheard_of"); SHOW(PyImport_ReloadModule(m)); PyImport_AddModule("unheard_of"); SHOW(PyImport_ReloadModule(m)); PyDict_SetItemString(PyImport_GetModuleDict(), "unheard_of", m); SHOW(PyImport_ReloadModule(m)); Py_DECREF(m);
    m = PyImport_ImportModule("tbl_multi"); PyObject_SetAttrString(m, "kept", Py_True); PyObject *again = PyImport_ReloadModule(m); SAY("same %d", again == m); ATTR(again, "kept"); Py_XDECREF(again); Py_DECREF(m);
    m = PyModule_New("pk.g.mod"); PyDict_SetItemString(PyImport_GetModuleDict(), "pk.g.mod", m); SHOW(PyImport_ReloadModule(m)); Py_DECREF(m);
}
TEST(magic_tag) { SHOW_TEXT(PyImport_GetMagicTag()); }
