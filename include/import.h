/* Importing. */
#ifndef Py_IMPORT_H
#define Py_IMPORT_H

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* Which imports are lazy: those that say so, or all. */
typedef enum {
    PyImport_LAZY_NORMAL,
    PyImport_LAZY_ALL
} PyImport_LazyImportsMode;
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* As PyImport_AddModuleObject, with the name in UTF-8. */
PyAPI_FUNC(PyObject *) PyImport_AddModule(const char *name);
/* Adds one module to the table: 0. Before start-up only; the name must stay. */
PyAPI_FUNC(int) PyImport_AppendInittab(const char *name, PyObject *(*initfunc) (void));
/* The finder of a path's entry, new: from sys.path_importer_cache, or made by the first of sys.path_hooks that
   takes it. None where none does. */
PyAPI_FUNC(PyObject *) PyImport_GetImporter(PyObject *path);
/* The number that files of bytecode begin with: CPython 3.14's. */
PyAPI_FUNC(long) PyImport_GetMagicNumber(void);
/* The tag in the names of files of bytecode (sys.implementation.cache_tag), in UTF-8: the library's own text. */
PyAPI_FUNC(const char *) PyImport_GetMagicTag(void);
/* sys.modules, borrowed. */
PyAPI_FUNC(PyObject *) PyImport_GetModuleDict(void);
/* Imports a module, the last of a dotted name, by the __import__ that builtins have, new. */
PyAPI_FUNC(PyObject *) PyImport_Import(PyObject *name);
/* PyImport_Import, with the name in UTF-8. */
PyAPI_FUNC(PyObject *) PyImport_ImportModule(const char *name);
/* PyImport_ImportModuleLevelObject, with the name in UTF-8. */
PyAPI_FUNC(PyObject *) PyImport_ImportModuleLevel(const char *name, PyObject *globals, PyObject *locals,
                                                  PyObject *fromlist, int level);
/* Executes a module once more, as found anew, new. */
PyAPI_FUNC(PyObject *) PyImport_ReloadModule(PyObject *module);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 < 0x030f0000
/* PyImport_ImportModule; importing has not waited for the import lock since 3.3. */
Py_DEPRECATED(3.13) PyAPI_FUNC(PyObject *) PyImport_ImportModuleNoBlock(const char *name);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* The module of a name, borrowed; made, empty, where there is none in sys.modules. */
PyAPI_FUNC(PyObject *) PyImport_AddModuleObject(PyObject *name);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03050000
/* As the statement import, new: the first part of the name or, with a fromlist, the module itself. */
PyAPI_FUNC(PyObject *) PyImport_ImportModuleLevelObject(PyObject *name, PyObject *globals, PyObject *locals,
                                                        PyObject *fromlist, int level);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03070000
/* What is in sys.modules under a name, new; NULL, without an exception, where there is nothing. */
PyAPI_FUNC(PyObject *) PyImport_GetModule(PyObject *name);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* The module of a name, new; made, empty, where there is none in sys.modules. */
PyAPI_FUNC(PyObject *) PyImport_AddModuleRef(const char *name);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyImport_ImportModuleEx(n, g, l, f) PyImport_ImportModuleLevel((n), (g), (l), (f), 0)

#ifndef Py_LIMITED_API
#include "cpython/import.h"
#endif

#endif
