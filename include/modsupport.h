/* Arguments of C functions, values for Python, and filling modules. */
#ifndef Py_MODSUPPORT_H
#define Py_MODSUPPORT_H

#define PYTHON_API_VERSION 1013
#define PYTHON_API_STRING "1013"
#define PYTHON_ABI_VERSION 3
#define PYTHON_ABI_STRING "3"

/* Returned by converters of PyArg_Parse that want to be called again, to clean up. */
#define Py_CLEANUP_SUPPORTED 0x20000

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* What a module was built for: the value of Py_mod_abi. */
typedef struct PyABIInfo {
    uint8_t abiinfo_major_version; /* 1; 0: ask no further */
    uint8_t abiinfo_minor_version;
    uint16_t flags;
    uint32_t build_version; /* of the headers */
    uint32_t abi_version;
} PyABIInfo;

#define PyABIInfo_STABLE 1
#define PyABIInfo_GIL 2
#define PyABIInfo_FREETHREADED 4
#define PyABIInfo_INTERNAL 8
#define PyABIInfo_FREETHREADING_AGNOSTIC (PyABIInfo_GIL | PyABIInfo_FREETHREADED)

#define PyABIInfo_DEFAULT_ABI_VERSION Py_LIMITED_API
#ifdef _Py_OPAQUE_PYOBJECT
#define PyABIInfo_DEFAULT_FLAGS (PyABIInfo_STABLE | PyABIInfo_FREETHREADING_AGNOSTIC)
#else
#define PyABIInfo_DEFAULT_FLAGS (PyABIInfo_STABLE | PyABIInfo_GIL)
#endif
#define _PyABIInfo_DEFAULT { 1, 0, PyABIInfo_DEFAULT_FLAGS, PY_VERSION_HEX, PyABIInfo_DEFAULT_ABI_VERSION }
#define PyABIInfo_VAR(NAME) static PyABIInfo NAME = _PyABIInfo_DEFAULT
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Takes one object by a format; 1, or 0 with an exception. */
PyAPI_FUNC(int) PyArg_Parse(PyObject *object, const char *format, ...);
/* Takes a tuple apart by a format; 1, or 0 with an exception. */
PyAPI_FUNC(int) PyArg_ParseTuple(PyObject *args, const char *format, ...);
/* Takes a tuple and a dict (or NULL) apart by a format and a list of names; 1, or 0 with an exception. */
PyAPI_FUNC(int) PyArg_ParseTupleAndKeywords(PyObject *args, PyObject *kwargs, const char *format, char *const *names,
                                            ...);
/* Puts the items of a tuple into places, borrowed; 0 with TypeError where there are fewer than least or more than
   most. */
PyAPI_FUNC(int) PyArg_UnpackTuple(PyObject *args, const char *name, Py_ssize_t least, Py_ssize_t most, ...);
/* Takes a tuple apart by a format; 1, or 0 with an exception. The caller's va is not advanced. */
PyAPI_FUNC(int) PyArg_VaParse(PyObject *args, const char *format, va_list va);
/* Takes a tuple and a dict (or NULL) apart by a format and a list of names that ends with NULL; 1, or 0 with an
   exception. The caller's va is not advanced. */
PyAPI_FUNC(int) PyArg_VaParseTupleAndKeywords(PyObject *args, PyObject *kwargs, const char *format,
                                              char *const *names, va_list va);
/* 1 where all keys of the dict are str, otherwise 0 with TypeError. */
PyAPI_FUNC(int) PyArg_ValidateKeywordArguments(PyObject *kwargs);
/* Adds an int: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_AddIntConstant(PyObject *module, const char *name, long value);
/* Adds an object, which is stolen where that succeeds: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_AddObject(PyObject *module, const char *name, PyObject *value);
/* Adds a str: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_AddStringConstant(PyObject *module, const char *name, const char *value);
/* A new module of a definition without slots. */
PyAPI_FUNC(PyObject *) PyModule_Create2(PyModuleDef *def, int module_api_version);
/* A new object by a format: None for an empty one, a tuple where there are several units. */
PyAPI_FUNC(PyObject *) Py_BuildValue(const char *format, ...);
/* A new object by the format, of the values in va: None for an empty format, a tuple where there are several units. */
PyAPI_FUNC(PyObject *) Py_VaBuildValue(const char *format, va_list va);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* Adds functions to the module: 0, or -1 with an exception. The table outlives the module. */
PyAPI_FUNC(int) PyModule_AddFunctions(PyObject *module, PyMethodDef *functions);
/* Gives a module its state and runs the definition's execution slots: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_ExecDef(PyObject *module, PyModuleDef *def);
/* A new module of a definition for the module that a spec describes; it is not executed yet. */
PyAPI_FUNC(PyObject *) PyModule_FromDefAndSpec2(PyModuleDef *def, PyObject *spec, int module_api_version);
/* Sets __doc__: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_SetDocString(PyObject *module, const char *doc);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03090000
/* Readies a type and adds it under the last part of its name: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_AddType(PyObject *module, PyTypeObject *ty);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030a0000
/* Adds an object, which is borrowed: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_AddObjectRef(PyObject *module, const char *name, PyObject *value);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* Adds an object, which is stolen in any case: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyModule_Add(PyObject *module, const char *name, PyObject *value);
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Whether what was built for this ABI can be loaded: 0, or -1 with ImportError. */
PyAPI_FUNC(int) PyABIInfo_Check(PyABIInfo *info, const char *module_name);
#endif
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
