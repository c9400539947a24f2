/* The sys module. */
#ifndef Py_SYSMODULE_H
#define Py_SYSMODULE_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Writes by the format of PyUnicode_FromFormat to sys.stderr. */
PyAPI_FUNC(void) PySys_FormatStderr(const char *, ...);
/* Writes by the format of PyUnicode_FromFormat to sys.stdout. */
PyAPI_FUNC(void) PySys_FormatStdout(const char *, ...);
/* An attribute of the sys module, borrowed, or NULL; never with an exception of its own. */
PyAPI_FUNC(PyObject *) PySys_GetObject(const char *name);
/* The dict of the -X options, borrowed, or NULL. */
PyAPI_FUNC(PyObject *) PySys_GetXOptions(void);
/* As PySys_SetArgvEx, with the script's folder on the path unless the program is isolated. */
Py_DEPRECATED(3.11) PyAPI_FUNC(void) PySys_SetArgv(int argc, wchar_t **argv);
/* Sets sys.argv; with updatepath the script's folder goes before sys.path. */
Py_DEPRECATED(3.11) PyAPI_FUNC(void) PySys_SetArgvEx(int argc, wchar_t **argv, int updatepath);
/* Sets an attribute of the sys module, or deletes it for NULL: 0, or -1 with an exception. */
PyAPI_FUNC(int) PySys_SetObject(const char *name, PyObject *value);
/* Writes by C's format to sys.stderr, at most 1000 bytes. */
PyAPI_FUNC(void) PySys_WriteStderr(const char *, ...) Py_GCC_ATTRIBUTE((format(printf, 1, 2)));
/* Writes by C's format to sys.stdout, at most 1000 bytes. */
PyAPI_FUNC(void) PySys_WriteStdout(const char *, ...) Py_GCC_ATTRIBUTE((format(printf, 1, 2)));
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030f0000
/* Drops all -W options. */
Py_DEPRECATED(3.13) PyAPI_FUNC(void) PySys_ResetWarnOptions(void);
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* An attribute of the sys module, new; RuntimeError where there is none. */
PyAPI_FUNC(PyObject *) PySys_GetAttr(PyObject *name);
/* PySys_GetAttr, with the name in UTF-8. */
PyAPI_FUNC(PyObject *) PySys_GetAttrString(const char *name);
/* Puts an attribute of the sys module at value, new: 1, or 0 with NULL where there is none, or -1 with NULL and an
   exception. */
PyAPI_FUNC(int) PySys_GetOptionalAttr(PyObject *name, PyObject **value);
/* PySys_GetOptionalAttr, with the name in UTF-8. */
PyAPI_FUNC(int) PySys_GetOptionalAttrString(const char *name, PyObject **value);
#endif
EXUVIA_END_C
/* end of declarations */

#endif
