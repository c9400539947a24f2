/* Full API: audit hooks. */
#ifndef _Py_CPYTHON_AUDIT_H
#define _Py_CPYTHON_AUDIT_H

/* Returns 0, or -1 with an exception, which ends what was audited. */
typedef int (*Py_AuditHookFunction)(const char *, PyObject *, void *);

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#endif
