/* Interpreters with locks of their own, in threads of their own: all make objects, share immortals, import one module, end. */
#include "support.h"
#include <unistd.h>
typedef struct { PyObject *type; long made; } State;
static int thing_init(PyObject *self, PyObject *args, PyObject *kw) { return 0; }
static PyType_Slot thing_slots[] = { { Py_tp_init, thing_init }, { 0, NULL } };
static PyType_Spec thing_spec = { "par_module.Thing", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, thing_slots };
static int par_exec(PyObject *m) {
    State *s = PyModule_GetState(m);
    s->type = PyType_FromModuleAndSpec(m, &thing_spec, NULL);
    return s->type ? PyModule_AddObjectRef(m, "Thing", s->type) : -1;
}
static int par_traverse(PyObject *m, visitproc visit, void *arg) { State *s = PyModule_GetState(m); if (s) Py_VISIT(s->type); return 0; }
static int par_clear(PyObject *m) { State *s = PyModule_GetState(m); if (s) Py_CLEAR(s->type); return 0; }
static PyObject *par_make(PyObject *m, PyObject *unused) { State *s = PyModule_GetState(m); s->made++; return PyObject_CallNoArgs(s->type); }
static PyObject *par_made(PyObject *m, PyObject *unused) { return PyLong_FromLong(((State *)PyModule_GetState(m))->made); }
static PyMethodDef par_methods[] = { { "make", par_make, METH_NOARGS, NULL }, { "made", par_made, METH_NOARGS, NULL }, { NULL } };
static PyModuleDef_Slot par_slots[] = { { Py_mod_exec, par_exec }, { Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED }, { 0, NULL } };
static PyModuleDef par_def = { PyModuleDef_HEAD_INIT, "par_module", NULL, sizeof(State), par_methods, par_slots, par_traverse, par_clear, NULL };
static PyObject *par_init(void) { return PyModuleDef_Init(&par_def); }
__attribute__((constructor(101))) static void before_start(void) { PyImport_AppendInittab("par_module", par_init); }

