/* Comparing C strings whatever their case. */
#ifndef Py_STRCMP_H
#define Py_STRCMP_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Compares two C strings without regard to ASCII case: negative, zero or positive. */
PyAPI_FUNC(int) PyOS_mystricmp(const char *str1, const char *str2);
/* As PyOS_mystricmp, of at most size characters. */
PyAPI_FUNC(int) PyOS_mystrnicmp(const char *str1, const char *str2, Py_ssize_t size);
EXUVIA_END_C
/* end of declarations */

#define PyOS_strnicmp PyOS_mystrnicmp
#define PyOS_stricmp PyOS_mystricmp

#endif
