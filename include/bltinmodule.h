/* Types of the builtins module that have no header of their own. */
#ifndef Py_BLTINMODULE_H
#define Py_BLTINMODULE_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
