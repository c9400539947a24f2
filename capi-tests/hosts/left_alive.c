/* left_alive LIBRARY: ends the library while threads are in it.  Those that come back stop for good, and do no harm; those
 * that never come back may end.  Nothing else is left. */
#include "host.h"

static volatile int inside, ended;
/* Waits outside of Python, and comes back when the library has ended. */
static void *comes_back(void *unused) {
    (void)unused;
    CALL(int, "PyGILState_Ensure", (void));
    void *thread = CALL(void *, "PyEval_SaveThread", (void));
    __sync_fetch_and_add(&inside, 1);
    while (!ended) usleep(100);
    CALL(void, "PyEval_RestoreThread", (void *), thread);
    printf("a thread came back\n");
    _exit(3);
}
/* Is waiting for its turn when the library ends. */
static void *always_there(void *unused) {
    (void)unused;
    CALL(int, "PyGILState_Ensure", (void));
    __sync_fetch_and_add(&inside, 1);
    for (;;) {
        void *thread = CALL(void *, "PyEval_SaveThread", (void));
        CALL(void, "PyEval_RestoreThread", (void *), thread);
    }
    return NULL;
}
/* Leaves its thread state behind. */
static void *goes_away(void *unused) {
    (void)unused;
    CALL(int, "PyGILState_Ensure", (void));
    CALL(void *, "PyEval_SaveThread", (void));
    __sync_fetch_and_add(&inside, 1);
    return NULL;
}
static void leave(void *(*kind)(void *), int count) {
    pthread_t thread;
    start();
    inside = ended = 0;
    for (int i = 0; i < count; i++) {
        pthread_create(&thread, NULL, kind, NULL);
        pthread_detach(thread);
    }
    void *own = CALL(void *, "PyEval_SaveThread", (void));
    while (inside < count) usleep(100);
    CALL(void, "PyEval_RestoreThread", (void *), own);
    work();
    finish();
    ended = 1;
    usleep(20000);
}
int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: left_alive LIBRARY\n"), 2;
    alarm(200);
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    int files = descriptors(), keys = free_keys();
    leave(goes_away, 4);
    printf("threads: %d\n", threads());
    leave(comes_back, 4);
    printf("threads: %d\n", threads());
    leave(always_there, 4);
    printf("threads: %d\n", threads());
    long settled = 0;
    for (int i = 0; i < 300; i++) {
        leave(goes_away, 2);
        if (i == 100) settled = resident_kb();
    }
    long grown = resident_kb() - settled;
    if (grown > 128) return printf("memory grew by %ld kB\n", grown), 1;
    if (descriptors() != files) return printf("%d descriptors, %d at first\n", descriptors(), files), 1;
    if (free_keys() != keys) return printf("%d keys are free, %d at first\n", free_keys(), keys), 1;
    /* The library has threads standing in it: it stays. */
    dlclose(library);
    usleep(1000);
    printf("done\n");
    return 0;
}
