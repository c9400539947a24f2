/* Objects of every kind, on which programs try one function after the other. */
#include "harness.h"

typedef struct { PyObject_HEAD } Empty;
static PyObject *own_index(PyObject *o) { (void)o; return PyLong_FromLong(7); }
static PyObject *own_float(PyObject *o) { (void)o; return PyFloat_FromDouble(2.5); }
static PyObject *own_text(PyObject *o) { (void)o; return PyUnicode_FromString("own text"); }
static PyObject *own_path(PyObject *o, PyObject *none) { (void)o; (void)none; return PyUnicode_FromString("own/path"); }
static Py_ssize_t own_length(PyObject *o) { (void)o; return 3; }
static PyObject *own_item(PyObject *o, Py_ssize_t i) { (void)o; if (i < 0 || i > 2) { PyErr_SetString(PyExc_IndexError, "own index"); return NULL; } return PyLong_FromSsize_t(i * 10); }
static PyObject *own_failing(PyObject *o) { (void)o; PyErr_SetString(PyExc_RuntimeError, "own failure"); return NULL; }
static Py_ssize_t own_no_length(PyObject *o) { (void)o; PyErr_SetString(PyExc_RuntimeError, "own failure"); return -1; }
static PyMethodDef own_methods[] = {{"__fspath__", own_path, METH_NOARGS, NULL}, {NULL}};

static PyObject *of_slots(const char *name, PyType_Slot *slots) {
    PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *made = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return made;
}
typedef struct { const char *label; PyObject *object; } Named;
static Named objects[64];
static int object_count;
static void add(const char *name, PyObject *object) { objects[object_count].label = name; objects[object_count++].object = MUST(object); }

/* Those that binary functions are tried on come first. */
#define FEW 12
static void make_objects(void) {
    if (object_count) return;
    add("None", Py_NewRef(Py_None)); add("True", Py_NewRef(Py_True)); add("5", I("5")); add("1.5", F(1.5)); add("'abc'", S("abc")); add("b'abc'", V("y", "abc")); add("(1, 'a')", V("(is)", 1, "a")); add("[1, 2]", V("[ii]", 1, 2));
    add("{'a': 1}", V("{s:i}", "a", 1)); add("{1}", PySet_New(objects[7].object)); add("int", Py_NewRef(&PyLong_Type)); add("index", of_slots("own.Index", (PyType_Slot[]){{Py_nb_index, own_index}, {0, NULL}}));
    add("0", I("0")); add("-1", I("-1")); add("2**31", I("2147483648")); add("2**63", I("9223372036854775808")); add("2**64", I("18446744073709551616")); add("-2**100", I("-1267650600228229401496703205376"));
    add("0.0", F(0)); add("-2.5", F(-2.5)); add("1e300", F(1e300)); add("inf", F(Py_HUGE_VAL)); add("1+2j", PyComplex_FromDoubles(1, 2));
    add("''", S("")); add("'12'", S("12")); add("'1.5'", S("1.5")); add("euro", S("\xe2\x82\xac")); add("surrogate", PyUnicode_DecodeUTF8("\xed\xa0\x80", 3, "surrogatepass")); add("'a\\0b'", V("s#", "a\0b", (Py_ssize_t)3));
    add("b''", V("y", "")); add("b'12'", V("y", "12")); add("bytearray", PyByteArray_FromStringAndSize("xyz", 3)); add("()", PyTuple_New(0)); add("[]", PyList_New(0)); add("[1, 'a', None]", V("[isO]", 1, "a", Py_None)); add("[(1, 2)]", V("[(ii)]", 1, 2)); add("[300]", V("[i]", 300)); add("{}", PyDict_New());
    add("frozenset", PyFrozenSet_New(objects[7].object)); add("range", C(TYPE(PyRange_Type), "(i)", 3)); add("slice", PySlice_New(NULL, objects[2].object, NULL)); add("memoryview", PyMemoryView_FromObject(objects[5].object));
    add("len", PyImport_ImportModuleAttrString("builtins", "len")); add("module", PyModule_New("a_module")); add("object()", PyObject_CallNoArgs(TYPE(PyBaseObject_Type))); add("float", of_slots("own.Float", (PyType_Slot[]){{Py_nb_float, own_float}, {0, NULL}})); add("text", of_slots("own.Text", (PyType_Slot[]){{Py_tp_str, own_text}, {0, NULL}}));
    add("path", of_slots("own.Path", (PyType_Slot[]){{Py_tp_methods, own_methods}, {0, NULL}})); add("sequence", of_slots("own.Sequence", (PyType_Slot[]){{Py_sq_length, own_length}, {Py_sq_item, own_item}, {0, NULL}}));
    add("failing", of_slots("own.Failing", (PyType_Slot[]){{Py_nb_index, own_failing}, {Py_nb_float, own_failing}, {Py_nb_int, own_failing}, {Py_tp_str, own_failing}, {Py_tp_repr, own_failing}, {Py_tp_iter, own_failing}, {Py_sq_length, own_no_length}, {0, NULL}}));
    add("super", C(TYPE(PySuper_Type), "(OO)", &PyLong_Type, objects[2].object)); add("property", PyObject_CallNoArgs(TYPE(PyProperty_Type))); add("capsule", PyCapsule_New((void *)1, "name", NULL)); add("exception", C(PyExc_ValueError, "(s)", "said")); add("NotImplemented", Py_NewRef(Py_NotImplemented)); add("Ellipsis", Py_NewRef(Py_Ellipsis));
}
/* Prints text with addresses as 0x. */
static void put(const char *text) {
    while (*text) {
        if (!strncmp(text, " at 0x", 6)) { fputs(" at 0x", stdout); text += 6 + strspn(text + 6, "0123456789abcdef"); } else putchar(*text++);
    }
}
static void put_raised(void) {
    PyObject *exc = PyErr_GetRaisedException();
    if (!exc) { printf("NULL\n"); return; }
    PyObject *text = PyObject_Str(exc), *bytes = text ? PyUnicode_AsEncodedString(text, "utf-8", "backslashreplace") : NULL;
    printf("%s: ", Py_TYPE(exc)->tp_name);
    if (bytes) { const char *internal = strstr(PyBytes_AsString(bytes), "bad argument to internal function"); put(internal ? internal : PyBytes_AsString(bytes)); } else PyErr_Clear();
    printf("\n");
    Py_XDECREF(bytes); Py_XDECREF(text); Py_DECREF(exc);
}
/* STEALS the result. */
static void put_object(PyObject *result) {
    if (!result) { put_raised(); return; }
    if (PyErr_Occurred()) printf("(with an exception set) ");
    PyObject *ascii = PyObject_ASCII(result);
    if (ascii) put(PyUnicode_AsUTF8(ascii)); else { PyErr_Clear(); printf("<%s>", Py_TYPE(result)->tp_name); }
    printf("\n");
    Py_XDECREF(ascii); Py_DECREF(result);
}
static void put_number(long long result) { if (PyErr_Occurred()) { printf("%lld ", result); put_raised(); } else printf("%lld\n", result); }
