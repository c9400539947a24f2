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

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The value of a complex number, or what __complex__, __float__ or __index__ gives; real part -1.0 with an
   exception. */
PyAPI_FUNC(Py_complex) PyComplex_AsCComplex(PyObject *object);
/* A new complex number. */
PyAPI_FUNC(PyObject *) PyComplex_FromCComplex(Py_complex value);
/* abs(a); ERANGE in errno where it is beyond the largest double, else 0. */
PyAPI_FUNC(double) _Py_c_abs(Py_complex a);
/* a - b. */
PyAPI_FUNC(Py_complex) _Py_c_diff(Py_complex a, Py_complex b);
/* -a. */
PyAPI_FUNC(Py_complex) _Py_c_neg(Py_complex a);
/* a ** b; EDOM or ERANGE in errno where there is no such number. */
PyAPI_FUNC(Py_complex) _Py_c_pow(Py_complex a, Py_complex b);
/* a * b. */
PyAPI_FUNC(Py_complex) _Py_c_prod(Py_complex a, Py_complex b);
/* a / b; 0 and EDOM in errno where b is zero. */
PyAPI_FUNC(Py_complex) _Py_c_quot(Py_complex a, Py_complex b);
/* a + b. */
PyAPI_FUNC(Py_complex) _Py_c_sum(Py_complex a, Py_complex b);
EXUVIA_END_C
/* end of declarations */

#endif
