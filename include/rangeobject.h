/* range. */
#ifndef Py_RANGEOBJECT_H
#define Py_RANGEOBJECT_H

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PyRange_Check(op) Py_IS_TYPE((op), &PyRange_Type)

#endif
