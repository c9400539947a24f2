/* Codecs and error handlers. */
#ifndef Py_CODECREGISTRY_H
#define Py_CODECREGISTRY_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#endif
