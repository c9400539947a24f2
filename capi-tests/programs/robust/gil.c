/* What CPython 3.14 starves: a thread that never lets go of the GIL but where it looks for pending calls, or that lets go and
 * takes it back at once, and others that want it.  Each gets its turns. */
#include "../threads/children.h"
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
/* From here on any system call but read, write and _exit kills the process. */
static void no_system_calls(void) { prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT); }
static void leave(const char *text) { (void)!write(1, text, strlen(text)); syscall(SYS_exit, 0); }
static void locks(void) {
    PyMutex mutex = {0};
    PyThread_type_lock lock = PyThread_allocate_lock();
    no_system_calls();
    for (int i = 0; i < 10000; i++) {
        PyMutex_Lock(&mutex); PyMutex_Unlock(&mutex);
        PyThread_acquire_lock(lock, WAIT_LOCK); PyThread_release_lock(lock);
    }
    leave("  10000 times\n");
}
TEST(locks_without_system_calls) { CHILD(locks); }

static volatile int stop;
static volatile long turns[4];
/* Wants the lock, has it for a moment, and waits outside of it. */
static void *polite(void *number) {
    while (!stop) {
        PyGILState_STATE state = PyGILState_Ensure();
        turns[(size_t)number]++;
        PyGILState_Release(state);
        usleep(100);
    }
    return NULL;
}
/* Never lets go but when asked. */
static void *greedy(void *number) {
    PyGILState_STATE state = PyGILState_Ensure();
    while (!stop) {
        Py_MakePendingCalls();
        turns[(size_t)number]++;
    }
    PyGILState_Release(state);
    return NULL;
}
/* Lets go all the time, and takes it back at once. */
static void *hasty(void *number) {
    PyGILState_STATE state = PyGILState_Ensure();
    while (!stop) {
        for (double until = now() + 200e-6; now() < until;) {}
        PyEval_RestoreThread(PyEval_SaveThread());
        turns[(size_t)number]++;
    }
    PyGILState_Release(state);
    return NULL;
}
static int all_had_turns(int count) {
    for (int i = 0; i < count; i++) if (turns[i] <= 3) return 0;
    return 1;
}
/* For so long, and on a busy machine until each has had its turns, or a minute is over. */
static void together(void *(*first)(void *), void *(*others)(void *), int count, double seconds) {
    pthread_t threads[4];
    stop = 0;
    memset((void *)turns, 0, sizeof turns);
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < count; i++) pthread_create(&threads[i], NULL, i ? others : first, (void *)(size_t)i);
    usleep((useconds_t)(seconds * 1e6));
    for (double until = now() + 60; !all_had_turns(count) && now() < until;) usleep(1000);
    stop = 1;
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    Py_END_ALLOW_THREADS
    for (int i = 0; i < count; i++) printf("thread %d had %s\n", i, turns[i] > 3 ? "its turns" : "hardly a turn");
}
TEST(greedy_and_polite) { together(greedy, polite, 4, 0.5); }
TEST(all_greedy) { together(greedy, greedy, 4, 0.8); }
TEST(hasty_and_polite) { together(hasty, polite, 3, 0.8); }
TEST(hasty_and_greedy) { together(hasty, greedy, 3, 0.8); }
TEST(interval) {
    PyObject *sys = MUST(PyImport_ImportModule("sys"));
    SHOW(M(Py_NewRef(sys), "setswitchinterval", "(d)", 1e-5));
    together(greedy, greedy, 4, 0.3);
    SHOW(M(Py_NewRef(sys), "setswitchinterval", "(d)", 0.005));
    Py_DECREF(sys);
}
