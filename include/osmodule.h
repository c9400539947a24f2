/* The os module. */
#ifndef Py_OSMODULE_H
#define Py_OSMODULE_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
