/* Warnings. */
#ifndef Py_WARNINGS_H
#define Py_WARNINGS_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Warns with UTF-8 text of the code level calls up: 0, or -1 where a filter makes it an exception. A NULL category
   is RuntimeWarning. */
PyAPI_FUNC(int) PyErr_WarnEx(PyObject *category, const char *message, Py_ssize_t level);
/* As PyErr_WarnExplicitObject, with texts in UTF-8 and the file's name in the file system's encoding. */
PyAPI_FUNC(int) PyErr_WarnExplicit(PyObject *category, const char *message, const char *filename, int lineno,
                                   const char *module, PyObject *registry);
/* Warns with a formatted message of the code that called: 0, or -1 where a filter makes it an exception. */
PyAPI_FUNC(int) PyErr_WarnFormat(PyObject *category, Py_ssize_t level, const char *format, ...);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03060000
/* Warns of a resource that was not given back. */
PyAPI_FUNC(int) PyErr_ResourceWarning(PyObject *source, Py_ssize_t level, const char *format, ...);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/warnings.h"
#endif

#endif
