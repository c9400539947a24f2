/* enumerate and reversed. */
#ifndef Py_ENUMOBJECT_H
#define Py_ENUMOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
