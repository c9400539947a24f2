/* Full API: the flags that configured the interpreter before PyConfig. */
#ifndef Py_PYDEBUG_H
#define Py_PYDEBUG_H

#ifndef Py_LIMITED_API
/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif

#endif
