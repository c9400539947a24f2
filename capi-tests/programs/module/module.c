/* Module objects. */
#include "harness.h"
#define ATTR(f, name) do { PyObject *v_ = PyObject_GetAttrString(f, name); print_new(#f "." name, v_); } while (0)
static PyObject *hello(PyObject *self, PyObject *ignored) { return Py_BuildValue("s", PyModule_Check(self) ? PyModule_GetName(self) : "no module"); }
static PyObject *echo(PyObject *self, PyObject *one) { return Py_NewRef(one); }
static PyMethodDef functions[] = {{"hello", hello, METH_NOARGS, "hello($module, /)\n--\n\nGreets."}, {"echo", echo, METH_O, NULL}, {NULL}};
#define KEYS(module) do { PyObject *k_ = PyDict_Keys(PyModule_GetDict(module)); print_new("keys", k_); } while (0)

TEST(new) {
    PyObject *m = MUST(PyModule_New("bare")), *name = S("h\xc3\xa9"), *n = NULL;
    SHOW_BORROWED(m); KEYS(m); ATTR(m, "__name__"); ATTR(m, "__doc__"); ATTR(m, "__package__"); ATTR(m, "__loader__"); ATTR(m, "__spec__"); ATTR(m, "__dict__"); ATTR(m, "__file__"); ATTR(m, "nothing"); ATTR(m, "__annotations__"); ATTR(m, "__annotate__"); KEYS(m);
    SHOW_REFS(name, n = PyModule_NewObject(name)); SHOW_BORROWED(n); SHOW(PyModule_GetNameObject(n)); SHOW_TEXT(PyModule_GetName(n)); SAY("%d %d", PyModule_Check(n), PyModule_CheckExact(n));
    SAY("%d %d %d", PyModule_GetDef(n) == NULL, PyModule_GetState(n) == NULL, PyErr_Occurred() != NULL);
    SAY("size %zd tracked %d", PyModule_Type.tp_basicsize, PyObject_GC_IsTracked(m)); Py_DECREF(m); Py_DECREF(n); Py_DECREF(name); SHOW(PyModule_New("\xff"));
}
TEST(not_modules) {
    PyObject *five = I("5");
    SHOW(PyModule_GetNameObject(five)); SHOW_TEXT(PyModule_GetName(five)); SHOW(PyModule_GetFilenameObject(five)); SHOW_TEXT(PyModule_GetFilename(five)); SAY("%d", PyModule_GetDict(five) == NULL); print_raised(); SAY("%d", PyModule_GetDef(five) == NULL); print_raised(); SAY("%d", PyModule_GetState(five) == NULL); print_raised();
    SHOW_INT(PyModule_AddIntConstant(five, "x", 1)); SHOW_INT(PyModule_AddStringConstant(five, "x", "y")); SHOW_INT(PyModule_AddObjectRef(five, "x", five)); SHOW_INT(PyModule_Add(five, "x", Py_NewRef(five))); SHOW_INT(PyModule_AddObject(five, "x", five)); SHOW_INT(PyModule_SetDocString(five, "doc")); SHOW_INT(PyModule_AddType(five, &PyLong_Type)); SHOW_INT(PyModule_AddFunctions(five, functions));
    Py_DECREF(five);
}
TEST(names) {
    PyObject *m = MUST(PyModule_New("named")), *five = I("5"), *file = S("/tmp/file.py"), *text = NULL;
    SHOW(PyModule_GetFilenameObject(m)); SHOW_TEXT(PyModule_GetFilename(m)); PyObject_SetAttrString(m, "__file__", five); SHOW(PyModule_GetFilenameObject(m)); PyObject_SetAttrString(m, "__file__", file); SHOW(PyModule_GetFilenameObject(m)); SHOW_TEXT(PyModule_GetFilename(m)); SHOW_BORROWED(m);
    PyObject_SetAttrString(m, "__name__", five); SHOW(PyModule_GetNameObject(m)); SHOW_TEXT(PyModule_GetName(m)); SHOW_BORROWED(m); PyObject_DelAttrString(m, "__name__"); SHOW(PyModule_GetNameObject(m)); SHOW_BORROWED(m); ATTR(m, "nothing"); ATTR(m, "__name__");
    SHOW_REFS(file, Py_XDECREF(PyModule_GetFilenameObject(m)));
    Py_DECREF(m); Py_DECREF(five); Py_DECREF(file);
}
TEST(adding) {
    PyObject *m = MUST(PyModule_New("adding")), *list = V("[]");
    SHOW_INT(PyModule_AddIntConstant(m, "a", -7)); SHOW_INT(PyModule_AddStringConstant(m, "b", "text")); SHOW_REFS(list, SHOW_INT(PyModule_AddObjectRef(m, "c", list))); Py_INCREF(list); SHOW_REFS(list, SHOW_INT(PyModule_Add(m, "d", list))); Py_INCREF(list); SHOW_REFS(list, SHOW_INT(PyModule_AddObject(m, "e", list)));
    KEYS(m); ATTR(m, "a"); ATTR(m, "b"); ATTR(m, "c");
    SHOW_INT(PyModule_AddObjectRef(m, "x", NULL)); SHOW_INT(PyModule_Add(m, "x", NULL)); SHOW_INT(PyModule_AddObject(m, "x", NULL)); PyErr_SetString(PyExc_LookupError, "before"); SHOW_INT(PyModule_AddObjectRef(m, "x", NULL)); PyErr_SetString(PyExc_LookupError, "before"); SHOW_INT(PyModule_Add(m, "x", NULL)); SHOW_INT(PyModule_AddObjectRef(m, "\xff", list)); Py_INCREF(list); SHOW_REFS(list, SHOW_INT(PyModule_Add(m, "\xff", list))); SHOW_REFS(list, SHOW_INT(PyModule_AddObject(m, "\xff", list)));
    SHOW_INT(PyModule_AddStringConstant(m, "bad", "\xff")); SHOW_INT(PyModule_SetDocString(m, "Documented.")); ATTR(m, "__doc__");
    PyType_Slot slots[] = {{0, NULL}}; PyType_Spec spec = {"some.package.Thing", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots}; PyObject *t = MUST(PyType_FromSpec(&spec)); SHOW_REFS(t, SHOW_INT(PyModule_AddType(m, (PyTypeObject *)t))); ATTR(m, "Thing"); SHOW_INT(PyModule_AddType(m, &PyLong_Type)); ATTR(m, "int"); Py_DECREF(t);
    Py_DECREF(m); Py_DECREF(list);
}
TEST(functions_added) {
    PyObject *m = MUST(PyModule_New("withfunctions")); SHOW_REFS(m, SHOW_INT(PyModule_AddFunctions(m, functions))); KEYS(m);
    PyObject *f = PyObject_GetAttrString(m, "hello"); SHOW_BORROWED(f); SHOW(PyObject_CallNoArgs(f)); ATTR(f, "__module__"); ATTR(f, "__qualname__"); ATTR(f, "__doc__"); SAY("self %d", PyCFunction_GetSelf(f) == m); Py_DECREF(f);
    static PyMethodDef wrong[] = {{"fine", echo, METH_O, NULL}, {"wrong", echo, METH_O | METH_CLASS, NULL}, {NULL}}, wrong2[] = {{"wrong2", echo, METH_O | METH_STATIC, NULL}, {NULL}}, wrong3[] = {{"wrong3", echo, 0, NULL}, {NULL}}, none[] = {{NULL}};
    SHOW_INT(PyModule_AddFunctions(m, wrong)); SHOW_INT(PyModule_AddFunctions(m, wrong2)); SHOW_INT(PyModule_AddFunctions(m, wrong3)); SHOW_INT(PyModule_AddFunctions(m, none)); KEYS(m); PyGC_Collect(); Py_DECREF(m);
}
static int slot_clears, slot_frees, slot_traverses;
static int m_traverse(PyObject *m, visitproc visit, void *arg) { slot_traverses++; return 0; }
static int m_clear(PyObject *m) { slot_clears++; return 0; }
static void m_free(void *m) { slot_frees++; }
TEST(create) {
    static PyModuleDef def = {PyModuleDef_HEAD_INIT, "created", "A doc.", -1, functions}, plain = {PyModuleDef_HEAD_INIT, "plain", NULL, 0}, stateful = {PyModuleDef_HEAD_INIT, "stateful", NULL, 64, NULL, NULL, m_traverse, m_clear, m_free};
    PyObject *m = MUST(PyModule_Create2(&def, PYTHON_API_VERSION)); SHOW_BORROWED(m); KEYS(m); ATTR(m, "__doc__"); SHOW(PyObject_CallMethod(m, "hello", NULL)); SAY("def %d state %d", PyModule_GetDef(m) == &def, PyModule_GetState(m) != NULL); Py_DECREF(m);
    m = MUST(PyModule_Create2(&plain, PYTHON_API_VERSION)); KEYS(m); ATTR(m, "__doc__"); SAY("state %d", PyModule_GetState(m) != NULL); Py_DECREF(m);
    m = MUST(PyModule_Create2(&stateful, PYTHON_API_VERSION)); char *state = PyModule_GetState(m); int zero = 1; for (int i = 0; i < 64; i++) zero &= state[i] == 0; SAY("state zeroed %d", zero); PyGC_Collect(); SAY("traversed %d", slot_traverses > 0); Py_DECREF(m); PyGC_Collect(); SAY("clears %d frees %d", slot_clears, slot_frees);
    m = MUST(PyModule_Create2(&plain, 3)); Py_DECREF(m); m = MUST(PyModule_Create2(&plain, PYTHON_ABI_VERSION)); Py_DECREF(m); m = MUST(PyModule_Create2(&plain, 1012)); Py_DECREF(m);
}
TEST(create_errors) {
    static PyMethodDef static_method[] = {{"x", echo, METH_O | METH_STATIC, NULL}, {NULL}};
    static PyModuleDef_Slot slots[] = {{0, NULL}}; static PyModuleDef with_slots = {PyModuleDef_HEAD_INIT, "with_slots", NULL, 0, NULL, slots}, bad_function = {PyModuleDef_HEAD_INIT, "bad_function", NULL, 0, static_method}, bad_name = {PyModuleDef_HEAD_INIT, "\xff", NULL, 0}, bad_doc = {PyModuleDef_HEAD_INIT, "bad_doc", "\xff", 0};
    SHOW(PyModule_Create2(&with_slots, PYTHON_API_VERSION)); SHOW(PyModule_Create2(&bad_function, PYTHON_API_VERSION)); SHOW(PyModule_Create2(&bad_name, PYTHON_API_VERSION)); SHOW(PyModule_Create2(&bad_doc, PYTHON_API_VERSION));
}
TEST(getattr) {
    PyObject *m = MUST(PyModule_New("attrs")), *name = S("missing"), *five = I("5");
    ATTR(m, "missing"); SHOW(PyObject_GetAttr(m, five)); PyObject *out = NULL; SHOW_INT(PyObject_GetOptionalAttr(m, name, &out)); SAY("%d", out == NULL); SHOW_INT(PyObject_HasAttr(m, name)); SHOW_INT(PyObject_SetAttrString(m, "missing", five)); ATTR(m, "missing"); SHOW_INT(PyObject_DelAttrString(m, "missing")); SHOW_INT(PyObject_DelAttrString(m, "missing")); SHOW_INT(PyObject_SetAttrString(m, "__dict__", five)); SHOW_INT(PyObject_DelAttrString(m, "__dict__")); SHOW_INT(PyObject_SetAttrString(m, "__class__", (PyObject *)&PyLong_Type));
    PyModule_AddFunctions(m, functions); PyObject *e = PyObject_GetAttrString(m, "echo"); PyObject_SetAttrString(m, "__getattr__", e); ATTR(m, "anything"); ATTR(m, "__name__"); SHOW_INT(PyObject_GetOptionalAttr(m, name, &out)); SHOW(out); PyObject_SetAttrString(m, "__getattr__", five); ATTR(m, "anything"); Py_DECREF(e);
    PyObject *f = PyObject_GetAttrString(m, "hello"); PyObject_SetAttrString(m, "__getattr__", f); ATTR(m, "anything"); Py_DECREF(f); Py_DECREF(m); Py_DECREF(name); Py_DECREF(five);
}
/* A spec-like thing: an instance of a heap type with a dict. */
static PyObject *plain_object(const char *type_name) { PyObject *t = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", type_name)), *o = MUST(PyObject_CallNoArgs(t)); Py_DECREF(t); return o; }
TEST(getattr_messages) {
    PyObject *m = MUST(PyModule_New("partial")), *spec = plain_object("Spec"), *file = S("/somewhere/partial.py"), *five = I("5");
    PyObject_SetAttrString(m, "__spec__", spec); ATTR(m, "missing"); PyObject_SetAttrString(spec, "origin", file); ATTR(m, "missing"); PyObject_SetAttrString(spec, "_initializing", Py_True); ATTR(m, "missing"); PyObject_SetAttrString(spec, "has_location", Py_True); ATTR(m, "missing"); PyObject_SetAttrString(spec, "origin", Py_None); ATTR(m, "missing"); PyObject_SetAttrString(spec, "_initializing", Py_False);
    PyObject *subs = V("[s]", "sub"); PyObject_SetAttrString(spec, "_uninitialized_submodules", subs); ATTR(m, "sub"); ATTR(m, "missing"); PyObject_SetAttrString(m, "__name__", five); ATTR(m, "missing"); Py_DECREF(m); Py_DECREF(spec); Py_DECREF(file); Py_DECREF(five); Py_DECREF(subs);
}
TEST(reprs) {
    PyObject *m = MUST(PyModule_New("r")), *spec = plain_object("Spec"), *name = S("specname"), *file = S("/a/file.py"), *loader = I("5");
    SHOW_BORROWED(m); PyObject_SetAttrString(m, "__loader__", loader); SHOW_BORROWED(m); PyObject_SetAttrString(m, "__file__", file); SHOW_BORROWED(m); PyObject_DelAttrString(m, "__file__"); PyObject_SetAttrString(m, "__loader__", (PyObject *)&PyLong_Type); SHOW_BORROWED(m);
    PyObject_SetAttrString(spec, "name", name); PyObject_SetAttrString(spec, "origin", Py_None); PyObject_SetAttrString(spec, "loader", Py_None); PyObject_SetAttrString(m, "__spec__", spec); SHOW_BORROWED(m); PyObject_SetAttrString(spec, "loader", loader); SHOW_BORROWED(m); PyObject_SetAttrString(spec, "origin", file); PyObject_SetAttrString(spec, "has_location", Py_False); SHOW_BORROWED(m); PyObject_SetAttrString(spec, "has_location", Py_True); SHOW_BORROWED(m); PyObject_DelAttrString(m, "__spec__"); SHOW_BORROWED(m);
    Py_DECREF(m); Py_DECREF(spec); Py_DECREF(name); Py_DECREF(file); Py_DECREF(loader);
}
TEST(type) {
    PyObject *T = (PyObject *)&PyModule_Type;
    SHOW(PyObject_CallFunction(T, "s", "made")); SHOW(PyObject_CallFunction(T, "ss", "made", "doc")); SHOW(PyObject_CallFunction(T, NULL)); SHOW(PyObject_CallFunction(T, "i", 1)); SHOW(PyObject_CallFunction(T, "sss", "a", "b", "c"));
    PyObject *none = PyTuple_New(0), *kw = V("{s:s,s:s}", "name", "kw", "doc", "d"), *bad = V("{s:s,s:s}", "name", "kw", "odd", "d"), *m = PyObject_Call(T, none, kw); ATTR(m, "__name__"); ATTR(m, "__doc__"); KEYS(m); SHOW(PyObject_Call(T, none, bad)); Py_DECREF(none); Py_DECREF(kw); Py_DECREF(bad); 
    PyObject *again = M(Py_NewRef(m), "__init__", "(s)", "renamed"); SHOW(again); ATTR(m, "__name__"); ATTR(m, "__doc__"); SHOW(M(Py_NewRef(m), "__dir__", NULL)); PyObject *dirf = PyCFunction_NewEx(functions, m, NULL); PyObject_SetAttrString(m, "__dir__", dirf); SHOW(M(PyObject_GetAttrString(T, "__dir__"), "__call__", "(O)", m)); Py_DECREF(dirf); Py_DECREF(m);
    PyObject *New = PyObject_GetAttrString(T, "__new__"), *raw = PyObject_CallOneArg(New, T); SHOW_BORROWED(raw); ATTR(raw, "__dict__"); ATTR(raw, "__name__"); ATTR(raw, "x"); SHOW(PyModule_GetNameObject(raw)); SHOW_INT(PyObject_SetAttrString(raw, "y", Py_None)); Py_DECREF(New); Py_XDECREF(raw);
    ATTR(T, "__text_signature__"); SAY("%zd %zd %zd %lx", PyModule_Type.tp_basicsize, PyModule_Type.tp_dictoffset, PyModule_Type.tp_weaklistoffset, PyModule_Type.tp_flags & (Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL));
    PyObject *dict = PyType_GetDict(&PyModule_Type), *keys = PyDict_Keys(dict); PyList_Sort(keys); SHOW(keys); Py_DECREF(dict);
    PyObject *Sub = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Sub", T), *s = PyObject_CallFunction(Sub, "s", "subbed"); SHOW_BORROWED(s); SAY("%d %d", PyModule_Check(s), PyModule_CheckExact(s)); PyObject *m2 = PyModule_New("plain"); SHOW_INT(PyObject_SetAttrString(m2, "__class__", Sub)); SHOW_INT(PyModule_CheckExact(m2)); Py_DECREF(s); Py_DECREF(Sub); Py_DECREF(m2);
}
TEST(dict_and_references) {
    PyObject *m = MUST(PyModule_New("refs")), *dict = PyModule_GetDict(m); SHOW_REFS(dict, PyModule_GetDict(m)); SHOW_INT(PyDict_SetItemString(dict, "direct", Py_True)); ATTR(m, "direct"); Py_INCREF(dict); Py_DECREF(m); SHOW_INT(PyDict_Size(dict)); SHOW(PyDict_GetItemString(dict, "direct")); Py_DECREF(dict);
    m = MUST(PyModule_New("weak")); PyObject *ref = PyWeakref_NewRef(m, NULL), *got = NULL; SHOW_INT(PyWeakref_GetRef(ref, &got)); Py_XDECREF(got); Py_DECREF(m); SHOW_INT(PyWeakref_GetRef(ref, &got)); Py_DECREF(ref);
}
TEST(annotations) {
    PyObject *m = MUST(PyModule_New("annotated")), *dict = V("{s:i}", "x", 1), *five = I("5"); PyModule_AddFunctions(m, functions);
    ATTR(m, "__annotations__"); SHOW_INT(PyObject_SetAttrString(m, "__annotations__", dict)); ATTR(m, "__annotations__"); SHOW_INT(PyObject_DelAttrString(m, "__annotations__")); ATTR(m, "__annotations__"); SHOW_INT(PyObject_DelAttrString(m, "__annotations__")); SHOW_INT(PyObject_DelAttrString(m, "__annotations__")); SHOW_INT(PyObject_SetAttrString(m, "__annotations__", five)); ATTR(m, "__annotations__");
    SHOW_INT(PyObject_SetAttrString(m, "__annotate__", five)); SHOW_INT(PyObject_DelAttrString(m, "__annotate__")); SHOW_INT(PyObject_SetAttrString(m, "__annotate__", Py_None)); ATTR(m, "__annotate__"); PyObject_DelAttrString(m, "__annotations__"); PyObject *e = PyObject_GetAttrString(m, "echo"); SHOW_INT(PyObject_SetAttrString(m, "__annotate__", e)); ATTR(m, "__annotate__"); ATTR(m, "__annotations__"); Py_DECREF(e); Py_DECREF(m); Py_DECREF(dict); Py_DECREF(five);
}
TEST(state_slots) {
    static PyModuleDef_Slot no_slots[] = {{0, NULL}};
    static PyModuleDef a = {PyModuleDef_HEAD_INIT, "state_a", NULL, -1}, b = {PyModuleDef_HEAD_INIT, "state_b", NULL, 0}, s = {PyModuleDef_HEAD_INIT, "state_s", NULL, 0, NULL, no_slots};
    PyObject *m = MUST(PyModule_Create2(&a, PYTHON_API_VERSION));
    SAY("%d", PyState_FindModule(&a) == NULL); SHOW_INT(PyState_AddModule(m, &a)); SAY("%d", PyState_FindModule(&a) == m); SHOW_INT(PyState_RemoveModule(&a)); SAY("%d", PyState_FindModule(&a) == NULL); SHOW_REFS(m, PyState_AddModule(m, &a)); SHOW_REFS(m, PyState_RemoveModule(&a)); SAY("%d", PyState_FindModule(&b) == NULL); SHOW_INT(PyState_AddModule(m, &s)); SHOW_INT(PyState_RemoveModule(&s)); SAY("%d", PyState_FindModule(&s) == NULL); SAY("%d", PyErr_Occurred() != NULL);
    Py_DECREF(m);
}
TEST(def_init) {
    static PyModuleDef def = {PyModuleDef_HEAD_INIT, "def_init", NULL, 0}; PyObject *o = PyModuleDef_Init(&def); SAY("%d %s immortal %d index %d", o == (PyObject *)&def, Py_TYPE(o)->tp_name, (int)PyUnstable_IsImmortal(o), def.m_base.m_index > 0); Py_ssize_t first = def.m_base.m_index; PyModuleDef_Init(&def); SAY("%d", def.m_base.m_index == first);
    SHOW_BORROWED((PyObject *)&PyModuleDef_Type); SHOW(PyObject_CallNoArgs((PyObject *)&PyModuleDef_Type)); SAY("%zd", PyModuleDef_Type.tp_basicsize);
}
