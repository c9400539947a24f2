/* Frames. */
#ifndef Py_PYFRAME_H
#define Py_PYFRAME_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pyframe.h"
#endif

#endif
