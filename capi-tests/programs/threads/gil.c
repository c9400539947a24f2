/* The GIL is free of system calls while nobody else wants it; its interval; mutexes, critical sections, the end. */
#include "children.h"
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* From here on any system call but read, write and _exit kills the process. */
static void no_system_calls(void) { prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT); }
static void leave(const char *text) { (void)!write(1, text, strlen(text)); syscall(SYS_exit, 0); }
static void save_restore(void) {
    PyEval_RestoreThread(PyEval_SaveThread());
    no_system_calls();
    for (int i = 0; i < 10000; i++) PyEval_RestoreThread(PyEval_SaveThread());
    leave("  10000 times\n");
}
static void blocks(void) {
    no_system_calls();
    for (int i = 0; i < 10000; i++) { Py_BEGIN_ALLOW_THREADS Py_END_ALLOW_THREADS }
    leave("  10000 times\n");
}
static void ensure(void) {
    no_system_calls();
    for (int i = 0; i < 10000; i++) PyGILState_Release(PyGILState_Ensure());
    leave("  10000 times\n");
}
static void pending(void) {
    no_system_calls();
    for (int i = 0; i < 10000; i++) Py_MakePendingCalls();
    leave("  10000 times\n");
}
TEST(no_system_calls) { CHILD(save_restore); CHILD(blocks); CHILD(ensure); CHILD(pending); }
TEST(interval) {
    PyObject *sys = MUST(PyImport_ImportModule("sys"));
    SHOW(M(Py_NewRef(sys), "getswitchinterval", NULL));
    SHOW(M(Py_NewRef(sys), "setswitchinterval", "(d)", 1e-5));
    SHOW(M(Py_NewRef(sys), "getswitchinterval", NULL));
    SHOW(M(Py_NewRef(sys), "setswitchinterval", "(i)", 100));
    SHOW(M(Py_NewRef(sys), "setswitchinterval", "(d)", 0.005));
    SHOW(M(Py_NewRef(sys), "setswitchinterval", "(i)", 0)); SHOW(M(Py_NewRef(sys), "setswitchinterval", "(d)", -1.0)); SHOW(M(Py_NewRef(sys), "setswitchinterval", "(s)", "x"));
    SHOW(M(Py_NewRef(sys), "getswitchinterval", NULL));
    Py_DECREF(sys);
}
static PyMutex mutex;
static long counter;
static void *counts(void *unused) {
    (void)unused;
    for (int i = 0; i < 20000; i++) { PyMutex_Lock(&mutex); counter = counter + 1; PyMutex_Unlock(&mutex); }
    return NULL;
}
static void *counts_attached(void *unused) {
    PyGILState_STATE state = PyGILState_Ensure();
    counts(unused);
    PyGILState_Release(state);
    return NULL;
}
TEST(mutex) {
    pthread_t threads[6];
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < 6; i++) pthread_create(&threads[i], NULL, i % 2 ? counts : counts_attached, NULL);
    for (int i = 0; i < 6; i++) pthread_join(threads[i], NULL);
    Py_END_ALLOW_THREADS
    SHOW_INT(counter); SHOW_INT(PyMutex_IsLocked(&mutex));
    PyMutex_Lock(&mutex); SHOW_INT(PyMutex_IsLocked(&mutex)); SHOW_INT(mutex._bits); PyMutex_Unlock(&mutex); SHOW_INT(mutex._bits);
}
/* Who waits for a mutex lets others have the GIL. */
static void *unlocks(void *unused) {
    (void)unused;
    usleep(20000);
    PyGILState_STATE state = PyGILState_Ensure();
    PyMutex_Unlock(&mutex);
    PyGILState_Release(state);
    return NULL;
}
TEST(mutex_detaches) {
    pthread_t thread;
    PyMutex_Lock(&mutex);
    pthread_create(&thread, NULL, unlocks, NULL);
    PyMutex_Lock(&mutex);
    SAY("locked again");
    PyMutex_Unlock(&mutex);
    Py_BEGIN_ALLOW_THREADS pthread_join(thread, NULL); Py_END_ALLOW_THREADS
}
TEST(critical_sections) {
    /* With a GIL they are nothing, by call as by macro. */
    struct { uintptr_t words[3]; } one, two;
    PyObject *list = PyList_New(0);
    (PyCriticalSection_Begin)((PyCriticalSection *)&one, list); (PyCriticalSection2_Begin)((PyCriticalSection2 *)&two, list, list);
    Py_BEGIN_CRITICAL_SECTION(list); SHOW_INT(PyList_Append(list, Py_None)); Py_END_CRITICAL_SECTION();
    (PyCriticalSection2_End)((PyCriticalSection2 *)&two); (PyCriticalSection_End)((PyCriticalSection *)&one);
    (PyCriticalSection_BeginMutex)((PyCriticalSection *)&one, &mutex); SHOW_INT(PyMutex_IsLocked(&mutex)); (PyCriticalSection_End)((PyCriticalSection *)&one);
    (PyCriticalSection2_BeginMutex)((PyCriticalSection2 *)&two, &mutex, &mutex); SHOW_INT(PyMutex_IsLocked(&mutex)); (PyCriticalSection2_End)((PyCriticalSection2 *)&two);
    SHOW(list);
}
/* A thread that asks for its turn while the runtime ends hangs; the runtime ends without it. */
static volatile int inside;
static void *comes_late(void *unused) {
    (void)unused;
    PyGILState_Ensure();
    PyThreadState *state = PyEval_SaveThread();
    inside = 1;
    while (inside) usleep(100);
    PyEval_RestoreThread(state);
    printf("  came back\n");
    return NULL;
}
static int late(void *unused) { (void)unused; inside = 0; Py_BEGIN_ALLOW_THREADS usleep(20000); Py_END_ALLOW_THREADS return 0; }
static void at_the_end(PyObject *capsule) { (void)capsule; late(NULL); }
static void hangs_at_the_end(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, comes_late, NULL);
    Py_BEGIN_ALLOW_THREADS while (!inside) usleep(100); Py_END_ALLOW_THREADS
    PySys_SetObject("kept", PyCapsule_New(&inside, NULL, at_the_end));
    printf("  %d\n", Py_FinalizeEx());
    usleep(20000);
}
TEST(too_late) { CHILD(hangs_at_the_end); }
