/* Full API of file objects. */
#ifndef Py_CPYTHON_FILEOBJECT_H
#define Py_CPYTHON_FILEOBJECT_H

/* Opens a file for reading code; the path is a str. */
typedef PyObject *(*Py_OpenCodeHookFunction)(PyObject *, void *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The same for a path in UTF-8. */
PyAPI_FUNC(PyObject *) PyFile_OpenCode(const char *path);
/* A new file for reading bytes of code, by the host's hook or as open(path, 'rb'). TypeError where the path is no
   str. */
PyAPI_FUNC(PyObject *) PyFile_OpenCodeObject(PyObject *path);
/* Sets what opens files of code, for the whole process: 0; -1 where there is a hook already, with SystemError where
   the runtime runs. */
PyAPI_FUNC(int) PyFile_SetOpenCodeHook(Py_OpenCodeHookFunction hook, void *data);
EXUVIA_END_C
/* end of declarations */

#endif
