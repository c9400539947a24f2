/* Full API of files. */
#ifndef Py_CPYTHON_FILEUTILS_H
#define Py_CPYTHON_FILEUTILS_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Closes a file that Py_fopen gave. */
PyAPI_FUNC(int) Py_fclose(FILE *file);
/* Opens a file by a path of any kind, as fopen does; programs that are started do not get it. NULL with OSError. */
PyAPI_FUNC(FILE *) Py_fopen(PyObject *path, const char *mode);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

Py_DEPRECATED(3.14) static inline FILE *_Py_fopen_obj(PyObject *path, const char *mode)
{
    return Py_fopen(path, mode);
}

EXUVIA_END_C

#endif
