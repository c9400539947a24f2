/* Tests that leave a process other than they found it: each runs in a child of its own. */
#ifndef EXUVIA_ALONE_H
#define EXUVIA_ALONE_H
#include "harness.h"
#include <sys/wait.h>
#include <unistd.h>

#define ALONE(name) \
    static void alone_##name(void); \
    TEST(name) { \
        fflush(stdout); \
        pid_t pid = fork(); \
        if (!pid) { alone_##name(); fflush(stdout); _exit(0); } \
        int status; waitpid(pid, &status, 0); \
        if (status) SAY("status %d", status); \
    } \
    static void alone_##name(void)
#endif
