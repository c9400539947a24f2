/* set and frozenset. */
#ifndef Py_SETOBJECT_H
#define Py_SETOBJECT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
PyAPI_DATA(PyTypeObject) PyFrozenSet_Type;
PyAPI_DATA(PyTypeObject) PySet_Type;
EXUVIA_END_C
/* end of declarations */

#define PySet_CheckExact(op) Py_IS_TYPE((op), &PySet_Type)
#define PySet_Check(op) (PySet_CheckExact(op) || PyType_IsSubtype(Py_TYPE(op), &PySet_Type))
#define PyFrozenSet_CheckExact(op) Py_IS_TYPE((op), &PyFrozenSet_Type)
#define PyFrozenSet_Check(op) (PyFrozenSet_CheckExact(op) || PyType_IsSubtype(Py_TYPE(op), &PyFrozenSet_Type))
#define PyAnySet_CheckExact(op) (PySet_CheckExact(op) || PyFrozenSet_CheckExact(op))
#define PyAnySet_Check(op) \
    (PyAnySet_CheckExact(op) || PyType_IsSubtype(Py_TYPE(op), &PySet_Type) || PyType_IsSubtype(Py_TYPE(op), &PyFrozenSet_Type))

#ifndef Py_LIMITED_API
#include "cpython/setobject.h"
#endif

#endif
