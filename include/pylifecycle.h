/* Starting and ending the interpreter. */
#ifndef Py_PYLIFECYCLE_H
#define Py_PYLIFECYCLE_H

typedef void (*PyOS_sighandler_t)(int);

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pylifecycle.h"
#endif

#endif
