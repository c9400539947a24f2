/* The module _struct: formats, packing, unpacking, Struct objects, the errors. */
#include "harness.h"

static PyObject *module(void) { static PyObject *m; if (!m) m = MUST(PyImport_ImportModule("_struct")); return m; }
static void size(const char *format) { printf("%s ", format); print_new("size", PyObject_CallMethod(module(), "calcsize", "s", format)); }
/* STEALS the value. */
static void pack(const char *format, PyObject *value) { printf("%s ", format); PyObject *o = MUST(value); print_object("of", o); print_new("  packed", PyObject_CallMethod(module(), "pack", "sO", format, o)); Py_DECREF(o); }
static void unpack(const char *format, const char *bytes, Py_ssize_t length) { printf("%s ", format); print_new("unpacked", PyObject_CallMethod(module(), "unpack", "sy#", format, bytes, length)); }

TEST(sizes) {
    const char *formats[] = {"", "x", "b", "B", "?", "c", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "e", "f", "d", "F", "D", "s", "10s", "p", "10p", "P", "<n", ">N", "<P", "=l", "@l", "!l", "bi", "b0i", "ib", "<bi", "3x", "0s", "ii i", " i", "i ",
        "2", "z", "99999999999999999999i", "9223372036854775807i", "4611686018427387904h", "<", "bq0l", "cI", "b2hq", "@b@i", "i<i", "<F", "<D", "3 i", "\t\ni", "-1i", "i1", "9223372036854775807s", "9223372036854775807sb", "9223372036854775800si", "922337203685477580b", "0"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) size(formats[i]);
    SHOW(PyObject_CallMethod(module(), "calcsize", "y", "<i")); SHOW(PyObject_CallMethod(module(), "calcsize", "i", 5)); SHOW(PyObject_CallMethod(module(), "calcsize", "s#", "i\0", (Py_ssize_t)2)); SHOW(PyObject_CallMethod(module(), "calcsize", "s", "\xc3\xa9")); SHOW(PyObject_CallMethod(module(), "calcsize", NULL)); SHOW(PyObject_CallMethod(module(), "calcsize", "ss", "i", "i"));
}
TEST(integers) {
    const char *small[] = {"-128", "127", "128", "-129", "255", "256", "-1", "32767", "32768", "-32769", "65535", "65536", "2147483647", "2147483648", "-2147483649", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "1267650600228229401496703205376"};
    const char *formats[] = {"b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "P", "<h", ">H", "<i", ">I", "<l", ">L", "<q", ">q", ">Q", "<B"};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++)
        for (size_t i = 0; i < sizeof small / sizeof *small; i++) pack(formats[f], I(small[i]));
    pack("b", F(1.5)); pack("b", S("a")); pack("b", Py_NewRef(Py_True)); pack("b", Py_NewRef(Py_None)); pack("P", S("x")); pack(">i", S("x")); pack("<Q", F(1));
}
TEST(floats) {
    const char *formats[] = {"e", "f", "d", "<e", ">e", "<f", ">f", "<d", ">d"};
    double values[] = {0.0, -0.0, 1.0, 1.5, -2.25, 65504.0, 65520.0, 1e10, 1e39, 3.4028235677973366e+38, 5e-324, 1e-8, Py_HUGE_VAL};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++)
        for (size_t i = 0; i < sizeof values / sizeof *values; i++) pack(formats[f], F(values[i]));
    pack("e", I("5")); pack("f", S("x")); pack("d", Py_NewRef(Py_None)); pack("<d", S("x"));
    pack("F", MUST(PyComplex_FromDoubles(0, 1))); pack("D", MUST(PyComplex_FromDoubles(1, 2))); pack("F", I("2")); pack("F", S("x")); pack("F", F(1e39)); pack("<F", F(1e39)); pack(">F", MUST(PyComplex_FromDoubles(0, 1))); pack("<D", MUST(PyComplex_FromDoubles(0, 1))); pack("D", S("x"));
}
TEST(others) {
    pack("?", I("0")); pack("?", I("5")); pack("?", S("")); pack("?", V("[]")); pack("?", Py_NewRef(Py_None)); pack("<?", S("x"));
    pack("c", V("y", "a")); pack("c", V("y", "")); pack("c", V("y", "ab")); pack("c", S("a")); pack("c", I("5"));
    pack("s", V("y", "a")); pack("s", V("y", "")); pack("s", V("y", "abc")); pack("s", S("a")); pack("3s", V("y", "a")); pack("3s", V("y", "abcd")); pack("0s", V("y", "abc"));
    pack("p", V("y", "a")); pack("3p", V("y", "a")); pack("3p", V("y", "abcd")); pack("3p", S("x")); pack("0p", V("y", "abc"));
    PyObject *array = PyByteArray_FromStringAndSize("xy", 2);
    pack("3s", Py_NewRef(array)); pack("c", Py_NewRef(array)); pack("3p", array);
    pack("s", I("5")); pack("", I("1")); pack("ii", I("1"));
    SHOW(PyObject_CallMethod(module(), "pack", "sii", "ii", 1, 2)); SHOW(PyObject_CallMethod(module(), "pack", "siii", "ii", 1, 2, 3)); SHOW(PyObject_CallMethod(module(), "pack", "sii", "b3xi", 1, 2)); SHOW(PyObject_CallMethod(module(), "pack", "syy", "2s3p", "a", "b")); SHOW(PyObject_CallMethod(module(), "pack", "s", "")); SHOW(PyObject_CallMethod(module(), "pack", "s", "3x")); SHOW(PyObject_CallMethod(module(), "pack", NULL)); SHOW(PyObject_CallMethod(module(), "pack", "i", 5)); SHOW(PyObject_CallMethod(module(), "pack", "sii", "bq", 1, 2)); SHOW(PyObject_CallMethod(module(), "pack", "siii", "3b", 1, 2, 3));
}
TEST(unpack) {
    unpack("i", "\1\2\3\4", 4); unpack("<i", "\1\2\3\4", 4); unpack(">i", "\1\2\3\4", 4); unpack("i", "abc", 3); unpack("?", "\2", 1); unpack("c2s3pb", "ab\0\5bc\xff", 7); unpack("3p", "\1bc", 3); unpack("3p", "\xff" "ab", 3); unpack("0p0s", "", 0);
    unpack("e", "\0<", 2); unpack(">f", "\x3f\x80\0\0", 4); unpack("<d", "\0\0\0\0\0\0\0\0", 8); unpack("P", "\xff\xff\xff\xff\xff\xff\xff\xff", 8); unpack("n", "\xff\xff\xff\xff\xff\xff\xff\xff", 8); unpack("N", "\xff\xff\xff\xff\xff\xff\xff\xff", 8); unpack("<Q", "\xff\xff\xff\xff\xff\xff\xff\xff", 8); unpack(">q", "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    unpack("F", "\0\0\x80\x3f\0\0\0\x40", 8); unpack(">F", "\x3f\x80\0\0\x40\0\0\0", 8); unpack("<H>", "", 0); unpack("l", "\xff\xff\xff\xff\xff\xff\xff\xff", 8); unpack("I", "\xff\xff\xff\xff", 4); unpack("B", "\xff", 1); unpack("b", "\xff", 1); unpack("h", "\xff\xff", 2); unpack(">h", "\x80\x01", 2); unpack("<?", "\0", 1); unpack("i", "abcde", 5); unpack("2h", "\1\0\2\0", 4); unpack("1000000000000s", "", 0);
    SHOW(PyObject_CallMethod(module(), "unpack", "ss", "i", "abcd")); SHOW(PyObject_CallMethod(module(), "unpack", "s", "i")); SHOW(PyObject_CallMethod(module(), "unpack", NULL));
}
TEST(unpack_from) {
    SHOW(PyObject_CallMethod(module(), "unpack_from", "sy#i", "i", "\1\0\0\0\2\0\0\0", (Py_ssize_t)8, 4)); SHOW(PyObject_CallMethod(module(), "unpack_from", "sy#", "i", "\1\0\0\0\2\0\0\0", (Py_ssize_t)8)); 
    for (int offset = -6; offset < 7; offset++) print_new("at", PyObject_CallMethod(module(), "unpack_from", "sy#i", "<i", "\1\0\0\0\2", (Py_ssize_t)5, offset));
    SHOW(PyObject_CallMethod(module(), "unpack_from", "ss", "i", "x")); SHOW(PyObject_CallMethod(module(), "unpack_from", "sys", "i", "x", "x")); SHOW(PyObject_CallMethod(module(), "unpack_from", "s", "i")); SHOW(PyObject_CallMethod(module(), "unpack_from", NULL));
    PyObject *function = PyObject_GetAttrString(module(), "unpack_from"), *args = V("(s)", "<h"), *kwargs = V("{s:y#,s:i}", "buffer", "\0\0\1\0", (Py_ssize_t)4, "offset", 2);
    SHOW(PyObject_Call(function, args, kwargs));
    Py_DECREF(function); Py_DECREF(args); Py_DECREF(kwargs);
}
TEST(pack_into) {
    PyObject *array = PyByteArray_FromStringAndSize("\0\0\0\0\0\0\0\0", 8);
    for (int offset = -9; offset < 7; offset += 3) { print_int("offset", offset); print_new("into", PyObject_CallMethod(module(), "pack_into", "sOii", "<i", array, offset, offset)); }
    SHOW_BORROWED(array);
    SHOW(PyObject_CallMethod(module(), "pack_into", "sOi", "i", array, 0)); SHOW(PyObject_CallMethod(module(), "pack_into", "sO", "i", array)); SHOW(PyObject_CallMethod(module(), "pack_into", "s", "i")); SHOW(PyObject_CallMethod(module(), "pack_into", NULL)); SHOW(PyObject_CallMethod(module(), "pack_into", "sOiii", "i", array, 0, 1, 2)); SHOW(PyObject_CallMethod(module(), "pack_into", "sOis", "i", array, 0, "x")); SHOW_BORROWED(array);
    SHOW(PyObject_CallMethod(module(), "pack_into", "syii", "i", "abcd", 0, 1)); SHOW(PyObject_CallMethod(module(), "pack_into", "sOsi", "i", array, "x", 1)); PyObject *huge = I("1180591620717411303424"); SHOW(PyObject_CallMethod(module(), "pack_into", "sOOi", "i", array, huge, 1)); Py_DECREF(huge);
    PyObject *view = PyMemoryView_FromObject(array), *step = PySlice_New(NULL, NULL, I("2")), *every = PyObject_GetItem(view, step);
    SHOW(PyObject_CallMethod(module(), "pack_into", "sOii", "i", view, 0, 3)); SHOW(PyObject_CallMethod(module(), "pack_into", "sOii", "i", every, 0, 3)); SHOW(PyObject_CallMethod(module(), "unpack", "sO", "i", every)); SHOW(PyObject_CallMethod(module(), "unpack_from", "sO", "i", every));
    Py_DECREF(view); Py_DECREF(step); Py_DECREF(every); Py_DECREF(array);
}
TEST(iter_unpack) {
    PyObject *it = MUST(PyObject_CallMethod(module(), "iter_unpack", "sy#", "<h", "\1\0\2\0\3\0", (Py_ssize_t)6));
    SHOW(PyObject_CallMethod(it, "__length_hint__", NULL)); SHOW(PyIter_Next(it)); SHOW(PySequence_List(it)); SHOW(PyObject_CallMethod(it, "__length_hint__", NULL)); SHOW(PyObject_CallMethod(it, "__next__", NULL)); SHOW(PyObject_CallNoArgs((PyObject *)Py_TYPE(it)));
    SHOW_TEXT(Py_TYPE(it)->tp_name);
    Py_DECREF(it);
    SHOW(PyObject_CallMethod(module(), "iter_unpack", "sy", "<h", "abc")); SHOW(PyObject_CallMethod(module(), "iter_unpack", "sy", "", "")); SHOW(PyObject_CallMethod(module(), "iter_unpack", "ss", "h", "x")); SHOW(PyObject_CallMethod(module(), "iter_unpack", "s", "h"));
}
TEST(objects) {
    PyObject *type = PyObject_GetAttrString(module(), "Struct"), *s = MUST(PyObject_CallFunction(type, "s", "<hi")), *array = PyByteArray_FromStringAndSize("\0\0\0\0\0\0\0\0", 8);
    SHOW_BORROWED(type); SHOW_BORROWED(s); SHOW(PyObject_GetAttrString(s, "format")); SHOW(PyObject_GetAttrString(s, "size"));
    SHOW(PyObject_CallMethod(s, "pack", "ii", 1, 2)); SHOW(PyObject_CallMethod(s, "pack", "i", 1)); SHOW(PyObject_CallMethod(s, "unpack", "y", "abc")); SHOW(PyObject_CallMethod(s, "unpack", "y", "abcdef")); SHOW(PyObject_CallMethod(s, "unpack_from", "yi", "abcdefgh", 1)); SHOW(PyObject_CallMethod(s, "unpack_from", NULL)); SHOW(PyObject_CallMethod(s, "unpack_from", "yii", "abcdef", 0, 1)); SHOW(PyObject_CallMethod(s, "unpack", NULL));
    SHOW(PyObject_CallMethod(s, "pack_into", "O", array)); SHOW(PyObject_CallMethod(s, "pack_into", "Oiii", array, 1, 2, 3)); SHOW_BORROWED(array); SHOW(PyObject_CallMethod(s, "pack_into", NULL)); SHOW(PyObject_CallMethod(s, "iter_unpack", "y", "abc"));
    SHOW_INT(PyObject_SetAttrString(s, "size", Py_None)); SHOW_INT(PyObject_SetAttrString(s, "other", Py_None));
    SHOW(PyObject_CallMethod(s, "__init__", "s", "q")); SHOW_BORROWED(s); SHOW(PyObject_CallMethod(s, "__init__", "s", "z")); SHOW_BORROWED(s); SHOW(PyObject_GetAttrString(s, "size"));
    SHOW(PyObject_CallNoArgs(type)); SHOW(PyObject_CallFunction(type, "i", 5)); SHOW(PyObject_CallFunction(type, "ss", "i", "j")); SHOW(PyObject_CallFunction(type, "s", "z")); SHOW(PyObject_CallFunction(type, "y", "<i")); SHOW(PyObject_CallFunction(type, "s", "\xe2\x82\xac"));
    PyObject *bare = MUST(PyObject_CallMethod(type, "__new__", "O", type));
    SHOW(PyObject_CallMethod(bare, "pack", "i", 1)); SHOW(PyObject_CallMethod(bare, "unpack", "y", "")); SHOW(PyObject_GetAttrString(bare, "size")); SHOW(PyObject_GetAttrString(bare, "format")); SHOW(PyObject_CallMethod(bare, "iter_unpack", "y", "")); SHOW(PyObject_CallMethod(bare, "unpack_from", "y", "")); SHOW(PyObject_Repr(bare)); SHOW(PyObject_CallMethod(bare, "pack_into", "Oi", array, 0));
    PyObject *sub = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", type)), *of_sub = MUST(PyObject_CallFunction(sub, "s", "i"));
    SHOW_BORROWED(of_sub); SHOW(PyObject_CallMethod(of_sub, "pack", "i", 7));
    PyObject *reference = PyWeakref_NewRef(s, NULL);
    SHOW_INT(reference != NULL);
    Py_XDECREF(reference); Py_DECREF(of_sub); Py_DECREF(sub); Py_DECREF(bare); Py_DECREF(array); Py_DECREF(s); Py_DECREF(type);
}
static PyObject *seven(PyObject *o) { (void)o; return PyLong_FromLong(7); }
static PyObject *text(PyObject *o) { (void)o; return PyUnicode_FromString("x"); }
static PyObject *half(PyObject *o) { (void)o; return PyFloat_FromDouble(2.5); }
static int no(PyObject *o) { (void)o; PyErr_SetString(PyExc_KeyError, "no"); return -1; }
static PyObject *of(int slot, void *function) {
    PyType_Slot slots[] = {{slot, function}, {0, NULL}};
    PyType_Spec spec = {"test.Own", 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *made = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return made;
}
static void own(const char *format, PyObject *o) { printf("%s ", format); print_new("own", PyObject_CallMethod(module(), "pack", "sO", format, o)); Py_DECREF(o); }
TEST(own_objects) {
    own("i", of(Py_nb_index, seven)); own("<q", of(Py_nb_index, seven)); own("Q", of(Py_nb_index, seven)); own("P", of(Py_nb_index, seven)); own("n", of(Py_nb_index, seven)); own("i", of(Py_nb_index, text)); own("d", of(Py_nb_float, half)); own("i", of(Py_nb_float, half)); own("?", of(Py_nb_bool, no));
}
TEST(module) {
    SHOW(PyObject_GetAttrString(module(), "error")); SHOW(PyObject_CallMethod(module(), "_clearcache", NULL)); SHOW(PyObject_CallMethod(module(), "_clearcache", "i", 1));
    PyObject *error = PyObject_GetAttrString(module(), "error");
    SHOW(PyObject_GetAttrString(error, "__module__")); SHOW(PyObject_GetAttrString(error, "__bases__"));
    PyObject *m = PyImport_ImportModule("struct"), *same = m ? PyObject_GetAttrString(m, "error") : NULL;
    SHOW_INT(same == error);
    SHOW(PyObject_CallMethod(m, "pack", "si", "<i", 5));
    for (int i = 0; i < 250; i++) { char format[10]; snprintf(format, sizeof format, "%ds", i); PyObject *n = PyObject_CallMethod(module(), "calcsize", "s", format); if (PyLong_AsLong(n) != i) SAY("%d", i); Py_XDECREF(n); }
    Py_XDECREF(same); Py_XDECREF(m); Py_DECREF(error);
}
