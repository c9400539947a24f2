/* Full API: built-in and frozen modules. */
#ifndef Py_CPYTHON_IMPORT_H
#define Py_CPYTHON_IMPORT_H

/* A built-in module; an array of them ends with one of name NULL. */
struct _inittab {
    const char *name;
    PyObject *(*initfunc)(void);
};

/* A frozen one: marshalled code. */
struct _frozen {
    const char *name;
    const unsigned char *code;
    int size;
    int is_package;
};

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Adds the rows of a table that ends with a row without a name: 0. Before start-up only; names must stay. */
PyAPI_FUNC(int) PyImport_ExtendInittab(struct _inittab *newtab);
/* An attribute of a module, which is imported, new. */
PyAPI_FUNC(PyObject *) PyImport_ImportModuleAttr(PyObject *mod_name, PyObject *attr_name);
/* PyImport_ImportModuleAttr, with the names in UTF-8. */
PyAPI_FUNC(PyObject *) PyImport_ImportModuleAttrString(const char *mod_name, const char *attr_name);
/* The table that is in use; a host may put its own in place before start-up. */
PyAPI_DATA(struct _inittab *) PyImport_Inittab;
EXUVIA_END_C
/* end of declarations */

#endif
