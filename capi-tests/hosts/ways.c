/* ways LIBRARY OTHER-PATH: a host that opens, starts, forks and unloads the library in unusual ways. OTHER-PATH is another name of it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Object Object;
static void *library;
static void *need(const char *name) {
    void *symbol = dlsym(library, name);
    if (!symbol) { printf("no %s\n", name); exit(2); }
    return symbol;
}
#define CALL(result, name, types, ...) (((result(*) types)need(name))(__VA_ARGS__))

static void open_library(const char *path) {
    library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) { printf("%s\n", dlerror()); exit(2); }
}
static long work(void) {
    Object *number = CALL(Object *, "PyLong_FromLong", (long), 20), *module = CALL(Object *, "PyImport_ImportModule", (const char *), "_types");
    Object *text = CALL(Object *, "PyObject_Repr", (Object *), module);
    long result = CALL(long, "PyLong_AsLong", (Object *), number) + CALL(ssize_t, "PyUnicode_GetLength", (Object *), text);
    Object *all[] = {number, module, text};
    for (int i = 0; i < 3; i++) CALL(void, "Py_DecRef", (Object *), all[i]);
    return result;
}
static void once(const char *what) {
    CALL(void, "Py_InitializeEx", (int), 0);
    long result = work();
    int ended = CALL(int, "Py_FinalizeEx", (void));
    printf("%s: %ld %d\n", what, result, ended);
}
static void *in_thread(void *none) { once("in another thread"); return none; }
static void *starts(void *none) { CALL(void, "Py_InitializeEx", (int), 0); CALL(void *, "PyEval_SaveThread", (void)); return none; }
static int loaded(const char *path) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (handle) dlclose(handle);
    return handle != NULL;
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: ways LIBRARY OTHER-PATH\n"), 2;
    setvbuf(stdout, NULL, _IONBF, 0);
    open_library(argv[1]);
    once("opened");
    /* By another name it is the same library. */
    void *first = library;
    open_library(argv[2]);
    printf("the same by two paths: %d\n", first == library);
    once("by the other path");
    dlclose(library);
    library = first;
    /* Not by the process's first thread. */
    pthread_t thread;
    pthread_create(&thread, NULL, in_thread, NULL);
    pthread_join(thread, NULL);
    once("in the first thread again");
    /* Started by a thread that has ended, used and ended by another. */
    pthread_create(&thread, NULL, starts, NULL);
    pthread_join(thread, NULL);
    int state = CALL(int, "PyGILState_Ensure", (void));
    printf("started by a thread that is gone: %ld\n", work());
    (void)state;
    printf("ended by another: %d\n", CALL(int, "Py_FinalizeEx", (void)));
    /* A fork goes on in both. */
    CALL(void, "Py_InitializeEx", (int), 0);
    CALL(void, "PyOS_BeforeFork", (void));
    pid_t child = fork();
    if (!child) {
        CALL(void, "PyOS_AfterFork_Child", (void));
        long result = work();
        printf("child: %ld %d\n", result, CALL(int, "Py_FinalizeEx", (void)));
        once("child again");
        _exit(0);
    }
    CALL(void, "PyOS_AfterFork_Parent", (void));
    int ended = 0;
    waitpid(child, &ended, 0);
    printf("child ended: %d\n", ended);
    long result = work();
    printf("parent: %ld %d\n", result, CALL(int, "Py_FinalizeEx", (void)));
    /* A fork while it is down. */
    child = fork();
    if (!child) { once("child of a host that has ended it"); _exit(0); }
    waitpid(child, &ended, 0);
    /* Unloaded, and opened again. */
    for (int i = 0; i < 3; i++) {
        dlclose(library);
        printf("still loaded: %d\n", loaded(argv[1]));
        open_library(argv[1]);
        once("opened again");
    }
    return 0;
}
