/* Full API: audit hooks. */
#ifndef _Py_CPYTHON_AUDIT_H
#define _Py_CPYTHON_AUDIT_H

/* Returns 0, or -1 with an exception, which ends what was audited. */
typedef int (*Py_AuditHookFunction)(const char *, PyObject *, void *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Adds a hook for the whole process: 0; -1 where a hook refuses with other than RuntimeError. It may be called
   before the runtime starts. */
PyAPI_FUNC(int) PySys_AddAuditHook(Py_AuditHookFunction hook, void *data);
EXUVIA_END_C
/* end of declarations */

#endif
