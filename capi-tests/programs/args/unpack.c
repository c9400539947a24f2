/* PyArg_UnpackTuple, and the private functions that generated code and Cython call. */
#include "harness.h"

typedef struct _PyArg_Parser Parser;
extern int _PyArg_ParseStack(PyObject *const *, Py_ssize_t, const char *, ...);
extern int _PyArg_ParseStackAndKeywords(PyObject *const *, Py_ssize_t, PyObject *, Parser *, ...);
extern PyObject *const *_PyArg_UnpackKeywords(PyObject *const *, Py_ssize_t, PyObject *, PyObject *, Parser *, int, int, int, int, PyObject **);
extern int _PyArg_NoKeywords(const char *, PyObject *);
extern int _PyArg_NoPositional(const char *, PyObject *);
extern int _PyArg_CheckPositional(const char *, Py_ssize_t, Py_ssize_t, Py_ssize_t);
extern void _PyArg_BadArgument(const char *, const char *, const char *, PyObject *);

static PyObject *p, *q, *r;
#define RESET() (p = q = r = NULL)
#define UNPACK(args, ...) do { RESET(); PyObject *a_ = (args); printf("%s ", #args); SHOW_INT(PyArg_UnpackTuple(a_, __VA_ARGS__)); SAY("  %d %d %d", p != NULL, q != NULL, r != NULL); Py_DECREF(a_); } while (0)
TEST(unpack_tuple) {
    UNPACK(V("()"), "f", 0, 0); UNPACK(V("(i)", 1), "f", 1, 1, &p); UNPACK(V("(ii)", 1, 2), "f", 1, 3, &p, &q, &r); UNPACK(V("(iii)", 1, 2, 3), "f", 1, 3, &p, &q, &r);
    UNPACK(V("()"), "f", 1, 1, &p); UNPACK(V("()"), "f", 1, 3, &p, &q, &r); UNPACK(V("()"), "f", 2, 3, &p, &q, &r); UNPACK(V("(iii)", 1, 2, 3), "f", 0, 2, &p, &q);
    UNPACK(V("(iii)", 1, 2, 3), "f", 0, 1, &p); UNPACK(V("(iii)", 1, 2, 3), "f", 2, 2, &p, &q); UNPACK(V("(i)", 1), "f", 2, 2, &p, &q);
    UNPACK(V("()"), NULL, 1, 1, &p); UNPACK(V("(ii)", 1, 2), NULL, 1, 1, &p); UNPACK(V("(ii)", 1, 2), NULL, 0, 1, &p); UNPACK(V("(i)", 1), NULL, 2, 3, &p, &q, &r);
    UNPACK(V("(i)", 1), "f", 0, 0); UNPACK(V("[i]", 1), "f", 1, 1, &p);
}
TEST(unpack_references) {
    PyObject *list = V("[]"), *args = PyTuple_Pack(2, list, list);
    SHOW_REFS(list, PyArg_UnpackTuple(args, "f", 2, 2, &p, &q));
    SAY("%d %d", p == list, q == list);
    Py_DECREF(list); Py_DECREF(args);
}
TEST(check_positional) {
    SHOW_INT(_PyArg_CheckPositional("f", 1, 1, 1)); SHOW_INT(_PyArg_CheckPositional("f", 0, 1, 1)); SHOW_INT(_PyArg_CheckPositional("f", 2, 1, 1));
    SHOW_INT(_PyArg_CheckPositional("f", 0, 1, 2)); SHOW_INT(_PyArg_CheckPositional("f", 3, 1, 2)); SHOW_INT(_PyArg_CheckPositional("f", 3, 0, 1)); SHOW_INT(_PyArg_CheckPositional("f", 3, 4, 5));
    SHOW_INT(_PyArg_CheckPositional(NULL, 3, 4, 5)); SHOW_INT(_PyArg_CheckPositional(NULL, 3, 4, 4)); SHOW_INT(_PyArg_CheckPositional(NULL, 3, 2, 2)); SHOW_INT(_PyArg_CheckPositional("f", 2, 1, PY_SSIZE_T_MAX));
    SHOW_INT(_PyArg_CheckPositional("f", 3, 0, 0)); SHOW_INT(_PyArg_CheckPositional(NULL, 0, 1, 1));
}
TEST(no_keywords_no_positional) {
    PyObject *empty = PyDict_New(), *full = V("{s:i}", "a", 1), *none = PyTuple_New(0), *one = V("(i)", 1), *list = V("[]");
    SHOW_INT(_PyArg_NoKeywords("f", NULL)); SHOW_INT(_PyArg_NoKeywords("f", empty)); SHOW_INT(_PyArg_NoKeywords("f", full)); SHOW_INT(_PyArg_NoKeywords("f", list));
    SHOW_INT(_PyArg_NoPositional("f", NULL)); SHOW_INT(_PyArg_NoPositional("f", none)); SHOW_INT(_PyArg_NoPositional("f", one)); SHOW_INT(_PyArg_NoPositional("f", list));
    Py_DECREF(empty); Py_DECREF(full); Py_DECREF(none); Py_DECREF(one); Py_DECREF(list);
}
TEST(bad_argument) {
    PyObject *five = I("5");
    _PyArg_BadArgument("f", "argument 1", "str", five); print_raised();
    _PyArg_BadArgument("f", "argument 'x'", "int", Py_None); print_raised();
    _PyArg_BadArgument("f", "argument", "tuple of length 2", (PyObject *)&PyLong_Type); print_raised();
    Py_DECREF(five);
}
TEST(parse_stack) {
    int i = 0, j = 0; const char *s;
    PyObject *stack[3] = {I("1"), I("2"), S("x")};
    SHOW_INT(_PyArg_ParseStack(stack, 2, "ii", &i, &j)); SAY("%d %d", i, j);
    SHOW_INT(_PyArg_ParseStack(stack, 1, "ii:f", &i, &j)); SHOW_INT(_PyArg_ParseStack(stack, 3, "ii:f", &i, &j)); SHOW_INT(_PyArg_ParseStack(stack, 1, "i|s:f", &i, &s));
    SHOW_INT(_PyArg_ParseStack(stack, 2, "ik:f", &i, &s)); SHOW_INT(_PyArg_ParseStack(stack, 2, "is:f", &i, &s)); SHOW_INT(_PyArg_ParseStack(stack, 0, ":f")); SHOW_INT(_PyArg_ParseStack(NULL, 0, ""));
    for (int k = 0; k < 3; k++) Py_DECREF(stack[k]);
}
static const char *const abc[] = {"a", "b", "c", NULL};
static const char *const pos1[] = {"", "b", "c", NULL};
static const char *const pos2[] = {"", "", "c", NULL};
static const char *const bad[] = {"a", "", NULL};
static int a, b, c;
#define VALUES() SAY("  a %d b %d c %d", a, b, c)
#define STACK(n, names, parser, ...) do { a = b = c = -1; PyObject *k_ = (names); printf("%d %s ", n, #names); SHOW_INT(_PyArg_ParseStackAndKeywords(stack, n, k_, parser, __VA_ARGS__)); VALUES(); Py_XDECREF(k_); } while (0)
TEST(parse_stack_and_keywords) {
    static Parser all = {.format = "iii:f", .keywords = abc}, opt = {.format = "i|ii:f", .keywords = abc}, kwonly = {.format = "i|i$i:f", .keywords = abc}, anonymous = {.format = "iii", .keywords = abc},
        one = {.format = "i|ii:f", .keywords = pos1}, two = {.format = "ii|i:f", .keywords = pos2}, wrong = {.format = "ii:f", .keywords = bad}, required = {.format = "i|i$ii", .keywords = abc}, only = {.format = "i$ii:f", .keywords = abc};
    PyObject *stack[4] = {I("1"), I("2"), I("3"), I("4")};
    STACK(3, NULL, &all, &a, &b, &c); STACK(2, NULL, &all, &a, &b, &c); STACK(0, NULL, &all, &a, &b, &c); STACK(4, NULL, &all, &a, &b, &c);
    STACK(1, V("(ss)", "c", "b"), &all, &a, &b, &c); STACK(0, V("(sss)", "c", "b", "a"), &all, &a, &b, &c); STACK(2, V("(s)", "b"), &all, &a, &b, &c); STACK(2, V("(s)", "x"), &all, &a, &b, &c);
    STACK(2, V("(ss)", "c", "x"), &all, &a, &b, &c); STACK(0, V("(ssss)", "c", "b", "a", "d"), &all, &a, &b, &c); STACK(1, V("(s)", "c"), &all, &a, &b, &c);
    STACK(1, NULL, &opt, &a, &b, &c); STACK(1, V("(s)", "c"), &opt, &a, &b, &c); STACK(1, V("(s)", "a"), &opt, &a, &b, &c); STACK(1, V("(s)", "z"), &opt, &a, &b, &c); STACK(0, V("(s)", "b"), &opt, &a, &b, &c);
    STACK(1, V("(i)", 5), &opt, &a, &b, &c);
    STACK(2, V("(s)", "c"), &kwonly, &a, &b, &c); STACK(3, NULL, &kwonly, &a, &b, &c); STACK(4, NULL, &kwonly, &a, &b, &c);
    STACK(2, NULL, &anonymous, &a, &b, &c); STACK(4, NULL, &anonymous, &a, &b, &c); STACK(2, V("(s)", "z"), &anonymous, &a, &b, &c);
    STACK(1, V("(s)", "c"), &one, &a, &b, &c); STACK(0, V("(s)", "c"), &one, &a, &b, &c); STACK(0, NULL, &one, &a, &b, &c); STACK(1, V("(s)", ""), &one, &a, &b, &c);
    STACK(1, NULL, &two, &a, &b, &c); STACK(2, V("(s)", "c"), &two, &a, &b, &c); STACK(1, V("(s)", "c"), &two, &a, &b, &c);
    STACK(1, NULL, &wrong, &a, &b);
    STACK(1, NULL, &only, &a, &b, &c); STACK(1, V("(s)", "b"), &only, &a, &b, &c); STACK(2, V("(ss)", "b", "c"), &only, &a, &b, &c); STACK(2, V("(s)", "b"), &only, &a, &b, &c);
    for (int k = 0; k < 4; k++) Py_DECREF(stack[k]);
}
TEST(fast_keywords) {
    static Parser all = {.format = "iii:f", .keywords = abc}, custom = {.format = "i;mine", .keywords = abc + 2};
    PyObject *args = V("(i)", 1), *kwargs = V("{s:i,s:i}", "c", 3, "b", 2), *less = V("{s:i}", "c", 3), *wrong = V("{s:i,s:s}", "c", 3, "b", "x");
    a = b = c = -1;
    SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(args, kwargs, &all, &a, &b, &c)); VALUES();
    SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(args, less, &all, &a, &b, &c)); SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(args, wrong, &all, &a, &b, &c));
    SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(args, NULL, &all, &a, &b, &c)); SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(kwargs, NULL, &all, &a, &b, &c));
    SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(args, NULL, &custom, &c)); SAY("%d", c);
    Py_DECREF(args); args = V("(ii)", 1, 2);
    SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(args, NULL, &custom, &c));
    Py_DECREF(args); args = V("(s)", "x");
    SHOW_INT(_PyArg_ParseTupleAndKeywordsFast(args, NULL, &custom, &c));
    Py_DECREF(args); Py_DECREF(kwargs); Py_DECREF(less); Py_DECREF(wrong);
}
/* As Argument Clinic's code calls it: no format, a name, a tuple of keywords made before or by the call. */
#define UNPACK_KW(n, dict, names, min, max, kwonly) do { PyObject *d_ = (dict), *k_ = (names), *buf[6] = {0}; \
        printf("%d %s %s %d..%d %d: ", n, #dict, #names, min, max, kwonly); \
        PyObject *const *r_ = _PyArg_UnpackKeywords(stack, n, d_, k_, parser, min, max, kwonly, 0, buf); \
        if (!r_) print_raised(); else { printf("%s", r_ == buf ? "buffer" : r_ == stack ? "stack" : "?"); for (int i_ = 0; i_ < 3; i_++) if (r_ == buf || i_ < n) { if (r_[i_]) { printf(" "); PyObject *s_ = PyObject_Str(r_[i_]); printf("%s", PyUnicode_AsUTF8(s_)); Py_DECREF(s_); } else printf(" -"); } puts(""); } \
        Py_XDECREF(d_); Py_XDECREF(k_); } while (0)
