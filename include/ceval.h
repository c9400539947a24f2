/* Evaluation: calls, the GIL, recursion. */
#ifndef Py_CEVAL_H
#define Py_CEVAL_H

/* How an f-string shows a value. */
#define FVC_MASK 0x3
#define FVC_NONE 0x0
#define FVC_STR 0x1
#define FVC_REPR 0x2
#define FVC_ASCII 0x3
#define FVS_MASK 0x4
#define FVS_HAVE_SPEC 0x4

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

/* Around code that touches no object: other threads may run meanwhile. */
#define Py_BEGIN_ALLOW_THREADS { PyThreadState *_save; _save = PyEval_SaveThread();
#define Py_BLOCK_THREADS PyEval_RestoreThread(_save);
#define Py_UNBLOCK_THREADS _save = PyEval_SaveThread();
#define Py_END_ALLOW_THREADS PyEval_RestoreThread(_save); }

#ifndef Py_LIMITED_API
#include "cpython/ceval.h"
#endif

#endif
