/* Full API: tracing memory that extensions allocate by themselves. */
#ifndef Py_LIMITED_API
#ifndef Py_TRACEMALLOC_H
#define Py_TRACEMALLOC_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
#endif
