/* OSError: which class an errno makes, its attributes, its text, its pickling. */
#include "exc.h"
#include <errno.h>

TEST(errno_to_class) {
    for (int i = 0; i < 134; i++) {
        PyObject *e = C(PyExc_OSError, "(is)", i, "s");
        if (Py_TYPE(e) != (PyTypeObject *)PyExc_OSError) printf("%d %s\n", i, Py_TYPE(e)->tp_name);
        Py_DECREF(e);
    }
    SHOW(C(PyExc_OSError, "(is)", -1, "s"));
    SHOW(C(PyExc_OSError, "(Ls)", 1LL << 40, "s"));
    SHOW(C(PyExc_OSError, "(ds)", 2.0, "s"));
    SHOW(C(PyExc_OSError, "(Os)", Py_True, "s"));
    SHOW(C(PyExc_OSError, "(i)", 2));
    SHOW(C(PyExc_OSError, "(ss)", "2", "s"));
}
TEST(subclass_keeps_class) {
    SHOW(C(PyExc_ConnectionError, "(is)", ENOENT, "s"));
    SHOW(C(PyExc_ConnectionError, "(is)", ECONNRESET, "s"));
    SHOW(C(PyExc_FileNotFoundError, "(is)", EPERM, "s"));
    PyObject *sub = subclass("Sub", PyExc_OSError);
    SHOW(C(sub, "(is)", ENOENT, "s"));
    PyObject *e = C(sub, "(iss)", ENOENT, "s", "f");
    show_both("sub", e);
    show_attrs(e, "errno strerror filename args");
    Py_DECREF(e); Py_DECREF(sub);
}
static void attributes(PyObject *e) {
    if (!e) { print_raised(); return; }
    show_both(Py_TYPE(e)->tp_name, e);
    show_attrs(e, "args errno strerror filename filename2 characters_written");
    SHOW(PyObject_CallMethod(e, "__reduce__", NULL));
    Py_DECREF(e);
}
TEST(no_arguments) { attributes(C(PyExc_OSError, "()")); }
TEST(one_argument) { attributes(C(PyExc_OSError, "(s)", "text")); attributes(C(PyExc_OSError, "(i)", 2)); }
TEST(two_arguments) { attributes(C(PyExc_OSError, "(is)", ENOENT, "gone")); attributes(C(PyExc_OSError, "(is)", 999, "odd")); }
TEST(three_arguments) { attributes(C(PyExc_OSError, "(iss)", ENOENT, "gone", "file")); attributes(C(PyExc_OSError, "(isO)", ENOENT, "gone", Py_None)); }
TEST(four_arguments) { attributes(C(PyExc_OSError, "(issO)", ENOENT, "gone", "file", Py_None)); attributes(C(PyExc_OSError, "(issi)", ENOENT, "gone", "file", 5)); }
TEST(five_arguments) { attributes(C(PyExc_OSError, "(issOs)", ENOENT, "gone", "file", Py_None, "other")); attributes(C(PyExc_OSError, "(isOOs)", ENOENT, "gone", Py_None, Py_None, "other")); }
TEST(six_arguments) { attributes(C(PyExc_OSError, "(iiiiii)", 1, 2, 3, 4, 5, 6)); }
TEST(odd_filename) { attributes(C(PyExc_OSError, "(isy)", ENOENT, "gone", "bytes")); attributes(C(PyExc_OSError, "(isi)", ENOENT, "gone", 7)); }
TEST(blocking) {
    attributes(C(PyExc_BlockingIOError, "(isi)", EAGAIN, "again", 12));
    attributes(C(PyExc_OSError, "(isi)", EAGAIN, "again", 12));
    attributes(C(PyExc_BlockingIOError, "(iss)", EAGAIN, "again", "name"));
    attributes(C(PyExc_BlockingIOError, "(isd)", EAGAIN, "again", 1.5));
    attributes(C(PyExc_BlockingIOError, "(isL)", EAGAIN, "again", 1LL << 62));
    PyObject *big = I("99999999999999999999999999");
    attributes(C(PyExc_BlockingIOError, "(isO)", EAGAIN, "again", big));
    Py_DECREF(big);
    attributes(C(PyExc_BlockingIOError, "(isiOs)", EAGAIN, "again", 3, Py_None, "b"));
}
TEST(characters_written) {
    PyObject *e = C(PyExc_OSError, "(is)", ENOENT, "gone");
    show_attr(e, "characters_written");
    set_attr(e, "characters_written", V("i", 5));
    show_attr(e, "characters_written");
    set_attr(e, "characters_written", S("x"));
    set_attr(e, "characters_written", I("99999999999999999999999"));
    set_attr(e, "characters_written", V("i", -1));
    show_attr(e, "characters_written");
    set_attr(e, "characters_written", V("i", -5));
    show_attr(e, "characters_written");
    set_attr(e, "characters_written", NULL);
    set_attr(e, "characters_written", V("i", 5));
    set_attr(e, "characters_written", NULL);
    show_attr(e, "characters_written");
    Py_DECREF(e);
}
TEST(set_attributes) {
    PyObject *e = C(PyExc_OSError, "(is)", ENOENT, "gone");
    set_attr(e, "filename", S("f")); show_both("e", e);
    set_attr(e, "filename2", S("g")); show_both("e", e);
    set_attr(e, "errno", V("i", 77)); show_both("e", e);
    set_attr(e, "strerror", Py_NewRef(Py_None)); show_both("e", e);
    set_attr(e, "filename", Py_NewRef(Py_None)); show_both("e", e);
    set_attr(e, "filename", NULL); show_both("e", e);
    set_attr(e, "filename2", NULL); show_both("e", e);
    set_attr(e, "errno", NULL); show_both("e", e);
    set_attr(e, "strerror", NULL); show_both("e", e);
    show_attrs(e, "errno strerror filename filename2 args");
    Py_DECREF(e);
}
TEST(keywords) {
    PyObject *kw = V("{s:i}", "errno", 2), *args = V("()");
    SHOW(PyObject_Call(PyExc_OSError, args, kw));
    SHOW(PyObject_Call(PyExc_FileNotFoundError, args, kw));
    Py_DECREF(kw); Py_DECREF(args);
}
TEST(init_again) {
    PyObject *e = C(PyExc_OSError, "(is)", ENOENT, "gone");
    SHOW(PyObject_CallMethod(e, "__init__", "(is)", EPERM, "other"));
    show_both("e", e);
    show_attrs(e, "errno strerror args");
    Py_DECREF(e);
}
TEST(set_from_errno) {
    errno = ENOENT; SHOW_STILL(PyErr_SetFromErrno(PyExc_OSError) == NULL); show_raised("r");
    errno = EPERM; PyErr_SetFromErrnoWithFilename(PyExc_OSError, "name"); show_raised("r");
    errno = EAGAIN; PyErr_SetFromErrnoWithFilename(PyExc_OSError, NULL); show_raised("r");
    PyObject *f = S("file"), *g = S("other");
    errno = EEXIST; PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, f);
    PyObject *e = PyErr_GetRaisedException(); show_both("e", e); show_attrs(e, "errno strerror filename filename2 args"); Py_DECREF(e);
    errno = EEXIST; PyErr_SetFromErrnoWithFilenameObjects(PyExc_OSError, f, g);
    e = PyErr_GetRaisedException(); show_both("e", e); show_attrs(e, "errno strerror filename filename2 args"); Py_DECREF(e);
    errno = EEXIST; PyErr_SetFromErrnoWithFilenameObjects(PyExc_OSError, f, NULL); show_raised("r");
    errno = 0; PyErr_SetFromErrno(PyExc_OSError); show_raised("errno 0");
    errno = 99999; PyErr_SetFromErrno(PyExc_OSError); show_raised("unknown");
    errno = -3; PyErr_SetFromErrno(PyExc_OSError); show_raised("negative");
    errno = ENOENT; PyErr_SetFromErrno(PyExc_ValueError); show_raised("ValueError");
    errno = ENOENT; PyErr_SetFromErrnoWithFilename(PyExc_ValueError, "f"); show_raised("ValueError");
    errno = EINTR; PyErr_SetFromErrno(PyExc_OSError); show_raised("EINTR");
    errno = ENOENT; PyErr_SetFromErrnoWithFilename(PyExc_OSError, "b\xff" "d"); show_raised("undecodable");
    SHOW_REFS(f, (errno = ENOENT, PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, f), PyErr_Clear()));
    Py_DECREF(f); Py_DECREF(g);
}
TEST(all_strerrors) {
    for (int i = 1; i < 134; i++) { errno = i; PyErr_SetFromErrno(PyExc_OSError); show_raised(""); }
}
