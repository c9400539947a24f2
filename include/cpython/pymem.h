/* Full API: allocators that a host may replace. */
#ifndef Py_CPYTHON_PYMEM_H
#define Py_CPYTHON_PYMEM_H

typedef enum {
    PYMEM_DOMAIN_RAW,
    PYMEM_DOMAIN_MEM,
    PYMEM_DOMAIN_OBJ
} PyMemAllocatorDomain;

typedef enum {
    PYMEM_ALLOCATOR_NOT_SET = 0,
    PYMEM_ALLOCATOR_DEFAULT = 1,
    PYMEM_ALLOCATOR_DEBUG = 2,
    PYMEM_ALLOCATOR_MALLOC = 3,
    PYMEM_ALLOCATOR_MALLOC_DEBUG = 4,
    PYMEM_ALLOCATOR_PYMALLOC = 5,
    PYMEM_ALLOCATOR_PYMALLOC_DEBUG = 6,
    PYMEM_ALLOCATOR_MIMALLOC = 7,
    PYMEM_ALLOCATOR_MIMALLOC_DEBUG = 8
} PyMemAllocatorName;

/* An allocator: its functions take ctx first. */
typedef struct {
    void *ctx;
    void *(*malloc)(void *ctx, size_t size);
    void *(*calloc)(void *ctx, size_t nelem, size_t elsize);
    void *(*realloc)(void *ctx, void *ptr, size_t new_size);
    void (*free)(void *ctx, void *ptr);
} PyMemAllocatorEx;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Copies the domain's allocator into allocator; all NULL for a domain that does not exist. */
PyAPI_FUNC(void) PyMem_GetAllocator(PyMemAllocatorDomain domain, PyMemAllocatorEx *allocator);
/* Replaces the domain's allocator. Blocks that are out must be such as the new one can free. */
PyAPI_FUNC(void) PyMem_SetAllocator(PyMemAllocatorDomain domain, PyMemAllocatorEx *allocator);
/* Has each domain's blocks guarded from now on; does nothing for a domain whose are. Blocks that are out must not
   come back through it. */
PyAPI_FUNC(void) PyMem_SetupDebugHooks(void);
EXUVIA_END_C
/* end of declarations */

#endif
