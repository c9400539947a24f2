/* Full API of int. */
#ifndef Py_CPYTHON_LONGOBJECT_H
#define Py_CPYTHON_LONGOBJECT_H

#define _PyLong_CAST(op) (assert(PyLong_Check(op)), _Py_CAST(PyLongObject *, (op)))

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
PyAPI_FUNC(int) PyUnstable_Long_IsCompact(const PyLongObject *);
EXUVIA_END_C
/* end of declarations */

#endif
