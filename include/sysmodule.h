/* The sys module. */
#ifndef Py_SYSMODULE_H
#define Py_SYSMODULE_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#endif
