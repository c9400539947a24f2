/* forks LIBRARY: forks while the library is up, with other threads in it; parent and child go on, and each ends it. */
#include "host.h"

static volatile int stop;
static void *busy(void *unused) {
    (void)unused;
    int state = CALL(int, "PyGILState_Ensure", (void));
    while (!stop) {
        work();
        void *thread = CALL(void *, "PyEval_SaveThread", (void));
        usleep(50);
        CALL(void, "PyEval_RestoreThread", (void *), thread);
    }
    CALL(void, "PyGILState_Release", (int), state);
    return NULL;
}
int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: forks LIBRARY\n"), 2;
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    start();
    pthread_t others[3];
    for (int i = 0; i < 3; i++) pthread_create(&others[i], NULL, busy, NULL);
    int wrong = 0;
    for (int i = 0; i < 100; i++) {
        work();
        fflush(stdout);
        CALL(void, "PyOS_BeforeFork", (void));
        pid_t child = fork();
        if (!child) {
            alarm(120);
            CALL(void, "PyOS_AfterFork_Child", (void));
            work();
            /* A thread of the child's own. */
            stop = 0;
            pthread_t own;
            pthread_create(&own, NULL, busy, NULL);
            void *thread = CALL(void *, "PyEval_SaveThread", (void));
            usleep(500);
            stop = 1;
            pthread_join(own, NULL);
            CALL(void, "PyEval_RestoreThread", (void *), thread);
            finish();
            start();
            work();
            finish();
            _exit(threads() == 1 ? 0 : 9);
        }
        CALL(void, "PyOS_AfterFork_Parent", (void));
        int status = -1;
        void *thread = CALL(void *, "PyEval_SaveThread", (void));
        waitpid(child, &status, 0);
        CALL(void, "PyEval_RestoreThread", (void *), thread);
        if (status) printf("child %d ended with status %x\n", i, status), wrong++;
    }
    stop = 1;
    void *thread = CALL(void *, "PyEval_SaveThread", (void));
    for (int i = 0; i < 3; i++) pthread_join(others[i], NULL);
    CALL(void, "PyEval_RestoreThread", (void *), thread);
    finish();
    printf("%d children went wrong\n", wrong);
    return 0;
}
