/* marshal: code objects and constants as bytes. */
#ifndef Py_MARSHAL_H
#define Py_MARSHAL_H

#ifndef Py_LIMITED_API

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#define Py_MARSHAL_VERSION 5

#endif

#endif
