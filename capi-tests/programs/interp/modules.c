/* _interpreters and _interpqueues, by their functions. (What runs source has no program here.) */
#include "support.h"
static PyObject *interpreters, *queues;
static PyObject *get(PyObject *m, const char *name) { return MUST(PyObject_GetAttrString(m, name)); }
/* name(*args, **kwargs) of a module; both are stolen. */
static void call(PyObject *m, const char *name, PyObject *args, PyObject *kwargs) {
    PyObject *f = PyObject_GetAttrString(m, name), *r = NULL;
    if (f) r = PyObject_Call(f, args, kwargs);
    PyObject *e = PyErr_GetRaisedException();
    char label[200]; PyObject *shown = PyObject_Repr(args); snprintf(label, sizeof label, "%s%s%s", name, PyUnicode_AsUTF8AndSize(shown, NULL), kwargs ? " and more" : "");
    Py_DECREF(shown);
    if (e) {
        PyObject *text = PyObject_Str(e), *cause = PyException_GetCause(e), *context = PyException_GetContext(e);
        printf("%s: %s: %s", label, Py_TYPE(e)->tp_name, PyUnicode_AsUTF8AndSize(text, NULL));
        if (cause) { PyObject *r = PyObject_Repr(cause); printf(" | from %s", PyUnicode_AsUTF8AndSize(r, NULL)); Py_DECREF(r); }
        else if (context) { PyObject *r = PyObject_Repr(context); printf(" | after %s", PyUnicode_AsUTF8AndSize(r, NULL)); Py_DECREF(r); }
        printf("\n"); Py_DECREF(text); Py_XDECREF(cause); Py_XDECREF(context); Py_DECREF(e);
    } else print_object(label, r);
    Py_XDECREF(r); Py_XDECREF(f); Py_DECREF(args); Py_XDECREF(kwargs);
}
#undef I
#define I(name, ...) call(interpreters, name, V("(" __VA_ARGS__), NULL)
#define IK(name, kw, ...) call(interpreters, name, V("(" __VA_ARGS__), kw)
#define Q(name, ...) call(queues, name, V("(" __VA_ARGS__), NULL)
#define QK(name, kw, ...) call(queues, name, V("(" __VA_ARGS__), kw)
static void begin(void) { interpreters = MUST(PyImport_ImportModule("_interpreters")); queues = MUST(PyImport_ImportModule("_interpqueues")); }
static PyObject *namespace_(PyObject *dict) { PyObject *types = MUST(PyImport_ImportModule("types")), *ns = MUST(PyObject_GetAttrString(types, "SimpleNamespace")); PyObject *empty = PyTuple_New(0), *r = MUST(PyObject_Call(ns, empty, dict)); Py_DECREF(empty); Py_DECREF(ns); Py_DECREF(types); Py_DECREF(dict); return r; }
TEST(names) {
    begin();
    const char *ints[] = { "WHENCE_UNKNOWN", "WHENCE_RUNTIME", "WHENCE_LEGACY_CAPI", "WHENCE_CAPI", "WHENCE_XI", "WHENCE_STDLIB" };
    for (int i = 0; i < 6; i++) { PyObject *o = get(interpreters, ints[i]); print_new(ints[i], o); }
    const char *classes[] = { "InterpreterError", "InterpreterNotFoundError", "NotShareableError", "CrossInterpreterBufferView" };
    for (int i = 0; i < 4; i++) { PyObject *o = get(interpreters, classes[i]), *b = get(o, "__mro__"); print_object(classes[i], o); print_new("mro", b); Py_DECREF(o); }
    const char *errors[] = { "QueueError", "QueueNotFoundError" };
    for (int i = 0; i < 2; i++) { PyObject *o = get(queues, errors[i]), *b = get(o, "__mro__"); print_object(errors[i], o); print_new("mro", b); Py_DECREF(o); }
    SHOW(C(get(interpreters, "CrossInterpreterBufferView"), NULL));
}
TEST(configurations) {
    begin();
    I("new_config", ")"); I("new_config", "s)", "legacy"); I("new_config", "s)", "empty"); I("new_config", "s)", "default"); I("new_config", "s)", "isolated"); I("new_config", "s)", ""); I("new_config", "s)", "zzz"); I("new_config", "i)", 1); I("new_config", "O)", Py_None); I("new_config", "ss)", "isolated", "x");
    IK("new_config", V("{ss}", "gil", "own"), "s)", "legacy"); IK("new_config", V("{ss}", "gil", "zzz"), ")"); IK("new_config", V("{si}", "gil", 1), ")"); IK("new_config", V("{si}", "allow_fork", 1), ")"); IK("new_config", V("{sO}", "allow_fork", Py_True), ")"); IK("new_config", V("{sO}", "allow_exec", Py_None), ")"); IK("new_config", V("{si}", "zz", 1), ")"); IK("new_config", V("{sisi}", "zz", 1, "yy", 2), ")"); IK("new_config", V("{ss}", "gil", "default"), ")"); IK("new_config", V("{ss}", "gil", "shared"), ")");
    I("get_config", "i)", 0); I("get_config", "O)", Py_None); I("get_config", "i)", 99999); I("get_config", "i)", -1); I("get_config", "s)", "x"); I("get_config", "d)", 1.5); I("get_config", ")"); I("get_config", "N)", PyLong_FromString("1180591620717411303424", NULL, 10)); IK("get_config", V("{sO}", "restrict", Py_True), "i)", 0); I("get_config", "iO)", 0, Py_True);
}
static long created(PyObject *config) { PyObject *f = get(interpreters, "create"), *r = config ? PyObject_CallOneArg(f, config) : PyObject_CallNoArgs(f); Py_DECREF(f); if (!r) { print_raised(); return -1; } long id = PyLong_AsLong(r); Py_DECREF(r); return id; }
static void made_(PyObject *config) { long id = created(config); Py_DECREF(config); if (id < 0) return; PyObject *f = get(interpreters, "get_config"); print_new("made", C(f, "(l)", id)); Py_DECREF(f); f = get(interpreters, "destroy"); print_new("destroyed", C(f, "(l)", id)); Py_DECREF(f); }
static PyObject *full(const char *key, PyObject *value) { PyObject *d = V("{sOsOsOsOsOsOss}", "use_main_obmalloc", Py_True, "allow_fork", Py_True, "allow_exec", Py_True, "allow_threads", Py_True, "allow_daemon_threads", Py_False, "check_multi_interp_extensions", Py_False, "gil", "shared"); if (key) PyDict_SetItemString(d, key, value); return namespace_(d); }
TEST(creating) {
    begin();
    made_(S("isolated")); made_(S("legacy")); made_(S("")); made_(S("empty")); made_(S("zzz")); made_(V("i", 1)); made_(V("O", Py_None)); made_(V("{}")); made_(V("y", "legacy")); made_(Py_NewRef((PyObject *)&PyLong_Type));
    made_(namespace_(V("{}"))); made_(namespace_(V("{ss}", "gil", "own"))); made_(full(NULL, NULL)); made_(full("gil", S("own"))); made_(full("gil", S("zz"))); made_(full("gil", V("i", 3))); made_(full("allow_fork", V("i", 1))); made_(full("extra", V("i", 1))); made_(full("use_main_obmalloc", Py_False));
    IK("create", V("{si}", "x", 1), ")"); I("create", "ss)", "isolated", "x"); I("create", "sOi)", "isolated", Py_True, 3);
}
TEST(asking) {
    begin();
    I("get_current", ")"); I("get_main", ")"); I("get_current", "i)", 1); I("list_all", "O)", Py_True); I("list_all", "ii)", 1, 2); IK("list_all", V("{si}", "x", 1), ")");
    PyObject *all = PyObject_CallMethod(interpreters, "list_all", NULL); SAY("alone: %zd", PyList_Size(all)); Py_DECREF(all);
    long a = created(NULL), b = created(NULL);
    all = PyObject_CallMethod(interpreters, "list_all", NULL); SAY("three: %zd", PyList_Size(all)); SHOW(PyObject_RichCompare(PyList_GetItem(all, 1), V("(ll)", a, 5L), Py_EQ)); SHOW(PyObject_RichCompare(PyList_GetItem(all, 2), V("(ll)", b, 5L), Py_EQ)); Py_DECREF(all);
    I("is_running", "i)", 0); I("is_running", "s)", "q"); I("is_running", "iO)", 1, Py_True); I("is_running", "i)", 99999); IK("is_running", V("{sO}", "restrict", Py_True), "i)", 0); I("is_running", "O)", Py_None);
    SHOW(PyObject_CallMethod(interpreters, "is_running", "l", a)); SHOW(PyObject_CallMethod(interpreters, "whence", "l", a)); I("whence", "i)", 0); I("whence", "i)", 99999); I("whence", "s)", "a"); I("whence", ")"); I("whence", "ii)", 1, 2); IK("whence", V("{si}", "id", 0), ")");
    I("destroy", "i)", 0); I("destroy", "i)", 99999); I("destroy", "s)", "x"); I("destroy", "i)", -5); I("destroy", ")"); IK("destroy", V("{sO}", "restrict", Py_True), "i)", 0); I("destroy", "O)", Py_None);
    SHOW(PyObject_CallMethod(interpreters, "destroy", "l", a)); SHOW(PyObject_CallMethod(interpreters, "destroy", "l", b));
    all = PyObject_CallMethod(interpreters, "list_all", NULL); SAY("alone: %zd", PyList_Size(all)); Py_DECREF(all);
    PyThreadState *main = PyThreadState_Get(), *sub = legacy();
    PyObject *there = PyImport_ImportModule("_interpreters"); SHOW(PyObject_CallMethod(there, "whence", "L", (long long)PyInterpreterState_GetID(sub->interp))); SHOW(PyObject_CallMethod(there, "get_main", NULL)); SHOW(PyObject_CallMethod(there, "destroy", "i", 0)); PyObject *own = PyObject_CallMethod(there, "destroy", "L", (long long)PyInterpreterState_GetID(sub->interp)); print_new("destroying itself", own); Py_DECREF(there);
    finish(sub, main);
}
TEST(counted) {
    begin();
    I("incref", "i)", 0); I("decref", "i)", 0); I("incref", "i)", 99999); I("decref", "i)", 99999); I("incref", "s)", "x"); I("incref", ")"); I("incref", "iiii)", 1, 2, 3, 4); IK("incref", V("{sO}", "restrict", Py_True), "i)", 0); IK("decref", V("{sO}", "restrict", Py_True), "i)", 0);
    PyObject *f = get(interpreters, "create"), *args = PyTuple_New(0), *kw = V("{sO}", "reqrefs", Py_True), *id = MUST(PyObject_Call(f, args, kw));
    SHOW(PyObject_CallMethod(interpreters, "incref", "O", id)); SHOW(PyObject_CallMethod(interpreters, "incref", "O", id)); SHOW(PyObject_CallMethod(interpreters, "decref", "O", id));
    SHOW(PyObject_CallMethod(interpreters, "is_running", "O", id)); SHOW(PyObject_CallMethod(interpreters, "decref", "O", id));
    PyObject *gone = PyObject_CallMethod(interpreters, "is_running", "O", id); SAY("gone: %d", !gone && PyErr_ExceptionMatches(get(interpreters, "InterpreterNotFoundError"))); PyErr_Clear();
    Py_DECREF(id); id = MUST(PyObject_CallNoArgs(f));
    SHOW(PyObject_CallMethod(interpreters, "incref", "O", id)); SHOW(PyObject_CallMethod(interpreters, "decref", "O", id)); SHOW(PyObject_CallMethod(interpreters, "is_running", "O", id)); SHOW(PyObject_CallMethod(interpreters, "destroy", "O", id));
    Py_DECREF(id); Py_DECREF(kw); Py_DECREF(args); Py_DECREF(f);
}
TEST(main_attributes) {
    begin();
    PyObject *f = get(interpreters, "create"), *id = MUST(PyObject_CallNoArgs(f));
    SHOW(PyObject_CallMethod(interpreters, "set___main___attrs", "O{sis(isO)}", id, "a", 1, "b", 2, "x", Py_None)); SHOW(PyObject_CallMethod(interpreters, "set___main___attrs", "O{}", id)); SHOW(PyObject_CallMethod(interpreters, "set___main___attrs", "O{ii}", id, 1, 2)); SHOW(PyObject_CallMethod(interpreters, "set___main___attrs", "O{s[]}", id, "a")); SHOW(PyObject_CallMethod(interpreters, "set___main___attrs", "O{s([])}", id, "a"));
    I("set___main___attrs", "i{si})", 0, "z", 1); I("set___main___attrs", "i{})", 0); I("set___main___attrs", "iO)", 0, Py_None); I("set___main___attrs", "ii)", 0, 1); I("set___main___attrs", "i)", 0); I("set___main___attrs", ")"); I("set___main___attrs", "i{}i)", 0, 3); I("set___main___attrs", "i{})", 99999); I("set___main___attrs", "s{})", "x"); IK("set___main___attrs", V("{sO}", "restrict", Py_True), "i{si})", 0, "a", 1);
    SHOW(PyObject_CallMethod(interpreters, "destroy", "O", id));
    Py_DECREF(id); Py_DECREF(f);
}
TEST(shareable) {
    begin();
    PyObject *values[] = { Py_NewRef(Py_None), Py_NewRef(Py_True), V("i", 5), PyLong_FromString("1180591620717411303424", NULL, 10), V("d", 1.5), S("x"), V("y", "x"), V("()"), V("([])"), V("[]"), V("{}"), Py_NewRef(Py_Ellipsis), Py_NewRef(Py_NotImplemented), Py_NewRef((PyObject *)&PyLong_Type), PySet_New(NULL), PyMemoryView_FromObject(V("y", "abc")), PyByteArray_FromStringAndSize("x", 1), PyComplex_FromDoubles(1, 2) };
    for (int i = 0; i < 18; i++) { PyObject *r = PyObject_CallMethod(interpreters, "is_shareable", "O", values[i]), *t = PyType_GetName(Py_TYPE(values[i])); print_new(PyUnicode_AsUTF8AndSize(t, NULL), r); Py_DECREF(t); }
    I("is_shareable", ")"); I("is_shareable", "ii)", 1, 2); IK("is_shareable", V("{si}", "obj", 1), ")");
}
TEST(captured) {
    begin();
    I("capture_exception", ")"); I("capture_exception", "O)", Py_None); I("capture_exception", "i)", 1); I("capture_exception", "O)", PyExc_KeyError); I("capture_exception", "ii)", 1, 2);
    I("capture_exception", "N)", MUST(C(PyExc_ValueError, "(s)", "x"))); I("capture_exception", "N)", MUST(C(PyExc_ValueError, NULL))); I("capture_exception", "N)", MUST(C(PyExc_KeyError, "(s)", "k")));
}
TEST(queue_making) {
    begin();
    Q("list_all", ")"); Q("create", ")"); Q("create", "i)", 1); Q("create", "iii)", 0, 3, -1); QK("create", V("{sisisi}", "maxsize", 1, "unboundop", 1, "fallback", 0), ")"); Q("create", "iii)", -3, 2, 1); Q("create", "sii)", "x", 1, 0); Q("create", "iii)", 0, 99, -1); Q("create", "iii)", 0, -1, -1); Q("create", "iii)", 0, 3, 7); Q("create", "iii)", 0, 3, -2); Q("create", "ii)", 2, 3); Q("create", "iii)", 0, 0, -1); Q("create", "iii)", 0, 4, -1); Q("create", "Nii)", PyLong_FromString("1180591620717411303424", NULL, 10), 3, -1); Q("create", "iiii)", 1, 3, -1, 4); Q("create", "isi)", 1, "a", -1);
    Q("list_all", ")");
    Q("bind", "i)", 1); Q("bind", "i)", 99); Q("bind", "s)", "x"); Q("bind", "i)", -1); Q("bind", "N)", PyLong_FromString("1180591620717411303424", NULL, 10)); Q("bind", ")"); QK("bind", V("{si}", "qid", 1), ")"); Q("bind", "d)", 1.5); Q("release", "i)", 99); Q("release", "i)", 1); Q("release", "i)", 2); Q("bind", "i)", 2); Q("bind", "i)", 2); Q("release", "i)", 2); Q("release", "i)", 2); Q("list_all", ")");
    Q("get_count", "i)", 2); Q("get_count", "s)", "x"); Q("get_maxsize", "i)", 7); Q("get_maxsize", "i)", 99); Q("is_full", "i)", 7); Q("get_queue_defaults", "i)", 4); Q("get_queue_defaults", "i)", 99);
    Q("destroy", "i)", 99); Q("destroy", "s)", "x"); for (int i = 1; i < 8; i++) Q("destroy", "i)", i);
    Q("list_all", ")");
}
static PyObject *queue_types(void) { PyObject *q = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Q", (PyObject *)&PyLong_Type), *e = PyErr_NewException("t.Empty", NULL, NULL), *f = PyErr_NewException("t.Full", NULL, NULL); SHOW(PyObject_CallMethod(queues, "_register_heap_types", "OOO", q, e, f)); return q; }
TEST(queue_using) {
    begin();
    Q("_register_heap_types", "iii)", 1, 2, 3); Q("_register_heap_types", "OiO)", &PyLong_Type, 1, PyExc_KeyError); Q("_register_heap_types", "OOi)", &PyLong_Type, PyExc_KeyError, 1); Q("_register_heap_types", ")"); Q("_register_heap_types", "O)", &PyLong_Type);
    queue_types();
    PyObject *id = MUST(PyObject_CallMethod(queues, "create", "iii", 2, 3, 0)); long n = PyLong_AsLong(id);
    SAY("number: %d", n > 0);
    PyObject *values[] = { Py_NewRef(Py_None), Py_NewRef(Py_True), Py_NewRef(Py_False), V("i", -5), V("L", LLONG_MAX), V("L", LLONG_MIN), V("d", 1.5), S(""), S("abc"), S("\xc3\xa9"), S("\xe1\x88\xb4"), S("\xf0\x9f\x98\x80"), PyUnicode_FromOrdinal(0xd800), V("s#", "a\0b", (Py_ssize_t)3), V("y", ""), V("y#", "x\0y", (Py_ssize_t)3), V("()"), V("(i(sO))", 1, "a", Py_None) };
    for (int i = 0; i < 18; i++) { PyObject *r = PyObject_CallMethod(queues, "put", "lO", n, values[i]); if (!r) { print_raised(); continue; } print_new("got", PyObject_CallMethod(queues, "get", "l", n)); }
    PyObject *wrong[] = { PyLong_FromString("9223372036854775808", NULL, 10), V("([])"), V("(iN)", 1, PyLong_FromString("1180591620717411303424", NULL, 10)), V("[]"), V("{}"), PyByteArray_FromStringAndSize("x", 1), PySet_New(NULL), Py_NewRef(Py_Ellipsis), Py_NewRef((PyObject *)&PyLong_Type), V("(i(i[]))", 1, 2) };
    for (int i = 0; i < 10; i++) { PyObject *f = get(queues, "put"), *r = C(f, "(lO)", n, wrong[i]), *e = PyErr_GetRaisedException(), *cause = e ? PyException_GetCause(e) : NULL; print_object("put", e); print_object("from", cause ? cause : Py_None); Py_XDECREF(r); Py_XDECREF(cause); Py_XDECREF(e); Py_DECREF(f); }
    SHOW(PyObject_CallMethod(queues, "put", "li", n, 1)); SHOW(PyObject_CallMethod(queues, "put", "li", n, 2)); SHOW(PyObject_CallMethod(queues, "is_full", "l", n)); PyObject *r = PyObject_CallMethod(queues, "put", "li", n, 3); SAY("full: %d", !r); SAY("%s", PyErr_Occurred() ? ((PyTypeObject *)PyErr_Occurred())->tp_name : "?"); PyErr_Clear();
    SHOW(PyObject_CallMethod(queues, "get_count", "l", n)); SHOW(PyObject_CallMethod(queues, "get", "l", n)); SHOW(PyObject_CallMethod(queues, "get", "l", n)); r = PyObject_CallMethod(queues, "get", "l", n); SAY("empty: %d", !r); SAY("%s", PyErr_Occurred() ? ((PyTypeObject *)PyErr_Occurred())->tp_name : "?"); PyErr_Clear();
    SHOW(PyObject_CallMethod(queues, "put", "liii", n, 1, 99, 0)); SHOW(PyObject_CallMethod(queues, "put", "liii", n, 1, 1, 5)); SHOW(PyObject_CallMethod(queues, "put", "lii", n, 1, 0)); SHOW(PyObject_CallMethod(queues, "put", "lii", n, 1, 77)); Q("put", "iiii)", 99999, 1, 0, 5); Q("put", "iii)", 99999, 1, 99); Q("put", "i)", 2); Q("put", ")"); Q("get", ")"); Q("put", "si)", "x", 1); Q("get", "i)", 99999);
    SHOW(PyObject_CallMethod(queues, "destroy", "l", n));
}
static long long number;
TEST(across) {
    begin(); queue_types();
    PyObject *id = MUST(PyObject_CallMethod(queues, "create", "iii", 0, 3, 0)); number = PyLong_AsLongLong(id);
    PyObject *bytes = PyByteArray_FromStringAndSize("xyz", 3), *view = PyMemoryView_FromObject(bytes), *text = S("a text that is of the other"), *tuple = V("(y(sd))", "bytes", "nested", 2.5);
    Py_ssize_t before = Py_REFCNT(text);
    SHOW(PyObject_CallMethod(queues, "put", "LO", number, view)); SHOW(PyObject_CallMethod(queues, "put", "LO", number, text)); SHOW(PyObject_CallMethod(queues, "put", "LO", number, tuple));
    SAY("held: %zd", Py_REFCNT(text) - before);
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    PyObject *there = MUST(PyImport_ImportModule("_interpqueues")); Py_DECREF(MUST(PyImport_ImportModule("_interpreters")));
    PyObject *pair = MUST(PyObject_CallMethod(there, "get", "L", number)), *theirs = PyTuple_GetItem(pair, 0);
    SHOW(PyObject_CallMethod(theirs, "tobytes", NULL)); PyObject *obj = get(theirs, "obj"); SHOW_BORROWED((PyObject *)Py_TYPE(obj)); Py_DECREF(obj);
    PyObject *first = V("i", 0), *letter = V("i", 65); SHOW_INT(PyObject_SetItem(theirs, first, letter)); Py_DECREF(first); Py_DECREF(letter);
    Py_DECREF(pair);
    SHOW(PyObject_CallMethod(there, "get", "L", number)); SHOW(PyObject_CallMethod(there, "get", "L", number));
    for (int op = 1; op < 4; op++) SHOW(PyObject_CallMethod(there, "put", "Lsi", number, "from the other", op));
    SHOW(PyObject_CallMethod(there, "put", "Ls", number, "by default"));
    SHOW(PyObject_CallMethod(there, "get_count", "L", number));
    Py_DECREF(there);
    finish(sub, main);
    SHOW(PyObject_Repr(bytes));
    SHOW_INT(Py_MakePendingCalls()); /* CPython lets go here */
    SAY("held: %zd", Py_REFCNT(text) - before);
    SHOW(PyObject_CallMethod(queues, "get_count", "L", number));
    for (int i = 0; i < 3; i++) SHOW(PyObject_CallMethod(queues, "get", "L", number));
    SHOW(PyObject_CallMethod(queues, "destroy", "L", number));
}
