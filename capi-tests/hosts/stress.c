/* stress LIBRARY EXTENSION THREADS SECONDS: many threads in many interpreters, all creating objects, changing the counts of
 * immortal ones inline, loading one extension (extmods/registry.c), starting threads, ending.  Prints how much was done on
 * stderr; on stdout only what went wrong. */
#include "host.h"
#include <stdint.h>
#include <time.h>

typedef struct { int use_main_obmalloc, allow_fork, allow_exec, allow_threads, allow_daemon_threads, check_multi_interp_extensions, gil; } Config;
typedef struct { int type; const char *func, *message; int exitcode; } Status;
/* The functions, looked up once. */
#define FUNCTIONS(X) \
    X(int, PyGILState_Ensure, (void)) X(void, PyGILState_Release, (int)) X(void *, PyThreadState_Get, (void)) X(void *, PyThreadState_Swap, (void *)) \
    X(Status, Py_NewInterpreterFromConfig, (void **, const Config *)) X(void, Py_EndInterpreter, (void *)) X(void *, PyEval_SaveThread, (void)) \
    X(void, PyEval_RestoreThread, (void *)) X(Object *, Py_BuildValue, (const char *, ...)) X(void, Py_DecRef, (Object *)) X(void, Py_IncRef, (Object *)) \
    X(Object *, PyObject_Repr, (Object *)) X(const char *, PyUnicode_AsUTF8, (Object *)) X(Object *, PyModule_New, (const char *)) \
    X(Object *, PyUnicode_FromString, (const char *)) X(int, PyObject_SetAttrString, (Object *, const char *, Object *)) X(int, PyModule_ExecDef, (Object *, Object *)) \
    X(Object *, PyModule_FromDefAndSpec2, (Object *, Object *, int)) X(Object *, PyObject_CallMethod, (Object *, const char *, const char *, ...)) \
    X(Object *, PyErr_Occurred, (void)) X(void, PyErr_Clear, (void)) X(ssize_t, PyGC_Collect, (void)) X(int, Py_MakePendingCalls, (void)) \
    X(Object *, PyUnicode_InternFromString, (const char *)) X(Object *, PyErr_NewException, (const char *, Object *, Object *)) X(void *, PyInterpreterState_Get, (void)) \
    X(void *, PyThreadState_New, (void *)) X(void, PyThreadState_Clear, (void *)) X(void, PyThreadState_DeleteCurrent, (void)) X(void, PyErr_Print, (void)) \
    X(Object *, PyList_New, (ssize_t)) X(int, PyList_Append, (Object *, Object *)) X(Object *, PyObject_GetAttrString, (Object *, const char *)) \
    X(int, Py_AddPendingCall, (int (*)(void *), void *))
#define X(result, name, types) static result(*name) types;
FUNCTIONS(X)
#undef X

static _Atomic int stop;
static Object *(*init_registry)(void);
static unsigned long interpreters, loads, rounds;
static int *none;
static __thread unsigned seed;

static Object *good(Object *o) {
    if (!o) { printf("a call failed\n"); PyErr_Print(); fflush(stdout); _exit(2); }
    return o;
}
static int pending(void *unused) { (void)unused; return 0; }

