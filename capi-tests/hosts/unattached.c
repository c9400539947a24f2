/* unattached LIBRARY WHEN NAME…: calls each function with nothing but zeros, in a child each, where no thread state is attached: before the
 * start, while the runtime is up, after the end. Each returns, or ends its process with a fatal error; none hangs or crashes. One that
 * crashes, as it may where it was promised a place to write to, is called once more with such a place for each argument, and with None. */
#include "host.h"
#include <fcntl.h>
#include <signal.h>

typedef long (*Function)(long, long, long, long, long, long);

static long place[512];

/* The signal that ends a call with that for each argument; 0 for none, or for that of a fatal error. */
static int ends_by(Function function, long argument) {
    fflush(stdout);
    pid_t pid = fork();
    if (!pid) {
        dup2(open("/dev/null", O_WRONLY), 2);
        signal(SIGALRM, SIG_DFL);
        alarm(20);
        function(argument, argument, argument, argument, argument, argument);
        _exit(0);
    }
    int ended = 0;
    waitpid(pid, &ended, 0);
    return WIFSIGNALED(ended) && WTERMSIG(ended) != SIGABRT ? WTERMSIG(ended) : 0;
}
int main(int argc, char **argv) {
    if (argc < 3) return fprintf(stderr, "usage: unattached LIBRARY before|detached|after NAME…\n"), 2;
    library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    if (strcmp(argv[2], "before")) start();
    if (!strcmp(argv[2], "after")) finish();
    if (!strcmp(argv[2], "detached")) CALL(void *, "PyEval_SaveThread", (void));
    int called = 0, wrong = 0;
    for (int i = 3; i < argc; i++) {
        Function function = (Function)dlsym(library, argv[i]);
        if (!function) continue;
        int signal = ends_by(function, 0);
        if (signal) signal = ends_by(function, (long)place);
        if (signal) signal = ends_by(function, (long)need("_Py_NoneStruct"));
        called++;
        if (signal) printf("%s: signal %d\n", argv[i], signal), wrong++;
    }
    printf("%d of %d went wrong\n", wrong, called);
    return wrong != 0;
}
