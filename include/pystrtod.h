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

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The double in the style of code (e E f F g G r), as a new C string that PyMem_Free frees; kind, unless NULL,
   becomes 0 for a finite number, 1 for an infinity, 2 for a NaN. SystemError where code or precision make no sense,
   MemoryError. */
PyAPI_FUNC(char *) PyOS_double_to_string(double value, char code, int precision, int flags, int *kind);
/* The double that a C string begins with (no white space before it), and in end, unless NULL, where it ends; with a
   NULL end the whole string has to be one. ValueError where there is none. One beyond the largest double raises
   overflow, or is infinite where that is NULL. -1.0 with an exception. */
PyAPI_FUNC(double) PyOS_string_to_double(const char *from, char **end, PyObject *overflow);
EXUVIA_END_C
/* end of declarations */

#endif
