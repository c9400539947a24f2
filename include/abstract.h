/* What works on any object, by its protocol. */
#ifndef Py_ABSTRACTOBJECT_H
#define Py_ABSTRACTOBJECT_H

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
/* In the count of PyObject_Vectorcall: the callee may use the place before the first argument, and puts back what was there. */
#define PY_VECTORCALL_ARGUMENTS_OFFSET (_Py_STATIC_CAST(size_t, 1) << (8 * sizeof(size_t) - 1))
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Whether the object is an asynchronous iterator. */
PyAPI_FUNC(int) PyAIter_Check(PyObject *obj);
/* Whether the object has __index__; the argument is an object. */
PyAPI_FUNC(int) PyIndex_Check(PyObject *object);
/* Whether the object is an iterator. */
PyAPI_FUNC(int) PyIter_Check(PyObject *obj);
/* The next item, new; NULL at the end, or with an exception. */
PyAPI_FUNC(PyObject *) PyIter_Next(PyObject *iter);
/* Whether the object has items by key. */
PyAPI_FUNC(int) PyMapping_Check(PyObject *o);
/* o[key], new, with the key as a C string. */
PyAPI_FUNC(PyObject *) PyMapping_GetItemString(PyObject *o, const char *key);
/* As PyMapping_HasKeyWithError; what is raised is reported, not passed on. */
PyAPI_FUNC(int) PyMapping_HasKey(PyObject *o, PyObject *key);
/* As PyMapping_HasKey, with the key as a C string. */
PyAPI_FUNC(int) PyMapping_HasKeyString(PyObject *o, const char *key);
/* As PyMapping_HasKeyWithError, with the key as a C string. */
PyAPI_FUNC(int) PyMapping_HasKeyStringWithError(PyObject *o, const char *key);
/* 1 where the mapping has the key, 0 where not. */
PyAPI_FUNC(int) PyMapping_HasKeyWithError(PyObject *o, PyObject *key);
/* The pairs of key and value, in a new list. */
PyAPI_FUNC(PyObject *) PyMapping_Items(PyObject *o);
/* The keys, in a new list. */
PyAPI_FUNC(PyObject *) PyMapping_Keys(PyObject *o);
/* len(o) of a mapping. */
PyAPI_FUNC(Py_ssize_t) PyMapping_Length(PyObject *o);
/* o[key] = value, with the key as a C string. */
PyAPI_FUNC(int) PyMapping_SetItemString(PyObject *o, const char *key, PyObject *value);
/* len(o) of a mapping. */
PyAPI_FUNC(Py_ssize_t) PyMapping_Size(PyObject *o);
/* The values, in a new list. */
PyAPI_FUNC(PyObject *) PyMapping_Values(PyObject *o);
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
PyAPI_FUNC(PyObject *) PyNumber_Rshift(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_Subtract(PyObject *a, PyObject *b);
/* The int in base 2, 8 or 16 with its prefix, or in base 10, as a new str. Takes objects with __index__. */
PyAPI_FUNC(PyObject *) PyNumber_ToBase(PyObject *object, int base);
PyAPI_FUNC(PyObject *) PyNumber_TrueDivide(PyObject *a, PyObject *b);
PyAPI_FUNC(PyObject *) PyNumber_Xor(PyObject *a, PyObject *b);
/* callable(*args, **kwargs), new; args is a tuple, kwargs a dict or NULL. */
PyAPI_FUNC(PyObject *) PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs);
/* Calls with the arguments that a format makes, new. */
PyAPI_FUNC(PyObject *) PyObject_CallFunction(PyObject *callable, const char *format, ...);
/* Calls with the objects up to a NULL, new. */
PyAPI_FUNC(PyObject *) PyObject_CallFunctionObjArgs(PyObject *callable, ...);
/* Calls a method with the arguments that a format makes, new. */
PyAPI_FUNC(PyObject *) PyObject_CallMethod(PyObject *object, const char *name, const char *format, ...);
/* Calls a method with the objects up to a NULL, new. */
PyAPI_FUNC(PyObject *) PyObject_CallMethodObjArgs(PyObject *object, PyObject *name, ...);
/* callable(*args), new; args is a tuple, or NULL for no arguments. */
PyAPI_FUNC(PyObject *) PyObject_CallObject(PyObject *callable, PyObject *args);
/* del o[key]. */
PyAPI_FUNC(int) PyObject_DelItem(PyObject *o, PyObject *key);
/* del o[key], with the key as a C string. */
PyAPI_FUNC(int) PyObject_DelItemString(PyObject *o, const char *key);
/* format(object, format_spec), new; NULL is the empty specification. */
PyAPI_FUNC(PyObject *) PyObject_Format(PyObject *object, PyObject *format_spec);
/* aiter(o), new. */
PyAPI_FUNC(PyObject *) PyObject_GetAIter(PyObject *o);
/* o[key], new. */
PyAPI_FUNC(PyObject *) PyObject_GetItem(PyObject *o, PyObject *key);
/* iter(o), new. */
PyAPI_FUNC(PyObject *) PyObject_GetIter(PyObject *o);
/* 1 where the object is an instance of the class, or of one of a tuple's or a union's; 0 where not; -1 with an
   exception. */
