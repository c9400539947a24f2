/* Comparing C strings whatever their case. */
#ifndef Py_STRCMP_H
#define Py_STRCMP_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PyOS_strnicmp PyOS_mystrnicmp
#define PyOS_stricmp PyOS_mystricmp

#endif
