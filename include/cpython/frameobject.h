/* Full API: frames as locals() sees them. */
#ifndef Py_CPYTHON_FRAMEOBJECT_H
#define Py_CPYTHON_FRAMEOBJECT_H

typedef struct {
    PyObject_HEAD
    PyFrameObject *frame;
} PyFrameLocalsProxyObject;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Does nothing: the locals are always current. */
PyAPI_FUNC(void) PyFrame_FastToLocals(PyFrameObject *frame);
/* Does nothing: the locals are always current. 0. */
PyAPI_FUNC(int) PyFrame_FastToLocalsWithError(PyFrameObject *frame);
/* Does nothing: what is written to the locals is written to the variables. */
PyAPI_FUNC(void) PyFrame_LocalsToFast(PyFrameObject *frame, int clear);
/* A new frame that does not run. The globals are a dict. */
PyAPI_FUNC(PyFrameObject *) PyFrame_New(PyThreadState *tstate, PyCodeObject *code, PyObject *globals,
                                        PyObject *locals);
EXUVIA_END_C
/* end of declarations */

#endif
