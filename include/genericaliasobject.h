/* Generic aliases: list[int] and its like. */
#ifndef Py_GENERICALIASOBJECT_H
#define Py_GENERICALIASOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
