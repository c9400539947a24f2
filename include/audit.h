/* Audit events. */
#ifndef _Py_AUDIT_H
#define _Py_AUDIT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* Tells the audit hooks of an event: 0, or -1 with the exception of one that refuses. */
PyAPI_FUNC(int) PySys_Audit(const char *event, const char *format, ...);
/* Tells the hooks of an event: 0, or -1 with the exception of a hook that refuses. args is a tuple or NULL. */
PyAPI_FUNC(int) PySys_AuditTuple(const char *event, PyObject *args);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/audit.h"
#endif

#endif
