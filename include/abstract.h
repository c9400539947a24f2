/* What works on any object, by its protocol. */
#ifndef Py_ABSTRACTOBJECT_H
#define Py_ABSTRACTOBJECT_H

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
/* In the count of PyObject_Vectorcall: the callee may use the place before the first argument, and puts back what was there. */
#define PY_VECTORCALL_ARGUMENTS_OFFSET (_Py_STATIC_CAST(size_t, 1) << (8 * sizeof(size_t) - 1))
#endif

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* Whether the object has __index__; the argument is an object. */
PyAPI_FUNC(int) PyIndex_Check(PyObject *object);
PyAPI_FUNC(PyObject *) PyNumber_Absolute(PyObject *a);
/* a + b, new; sequences are joined. TypeError where neither operand knows the other. */
PyAPI_FUNC(PyObject *) PyNumber_Add(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_And(PyObject *a, PyObject *b);
/* The object as an index; -1 with an exception. One that is too large raises error, or is cut to the range where
   error is NULL. */
PyAPI_FUNC(Py_ssize_t) PyNumber_AsSsize_t(PyObject *object, PyObject *error);
/* Whether the object is a number: an int or float can be made of it, or it is complex. */
PyAPI_FUNC(int) PyNumber_Check(PyObject *object);
/* divmod(a, b), new; TypeError where neither operand knows the other. */
PyAPI_FUNC(PyObject *) PyNumber_Divmod(PyObject *a, PyObject *b);
/* float(object), new, exactly of type float. */
PyAPI_FUNC(PyObject *) PyNumber_Float(PyObject *object);
PyAPI_FUNC(PyObject *) PyNumber_FloorDivide(PyObject *a, PyObject *b);
/* What a += b makes of a, new. */
PyAPI_FUNC(PyObject *) PyNumber_InPlaceAdd(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceAnd(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceFloorDivide(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceLshift(PyObject *a, PyObject *b);
/* What a *= b makes of a, new. */
PyAPI_FUNC(PyObject *) PyNumber_InPlaceMultiply(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceOr(PyObject *a, PyObject *b);
/* What a **= b makes of a, new. */
PyAPI_FUNC(PyObject *) PyNumber_InPlacePower(PyObject *a, PyObject *b, PyObject *c);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceRemainder(PyObject *a, PyObject *b);
/* What a >>= b makes of a, new; TypeError where neither operand knows the other. */
PyAPI_FUNC(PyObject *) PyNumber_InPlaceRshift(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceSubtract(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceTrueDivide(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_InPlaceXor(PyObject *a, PyObject *b);
/* operator.index(object), new, exactly of type int; TypeError. */
PyAPI_FUNC(PyObject *) PyNumber_Index(PyObject *object);
PyAPI_FUNC(PyObject *) PyNumber_Invert(PyObject *a);
/* int(object), new, exactly of type int. */
PyAPI_FUNC(PyObject *) PyNumber_Long(PyObject *object);
PyAPI_FUNC(PyObject *) PyNumber_Lshift(PyObject *a, PyObject *b);
/* a * b, new; a sequence is repeated. TypeError where neither operand knows the other. */
PyAPI_FUNC(PyObject *) PyNumber_Multiply(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_Negative(PyObject *a);
PyAPI_FUNC(PyObject *) PyNumber_Or(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_Positive(PyObject *a);
/* pow(a, b, c), new; a ** b where c is None. TypeError where no operand knows the others. */
PyAPI_FUNC(PyObject *) PyNumber_Power(PyObject *a, PyObject *b, PyObject *c);
PyAPI_FUNC(PyObject *) PyNumber_Remainder(PyObject *a, PyObject *b);
/* a >> b, new; TypeError where neither operand knows the other. */
PyAPI_FUNC(PyObject *) PyNumber_Rshift(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_Subtract(PyObject *a, PyObject *b);
/* The int in base 2, 8 or 16 with its prefix, or in base 10, as a new str. Takes objects with __index__. */
PyAPI_FUNC(PyObject *) PyNumber_ToBase(PyObject *object, int base);
PyAPI_FUNC(PyObject *) PyNumber_TrueDivide(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_Xor(PyObject *a, PyObject *b);
/* callable(*args, **kwargs), new; args is a tuple, kwargs a dict or NULL. */
PyAPI_FUNC(PyObject *) PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs);
/* callable(*args), new; args is a tuple, or NULL for no arguments. */
PyAPI_FUNC(PyObject *) PyObject_CallObject(PyObject *callable, PyObject *args);
/* type(object), new. */
PyAPI_FUNC(PyObject *) PyObject_Type(PyObject *object);
/* Calls by the vectorcall function of a callable that has one, new; TypeError where it has none. */
PyAPI_FUNC(PyObject *) PyVectorcall_Call(PyObject *callable, PyObject *args, PyObject *kwargs);
/* The number of positional arguments that nargsf says. */
PyAPI_FUNC(Py_ssize_t) PyVectorcall_NARGS(size_t nargsf);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
PyAPI_FUNC(PyObject *) PyNumber_InPlaceMatrixMultiply(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_MatrixMultiply(PyObject *a, PyObject *b);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03090000
/* callable(), new. */
PyAPI_FUNC(PyObject *) PyObject_CallNoArgs(PyObject *callable);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
/* Calls with arguments in a row, new: positional ones, then the values of the keywords in the tuple kwnames. */
PyAPI_FUNC(PyObject *) PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf,
                                           PyObject *kwnames);
PyAPI_FUNC(PyObject *) PyObject_VectorcallMethod(PyObject *, PyObject *const *, size_t, PyObject *);
#endif
EXUVIA_END_C
/* end of declarations */

/* Deleting is setting to NULL, before 3.13. */
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 < 0x030d0000
#define PyObject_DelAttrString(O, A) PyObject_SetAttrString((O), (A), NULL)
#define PyObject_DelAttr(O, A) PyObject_SetAttr((O), (A), NULL)
#endif

/* Other names of the same. */
#define PyObject_Length PyObject_Size
#define PySequence_Length PySequence_Size
#define PySequence_In PySequence_Contains
#define PyMapping_Length PyMapping_Size
#define PyMapping_DelItemString(O, K) PyObject_DelItemString((O), (K))
#define PyMapping_DelItem(O, K) PyObject_DelItem((O), (K))

#ifndef Py_LIMITED_API
#include "cpython/abstract.h"
#endif

#endif
