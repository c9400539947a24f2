/* File objects. */
#ifndef Py_FILEOBJECT_H
#define Py_FILEOBJECT_H

#define PY_STDIOTEXTMODE "b"

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new file over a descriptor, as open makes it; name is not looked at. NULL stands for what open does by itself,
   and for the mode r. */
PyAPI_FUNC(PyObject *) PyFile_FromFd(int fd, const char *name, const char *mode, int buffering, const char *encoding,
                                     const char *errors, const char *newline, int closefd);
/* The next line of a file: readline(n), or for a negative n the line without its end and EOFError where there is
   none. */
PyAPI_FUNC(PyObject *) PyFile_GetLine(PyObject *file, int n);
/* Writes an object's repr, or its str with Py_PRINT_RAW: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyFile_WriteObject(PyObject *object, PyObject *file, int flags);
/* Writes UTF-8 text: 0, or -1 with an exception, also where one is set already. */
PyAPI_FUNC(int) PyFile_WriteString(const char *text, PyObject *file);
/* The descriptor of an int, or of what has a fileno method; -1 with an exception. */
PyAPI_FUNC(int) PyObject_AsFileDescriptor(PyObject *object);
/* The encoding of file names while the runtime is up, or NULL. */
Py_DEPRECATED(3.12) PyAPI_DATA(const char *) Py_FileSystemDefaultEncoding;
/* Whether the encoding of file names is the host's. */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_HasFileSystemDefaultEncoding;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03060000
/* Its error handler while the runtime is up, or NULL. */
Py_DEPRECATED(3.12) PyAPI_DATA(const char *) Py_FileSystemDefaultEncodeErrors;
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03070000
/* Text from the outside is UTF-8. */
Py_DEPRECATED(3.12) PyAPI_DATA(int) Py_UTF8Mode;
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/fileobject.h"
#endif

#endif
