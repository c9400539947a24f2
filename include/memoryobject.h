/* memoryview. */
#ifndef Py_MEMORYOBJECT_H
#define Py_MEMORYOBJECT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PyMemoryView_Check(op) Py_IS_TYPE((op), &PyMemoryView_Type)

#ifndef Py_LIMITED_API
#include "cpython/memoryobject.h"
#endif

#endif
