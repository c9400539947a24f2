/* Attaching and detaching at the wrong time: each ends its process with a message. */
#include "children.h"

extern void PyEval_AcquireLock(void);
extern void PyEval_ReleaseLock(void);
extern int PyEval_ThreadsInitialized(void);

static PyThreadState *other(void) { return PyThreadState_New(PyInterpreterState_Get()); }

static void restore_null(void) { PyEval_RestoreThread(NULL); }
static void restore_null_detached(void) { PyEval_SaveThread(); PyEval_RestoreThread(NULL); }
static void restore_attached(void) { PyEval_RestoreThread(PyThreadState_Get()); }
static void restore_other(void) { PyEval_RestoreThread(other()); }
static void acquire_null(void) { PyEval_AcquireThread(NULL); }
static void acquire_attached(void) { PyEval_AcquireThread(PyThreadState_Get()); }
static void acquire_other(void) { PyEval_AcquireThread(other()); }
static void release_twice(void) { PyThreadState *t = PyThreadState_Get(); PyEval_ReleaseThread(t); PyEval_ReleaseThread(t); }
static void release_lock_twice(void) { PyEval_ReleaseLock(); PyEval_ReleaseLock(); }
static void acquire_lock_detached(void) { PyEval_SaveThread(); PyEval_AcquireLock(); }
static void get_detached(void) { PyEval_SaveThread(); PyThreadState_Get(); }
static void interpreter_detached(void) { PyEval_SaveThread(); PyInterpreterState_Get(); }
static void delete_attached(void) { PyThreadState_Delete(PyThreadState_Get()); }
static void delete_null(void) { PyThreadState_Delete(NULL); }
static void delete_current_detached(void) { PyEval_SaveThread(); PyThreadState_DeleteCurrent(); }
static void gilstate_release_without(void) { PyEval_SaveThread(); PyGILState_Release(PyGILState_UNLOCKED); }
static void *release_on_fresh(void *unused) { (void)unused; PyGILState_Release(PyGILState_UNLOCKED); return NULL; }
static void gilstate_release_on_fresh(void) {
    pthread_t thread;
    PyEval_SaveThread();
    pthread_create(&thread, NULL, release_on_fresh, NULL);
    pthread_join(thread, NULL);
}
static void mutex_twice(void) { PyMutex m = {0}; PyMutex_Lock(&m); PyMutex_Unlock(&m); PyMutex_Unlock(&m); }

extern void _PyThreadState_Init(PyThreadState *);
extern PyThreadState *_PyThreadState_Prealloc(PyInterpreterState *);
static void internal(void) { _PyThreadState_Init(other()); }
TEST(old_thread_states) {
    PyThreadState *state = _PyThreadState_Prealloc(PyInterpreterState_Get()), *own = PyThreadState_Swap(state);
    SHOW_INT(PyThreadState_Get() == state); SHOW_INT(state->interp == own->interp);
    PyThreadState_Swap(own);
    PyThreadState_Clear(state); PyThreadState_Delete(state);
    CHILD(internal);
}
TEST(restore) { CHILD(restore_null); CHILD(restore_null_detached); CHILD(restore_attached); CHILD(restore_other); }
TEST(acquire) { CHILD(acquire_null); CHILD(acquire_attached); CHILD(acquire_other); }
TEST(release) { CHILD(release_twice); }
TEST(initialized) { SHOW_INT(PyEval_ThreadsInitialized()); }
TEST(old_lock_in_order) { PyEval_ReleaseLock(); PyEval_AcquireLock(); SHOW(PyLong_FromLong(1)); }
TEST(old_lock) { CHILD(release_lock_twice); CHILD(acquire_lock_detached); }
TEST(get) { CHILD(get_detached); CHILD(interpreter_detached); }
TEST(delete) { CHILD(delete_attached); CHILD(delete_null); CHILD(delete_current_detached); }
TEST(gilstate) { CHILD(gilstate_release_without); CHILD(gilstate_release_on_fresh); }
TEST(mutex) { CHILD(mutex_twice); }
