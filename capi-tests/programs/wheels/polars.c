#include "wheel.h"
WHEEL("_polars_runtime_32/_polars_runtime.abi3.so", "_polars_runtime_32._polars_runtime", "_polars_runtime")
static PyObject *numbers(void) { return MUST(M(MUST(PyObject_GetAttrString(module(), "PySeries")), "new_opt_i64", "(s[iOii]O)", "a", 3, Py_None, 1, 2, Py_True)); }
static PyObject *words(void) { return MUST(M(MUST(PyObject_GetAttrString(module(), "PySeries")), "new_str", "(s[ssss]O)", "b", "x", "caf\xc3\xa9", "", "z", Py_True)); }
static PyObject *frame(void) { return MUST(CALL("PyDataFrame", "([NN])", numbers(), words())); }
TEST(module) { SHOW_INT(PyList_Size(public_names(module())) > 100); SHOW(CALL("escape_regex", "(s)", "a.b*c")); }
TEST(series) { SHOW(M(numbers(), "name", NULL)); SHOW(M(numbers(), "len", NULL)); SHOW(M(numbers(), "null_count", NULL)); SHOW(M(numbers(), "mean", NULL)); SHOW(M(M(numbers(), "sort", "(OOO)", Py_True, Py_True, Py_False), "as_str", NULL)); SHOW(M(words(), "as_str", NULL)); SHOW(M(words(), "n_unique", NULL)); }
TEST(frames) { SHOW(M(frame(), "columns", NULL)); SHOW(M(frame(), "shape", NULL)); SHOW(M(frame(), "dtype_strings", NULL)); SHOW(M(frame(), "as_str", NULL)); SHOW(M(M(frame(), "head", "(i)", 2), "as_str", NULL)); SHOW(M(frame(), "height", NULL)); SHOW(M(frame(), "is_empty", NULL)); }
TEST(lazy) { PyObject *column = MUST(CALL("col", "(s)", "a")), *r = MUST(M(MUST(M(MUST(M(frame(), "lazy", NULL)), "select", "([O])", column)), "collect", "(sO)", "in-memory", Py_None)); SHOW(M(Py_NewRef(r), "shape", NULL)); SHOW(M(r, "as_str", NULL)); }
TEST(errors) { SHOW(CALL("escape_regex", "(i)", 3)); SHOW(M(MUST(PyObject_GetAttrString(module(), "PySeries")), "new_opt_i64", "(s[s]O)", "a", "x", Py_True)); SHOW(M(numbers(), "nothing", NULL)); }
