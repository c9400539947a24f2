/* Files, and the locale encoding. */
#ifndef Py_FILEUTILS_H
#define Py_FILEUTILS_H

#include <sys/stat.h>

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* The wide text of a C string, in a new block of the raw domain, and its length in size; NULL, and -1 there, where
   there is no memory. */
PyAPI_FUNC(wchar_t *) Py_DecodeLocale(const char *arg, size_t *size);
/* The bytes of wide text, in a new block of the mem domain; NULL where there is no memory, with -1 in error_pos, or
   where a character has no bytes, with its index there. -1 also for success. */
PyAPI_FUNC(char *) Py_EncodeLocale(const wchar_t *text, size_t *error_pos);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/fileutils.h"
#endif

#endif
