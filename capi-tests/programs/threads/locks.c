/* pythread.h: locks, timeouts, storage, stack sizes, threads. */
#include "harness.h"
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

extern int PyThread_ParseTimeoutArg(PyObject *, int, long long *);
extern PyLockStatus PyThread_acquire_lock_timed_with_retries(PyThread_type_lock, long long);
extern unsigned long long PyThread_get_thread_ident_ex(void);
extern int PyThread_start_joinable_thread(void (*)(void *), void *, unsigned long long *, uintptr_t *);
extern int PyThread_join_thread(uintptr_t);
extern int PyThread_detach_thread(uintptr_t);

static long long since(struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - start->tv_sec) * 1000LL + (now.tv_nsec - start->tv_nsec) / 1000000;
}
TEST(lock) {
    PyThread_type_lock lock = PyThread_allocate_lock();
    SHOW_INT(lock != NULL);
    SHOW_INT(PyThread_acquire_lock(lock, NOWAIT_LOCK));
    SHOW_INT(PyThread_acquire_lock(lock, NOWAIT_LOCK));
    SHOW_INT(PyThread_acquire_lock_timed(lock, 0, 0));
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    SHOW_INT(PyThread_acquire_lock_timed(lock, 30000, 0));
    long long ms = since(&start);
    SHOW_INT(ms >= 29 && ms < 2000);
    PyThread_release_lock(lock);
    SHOW_INT(PyThread_acquire_lock(lock, WAIT_LOCK));
    PyThread_release_lock(lock);
    SHOW_INT(PyThread_acquire_lock_timed(lock, 5000000000000000LL, 1));
    PyThread_release_lock(lock);
    PyThread_free_lock(lock);
    PyThread_free_lock(NULL);
}
static PyThread_type_lock shared;
static void *give_back(void *unused) { (void)unused; usleep(20000); PyThread_release_lock(shared); return NULL; }
TEST(release_by_another) {
    pthread_t thread;
    shared = PyThread_allocate_lock();
    PyThread_acquire_lock(shared, WAIT_LOCK);
    pthread_create(&thread, NULL, give_back, NULL);
    SHOW_INT(PyThread_acquire_lock_timed(shared, -1, 0));
    pthread_join(thread, NULL);
    PyThread_acquire_lock(shared, NOWAIT_LOCK);
    pthread_create(&thread, NULL, give_back, NULL);
    SHOW_INT(PyThread_acquire_lock_timed(shared, 5000000, 1));
    pthread_join(thread, NULL);
    pthread_create(&thread, NULL, give_back, NULL);
    SHOW_INT(PyThread_acquire_lock_timed_with_retries(shared, -1));
    SHOW_INT(PyThread_acquire_lock_timed_with_retries(shared, -1000000000));
    PyThread_acquire_lock(shared, NOWAIT_LOCK);
    pthread_join(thread, NULL);
    SHOW_INT(PyThread_acquire_lock_timed_with_retries(shared, 0));
    SHOW_INT(PyThread_acquire_lock_timed_with_retries(shared, 2000000));
    PyThread_release_lock(shared);
    SHOW_INT(PyThread_acquire_lock_timed_with_retries(shared, 0));
    PyThread_release_lock(shared);
    PyThread_free_lock(shared);
}
static void ignore(int signal) { (void)signal; }
static void alarm_soon(void) {
    struct sigaction action = {.sa_handler = ignore};
    struct itimerval soon = {{0, 0}, {0, 20000}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &soon, NULL);
}
TEST(interrupted) {
    PyThread_type_lock lock = PyThread_allocate_lock();
    PyThread_acquire_lock(lock, WAIT_LOCK);
    alarm_soon();
    SHOW_INT(PyThread_acquire_lock_timed(lock, -1, 1));
    alarm_soon();
    SHOW_INT(PyThread_acquire_lock_timed(lock, 60000, 0));
    alarm_soon();
    SHOW_INT(PyThread_acquire_lock_timed(lock, 1000000, 1));
    alarm_soon();
    SHOW_INT(PyThread_acquire_lock_timed_with_retries(lock, 60000000));
    PyThread_release_lock(lock);
    PyThread_free_lock(lock);
}
#define TIMEOUT(object, blocking) do { \
        long long out = 77; PyObject *o_ = object; int rc_ = PyThread_ParseTimeoutArg(o_, blocking, &out); \
        printf("%s, %s: %d %lld ", #object, #blocking, rc_, out); if (rc_ < 0) print_raised(); else printf("\n"); Py_XDECREF(o_); \
    } while (0)
