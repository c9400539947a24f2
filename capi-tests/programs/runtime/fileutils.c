/* fileutils.h, and what extension modules of CPython's own call beside it: files of the C library, deadlines, the parking lot. */
#include "harness.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

extern int _Py_fstat(int fd, struct stat *status), _Py_fstat_noraise(int fd, struct stat *status), _Py_dup(int fd);
static int seen(const char *event, PyObject *args, void *unused) { (void)unused; if (!strcmp(event, "open") && PyTuple_Size(args) == 3 && PyUnicode_Check(PyTuple_GetItem(args, 1))) { printf("  audited: "); print_object("open", args); } return 0; }
static void opened(PyObject *path, const char *mode) {
    FILE *f = Py_fopen(path, mode);
    if (!f) { print_raised(); return; }
    printf("opened, inherited %d\n", !(fcntl(fileno(f), F_GETFD) & FD_CLOEXEC));
    SHOW_INT(Py_fclose(f));
}
TEST(fopen) {
    PySys_AddAuditHook(seen, NULL);
    PyObject *null = S("/dev/null"), *bytes = PyBytes_FromString("/dev/null");
    opened(null, "r"); opened(bytes, "rb"); opened(null, "w+");
    SHOW_REFS(null, opened(null, "r"));
    opened(S("/no/such/file"), "r"); opened(PyBytes_FromString("/no/such/file"), "r"); opened(null, "z"); opened(V("s#", "a\0b", (Py_ssize_t)3), "r"); opened(V("y#", "a\0b", (Py_ssize_t)3), "r"); opened(PyLong_FromLong(3), "r"); opened(Py_None, "r"); opened(S("/"), "w"); opened(S("\xf0\x9f\x98\x80-none"), "r");
}
TEST(status) {
    struct stat s; int fd = open("/dev/null", O_RDONLY);
    SHOW_INT(_Py_fstat(fd, &s)); SHOW_INT(S_ISCHR(s.st_mode)); SHOW_INT(_Py_fstat_noraise(fd, &s)); SHOW_INT(_Py_fstat(-1, &s)); SHOW_INT(_Py_fstat_noraise(-1, &s)); SHOW_INT(errno);
    int other = _Py_dup(fd); SHOW_INT(other > fd); SHOW_INT(!!(fcntl(other, F_GETFD) & FD_CLOEXEC)); SHOW_INT(_Py_fstat(other, &s)); close(other); close(fd); SHOW_INT(_Py_dup(fd)); SHOW_INT(_Py_dup(-1));
}
extern PyThreadState *_PyThreadState_GetCurrent(void);
TEST(current) {
    SHOW_INT(_PyThreadState_GetCurrent() == PyThreadState_Get());
    PyThreadState *s = PyEval_SaveThread(); int none = _PyThreadState_GetCurrent() == NULL; PyEval_RestoreThread(s); SHOW_INT(none);
}
extern PyTime_t _PyDeadline_Init(PyTime_t timeout), _PyDeadline_Get(PyTime_t deadline);
TEST(deadlines) {
    PyTime_t far = _PyDeadline_Init(3600000000000LL), past = _PyDeadline_Init(-1000000000LL);
    SHOW_INT(_PyDeadline_Get(far) > 3000000000000LL); SHOW_INT(_PyDeadline_Get(far) <= 3600000000000LL); SHOW_INT(_PyDeadline_Get(past) < 0); SHOW_INT(_PyDeadline_Init(PyTime_MAX) == PyTime_MAX);
}
extern int _PyParkingLot_Park(const void *address, const void *expected, size_t size, PyTime_t timeout, void *arg, int detach);
extern void _PyParkingLot_Unpark(const void *address, void (*fn)(void *, void *, int), void *arg);
static union { unsigned char one; unsigned short two; unsigned four; unsigned long long eight; } word;
static void told(void *arg, void *brought, int more) { printf("  told %s, brought %s, more %d\n", (char *)arg, brought ? (char *)brought : "nothing", more); fflush(stdout); }
static void counts(void *arg, void *brought, int more) { (void)more; *(int *)arg = brought != NULL; }
static void *parks(void *unused) { unsigned expected = 1; (void)unused; return (void *)(size_t)(_PyParkingLot_Park(&word.four, &expected, 4, -1, "a thread", 0) + 10); }
static void *parks_detached(void *unused) { unsigned expected = 1; PyGILState_STATE s = PyGILState_Ensure(); (void)unused; int how = _PyParkingLot_Park(&word.four, &expected, 4, -1, "a thread", 1); PyGILState_Release(s); return (void *)(size_t)(how + 10); }
TEST(parking) {
    unsigned long long other = 3; PyTime_t soon = 1000000;
    word.eight = 7; SHOW_INT(_PyParkingLot_Park(&word, &other, 1, soon, NULL, 0)); SHOW_INT(_PyParkingLot_Park(&word, &other, 2, soon, NULL, 0)); SHOW_INT(_PyParkingLot_Park(&word, &other, 4, soon, NULL, 1)); SHOW_INT(_PyParkingLot_Park(&word, &other, 8, soon, NULL, 1));
    other = 7; SHOW_INT(_PyParkingLot_Park(&word, &other, 1, soon, NULL, 0)); SHOW_INT(_PyParkingLot_Park(&word, &other, 2, soon, NULL, 1)); SHOW_INT(_PyParkingLot_Park(&word, &other, 4, soon, NULL, 0)); SHOW_INT(_PyParkingLot_Park(&word, &other, 8, soon, NULL, 1)); SHOW_INT(_PyParkingLot_Park(&word, &other, 8, 0, NULL, 0));
    _PyParkingLot_Unpark(&word, told, "so");
    word.eight = 1;
    for (int i = 0; i < 2; i++) {
        pthread_t t; int found = 0; void *how;
        pthread_create(&t, NULL, i ? parks_detached : parks, NULL);
        Py_BEGIN_ALLOW_THREADS while (!found) { _PyParkingLot_Unpark(&word.four, counts, &found); usleep(100); } pthread_join(t, &how); Py_END_ALLOW_THREADS
        SHOW_INT((int)(size_t)how - 10);
    }
}
TEST(cpu_count) { PyObject *sys = PyImport_ImportModule("sys"); SHOW(M(sys, "_get_cpu_count_config", NULL)); }
