/* Types of the builtins module that have no header of their own. */
#ifndef Py_BLTINMODULE_H
#define Py_BLTINMODULE_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* filter. */
PyAPI_DATA(PyTypeObject) PyFilter_Type;
/* map. */
PyAPI_DATA(PyTypeObject) PyMap_Type;
/* zip. */
PyAPI_DATA(PyTypeObject) PyZip_Type;
EXUVIA_END_C
/* end of declarations */

#endif
