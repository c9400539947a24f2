/* Warnings. */
#ifndef Py_WARNINGS_H
#define Py_WARNINGS_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/warnings.h"
#endif

#endif
