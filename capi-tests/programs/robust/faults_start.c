/* Allocation failure while the runtime starts, and while it ends: each in a process of its own, which ends by itself or by a fatal
 * error that names the reason, never by a signal that nobody sent.  What started works, and so does a second start after the end. */
#include "faults.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STARTED = 0, REFUSED = 7 };
/* Starts by a configuration; where there is no memory for that, says so, and starts again with memory. */
static void start_configured(void) {
    for (int i = 0; i < 2; i++) {
        PyConfig config;
        PyConfig_InitIsolatedConfig(&config);
        PyStatus status = PyConfig_SetString(&config, &config.program_name, L"a program name");
        if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
        failing = 0;
        PyConfig_Clear(&config);
        if (!PyStatus_Exception(status)) return;
        if (!PyStatus_IsError(status) || strcmp(status.err_msg, "memory allocation failed") || Py_IsInitialized()) { printf("err_msg: %s\n", status.err_msg); _exit(10 + i); }
    }
    _exit(12);
}
/* How a process ends whose request number `n` fails at the start, or at the end; *more says whether there was such a request. */
static int child(long n, int all, int at_end, int *more, char *said, size_t room) {
    int out[2], report[2];
    if (pipe(out) || pipe(report)) exit(9);
    fflush(stdout);
    pid_t pid = fork();
    if (!pid) {
        dup2(out[1], 2); dup2(out[1], 1);
        signal(SIGABRT, SIG_DFL);
        all_after = all; fired = 0;
        for (int i = 0; i < 2; i++) {
            if (at_end != 1 && i == 0) { requests = 0; failing = n; }
            if (at_end == 2) start_configured(); else Py_InitializeEx(0);
            failing = 0;
            if (!Py_IsInitialized()) _exit(REFUSED);
            PyObject *number = PyLong_FromLong(12345), *text = number ? PyObject_Str(number) : NULL;
            if (!text || !PyUnicode_EqualToUTF8(text, "12345")) _exit(8);
            Py_DECREF(text); Py_DECREF(number);
            if (at_end == 1 && i == 0) { requests = 0; failing = n; }
            Py_FinalizeEx();
            failing = 0;
        }
        char last = fired ? 1 : 2;
        if (write(report[1], &last, 1) != 1) _exit(9);
        _exit(STARTED);
    }
    close(out[1]); close(report[1]);
    size_t got = 0; ssize_t k;
    while ((k = read(out[0], said + got, room - 1 - got)) > 0) got += (size_t)k;
    said[got] = 0;
    char last = 1;
    if (read(report[0], &last, 1) != 1) last = 1;
    *more = last != 2;
    close(out[0]); close(report[0]);
    int status;
    waitpid(pid, &status, 0);
    return status;
}
static void every(const char *what, int at_end) {
    static char said[20000];
    for (int all = 0; all < 2; all++) {
        int more = 1;
        for (long n = 1; more && n < 60000; n += n < 150 ? 1 : n < 1000 ? 17 : 211) {
            int status = child(n, all, at_end, &more, said, sizeof said);
            int fatal = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && !strncmp(said, "Fatal Python error: ", 20);
            if (!(WIFEXITED(status) && (WEXITSTATUS(status) == STARTED || WEXITSTATUS(status) == REFUSED || WEXITSTATUS(status) == 1)) && !fatal) {
                wrong++;
                printf("%s, request %ld%s: status %x, %.300s\n", what, n, all ? " and all after" : "", status, said);
                if (wrong > 20) return;
            }
        }
    }
}
TEST(start) { Py_FinalizeEx(); wrap_domains(); every("start", 0); printf(wrong ? "%d wrong\n" : "all held\n", wrong); Py_InitializeEx(0); }
TEST(end) { Py_FinalizeEx(); wrap_domains(); every("end", 1); printf(wrong ? "%d wrong\n" : "all held\n", wrong); Py_InitializeEx(0); }
TEST(configured) { Py_FinalizeEx(); wrap_domains(); every("configured", 2); printf(wrong ? "%d wrong\n" : "all held\n", wrong); Py_InitializeEx(0); }
