/* Generic aliases: list[int] and its like. */
#ifndef Py_GENERICALIASOBJECT_H
#define Py_GENERICALIASOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* origin[args], new; arguments that are no tuple are the only one. */
PyAPI_FUNC(PyObject *) Py_GenericAlias(PyObject *origin, PyObject *args);
/* types.GenericAlias. */
PyAPI_DATA(PyTypeObject) Py_GenericAliasType;
EXUVIA_END_C
/* end of declarations */

#endif