TEST(unpack_keywords) {
    static Parser plain = {.keywords = abc, .fname = "f"}, posonly = {.keywords = pos1, .fname = "g"}, custom = {.keywords = abc, .custom_msg = "mine"};
    Parser *parser = &plain;
    PyObject *stack[5] = {I("1"), I("2"), I("3"), I("4"), I("5")};
    UNPACK_KW(3, NULL, NULL, 1, 3, 0); UNPACK_KW(1, NULL, NULL, 1, 3, 0); UNPACK_KW(0, NULL, NULL, 1, 3, 0); UNPACK_KW(4, NULL, NULL, 1, 3, 0);
    UNPACK_KW(1, NULL, V("(s)", "c"), 1, 3, 0); UNPACK_KW(1, NULL, V("(s)", "b"), 3, 3, 0); UNPACK_KW(1, NULL, V("(s)", "z"), 1, 3, 0); UNPACK_KW(1, NULL, V("(s)", "a"), 1, 3, 0);
    UNPACK_KW(1, V("{s:i}", "b", 7), NULL, 1, 3, 0); UNPACK_KW(1, V("{}"), NULL, 1, 3, 0); UNPACK_KW(1, V("{s:i}", "zz", 7), NULL, 1, 3, 0); UNPACK_KW(0, V("{s:i}", "b", 7), NULL, 1, 3, 0);
    UNPACK_KW(1, NULL, V("(s)", "c"), 1, 2, 1); UNPACK_KW(1, NULL, V("(s)", "b"), 1, 2, 1); UNPACK_KW(3, NULL, NULL, 1, 2, 0); UNPACK_KW(3, NULL, NULL, 1, 2, 1); UNPACK_KW(1, NULL, NULL, 1, 1, 2); UNPACK_KW(2, NULL, NULL, 0, 0, 3);
    UNPACK_KW(1, NULL, V("(ssss)", "a", "b", "c", "d"), 1, 3, 0); UNPACK_KW(0, NULL, V("(ssss)", "a", "b", "c", "d"), 1, 3, 0); UNPACK_KW(1, V("{i:i}", 1, 1), NULL, 1, 3, 0);
    parser = &posonly;
    UNPACK_KW(1, NULL, V("(s)", "b"), 1, 3, 0); UNPACK_KW(0, NULL, V("(s)", "b"), 1, 3, 0); UNPACK_KW(0, NULL, V("(s)", "b"), 0, 3, 0); UNPACK_KW(1, NULL, V("(s)", ""), 1, 3, 0); UNPACK_KW(0, NULL, NULL, 1, 3, 0);
    parser = &custom;
    UNPACK_KW(0, NULL, NULL, 1, 3, 0); UNPACK_KW(4, NULL, NULL, 1, 3, 0);
    for (int k = 0; k < 5; k++) Py_DECREF(stack[k]);
}
