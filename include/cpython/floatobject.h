/* Full API: the layout of float. */
#ifndef Py_CPYTHON_FLOATOBJECT_H
#define Py_CPYTHON_FLOATOBJECT_H

typedef struct {
    PyObject_HEAD
    double ob_fval;
} PyFloatObject;

#define _PyFloat_CAST(op) (assert(PyFloat_Check(op)), _Py_CAST(PyFloatObject *, (op)))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Writes the value as binary16: 0, or -1 with OverflowError. little other than 0 puts the lowest byte first. */
PyAPI_FUNC(int) PyFloat_Pack2(double value, char *to, int little);
/* Writes the value as binary32: 0, or -1 with OverflowError. */
PyAPI_FUNC(int) PyFloat_Pack4(double value, char *to, int little);
/* Writes the value as binary64: 0. */
PyAPI_FUNC(int) PyFloat_Pack8(double value, char *to, int little);
/* The value of two bytes of binary16. */
PyAPI_FUNC(double) PyFloat_Unpack2(const char *from, int little);
/* The value of four bytes of binary32. */
PyAPI_FUNC(double) PyFloat_Unpack4(const char *from, int little);
/* The value of eight bytes of binary64. */
PyAPI_FUNC(double) PyFloat_Unpack8(const char *from, int little);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

static inline double PyFloat_AS_DOUBLE(PyObject *op)
{
    return _PyFloat_CAST(op)->ob_fval;
}
#define PyFloat_AS_DOUBLE(op) PyFloat_AS_DOUBLE(_PyObject_CAST(op))

EXUVIA_END_C

#endif
