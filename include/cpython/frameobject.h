/* Full API: frames as locals() sees them. */
#ifndef Py_CPYTHON_FRAMEOBJECT_H
#define Py_CPYTHON_FRAMEOBJECT_H

typedef struct {
    PyObject_HEAD
    PyFrameObject *frame;
} PyFrameLocalsProxyObject;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
