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

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Does nothing: the system's keys survive a fork. */
Py_DEPRECATED(3.7) PyAPI_FUNC(void) PyThread_ReInitTLS(void);
/* Takes a lock: 1, or 0 where it is held and waitflag is 0. */
PyAPI_FUNC(int) PyThread_acquire_lock(PyThread_type_lock lock, int waitflag);
/* Takes a lock within so many microseconds (0 tries once, negative waits): 1 taken, 0 not, 2 where a signal came
   and intr_flag says to give up then. The caller detaches its thread state before it waits. */
PyAPI_FUNC(PyLockStatus) PyThread_acquire_lock_timed(PyThread_type_lock lock, long long microseconds, int intr_flag);
/* A new, free lock, or NULL. */
PyAPI_FUNC(PyThread_type_lock) PyThread_allocate_lock(void);
/* A new key of the old kind, or -1. */
Py_DEPRECATED(3.7) PyAPI_FUNC(int) PyThread_create_key(void);
/* Deletes a key of the old kind. */
Py_DEPRECATED(3.7) PyAPI_FUNC(void) PyThread_delete_key(int key);
/* Forgets the running thread's value. */
Py_DEPRECATED(3.7) PyAPI_FUNC(void) PyThread_delete_key_value(int key);
/* Ends the running thread at once; what its frames hold is lost. Returning from the thread's function is the way to
   end it. */
Py_DEPRECATED(3.14) PyAPI_FUNC(void) _Py_NO_RETURN PyThread_exit_thread(void);
/* Frees a lock that nobody waits for; does nothing for NULL. */
PyAPI_FUNC(void) PyThread_free_lock(PyThread_type_lock lock);
/* The running thread's value, or NULL. */
Py_DEPRECATED(3.7) PyAPI_FUNC(void *) PyThread_get_key_value(int key);
/* The stack size of the interpreter's new threads; 0 for the system's. Fatal where no thread state is attached. */
PyAPI_FUNC(size_t) PyThread_get_stacksize(void);
/* The running thread's identifier. */
PyAPI_FUNC(unsigned long) PyThread_get_thread_ident(void);
/* The running thread's number in the system. */
PyAPI_FUNC(unsigned long) PyThread_get_thread_native_id(void);
/* Does nothing: there is nothing to prepare. */
PyAPI_FUNC(void) PyThread_init_thread(void);
/* Gives a lock back. */
PyAPI_FUNC(void) PyThread_release_lock(PyThread_type_lock lock);
/* Sets the running thread's value: 0, or -1. */
Py_DEPRECATED(3.7) PyAPI_FUNC(int) PyThread_set_key_value(int key, void *value);
/* Sets the stack size of the interpreter's new threads: 0, or -1 where the system refuses it. Fatal where no thread
   state is attached. */
PyAPI_FUNC(int) PyThread_set_stacksize(size_t size);
/* Starts a detached thread: its identifier, or (unsigned long)-1. */
PyAPI_FUNC(unsigned long) PyThread_start_new_thread(void (*function) (void *), void *arg);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03030000
/* sys.thread_info, new. */
PyAPI_FUNC(PyObject *) PyThread_GetInfo(void);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x03070000
/* A new key that is not yet created, or NULL. */
PyAPI_FUNC(Py_tss_t *) PyThread_tss_alloc(void);
/* Creates the key: 0, also where it is created already; another number where the system has none left. */
PyAPI_FUNC(int) PyThread_tss_create(Py_tss_t *key);
/* Deletes the key; does nothing where it is not created. */
PyAPI_FUNC(void) PyThread_tss_delete(Py_tss_t *key);
/* Deletes and frees a key; does nothing for NULL. */
PyAPI_FUNC(void) PyThread_tss_free(Py_tss_t *key);
/* The running thread's value; NULL where none was set. */
PyAPI_FUNC(void *) PyThread_tss_get(Py_tss_t *key);
/* Whether the key is created. */
PyAPI_FUNC(int) PyThread_tss_is_created(Py_tss_t *key);
/* Sets the running thread's value: 0, or another number. */
PyAPI_FUNC(int) PyThread_tss_set(Py_tss_t *key, void *value);
#endif
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/pythread.h"
#endif

#endif
