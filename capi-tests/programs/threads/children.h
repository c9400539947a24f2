/* Runs what ends its process in a child: prints what it wrote to stderr, addresses and thread names replaced, and its end. */
#include "harness.h"
#include <ctype.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void in_child(const char *name, void (*what)(void)) {
    int fd[2];
    if (pipe(fd)) return;
    printf("%s:\n", name);
    fflush(stdout);
    pid_t pid = fork();
    if (!pid) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        /* What hangs is ended by the alarm; a busy machine is slow, but not that slow. */
        alarm(120);
        dup2(fd[1], 2);
        close(fd[0]);
        what();
        fflush(stdout);
        _exit(7);
    }
    close(fd[1]);
    FILE *f = fdopen(fd[0], "r");
    char line[4096];
    int stacks = 0;
    while (fgets(line, sizeof line, f)) {
        /* Which threads there were, and their C stacks, is told from here on. */
        if (strstr(line, "most recent call first") || strstr(line, "Extension modules")) stacks = 1;
        if (stacks || line[0] == '\n') continue;
        printf("  ");
        for (char *p = line; *p; p++)
            if (p[0] == '0' && p[1] == 'x') { printf("0x..."); for (p += 2; isxdigit((unsigned char)*p); p++) {} p--; }
            else putchar(*p);
    }
    fclose(f);
    int status;
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) SAY("  signal %s", strsignal(WTERMSIG(status))); else SAY("  exit %d", WEXITSTATUS(status));
}
#define CHILD(function) in_child(#function, function)
