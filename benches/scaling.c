/* scaling LIBRARY [MOST]: what threads cost, and how interpreters with their own GIL scale.
 *
 *     cc -O2 -o scaling benches/scaling.c -ldl -pthread && ./scaling target/release/libexuvia.so 8
 *
 * The same program takes CPython's libpython3.14.so.1.0, so the two columns of a comparison come from one build. Work is a pure
 * C-API load: small ints, floats, text, tuples, dicts, attribute look-ups; each interpreter does the same amount. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct Object Object;
typedef struct { int use_main_obmalloc, allow_fork, allow_exec, allow_threads, allow_daemon_threads, check_multi_interp_extensions, gil; } Config;
typedef struct { int type; const char *func, *message; int exitcode; } Status;
#define FUNCTIONS(X) \
    X(void, Py_InitializeEx, (int)) X(int, Py_FinalizeEx, (void)) X(int, PyGILState_Ensure, (void)) X(void, PyGILState_Release, (int)) \
    X(void *, PyThreadState_Get, (void)) X(void *, PyThreadState_Swap, (void *)) X(Status, Py_NewInterpreterFromConfig, (void **, const Config *)) \
    X(void, Py_EndInterpreter, (void *)) X(void *, PyEval_SaveThread, (void)) X(void, PyEval_RestoreThread, (void *)) \
    X(void, Py_DecRef, (Object *)) X(Object *, PyLong_FromLong, (long)) X(Object *, PyFloat_FromDouble, (double)) X(Object *, PyNumber_Add, (Object *, Object *)) \
    X(Object *, PyUnicode_FromFormat, (const char *, ...)) X(Object *, PyTuple_Pack, (ssize_t, ...)) X(Object *, PyDict_New, (void)) \
    X(int, PyDict_SetItem, (Object *, Object *, Object *)) X(Object *, PyObject_GetAttrString, (Object *, const char *)) X(Object *, PyList_New, (ssize_t)) \
    X(int, PyList_Append, (Object *, Object *)) X(Object *, PyObject_Repr, (Object *))
#define X(result, name, types) static result(*name) types;
FUNCTIONS(X)
#undef X

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
static void load(long rounds) {
    for (long i = 0; i < rounds; i++) {
        Object *list = PyList_New(0), *dict = PyDict_New();
        for (long j = 0; j < 20; j++) {
            Object *a = PyLong_FromLong(i + j), *b = PyFloat_FromDouble((double)j), *sum = PyNumber_Add(a, b);
            Object *text = PyUnicode_FromFormat("key %ld", j), *tuple = PyTuple_Pack(3, a, b, sum);
            PyDict_SetItem(dict, text, tuple);
            PyList_Append(list, tuple);
            Object *attribute = PyObject_GetAttrString(a, "real");
            Object *all[] = {a, b, sum, text, tuple, attribute};
            for (size_t k = 0; k < sizeof all / sizeof *all; k++) Py_DecRef(all[k]);
        }
        Object *repr = PyObject_Repr(list);
        Py_DecRef(repr);
        Py_DecRef(list);
        Py_DecRef(dict);
    }
}
static pthread_barrier_t barrier;
static long amount;
static const Config own_gil = {0, 0, 0, 1, 0, 1, 2};
static void *in_interpreter(void *unused) {
    (void)unused;
    int state = PyGILState_Ensure();
    void *main_state = PyThreadState_Get(), *own = NULL;
    Status status = Py_NewInterpreterFromConfig(&own, &own_gil);
    if (status.type) { printf("%s\n", status.message); exit(1); }
    load(amount / 20);
    pthread_barrier_wait(&barrier);
    load(amount);
    pthread_barrier_wait(&barrier);
    Py_EndInterpreter(own);
    PyThreadState_Swap(main_state);
    PyGILState_Release(state);
    return NULL;
}
static double cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
/* The time that it takes; into `spent`, the processors' time. */
static double interpreters(int count, double *spent) {
    pthread_t threads[256];
    pthread_barrier_init(&barrier, NULL, (unsigned)count + 1);
    void *thread = PyEval_SaveThread();
    for (int i = 0; i < count; i++) pthread_create(&threads[i], NULL, in_interpreter, NULL);
    pthread_barrier_wait(&barrier);
    double start = now(), before = cpu();
    pthread_barrier_wait(&barrier);
    double took = now() - start;
    *spent = cpu() - before;
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    PyEval_RestoreThread(thread);
    pthread_barrier_destroy(&barrier);
    return took;
}
static double uncontended(void) {
    long times = 2000000;
    double best = 1e9;
    for (int attempt = 0; attempt < 5; attempt++) {
        double start = now();
        for (long i = 0; i < times; i++) PyEval_RestoreThread(PyEval_SaveThread());
        double took = (now() - start) / (double)times;
        if (took < best) best = took;
    }
    return best;
}
/* A thread waits for the lock while another holds it, lets go, and waits to hear that the first has it. */
static sem_t wanted, taken;
static volatile int waiting;
static const long turns = 300;
static void *other(void *unused) {
    (void)unused;
    int state = PyGILState_Ensure();
    sem_post(&taken);
    for (long i = 0; i < turns; i++) {
        void *thread = PyEval_SaveThread();
        sem_wait(&wanted);
        waiting = 1;
        PyEval_RestoreThread(thread);
        sem_post(&taken);
    }
    PyGILState_Release(state);
    return NULL;
}
static double contended(void) {
    double best = 1e9;
    for (int attempt = 0; attempt < 5; attempt++) {
        pthread_t thread;
        double spent = 0;
        sem_init(&wanted, 0, 0);
        sem_init(&taken, 0, 0);
        pthread_create(&thread, NULL, other, NULL);
        void *begin = PyEval_SaveThread();
        sem_wait(&taken);
        PyEval_RestoreThread(begin);
        for (long i = 0; i < turns; i++) {
            waiting = 0;
            sem_post(&wanted);
            /* Long enough for the other to be asleep, not long enough for it to ask. */
            while (!waiting) sched_yield();
            for (double until = now() + 100e-6; now() < until;) {}
            double start = now();
            void *own = PyEval_SaveThread();
            sem_wait(&taken);
            PyEval_RestoreThread(own);
            spent += now() - start;
        }
        void *own = PyEval_SaveThread();
        pthread_join(thread, NULL);
        PyEval_RestoreThread(own);
        if (spent / (double)turns < best) best = spent / (double)turns;
    }
    return best;
}
int main(int argc, char **argv) {
    if (argc < 2) return fprintf(stderr, "usage: scaling LIBRARY [MOST]\n"), 2;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int most = argc > 2 ? atoi(argv[2]) : (int)cores;
    void *library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
    if (!library) return printf("%s\n", dlerror()), 2;
#define X(result, name, types) \
    if (!(name = (result(*) types)dlsym(library, #name))) return printf("no %s\n", #name), 2;
    FUNCTIONS(X)
#undef X
    Py_InitializeEx(0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("cores: %ld\n", cores);
    printf("GIL given up and taken back, uncontended: %.1f ns\n", 1e9 * uncontended());
    printf("GIL handed to a thread that waits, and back: %.2f us\n", 1e6 * contended());
    double start = now();
    load(2000);
    amount = (long)(2000 * 0.5 / (now() - start));
    /* On a machine that does other work too, the last column says what the others leave out: how much of the processors' time
     * is work, and not waiting for each other's cache lines. */
    printf("interpreters  seconds  times one  times one by processor time\n");
    double one = 0, one_spent = 0;
    for (int count = 1; count <= most && count <= 256; count *= 2) {
        double best = 1e9, least = 1e9;
        for (int attempt = 0; attempt < 7; attempt++) {
            double spent, took = interpreters(count, &spent);
            if (took < best) best = took;
            if (spent < least) least = spent;
        }
        if (count == 1) one = best, one_spent = least;
        printf("%12d  %7.3f  %9.2f  %27.2f\n", count, best, count * one / best, count * count * one_spent / least);
        fflush(stdout);
    }
    return Py_FinalizeEx() ? 1 : 0;
}
