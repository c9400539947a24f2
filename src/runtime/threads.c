/* Where threads begin and where they end themselves: frames that the C library may unwind, which are C's for that. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>

struct start {
    void (*function)(void *);
    void *argument;
};

/* A thread's first function; `start` is its own, from malloc. */
__attribute__((visibility("hidden"))) void *exuvia_thread_entry(void *start);
void *exuvia_thread_entry(void *start) {
    struct start own = *(struct start *)start;
    free(start);
    own.function(own.argument);
    return NULL;
}

__attribute__((visibility("hidden"))) void exuvia_c_PyThread_exit_thread(void);
void exuvia_c_PyThread_exit_thread(void) {
    pthread_exit(NULL);
}
