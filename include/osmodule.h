/* The os module. */
#ifndef Py_OSMODULE_H
#define Py_OSMODULE_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03060000
/* The file system path of an object, new: a str or bytes itself, or what its __fspath__ gives. TypeError for
   anything else. */
PyAPI_FUNC(PyObject *) PyOS_FSPath(PyObject *path);
#endif
EXUVIA_END_C
/* end of declarations */

#endif
