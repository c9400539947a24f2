#include "../extension.h"
/* EXUVIA_EXTMOD names the built module: there are several builds, all of which must behave alike. */
static PyObject *module(void) { return extension_once(getenv("EXUVIA_EXTMOD"), "statistics", "statistics"); }
static PyObject *negate(PyObject *self, PyObject *o) { (void)self; return PyNumber_Negative(o); }
static PyMethodDef negate_def = {"negate", negate, METH_O, NULL};
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "PI")); }
TEST(mean) {
    SHOW(CALL("mean", "([iidi])", 1, 2, 3.5, 4));
    SHOW(CALL("mean", "((O))", Py_True));
    SHOW(CALL("mean", "({sisi})", "a", 1, "b", 2));
    SHOW(CALL("mean", "([])"));
    SHOW(CALL("mean", "([is])", 1, "x"));
    SHOW(CALL("mean", "(i)", 1));
}
TEST(histogram) {
    SHOW(CALL("histogram", "([iisiOd])", 1, 2, "a", 1, Py_True, 2.0));
    SHOW(CALL("histogram", "(s)", "mississippi"));
    SHOW(CALL("histogram", "([[]])"));
    SHOW(CALL("histogram", "(i)", 1));
}
TEST(best) {
    SHOW(CALL("best", "([iii])", 3, 9, 4));
    SHOW(CALL("best", "([iii]N)", 3, 9, 4, PyCFunction_New(&negate_def, NULL)));
    SHOW(CALL("best", "((ss))", "pear", "plum"));
    SHOW(CALL("best", "([])"));
    SHOW(CALL("best", "([is])", 1, "x"));
    SHOW(CALL("best", "([ss]N)", "a", "b", PyCFunction_New(&negate_def, NULL)));
    SHOW(CALL("best", "([i]i)", 1, 2));
}
TEST(references) {
    PyObject *item = F(1e10), *list = V("[OOO]", item, item, item);
    SHOW_REFS(item, Py_XDECREF(CALL("mean", "(O)", list)));
    SHOW_REFS(item, Py_XDECREF(CALL("histogram", "(O)", list)));
    SHOW_REFS(item, Py_XDECREF(CALL("best", "(O)", list)));
    SHOW_REFS(list, Py_XDECREF(CALL("best", "(O)", list)));
    Py_DECREF(list); Py_DECREF(item);
}
