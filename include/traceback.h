/* Tracebacks. */
#ifndef Py_TRACEBACK_H
#define Py_TRACEBACK_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Adds a frame to the traceback of the exception that is set: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyTraceBack_Here(PyFrameObject *frame);
/* Writes a traceback to a file object: 0, or -1 with an exception. Does nothing for NULL. */
PyAPI_FUNC(int) PyTraceBack_Print(PyObject *v, PyObject *f);
/* traceback. */
PyAPI_DATA(PyTypeObject) PyTraceBack_Type;
EXUVIA_END_C
/* end of declarations */

#define PyTraceBack_Check(v) Py_IS_TYPE((v), &PyTraceBack_Type)

#ifndef Py_LIMITED_API
#include "cpython/traceback.h"
#endif

#endif
