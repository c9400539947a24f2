#include "wheel.h"
#include "stand_in.h"
static void packages(void) {
    static int done;
    if (done++) return;
    const char *names[] = {"BadRequiredStrength", "DuplicateConstraint", "DuplicateEditVariable", "UnknownConstraint", "UnknownEditVariable", "UnsatisfiableConstraint"};
    stand_in_module("kiwisolver");
    for (int i = 0; i < 6; i++) stand_in("kiwisolver.exceptions", names[i], (PyTypeObject *)PyExc_Exception);
}
WHEEL_AFTER(packages(), "kiwisolver/_cext.cpython-314-x86_64-linux-gnu.so", "kiwisolver._cext", "_cext")
static PyObject *variable(const char *name) { return MUST(CALL("Variable", "(s)", name)); }
static PyObject *is(PyObject *a, PyObject *b, int op) { return MUST(PyObject_RichCompare(a, b, op)); }
#define SHOW_VALUE(v) SHOW(M(Py_NewRef(v), "value", NULL))
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "__version__")); SHOW(PyObject_GetAttrString(MUST(PyObject_GetAttrString(module(), "strength")), "required")); SHOW(M(MUST(PyObject_GetAttrString(module(), "strength")), "create", "(iii)", 1, 2, 3)); }
TEST(expressions) {
    PyObject *x = variable("x"), *y = variable("y"), *two = I("2"), *text = S("text");
    SHOW(Py_NewRef(x)); PyObject *e = MUST(PyNumber_Add(MUST(PyNumber_Multiply(x, two)), y)); SHOW(PyObject_Str(e)); SHOW(M(Py_NewRef(e), "constant", NULL)); SHOW_INT(PyTuple_Size(MUST(M(Py_NewRef(e), "terms", NULL)))); SHOW(PyObject_Str(MUST(PyNumber_Subtract(e, two)))); SHOW(PyObject_Str(MUST(PyNumber_Negative(x)))); SHOW(PyObject_Str(MUST(PyNumber_TrueDivide(x, two)))); SHOW(PyNumber_Multiply(x, y)); SHOW(PyNumber_TrueDivide(two, x)); SHOW(PyNumber_Add(x, text)); SHOW(PyObject_RichCompare(x, y, Py_LT)); SHOW(PyObject_RichCompare(x, text, Py_EQ));
    PyObject *c = is(e, I("10"), Py_LE); SHOW(M(Py_NewRef(c), "op", NULL)); SHOW(M(Py_NewRef(c), "strength", NULL)); SHOW(PyNumber_Or(c, S("weak")) ? S("a constraint") : NULL); SHOW(PyNumber_Or(c, S("nonsense"))); SHOW(M(Py_NewRef(x), "name", NULL)); SHOW(M(Py_NewRef(x), "setName", "(s)", "z")); SHOW(Py_NewRef(x)); SHOW(M(Py_NewRef(x), "setContext", "([i])", 3)); SHOW(M(Py_NewRef(x), "context", NULL));
}
TEST(solving) {
    PyObject *s = MUST(CALL("Solver", NULL)), *left = variable("left"), *right = variable("right"), *width = variable("width"), *zero = I("0"), *hundred = I("100");
    SHOW(M(Py_NewRef(s), "addConstraint", "(N)", is(right, MUST(PyNumber_Add(left, width)), Py_EQ))); SHOW(M(Py_NewRef(s), "addConstraint", "(N)", is(left, zero, Py_GE))); SHOW(M(Py_NewRef(s), "addConstraint", "(N)", MUST(PyNumber_Or(is(width, hundred, Py_EQ), S("weak"))))); SHOW(M(Py_NewRef(s), "updateVariables", NULL)); SHOW_VALUE(left); SHOW_VALUE(right); SHOW_VALUE(width);
    SHOW(M(Py_NewRef(s), "addEditVariable", "(Os)", right, "strong")); SHOW(M(Py_NewRef(s), "suggestValue", "(Oi)", right, 300)); SHOW(M(Py_NewRef(s), "updateVariables", NULL)); SHOW_VALUE(left); SHOW_VALUE(right); SHOW_VALUE(width); SHOW(M(Py_NewRef(s), "hasEditVariable", "(O)", right)); SHOW(M(Py_NewRef(s), "addEditVariable", "(Os)", right, "strong") ? S("added") : (PyErr_Clear(), S("twice"))); SHOW(M(Py_NewRef(s), "reset", NULL));
}
TEST(errors) { PyObject *s = MUST(CALL("Solver", NULL)), *x = variable("x"), *c = is(x, I("1"), Py_EQ), *d = is(x, I("2"), Py_EQ); SHOW(M(Py_NewRef(s), "addConstraint", "(O)", c)); PyObject *r = M(Py_NewRef(s), "addConstraint", "(O)", d); SHOW(r); SHOW(M(Py_NewRef(s), "addConstraint", "(i)", 3)); SHOW(CALL("Variable", "(i)", 3)); SHOW(CALL("Variable", "(sii)", "x", 1, 2)); SHOW(CALL("Term", "(i)", 3)); SHOW(M(Py_NewRef(s), "suggestValue", "(Os)", x, "y")); SHOW(CALL("Solver", "(i)", 3)); }
