/* Running Python code; printing exceptions; reading lines. */
#ifndef Py_PYTHONRUN_H
#define Py_PYTHONRUN_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Shows an exception on sys.stderr, with a traceback where it has none. The class is not looked at. */
PyAPI_FUNC(void) PyErr_Display(PyObject *class_, PyObject *value, PyObject *tb);
/* As PyErr_PrintEx(1). */
PyAPI_FUNC(void) PyErr_Print(void);
/* Hands the exception that is set to sys.excepthook and clears it; keeps it in sys.last_exc and its like where
   set_sys_last_vars is not 0. A SystemExit ends the process. */
PyAPI_FUNC(void) PyErr_PrintEx(int set_sys_last_vars);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030c0000
/* Shows an exception on sys.stderr. */
PyAPI_FUNC(void) PyErr_DisplayException(PyObject *exc);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pythonrun.h"
#endif

#endif
