/* Every exception type: its name, its bases, its layout, and what its dict holds. */
#include "exc.h"
extern PyObject *PyExc_InterpreterError, *PyExc_InterpreterNotFoundError;
#define X(name) { #name, &PyExc_##name },
static const struct { const char *name; PyObject **slot; } all[] = {
    X(ArithmeticError) X(AssertionError) X(AttributeError) X(BaseException) X(BaseExceptionGroup) X(BlockingIOError)
    X(BrokenPipeError) X(BufferError) X(BytesWarning) X(ChildProcessError) X(ConnectionAbortedError) X(ConnectionError)
    X(ConnectionRefusedError) X(ConnectionResetError) X(DeprecationWarning) X(EOFError) X(EncodingWarning) X(EnvironmentError)
    X(Exception) X(FileExistsError) X(FileNotFoundError) X(FloatingPointError) X(FutureWarning) X(GeneratorExit)
    X(IOError) X(ImportError) X(ImportWarning) X(IndentationError) X(IndexError) X(InterpreterError)
    X(InterpreterNotFoundError) X(InterruptedError) X(IsADirectoryError) X(KeyError) X(KeyboardInterrupt) X(LookupError)
    X(MemoryError) X(ModuleNotFoundError) X(NameError) X(NotADirectoryError) X(NotImplementedError) X(OSError)
    X(OverflowError) X(PendingDeprecationWarning) X(PermissionError) X(ProcessLookupError) X(PythonFinalizationError) X(RecursionError)
    X(ReferenceError) X(ResourceWarning) X(RuntimeError) X(RuntimeWarning) X(StopAsyncIteration) X(StopIteration)
    X(SyntaxError) X(SyntaxWarning) X(SystemError) X(SystemExit) X(TabError) X(TimeoutError)
    X(TypeError) X(UnboundLocalError) X(UnicodeDecodeError) X(UnicodeEncodeError) X(UnicodeError) X(UnicodeTranslateError)
    X(UnicodeWarning) X(UserWarning) X(ValueError) X(Warning) X(ZeroDivisionError)
};
#define COUNT ((int)(sizeof all / sizeof *all))

