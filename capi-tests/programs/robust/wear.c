/* What CPython 3.14 crashes on in part: counts of immortal objects walked inline, on 64 bits, up and down, past the
 * limits.  Nothing is freed, nothing crashes, and every count is put back where it was. */
#include "../extension.h"
static PyObject *module(void) { return extension_once(getenv("EXUVIA_EXTMOD"), "wear", "wear"); }

static unsigned long long start = 3ull << 30;

static void say(const char *what, const char *step, PyObject *object) {
    long long count = PyLong_AsLongLong(MUST(CALL("count", "(O)", object)));
    /* A count between 2^31 and 2^32 is immortal to whoever looks; exactly the start is put back. */
    printf("%s %s: %s", what, step, count == (long long)start ? "put back" : count >= 1ll << 31 ? "immortal" : "worn");
    PyObject *text = PyObject_Repr(object);
    printf(", %s\n", text ? PyUnicode_AsUTF8AndSize(text, NULL) : "no repr");
    Py_XDECREF(text);
    fflush(stdout);
}
/* The functions under test hold a reference of their own while they run, so a step more or less makes no difference. */
static void wear(const char *what, PyObject *object) {
    say(what, "at first", object);
    Py_XDECREF(CALL("down", "(OL)", object, 100000LL));
    say(what, "after 100000 down", object);
    Py_XDECREF(CALL("up", "(OL)", object, 300000LL));
    say(what, "after 300000 up", object);
    /* Down to zero, where the old code destroys it. */
    Py_XDECREF(CALL("nearly", "(OL)", object, 3LL));
    Py_XDECREF(CALL("down", "(OL)", object, 10LL));
    for (int i = 0; i < 10; i++) Py_XDECREF(CALL("give_back", "(O)", object));
    say(what, "after zero", object);
    /* To one reference, which the runtime's own function takes. */
    Py_XDECREF(CALL("nearly", "(OL)", object, 1LL));
    for (int i = 0; i < 10; i++) Py_XDECREF(CALL("give_back", "(O)", object));
    say(what, "after the last reference", object);
    /* Past the top of 32 bits. */
    Py_XDECREF(CALL("nearly", "(OL)", object, -5LL));
    Py_XDECREF(CALL("up", "(OL)", object, 20LL));
    for (int i = 0; i < 100; i++) Py_XDECREF(CALL("give_back", "(O)", object));
    say(what, "after the top", object);
    /* A drift that nothing has run into yet is put back by a collection. */
    Py_XDECREF(CALL("down", "(OL)", object, 1000LL));
    PyGC_Collect();
    say(what, "after a collection", object);
    SHOW_INT(PyUnstable_IsImmortal(object));
}
TEST(none) { wear("None", Py_None); }
TEST(true_) { wear("True", Py_True); }
TEST(small_int) { wear("5", MUST(PyLong_FromLong(5))); }
TEST(character) { wear("'a'", S("a")); }
TEST(empty_bytes) { wear("b''", MUST(PyBytes_FromString(""))); }
TEST(one_byte) { wear("b'a'", MUST(PyBytes_FromString("a"))); }
TEST(empty_tuple) { wear("()", MUST(PyTuple_New(0))); }
TEST(static_type) { wear("int", (PyObject *)&PyLong_Type); }
TEST(exception_type) { wear("ValueError", PyExc_ValueError); }
/* In the way that the build at hand has, and inline as 3.12 had it: balanced, unbalanced, from a count that was worn to two. */
static void walk(const char *what, PyObject *object) {
    const char *const ways[] = {"as_built", "as_3_12"};
    for (int w = 0; w < 2; w++) {
        Py_XDECREF(CALL(ways[w], "(OL)", object, 50000LL));
        Py_XDECREF(CALL(ways[w], "(OL)", object, -50000LL));
        say(what, ways[w], object);
        Py_XDECREF(CALL(ways[w], "(OL)", object, -100000LL));
        say(what, "after 100000 down", object);
        Py_XDECREF(CALL(ways[w], "(OL)", object, 300000LL));
        PyGC_Collect();
        say(what, "after 300000 up", object);
        Py_XDECREF(CALL("nearly", "(OL)", object, 2LL));
        Py_XDECREF(CALL(ways[w], "(OL)", object, -20LL));
        PyGC_Collect();
        say(what, "after zero", object);
        Py_XDECREF(CALL("nearly", "(OL)", object, -3LL));
        Py_XDECREF(CALL(ways[w], "(OL)", object, 20LL));
        PyGC_Collect();
        say(what, "after the top", object);
    }
}
TEST(other_ways) {
    walk("None", Py_None); walk("False", Py_False); walk("Ellipsis", Py_Ellipsis); walk("7", MUST(PyLong_FromLong(7))); walk("'b'", S("b"));
    walk("b''", MUST(PyBytes_FromString(""))); walk("()", MUST(PyTuple_New(0))); walk("str", (PyObject *)&PyUnicode_Type); walk("KeyError", PyExc_KeyError);
}
TEST(still_work) {
    SHOW(Py_BuildValue("[OOisyyN]", Py_None, Py_True, 5, "a", "", "a", PyTuple_New(0)));
    SHOW(PyObject_CallFunction((PyObject *)&PyLong_Type, "s", "12"));
    PyErr_SetString(PyExc_ValueError, "still raised");
    print_raised();
    SHOW(PyErr_GivenExceptionMatches(PyExc_ValueError, PyExc_Exception) ? Py_NewRef(Py_True) : Py_NewRef(Py_False));
}
