/* Full API of warnings. */
#ifndef Py_CPYTHON_WARNINGS_H
#define Py_CPYTHON_WARNINGS_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#define PyErr_Warn(category, msg) PyErr_WarnEx((category), (msg), 1)

#endif