TEST(names_and_bases) {
    for (int i = 0; i < COUNT; i++) {
        PyTypeObject *t = (PyTypeObject *)*all[i].slot;
        PyObject *mro = t->tp_mro;
        printf("%s %s:", all[i].name, t->tp_name);
        for (Py_ssize_t k = 1; k < PyTuple_GET_SIZE(mro); k++) printf(" %s", ((PyTypeObject *)PyTuple_GET_ITEM(mro, k))->tp_name);
        printf("\n");
    }
}
TEST(layout) {
    for (int i = 0; i < COUNT; i++) {
        PyTypeObject *t = (PyTypeObject *)*all[i].slot;
        printf("%s basicsize %ld itemsize %ld dictoffset %ld weaklistoffset %ld flags %lx\n", all[i].name, (long)t->tp_basicsize, (long)t->tp_itemsize,
               (long)t->tp_dictoffset, (long)t->tp_weaklistoffset, (unsigned long)(t->tp_flags & ~((1UL << 9) | (1UL << 19))));
    }
}
TEST(aliases) {
    SHOW_INT(PyExc_EnvironmentError == PyExc_OSError);
    SHOW_INT(PyExc_IOError == PyExc_OSError);
}
TEST(immortal) {
    for (int i = 0; i < COUNT; i++) if (Py_REFCNT(*all[i].slot) != 3221225472) printf("%s mortal\n", all[i].name);
    SHOW_INT(Py_REFCNT(PyExc_ValueError));
}
TEST(slots) {
    for (int i = 0; i < COUNT; i++) {
        PyTypeObject *t = (PyTypeObject *)*all[i].slot, *b = t->tp_base;
        printf("%s:%s%s%s%s%s%s%s\n", all[i].name, t->tp_new != b->tp_new ? " new" : "", t->tp_init != b->tp_init ? " init" : "", t->tp_str != b->tp_str ? " str" : "",
               t->tp_repr != b->tp_repr ? " repr" : "", t->tp_traverse && t->tp_clear ? " gc" : "", t->tp_dealloc ? " dealloc" : "", t->tp_free == PyObject_GC_Del ? " gcfree" : "");
    }
}
static void show_dict(PyObject *type) {
    PyObject *proxy = MUST(PyObject_GetAttrString(type, "__dict__"));
    PyObject *keys = MUST(PyMapping_Keys(proxy));
    PyList_Sort(keys);
    print_new(((PyTypeObject *)type)->tp_name, keys);
    Py_DECREF(proxy);
}
TEST(dicts) {
    for (int i = 0; i < COUNT; i++) show_dict(*all[i].slot);
}
TEST(modules_and_qualnames) {
    for (int i = 0; i < COUNT; i++) {
        PyObject *m = PyObject_GetAttrString(*all[i].slot, "__module__"), *q = PyObject_GetAttrString(*all[i].slot, "__qualname__");
        printf("%s %s %s\n", all[i].name, PyUnicode_AsUTF8AndSize(m, NULL), PyUnicode_AsUTF8AndSize(q, NULL));
        Py_DECREF(m); Py_DECREF(q);
    }
}
TEST(class_name) {
    SHOW_TEXT(PyExceptionClass_Name(PyExc_ValueError));
    PyObject *sub = subclass("Sub", PyExc_KeyError);
    SHOW_TEXT(PyExceptionClass_Name(sub));
    SHOW_BORROWED(sub);
    SHOW_BORROWED(PyExc_OSError);
    Py_DECREF(sub);
}
TEST(make_each) {
    for (int i = 0; i < COUNT; i++) {
        PyObject *none = C(*all[i].slot, "()"), *one = PyErr_Occurred() ? (print_raised(), NULL) : NULL;
        if (none) print_object(all[i].name, none);
        one = C(*all[i].slot, "(s)", "text");
        print_object(all[i].name, one);
        PyObject *two = C(*all[i].slot, "(si)", "text", 2);
        print_object(all[i].name, two);
        PyObject *five = C(*all[i].slot, "(iiiii)", 1, 2, 3, 4, 5);
        print_object(all[i].name, five);
        Py_XDECREF(none); Py_XDECREF(one); Py_XDECREF(two); Py_XDECREF(five);
    }
}
TEST(str_each) {
    for (int i = 0; i < COUNT; i++) {
        PyObject *one = C(*all[i].slot, "(s)", "text"), *two = (PyErr_Clear(), C(*all[i].slot, "(si)", "text", 2));
        PyErr_Clear();
        if (one) print_new(all[i].name, PyObject_Str(one));
        if (two) print_new(all[i].name, PyObject_Str(two));
        Py_XDECREF(one); Py_XDECREF(two);
    }
}
TEST(keywords_each) {
    PyObject *kw = V("{s:s}", "name", "value"), *args = V("(s)", "text");
    for (int i = 0; i < COUNT; i++) print_new(all[i].name, PyObject_Call(*all[i].slot, args, kw));
    Py_DECREF(kw); Py_DECREF(args);
}
TEST(new_without_init) {
    for (int i = 0; i < COUNT; i++) {
        PyObject *args = V("(si)", "a", 1), *e = ((PyTypeObject *)*all[i].slot)->tp_new((PyTypeObject *)*all[i].slot, args, NULL);
        print_object(all[i].name, e);
        if (e) { print_new("str", PyObject_Str(e)); Py_DECREF(e); }
        Py_DECREF(args);
    }
}
TEST(reduce_each) {
    for (int i = 0; i < COUNT; i++) {
        PyObject *e = C(*all[i].slot, "(s)", "text");
        if (!e) { PyErr_Clear(); continue; }
        print_new(all[i].name, M(e, "__reduce__", "()"));
    }
}
TEST(subclass_each) {
    for (int i = 0; i < COUNT; i++) {
        PyObject *sub = subclass("Sub", *all[i].slot), *e = C(sub, "(s)", "text");
        print_object(all[i].name, e);
        printf("basicsize %ld\n", (long)((PyTypeObject *)sub)->tp_basicsize);
        if (e) { set_attr(e, "extra", S("x")); show_attr(e, "__dict__"); }
        Py_XDECREF(e); Py_DECREF(sub);
    }
}
TEST(layout_conflict) {
    PyObject *bases = V("(OO)", PyExc_OSError, PyExc_SyntaxError), *d = PyDict_New();
    SHOW(C(TYPE(PyType_Type), "(sOO)", "Both", bases, d));
    Py_DECREF(bases);
    bases = V("(OO)", PyExc_ValueError, PyExc_SyntaxError);
    PyObject *t = subclass("Both", bases);
    SHOW(C(t, "(s)", "x"));
    Py_DECREF(t); Py_DECREF(bases); Py_DECREF(d);
}
TEST(unhashable_not) {
    PyObject *e = MUST(C(PyExc_ValueError, "(s)", "a")), *f = MUST(C(PyExc_ValueError, "(s)", "a"));
    SHOW_INT(PyObject_RichCompareBool(e, f, Py_EQ));
    SHOW_INT(PyObject_RichCompareBool(e, e, Py_EQ));
    SHOW_INT(PyObject_Hash(e) != -1);
    Py_DECREF(e); Py_DECREF(f);
}
