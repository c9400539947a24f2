/* context.h: contexts, their variables, tokens and watchers, and the module _contextvars. */
#include "harness.h"
#include <pthread.h>

/* Prints a repr without its addresses. */
static void show(const char *label, PyObject *o) {
    printf("%s: ", label);
    if (!o && PyErr_Occurred()) {
        PyObject *e = PyErr_GetRaisedException();
        printf("raised %s ", Py_TYPE(e)->tp_name);
        PyObject *text = PyObject_Str(e);
        Py_DECREF(e);
        o = text;
        if (!o) { print_raised(); return; }
    } else if (!o) { printf("NULL\n"); return; } else Py_INCREF(o);
    PyObject *repr = PyUnicode_Check(o) ? PyObject_Str(o) : PyObject_Repr(o);
    const char *text = repr ? PyUnicode_AsUTF8(repr) : NULL;
    for (; text && *text;) {
        if (!strncmp(text, "0x", 2)) { printf("0x"); text += 2 + strspn(text + 2, "0123456789abcdef"); } else putchar(*text++);
    }
    printf("\n");
    Py_XDECREF(repr); Py_DECREF(o);
    fflush(stdout);
}
static void show_new(const char *label, PyObject *o) { show(label, o); Py_XDECREF(o); }
#define SHOWN(expr) show_new(#expr, (PyObject *)(expr))
static PyObject *value(PyObject *var, PyObject *def) { PyObject *v = (PyObject *)1; int status = PyContextVar_Get(var, def, &v); printf("status %d ", status); return v; }

