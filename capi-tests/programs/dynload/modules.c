/* Other extension modules of CPython's own library that need nothing but the C library: they load, and do what they are for. */
#include "dynload.h"
#include <time.h>

#define ASK(module, name, ...) M(from(module), name, __VA_ARGS__)
static PyObject *attr(PyObject *o, const char *name) { PyObject *found = o ? PyObject_GetAttrString(o, name) : NULL; Py_XDECREF(o); return found; }
TEST(mmap) {
    PyObject *m = MUST(ASK("mmap", "mmap", "(ii)", -1, 8192));
    SHOW_INT(PyObject_Size(m)); SHOW(M(Py_NewRef(m), "write", "(y)", "some text")); SHOW(M(Py_NewRef(m), "tell", NULL)); SHOW(M(Py_NewRef(m), "seek", "(i)", 5)); SHOW(M(Py_NewRef(m), "read", "(i)", 4)); SHOW(M(Py_NewRef(m), "find", "(y)", "text")); SHOW(M(Py_NewRef(m), "flush", NULL));
    SHOW(PySequence_GetItem(m, 1)); SHOW(PySequence_GetSlice(m, 0, 4)); SHOW(PyObject_GetItem(m, S("x"))); SHOW(M(Py_NewRef(m), "write_byte", "(i)", 300)); SHOW(M(Py_NewRef(m), "seek", "(i)", 9000)); SHOW(M(Py_NewRef(m), "move", "(iii)", 0, 5, 4)); SHOW(PySequence_GetSlice(m, 0, 9)); SHOW(M(Py_NewRef(m), "resize", "(i)", 4096)); SHOW_INT(PyObject_Size(m));
    PyObject *view = PyMemoryView_FromObject(m); SHOW(M(Py_NewRef(m), "close", NULL)); SHOW(M(view, "release", NULL)); SHOW(M(Py_NewRef(m), "close", NULL)); SHOW(M(Py_NewRef(m), "read", NULL)); SHOW_INT(PyObject_Size(m)); Py_DECREF(m);
    SHOW(ASK("mmap", "mmap", "(ii)", 99, 10)); SHOW(ASK("mmap", "mmap", "(ii)", -1, 0)); SHOW(ASK("mmap", "mmap", "(ii)", -1, -1)); SHOW(ASK("mmap", "mmap", NULL));
    FILE *f = tmpfile(); fputs("in a file", f); fflush(f); m = MUST(ASK("mmap", "mmap", "(ii)", fileno(f), 0)); SHOW(PySequence_GetSlice(m, 0, 9)); SHOW(M(Py_NewRef(m), "size", NULL)); Py_DECREF(m); SHOW(ASK("mmap", "mmap", "(ii)", fileno(f), 100)); fclose(f);
    SHOW(attr(from("mmap"), "PAGESIZE")); SHOW(attr(from("mmap"), "error"));
}
TEST(queue) {
    PyObject *q = MUST(ASK("_queue", "SimpleQueue", NULL)), *item = PyList_New(0);
    SHOW(M(Py_NewRef(q), "empty", NULL)); SHOW_REFS(item, Py_XDECREF(M(Py_NewRef(q), "put", "(O)", item))); SHOW(M(Py_NewRef(q), "put_nowait", "(i)", 2)); SHOW(M(Py_NewRef(q), "put", "(iOi)", 3, Py_False, 7)); SHOW(M(Py_NewRef(q), "qsize", NULL));
    SHOW_REFS(item, SHOW(M(Py_NewRef(q), "get", NULL))); SHOW(M(Py_NewRef(q), "get_nowait", NULL)); SHOW(M(Py_NewRef(q), "get", "(Od)", Py_True, 0.5)); SHOW(M(Py_NewRef(q), "get_nowait", NULL)); SHOW(M(Py_NewRef(q), "get", "(Od)", Py_True, 0.01)); SHOW(M(Py_NewRef(q), "get", "(Od)", Py_True, -1.0)); SHOW(M(Py_NewRef(q), "get", "(O)", Py_False)); SHOW(M(Py_NewRef(q), "put", NULL)); SHOW(M(Py_NewRef(q), "get", "(is)", 1, "x"));
    for (int i = 0; i < 1000; i++) Py_XDECREF(M(Py_NewRef(q), "put", "(i)", i)); SHOW(M(Py_NewRef(q), "qsize", NULL)); int wrong = 0; for (int i = 0; i < 1000; i++) { PyObject *got = M(Py_NewRef(q), "get", NULL); wrong += PyLong_AsLong(got) != i; Py_XDECREF(got); } SHOW_INT(wrong);
    SHOW_REFS(item, Py_XDECREF(M(Py_NewRef(q), "put", "(O)", item)); Py_DECREF(q));
}
static PyObject *later(PyObject *q, PyObject *unused) { (void)unused; struct timespec t = {0, 20000000}; Py_BEGIN_ALLOW_THREADS nanosleep(&t, NULL); Py_END_ALLOW_THREADS return M(Py_NewRef(q), "put", "(s)", "from a thread"); }
static PyMethodDef later_def = {"later", later, METH_NOARGS, NULL};
TEST(queue_waits) {
    PyObject *q = MUST(ASK("_queue", "SimpleQueue", NULL)), *thread = PyImport_ImportModule("_thread"), *h = MUST(M(thread, "start_joinable_thread", "(N)", PyCFunction_New(&later_def, q)));
    SHOW(M(Py_NewRef(q), "get", NULL)); SHOW(M(h, "join", NULL)); Py_DECREF(q);
}
static PyObject *sent(PyObject *id, PyObject *what) {
    PyObject *send = attr(from("_interpchannels"), "send"), *args = V("(ON)", id, what), *keywords = V("{s:O}", "blocking", Py_False), *result = PyObject_Call(send, args, keywords);
    Py_DECREF(send); Py_DECREF(args); Py_DECREF(keywords);
    return result;
}
TEST(channels) {
    PyObject *id = MUST(ASK("_interpchannels", "create", "(i)", 3)); SHOW_BORROWED(id); SHOW(ASK("_interpchannels", "list_all", NULL));
    SHOW(sent(id, S("text"))); SHOW(sent(id, V("(iy)", 3, "bytes"))); SHOW(ASK("_interpchannels", "get_count", "(O)", id)); SHOW(ASK("_interpchannels", "recv", "(O)", id)); SHOW(ASK("_interpchannels", "recv", "(O)", id)); SHOW(ASK("_interpchannels", "recv", "(Oi)", id, 7)); SHOW(ASK("_interpchannels", "recv", "(O)", id)); SHOW(sent(id, PyModule_New("m")));
    SHOW(ASK("_interpchannels", "close", "(O)", id)); SHOW(ASK("_interpchannels", "recv", "(O)", id)); SHOW(ASK("_interpchannels", "destroy", "(O)", id)); SHOW(ASK("_interpchannels", "destroy", "(O)", id)); SHOW(ASK("_interpchannels", "destroy", "(s)", "x")); Py_DECREF(id);
}
TEST(limits) {
    SHOW(attr(from("resource"), "RLIMIT_NOFILE")); PyObject *pair = ASK("resource", "getrlimit", "(i)", 0); SHOW_INT(PyTuple_Size(pair)); Py_XDECREF(pair); SHOW(ASK("resource", "getrlimit", "(i)", 999)); SHOW(ASK("resource", "getrlimit", "(s)", "x")); PyObject *usage = ASK("resource", "getrusage", "(i)", 0); SHOW(attr(Py_NewRef((PyObject *)Py_TYPE(usage)), "__name__")); SHOW_INT(PyTuple_Size(usage)); Py_XDECREF(usage);
}
TEST(examples) {
    SHOW(ASK("xxlimited", "foo", "(ii)", 1, 2)); PyObject *o = ASK("xxlimited", "new", NULL); if (!o) { PyErr_Clear(); o = ASK("xxlimited", "Xxo", NULL); } SHOW_INT(o != NULL); PyErr_Clear(); Py_XDECREF(o); SHOW(ASK("xxlimited_35", "foo", "(ii)", 1, 2)); SHOW(ASK("xxlimited_35", "roj", "(i)", 1));
    PyObject *list = MUST(ASK("xxsubtype", "spamlist", "([ii])", 1, 2)); SHOW_BORROWED(list); SHOW(M(Py_NewRef(list), "getstate", NULL)); SHOW(M(Py_NewRef(list), "setstate", "(i)", 42)); SHOW(M(Py_NewRef(list), "getstate", NULL)); Py_DECREF(list); PyObject *dict = MUST(ASK("xxsubtype", "spamdict", NULL)); SHOW(M(Py_NewRef(dict), "setdefault", "(si)", "a", 1)); SHOW_BORROWED(dict); Py_DECREF(dict);
    SHOW(ASK("_testmultiphase", "foo", "(ii)", 3, 4)); SHOW(attr(from("_testmultiphase"), "int_const")); SHOW(ASK("_testmultiphase", "call_state_registration_func", "(i)", 0)); SHOW(M(ASK("_testmultiphase", "Example", NULL), "demo", NULL)); SHOW(M(ASK("_testmultiphase", "Example", NULL), "demo", "(s)", "abc"));
    SHOW(ASK("_testsinglephase", "sum", "(ii)", 3, 4)); SHOW(attr(from("_testsinglephase"), "str_const")); PyObject *self = ASK("_testsinglephase", "look_up_self", NULL); SHOW_INT(self == from("_testsinglephase")); Py_XDECREF(self); SHOW(ASK("_testclinic_limited", "my_int_func", "(i)", 5)); SHOW(ASK("_testclinic_limited", "my_int_sum", "(is)", 5, "x")); SHOW(attr(from("_testimportmultiple"), "__doc__"));
}
