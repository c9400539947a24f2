/* Exceptions. */
#ifndef Py_ERRORS_H
#define Py_ERRORS_H

#ifndef Py_LIMITED_API
#include "cpython/pyerrors.h"
#endif

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
PyAPI_FUNC(void) PyErr_SetString(PyObject *, const char *);
/* OSError under its old names. */
PyAPI_DATA(PyObject *) PyExc_EnvironmentError;
/* OSError under its old names. */
PyAPI_DATA(PyObject *) PyExc_IOError;
PyAPI_DATA(PyObject *) PyExc_OverflowError;
EXUVIA_END_C
/* end of declarations */

#define PyExceptionClass_Check(x) (PyType_Check((x)) && PyType_FastSubclass((PyTypeObject *)(x), Py_TPFLAGS_BASE_EXC_SUBCLASS))
#define PyExceptionInstance_Check(x) PyType_FastSubclass(Py_TYPE(x), Py_TPFLAGS_BASE_EXC_SUBCLASS)
#define PyExceptionInstance_Class(x) _PyObject_CAST(Py_TYPE(x))
#define _PyBaseExceptionGroup_Check(x) PyObject_TypeCheck((x), (PyTypeObject *)PyExc_BaseExceptionGroup)

/* Says where the bad call was made. */
#define PyErr_BadInternalCall() _PyErr_BadInternalCall(__FILE__, __LINE__)

#ifndef Py_LIMITED_API
/* Says in which function. */
#define Py_FatalError(message) _Py_FatalErrorFunc(__func__, (message))
#endif

#endif
