/* Full API: the layout of complex, and arithmetic on its value. */
#ifndef Py_CPYTHON_COMPLEXOBJECT_H
#define Py_CPYTHON_COMPLEXOBJECT_H

typedef struct {
    double real;
    double imag;
} Py_complex;

typedef struct {
    PyObject_HEAD
    Py_complex cval;
} PyComplexObject;

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#endif
