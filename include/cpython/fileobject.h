/* Full API of file objects. */
#ifndef Py_CPYTHON_FILEOBJECT_H
#define Py_CPYTHON_FILEOBJECT_H

/* Opens a file for reading code; the path is a str. */
typedef PyObject *(*Py_OpenCodeHookFunction)(PyObject *, void *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
