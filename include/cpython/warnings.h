/* Full API of warnings. */
#ifndef Py_CPYTHON_WARNINGS_H
#define Py_CPYTHON_WARNINGS_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Warns with a formatted message of a place that is given. */
PyAPI_FUNC(int) PyErr_WarnExplicitFormat(PyObject *category, const char *filename, int lineno, const char *module,
                                         PyObject *registry, const char *format, ...);
/* Warns of a place that is given; a NULL module is named after the file. */
PyAPI_FUNC(int) PyErr_WarnExplicitObject(PyObject *category, PyObject *message, PyObject *filename, int lineno,
                                         PyObject *module, PyObject *registry);
EXUVIA_END_C
/* end of declarations */

#define PyErr_Warn(category, msg) PyErr_WarnEx((category), (msg), 1)

#endif