static void load(void) {
    Object *def = good(init_registry()), *spec = good(PyModule_New("spec")), *name = good(PyUnicode_FromString("registry"));
    PyObject_SetAttrString(spec, "name", name);
    Object *module = good(PyModule_FromDefAndSpec2(def, spec, 1013));
    if (PyModule_ExecDef(module, def) < 0) good(NULL);
    for (int i = 0; i < 20; i++) {
        char key[32];
        snprintf(key, sizeof key, "name %d", i);
        Py_DecRef(good(PyObject_CallMethod(module, "put", "si", key, i)));
    }
    if (PyObject_CallMethod(module, "get", "s", "nothing")) printf("get of nothing gave something\n");
    PyErr_Clear();
    Py_DecRef(module); Py_DecRef(spec); Py_DecRef(name);
    __atomic_fetch_add(&loads, 1, __ATOMIC_RELAXED);
}
/* As extensions built before 3.12 change a count: without a look at it, and without a lock. */
static __attribute__((noinline)) void as_before_3_12(void) {
    for (int i = 0; i < 200; i++) {
        __atomic_store_n((int64_t *)none, __atomic_load_n((int64_t *)none, __ATOMIC_RELAXED) + (i % 2 ? 1 : -1), __ATOMIC_RELAXED);
    }
}
static void objects(void) {
    for (int i = 0; i < 50; i++) {
        Object *list = good(Py_BuildValue("[iisd(i){s:i}]", 1, (int)rand_r(&seed), "text", 1.5, 7, "key", i)), *repr = good(PyObject_Repr(list));
        PyList_Append(list, list);
        Py_DecRef(repr);
        Py_DecRef(list);
        char name[32];
        snprintf(name, sizeof name, "interned %d", rand_r(&seed) % 50);
        Py_DecRef(good(PyUnicode_InternFromString(name)));
        if (PyObject_GetAttrString(list == NULL ? NULL : (Object *)none, "absent")) printf("None has it\n");
        PyErr_Clear();
    }
    /* A look at a count meets these without a lock, which helgrind would report wherever it stands. */
    if (!getenv("STRESS_KEEPS_COUNTS")) as_before_3_12();
    Py_DecRef(good(PyErr_NewException("stress.Error", NULL, NULL)));
    if (rand_r(&seed) % 4 == 0) PyGC_Collect();
    Py_AddPendingCall(pending, NULL);
    if (Py_MakePendingCalls() < 0) good(NULL);
    __atomic_fetch_add(&rounds, 1, __ATOMIC_RELAXED);
}
/* Another thread of the same interpreter. */
static void *helper(void *interp) {
    seed = (unsigned)(uintptr_t)&seed;
    void *own = PyThreadState_New(interp);
    PyEval_RestoreThread(own);
    for (int i = 0; i < 3; i++) {
        objects();
        void *thread = PyEval_SaveThread();
        PyEval_RestoreThread(thread);
    }
    PyThreadState_Clear(own);
    PyThreadState_DeleteCurrent();
    return NULL;
}
static void *run(void *number) {
    seed = (unsigned)(uintptr_t)number + 1;
    while (!stop) {
        int state = PyGILState_Ensure();
        void *main_state = PyThreadState_Get(), *own = NULL;
        Config config = {0, 0, 0, 1, 0, 1, 2};
        if (rand_r(&seed) % 4 == 0) config = (Config){1, 1, 1, 1, 1, 0, 1};
        Status status = Py_NewInterpreterFromConfig(&own, &config);
        if (status.type) { printf("no interpreter: %s\n", status.message); fflush(stdout); _exit(2); }
        for (int i = 0; i < 5 && !stop; i++) {
            objects();
            load();
            pthread_t threads[2];
            void *interp = PyInterpreterState_Get();
            for (int t = 0; t < 2; t++) pthread_create(&threads[t], NULL, helper, interp);
            void *thread = PyEval_SaveThread();
            for (int t = 0; t < 2; t++) pthread_join(threads[t], NULL);
            PyEval_RestoreThread(thread);
        }
        Py_EndInterpreter(own);
        PyThreadState_Swap(main_state);
        if (rand_r(&seed) % 3 == 0) objects();
        PyGILState_Release(state);
        __atomic_fetch_add(&interpreters, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}
int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "usage: stress LIBRARY EXTENSION THREADS SECONDS\n"), 2;
    int count = atoi(argv[3]);
    double seconds = atof(argv[4]);
    pthread_t threads_[64];
    if (count > 64) count = 64;
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
#define X(result, name, types) name = (result(*) types)need(#name);
    FUNCTIONS(X)
#undef X
    for (int life = 0; life < 2; life++) {
        start();
        none = (int *)need("_Py_NoneStruct");
        void *file = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
        if (!file) return printf("%s\n", dlerror()), 2;
        init_registry = (Object * (*)(void)) dlsym(file, "PyInit_registry");
        stop = 0;
        for (int i = 0; i < count; i++) pthread_create(&threads_[i], NULL, run, (void *)(uintptr_t)(i + 100 * life));
        struct timespec until, now;
        clock_gettime(CLOCK_MONOTONIC, &until);
        double end = (double)until.tv_sec + 1e-9 * (double)until.tv_nsec + seconds / 2;
        do {
            objects();
            void *thread = PyEval_SaveThread();
            usleep(1000);
            PyEval_RestoreThread(thread);
            clock_gettime(CLOCK_MONOTONIC, &now);
        } while ((double)now.tv_sec + 1e-9 * (double)now.tv_nsec < end);
        stop = 1;
        void *thread = PyEval_SaveThread();
        for (int i = 0; i < count; i++) pthread_join(threads_[i], NULL);
        PyEval_RestoreThread(thread);
        finish();
        dlclose(file);
    }
    fprintf(stderr, "%lu interpreters, %lu loads, %lu rounds\n", interpreters, loads, rounds);
    printf("done\n");
    return 0;
}
