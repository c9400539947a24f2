/* bytes. */
#ifndef Py_BYTESOBJECT_H
#define Py_BYTESOBJECT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PyBytes_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE((op), &PyBytes_Type)

#ifndef Py_LIMITED_API
#include "cpython/bytesobject.h"
#endif

#endif
