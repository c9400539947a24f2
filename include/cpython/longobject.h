/* Full API of int. */
#ifndef Py_CPYTHON_LONGOBJECT_H
#define Py_CPYTHON_LONGOBJECT_H

#define _PyLong_CAST(op) (assert(PyLong_Check(op)), _Py_CAST(PyLongObject *, (op)))

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The int in a str, new; ValueError where there is none. */
PyAPI_FUNC(PyObject *) PyLong_FromUnicodeObject(PyObject *object, int base);
/* Writes -1, 0 or 1; TypeError for what is no int. */
PyAPI_FUNC(int) PyLong_GetSign(PyObject *object, int *sign);
/* Whether the int is less than zero; TypeError for what is no int. */
PyAPI_FUNC(int) PyLong_IsNegative(PyObject *object);
/* Whether the int is greater than zero; TypeError for what is no int. */
PyAPI_FUNC(int) PyLong_IsPositive(PyObject *object);
/* Whether the int is zero; TypeError for what is no int. */
PyAPI_FUNC(int) PyLong_IsZero(PyObject *object);
/* The value of an int that is compact. */
PyAPI_FUNC(Py_ssize_t) PyUnstable_Long_CompactValue(const PyLongObject *object);
/* Whether the int has one digit or none, so that its value can be read at once. */
PyAPI_FUNC(int) PyUnstable_Long_IsCompact(const PyLongObject *object);
/* Writes the value into size bytes: 0, or -1 where it does not fit (then the low bytes are written), with
   OverflowError if with_exceptions is not 0. */
PyAPI_FUNC(int) _PyLong_AsByteArray(PyLongObject *object, unsigned char *to, size_t size, int little, int signed_,
                                    int with_exceptions);
/* A new int of size bytes. */
PyAPI_FUNC(PyObject *) _PyLong_FromByteArray(const unsigned char *from, size_t size, int little, int signed_);
/* The greatest common divisor, never negative, new. */
PyAPI_FUNC(PyObject *) _PyLong_GCD(PyObject *a, PyObject *b);
/* How many bits the magnitude has; the object is an int. */
PyAPI_FUNC(int64_t) _PyLong_NumBits(PyObject *object);
/* -1, 0 or 1; the object is an int. */
Py_DEPRECATED(3.14) PyAPI_FUNC(int) _PyLong_Sign(PyObject *object);
EXUVIA_END_C
/* end of declarations */

#endif
