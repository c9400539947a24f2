#include "../extension.h"
/* EXUVIA_EXTMOD names the built module: there are several builds, all of which must behave alike. */
static PyObject *module(void) { return extension_once(getenv("EXUVIA_EXTMOD"), "counter", "counter"); }
static PyObject *type(void) { return MUST(PyObject_GetAttrString(module(), "Counter")); }
static PyObject *make(const char *format, ...) {
    va_list va;
    va_start(va, format);
    PyObject *args = MUST(Py_VaBuildValue(format, va)), *t = type(), *result = PyObject_Call(t, args, NULL);
    va_end(va);
    Py_DECREF(args); Py_DECREF(t);
    return result;
}
TEST(type) {
    PyObject *t = type();
    SHOW_BORROWED(t);
    SHOW(PyObject_GetAttrString(t, "__name__"));
    SHOW(PyObject_GetAttrString(t, "__module__"));
    SHOW(PyObject_GetAttrString(t, "__doc__"));
    SHOW(PyObject_GetAttrString(t, "__text_signature__"));
    SHOW(PyObject_GetAttrString(t, "__mro__"));
    SHOW(public_names(t));
    SHOW(PyObject_GetAttrString(t, "value"));
    SHOW(PyObject_GetAttrString(t, "doubled"));
    SHOW(PyObject_GetAttrString(t, "bump"));
    Py_DECREF(t);
}
TEST(instances) {
    PyObject *counter = MUST(make("(ii)", 5, 2));
    SHOW_BORROWED(counter);
    SHOW(PyObject_GetAttrString(counter, "value"));
    SHOW_INT(PyObject_SetAttrString(counter, "value", MUST(PyLong_FromLong(10))));
    SHOW(PyObject_GetAttrString(counter, "doubled"));
    SHOW_INT(PyObject_SetAttrString(counter, "doubled", MUST(PyLong_FromLong(8))));
    SHOW_BORROWED(counter);
    SHOW(M(Py_NewRef(counter), "bump", NULL));
    SHOW_INT(PyObject_Size(counter));
    SHOW(PyIter_Next(counter));
    SHOW(PyIter_Next(counter));
    SHOW(PyNumber_Add(counter, MUST(PyLong_FromLong(100))));
    SHOW(M(type(), "from_text", "(s)", "77"));
    SHOW_INT(PyObject_IsInstance(counter, type()));
    PyObject *bound = MUST(PyObject_GetAttrString(counter, "bump"));
    SHOW(PyObject_CallNoArgs(bound));
    Py_DECREF(bound);
    Py_DECREF(counter);
}
TEST(errors) {
    PyObject *counter = MUST(make("()"));
    SHOW(make("(s)", "x"));
    SHOW(make("(iiii)", 1, 2, 3, 4));
    SHOW_INT(PyObject_SetAttrString(counter, "step", Py_None));
    SHOW_INT(PyObject_SetAttrString(counter, "value", S("x")));
    SHOW_INT(PyObject_DelAttrString(counter, "value"));
    SHOW_INT(PyObject_DelAttrString(counter, "doubled"));
    SHOW_INT(PyObject_SetAttrString(counter, "doubled", Py_None));
    SHOW_INT(PyObject_SetAttrString(counter, "unknown", Py_None));
    SHOW(PyObject_GetAttrString(counter, "unknown"));
    SHOW(PyNumber_Add(counter, S("x")));
    SHOW(PyNumber_Subtract(counter, counter));
    SHOW(M(Py_NewRef(counter), "bump", "(i)", 1));
    SHOW(M(type(), "from_text", "(s)", "seven"));
    SHOW(PyObject_GetItem(counter, Py_None));
    SHOW_INT(PyObject_Hash(counter) != -1);
    Py_DECREF(counter);
}
TEST(references) {
    PyObject *t = type(), *label = MUST(PyList_New(0));
    SHOW_REFS(t, Py_DECREF(MUST(PyObject_CallNoArgs(t))));
    SHOW_REFS(label, Py_DECREF(MUST(make("(iiO)", 0, 1, label))));
    Py_DECREF(t); Py_DECREF(label);
}
TEST(cycle) {
    PyObject *label = MUST(PyList_New(0)), *counter = MUST(make("(iiO)", 0, 1, label));
    PyGC_Collect();
    PyList_Append(label, counter);
    Py_DECREF(label); Py_DECREF(counter);
    SHOW_INT(PyGC_Collect());
}
TEST(subclass) {
    PyObject *sub = PyObject_CallFunction((PyObject *)&PyType_Type, "s(N){si}", "Sub", type(), "extra", 1);
    if (!sub) { print_raised(); return; }
    PyObject *instance = MUST(PyObject_CallFunction(sub, "ii", 3, 4));
    SHOW(PyObject_GetAttrString(instance, "extra"));
    SHOW(PyObject_GetAttrString(instance, "value"));
    SHOW_INT(PyObject_SetAttrString(instance, "anything", Py_True));
    SHOW(PyObject_GetAttrString(instance, "__dict__"));
    SHOW(M(Py_NewRef(instance), "bump", NULL));
    SHOW_INT(PyObject_IsInstance(instance, type()));
    Py_DECREF(instance); Py_DECREF(sub);
}
