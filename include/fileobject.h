/* File objects. */
#ifndef Py_FILEOBJECT_H
#define Py_FILEOBJECT_H

#define PY_STDIOTEXTMODE "b"

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/fileobject.h"
#endif

#endif
