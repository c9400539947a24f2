/* How functions and data cross the library's border. */
#ifndef Py_EXPORTS_H
#define Py_EXPORTS_H

#ifdef __cplusplus
#define EXUVIA_BEGIN_C extern "C" {
#define EXUVIA_END_C }
#else
#define EXUVIA_BEGIN_C
#define EXUVIA_END_C
#endif

#define Py_IMPORTED_SYMBOL __attribute__((visibility("default")))
#define Py_EXPORTED_SYMBOL __attribute__((visibility("default")))
#define Py_LOCAL_SYMBOL __attribute__((visibility("hidden")))

#define PyAPI_FUNC(type) Py_EXPORTED_SYMBOL type
#define PyAPI_DATA(type) extern Py_EXPORTED_SYMBOL type

/* In front of a module's PyInit_ function. */
#ifdef __cplusplus
#define PyMODINIT_FUNC extern "C" Py_EXPORTED_SYMBOL PyObject *
#else
#define PyMODINIT_FUNC Py_EXPORTED_SYMBOL PyObject *
#endif
/* In front of a module's PyModExport_ function. */
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
#ifdef __cplusplus
#define PyMODEXPORT_FUNC extern "C" Py_EXPORTED_SYMBOL PySlot *
#else
#define PyMODEXPORT_FUNC Py_EXPORTED_SYMBOL PySlot *
#endif
#endif

#endif
