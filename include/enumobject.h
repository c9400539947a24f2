/* enumerate and reversed. */
#ifndef Py_ENUMOBJECT_H
#define Py_ENUMOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* enumerate. */
PyAPI_DATA(PyTypeObject) PyEnum_Type;
/* reversed. */
PyAPI_DATA(PyTypeObject) PyReversed_Type;
EXUVIA_END_C
/* end of declarations */

#endif
