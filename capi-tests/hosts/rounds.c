/* rounds LIBRARY EXTENSION ROUNDS: a host that starts and ends the library ROUNDS times in one process.
 *
 * Each round starts it with a configuration (in turn: the old way, a PyConfig with a command line, a PyInitConfig), loads an extension
 * (extmods/registry.c) and calls it, makes and ends sub-interpreters, lets a thread call it that is alive when it ends, leaves garbage,
 * exit functions and pending calls, and ends it.  Prints that every round was alike, and whether memory, descriptors, threads and
 * thread-local keys are what they were after the first hundred. */
#include "host.h"
#include <semaphore.h>
#include <time.h>
#include <wchar.h>

typedef struct { int type; const char *func, *message; int exitcode; } Status;
static void *find(const char *name) { return dlsym(library, name); }
static unsigned free_key(void) {
    pthread_key_t key;
    if (pthread_key_create(&key, NULL)) return 0;
    pthread_key_delete(key);
    return key;
}
static int exits, pendings;
static void at_exit(void) { exits++; }
static int pending(void *none) { (void)none; pendings++; return 0; }

static void check(Status status, const char *what) {
    if (!status.type) return;
    printf("%s: %s\n", what, status.message ? status.message : "exit");
    exit(2);
}
static void start_in_turn(int round) {
    static long config[1024 / sizeof(long)];
    if (round % 3 == 0) {
        start();
    } else if (round % 3 == 1) {
        wchar_t *argv[] = {L"prog", L"-O", L"-W", L"ignore", L"-X", L"option=1", L"-c", L"pass", L"argument"};
        CALL(void, "PyConfig_InitPythonConfig", (void *), config);
        check(CALL(Status, "PyConfig_SetArgv", (void *, ssize_t, wchar_t **), config, 9, argv), "PyConfig_SetArgv");
        check(CALL(Status, "Py_InitializeFromConfig", (void *), config), "Py_InitializeFromConfig");
        CALL(void, "PyConfig_Clear", (void *), config);
    } else {
        void *made = CALL(void *, "PyInitConfig_Create", (void));
        CALL(int, "PyInitConfig_SetStr", (void *, const char *, const char *), made, "program_name", "a program");
        CALL(int, "PyInitConfig_SetInt", (void *, const char *, long long), made, "no such option", 1);
        if (CALL(int, "Py_InitializeFromInitConfig", (void *), made)) { printf("Py_InitializeFromInitConfig failed\n"); exit(2); }
        CALL(void, "PyInitConfig_Free", (void *), made);
    }
}
static sem_t called, ended;
static void *in_thread(void *none) {
    int state = CALL(int, "PyGILState_Ensure", (void));
    Object *list = CALL(Object *, "PyList_New", (ssize_t), 3);
    CALL(void, "Py_DecRef", (Object *), list);
    CALL(void, "PyGILState_Release", (int), state);
    sem_post(&called);
    sem_wait(&ended);
    return none;
}
/* Loads the extension and calls it. Its file is closed when the runtime has ended. */
static void *use(const char *extension, char *out, size_t size) {
    void *file;
    Object *module = registry_of(extension, &file), *value = must(registry_filled(module, 20, "name 12"), "get");
    snprintf(out, size, "%ld", CALL(long, "PyLong_AsLong", (Object *), value));
    CALL(void, "Py_DecRef", (Object *), value);
    CALL(void, "Py_DecRef", (Object *), module);
    return file;
}
static void others(void) {
    if (!find("Py_NewInterpreter") || !find("Py_EndInterpreter")) return;
    void *main = CALL(void *, "PyThreadState_Get", (void));
    void *one = must(CALL(Object *, "Py_NewInterpreter", (void)), "Py_NewInterpreter");
    CALL(void, "Py_DecRef", (Object *), must(CALL(Object *, "PyImport_ImportModule", (const char *), "_types"), "import _types"));
    CALL(void, "Py_EndInterpreter", (void *), one);
    CALL(void *, "PyThreadState_Swap", (void *), main);
    if (!find("Py_NewInterpreterFromConfig")) return;
    int own[] = {0, 0, 0, 1, 0, 1, 2};
    void *two = NULL;
    check(CALL(Status, "Py_NewInterpreterFromConfig", (void **, void *), &two, own), "Py_NewInterpreterFromConfig");
    CALL(void, "Py_EndInterpreter", (void *), two);
    CALL(void, "PyEval_RestoreThread", (void *), main);
}
static void round_of(int round, const char *extension, char *out, size_t size) {
    start_in_turn(round);
    void *file = use(extension, out, size);
    others();
    pthread_t thread;
    pthread_create(&thread, NULL, in_thread, NULL);
    void *state = CALL(void *, "PyEval_SaveThread", (void));
    sem_wait(&called);
    CALL(void, "PyEval_RestoreThread", (void *), state);
    Object *cycle = must(CALL(Object *, "PyList_New", (ssize_t), 0), "PyList_New");
    CALL(int, "PyList_Append", (Object *, Object *), cycle, cycle);
    CALL(void, "Py_DecRef", (Object *), cycle);
    Object *atexit = must(CALL(Object *, "PyImport_ImportModule", (const char *), "atexit"), "import atexit");
    Object *function = must(CALL(Object *, "PyObject_GetAttrString", (Object *, const char *), atexit, "_ncallbacks"), "atexit");
    CALL(void, "Py_DecRef", (Object *), must(CALL(Object *, "PyObject_CallMethod", (Object *, const char *, const char *, ...), atexit, "register", "O", function), "register"));
    CALL(void, "Py_DecRef", (Object *), function);
    CALL(void, "Py_DecRef", (Object *), atexit);
    CALL(int, "Py_AtExit", (void (*)(void)), at_exit);
    CALL(int, "Py_AddPendingCall", (int (*)(void *), void *), pending, NULL);
    finish();
    sem_post(&ended);
    pthread_join(thread, NULL);
    dlclose(file);
}

int main(int argc, char **argv) {
    if (argc != 4) return fprintf(stderr, "usage: rounds LIBRARY EXTENSION ROUNDS\n"), 2;
    int rounds = atoi(argv[3]), settling = rounds > 300 ? 100 : rounds / 3;
    char first[64], again[64];
    sem_init(&called, 0, 0);
    sem_init(&ended, 0, 0);
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    round_of(0, argv[2], first, sizeof first);
    long resident = 0;
    int files = 0, tasks = 0;
    unsigned key = 0;
    struct timespec began, over;
    clock_gettime(CLOCK_MONOTONIC, &began);
    for (int i = 1; i < rounds; i++) {
        round_of(i, argv[2], again, sizeof again);
        if (strcmp(first, again)) return printf("round %d: %s\n", i, again), 1;
        if (i == settling) {
            resident = resident_kb();
            files = descriptors();
            tasks = threads();
            key = free_key();
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &over);
    long grown = resident_kb() - resident;
    fprintf(stderr, "%.0f us a round, %ld kB resident, %+ld kB\n", ((over.tv_sec - began.tv_sec) * 1e9 + (over.tv_nsec - began.tv_nsec)) / 1e3 / rounds, resident_kb(), grown);
    printf("%d rounds alike: %s\n", rounds, first);
    printf("exit functions %d, pending calls %d\n", exits == rounds, pendings == rounds);
    printf("descriptors %+d, threads %+d, keys %+d\n", descriptors() - files, threads() - tasks, (int)(free_key() - key));
    /* A page or two may come from the C library's own buffers. */
    if (grown > 128) return printf("memory grew by %ld kB\n", grown), 1;
    printf("memory level\n");
    return 0;
}
