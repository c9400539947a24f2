/* Memory: the raw domain (PyMem_Raw*, without the GIL) and the mem domain (PyMem_*). */
#ifndef Py_PYMEM_H
#define Py_PYMEM_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A zeroed block for count items of size bytes, or NULL, without an exception. */
PyAPI_FUNC(void *) PyMem_Calloc(size_t count, size_t size);
/* Gives a block of this domain back; does nothing for NULL. */
PyAPI_FUNC(void) PyMem_Free(void *block);
/* A block of at least size bytes (1 for 0), or NULL, without an exception. */
PyAPI_FUNC(void *) PyMem_Malloc(size_t size);
/* The block with another size, its content kept; NULL leaves it as it was. A NULL block is allocated. */
PyAPI_FUNC(void *) PyMem_Realloc(void *block, size_t size);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* A zeroed block for count items of size bytes, or NULL, without an exception. */
PyAPI_FUNC(void *) PyMem_RawCalloc(size_t count, size_t size);
/* Gives a block of this domain back; does nothing for NULL. */
PyAPI_FUNC(void) PyMem_RawFree(void *block);
/* A block of at least size bytes (1 for 0), or NULL, without an exception. */
PyAPI_FUNC(void *) PyMem_RawMalloc(size_t size);
/* The block with another size, its content kept; NULL leaves it as it was. A NULL block is allocated. */
PyAPI_FUNC(void *) PyMem_RawRealloc(void *block, size_t size);
#endif
EXUVIA_END_C
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
