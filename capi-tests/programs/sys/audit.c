/* Audit hooks, in C and as objects. */
#include "../errors/exc.h"
/* A hook stays until the end: every test that adds one runs alone. */
#include "../alone.h"
static int on;
static int hook(const char *event, PyObject *args, void *data) {
    if (!on || strncmp(event, "exuvia.", 7)) return 0;
    printf("%s %s ", (const char *)data, event);
    print_object("args", args);
    if (!strcmp(event, "exuvia.fail")) { PyErr_SetString(PyExc_RuntimeError, "refused"); return -1; }
    return 0;
}
static PyObject *pyhook(PyObject *self, PyObject *args) {
    PyObject *event = PyTuple_GetItem(args, 0);
    const char *e = PyUnicode_AsUTF8AndSize(event, NULL);
    if (!on || strncmp(e, "exuvia.", 7)) Py_RETURN_NONE;
    print_object("object hook", args);
    if (!strcmp(e, "exuvia.pyfail")) { PyErr_SetString(PyExc_RuntimeError, "refused by the object"); return NULL; }
    Py_RETURN_NONE;
}
static PyMethodDef pyhook_def = { "pyhook", pyhook, METH_VARARGS, NULL };
static PyObject *audit(void) { return PySys_GetObject("audit"); }
TEST(no_hooks) {
    SHOW_INT(PySys_Audit("exuvia.event", NULL));
    SHOW_INT(PySys_Audit("exuvia.event", "(is)", 1, "two"));
    SHOW(C(audit(), "(s)", "exuvia.event"));
}
ALONE(c_hook) {
    on = 1;
    SHOW_INT(PySys_AddAuditHook(hook, "first"));
    SHOW_INT(PySys_Audit("exuvia.event", NULL));
    SHOW_INT(PySys_Audit("exuvia.event", "(is)", 1, "two"));
    SHOW_INT(PySys_Audit("exuvia.event", "i", 1));
    SHOW_INT(PySys_Audit("exuvia.event", "O", Py_None));
    SHOW_INT(PySys_Audit("exuvia.event", "()"));
    SHOW_INT(PySys_Audit("exuvia.event", "((ii))", 1, 2));
    SHOW_INT(PySys_Audit("exuvia.fail", "s", "x"));
    SHOW_INT(PySys_AddAuditHook(hook, "second"));
    SHOW_INT(PySys_Audit("exuvia.event", "s", "x"));
    SHOW_INT(PySys_Audit("exuvia.fail", "s", "x"));
    PyObject *t = V("(ii)", 1, 2);
    SHOW_INT(PySys_AuditTuple("exuvia.tuple", t));
    SHOW_INT(PySys_AuditTuple("exuvia.tuple", NULL));
    SHOW_INT(PySys_AuditTuple("exuvia.tuple", Py_None));
    Py_DECREF(t);
    on = 0;
}
ALONE(python_audit) {
    on = 1;
    PySys_AddAuditHook(hook, "c");
    SHOW(C(audit(), "(s)", "exuvia.event"));
    SHOW(C(audit(), "(sii)", "exuvia.event", 1, 2));
    SHOW(C(audit(), "(s)", "exuvia.fail"));
    SHOW(C(audit(), "()"));
    SHOW(C(audit(), "(i)", 5));
    on = 0;
}
ALONE(python_hook) {
    on = 1;
    PyObject *h = PyCFunction_New(&pyhook_def, NULL);
    SHOW(C(PySys_GetObject("addaudithook"), "(O)", h));
    SHOW(C(audit(), "(s)", "exuvia.event"));
    SHOW(C(audit(), "(sii)", "exuvia.event", 1, 2));
    SHOW(C(audit(), "(s)", "exuvia.pyfail"));
    SHOW_INT(PySys_Audit("exuvia.event", "i", 7));
    SHOW_INT(PySys_Audit("exuvia.pyfail", NULL));
    SHOW(C(PySys_GetObject("addaudithook"), "()"));
    on = 0;
    Py_DECREF(h);
}
static int refuse(const char *event, PyObject *args, void *data) {
    if (on && !strcmp(event, "sys.addaudithook")) { PyErr_SetString(data ? PyExc_RuntimeError : PyExc_BaseException, "no more hooks"); return -1; }
    return 0;
}
ALONE(refuse_new_hooks) {
    PyObject *h = PyCFunction_New(&pyhook_def, NULL);
    PySys_AddAuditHook(refuse, "x");
    on = 1;
    SHOW_INT(PySys_AddAuditHook(hook, "never"));
    SHOW(C(PySys_GetObject("addaudithook"), "(O)", h));
    on = 0;
    Py_DECREF(h);
}
ALONE(refuse_with_base_exception) {
    PyObject *h = PyCFunction_New(&pyhook_def, NULL);
    PySys_AddAuditHook(refuse, NULL);
    on = 1;
    SHOW_INT(PySys_AddAuditHook(hook, "never"));
    SHOW(C(PySys_GetObject("addaudithook"), "(O)", h));
    on = 0;
    Py_DECREF(h);
}
