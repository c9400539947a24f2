/* Interpreters and thread states. */
#ifndef Py_PYSTATE_H
#define Py_PYSTATE_H

#define MAX_CO_EXTRA_USERS 255

/* What PyGILState_Ensure found, to be given to PyGILState_Release. */
typedef enum {
    PyGILState_LOCKED,
    PyGILState_UNLOCKED
} PyGILState_STATE;

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
EXUVIA_BEGIN_C
/* The attached thread state, borrowed; a fatal error where there is none. */
PyAPI_FUNC(PyThreadState *) PyThreadState_Get(void);
EXUVIA_END_C
/* end of declarations */

#define PyThreadState_GET() PyThreadState_Get()

#ifndef Py_LIMITED_API
#include "cpython/pystate.h"
#endif

#endif
