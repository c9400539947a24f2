/* Memory: the raw domain (PyMem_Raw*, without the GIL) and the mem domain (PyMem_*). */
#ifndef Py_PYMEM_H
#define Py_PYMEM_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

/* Memory for n values of a type; NULL where their size overflows. */
#define PyMem_New(type, n) \
    ((size_t)(n) > PY_SSIZE_T_MAX / sizeof(type) ? NULL : (type *)PyMem_Malloc((n) * sizeof(type)))
#define PyMem_Resize(p, type, n) \
    ((p) = (size_t)(n) > PY_SSIZE_T_MAX / sizeof(type) ? NULL : (type *)PyMem_Realloc((p), (n) * sizeof(type)))

/* Older names. */
#define PyMem_MALLOC(n) PyMem_Malloc((n))
#define PyMem_NEW(type, n) PyMem_New(type, (n))
#define PyMem_REALLOC(p, n) PyMem_Realloc((p), (n))
#define PyMem_RESIZE(p, type, n) PyMem_Resize((p), type, (n))
#define PyMem_FREE(p) PyMem_Free((p))
#define PyMem_Del(p) PyMem_Free((p))
#define PyMem_DEL(p) PyMem_Free((p))

#ifndef Py_LIMITED_API
#include "cpython/pymem.h"
#endif

#endif
