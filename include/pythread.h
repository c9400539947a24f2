/* Threads, locks, and storage a thread. */
#ifndef Py_PYTHREAD_H
#define Py_PYTHREAD_H

typedef void *PyThread_type_lock;

typedef enum PyLockStatus {
    PY_LOCK_FAILURE = 0,
    PY_LOCK_ACQUIRED = 1,
    PY_LOCK_INTR
} PyLockStatus;

#define WAIT_LOCK 1
#define NOWAIT_LOCK 0

/* Microseconds. */
#define PY_TIMEOUT_T long long
#define PY_HAVE_THREAD_NATIVE_ID

#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03070000
typedef struct _Py_tss_t Py_tss_t;
#endif

/* declarations: written by `cargo run -p capi-tests --bin regenerate` */
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pythread.h"
#endif

#endif
