/* Running Python code; printing exceptions; reading lines. */
#ifndef Py_PYTHONRUN_H
#define Py_PYTHONRUN_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pythonrun.h"
#endif

#endif
