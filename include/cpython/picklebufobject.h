/* Full API: pickle.PickleBuffer. */
#ifndef Py_LIMITED_API
#ifndef Py_PICKLEBUFOBJECT_H
#define Py_PICKLEBUFOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#define PyPickleBuffer_Check(op) Py_IS_TYPE((op), &PyPickleBuffer_Type)

#endif
#endif
