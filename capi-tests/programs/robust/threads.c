/* What CPython 3.14 crashes on, hangs in or lets go: calls without a thread state, with another's, twice.  Each ends its
 * process with a message that names the function and says why. */
#include "../threads/children.h"

extern void PyEval_AcquireLock(void);
extern int PyEval_ThreadsInitialized(void);

static PyThreadState *other(void) { return PyThreadState_New(PyInterpreterState_Get()); }
static void save_twice(void) { PyEval_SaveThread(); PyEval_SaveThread(); }
static void release_null(void) { PyEval_ReleaseThread(NULL); }
static void release_other(void) { PyEval_ReleaseThread(other()); }
static void acquire_lock_held(void) { PyEval_AcquireLock(); }
TEST(gil) { CHILD(save_twice); CHILD(release_null); CHILD(release_other); CHILD(acquire_lock_held); }

#define DETACHED(name, call) static void name(void) { PyEval_SaveThread(); call; }
DETACHED(make_int, PyLong_FromLong(123456))
DETACHED(make_list, PyList_New(3))
DETACHED(make_dict, PyDict_New())
DETACHED(raise_error, PyErr_SetString(PyExc_ValueError, "x"))
DETACHED(was_raised, PyErr_Occurred())
DETACHED(call, PyObject_CallNoArgs((PyObject *)&PyList_Type))
DETACHED(attribute, PyObject_GetAttrString(Py_None, "x"))
DETACHED(import, PyImport_ImportModule("sys"))
DETACHED(pending, Py_MakePendingCalls())
DETACHED(before_fork, PyOS_BeforeFork())
DETACHED(stack_size, PyThread_get_stacksize())
DETACHED(collect, PyGC_Collect())
TEST(detached) {
    CHILD(make_int); CHILD(make_list); CHILD(make_dict); CHILD(raise_error); CHILD(was_raised);
    CHILD(call); CHILD(attribute); CHILD(import); CHILD(pending); CHILD(before_fork); CHILD(stack_size); CHILD(collect);
}
static void *on_fresh_thread(void *unused) { (void)unused; PyLong_FromLong(123456); return NULL; }
static void fresh_thread(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, on_fresh_thread, NULL);
    PyEval_SaveThread();
    pthread_join(thread, NULL);
}
TEST(unknown_thread) { CHILD(fresh_thread); }

static PyThreadState *volatile held;
static void *holds(void *unused) { (void)unused; PyGILState_Ensure(); held = PyThreadState_Get(); for (;;) usleep(1000); }
static void delete_of_another(void) {
    pthread_t thread;
    PyEval_SaveThread();
    pthread_create(&thread, NULL, holds, NULL);
    while (!held) usleep(100);
    PyThreadState_Delete(held);
}
TEST(another_threads) { CHILD(delete_of_another); }

#define ENDED(name, call) static void name(void) { Py_FinalizeEx(); call; }
ENDED(ended_int, PyLong_FromLong(123456))
ENDED(ended_list, PyList_New(0))
ENDED(ended_ensure, PyGILState_Ensure())
ENDED(ended_save, PyEval_SaveThread())
ENDED(ended_get, PyThreadState_Get())
ENDED(ended_interpreter, PyInterpreterState_Get())
ENDED(ended_import, PyImport_ImportModule("sys"))
ENDED(ended_pending, Py_MakePendingCalls())
TEST(after_the_end) {
    CHILD(ended_int); CHILD(ended_list); CHILD(ended_ensure); CHILD(ended_save); CHILD(ended_get); CHILD(ended_interpreter); CHILD(ended_import);
    CHILD(ended_pending);
}
