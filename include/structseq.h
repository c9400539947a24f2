/* Struct sequences: tuples whose items have names. */
#ifndef Py_STRUCTSEQ_H
#define Py_STRUCTSEQ_H

typedef struct PyStructSequence_Field {
    const char *name; /* NULL ends the fields */
    const char *doc;
} PyStructSequence_Field;

typedef struct PyStructSequence_Desc {
    const char *name;
    const char *doc;
    PyStructSequence_Field *fields;
    int n_in_sequence; /* fields that are items as well */
} PyStructSequence_Desc;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A field, visible or hidden, borrowed; NULL where it is not set. */
PyAPI_FUNC(PyObject *) PyStructSequence_GetItem(PyObject *instance, Py_ssize_t at);
/* A new instance whose fields are all for the caller to set. */
PyAPI_FUNC(PyObject *) PyStructSequence_New(PyTypeObject *ty);
/* A new type of struct sequences with the described fields. */
PyAPI_FUNC(PyTypeObject *) PyStructSequence_NewType(PyStructSequence_Desc *desc);
/* Sets a field, visible or hidden, of a new instance. Steals the value. */
PyAPI_FUNC(void) PyStructSequence_SetItem(PyObject *instance, Py_ssize_t at, PyObject *value);
/* What stands for the name of a field without one: compared by its address. */
PyAPI_DATA(const char * const) PyStructSequence_UnnamedField;
#ifndef Py_LIMITED_API
/* As [PyStructSequence_InitType2], with the exception as the only word of failure. */
PyAPI_FUNC(void) PyStructSequence_InitType(PyTypeObject *ty, PyStructSequence_Desc *desc);
/* Makes a static type one of struct sequences with the described fields. */
PyAPI_FUNC(int) PyStructSequence_InitType2(PyTypeObject *ty, PyStructSequence_Desc *desc);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
typedef PyTupleObject PyStructSequence;
#define PyStructSequence_SET_ITEM PyStructSequence_SetItem
#define PyStructSequence_GET_ITEM PyStructSequence_GetItem
#endif

#endif
