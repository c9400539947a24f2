/* Full API: pickle.PickleBuffer. */
#ifndef Py_LIMITED_API
#ifndef Py_PICKLEBUFOBJECT_H
#define Py_PICKLEBUFOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* A new pickle buffer of the object's buffer; TypeError where it has none. */
PyAPI_FUNC(PyObject *) PyPickleBuffer_FromObject(PyObject *object);
/* The buffer in it, borrowed; ValueError where it is released. */
PyAPI_FUNC(const Py_buffer *) PyPickleBuffer_GetBuffer(PyObject *object);
/* Releases the buffer in it. */
PyAPI_FUNC(int) PyPickleBuffer_Release(PyObject *object);
/* pickle.PickleBuffer. */
PyAPI_DATA(PyTypeObject) PyPickleBuffer_Type;
EXUVIA_END_C
/* end of declarations */

#define PyPickleBuffer_Check(op) Py_IS_TYPE((op), &PyPickleBuffer_Type)

#endif
#endif
