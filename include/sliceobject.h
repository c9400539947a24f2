/* slice and Ellipsis. */
#ifndef Py_SLICEOBJECT_H
#define Py_SLICEOBJECT_H

#ifndef Py_LIMITED_API
typedef struct {
    PyObject_HEAD
    PyObject *start, *stop, *step; /* never NULL */
} PySliceObject;
#endif

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The type of .... */
PyAPI_DATA(PyTypeObject) PyEllipsis_Type;
/* Writes start, stop and step for a sequence of length items. -1, without an exception, where a part is no int or
   lies outside; what is known by then is written. */
PyAPI_FUNC(int) PySlice_GetIndices(PyObject *slice, Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop,
                                   Py_ssize_t *step);
/* Writes start, stop, step and number of items for a sequence of length items. */
Py_DEPRECATED(3.7) PyAPI_FUNC(int) PySlice_GetIndicesEx(PyObject *slice, Py_ssize_t length, Py_ssize_t *start,
                                                        Py_ssize_t *stop, Py_ssize_t *step, Py_ssize_t *count);
/* A new slice; NULL stands for None. */
PyAPI_FUNC(PyObject *) PySlice_New(PyObject *start, PyObject *stop, PyObject *step);
/* slice. */
PyAPI_DATA(PyTypeObject) PySlice_Type;
/* .... */
PyAPI_DATA(PyObject) _Py_EllipsisObject;
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03070000
/* Holds start and stop to a length, and gives how many items the slice has. */
PyAPI_FUNC(Py_ssize_t) PySlice_AdjustIndices(Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t step);
/* Writes start, stop and step, cut to what a Py_ssize_t holds, before they are held to a length. Where one of them
   is refused, those before it, of step, start and stop, are written. */
PyAPI_FUNC(int) PySlice_Unpack(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);
#endif
#ifndef Py_LIMITED_API
/* A new slice from one position to another. */
PyAPI_FUNC(PyObject *) _PySlice_FromIndices(Py_ssize_t start, Py_ssize_t stop);
/* Writes start, stop and step as new ints, for a sequence of length items. */
PyAPI_FUNC(int) _PySlice_GetLongIndices(PySliceObject *slice, PyObject *length, PyObject **start, PyObject **stop,
                                        PyObject **step);
#endif
EXUVIA_END_C
/* end of declarations */

#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030d0000
#define Py_Ellipsis Py_GetConstantBorrowed(Py_CONSTANT_ELLIPSIS)
#else
#define Py_Ellipsis (&_Py_EllipsisObject)
#endif

#define PySlice_Check(op) Py_IS_TYPE((op), &PySlice_Type)

/* Reads a slice before the length is asked for, which may change on the way. */
#if !defined(Py_LIMITED_API) || (Py_LIMITED_API+0 >= 0x03050400 && Py_LIMITED_API+0 < 0x03060000) || Py_LIMITED_API+0 >= 0x03060100
#define PySlice_GetIndicesEx(slice, length, start, stop, step, slicelen) \
    (PySlice_Unpack((slice), (start), (stop), (step)) < 0 \
     ? (*(slicelen) = 0, -1) \
     : (*(slicelen) = PySlice_AdjustIndices((length), (start), (stop), *(step)), 0))
#endif

#endif
