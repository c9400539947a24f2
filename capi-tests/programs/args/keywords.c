/* PyArg_ParseTupleAndKeywords and PyArg_ValidateKeywordArguments. */
#include "harness.h"

static int a, b, c;
static PyObject *o1;
#define RESET() (a = b = c = -1)
#define VALUES() SAY("  a %d b %d c %d", a, b, c)
/* Parses; args and kwargs are stolen, kwargs may be NULL. */
#define PARSE(args, kwargs, names, ...) do { RESET(); PyObject *a_ = (args), *k_ = (kwargs); char **n_ = names; \
        printf("%s %s ", #args, #kwargs); SHOW_INT(PyArg_ParseTupleAndKeywords(a_, k_, __VA_ARGS__)); VALUES(); Py_DECREF(a_); Py_XDECREF(k_); } while (0)
static char *abc[] = {"a", "b", "c", NULL};
static char *none[] = {NULL};
static char *a_only[] = {"a", NULL};
static char *ab[] = {"a", "b", NULL};
static char *positional1[] = {"", "b", "c", NULL};
static char *positional2[] = {"", "", "c", NULL};
static char *positional_bad[] = {"a", "", "c", NULL};

TEST(positional) {
    PARSE(V("(iii)", 1, 2, 3), NULL, abc, "iii", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), NULL, abc, "iii", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), NULL, abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("()"), NULL, abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("(iiii)", 1, 2, 3, 4), NULL, abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("(iiii)", 1, 2, 3, 4), NULL, abc, "iii", n_, &a, &b, &c);
    PARSE(V("(iiii)", 1, 2, 3, 4), NULL, abc, "i|ii:name", n_, &a, &b, &c);
    PARSE(V("()"), NULL, none, "", n_);
    PARSE(V("(i)", 1), NULL, none, "", n_);
    PARSE(V("(i)", 1), NULL, none, ":name", n_);
    PARSE(V("(i)", 1), V("{}"), none, ":name", n_);
    PARSE(V("(ii)", 1, 2), NULL, a_only, "i:name", n_, &a);
}
TEST(by_name) {
    PARSE(V("()"), V("{s:i,s:i,s:i}", "a", 1, "b", 2, "c", 3), abc, "iii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i,s:i}", "c", 3, "b", 2), abc, "iii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "c", 3), abc, "i|ii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{}"), abc, "i|ii", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "c", 3), abc, "|iii", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "b", 3), abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "c", 3), abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:s}", "b", "x"), abc, "i|ii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:s}", "b", "x"), abc, "i|ki:name", n_, &a, &b, &c);
}
TEST(unknown_and_double) {
    PARSE(V("(i)", 1), V("{s:i}", "a", 2), abc, "i|ii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "a", 2), abc, "i|ii:name", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), V("{s:i}", "b", 2), abc, "i|ii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "d", 2), abc, "i|ii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "d", 2), abc, "i|ii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "xyzzy", 2), ab, "i|i:name", n_, &a, &b);
    PARSE(V("()"), V("{s:i,s:i}", "first", 2, "second", 3), abc, "|iii:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "first_arg", 2), abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i,s:i,s:i,s:i}", "a", 1, "b", 2, "c", 3, "d", 4), abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 0), V("{s:i,s:i,s:i}", "b", 2, "c", 3, "d", 4), abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 0), V("{s:i,s:i,s:i}", "a", 1, "b", 2, "c", 3), abc, "iii:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i,s:i}", "a", 1, "b", 2), a_only, "i:name", n_, &a);
    PARSE(V("()"), V("{s:i}", "aa", 1), a_only, "i:name", n_, &a);
    PARSE(V("()"), V("{s:i}", "aa", 1), a_only, "|i:name", n_, &a);
    PARSE(V("()"), V("{i:i}", 1, 1), a_only, "|i:name", n_, &a);
    PARSE(V("(i)", 5), V("{i:i}", 1, 1), ab, "|ii:name", n_, &a, &b);
    PARSE(V("()"), V("{s:i}", "x", 1), none, ":name", n_);
    PARSE(V("()"), V("{s:i}", "x", 1), none, "", n_);
    PARSE(V("()"), V("{s:i,s:i}", "x", 1, "y", 2), none, ":name", n_);
    PARSE(V("()"), V("{s:i}", "", 1), positional1, "|iii:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "\xc3\xa9", 1), ab, "|ii:name", n_, &a, &b);
}
static char *color[] = {"colour", "width", "height", NULL};
TEST(suggestions) {
    PARSE(V("()"), V("{s:i}", "color", 1), color, "|iii:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "widht", 1), color, "|iii", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "zzzzzzzz", 1), color, "|iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "heigh", 1), color, "|iii:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "Width", 1), color, "|iii:name", n_, &a, &b, &c);
}
TEST(keyword_only) {
    PARSE(V("(i)", 1), NULL, abc, "i|i$i", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), NULL, abc, "i|i$i", n_, &a, &b, &c);
    PARSE(V("(iii)", 1, 2, 3), NULL, abc, "i|i$i:name", n_, &a, &b, &c);
    PARSE(V("(iii)", 1, 2, 3), NULL, abc, "i|i$i", n_, &a, &b, &c);
    PARSE(V("(iii)", 1, 2, 3), NULL, abc, "|$iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), NULL, abc, "|$iii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "c", 3), abc, "i|i$i", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "c", 3), abc, "|$iii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), NULL, abc, "i$ii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "b", 3), abc, "i$ii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i,s:i}", "b", 3, "c", 4), abc, "i$ii", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), V("{s:i,s:i}", "b", 3, "c", 4), abc, "i$ii:name", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), V("{s:i,s:i}", "b", 3, "c", 4), abc, "i|$ii:name", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), V("{}"), abc, "i|$ii:name", n_, &a, &b, &c);
}
TEST(positional_only) {
    PARSE(V("(iii)", 1, 2, 3), NULL, positional1, "iii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i,s:i}", "b", 2, "c", 3), positional1, "iii", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i,s:i}", "b", 2, "c", 3), positional1, "iii:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i,s:i}", "b", 2, "c", 3), positional1, "iii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "c", 3), positional2, "iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), V("{s:i}", "c", 3), positional2, "i|ii:name", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), V("{s:i}", "c", 3), positional2, "iii:name", n_, &a, &b, &c);
    PARSE(V("()"), NULL, positional2, "ii|i:name", n_, &a, &b, &c);
    PARSE(V("(iiii)", 1, 2, 3, 4), NULL, positional2, "ii|i:name", n_, &a, &b, &c);
    PARSE(V("()"), V("{s:i}", "c", 1), positional2, "|iii:name", n_, &a, &b, &c);
    PARSE(V("(i)", 1), NULL, positional1, "i|$ii:name", n_, &a, &b, &c);
    PARSE(V("(ii)", 1, 2), NULL, positional1, "i|$ii:name", n_, &a, &b, &c);
    PARSE(V("(iii)", 1, 2, 3), NULL, positional_bad, "iii", n_, &a, &b, &c);
}
TEST(wrong_formats) {
    PARSE(V("(i)", 1), NULL, a_only, "ii", n_, &a, &b);
    PARSE(V("(i)", 1), NULL, abc, "i", n_, &a);
    PARSE(V("(ii)", 1, 2), NULL, abc, "ii", n_, &a, &b);
    PARSE(V("(i)", 1), NULL, abc, "i|i|i", n_, &a, &b, &c);
    PARSE(V("(i)", 1), NULL, abc, "i|i$i$", n_, &a, &b, &c);
    PARSE(V("(i)", 1), NULL, abc, "iii|", n_, &a, &b, &c);
    PARSE(V("(iii)", 1, 2, 3), NULL, abc, "iii|", n_, &a, &b, &c);
    PARSE(V("(i)", 1), NULL, a_only, "?", n_, &a);
    PARSE(V("(i)", 1), NULL, positional1, "$iii", n_, &a, &b, &c);
    PARSE(V("(i)", 1), NULL, positional1, "|$iii", n_, &a, &b, &c);
    PARSE(V("[i]", 1), NULL, a_only, "i", n_, &a);
    PARSE(V("(i)", 1), V("[]"), a_only, "i", n_, &a);
    SHOW_INT(PyArg_ParseTupleAndKeywords(NULL, NULL, "i", a_only, &a));
    PyObject *args = V("(i)", 1);
    SHOW_INT(PyArg_ParseTupleAndKeywords(args, NULL, NULL, a_only, &a));
    SHOW_INT(PyArg_ParseTupleAndKeywords(args, NULL, "i", NULL, &a));
    Py_DECREF(args);
}
TEST(skipping_units) {
    /* A keyword in the middle makes units before it be passed over, whatever they take. */
    static char *many[] = {"s", "es", "on", "oc", "y", "n", "last", NULL};
    const char *s = "s", *es = "es"; PyObject *on = NULL; void *oc = "oc"; Py_buffer y; double n = 0.5; int last = 0; Py_ssize_t z = 1, ez = 2;
    PyObject *args = PyTuple_New(0), *kwargs = V("{s:i}", "last", 9);
    SHOW_INT(PyArg_ParseTupleAndKeywords(args, kwargs, "|s#es#O!O&y*di", many, &s, &z, "utf-8", &es, &ez, &PyList_Type, &on, (void *)0, oc, &y, &n, &last));
    SAY("%s %s %s %g %d", s, es, (char *)oc, n, last);
    Py_DECREF(args); Py_DECREF(kwargs);
    static char *nest[] = {"pair", "last", NULL};
    args = PyTuple_New(0), kwargs = V("{s:i}", "last", 9);
    SHOW_INT(PyArg_ParseTupleAndKeywords(args, kwargs, "|(ii)i", nest, &a, &b, &last));
    Py_DECREF(kwargs);
    kwargs = V("{s:(ii),s:i}", "pair", 4, 5, "last", 9);
    SHOW_INT(PyArg_ParseTupleAndKeywords(args, kwargs, "|(ii)i", nest, &a, &b, &last));
    SAY("%d %d %d", a, b, last);
    Py_DECREF(args); Py_DECREF(kwargs);
}
TEST(references) {
    PyObject *value = V("[]"), *args = PyTuple_New(0), *kwargs = PyDict_New();
    PyDict_SetItemString(kwargs, "a", value);
    SHOW_REFS(value, SHOW_INT(PyArg_ParseTupleAndKeywords(args, kwargs, "O", a_only, &o1)));
    SAY("%d", o1 == value);
    SHOW_REFS(value, SHOW_INT(PyArg_ParseTupleAndKeywords(args, kwargs, "i", a_only, &a)));
    PyObject *array = PyByteArray_FromStringAndSize("abc", 3);
    PyDict_SetItemString(kwargs, "a", array); PyDict_SetItemString(kwargs, "b", value);
    Py_buffer buffer;
    SHOW_INT(PyArg_ParseTupleAndKeywords(args, kwargs, "y*i", ab, &buffer, &a));
    SHOW_INT(PyByteArray_Resize(array, 7));
    Py_DECREF(array); Py_DECREF(value); Py_DECREF(args); Py_DECREF(kwargs);
}
static int va_parse(PyObject *args, PyObject *kwargs, const char *format, char **names, ...) {
    va_list va; va_start(va, names);
    int r = PyArg_VaParseTupleAndKeywords(args, kwargs, format, names, va);
    r += PyArg_VaParseTupleAndKeywords(args, kwargs, format, names, va);
    va_end(va);
    return r;
}
TEST(va_form) {
    PyObject *args = V("(i)", 1), *kwargs = V("{s:i}", "b", 2);
    SHOW_INT(va_parse(args, kwargs, "ii", ab, &a, &b)); SAY("%d %d", a, b);
    Py_DECREF(args); Py_DECREF(kwargs);
}
TEST(validate) {
    PyObject *empty = V("{}"), *good = V("{s:i}", "a", 1), *bad = V("{i:i}", 1, 1), *mixed = V("{s:i,i:i}", "a", 1, 1, 1), *list = V("[]");
    SHOW_INT(PyArg_ValidateKeywordArguments(empty)); SHOW_INT(PyArg_ValidateKeywordArguments(good));
    SHOW_INT(PyArg_ValidateKeywordArguments(bad)); SHOW_INT(PyArg_ValidateKeywordArguments(mixed));
    SHOW_INT(PyArg_ValidateKeywordArguments(list));
    Py_DECREF(empty); Py_DECREF(good); Py_DECREF(bad); Py_DECREF(mixed); Py_DECREF(list);
}