TEST(variables) {
    PyObject *five = I("5000"), *plain = PyContextVar_New("plain", NULL), *with = PyContextVar_New("with", five);
    show("plain", plain); show("with", with);
    SHOW_INT(Py_REFCNT(plain)); SHOW_INT(PyContextVar_CheckExact(plain));
    SHOWN(value(plain, NULL)); SHOWN(value(plain, five)); SHOWN(value(with, NULL)); SHOWN(value(with, Py_None));
    SHOW_REFS(five, PyObject *v; PyContextVar_Get(with, NULL, &v); Py_DECREF(v));
    PyObject *token = PyContextVar_Set(plain, five);
    show("token", token); SHOW_INT(PyContextToken_CheckExact(token));
    SHOWN(value(plain, NULL)); SHOWN(value(plain, Py_None));
    SHOW_INT(PyContextVar_Reset(plain, token)); SHOWN(value(plain, NULL));
    show("token", token);
    int again = PyContextVar_Reset(plain, token); PyErr_Clear();
    show_new("PyLong_FromLong(PyContextVar_Reset(plain, token))", PyLong_FromLong(again));
    if (PyContextVar_Reset(plain, token) < 0) show("again", NULL);
    PyObject *first = PyContextVar_Set(plain, Py_True), *second = PyContextVar_Set(plain, Py_False);
    SHOWN(value(plain, NULL)); SHOW_INT(PyContextVar_Reset(plain, second)); SHOWN(value(plain, NULL)); SHOW_INT(PyContextVar_Reset(plain, first)); SHOWN(value(plain, NULL));
    PyObject *theirs = PyContextVar_Set(with, Py_None);
    if (PyContextVar_Reset(plain, theirs) < 0) show("of another", NULL);
    SHOW_INT(PyContextVar_Reset(with, theirs));
    Py_DECREF(theirs); Py_DECREF(first); Py_DECREF(second); Py_DECREF(token); Py_DECREF(plain); Py_DECREF(with); Py_DECREF(five);
}
TEST(wrong_arguments) {
    PyObject *v = (PyObject *)1, *var = PyContextVar_New("v", NULL);
    SHOW_INT(PyContextVar_Get(Py_None, NULL, &v)); SHOW(PyContextVar_Set(Py_None, Py_None)); SHOW_INT(PyContextVar_Reset(Py_None, Py_None)); SHOW_INT(PyContextVar_Reset(var, Py_None));
    SHOW(PyContext_Copy(Py_None)); SHOW_INT(PyContext_Enter(Py_None)); SHOW_INT(PyContext_Exit(Py_None)); SHOW(PyContextVar_New("\xff", NULL));
    Py_DECREF(var);
}
TEST(contexts) {
    PyObject *var = PyContextVar_New("var", NULL), *c = PyContext_New(), *copy;
    show("new", c); SHOW_INT(PyContext_CheckExact(c)); SHOW_INT(PyObject_Size(c));
    SHOW_INT(PyContext_Enter(c));
    Py_XDECREF(PyContextVar_Set(var, Py_True));
    SHOWN(value(var, NULL)); SHOW_INT(PyObject_Size(c));
    if (PyContext_Enter(c) < 0) show("twice", NULL);
    PyObject *inner = PyContext_CopyCurrent();
    SHOW_INT(PyContext_Enter(inner)); Py_XDECREF(PyContextVar_Set(var, Py_False)); SHOWN(value(var, NULL));
    if (PyContext_Exit(c) < 0) show("not the thread's", NULL);
    SHOW_INT(PyContext_Exit(inner)); SHOWN(value(var, NULL));
    SHOW_INT(PyContext_Exit(c)); SHOWN(value(var, NULL));
    if (PyContext_Exit(c) < 0) show("not entered", NULL);
    copy = PyContext_Copy(c);
    SHOW_INT(PyObject_RichCompareBool(c, copy, Py_EQ)); SHOW_INT(PyObject_RichCompareBool(c, inner, Py_EQ)); SHOW_INT(PyObject_RichCompareBool(c, inner, Py_NE)); SHOW_INT(PyObject_RichCompareBool(c, Py_None, Py_EQ)); SHOW_INT(PyObject_RichCompareBool(c, copy, Py_LT)); 
    SHOW_INT(PyObject_Hash(c));
    SHOWN(PyObject_GetItem(c, var)); SHOWN(PyObject_GetItem(inner, var)); SHOWN(PyObject_GetItem(c, Py_None)); SHOW_INT(PySequence_Contains(c, var)); SHOW_INT(PySequence_Contains(c, Py_None)); PyErr_Clear();
    PyObject *other = PyContextVar_New("other", NULL);
    SHOWN(PyObject_GetItem(c, other)); SHOW_INT(PySequence_Contains(c, other)); SHOWN(PyObject_CallMethod(c, "get", "O", other)); SHOWN(PyObject_CallMethod(c, "get", "Oi", other, 3)); SHOWN(PyObject_CallMethod(c, "get", "i", 3)); SHOWN(PyObject_CallMethod(c, "get", NULL));
    Py_DECREF(other); Py_DECREF(copy); Py_DECREF(inner); Py_DECREF(c); Py_DECREF(var);
}
TEST(iteration) {
    PyObject *var = PyContextVar_New("only", NULL), *c = PyContext_New();
    PyContext_Enter(c);
    Py_XDECREF(PyContextVar_Set(var, Py_True));
    PyObject *keys = PyObject_GetIter(c), *values = PyObject_CallMethod(c, "values", NULL), *items = PyObject_CallMethod(c, "items", NULL), *list = PySequence_List(c);
    show("keys", keys); show("values", values); show("items", items); show("list", list);
    Py_XDECREF(PyContextVar_Set(var, Py_False));
    SHOWN(PyIter_Next(keys)); SHOWN(PyIter_Next(values)); SHOWN(PyIter_Next(items)); SHOWN(PyIter_Next(items)); SHOWN(PySequence_List(PyObject_CallMethod(c, "values", NULL)));
    PyContext_Exit(c);
    Py_DECREF(keys); Py_DECREF(values); Py_DECREF(items); Py_DECREF(list); Py_DECREF(c); Py_DECREF(var);
}
static PyObject *the_var;
static PyObject *set_it(PyObject *self, PyObject *args, PyObject *kwargs) { (void)self; show("called with", args); show("and", kwargs); return PyContextVar_Set(the_var, Py_True); }
static PyObject *run_again(PyObject *self, PyObject *args, PyObject *kwargs) { (void)args; (void)kwargs; return PyObject_CallMethod(self, "run", "O", Py_None); }
static PyObject *raise_it(PyObject *self, PyObject *args, PyObject *kwargs) { (void)self; (void)args; (void)kwargs; PyErr_SetString(PyExc_ValueError, "inside"); return NULL; }
static PyMethodDef functions[] = {{"set_it", (PyCFunction)(void *)set_it, METH_VARARGS | METH_KEYWORDS, NULL}, {"run_again", (PyCFunction)(void *)run_again, METH_VARARGS | METH_KEYWORDS, NULL}, {"raise_it", (PyCFunction)(void *)raise_it, METH_VARARGS | METH_KEYWORDS, NULL}};
TEST(run) {
    the_var = PyContextVar_New("ran", NULL);
    PyObject *c = PyContext_New(), *run = PyObject_GetAttrString(c, "run"), *set = PyCFunction_New(&functions[0], NULL), *again = PyCFunction_New(&functions[1], c), *raise = PyCFunction_New(&functions[2], NULL);
    PyObject *args = V("(Oi)", set, 5), *kwargs = V("{s:i}", "key", 7);
    SHOWN(PyObject_Call(run, args, kwargs)); SHOW_INT(PyObject_Size(c)); SHOWN(value(the_var, NULL));
    SHOWN(PyObject_CallFunctionObjArgs(run, again, NULL)); SHOWN(PyObject_CallFunctionObjArgs(run, raise, NULL)); SHOWN(PyObject_CallNoArgs(run));
    SHOW_INT(PyContext_Enter(c)); SHOW_INT(PyContext_Exit(c));
    Py_DECREF(args); Py_DECREF(kwargs); Py_DECREF(c); Py_DECREF(run); Py_DECREF(set); Py_DECREF(again); Py_DECREF(raise); Py_CLEAR(the_var);
}
static int heard, fail;
static int watch(PyContextEvent event, PyObject *context) { heard++; printf("event %d %s\n", (int)event, context == Py_None ? "None" : Py_TYPE(context)->tp_name); if (fail) { PyErr_SetString(PyExc_ValueError, "from the watcher"); return -1; } return 0; }
static int watch_more(PyContextEvent event, PyObject *context) { (void)event; (void)context; printf("another\n"); return 0; }
TEST(watchers) {
    PyObject *c = PyContext_New();
    Py_DECREF(PyContext_CopyCurrent());
    int id = PyContext_AddWatcher(watch), second = PyContext_AddWatcher(watch_more);
    SHOW_INT(id >= 0 && second == id + 1);
    PyContext_Enter(c); PyContext_Exit(c);
    SHOW_INT(PyContext_ClearWatcher(second));
    PyContext_Enter(c); PyContext_Exit(c);
    SHOW_INT(PyContext_ClearWatcher(id)); SHOW_INT(PyContext_ClearWatcher(id) < 0); PyErr_Clear(); SHOW_INT(PyContext_ClearWatcher(-1)); SHOW_INT(PyContext_ClearWatcher(8));
    int ids[20], count = 0;
    while (count < 20 && (ids[count] = PyContext_AddWatcher(watch)) >= 0) count++;
    SHOW_INT(count); SHOW_INT(PyErr_Occurred() != NULL);
    while (count > 0) PyContext_ClearWatcher(ids[--count]);
    Py_DECREF(c);
}
static void *other_thread(void *arg) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *c = PyContext_CopyCurrent();
    *(Py_ssize_t *)arg = PyObject_Size(c);
    Py_DECREF(c);
    PyGILState_Release(state);
    return NULL;
}
TEST(threads) {
    PyObject *var = PyContextVar_New("here", NULL);
    Py_XDECREF(PyContextVar_Set(var, Py_True));
    Py_ssize_t size = -1;
    pthread_t thread;
    Py_BEGIN_ALLOW_THREADS
    pthread_create(&thread, NULL, other_thread, &size);
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    SHOW_INT(size);
    Py_DECREF(var);
}
TEST(tokens) {
    PyObject *var = PyContextVar_New("v", NULL), *token = PyContextVar_Set(var, Py_True), *second = PyContextVar_Set(var, Py_None), *found;
    found = PyObject_GetAttrString(token, "var"); SHOW_INT(found == var); Py_DECREF(found);
    SHOWN(PyObject_GetAttrString(token, "old_value")); SHOWN(PyObject_GetAttrString(second, "old_value")); SHOWN(PyObject_GetAttrString((PyObject *)Py_TYPE(token), "MISSING"));
    SHOW_INT(PyObject_Hash(token)); SHOWN(PyObject_CallNoArgs(TYPE(PyContextToken_Type)));
    PyObject *entered = PyObject_CallMethod(second, "__enter__", NULL); SHOW_INT(entered == second); Py_DECREF(entered);
    SHOWN(PyObject_CallMethod(second, "__exit__", "OOO", Py_None, Py_None, Py_None)); SHOWN(value(var, NULL)); SHOWN(PyObject_CallMethod(second, "__exit__", NULL)); SHOWN(PyObject_CallMethod(second, "__exit__", "OOO", Py_None, Py_None, Py_None));
    PyObject *c = PyContext_New();
    PyContext_Enter(c);
    PyObject *elsewhere = PyContextVar_Set(var, Py_False);
    PyContext_Exit(c);
    if (PyContextVar_Reset(var, elsewhere) < 0) show("elsewhere", NULL);
    SHOWN(PyObject_SetAttrString(token, "var", Py_None) < 0 ? NULL : Py_None);
    Py_DECREF(elsewhere); Py_DECREF(c); Py_DECREF(token); Py_DECREF(second); Py_DECREF(var);
}
TEST(methods) {
    PyObject *var = PyContextVar_New("m", NULL), *kwargs = V("{s:i}", "default", 4), *args = V("(s)", "made");
    SHOWN(PyObject_CallMethod(var, "get", NULL)); SHOWN(PyObject_CallMethod(var, "get", "i", 3)); SHOWN(PyObject_CallMethod(var, "get", "ii", 3, 4)); SHOWN(PyObject_CallMethod(var, "set", "i", 5)); SHOWN(PyObject_CallMethod(var, "get", NULL)); SHOWN(PyObject_CallMethod(var, "set", NULL)); SHOWN(PyObject_CallMethod(var, "reset", "i", 5));
    SHOWN(PyObject_GetAttrString(var, "name")); SHOW_INT(PyObject_SetAttrString(var, "name", Py_None));
    SHOWN(PyObject_Call(TYPE(PyContextVar_Type), args, kwargs)); SHOWN(PyObject_Call(TYPE(PyContextVar_Type), args, NULL)); SHOWN(PyObject_CallNoArgs(TYPE(PyContextVar_Type))); SHOWN(PyObject_CallFunction(TYPE(PyContextVar_Type), "i", 5)); SHOWN(PyObject_CallFunction(TYPE(PyContextVar_Type), "ss", "a", "b"));
    SHOWN(PyObject_CallNoArgs(TYPE(PyContext_Type))); SHOWN(PyObject_CallFunction(TYPE(PyContext_Type), "i", 1)); SHOWN(PyObject_GetItem(TYPE(PyContextVar_Type), TYPE(PyLong_Type))); SHOWN(PyObject_GetItem(TYPE(PyContextToken_Type), TYPE(PyLong_Type)));
    PyObject *sub = PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", &PyContext_Type); SHOWN(sub); PyErr_Clear(); sub = PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", &PyContextVar_Type); SHOWN(sub);
    Py_DECREF(var); Py_DECREF(kwargs); Py_DECREF(args);
}
TEST(module) {
    PyObject *m = MUST(PyImport_ImportModule("_contextvars"));
    SHOWN(PyObject_CallMethod(m, "copy_context", NULL)); SHOWN(PyObject_CallMethod(m, "copy_context", "i", 1)); SHOWN(PyObject_GetAttrString(m, "Context")); SHOWN(PyObject_GetAttrString(m, "ContextVar")); SHOWN(PyObject_GetAttrString(m, "Token"));
    Py_DECREF(m);
}
TEST(many) {
    PyObject *vars[100], *c = PyContext_New();
    PyContext_Enter(c);
    for (int i = 0; i < 100; i++) { char name[8]; snprintf(name, sizeof name, "v%d", i); vars[i] = PyContextVar_New(name, NULL); PyObject *n = PyLong_FromLong(i * 1000); Py_XDECREF(PyContextVar_Set(vars[i], n)); Py_DECREF(n); }
    PyObject *copy = PyContext_CopyCurrent(), *v;
    for (int i = 0; i < 100; i += 2) Py_XDECREF(PyContextVar_Set(vars[i], Py_None));
    long sum = 0, nones = 0;
    for (int i = 0; i < 100; i++) { v = PyObject_GetItem(copy, vars[i]); sum += PyLong_AsLong(v); Py_DECREF(v); PyContextVar_Get(vars[i], NULL, &v); nones += v == Py_None; Py_DECREF(v); }
    SHOW_INT(sum); SHOW_INT(nones); SHOW_INT(PyObject_Size(c));
    PyContext_Exit(c);
    for (int i = 0; i < 100; i++) Py_DECREF(vars[i]);
    Py_DECREF(copy); Py_DECREF(c);
}
