/* second_thread LIBRARY: starts, uses and ends the library from a thread that is not the process's first; then from another,
 * and from the first.  The thread that starts it is its main thread. */
#include "host.h"

static int called;
static int pending(void *unused) { (void)unused; called++; return 0; }
static void *whole_life(void *unused) {
    (void)unused;
    start();
    work();
    called = 0;
    CALL(int, "Py_AddPendingCall", (int (*)(void *), void *), pending, NULL);
    CALL(int, "Py_MakePendingCalls", (void));
    printf("main thread: %d, pending calls run: %d\n", CALL(int, "_PyOS_IsMainThread", (void)), called);
    finish();
    return NULL;
}
static void *callback(void *unused) {
    (void)unused;
    int state = CALL(int, "PyGILState_Ensure", (void));
    called = 0;
    CALL(int, "Py_AddPendingCall", (int (*)(void *), void *), pending, NULL);
    CALL(int, "Py_MakePendingCalls", (void));
    printf("main thread: %d, pending calls run: %d\n", CALL(int, "_PyOS_IsMainThread", (void)), called);
    work();
    CALL(void, "PyGILState_Release", (int), state);
    return NULL;
}
static void *with_others(void *unused) {
    (void)unused;
    start();
    void *thread = CALL(void *, "PyEval_SaveThread", (void));
    pthread_t other;
    pthread_create(&other, NULL, callback, NULL);
    pthread_join(other, NULL);
    CALL(void, "PyEval_RestoreThread", (void *), thread);
    CALL(int, "Py_MakePendingCalls", (void));
    printf("run by the main thread: %d\n", called);
    finish();
    return NULL;
}
int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: second_thread LIBRARY\n"), 2;
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    pthread_t thread;
    for (int i = 0; i < 3; i++) {
        pthread_create(&thread, NULL, i == 1 ? with_others : whole_life, NULL);
        pthread_join(thread, NULL);
    }
    whole_life(NULL);
    return 0;
}
