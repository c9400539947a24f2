/* pythread.h: locks, thread-specific storage by the two interfaces, threads and their numbers. */
#include "harness.h"
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

int init_thread(void) __asm__("PyThread_init_thread");
int create_key(void) __asm__("PyThread_create_key");
void delete_key(int) __asm__("PyThread_delete_key");
int set_key_value(int, void *) __asm__("PyThread_set_key_value");
void *get_key_value(int) __asm__("PyThread_get_key_value");
void delete_key_value(int) __asm__("PyThread_delete_key_value");
void reinit_keys(void) __asm__("PyThread_ReInitTLS");

TEST(lock) {
    init_thread();
    PyThread_type_lock lock = PyThread_allocate_lock();
    SHOW_INT(lock != NULL);
    SHOW_INT(PyThread_acquire_lock(lock, WAIT_LOCK));
    SHOW_INT(PyThread_acquire_lock(lock, NOWAIT_LOCK));
    PyThread_release_lock(lock);
    SHOW_INT(PyThread_acquire_lock(lock, NOWAIT_LOCK));
    SHOW_INT(PyThread_acquire_lock_timed(lock, 0, 0));
    SHOW_INT(PyThread_acquire_lock_timed(lock, 1000, 0));
    SHOW_INT(PyThread_acquire_lock_timed(lock, 1000, 1));
    PyThread_release_lock(lock);
    SHOW_INT(PyThread_acquire_lock_timed(lock, -1, 0));
    PyThread_release_lock(lock);
    SHOW_INT(PyThread_acquire_lock_timed(lock, 1000, 1));
    PyThread_release_lock(lock);
    PyThread_free_lock(lock);
}
typedef struct { PyThread_type_lock start, done; unsigned long ident, native; void *seen; Py_tss_t *key; int old_key; void *old_seen; PyGILState_STATE state; } Shared;
static void other(void *arg) {
    Shared *s = arg;
    s->ident = PyThread_get_thread_ident();
    s->native = PyThread_get_thread_native_id();
    s->seen = PyThread_tss_get(s->key);
    PyThread_tss_set(s->key, s);
    s->old_seen = get_key_value(s->old_key);
    PyThread_acquire_lock(s->start, WAIT_LOCK);
    PyThread_release_lock(s->done);
}
TEST(thread) {
    Shared s = {.start = PyThread_allocate_lock(), .done = PyThread_allocate_lock(), .seen = &s, .key = PyThread_tss_alloc(), .old_key = create_key(), .old_seen = &s};
    SHOW_INT(PyThread_tss_create(s.key));
    int value = 5;
    PyThread_tss_set(s.key, &value);
    set_key_value(s.old_key, &value);
    PyThread_acquire_lock(s.start, WAIT_LOCK);
    PyThread_acquire_lock(s.done, WAIT_LOCK);
    unsigned long ident = PyThread_start_new_thread(other, &s);
    SHOW_INT(ident != PYTHREAD_INVALID_THREAD_ID);
    SHOW_INT(PyThread_acquire_lock(s.done, NOWAIT_LOCK));
    Py_BEGIN_ALLOW_THREADS
    PyThread_release_lock(s.start);
    PyThread_acquire_lock(s.done, WAIT_LOCK);
    Py_END_ALLOW_THREADS
    SHOW_INT(s.ident == ident); SHOW_INT(s.ident != PyThread_get_thread_ident()); SHOW_INT(s.native != PyThread_get_thread_native_id());
    SHOW_INT(s.seen == NULL); SHOW_INT(s.old_seen == NULL);
    SHOW_INT(PyThread_tss_get(s.key) == &value); SHOW_INT(get_key_value(s.old_key) == &value);
    PyThread_tss_free(s.key);
    delete_key(s.old_key);
}
TEST(numbers) {
    SHOW_INT(PyThread_get_thread_ident() == (unsigned long)pthread_self());
    SHOW_INT(PyThread_get_thread_native_id() == (unsigned long)syscall(SYS_gettid));
}
TEST(stack_size) {
    SHOW_INT(PyThread_get_stacksize());
    SHOW_INT(PyThread_set_stacksize(1 << 20)); SHOW_INT(PyThread_get_stacksize());
    SHOW_INT(PyThread_set_stacksize(1000)); SHOW_INT(PyThread_get_stacksize());
    SHOW_INT(PyThread_set_stacksize(0)); SHOW_INT(PyThread_get_stacksize());
}
static Py_tss_t fixed = Py_tss_NEEDS_INIT;
TEST(storage) {
    int a = 1, b = 2;
    SHOW_INT(PyThread_tss_is_created(&fixed));
    SHOW_INT(PyThread_tss_create(&fixed)); SHOW_INT(PyThread_tss_is_created(&fixed));
    SHOW_INT(PyThread_tss_create(&fixed));
    SHOW_INT(PyThread_tss_get(&fixed) == NULL);
    SHOW_INT(PyThread_tss_set(&fixed, &a)); SHOW_INT(PyThread_tss_get(&fixed) == &a);
    SHOW_INT(PyThread_tss_set(&fixed, &b)); SHOW_INT(PyThread_tss_get(&fixed) == &b);
    SHOW_INT(PyThread_tss_set(&fixed, NULL)); SHOW_INT(PyThread_tss_get(&fixed) == NULL);
    PyThread_tss_delete(&fixed);
    SHOW_INT(PyThread_tss_is_created(&fixed));
    PyThread_tss_delete(&fixed);
    Py_tss_t *made = PyThread_tss_alloc();
    SHOW_INT(PyThread_tss_is_created(made));
    PyThread_tss_free(made);
    PyThread_tss_free(NULL);
}
TEST(keys) {
    int a = 1, b = 2, key = create_key(), second = create_key();
    SHOW_INT(key >= 0); SHOW_INT(key != second);
    SHOW_INT(get_key_value(key) == NULL);
    SHOW_INT(set_key_value(key, &a)); SHOW_INT(get_key_value(key) == &a);
    SHOW_INT(set_key_value(key, &b)); SHOW_INT(get_key_value(key) == &b); SHOW_INT(get_key_value(second) == NULL);
    delete_key_value(key);
    SHOW_INT(get_key_value(key) == NULL);
    reinit_keys();
    delete_key(key); delete_key(second);
}
