/* range. */
#ifndef Py_RANGEOBJECT_H
#define Py_RANGEOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* longrange_iterator. */
PyAPI_DATA(PyTypeObject) PyLongRangeIter_Type;
/* range_iterator. */
PyAPI_DATA(PyTypeObject) PyRangeIter_Type;
/* range. */
PyAPI_DATA(PyTypeObject) PyRange_Type;
EXUVIA_END_C
/* end of declarations */

#define PyRange_Check(op) Py_IS_TYPE((op), &PyRange_Type)

#endif
