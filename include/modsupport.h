/* Arguments of C functions, values for Python, and filling modules. */
#ifndef Py_MODSUPPORT_H
#define Py_MODSUPPORT_H

#define PYTHON_API_VERSION 1013
#define PYTHON_API_STRING "1013"
#define PYTHON_ABI_VERSION 3
#define PYTHON_ABI_STRING "3"

/* Returned by converters of PyArg_Parse that want to be called again, to clean up. */
#define Py_CLEANUP_SUPPORTED 0x20000

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* Puts the items of a tuple into places, borrowed; 0 with TypeError where there are fewer than least or more than
   most. */
PyAPI_FUNC(int) PyArg_UnpackTuple(PyObject *args, const char *name, Py_ssize_t least, Py_ssize_t most, ...);
/* 1 where all keys of the dict are str, otherwise 0 with TypeError. */
PyAPI_FUNC(int) PyArg_ValidateKeywordArguments(PyObject *kwargs);
EXUVIA_END_C
/* end of declarations */

#define PyModule_AddIntMacro(m, c) PyModule_AddIntConstant((m), #c, (c))
#define PyModule_AddStringMacro(m, c) PyModule_AddStringConstant((m), #c, (c))

#ifdef Py_LIMITED_API
#define PyModule_Create(module) PyModule_Create2((module), PYTHON_ABI_VERSION)
#else
#define PyModule_Create(module) PyModule_Create2((module), PYTHON_API_VERSION)
#endif
#ifndef Py_LIMITED_API
#define PyModule_FromDefAndSpec(module, spec) PyModule_FromDefAndSpec2((module), (spec), PYTHON_API_VERSION)
#elif Py_LIMITED_API+0 >= 0x03050000
#define PyModule_FromDefAndSpec(module, spec) PyModule_FromDefAndSpec2((module), (spec), PYTHON_ABI_VERSION)
#endif

#ifndef Py_LIMITED_API
#include "cpython/modsupport.h"
#endif

#endif
