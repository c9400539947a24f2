/* SyntaxError: its arguments, attributes, text, and the functions that set a location. */
#include "exc.h"

static const char *names = "msg filename lineno offset text end_lineno end_offset print_file_and_line _metadata args";
static void attributes(PyObject *e) {
    if (!e) { print_raised(); return; }
    show_both("e", e);
    show_attrs(e, names);
    Py_DECREF(e);
}
TEST(none) { attributes(C(PyExc_SyntaxError, "()")); }
TEST(one) { attributes(C(PyExc_SyntaxError, "(s)", "msg")); attributes(C(PyExc_SyntaxError, "(i)", 5)); }
TEST(two) { attributes(C(PyExc_SyntaxError, "(s(siis))", "msg", "dir/file.py", 3, 4, "text\n")); }
TEST(end) { attributes(C(PyExc_SyntaxError, "(s(siisii))", "msg", "file.py", 3, 4, "text\n", 5, 6)); }
TEST(end_none) { attributes(C(PyExc_SyntaxError, "(s(siisOO))", "msg", "file.py", 3, 4, "text\n", Py_None, Py_None)); }
TEST(metadata) { attributes(C(PyExc_SyntaxError, "(s(siisiiO))", "msg", "file.py", 3, 4, "text\n", 5, 6, Py_None)); }
TEST(list_info) { attributes(C(PyExc_SyntaxError, "(s[siis])", "msg", "file.py", 3, 4, "text\n")); }
TEST(bad_info) {
    attributes(C(PyExc_SyntaxError, "(si)", "msg", 4));
    attributes(C(PyExc_SyntaxError, "(s())", "msg"));
    attributes(C(PyExc_SyntaxError, "(s(s))", "msg", "f"));
    attributes(C(PyExc_SyntaxError, "(s(siisi))", "msg", "f", 1, 2, "t", 3));
    attributes(C(PyExc_SyntaxError, "(s(siisiiii))", "msg", "f", 1, 2, "t", 3, 4, 5, 6));
    attributes(C(PyExc_SyntaxError, "(s(ssss))", "msg", "f", "a", "b", "t"));
    attributes(C(PyExc_SyntaxError, "(sO)", "msg", Py_None));
}
TEST(three) { attributes(C(PyExc_SyntaxError, "(s(siis)i)", "msg", "f", 1, 2, "t", 3)); }
TEST(str_forms) {
    Py_XDECREF(show_both("file only", C(PyExc_SyntaxError, "(s(sOOO))", "msg", "a/b.py", Py_None, Py_None, Py_None)));
    Py_XDECREF(show_both("line only", C(PyExc_SyntaxError, "(s(OiOO))", "msg", Py_None, 9, Py_None, Py_None)));
    Py_XDECREF(show_both("both", C(PyExc_SyntaxError, "(s(siOO))", "msg", "/x/y/z.py", 9, Py_None, Py_None)));
    Py_XDECREF(show_both("neither", C(PyExc_SyntaxError, "(s(OOOO))", "msg", Py_None, Py_None, Py_None, Py_None)));
    Py_XDECREF(show_both("odd line", C(PyExc_SyntaxError, "(s(ssOO))", "msg", "f.py", "9", Py_None, Py_None)));
    Py_XDECREF(show_both("big line", C(PyExc_SyntaxError, "(s(sLOO))", "msg", "f.py", 1LL << 40, Py_None, Py_None)));
    PyObject *huge = I("99999999999999999999999");
    Py_XDECREF(show_both("huge line", C(PyExc_SyntaxError, "(s(sOOO))", "msg", "f.py", huge, Py_None, Py_None)));
    Py_DECREF(huge);
    Py_XDECREF(show_both("msg none", C(PyExc_SyntaxError, "(O(siOO))", Py_None, "f.py", 2, Py_None, Py_None)));
    Py_XDECREF(show_both("odd file", C(PyExc_SyntaxError, "(s(iiOO))", "msg", 4, 2, Py_None, Py_None)));
    Py_XDECREF(show_both("trailing slash", C(PyExc_SyntaxError, "(s(siOO))", "msg", "dir/", 2, Py_None, Py_None)));
    Py_XDECREF(show_both("bool line", C(PyExc_SyntaxError, "(s(sOOO))", "msg", "f.py", Py_True, Py_None, Py_None)));
}
TEST(set_attributes) {
    PyObject *e = C(PyExc_SyntaxError, "(s)", "msg");
    set_attr(e, "filename", S("d/f.py")); show_both("e", e);
    set_attr(e, "lineno", V("i", 4)); show_both("e", e);
    set_attr(e, "msg", S("other")); show_both("e", e);
    set_attr(e, "msg", NULL); show_both("e", e);
    set_attr(e, "print_file_and_line", V("i", 1)); show_attr(e, "print_file_and_line");
    set_attr(e, "print_file_and_line", NULL); show_attr(e, "print_file_and_line");
    SHOW(PyObject_CallMethod(e, "__init__", "(s(siis))", "again", "g.py", 7, 8, "tt"));
    attributes(e);
}
TEST(keywords) {
    PyObject *kw = V("{s:i}", "msg", 2), *args = V("()");
    SHOW(PyObject_Call(PyExc_SyntaxError, args, kw));
    Py_DECREF(kw); Py_DECREF(args);
}
TEST(subclasses) {
    Py_XDECREF(show_both("indent", C(PyExc_IndentationError, "(s(siis))", "msg", "f.py", 3, 4, "text\n")));
    Py_XDECREF(show_both("tab", C(PyExc_TabError, "(s(siis))", "msg", "f.py", 3, 4, "text\n")));
    Py_XDECREF(show_both("incomplete", C(PyExc_IndentationError, "(si)", "msg", 2)));
}
static void raised_attributes(void) {
    PyObject *e = PyErr_GetRaisedException();
    if (!e) { SAY("nothing raised"); return; }
    show_both(Py_TYPE(e)->tp_name, e);
    show_attrs(e, "filename lineno offset text end_lineno end_offset print_file_and_line msg");
    Py_DECREF(e);
}
TEST(location) {
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_SyntaxLocation("nowhere.py", 12); raised_attributes();
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_SyntaxLocationEx("nowhere.py", 12, 5); raised_attributes();
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_SyntaxLocationEx("nowhere.py", 12, 0); raised_attributes();
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_SyntaxLocationEx(NULL, 12, 1); raised_attributes();
    PyObject *f = S("nowhere2.py");
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_SyntaxLocationObject(f, 12, 5); raised_attributes();
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_RangedSyntaxLocationObject(f, 12, 5, 13, 6); raised_attributes();
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_RangedSyntaxLocationObject(f, 12, -1, 13, -1); raised_attributes();
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_SyntaxLocationEx("un\xff" "decodable", 1, 1); raised_attributes();
    Py_DECREF(f);
}
TEST(location_on_other_exception) {
    PyErr_SetString(PyExc_ValueError, "bad"); PyErr_SyntaxLocationEx("nowhere.py", 12, 5); raised_attributes();
    PyObject *sub = subclass("SubSyntax", PyExc_SyntaxError);
    PyErr_SetString(sub, "bad"); PyErr_SyntaxLocationEx("nowhere.py", 12, 5); raised_attributes();
    Py_DECREF(sub);
}
TEST(program_text) {
    char name[] = "/tmp/exuvia-program-XXXXXX";
    int fd = mkstemp(name);
    const char *text = "first line\n  second line\r\nthird\n\n\xc3\xa9 fifth\nlast without newline";
    (void)!write(fd, text, strlen(text)); close(fd);
    for (int i = -1; i < 9; i++) SHOW(PyErr_ProgramText(name, i));
    PyObject *f = S(name);
    SHOW(PyErr_ProgramTextObject(f, 2));
    PyErr_SetString(PyExc_SyntaxError, "bad"); PyErr_SyntaxLocationObject(f, 2, 3);
    PyObject *e = PyErr_GetRaisedException();
    show_attrs(e, "lineno offset text");
    Py_DECREF(e); Py_DECREF(f);
    unlink(name);
    SHOW(PyErr_ProgramText("/nonexistent/file", 1));
    SHOW(PyErr_ProgramText(NULL, 1));
}
TEST(program_text_long) {
    char name[] = "/tmp/exuvia-program-XXXXXX";
    FILE *f = fdopen(mkstemp(name), "w");
    for (int i = 0; i < 3000; i++) fputc('a' + i % 26, f);
    fputs("\nnext\n", f);
    fclose(f);
    PyObject *t = PyErr_ProgramText(name, 1);
    SHOW_INT(t ? PyUnicode_GetLength(t) : -1);
    Py_XDECREF(t);
    SHOW(PyErr_ProgramText(name, 2));
    unlink(name);
}
