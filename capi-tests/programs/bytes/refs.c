/* Reference counts of receivers and arguments, on good paths and bad ones; and what lives after a failure. */
#include "harness.h"

static PyTypeObject *kind;
static PyObject *N(const char *text) { return MUST(kind == &PyBytes_Type ? PyBytes_FromString(text) : PyByteArray_FromStringAndSize(text, strlen(text))); }
#define BOTH(name) \
    static void both_##name(void); \
    TEST(bytes_##name) { kind = &PyBytes_Type; both_##name(); } \
    TEST(bytearray_##name) { kind = &PyByteArray_Type; both_##name(); } \
    static void both_##name(void)
/* Calls a method, drops the result or the error, and says how much the counts of receiver and argument changed. */
static void call(PyObject *self, const char *name, PyObject *arg, PyObject *arg2) {
    Py_ssize_t s = Py_REFCNT(self), a = arg ? Py_REFCNT(arg) : 0, b = arg2 ? Py_REFCNT(arg2) : 0;
    PyObject *m = MUST(PyObject_GetAttrString(self, name)), *args = arg2 ? PyTuple_Pack(2, arg, arg2) : arg ? PyTuple_Pack(1, arg) : PyTuple_New(0);
    PyObject *r = PyObject_Call(m, args, NULL);
    const char *type = r ? Py_TYPE(r)->tp_name : "error";
    int same = r == self;
    Py_XDECREF(r); PyErr_Clear(); Py_DECREF(args); Py_DECREF(m);
    printf("%s: %s same %d self %+ld arg %+ld arg2 %+ld\n", name, type, same, (long)(Py_REFCNT(self) - s), arg ? (long)(Py_REFCNT(arg) - a) : 0, arg2 ? (long)(Py_REFCNT(arg2) - b) : 0);
}
BOTH(methods) {
    PyObject *self = N("some text, some more"), *good = PyBytes_FromString("some"), *bad = V("d", 1.25), *ba = PyByteArray_FromStringAndSize("me", 2), *big = PyLong_FromLong(100000), *list = V("[OO]", good, ba), *badlist = V("[OO]", good, bad), *tuple = V("(OO)", good, bad);
    const char *one[] = {"find", "rfind", "index", "rindex", "count", "split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "startswith", "endswith", "removeprefix", "removesuffix", "join", "translate", "center", "ljust", "rjust", "zfill", "expandtabs", "hex", "fromhex", "decode", "splitlines", "__contains__", "__add__", "__mul__", "__mod__", "__eq__", "__lt__", "__getitem__"};
    for (int i = 0; i < (int)(sizeof one / sizeof *one); i++) { PyObject *args[] = {good, bad, ba, big, list, badlist, tuple}; for (int j = 0; j < 7; j++) call(self, one[i], args[j], NULL); }
    call(self, "replace", good, ba); call(self, "replace", good, bad); call(self, "replace", bad, good); call(self, "split", good, bad); call(self, "find", good, bad); call(self, "ljust", big, good); call(self, "ljust", big, bad); call(self, "translate", Py_None, ba); call(self, "maketrans", good, good); call(self, "maketrans", good, bad);
    const char *none[] = {"lower", "upper", "title", "capitalize", "swapcase", "isalpha", "strip", "split", "splitlines", "hex", "expandtabs", "decode", "__iter__", "__repr__", "__len__", "__hash__", "__reduce__", "__sizeof__"};
    for (int i = 0; i < (int)(sizeof none / sizeof *none); i++) call(self, none[i], NULL, NULL);
}
TEST(bytearray_changes) {
    PyObject *self = PyByteArray_FromStringAndSize("some text", 9), *good = PyBytes_FromString("some"), *bad = V("d", 1.25), *n = PyLong_FromLong(1000), *list = V("[ii]", 1, 2);
    const char *one[] = {"append", "extend", "remove", "pop", "resize", "__iadd__", "__imul__", "__delitem__"};
    for (int i = 0; i < 8; i++) { PyObject *args[] = {good, bad, n, list}; for (int j = 0; j < 4; j++) call(self, one[i], args[j], NULL); }
    call(self, "insert", n, good); call(self, "__setitem__", n, good); call(self, "clear", NULL, NULL); call(self, "reverse", NULL, NULL); call(self, "copy", NULL, NULL); call(self, "pop", NULL, NULL);
}
static PyObject *list_of_two(void) { return V("[ii]", 3, 3); }
TEST(memoryview) {
    PyObject *owner = PyByteArray_FromStringAndSize("some text", 9), *self = PyMemoryView_FromObject(owner), *good = PyBytes_FromString("some"), *bad = V("d", 1.25), *n = PyLong_FromLong(100000), *fmt = S("b"), *slice = PySlice_New(NULL, NULL, n), *key = V("(O)", n);
    Py_ssize_t before = Py_REFCNT(owner);
    const char *one[] = {"tobytes", "hex", "cast", "count", "index", "__getitem__", "__eq__", "__buffer__", "__delitem__"};
    for (int i = 0; i < 9; i++) { PyObject *args[] = {good, bad, n, fmt, slice, key}; for (int j = 0; j < 6; j++) call(self, one[i], args[j], NULL); }
    call(self, "__setitem__", n, good); call(self, "__setitem__", slice, good); call(self, "__setitem__", slice, bad); call(self, "cast", fmt, list_of_two() ); call(self, "tolist", NULL, NULL); call(self, "toreadonly", NULL, NULL); call(self, "__iter__", NULL, NULL); call(self, "__enter__", NULL, NULL); call(self, "__len__", NULL, NULL);
    SHOW_INT(Py_REFCNT(owner) - before); SHOW_INT(((PyByteArrayObject *)owner)->ob_exports); Py_DECREF(self); SHOW_INT(Py_REFCNT(owner)); SHOW_INT(((PyByteArrayObject *)owner)->ob_exports);
}
TEST(iterators) {
    PyObject *b = PyBytes_FromString("abc"), *it = PyObject_GetIter(b); SHOW_INT(Py_REFCNT(b)); while (PyIter_Next(it)) {} SHOW_INT(Py_REFCNT(b)); Py_DECREF(it); SHOW_INT(Py_REFCNT(b)); it = PyObject_GetIter(b); Py_DECREF(it); SHOW_INT(Py_REFCNT(b));
    PyObject *m = PyMemoryView_FromObject(b); it = PyObject_GetIter(m); SHOW_INT(Py_REFCNT(m)); while (PyIter_Next(it)) {} SHOW_INT(Py_REFCNT(m)); Py_DECREF(it);
}
