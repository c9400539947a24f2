/* Text of floating-point numbers. */
#ifndef Py_STRTOD_H
#define Py_STRTOD_H

/* Flags of PyOS_double_to_string. */
#define Py_DTSF_SIGN 0x01
#define Py_DTSF_ADD_DOT_0 0x02
#define Py_DTSF_ALT 0x04
#define Py_DTSF_NO_NEG_0 0x08

/* The kinds of number that it says it has written. */
#define Py_DTST_FINITE 0
#define Py_DTST_INFINITE 1
#define Py_DTST_NAN 2

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#endif
