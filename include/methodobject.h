/* Functions written in C. */
#ifndef Py_METHODOBJECT_H
#define Py_METHODOBJECT_H

/* The signatures, by METH_ flags. */
typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef PyObject *(*PyCFunctionFast)(PyObject *, PyObject *const *, Py_ssize_t);
typedef PyObject *(*PyCFunctionWithKeywords)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*PyCFunctionFastWithKeywords)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef PyObject *(*PyCMethod)(PyObject *, PyTypeObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef PyCFunctionFast _PyCFunctionFast;
typedef PyCFunctionFastWithKeywords _PyCFunctionFastWithKeywords;

/* Casts of one to another that compilers do not warn about. */
#define _PyCFunction_CAST(func) _Py_FUNC_CAST(PyCFunction, func)
#define _PyCFunctionFast_CAST(func) _Py_FUNC_CAST(PyCFunctionFast, func)
#define _PyCFunctionWithKeywords_CAST(func) _Py_FUNC_CAST(PyCFunctionWithKeywords, func)
#define _PyCFunctionFastWithKeywords_CAST(func) _Py_FUNC_CAST(PyCFunctionFastWithKeywords, func)

struct PyMethodDef {
    const char *ml_name;
    PyCFunction ml_meth;
    int ml_flags;
    const char *ml_doc;
};

#define METH_VARARGS 0x0001
#define METH_KEYWORDS 0x0002
#define METH_NOARGS 0x0004
#define METH_O 0x0008
#define METH_CLASS 0x0010
#define METH_STATIC 0x0020
#define METH_COEXIST 0x0040 /* takes the place of a slot's wrapper of the same name */
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030a0000
#define METH_FASTCALL 0x0080
#endif
#define METH_STACKLESS 0x0000
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03090000
#define METH_METHOD 0x0200 /* with the class that defines it: METH_METHOD | METH_FASTCALL | METH_KEYWORDS */
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The flags of a builtin function's definition; -1 with an exception. */
PyAPI_FUNC(int) PyCFunction_GetFlags(PyObject *function);
/* The C function of a builtin function. */
PyAPI_FUNC(PyCFunction) PyCFunction_GetFunction(PyObject *function);
/* What a builtin function is bound to, borrowed; NULL for none, and for a static method. */
PyAPI_FUNC(PyObject *) PyCFunction_GetSelf(PyObject *function);
/* A new builtin function, bound to receiver (or NULL). */
PyAPI_FUNC(PyObject *) PyCFunction_New(PyMethodDef *def, PyObject *receiver);
/* A new builtin function, with its module's name (or NULL). */
PyAPI_FUNC(PyObject *) PyCFunction_NewEx(PyMethodDef *def, PyObject *receiver, PyObject *module);
/* builtin_function_or_method. */
PyAPI_DATA(PyTypeObject) PyCFunction_Type;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03090000
/* A new builtin function or, where the definition has METH_METHOD, a method that is told its class. */
PyAPI_FUNC(PyObject *) PyCMethod_New(PyMethodDef *def, PyObject *receiver, PyObject *module, PyTypeObject *class_);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyCFunction_CheckExact(op) Py_IS_TYPE((op), &PyCFunction_Type)
#define PyCFunction_Check(op) PyObject_TypeCheck((op), &PyCFunction_Type)

#define PyCFunction_New(ML, SELF) PyCFunction_NewEx((ML), (SELF), NULL)
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03090000
#define PyCFunction_NewEx(ML, SELF, MOD) PyCMethod_New((ML), (SELF), (MOD), NULL)
#endif

#ifndef Py_LIMITED_API
#include "cpython/methodobject.h"
#endif

#endif
