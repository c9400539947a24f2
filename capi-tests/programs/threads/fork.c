/* PyOS_BeforeFork, PyOS_AfterFork_Parent, PyOS_AfterFork_Child: parent and child both go on. */
#include "children.h"
#include <fcntl.h>

/* Forks as os.fork does; 0 in the child. */
static pid_t forked(void) {
    fflush(stdout);
    PyOS_BeforeFork();
    pid_t pid = fork();
    if (pid) PyOS_AfterFork_Parent(); else PyOS_AfterFork_Child();
    return pid;
}
static void ended(pid_t pid) {
    int status = 0;
    Py_BEGIN_ALLOW_THREADS
    waitpid(pid, &status, 0);
    Py_END_ALLOW_THREADS
    if (WIFEXITED(status)) SAY("child: exit %d", WEXITSTATUS(status)); else SAY("child: signal %d", WTERMSIG(status));
}
static int states(void) {
    int count = 0;
    for (PyThreadState *t = PyInterpreterState_ThreadHead(PyInterpreterState_Get()); t; t = PyThreadState_Next(t)) count++;
    return count;
}
TEST(both_go_on) {
    PyObject *list = V("[iii]", 1, 2, 3);
    pid_t pid = forked();
    if (!pid) {
        SHOW_BORROWED(list);
        SHOW_INT(PyList_Append(list, Py_None));
        SHOW_BORROWED(list);
        int status = Py_FinalizeEx();
        printf("Py_FinalizeEx: %d\n", status);
        fflush(stdout);
        _exit(5);
    }
    ended(pid);
    SHOW_BORROWED(list);
    Py_DECREF(list);
}
TEST(child_of_a_child) {
    pid_t pid = forked();
    if (!pid) {
        pid_t second = forked();
        if (!second) { SHOW_INT(states()); fflush(stdout); _exit(3); }
        ended(second);
        fflush(stdout);
        _exit(4);
    }
    ended(pid);
}
static volatile int stop, waiting;
static void *runs(void *unused) {
    (void)unused;
    PyGILState_STATE state = PyGILState_Ensure();
    while (!stop) { Py_DECREF(PyList_New(3)); waiting = 1; Py_MakePendingCalls(); Py_BEGIN_ALLOW_THREADS usleep(10); Py_END_ALLOW_THREADS }
    PyGILState_Release(state);
    return NULL;
}
TEST(other_threads_are_not_in_the_child) {
    pthread_t threads[4];
    stop = 0;
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, runs, NULL);
    while (states() < 5) { Py_BEGIN_ALLOW_THREADS usleep(100); Py_END_ALLOW_THREADS }
    int wrong = 0;
    for (int i = 0; i < 50; i++) {
        fflush(stdout);
        pid_t pid = forked();
        if (!pid) {
            alarm(120);
            int good = states() == 1 && PyThreadState_Get()->native_thread_id == (unsigned long)gettid();
            /* The GIL is as good as new: another thread can have a turn. */
            stop = 0; waiting = 0;
            pthread_t thread;
            pthread_create(&thread, NULL, runs, NULL);
            while (!waiting) { Py_BEGIN_ALLOW_THREADS usleep(10); Py_END_ALLOW_THREADS }
            stop = 1;
            Py_BEGIN_ALLOW_THREADS pthread_join(thread, NULL); Py_END_ALLOW_THREADS
            good &= Py_FinalizeEx() == 0;
            _exit(!good);
        }
        int status = -1;
        Py_BEGIN_ALLOW_THREADS waitpid(pid, &status, 0); Py_END_ALLOW_THREADS
        wrong += status != 0;
    }
    SHOW_INT(wrong);
    stop = 1;
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    Py_END_ALLOW_THREADS
    SHOW_INT(states());
}
static int called;
static int pending_call(void *unused) { (void)unused; called++; return 0; }
static void *forks_itself(void *unused) {
    (void)unused;
    PyGILState_STATE state = PyGILState_Ensure();
    pid_t pid = forked();
    if (!pid) {
        /* The thread that forks is the child's main thread. */
        SHOW_INT(states());
        SHOW_INT(PyThreadState_Get() == PyGILState_GetThisThreadState());
        Py_AddPendingCall(pending_call, NULL);
        SHOW_INT(Py_MakePendingCalls());
        SHOW_INT(called);
        fflush(stdout);
        _exit(0);
    }
    ended(pid);
    PyGILState_Release(state);
    return NULL;
}
TEST(from_another_thread) {
    pthread_t thread;
    Py_BEGIN_ALLOW_THREADS
    pthread_create(&thread, NULL, forks_itself, NULL);
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
    SHOW_INT(states());
}
TEST(import_lock) {
    PyObject *imp = MUST(PyImport_ImportModule("_imp"));
    PyOS_BeforeFork();
    SHOW(PyObject_CallMethod(imp, "lock_held", NULL));
    PyOS_AfterFork_Parent();
    SHOW(PyObject_CallMethod(imp, "lock_held", NULL));
    SHOW(PyObject_CallMethod(imp, "acquire_lock", NULL));
    pid_t pid = forked();
    if (!pid) { SHOW(PyObject_CallMethod(imp, "lock_held", NULL)); fflush(stdout); _exit(0); }
    ended(pid);
    SHOW(PyObject_CallMethod(imp, "lock_held", NULL));
    SHOW(PyObject_CallMethod(imp, "release_lock", NULL));
    Py_DECREF(imp);
}
TEST(old_name) {
    fflush(stdout);
    PyOS_BeforeFork();
    pid_t pid = fork();
    if (!pid) { PyOS_AfterFork(); SHOW_INT(states()); fflush(stdout); _exit(0); }
    PyOS_AfterFork_Parent();
    ended(pid);
}
static void detached_before(void) { PyEval_SaveThread(); PyOS_BeforeFork(); }
static void detached_after(void) { PyEval_SaveThread(); PyOS_AfterFork_Child(); }
TEST(detached) { CHILD(detached_after); }
