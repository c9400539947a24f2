/* Full API of frames. */
#ifndef Py_CPYTHON_PYFRAME_H
#define Py_CPYTHON_PYFRAME_H

struct _PyInterpreterFrame;

/* What the executable of a frame is: indices of PyUnstable_ExecutableKinds. */
#define PyUnstable_EXECUTABLE_KIND_SKIP 0
#define PyUnstable_EXECUTABLE_KIND_PY_FUNCTION 1
#define PyUnstable_EXECUTABLE_KIND_BUILTIN_FUNCTION 3
#define PyUnstable_EXECUTABLE_KIND_METHOD_DESCRIPTOR 4
#define PyUnstable_EXECUTABLE_KINDS 5

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The frame that called, new, or NULL. */
PyAPI_FUNC(PyFrameObject *) PyFrame_GetBack(PyFrameObject *frame);
/* The frame's builtins, new. */
PyAPI_FUNC(PyObject *) PyFrame_GetBuiltins(PyFrameObject *frame);
/* The generator that the frame belongs to, new; None for other frames. */
PyAPI_FUNC(PyObject *) PyFrame_GetGenerator(PyFrameObject *frame);
/* The frame's globals, new. */
PyAPI_FUNC(PyObject *) PyFrame_GetGlobals(PyFrameObject *frame);
/* The address in the code, in bytes, that the frame is at; -1 where it has not begun. */
PyAPI_FUNC(int) PyFrame_GetLasti(PyFrameObject *frame);
/* The frame's locals, new. */
PyAPI_FUNC(PyObject *) PyFrame_GetLocals(PyFrameObject *frame);
/* A variable of the frame's function, new; NameError where it has no value. */
PyAPI_FUNC(PyObject *) PyFrame_GetVar(PyFrameObject *frame, PyObject *name);
/* As PyFrame_GetVar, with the name in UTF-8. */
PyAPI_FUNC(PyObject *) PyFrame_GetVarString(PyFrameObject *frame, const char *name);
/* frame. */
PyAPI_DATA(PyTypeObject) PyFrame_Type;
EXUVIA_END_C
/* end of declarations */

#define PyFrame_Check(op) Py_IS_TYPE((op), &PyFrame_Type)
#define PyFrameLocalsProxy_Check(op) Py_IS_TYPE((op), &PyFrameLocalsProxy_Type)

#endif
