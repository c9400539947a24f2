/* The module _thread, with functions written in C. */
#include "harness.h"
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

static PyObject *module(void) { static PyObject *found; return found ? found : (found = MUST(PyImport_ImportModule("_thread"))); }
static PyObject *G(const char *name) { return MUST(PyObject_GetAttrString(module(), name)); }
/* _thread.name(args…) by a tuple format. */
#define T(name, ...) C(G(name), __VA_ARGS__)
/* o.name(args…), o borrowed. */
#define O(o, name, ...) M(Py_NewRef(o), name, __VA_ARGS__)
static PyObject *kw(PyObject *callable, PyObject *args, PyObject *keywords) { return PyObject_Call(callable, args, keywords); }
/* A repr without its address and owner. */
static void show_repr(PyObject *o) {
    PyObject *repr = MUST(PyObject_Repr(o));
    for (const char *p = PyUnicode_AsUTF8(repr); *p; p++) {
        if (!strncmp(p, "owner=", 6)) { printf("owner=%s", p[6] == '0' ? "0" : "N"); p += 6; while (p[1] >= '0' && p[1] <= '9') p++; }
        else if (!strncmp(p, "0x", 2)) { printf("0x"); p += 1; while (p[1] && p[1] != '>') p++; }
        else putchar(*p);
    }
    putchar('\n');
    Py_DECREF(repr);
}
TEST(names) {
    PyObject *names = MUST(PyObject_Dir(module()));
    for (Py_ssize_t i = 0; i < PyList_Size(names); i++) {
        const char *name = PyUnicode_AsUTF8(PyList_GetItem(names, i));
        if (name[0] == '_' && name[1] == '_') continue;
        PyObject *value = G(name), *signature = PyObject_GetAttrString(value, "__text_signature__");
        if (!signature) PyErr_Clear();
        printf("%s %s %s\n", name, Py_TYPE(value)->tp_name, signature && signature != Py_None ? PyUnicode_AsUTF8(signature) : "-");
    }
}
static void type_names(const char *name) {
    PyObject *type = G(name), *dict = MUST(PyType_GetDict((PyTypeObject *)type)), *keys = MUST(PyDict_Keys(dict));
    PyList_Sort(keys);
    printf("%s: basicsize %ld", ((PyTypeObject *)type)->tp_name, (long)((PyTypeObject *)type)->tp_basicsize);
    printf(", base type %d\n", !!PyType_HasFeature((PyTypeObject *)type, Py_TPFLAGS_BASETYPE));
    for (Py_ssize_t i = 0; i < PyList_Size(keys); i++) {
        PyObject *key = PyList_GetItem(keys, i);
        const char *text = PyUnicode_AsUTF8(key);
        if (!strcmp(text, "__doc__") || !strcmp(text, "__module__")) continue;
        PyObject *value = PyObject_GetItem(dict, key), *signature = PyObject_GetAttrString(value, "__text_signature__");
        if (!signature) PyErr_Clear();
        printf("  %s %s %s\n", text, Py_TYPE(value)->tp_name, signature && signature != Py_None ? PyUnicode_AsUTF8(signature) : "-");
    }
}
TEST(types) { type_names("lock"); type_names("RLock"); type_names("_ThreadHandle"); type_names("_local"); SHOW_INT(G("lock") == G("LockType")); SHOW(G("error")); SHOW(G("TIMEOUT_MAX")); SHOW(G("_NAME_MAXLEN")); }
TEST(lock) {
    PyObject *L = MUST(T("allocate_lock", NULL));
    show_repr(L);
    SHOW(O(L, "acquire", NULL)); show_repr(L); SHOW(O(L, "acquire", "(O)", Py_False)); SHOW(O(L, "acquire", "(i)", 0));
    SHOW(O(L, "acquire", "(id)", 1, 0.01)); SHOW(O(L, "acquire", "(ii)", 0, 1)); SHOW(O(L, "acquire", "(ii)", 0, -1));
    SHOW(O(L, "acquire", "(ii)", 1, -2)); SHOW(O(L, "acquire", "(id)", 1, -0.5)); SHOW(O(L, "acquire", "(id)", 1, 1e10));
    SHOW(O(L, "acquire", "(is)", 1, "x")); SHOW(O(L, "acquire", "(iii)", 1, 2, 3));
    PyObject *acquire = MUST(PyObject_GetAttrString(L, "acquire")), *none = PyTuple_New(0);
    SHOW(kw(acquire, none, V("{s:i}", "foo", 1))); SHOW(kw(acquire, none, V("{s:d}", "timeout", 0.01))); SHOW(kw(acquire, none, V("{s:O}", "timeout", Py_None)));
    SHOW(kw(acquire, none, V("{s:i}", "blocking", 0)));
    SHOW(O(L, "locked", NULL)); SHOW(O(L, "locked_lock", NULL)); SHOW(O(L, "release", NULL)); SHOW(O(L, "release", NULL)); SHOW(O(L, "release_lock", NULL));
    SHOW(O(L, "__enter__", NULL)); SHOW(O(L, "__exit__", NULL)); SHOW(O(L, "__enter__", NULL)); SHOW(O(L, "__exit__", "(iii)", 1, 2, 3));
    SHOW(O(L, "acquire_lock", NULL)); SHOW(O(L, "_at_fork_reinit", NULL)); SHOW(O(L, "locked", NULL)); SHOW(O(L, "release", "(i)", 1));
    SHOW_INT(PyObject_SetAttrString(L, "x", L)); if (PyErr_Occurred()) print_raised();
    PyObject *ref = PyWeakref_NewRef(L, NULL);
    SHOW_INT(PyWeakref_GetObject(ref) == L);
    Py_DECREF(L); Py_DECREF(acquire);
    SHOW_BORROWED(PyWeakref_GetObject(ref));
    SHOW(T("lock", "(i)", 1)); SHOW(kw(G("lock"), none, V("{s:i}", "a", 1))); SHOW(T("allocate_lock", "(i)", 1));
    SHOW(C((PyObject *)&PyType_Type, "(s(O){})", "X", G("lock")));
}
TEST(rlock) {
    PyObject *R = MUST(T("RLock", NULL));
    show_repr(R);
    SHOW(O(R, "locked", NULL)); SHOW(O(R, "acquire", NULL)); SHOW(O(R, "locked", NULL)); show_repr(R); SHOW(O(R, "acquire", NULL)); show_repr(R);
    SHOW(O(R, "_recursion_count", NULL)); SHOW(O(R, "_is_owned", NULL)); SHOW(O(R, "acquire", "(i)", 0)); SHOW(O(R, "acquire", "(ii)", 0, 1)); SHOW(O(R, "acquire", "(ii)", 1, -2));
    PyObject *saved = MUST(O(R, "_release_save", NULL));
    SHOW_INT(PyTuple_Size(saved)); SHOW(PySequence_GetItem(saved, 0)); SHOW(O(R, "_recursion_count", NULL)); SHOW(O(R, "_release_save", NULL));
    SHOW(O(R, "_acquire_restore", "(O)", saved)); SHOW(O(R, "_recursion_count", NULL)); SHOW(O(R, "_acquire_restore", "((i))", 3)); SHOW(O(R, "_acquire_restore", "(i)", 3));
    SHOW(O(R, "release", NULL)); SHOW(O(R, "release", NULL)); SHOW(O(R, "release", NULL)); SHOW(O(R, "release", NULL)); show_repr(R);
    SHOW(O(R, "__enter__", NULL)); SHOW(O(R, "__exit__", "(i)", 1)); SHOW(O(R, "__exit__", NULL)); SHOW(O(R, "acquire", NULL)); SHOW(O(R, "_at_fork_reinit", NULL)); SHOW(O(R, "_is_owned", NULL));
    PyObject *X = MUST(C((PyObject *)&PyType_Type, "(s(O){})", "X", G("RLock"))), *x = MUST(C(X, "(ii)", 1, 2));
    SHOW(O(x, "acquire", NULL)); SHOW_INT(PyObject_SetAttrString(x, "attribute", Py_None)); SHOW(O(x, "release", NULL));
    Py_DECREF(x); Py_DECREF(X); Py_DECREF(R);
}
TEST(handle) {
    PyObject *H = MUST(T("_ThreadHandle", NULL));
    show_repr(H); SHOW(PyObject_GetAttrString(H, "ident")); SHOW(O(H, "is_done", NULL)); SHOW(O(H, "join", NULL)); SHOW(O(H, "join", "(i)", 1)); SHOW(O(H, "join", "(i)", -1));
    SHOW(O(H, "_set_done", NULL)); SHOW(O(H, "join", "(s)", "x")); SHOW(O(H, "join", "(O)", Py_None)); SHOW(O(H, "join", "(ii)", 1, 2)); SHOW(PyObject_GetAttrString(H, "x"));
    SHOW_INT(PyObject_SetAttrString(H, "ident", H)); if (PyErr_Occurred()) print_raised();
    PyObject *five = MUST(T("_make_thread_handle", "(i)", 5));
    show_repr(five); SHOW(O(five, "is_done", NULL)); SHOW(O(five, "_set_done", NULL)); SHOW(O(five, "is_done", NULL)); SHOW(O(five, "join", NULL));
    SHOW(T("_make_thread_handle", "(s)", "x")); SHOW(T("_make_thread_handle", "(i)", -1)); SHOW(T("_make_thread_handle", "(N)", I("99999999999999999999999"))); SHOW(T("_make_thread_handle", NULL));
    Py_DECREF(H); Py_DECREF(five);
}
static PyObject *seen;
static volatile int arrived, let_go;
static PyObject *keep(PyObject *self, PyObject *args, PyObject *keywords) {
    (void)self;
    Py_XSETREF(seen, Py_BuildValue("OO", args, keywords ? keywords : Py_None));
    arrived = 1;
    return PyLong_FromLong(7);
}
static PyObject *fails(PyObject *self, PyObject *unused) { (void)self; (void)unused; PyErr_SetString(PyExc_ValueError, "in the thread"); return NULL; }
/* Is under way until it is let go, and a moment longer. */
static PyObject *slow(PyObject *self, PyObject *unused) { (void)self; (void)unused; Py_BEGIN_ALLOW_THREADS while (!let_go) usleep(1000); usleep(50000); Py_END_ALLOW_THREADS arrived = 1; Py_RETURN_NONE; }
static PyMethodDef functions[] = {
    {"keep", (PyCFunction)(void (*)(void))keep, METH_VARARGS | METH_KEYWORDS, NULL},
    {"fails", fails, METH_NOARGS, NULL},
    {"slow", slow, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyObject *function(int i) { return MUST(PyCFunction_New(&functions[i], NULL)); }
static void until_done(void) {
    /* One that has only just started does not count yet. */
    Py_BEGIN_ALLOW_THREADS for (int i = 0; i < 60000 && !arrived; i++) usleep(1000); Py_END_ALLOW_THREADS
    arrived = 0;
    for (int i = 0; i < 60000; i++) {
        PyObject *count = T("_count", NULL);
        int left = PyLong_AsLong(count) > 0;
        Py_DECREF(count);
        if (!left) return;
        Py_BEGIN_ALLOW_THREADS usleep(1000); Py_END_ALLOW_THREADS
    }
    SAY("threads are left");
}
TEST(joinable) {
    PyObject *h = MUST(T("start_joinable_thread", "(N)", function(0)));
    SHOW(O(h, "join", NULL)); SHOW(O(h, "is_done", NULL)); SHOW(O(h, "join", NULL)); SHOW_BORROWED(seen);
    SHOW_INT(Py_REFCNT(h));
    SHOW(T("start_joinable_thread", "(NO)", function(0), h));
    Py_DECREF(h);
    PyObject *own = MUST(T("_ThreadHandle", NULL)), *same = MUST(kw(G("start_joinable_thread"), PyTuple_Pack(1, function(2)), V("{s:O,s:i}", "handle", own, "daemon", 0)));
    SHOW_INT(own == same);
    SHOW(T("_count", NULL)); SHOW(O(own, "join", "(d)", 0.01)); SHOW(O(own, "join", "(i)", 0)); SHOW(O(own, "is_done", NULL)); let_go = 1; SHOW(O(own, "join", "(i)", -5)); SHOW(O(own, "is_done", NULL)); SHOW(T("_count", NULL));
    Py_DECREF(own); Py_DECREF(same);
    arrived = 0;
    own = MUST(T("start_joinable_thread", "(N)", function(2)));
    SHOW(O(own, "_set_done", NULL)); SHOW(O(own, "is_done", NULL)); SHOW(O(own, "join", NULL));
    Py_DECREF(own);
    until_done();
}
TEST(start_new_thread) {
    arrived = 0;
    PyObject *ident = MUST(T("start_new_thread", "(N(is){s:i})", function(0), 1, "two", "key", 3));
    SHOW_INT(PyLong_Check(ident)); until_done(); SHOW_BORROWED(seen);
    SHOW_INT(PyLong_Check(T("start_new", "(N())", function(0)))); until_done(); SHOW_BORROWED(seen);
    SHOW(T("start_new_thread", NULL)); SHOW(T("start_new_thread", "(i())", 1)); SHOW(T("start_new_thread", "(Oi)", module(), 1)); SHOW(T("start_new_thread", "(Oi)", G("exit"), 1)); SHOW(T("start_new_thread", "(O()i)", G("exit"), 1));
    SHOW(T("start_new_thread", "(O(){}i)", G("exit"), 1)); SHOW(T("start_new_thread", "(O[i])", G("exit"), 1));
    SHOW(T("start_joinable_thread", NULL)); SHOW(T("start_joinable_thread", "(i)", 1)); SHOW(T("start_joinable_thread", "(Oi)", G("exit"), 1)); SHOW(T("start_joinable_thread", "(OOii)", G("exit"), Py_None, 1, 1));
    SHOW(kw(G("start_joinable_thread"), PyTuple_Pack(1, G("exit")), V("{s:i}", "foo", 1)));
}
static PyObject *hook(PyObject *self, PyObject *args) {
    (void)self;
    arrived = 1;
    SHOW(PyObject_GetAttrString(args, "exc_type")); SHOW(PyObject_GetAttrString(args, "exc_value")); SHOW(PyObject_GetAttrString(args, "err_msg")); SHOW(PyObject_GetAttrString(args, "object"));
    Py_RETURN_NONE;
}
static PyMethodDef hook_def = {"hook", hook, METH_O, NULL};
TEST(what_threads_raise) {
    PySys_SetObject("unraisablehook", MUST(PyCFunction_New(&hook_def, NULL)));
    PyObject *h = MUST(T("start_joinable_thread", "(O)", (PyObject *)&PyRange_Type));
    SHOW(O(h, "join", NULL)); Py_DECREF(h);
    h = MUST(T("start_joinable_thread", "(N)", PyObject_GetAttrString(module(), "exit")));
    SHOW(O(h, "join", NULL)); Py_DECREF(h);
    SHOW_INT(PyLong_Check(T("start_new_thread", "(O(i))", (PyObject *)&PyRange_Type, 0) ?: Py_None));
    arrived = 0;
    SHOW_INT(PyLong_Check(T("start_new_thread", "(O(s))", (PyObject *)&PyRange_Type, "x") ?: Py_None)); until_done();
    SHOW(T("exit", NULL)); SHOW(T("exit_thread", NULL));
}
TEST(small_functions) {
    SHOW(T("_count", NULL)); SHOW(T("daemon_threads_allowed", NULL)); SHOW(T("_is_main_interpreter", NULL));
    SHOW_INT(PyLong_AsUnsignedLong(T("get_ident", NULL)) == (unsigned long)pthread_self()); SHOW_INT(PyLong_AsLong(T("get_native_id", NULL)) == gettid());
    SHOW_INT(PyLong_AsUnsignedLong(T("_get_main_thread_ident", NULL)) == (unsigned long)pthread_self());
    SHOW(T("stack_size", NULL)); SHOW(T("stack_size", "(i)", 100)); SHOW(T("stack_size", "(i)", -1)); SHOW(T("stack_size", "(i)", 65536)); SHOW(T("stack_size", NULL)); SHOW(T("stack_size", NULL));
    SHOW(T("stack_size", "(s)", "x")); SHOW(T("stack_size", "(N)", I("99999999999999999999999"))); SHOW(T("stack_size", "(ii)", 1, 2));
    SHOW(T("interrupt_main", "(i)", 0)); SHOW(T("interrupt_main", "(i)", 65)); SHOW(T("interrupt_main", "(s)", "x")); SHOW(T("interrupt_main", "(ii)", 1, 2));
    SHOW(T("_shutdown", NULL));
}
TEST(system_names) {
    SHOW(T("set_name", "(s)", "abc")); SHOW(T("_get_name", NULL)); SHOW(T("set_name", "(s)", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")); SHOW(T("_get_name", NULL));
    SHOW(T("set_name", "(i)", 1)); SHOW(kw(G("set_name"), PyTuple_New(0), V("{s:s}", "name", "x"))); SHOW(T("_get_name", NULL)); SHOW(T("set_name", NULL)); SHOW(T("set_name", "(s)", "")); SHOW(T("_get_name", NULL));
}
TEST(shutdown) {
    PyObject *h = MUST(T("_ThreadHandle", NULL));
    let_go = 1;
    SHOW_INT(T("start_joinable_thread", "(NOO)", function(2), h, Py_False) == h);
    SHOW(T("_shutdown", NULL)); SHOW(O(h, "is_done", NULL)); SHOW(T("_count", NULL));
    Py_DECREF(h);
}
static PyObject *writes(PyObject *self, PyObject *text) { (void)self; printf("%s", PyUnicode_AsUTF8(text)); Py_RETURN_NONE; }
static PyMethodDef write_def = {"write", writes, METH_O, NULL};
static PyObject *flushes(PyObject *self, PyObject *unused) { (void)self; (void)unused; Py_RETURN_NONE; }
static PyMethodDef flush_def = {"flush", flushes, METH_NOARGS, NULL};
static PyObject *hook_args(PyObject *type, PyObject *value, PyObject *tb, PyObject *thread) { return MUST(C(G("_ExceptHookArgs"), "((OOOO))", type, value, tb, thread)); }
TEST(excepthook) {
    PyObject *file = MUST(PyModule_New("file")), *e = MUST(C(PyExc_ValueError, "(s)", "boo")), *named = MUST(PyModule_New("named"));
    PyObject_SetAttrString(file, "write", MUST(PyCFunction_New(&write_def, NULL))); PyObject_SetAttrString(file, "flush", MUST(PyCFunction_New(&flush_def, NULL)));
    PyObject_SetAttrString(named, "name", S("its name"));
    PyObject *old = Py_NewRef(PySys_GetObject("stderr"));
    PySys_SetObject("stderr", file);
    SHOW(T("_excepthook", "(N)", hook_args(PyExc_ValueError, e, Py_None, named))); SHOW(T("_excepthook", "(N)", hook_args(PyExc_SystemExit, e, Py_None, named)));
    SHOW(T("_excepthook", "(N)", hook_args(PyExc_ValueError, Py_None, Py_None, named))); SHOW(T("_excepthook", "(i)", 1)); SHOW(T("_excepthook", NULL)); SHOW(T("_excepthook", "((iiii))", 1, 2, 3, 4));
    PySys_SetObject("stderr", Py_None);
    SHOW(T("_excepthook", "(N)", hook_args(PyExc_ValueError, e, Py_None, named))); PyObject_SetAttrString(named, "_stderr", Py_None);
    SHOW(T("_excepthook", "(N)", hook_args(PyExc_ValueError, e, Py_None, named))); SHOW(T("_excepthook", "(N)", hook_args(PyExc_ValueError, e, Py_None, Py_None)));
    PySys_SetObject("stderr", old);
    SHOW(hook_args(Py_True, Py_None, Py_False, Py_None)); SHOW(T("_ExceptHookArgs", "((iii))", 1, 2, 3));
}
static PyObject *local;
static PyObject *in_thread(PyObject *self, PyObject *unused) {
    (void)self; (void)unused;
    SHOW(PyObject_GetAttrString(local, "x")); SHOW(PyObject_GetAttrString(local, "__dict__"));
    PyObject_SetAttrString(local, "x", Py_True);
    SHOW(PyObject_GetAttrString(local, "x"));
    Py_RETURN_NONE;
}
static PyMethodDef in_thread_def = {"in_thread", in_thread, METH_NOARGS, NULL};
static void join(PyObject *callable) { PyObject *h = MUST(T("start_joinable_thread", "(N)", callable)); Py_XDECREF(O(h, "join", NULL)); Py_DECREF(h); }
TEST(local) {
    local = MUST(T("_local", NULL));
    PyObject_SetAttrString(local, "x", S("main's"));
    join(PyCFunction_New(&in_thread_def, NULL));
    SHOW(PyObject_GetAttrString(local, "x")); SHOW(PyObject_GetAttrString(local, "__dict__")); SHOW(PyObject_GetAttrString(local, "y"));
    SHOW_INT(PyObject_SetAttrString(local, "__dict__", Py_None)); if (PyErr_Occurred()) print_raised();
    SHOW_INT(PyObject_DelAttrString(local, "__dict__")); if (PyErr_Occurred()) print_raised();
    SHOW_INT(PyObject_DelAttrString(local, "x")); SHOW_INT(PyObject_DelAttrString(local, "x")); if (PyErr_Occurred()) print_raised();
    SHOW(T("_local", "(i)", 1)); SHOW(kw(G("_local"), PyTuple_New(0), V("{s:i}", "a", 1))); SHOW(PyObject_GetAttrString(local, "__class__"));
    PyObject *ref = PyWeakref_NewRef(local, NULL); Py_CLEAR(local); SHOW_BORROWED(PyWeakref_GetObject(ref));
}
static int init(PyObject *self, PyObject *args, PyObject *keywords) {
    print_object("init", args); if (keywords) print_object("with", keywords);
    return PyObject_SetAttrString(self, "a", PyTuple_GET_SIZE(args) ? PyTuple_GET_ITEM(args, 0) : Py_None);
}
static PyObject *reads(PyObject *self, PyObject *unused) { (void)self; (void)unused; SHOW(PyObject_GetAttrString(local, "a")); SHOW(PyObject_GetAttrString(local, "__dict__")); Py_RETURN_NONE; }
static PyMethodDef reads_def = {"reads", reads, METH_NOARGS, NULL};
static PyType_Slot local_slots[] = {{Py_tp_init, init}, {0, NULL}};
static PyType_Spec local_spec = {"spam.Local", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, local_slots};
TEST(local_subclass) {
    PyObject *type = MUST(PyType_FromSpecWithBases(&local_spec, G("_local")));
    local = MUST(kw(type, V("(i)", 5), V("{s:i}", "k", 2)));
    SHOW(PyObject_GetAttrString(local, "a"));
    join(PyCFunction_New(&reads_def, NULL));
    SHOW(PyObject_GetAttrString(local, "a"));
    Py_CLEAR(local); Py_DECREF(type);
}
TEST(local_values_go_with_the_thread) {
    local = MUST(T("_local", NULL));
    PyObject *x = PyList_New(0);
    PyObject_SetAttrString(local, "x", x);
    SHOW_INT(Py_REFCNT(x));
    Py_CLEAR(local);
    SHOW_INT(Py_REFCNT(x));
    /* A local that is reachable from its own values goes with a collection. */
    PyObject *round = MUST(T("_local", NULL)), *ref = PyWeakref_NewRef(round, NULL);
    PyObject_SetAttrString(round, "self", round);
    Py_DECREF(round);
    PyGC_Collect();
    SHOW_BORROWED(PyWeakref_GetObject(ref));
}
