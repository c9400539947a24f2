/* Signals and forks. */
#ifndef Py_INTRCHECK_H
#define Py_INTRCHECK_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#endif
