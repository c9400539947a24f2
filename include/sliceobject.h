/* slice and Ellipsis. */
#ifndef Py_SLICEOBJECT_H
#define Py_SLICEOBJECT_H

#ifndef Py_LIMITED_API
typedef struct {
    PyObject_HEAD
    PyObject *start, *stop, *step; /* never NULL */
} PySliceObject;
#endif

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* The type of .... */
PyAPI_DATA(PyTypeObject) PyEllipsis_Type;
/* slice. */
PyAPI_DATA(PyTypeObject) PySlice_Type;
/* .... */
PyAPI_DATA(PyObject) _Py_EllipsisObject;
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