enum { THREADS = 6 };
static int rounds = 15;
static pthread_barrier_t barrier;
#define CHECK(what) do { if (!(what)) { fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what); if (PyErr_Occurred()) PyErr_Print(); abort(); } } while (0)
static void work(int seed) {
    /* What is shared, and what hangs under static types. */
    for (int i = 0; i < 30; i++) {
        PyObject *list = PyList_New(0), *dict = PyDict_New();
        for (int j = 0; j < 40; j++) {
            PyObject *n = PyLong_FromLong((seed * 31 + j) % 300 - 5), *s = PyUnicode_FromFormat("%d_key_%d", j % 7, seed % 3), *c = PyUnicode_FromFormat("%c", j + 160), *f = PyFloat_FromDouble(j / 3.0);
            CHECK(n && s && c && f);
            PyUnicode_InternInPlace(&s);
            CHECK(!PyList_Append(list, n) && !PyList_Append(list, Py_None) && !PyList_Append(list, c) && !PyList_Append(list, f) && !PyList_Append(list, Py_True));
            CHECK(!PyDict_SetItem(dict, s, n) && !PyDict_SetItem(dict, n, s));
            Py_ssize_t size; CHECK(PyUnicode_AsUTF8AndSize(c, &size) && size == 2);
            Py_DECREF(n); Py_DECREF(s); Py_DECREF(c); Py_DECREF(f);
        }
        PyObject *repr = PyObject_Repr(list), *attr = PyObject_GetAttrString(list, i % 2 ? "append" : "sort"), *doc = PyObject_GetAttrString((PyObject *)&PyDict_Type, "__doc__"), *name = PyObject_GetAttrString((PyObject *)&PyDict_Type, "fromkeys");
        CHECK(repr && attr && doc && name);
        PyObject *q = PyObject_GetAttrString(attr, "__qualname__"), *mro = PyObject_GetAttrString((PyObject *)&PyBool_Type, "__mro__"), *subs = PyObject_CallMethod((PyObject *)&PyLong_Type, "__subclasses__", NULL);
        CHECK(q && mro && subs);
        PyObject *maketrans = PyObject_CallMethod((PyObject *)&PyUnicode_Type, "maketrans", "(ss)", "ab", "cd"), *keys = PyObject_CallMethod((PyObject *)&PyDict_Type, "fromkeys", "([ss])", "a", "b");
        CHECK(maketrans && keys);
        Py_DECREF(maketrans); Py_DECREF(keys);
        PyObject *descr = PyDict_GetItemString(PyType_GetDict(&PyUnicode_Type), "maketrans");
        CHECK(descr);
        PyObject *dd = PyObject_GetAttrString(descr, "__dict__"); if (!dd) PyErr_Clear(); Py_XDECREF(dd);
        PyObject *text = PyObject_GetAttrString(descr, "__doc__"); CHECK(text); Py_DECREF(text);
        PyObject *objclass = PyDict_GetItemString(PyType_GetDict(&PyList_Type), "append"); CHECK(objclass);
        PyObject *qq = PyObject_GetAttrString(objclass, "__qualname__"); CHECK(qq); Py_DECREF(qq);
        PyObject *sig = PyObject_GetAttrString(objclass, "__text_signature__"); CHECK(sig); Py_DECREF(sig);
        PyObject *weak = PyWeakref_NewRef((PyObject *)&PyList_Type, NULL); CHECK(weak); Py_DECREF(weak);
        PyErr_Format(PyExc_ValueError, "%d", i); PyObject *e = PyErr_GetRaisedException(); CHECK(e); Py_DECREF(e);
        Py_DECREF(q); Py_DECREF(mro); Py_DECREF(subs);
        Py_DECREF(repr); Py_DECREF(attr); Py_DECREF(doc); Py_DECREF(name); Py_DECREF(list); Py_DECREF(dict);
        PyObject *type = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){si}", "Made", (PyObject *)(i % 2 ? &PyDict_Type : &PyList_Type), "x", i);
        CHECK(type);
        PyObject *instance = PyObject_CallNoArgs(type); CHECK(instance);
        PyObject *x = PyObject_GetAttrString(instance, "x"); CHECK(x && PyLong_AsLong(x) == i);
        Py_DECREF(x); Py_DECREF(instance); Py_DECREF(type);
    }
    PyObject *m = PyImport_ImportModule("par_module"); CHECK(m);
    for (int i = 0; i < 50; i++) { PyObject *o = PyObject_CallMethod(m, "make", NULL); CHECK(o); Py_DECREF(o); }
    PyObject *made = PyObject_CallMethod(m, "made", NULL); CHECK(made && PyLong_AsLong(made) == 50);
    Py_DECREF(made); Py_DECREF(m);
}
static void *body(void *arg) {
    int seed = (int)(intptr_t)arg;
    pthread_barrier_wait(&barrier);
    for (int round = 0; round < rounds; round++) {
        PyThreadState *state = NULL;
        PyInterpreterConfig config = seed % 3 == 2 ? (PyInterpreterConfig){ 1, 0, 0, 1, 0, 1, PyInterpreterConfig_SHARED_GIL } : ISOLATED;
        PyStatus status = Py_NewInterpreterFromConfig(&state, &config);
        CHECK(!status._type && state);
        work(seed * 1000 + round);
        CHECK(PyEval_SaveThread() == state);
        PyEval_RestoreThread(state);
        Py_EndInterpreter(state);
    }
    return NULL;
}
TEST(together) {
    const char *wanted = getenv("EXUVIA_STRESS_ROUNDS");
    if (wanted) rounds = atoi(wanted);
    pthread_barrier_init(&barrier, NULL, THREADS);
    PyThreadState *main = PyEval_SaveThread();
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, body, (void *)(intptr_t)i);
    for (int i = 0; i < 20; i++) { PyEval_RestoreThread(main); PyObject *o = V("[si]", "x", i); Py_DECREF(o); PyEval_SaveThread(); }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    PyEval_RestoreThread(main);
    SAY("main alone: %d", PyInterpreterState_Head() == main->interp && !PyInterpreterState_Next(main->interp));
    work(7);
}
static PyObject *seen[3];
TEST(own_objects) {
    PyThreadState *main = PyThreadState_Get(), *subs[3];
    for (int i = 0; i < 3; i++) {
        subs[i] = isolated();
        PyObject *m = PyImport_ImportModule("par_module"); CHECK(m);
        seen[i] = m;
        PyObject *o = PyObject_CallMethod(m, "make", NULL); SHOW(PyObject_GetAttrString((PyObject *)Py_TYPE(o), "__module__")); Py_DECREF(o);
        for (int j = 0; j < i; j++) { Py_DECREF(PyObject_CallMethod(m, "make", NULL)); }
        SHOW(PyObject_CallMethod(m, "made", NULL));
    }
    SAY("modules differ: %d, states differ: %d, types differ: %d", seen[0] != seen[1] && seen[1] != seen[2], PyModule_GetState(seen[0]) != PyModule_GetState(seen[1]), ((State *)PyModule_GetState(seen[0]))->type != ((State *)PyModule_GetState(seen[1]))->type);
    for (int i = 0; i < 3; i++) { PyThreadState_Swap(subs[i]); Py_DECREF(seen[i]); Py_EndInterpreter(subs[i]); }
    PyThreadState_Swap(main);
}
TEST(subclasses) {
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    PyObject *type = PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "OnlyHere", (PyObject *)&PySet_Type);
    PyObject *subs = PyObject_CallMethod((PyObject *)&PySet_Type, "__subclasses__", NULL);
    SAY("there: %d", PySequence_Contains(subs, type)); Py_DECREF(subs);
    PyObject *weak = PyWeakref_NewRef((PyObject *)&PySet_Type, NULL);
    PyThreadState_Swap(main);
    subs = PyObject_CallMethod((PyObject *)&PySet_Type, "__subclasses__", NULL);
    SAY("here: %d", PySequence_Contains(subs, type)); Py_DECREF(subs);
    PyThreadState_Swap(sub);
    Py_DECREF(weak); Py_DECREF(type);
    finish(sub, main);
}
TEST(interned) {
    PyThreadState *main = PyThreadState_Get();
    PyObject *own = PyUnicode_InternFromString("a name interned in main");
    PyThreadState *sub = isolated();
    PyObject *theirs = PyUnicode_InternFromString("a name interned in main");
    SAY("another string: %d, the same again: %d", own != theirs, theirs == PyUnicode_InternFromString("a name interned in main"));
    SAY("shared: %d", PyUnicode_InternFromString("__init__") != NULL);
    finish(sub, main);
    Py_DECREF(own);
}
