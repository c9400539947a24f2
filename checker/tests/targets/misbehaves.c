/* Goes wrong as it is imported, in the way that it was compiled for. */
#include "target.h"
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void go_wrong(void)
{
#if defined(HANGS)
    for (;;) pause();
#elif defined(SPINS)
    for (volatile int i = 0;; i++) {}
#elif defined(PRINTS)
    for (;;) puts("and so on, and so on, and so on, and so on, and so on, and so on");
#elif defined(EATS)
    for (;;) {
        void *block = malloc(1 << 20);
        if (block) memset(block, 1, 1 << 20);
    }
#elif defined(FORKS)
    for (;;)
        if (fork() < 0) usleep(1000);
#elif defined(FORKS_AND_RETURNS)
    fork();
#elif defined(LEAVES_A_DAEMON)
    if (fork() == 0) {
        setsid();
        if (fork() == 0)
            for (;;) pause();
        _exit(0);
    }
    wait(NULL);
#elif defined(ABORTS)
    abort();
#elif defined(EXITS)
    exit(0);
#elif defined(EXITS_AT_ONCE)
    _exit(0);
#elif defined(CLOSES_FILES)
    for (int fd = 0; fd < 1024; fd++) close(fd);
    abort();
#elif defined(RAISES_A_SIGNAL)
    raise(SIGTERM);
#elif defined(KILLS_ITS_GROUP)
    kill(0, SIGKILL);
#elif defined(KILLS_ITS_PARENT)
    kill(getppid(), SIGKILL);
    for (;;) pause();
#elif defined(WRITES_FILES)
    const char *home = getenv("HOME");
    FILE *file = fopen("left-behind", "w");
    if (file && home) {
        char here[4096];
        if (getcwd(here, sizeof here) && strcmp(here, home) == 0) fprintf(file, "in the working directory");
    }
    if (!file || getchar() != EOF) abort();
    fclose(file);
#else
#error "how?"
#endif
}

static int fill(PyObject *Py_UNUSED(module))
{
    go_wrong();
    return 0;
}

MODULE(misbehaves, NULL, fill)