PyAPI_FUNC(int) PyObject_IsInstance(PyObject *object, PyObject *class_);
/* 1 where derived is the class or below it, or one of a tuple's or a union's; 0 where not; -1 with an exception. */
PyAPI_FUNC(int) PyObject_IsSubclass(PyObject *derived, PyObject *class_);
/* len(o). */
PyAPI_FUNC(Py_ssize_t) PyObject_Length(PyObject *o);
/* o[key] = v. */
PyAPI_FUNC(int) PyObject_SetItem(PyObject *o, PyObject *key, PyObject *v);
/* len(o). */
PyAPI_FUNC(Py_ssize_t) PyObject_Size(PyObject *o);
/* type(object), new. */
PyAPI_FUNC(PyObject *) PyObject_Type(PyObject *object);
/* Whether the object has items by position. */
PyAPI_FUNC(int) PySequence_Check(PyObject *o);
/* s + o of sequences, new. */
PyAPI_FUNC(PyObject *) PySequence_Concat(PyObject *s, PyObject *o);
/* 1 where the value is among the items, 0 where not. */
PyAPI_FUNC(int) PySequence_Contains(PyObject *seq, PyObject *ob);
/* How many items equal the value. */
PyAPI_FUNC(Py_ssize_t) PySequence_Count(PyObject *o, PyObject *value);
/* Deletes the item at a position. */
PyAPI_FUNC(int) PySequence_DelItem(PyObject *o, Py_ssize_t i);
/* Deletes the items from i1 to i2. */
PyAPI_FUNC(int) PySequence_DelSlice(PyObject *o, Py_ssize_t i1, Py_ssize_t i2);
/* The object itself where it is a list or a tuple, else a new list of its items; TypeError with the message where
   it has none. */
PyAPI_FUNC(PyObject *) PySequence_Fast(PyObject *o, const char *m);
/* The item at a position, new. */
PyAPI_FUNC(PyObject *) PySequence_GetItem(PyObject *o, Py_ssize_t i);
/* The items from i1 to i2, new. */
PyAPI_FUNC(PyObject *) PySequence_GetSlice(PyObject *o, Py_ssize_t i1, Py_ssize_t i2);
/* As PySequence_Contains, under its old name. */
PyAPI_FUNC(int) PySequence_In(PyObject *o, PyObject *value);
/* s += o of sequences: s itself where it can change, else a new object. */
PyAPI_FUNC(PyObject *) PySequence_InPlaceConcat(PyObject *s, PyObject *o);
/* o *= count of a sequence: o itself where it can change, else a new object. */
PyAPI_FUNC(PyObject *) PySequence_InPlaceRepeat(PyObject *o, Py_ssize_t count);
/* The position of the first item that equals the value; ValueError where there is none. */
PyAPI_FUNC(Py_ssize_t) PySequence_Index(PyObject *o, PyObject *value);
/* len(o) of a sequence. */
PyAPI_FUNC(Py_ssize_t) PySequence_Length(PyObject *o);
/* A new list of the items. */
PyAPI_FUNC(PyObject *) PySequence_List(PyObject *o);
/* o * count of a sequence, new. */
PyAPI_FUNC(PyObject *) PySequence_Repeat(PyObject *o, Py_ssize_t count);
/* Sets the item at a position. */
PyAPI_FUNC(int) PySequence_SetItem(PyObject *o, Py_ssize_t i, PyObject *v);
/* Puts the items of v (nothing for NULL) in the place of those from i1 to i2. */
PyAPI_FUNC(int) PySequence_SetSlice(PyObject *o, Py_ssize_t i1, Py_ssize_t i2, PyObject *v);
/* len(o) of a sequence. */
PyAPI_FUNC(Py_ssize_t) PySequence_Size(PyObject *o);
/* A tuple of the items: the object itself where it is exactly a tuple. */
PyAPI_FUNC(PyObject *) PySequence_Tuple(PyObject *o);
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
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030a0000
/* Sends a value into an iterator: 1 and what it yields, 0 and what it returns, -1 and NULL with an exception. */
PyAPI_FUNC(PySendResult) PyIter_Send(PyObject *iter, PyObject *arg, PyObject **result);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
/* Calls with arguments in a row, new: positional ones, then the values of the keywords in the tuple kwnames. */
PyAPI_FUNC(PyObject *) PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf,
                                           PyObject *kwnames);
/* Calls the method name of the first of the arguments, new; the rest as PyObject_Vectorcall. */
PyAPI_FUNC(PyObject *) PyObject_VectorcallMethod(PyObject *name, PyObject *const *args, size_t nargsf,
                                                 PyObject *kwnames);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* 1 and o[key], new; 0 and NULL where that raises KeyError; -1 and NULL with another exception. */
PyAPI_FUNC(int) PyMapping_GetOptionalItem(PyObject *obj, PyObject *key, PyObject **result);
/* As PyMapping_GetOptionalItem, with the key as a C string. */
PyAPI_FUNC(int) PyMapping_GetOptionalItemString(PyObject *obj, const char *key, PyObject **result);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030e0000
/* 1 and the next item, new; 0 and NULL at the end; -1 and NULL with an exception. */
PyAPI_FUNC(int) PyIter_NextItem(PyObject *iter, PyObject **item);
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
