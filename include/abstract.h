/* What works on any object, by its protocol. */
#ifndef Py_ABSTRACTOBJECT_H
#define Py_ABSTRACTOBJECT_H

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
/* In the count of PyObject_Vectorcall: the callee may use the place before the first argument, and puts back what was there. */
#define PY_VECTORCALL_ARGUMENTS_OFFSET (_Py_STATIC_CAST(size_t, 1) << (8 * sizeof(size_t) - 1))
#endif

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
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