TEST(timeout_argument) {
    TIMEOUT(NULL, 1); TIMEOUT(NULL, 0);
    TIMEOUT(Py_NewRef(Py_None), 1); TIMEOUT(Py_NewRef(Py_None), 0);
    TIMEOUT(F(0), 1); TIMEOUT(F(1.5), 1); TIMEOUT(F(1e-9), 1); TIMEOUT(F(1.0000001), 1); TIMEOUT(F(0.5), 0); TIMEOUT(I("0"), 0); TIMEOUT(I("3"), 1);
    TIMEOUT(F(-1), 1); TIMEOUT(F(-0.5), 1); TIMEOUT(I("-1"), 1); TIMEOUT(F(1e300), 1); TIMEOUT(I("9223372036"), 1); TIMEOUT(I("9223372037"), 1);
    TIMEOUT(F(Py_NAN), 1); TIMEOUT(S("1"), 1);
}
TEST(maximum) { SHOW_INT(PY_TIMEOUT_MAX); }
TEST(stack_size) {
    SHOW_INT(PyThread_get_stacksize());
    SHOW_INT(PyThread_set_stacksize(100)); SHOW_INT(PyThread_get_stacksize());
    SHOW_INT(PyThread_set_stacksize(32767)); SHOW_INT(PyThread_set_stacksize(32768));
    SHOW_INT(PyThread_get_stacksize());
    SHOW_INT(PyThread_set_stacksize(1 << 20)); SHOW_INT(PyThread_get_stacksize());
    SHOW_INT(PyThread_set_stacksize((size_t)-1)); SHOW_INT(PyThread_get_stacksize() == 1 << 20);
    SHOW_INT(PyThread_set_stacksize(0)); SHOW_INT(PyThread_get_stacksize());
}
static size_t seen;
static void look_at_stack(void *unused) {
    (void)unused;
    pthread_attr_t attributes; void *address;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstack(&attributes, &address, &seen);
    pthread_attr_destroy(&attributes);
}
TEST(stack_size_of_a_thread) {
    unsigned long long ident; uintptr_t handle;
    PyThread_set_stacksize(24 << 20);
    SHOW_INT(PyThread_start_joinable_thread(look_at_stack, NULL, &ident, &handle));
    SHOW_INT(PyThread_join_thread(handle));
    SHOW_INT(seen >= 23 << 20 && seen < 25 << 20);
    PyThread_set_stacksize(0);
}
TEST(identity) {
    SHOW_INT(PyThread_get_thread_ident() == (unsigned long)pthread_self());
    SHOW_INT(PyThread_get_thread_ident_ex() == (unsigned long)pthread_self());
    SHOW_INT(PyThread_get_thread_native_id() == (unsigned long)gettid());
    PyThread_init_thread(); PyThread_ReInitTLS();
}
TEST(info) {
    PyObject *info = MUST(PyThread_GetInfo());
    SHOW_TEXT(Py_TYPE(info)->tp_name);
    SHOW(PyObject_GetAttrString(info, "name")); SHOW(PyObject_GetAttrString(info, "lock"));
    SHOW_INT(PyTuple_Size(info));
    Py_DECREF(info);
}
static volatile int ran;
static void *self;
static unsigned long long ident_inside;
static void body(void *arg) { ran = 1; self = arg; ident_inside = PyThread_get_thread_ident_ex(); }
TEST(joinable) {
    unsigned long long ident = 0; uintptr_t handle = 0;
    SHOW_INT(PyThread_start_joinable_thread(body, &self, &ident, &handle));
    SHOW_INT(PyThread_join_thread(handle));
    SHOW_INT(ran); SHOW_INT(self == &self); SHOW_INT(ident == ident_inside);
    ran = 0;
    SHOW_INT(PyThread_start_joinable_thread(body, NULL, &ident, &handle));
    SHOW_INT(PyThread_detach_thread(handle));
    for (int i = 0; i < 60000 && !ran; i++) usleep(1000);
    SHOW_INT(ran);
}
static PyThread_type_lock done;
static void detached(void *arg) { self = arg; PyThread_release_lock(done); }
static void leaves(void *arg) { self = arg; PyThread_release_lock(done); PyThread_exit_thread(); printf("not reached\n"); }
TEST(detached) {
    done = PyThread_allocate_lock();
    PyThread_acquire_lock(done, WAIT_LOCK);
    SHOW_INT(PyThread_start_new_thread(detached, &ran) != PYTHREAD_INVALID_THREAD_ID);
    SHOW_INT(PyThread_acquire_lock_timed(done, 5000000, 0));
    SHOW_INT(self == &ran);
    SHOW_INT(PyThread_start_new_thread(leaves, &done) != PYTHREAD_INVALID_THREAD_ID);
    SHOW_INT(PyThread_acquire_lock_timed(done, 5000000, 0));
    SHOW_INT(self == &done);
    PyThread_free_lock(done);
}
static void *exits(void *unused) { (void)unused; PyThread_exit_thread(); return &ran; }
TEST(exit_thread) {
    pthread_t thread; void *result = &ran;
    pthread_create(&thread, NULL, exits, NULL);
    pthread_join(thread, &result);
    SHOW_INT(result == NULL);
}
static Py_tss_t key = Py_tss_NEEDS_INIT;
static void *look(void *out) { *(void **)out = PyThread_tss_get(&key); return NULL; }
TEST(storage) {
    SHOW_INT(PyThread_tss_is_created(&key));
    SHOW_INT(PyThread_tss_create(&key)); SHOW_INT(PyThread_tss_create(&key));
    SHOW_INT(PyThread_tss_is_created(&key));
    SHOW_INT(PyThread_tss_get(&key) == NULL);
    SHOW_INT(PyThread_tss_set(&key, &ran)); SHOW_INT(PyThread_tss_get(&key) == &ran);
    void *other = &ran; pthread_t thread;
    pthread_create(&thread, NULL, look, &other); pthread_join(thread, NULL);
    SHOW_INT(other == NULL);
    SHOW_INT(PyThread_tss_set(&key, NULL)); SHOW_INT(PyThread_tss_get(&key) == NULL);
    PyThread_tss_delete(&key); PyThread_tss_delete(&key);
    SHOW_INT(PyThread_tss_is_created(&key));
    Py_tss_t *own = PyThread_tss_alloc();
    SHOW_INT(PyThread_tss_is_created(own)); SHOW_INT(PyThread_tss_create(own)); SHOW_INT(PyThread_tss_is_created(own));
    PyThread_tss_free(own); PyThread_tss_free(NULL);
}
TEST(old_storage) {
    int old = PyThread_create_key();
    SHOW_INT(old >= 0);
    SHOW_INT(PyThread_get_key_value(old) == NULL);
    SHOW_INT(PyThread_set_key_value(old, &ran)); SHOW_INT(PyThread_get_key_value(old) == &ran);
    PyThread_delete_key_value(old); SHOW_INT(PyThread_get_key_value(old) == NULL);
    PyThread_delete_key(old);
    SHOW_INT(PyThread_set_key_value(100000, &ran)); SHOW_INT(PyThread_get_key_value(100000) == NULL);
}
