/* Audit events. */
#ifndef _Py_AUDIT_H
#define _Py_AUDIT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/audit.h"
#endif

#endif
