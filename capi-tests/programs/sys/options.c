/* What a host sets: warning and -X options, the path, the arguments (sysmodule.h). */
#include "harness.h"

static void show(const char *name) { print_object(name, PySys_GetObject(name)); }
static PyObject *copy(const char *name) { return PySequence_List(PySys_GetObject(name)); }

TEST(warn_options) {
    PyObject *kept = copy("warnoptions");
    PySys_ResetWarnOptions();
    SHOW_INT(PySys_HasWarnOptions());
    PySys_AddWarnOption(L"ignore");
    SHOW_INT(PySys_HasWarnOptions());
    PyObject *text = S("error::UserWarning");
    SHOW_REFS(text, PySys_AddWarnOptionUnicode(text));
    PySys_AddWarnOption(L"");
    show("warnoptions");
    PySys_ResetWarnOptions();
    show("warnoptions");
    SHOW_INT(PySys_HasWarnOptions());
    PySys_SetObject("warnoptions", Py_None);
    SHOW_INT(PySys_HasWarnOptions());
    PySys_AddWarnOption(L"once");
    show("warnoptions");
    PySys_SetObject("warnoptions", kept);
    Py_DECREF(kept); Py_DECREF(text);
}
TEST(x_options) {
    SHOW_INT(PySys_GetXOptions() == PySys_GetObject("_xoptions"));
    PySys_AddXOption(L"one");
    PySys_AddXOption(L"two=second");
    PySys_AddXOption(L"three=a=b");
    PySys_AddXOption(L"four=");
    PySys_AddXOption(L"one=now");
    show("_xoptions");
    PyDict_Clear(PySys_GetXOptions());
    show("_xoptions");
}
TEST(path) {
    PyObject *kept = copy("path");
    PySys_SetPath(L"/a:/b/c");
    show("path");
    PySys_SetPath(L"");
    show("path");
    PySys_SetPath(L":");
    show("path");
    PySys_SetObject("path", kept);
    Py_DECREF(kept);
}
TEST(arguments) {
    PyObject *path = PySys_GetObject("path"), *kept = copy("path"), *kept_argv = copy("argv");
    wchar_t *args[] = {L"/usr/bin/nothing", L"-x", L"\x20ac"};
    PySys_SetArgvEx(3, args, 0);
    show("argv");
    SHOW_INT(PyObject_RichCompareBool(path, kept, Py_EQ));
    PySys_SetArgvEx(1, args, 1);
    show("argv");
    print_new("first of the path", PySequence_GetItem(PySys_GetObject("path"), 0));
    PySys_SetArgvEx(0, NULL, 0);
    show("argv");
    wchar_t *command[] = {L"-c", L"more"};
    PySys_SetArgvEx(2, command, 1);
    show("argv");
    print_new("first of the path", PySequence_GetItem(PySys_GetObject("path"), 0));
    wchar_t *script[] = {L"/etc/../tmp/nothing-there.py"};
    PySys_SetArgv(1, script);
    show("argv");
    print_new("first of the path", PySequence_GetItem(PySys_GetObject("path"), 0));
    PySys_SetObject("path", kept); PySys_SetObject("argv", kept_argv);
    Py_DECREF(kept); Py_DECREF(kept_argv);
}
