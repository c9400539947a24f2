/* PyArg_ParseTuple, PyArg_Parse: objects, converters, counts, nesting, what follows the units, wrong formats. */
#include "harness.h"

static PyObject *o1, *o2, *o3;
static int i1 = -1, i2 = -1, i3 = -1;
#define T(...) V(__VA_ARGS__)
/* Parses args (stolen). */
#define PARSE(args, ...) do { PyObject *a_ = (args); SHOW_INT(PyArg_ParseTuple(a_, __VA_ARGS__)); Py_DECREF(a_); } while (0)

TEST(object) {
    PyObject *list = V("[i]", 1), *args = PyTuple_Pack(1, list);
    SHOW_REFS(list, SHOW_INT(PyArg_ParseTuple(args, "O", &o1)));
    SAY("same %d", o1 == list);
    Py_DECREF(args); Py_DECREF(list);
}
TEST(object_of_type) {
    PARSE(T("([])"), "O!", &PyList_Type, &o1);
    PARSE(T("(i)", 1), "O!", &PyList_Type, &o1);
    PARSE(T("(i)", 1), "O!:name", &PyList_Type, &o1);
    PARSE(T("(O)", Py_None), "O!;mine", &PyList_Type, &o1);
    PARSE(T("(O)", Py_None), "O!", &PyList_Type, &o1);
    PARSE(T("(O)", Py_True), "O!", &PyLong_Type, &o1);
    PARSE(T("(O)", &PyLong_Type), "O!", &PyBaseObject_Type, &o1);
    PARSE(T("(i[])", 1), "OO!", &o1, &PyDict_Type, &o2);
}
static int doubling(PyObject *o, void *p) {
    long v = PyLong_AsLong(o);
    if (v == -1 && PyErr_Occurred()) return 0;
    *(long *)p = 2 * v;
    return 1;
}
static int cleaning(PyObject *o, void *p) {
    if (!o) { printf("cleaning up\n"); *(long *)p = -1; return 0; }
    *(long *)p = 7;
    return Py_CLEANUP_SUPPORTED;
}
static int silent(PyObject *o, void *p) { return 0; }
TEST(converter) {
    long a = 0, b = 0;
    PARSE(T("(i)", 21), "O&", doubling, &a); SAY("%ld", a);
    PARSE(T("(s)", "x"), "O&", doubling, &a);
    PARSE(T("(i)", 1), "O&", silent, &a);
    PARSE(T("(i)", 1), "O&:name", silent, &a);
    PARSE(T("(i)", 1), "O&;mine", silent, &a);
    PARSE(T("(is)", 1, "x"), "O&i", cleaning, &a, &i1); SAY("%ld", a);
    PARSE(T("(ii)", 1, 2), "O&O&", cleaning, &a, cleaning, &b); SAY("%ld %ld", a, b);
    PARSE(T("(iis)", 1, 2, "x"), "O&O&i", cleaning, &a, cleaning, &b, &i1); SAY("%ld %ld", a, b);
}
TEST(counts) {
    PARSE(T("()"), ""); PARSE(T("(i)", 1), ""); PARSE(T("(i)", 1), ":name"); PARSE(T("(ii)", 1, 2), ":name"); PARSE(T("(i)", 1), ";mine");
    PARSE(T("()"), "O", &o1); PARSE(T("()"), "O:name", &o1); PARSE(T("()"), "OO:name", &o1, &o2);
    PARSE(T("(iii)", 1, 2, 3), "OO:name", &o1, &o2); PARSE(T("(iii)", 1, 2, 3), "OO", &o1, &o2);
    PARSE(T("()"), "O|O:name", &o1, &o2); PARSE(T("(iii)", 1, 2, 3), "O|O:name", &o1, &o2); PARSE(T("(iii)", 1, 2, 3), "|O:name", &o1);
    PARSE(T("(iii)", 1, 2, 3), "|OO", &o1, &o2); PARSE(T("()"), "OO|O", &o1, &o2, &o3); PARSE(T("()"), "O|O;mine", &o1, &o2);
    PARSE(T("(i)", 1), "|:name"); PARSE(T("()"), "|"); PARSE(T("(i)", 1), "|");
}
TEST(optional) {
    i1 = i2 = i3 = -1;
    PARSE(T("(i)", 1), "i|ii", &i1, &i2, &i3); SAY("%d %d %d", i1, i2, i3);
    PARSE(T("(ii)", 1, 2), "i|ii", &i1, &i2, &i3); SAY("%d %d %d", i1, i2, i3);
    PARSE(T("(iii)", 1, 2, 3), "i|ii", &i1, &i2, &i3); SAY("%d %d %d", i1, i2, i3);
    PARSE(T("(iii)", 4, 5, 6), "|iii", &i1, &i2, &i3); SAY("%d %d %d", i1, i2, i3);
    const char *s = "kept"; Py_ssize_t n = 4;
    PARSE(T("(i)", 1), "i|s#", &i1, &s, &n); SAY("%s %zd", s, n);
    long v = 5;
    PARSE(T("(i)", 1), "i|O&O!es#y*(ii)", &i1, doubling, &v, &PyList_Type, &o1, "utf-8", &s, &n, &s, &i2, &i3); SAY("%ld", v);
}
TEST(nested) {
    PARSE(T("((ii))", 1, 2), "(ii)", &i1, &i2); SAY("%d %d", i1, i2);
    PARSE(T("(i(i))", 5, 6), "i(i)", &i1, &i2); SAY("%d %d", i1, i2);
    PARSE(T("(i(i(i)))", 7, 8, 9), "i(i(i))", &i1, &i2, &i3); SAY("%d %d %d", i1, i2, i3);
    PARSE(T("((ii))", 1, 2), "(i)", &i1);
    PARSE(T("((i))", 1), "(ii):name", &i1, &i2);
    PARSE(T("(i)", 1), "(i)", &i1);
    PARSE(T("(i)", 1), "(i):name", &i1);
    PARSE(T("(i)", 1), "(i);mine", &i1);
    PARSE(T("(O)", Py_None), "(i)", &i1);
    PARSE(T("(s)", "ab"), "(OO)", &o1, &o2);
    PARSE(T("(y)", "ab"), "(OO)", &o1, &o2);
    PARSE(T("(i(s))", 1, "x"), "i(i):name", &i1, &i2);
    PARSE(T("(i(ss))", 1, "x", "y"), "i(sO!):name", &i1, &o1, &PyList_Type, &o2);
    PARSE(T("(i(i(is)))", 1, 2, 3, "x"), "i(i(ik)):name", &i1, &i2, &i3, &o1);
    PARSE(T("(i(i(is)))", 1, 2, 3, "x"), "i(i(iO!))", &i1, &i2, &i3, &PyList_Type, &o1);
    PARSE(T("(i(i(is)))", 1, 2, 3, "x"), "i(i(iO!));mine", &i1, &i2, &i3, &PyList_Type, &o1);
    PARSE(T("(())"), "()"); PARSE(T("((i))", 1), "()");
    PARSE(T("(i)", 1), "i|(ii)", &i1, &i2, &i3);
}
TEST(nested_in_lists) {
    PARSE(T("([ii])", 1, 2), "(ii)", &i1, &i2); SAY("%d %d", i1, i2);
    PARSE(T("([i])", 1), "(ii)", &i1, &i2);
    PARSE(T("({})"), "(ii)", &i1, &i2);
    SHOW_INT(PyErr_WarnEx(PyExc_DeprecationWarning, "none so far", 1));
}
TEST(parse_one) {
    PyObject *five = I("5"), *pair = V("(ii)", 1, 2), *text = S("t");
    SHOW_INT(PyArg_Parse(five, "i", &i1)); SAY("%d", i1);
    SHOW_INT(PyArg_Parse(pair, "(ii)", &i1, &i2)); SAY("%d %d", i1, i2);
    SHOW_INT(PyArg_Parse(pair, "O", &o1)); SAY("%d", o1 == pair);
    SHOW_INT(PyArg_Parse(pair, "OO", &o1, &o2));
    SHOW_INT(PyArg_Parse(text, "O!", &PyList_Type, &o1));
    SHOW_INT(PyArg_Parse(text, "O!:name", &PyList_Type, &o1));
    SHOW_INT(PyArg_Parse(text, "k:name", &o1));
    SHOW_INT(PyArg_Parse(text, "i:name", &i1));
    SHOW_INT(PyArg_Parse(text, "(i)", &i1));
    SHOW_INT(PyArg_Parse(pair, "(i)", &i1));
    SHOW_INT(PyArg_Parse(five, ""));
    SHOW_INT(PyArg_Parse(five, ":name"));
    SHOW_INT(PyArg_Parse(NULL, "i", &i1));
    SHOW_INT(PyArg_Parse(NULL, "i:name", &i1));
    SHOW_INT(PyArg_Parse(NULL, ""));
    SHOW_INT(PyArg_Parse(NULL, "|i", &i1));
    SHOW_INT(PyArg_Parse(five, "|i", &i1));
    SHOW_INT(PyArg_Parse(five, "ii", &i1, &i2));
    Py_DECREF(five); Py_DECREF(pair); Py_DECREF(text);
}
TEST(not_a_tuple) {
    PyObject *list = V("[i]", 1);
    SHOW_INT(PyArg_ParseTuple(list, "i", &i1));
    SHOW_INT(PyArg_ParseTuple(list, "i:name", &i1));
    Py_DECREF(list);
}
TEST(wrong_formats) {
    PARSE(T("(i)", 1), "?", &o1);
    PARSE(T("(i)", 1), "q", &o1);
    PARSE(T("(i)", 1), "q:name", &o1);
    PARSE(T("(i)", 1), "q;mine", &o1);
    PARSE(T("(i)", 1), "X", &o1);
    PARSE(T("(ii)", 1, 2), "ix", &i1, &o1);
    PARSE(T("(i)", 1), "i?", &i1);
    PARSE(T("(i)", 1), "i?:name", &i1);
    PARSE(T("(i)", 1), "i!", &i1);
    PARSE(T("(i)", 1), "i$", &i1);
    PARSE(T("(i)", 1), "$i", &i1);
    PARSE(T("(s)", "x"), "s!", &o1);
}
TEST(long_names) {
    /* CPython keeps messages in a bounded buffer. */
    PARSE(T("(i)", 1), "s:a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer_a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer_a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer_a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer", &o1);
    PARSE(T("()"), "s:a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer_a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer_a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer_a_name_that_is_so_long_that_it_would_not_fit_in_a_small_buffer", &o1);
}
TEST(many_units) {
    int v[40];
    PyObject *args = PyTuple_New(12);
    for (int i = 0; i < 12; i++) PyTuple_SetItem(args, i, PyLong_FromLong(i * i));
    SHOW_INT(PyArg_ParseTuple(args, "iiiiiiiiiiii", v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7, v + 8, v + 9, v + 10, v + 11));
    for (int i = 0; i < 12; i++) printf("%d ", v[i]);
    puts("");
    Py_DECREF(args);
    PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
    args = PyTuple_New(13);
    for (int i = 0; i < 12; i++) PyTuple_SetItem(args, i, Py_NewRef(array));
    PyTuple_SetItem(args, 12, S("x"));
    Py_buffer b[12];
    SHOW_INT(PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*y*y*y*y*i", b, b + 1, b + 2, b + 3, b + 4, b + 5, b + 6, b + 7, b + 8, b + 9, b + 10, b + 11, v));
    SHOW_INT(PyByteArray_Resize(array, 5));
    Py_DECREF(args); Py_DECREF(array);
}
static int va_parse(PyObject *args, const char *format, ...) {
    va_list va; va_start(va, format);
    int r = PyArg_VaParse(args, format, va);
    va_end(va);
    return r;
}
static int va_parse_twice(PyObject *args, const char *format, ...) {
    /* The caller's va_list is not advanced. */
    va_list va; va_start(va, format);
    int r = PyArg_VaParse(args, format, va);
    r += PyArg_VaParse(args, format, va);
    va_end(va);
    return r;
}
TEST(va_form) {
    double d; float f; PyObject *args = V("(idf)", 3, 1.5, 2.5);
    SHOW_INT(va_parse(args, "idf", &i1, &d, &f)); SAY("%d %g %g", i1, d, f);
    i1 = 0; d = 0; f = 0;
    SHOW_INT(va_parse_twice(args, "idf", &i1, &d, &f)); SAY("%d %g %g", i1, d, f);
    SHOW_INT(va_parse(args, "i", &i1));
    Py_DECREF(args);
}
extern int _PyArg_ParseTuple_SizeT(PyObject *, const char *, ...);
extern int _PyArg_Parse_SizeT(PyObject *, const char *, ...);
TEST(sizet_twins) {
    const char *s; Py_ssize_t n = 0; PyObject *args = V("(s)", "sized"), *text = S("alone");
    SHOW_INT(_PyArg_ParseTuple_SizeT(args, "s#", &s, &n)); SAY("%s %zd", s, n);
    SHOW_INT(_PyArg_Parse_SizeT(text, "s#", &s, &n)); SAY("%s %zd", s, n);
    Py_DECREF(args); Py_DECREF(text);
}
