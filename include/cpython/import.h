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
/* end of declarations */

#endif
