/* bytearray. */
#ifndef Py_BYTEARRAYOBJECT_H
#define Py_BYTEARRAYOBJECT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
PyAPI_DATA(PyTypeObject) PyByteArray_Type;
EXUVIA_END_C
/* end of declarations */

#define PyByteArray_Check(self) PyObject_TypeCheck((self), &PyByteArray_Type)
#define PyByteArray_CheckExact(self) Py_IS_TYPE((self), &PyByteArray_Type)

#ifndef Py_LIMITED_API
#include "cpython/bytearrayobject.h"
#endif

#endif
