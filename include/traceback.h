/* Tracebacks. */
#ifndef Py_TRACEBACK_H
#define Py_TRACEBACK_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PyTraceBack_Check(v) Py_IS_TYPE((v), &PyTraceBack_Type)

#ifndef Py_LIMITED_API
#include "cpython/traceback.h"
#endif

#endif
