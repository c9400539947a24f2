/* Capsules: C pointers that modules give to each other. */
#ifndef Py_CAPSULE_H
#define Py_CAPSULE_H

typedef void (*PyCapsule_Destructor)(PyObject *);

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#define PyCapsule_CheckExact(op) Py_IS_TYPE((op), &PyCapsule_Type)

#endif
