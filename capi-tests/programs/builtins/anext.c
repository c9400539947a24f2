/* anext: an asynchronous iterator's next item, or a default where it has none, which is an awaitable of its own. */
#include "harness.h"

/* How an awaitable goes on: it gives its steps, then ends in a way. */
typedef struct { PyObject_HEAD int left; const char *end; PyObject *method; } Awaitable;
static PyObject *end(Awaitable *a) {
    if (!strcmp(a->end, "value")) { PyObject *v = S("the value"), *e = PyObject_CallOneArg(PyExc_StopIteration, v); PyErr_SetObject(PyExc_StopIteration, e); Py_DECREF(v); Py_DECREF(e); }
    else if (!strcmp(a->end, "stop")) PyErr_SetNone(PyExc_StopAsyncIteration);
    else if (!strcmp(a->end, "raise")) PyErr_SetString(PyExc_KeyError, "from the awaitable");
    return NULL;
}
static PyObject *step(Awaitable *a) { if (a->left-- > 0) return PyLong_FromLong(a->left); return end(a); }
static PyObject *does(Awaitable *a, PyObject *args, const char *what) { SAY("  %s", what); PyObject_Print(args, stdout, 0); puts(""); if (!strcmp(a->end, "again")) Py_RETURN_TRUE; return end(a); }
static PyObject *do_send(PyObject *a, PyObject *args) { return does((Awaitable *)a, args, "send"); }
static PyObject *do_throw(PyObject *a, PyObject *args) { return does((Awaitable *)a, args, "throw"); }
static PyObject *do_close(PyObject *a, PyObject *args) { return does((Awaitable *)a, args, "close"); }
static PyMethodDef awaitable_methods[] = {{"send", do_send, METH_VARARGS}, {"throw", do_throw, METH_VARARGS}, {"close", do_close, METH_VARARGS}, {NULL}};
static PyObject *awaited(PyObject *a) { Awaitable *aw = (Awaitable *)a; if (!strcmp(aw->end, "no iterator")) return PyLong_FromLong(3); if (!strcmp(aw->end, "await raises")) { PyErr_SetString(PyExc_KeyError, "from __await__"); return NULL; } if (!strcmp(aw->end, "await stops")) { PyErr_SetNone(PyExc_StopAsyncIteration); return NULL; } return Py_NewRef(a); }
static PyAsyncMethods awaitable_async = {.am_await = awaited};
static int traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(((Awaitable *)self)->method); return 0; }
static PyTypeObject AwaitableType = {.tp_name = "spam.Awaitable", .tp_basicsize = sizeof(Awaitable), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_iter = PyObject_SelfIter, .tp_iternext = (iternextfunc)step, .tp_as_async = &awaitable_async, .tp_methods = awaitable_methods, .tp_new = PyType_GenericNew};
static const char *ending; static int steps; static PyObject *instead;
static PyObject *next(PyObject *self) {
    if (instead) return Py_NewRef(instead);
    if (!ending) { PyErr_SetString(PyExc_ValueError, "from __anext__"); return NULL; }
    Awaitable *a = (Awaitable *)MUST(PyObject_CallNoArgs((PyObject *)&AwaitableType)); a->left = steps; a->end = ending; return (PyObject *)a;
}
static PyAsyncMethods iterator_async = {.am_anext = next};
static PyTypeObject IteratorType = {.tp_name = "spam.Iterator", .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_as_async = &iterator_async, .tp_new = PyType_GenericNew};
static PyObject *iterator(void) { PyType_Ready(&AwaitableType); PyType_Ready(&IteratorType); return MUST(PyObject_CallNoArgs((PyObject *)&IteratorType)); }
static PyObject *function(void) { PyObject *b = PyImport_ImportModule("builtins"), *f = MUST(PyObject_GetAttrString(b, "anext")); Py_DECREF(b); return f; }
static PyObject *with_default(const char *how, int count) { ending = how; steps = count; instead = NULL; PyObject *it = iterator(), *made = C(function(), "(Os)", it, "the default"); Py_DECREF(it); return made; }
static void to_the_end(PyObject *it) {
    PyObject *item;
    while ((item = Py_TYPE(it)->tp_iternext(it))) SHOW(item);
    if (PyErr_ExceptionMatches(PyExc_StopIteration)) { PyObject *e = PyErr_GetRaisedException(); SHOW(PyObject_GetAttrString(e, "value")); Py_DECREF(e); } else if (PyErr_Occurred()) print_raised(); else SAY("ended");
}
TEST(without_default) {
    ending = "value"; steps = 2; instead = NULL;
    PyObject *it = iterator(), *a = C(function(), "(O)", it); SHOW_INT(Py_TYPE(a) == &AwaitableType); to_the_end(a); Py_DECREF(a);
    ending = NULL; SHOW(C(function(), "(O)", it)); SHOW(C(function(), "(Oi)", it, 3));
    SHOW(C(function(), "(i)", 3)); SHOW(C(function(), "(si)", "x", 3)); SHOW(C(function(), "()")); SHOW(C(function(), "(iii)", 1, 2, 3)); SHOW(C(function(), "(O)", PyImport_ImportModule("sys")));
    PyObject *kw = V("{s:i}", "default", 1), *args = V("(O)", it); SHOW(PyObject_Call(function(), args, kw)); Py_DECREF(args); Py_DECREF(kw); Py_DECREF(it);
}
TEST(ends) {
    const char *ends[] = {"value", "stop", "raise", "", "no iterator", "await raises", "await stops"};
    for (int i = 0; i < 7; i++) for (int n = 0; n < 3; n += 2) { SAY("-- %s after %d", ends[i], n); PyObject *a = MUST(with_default(ends[i], n)); to_the_end(a); Py_DECREF(a); }
}
TEST(the_awaitable) {
    PyObject *a = MUST(with_default("value", 1)); PyTypeObject *t = Py_TYPE(a);
    SAY("%s %zd %d %d", t->tp_name, t->tp_basicsize, (int)PyType_HasFeature(t, Py_TPFLAGS_HAVE_GC), (int)PyType_HasFeature(t, Py_TPFLAGS_BASETYPE)); SHOW_INT(PyIter_Check(a)); PyObject *it = PyObject_GetIter(a); SHOW_INT(it == a); Py_XDECREF(it); it = M(Py_NewRef(a), "__await__", NULL); SHOW_INT(it == a); Py_XDECREF(it);
    const char *names[] = {"send", "throw", "close", "__next__", "__iter__", "__await__"}; for (int i = 0; i < 6; i++) printf("%s %d\n", names[i], PyObject_HasAttrString(a, names[i]));
    SHOW(PyObject_CallNoArgs((PyObject *)t)); SHOW_INT(PyObject_GC_IsTracked(a)); Py_DECREF(a);
    PyObject *list = V("[]"); ending = "value"; PyObject *i = iterator(); SHOW_REFS(list, a = C(function(), "(OO)", i, list)); SHOW_REFS(list, Py_DECREF(a)); Py_DECREF(i);
}
TEST(driven) {
    const char *ends[] = {"again", "value", "stop", "raise", "no iterator", "await raises"};
    for (int i = 0; i < 6; i++) {
        SAY("-- %s", ends[i]); PyObject *a = MUST(with_default(ends[i], 1));
        SHOW(M(Py_NewRef(a), "send", "(i)", 5)); SHOW(M(Py_NewRef(a), "send", "(O)", Py_None)); SHOW(M(Py_NewRef(a), "throw", "(O)", PyExc_ValueError)); SHOW(M(Py_NewRef(a), "throw", "(OsO)", PyExc_ValueError, "x", Py_None)); SHOW(M(Py_NewRef(a), "close", NULL));
        SHOW(M(Py_NewRef(a), "send", NULL)); SHOW(M(Py_NewRef(a), "send", "(ii)", 1, 2)); SHOW(M(Py_NewRef(a), "throw", NULL)); SHOW(M(Py_NewRef(a), "close", "(i)", 1));
        Py_DECREF(a);
    }
    PyObject *a = MUST(with_default("value", 0)), *result = NULL; SHOW_INT(PyIter_Send(a, Py_None, &result)); SHOW(result); Py_DECREF(a);
    a = MUST(with_default("stop", 0)); SHOW_INT(PyIter_Send(a, Py_None, &result)); SHOW(result); Py_DECREF(a);
}
TEST(no_awaitable) {
    PyObject *it = iterator(); instead = PyLong_FromLong(7);
    SHOW(C(function(), "(O)", it)); PyObject *a = MUST(C(function(), "(Os)", it, "d")); to_the_end(a); SHOW(M(Py_NewRef(a), "send", "(O)", Py_None)); SHOW(M(Py_NewRef(a), "close", NULL)); Py_DECREF(a);
    instead = PyTuple_New(0); a = MUST(C(function(), "(Os)", it, "d")); to_the_end(a); Py_DECREF(a); instead = NULL; Py_DECREF(it);
}
