/* Full API: cells, the variables of closures. */
#ifndef Py_LIMITED_API
#ifndef Py_CELLOBJECT_H
#define Py_CELLOBJECT_H

typedef struct {
    PyObject_HEAD
    PyObject *ob_ref; /* NULL: empty */
} PyCellObject;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* What the cell holds, new; NULL without an exception where it is empty. */
PyAPI_FUNC(PyObject *) PyCell_Get(PyObject *cell);
/* A new cell that holds the object; NULL makes it empty. */
PyAPI_FUNC(PyObject *) PyCell_New(PyObject *contents);
/* Puts an object into the cell, or empties it (NULL): 0, or -1 with an exception. */
PyAPI_FUNC(int) PyCell_Set(PyObject *cell, PyObject *value);
/* cell. */
PyAPI_DATA(PyTypeObject) PyCell_Type;
EXUVIA_END_C
/* end of declarations */

#define PyCell_Check(op) Py_IS_TYPE((op), &PyCell_Type)

EXUVIA_BEGIN_C

/* The content, borrowed. */
static inline PyObject *PyCell_GET(PyObject *op)
{
    assert(PyCell_Check(op));
    return _Py_CAST(PyCellObject *, op)->ob_ref;
}
#define PyCell_GET(op) PyCell_GET(_PyObject_CAST(op))

/* Puts in a content, stolen; the old one is not given up. */
static inline void PyCell_SET(PyObject *op, PyObject *value)
{
    assert(PyCell_Check(op));
    _Py_CAST(PyCellObject *, op)->ob_ref = value;
}
#define PyCell_SET(op, value) PyCell_SET(_PyObject_CAST(op), (value))

EXUVIA_END_C

#endif
#endif
