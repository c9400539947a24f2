/* Full API: tracing memory that extensions allocate by themselves. */
#ifndef Py_LIMITED_API
#ifndef Py_TRACEMALLOC_H
#define Py_TRACEMALLOC_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Traces a block that no domain gave; one that is traced already gets the new size. 0, -1 where there is no memory
   for it, -2 while nothing is traced. Needs no attached thread state, and raises nothing. */
PyAPI_FUNC(int) PyTraceMalloc_Track(unsigned int domain, uintptr_t ptr, size_t size);
/* Forgets a block that PyTraceMalloc_Track was told of. 0, or -2 while nothing is traced. */
PyAPI_FUNC(int) PyTraceMalloc_Untrack(unsigned int domain, uintptr_t ptr);
EXUVIA_END_C
/* end of declarations */

#endif
#endif
