/* Dict watchers. */
#include "containers/support.h"
static int events, fail;
static int watch(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value) {
    static const char *names[] = {"ADDED", "MODIFIED", "DELETED", "CLONED", "CLEARED", "DEALLOCATED"};
    PyObject *k = key ? PyObject_Repr(key) : NULL, *v = value ? PyObject_Repr(value) : NULL;
    printf("event %s key %s value %s size %zd\n", names[event], k ? PyUnicode_AsUTF8(k) : "NULL", v ? PyUnicode_AsUTF8(v) : "NULL", PyDict_Size(dict));
    Py_XDECREF(k); Py_XDECREF(v); events++;
    if (fail) { PyErr_SetString(PyExc_RuntimeError, "watcher failed"); return -1; }
    return 0;
}
static int second(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value) { printf("second %d\n", event); return 0; }
TEST(identifiers) {
    PyObject *d = PyDict_New(), *l = PyList_New(0);
    int id = PyDict_AddWatcher(watch); SHOW_INT(id); int id2 = PyDict_AddWatcher(second); SHOW_INT(id2 != id);
    SHOW_INT(PyDict_Watch(-1, d)); SHOW_INT(PyDict_Watch(8, d)); SHOW_INT(PyDict_Watch(7, d)); SHOW_INT(PyDict_Watch(id, l)); SHOW_INT(PyDict_Unwatch(-1, d)); SHOW_INT(PyDict_Unwatch(8, d)); SHOW_INT(PyDict_Unwatch(7, d)); SHOW_INT(PyDict_Unwatch(id, l)); SHOW_INT(PyDict_ClearWatcher(-1)); SHOW_INT(PyDict_ClearWatcher(8)); SHOW_INT(PyDict_ClearWatcher(7));
    SHOW_INT(PyDict_Unwatch(id, d));
    int more[8], n = 0; for (; n < 8; n++) if ((more[n] = PyDict_AddWatcher(watch)) < 0) break; SHOW_INT(n); print_raised(); while (n--) PyDict_ClearWatcher(more[n]);
    SHOW_INT(PyDict_ClearWatcher(id)); SHOW_INT(PyDict_ClearWatcher(id)); SHOW_INT(PyDict_ClearWatcher(id2)); Py_DECREF(d); Py_DECREF(l);
}
TEST(events) {
    int id = PyDict_AddWatcher(watch); PyObject *d = PyDict_New(), *a = S("a"), *out;
    SHOW_INT(PyDict_Watch(id, d)); SHOW_INT(PyDict_SetItem(d, a, Py_None)); SHOW_INT(PyDict_SetItem(d, a, Py_None)); SHOW_INT(PyDict_SetItem(d, a, Py_True)); SHOW_INT(PyDict_DelItem(d, a));
    PyDict_SetDefault(d, a, Py_False); PyDict_SetDefault(d, a, Py_True); SHOW_INT(PyDict_Pop(d, a, &out)); Py_XDECREF(out); SHOW_INT(PyDict_Pop(d, a, NULL)); PyDict_SetItemString(d, "p", Py_None); SHOW(CALL(d, "popitem", NULL)); SHOW_INT(PyDict_DelItem(d, a)); SHOW(CALL(d, "pop", "(Oi)", a, 1));
    PyObject *o = V("{s:i,s:i}", "x", 1, "y", 2); SHOW_INT(PyDict_Update(d, o)); SHOW_INT(PyDict_Update(d, o)); PyDict_Clear(d); PyDict_Clear(d); SHOW_INT(PyDict_Update(d, o)); SHOW(CALL(d, "setdefault", "(si)", "q", 1)); PyObject *c = PyDict_Copy(d); Py_DECREF(c); PyDict_SetItem(c = PyDict_New(), a, a); Py_DECREF(c);
    SHOW_INT(PyDict_Unwatch(id, d)); PyDict_SetItemString(d, "quiet", Py_None); SHOW_INT(PyDict_Watch(id, d)); SHOW_INT(PyDict_Watch(id, d)); PyDict_SetItemString(d, "loud", Py_None); Py_DECREF(d);
    SHOW_INT(events); PyDict_ClearWatcher(id); Py_DECREF(a); Py_DECREF(o);
}
TEST(two_watchers) {
    int id = PyDict_AddWatcher(watch), id2 = PyDict_AddWatcher(second); PyObject *d = PyDict_New(); PyDict_Watch(id, d); PyDict_Watch(id2, d); PyDict_SetItemString(d, "a", Py_None); PyDict_Unwatch(id, d); PyDict_SetItemString(d, "b", Py_None); PyDict_ClearWatcher(id2); PyDict_SetItemString(d, "c", Py_None); Py_DECREF(d); PyDict_ClearWatcher(id);
}
TEST(failing_watcher) {
    int id = PyDict_AddWatcher(watch); PyObject *d = PyDict_New(); PyDict_Watch(id, d); fail = 1; SHOW_INT(PyDict_SetItemString(d, "a", Py_None)); SHOW_BORROWED(d); SHOW_INT(PyDict_DelItemString(d, "a")); SHOW_BORROWED(d); fail = 0; Py_DECREF(d); PyDict_ClearWatcher(id);
}
