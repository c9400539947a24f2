/* memoryview. */
#ifndef Py_MEMORYOBJECT_H
#define Py_MEMORYOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new view on the object. TypeError where it has no buffer. */
PyAPI_FUNC(PyObject *) PyMemoryView_FromObject(PyObject *object);
/* A new view on the object's memory if that is contiguous in the order C, F or A for either, else on a copy of it.
   BufferError where PyBUF_WRITE is asked and cannot be had. */
PyAPI_FUNC(PyObject *) PyMemoryView_GetContiguous(PyObject *object, int kind, char order);
/* memoryview. */
PyAPI_DATA(PyTypeObject) PyMemoryView_Type;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* A new view on size bytes of memory that nobody owns; PyBUF_READ or PyBUF_WRITE says what may be done. */
PyAPI_FUNC(PyObject *) PyMemoryView_FromMemory(char *memory, Py_ssize_t size, int flags);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030b0000
/* A new view on what the buffer describes. It does not own the buffer, which stays in use as long as the view. */
PyAPI_FUNC(PyObject *) PyMemoryView_FromBuffer(const Py_buffer *info);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyMemoryView_Check(op) Py_IS_TYPE((op), &PyMemoryView_Type)

#ifndef Py_LIMITED_API
#include "cpython/memoryobject.h"
#endif

#endif
