/* Hashing. */
#ifndef Py_HASH_H
#define Py_HASH_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

/* Strings shorter than this would be hashed by DJBX33A. */
#ifndef Py_HASH_CUTOFF
#define Py_HASH_CUTOFF 0
#endif

#define Py_HASH_EXTERNAL 0
#define Py_HASH_SIPHASH24 1
#define Py_HASH_FNV 2
#define Py_HASH_SIPHASH13 3
#ifndef Py_HASH_ALGORITHM
#define Py_HASH_ALGORITHM Py_HASH_SIPHASH13
#endif

#ifndef Py_LIMITED_API
#include "cpython/pyhash.h"
#endif

#endif
