/* Importing. */
#ifndef Py_IMPORT_H
#define Py_IMPORT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#define PyImport_ImportModuleEx(n, g, l, f) PyImport_ImportModuleLevel((n), (g), (l), (f), 0)

#ifndef Py_LIMITED_API
#include "cpython/import.h"
#endif

#endif
