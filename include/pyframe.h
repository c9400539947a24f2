/* Frames. */
#ifndef Py_PYFRAME_H
#define Py_PYFRAME_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The frame's code, new. */
PyAPI_FUNC(PyCodeObject *) PyFrame_GetCode(PyFrameObject *frame);
/* The line that the frame is at, -1 for none. */
PyAPI_FUNC(int) PyFrame_GetLineNumber(PyFrameObject *frame);
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pyframe.h"
#endif

#endif
