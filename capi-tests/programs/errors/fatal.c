/* Py_FatalError and its like, each in a child: what it prints and how the process ends. */
#include "exc.h"
#include <sys/wait.h>
#include <sys/resource.h>
#include <ctype.h>

/* Runs what in a child, prints its stderr with addresses replaced, and its end. */
static void in_child(void (*what)(void)) {
    int fd[2]; (void)!pipe(fd);
    fflush(stdout);
    pid_t pid = fork();
    if (!pid) {
        struct rlimit none = { 0, 0 };
        setrlimit(RLIMIT_CORE, &none);
        dup2(fd[1], 2); close(fd[0]);
        what();
        _exit(7);
    }
    close(fd[1]);
    FILE *f = fdopen(fd[0], "r");
    char line[4096];
    while (fgets(line, sizeof line, f)) {
        if (strstr(line, "Extension modules")) continue;
        for (char *p = line; *p; p++)
            if (p[0] == '0' && p[1] == 'x') { printf("0x..."); for (p += 2; isxdigit((unsigned char)*p); p++) {} p--; }
            else if (*p == '[' && strchr(p, ']')) { printf("[name]"); p = strchr(p, ']'); } /* the thread's name is the program's */
            else putchar(*p);
    }
    fclose(f);
    int status; waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) SAY("signal %d", WTERMSIG(status)); else SAY("exit %d", WEXITSTATUS(status));
}
static void plain(void) { _Py_FatalErrorFunc("function", "the message"); }
static void no_function(void) { (Py_FatalError)("the message"); }
static void macro(void) { Py_FatalError("the message"); }
static void with_exception(void) { PyErr_SetString(PyExc_ValueError, "pending"); _Py_FatalErrorFunc("function", "the message"); }
static void null_message(void) { _Py_FatalErrorFunc("function", NULL); }
static void without_gil(void) { PyEval_SaveThread(); _Py_FatalErrorFunc("function", "the message"); }
static void exit_exception(void) { PyObject *o = V("i", 3); PyErr_SetObject(PyExc_SystemExit, o); PyErr_Print(); }
static void exit_none(void) { PyErr_SetNone(PyExc_SystemExit); PyErr_Print(); }
static void exit_text(void) { PyErr_SetString(PyExc_SystemExit, "a message"); PyErr_Print(); }
static void exit_big(void) { PyObject *o = I("99999999999999999999"); PyErr_SetObject(PyExc_SystemExit, o); PyErr_Print(); }
static void exit_tuple(void) { PyObject *o = V("(ii)", 1, 2); PyErr_SetObject(PyExc_SystemExit, o); PyErr_Print(); }
static void exit_negative(void) { PyObject *o = V("i", -1); PyErr_SetObject(PyExc_SystemExit, o); PyErr_Print(); }
static void exit_status(void) { Py_ExitStatusException(PyStatus_Exit(9)); }
static void error_status(void) { Py_ExitStatusException(PyStatus_Error("the status")); }
TEST(message) { in_child(plain); }
TEST(function_name) { in_child(macro); }
TEST(function_null_name) { in_child(no_function); }
TEST(pending_exception) { in_child(with_exception); }
TEST(no_message) { in_child(null_message); }
TEST(no_gil) { in_child(without_gil); }
TEST(system_exit_int) { in_child(exit_exception); in_child(exit_negative); in_child(exit_big); }
TEST(system_exit_none) { in_child(exit_none); }
TEST(system_exit_text) { in_child(exit_text); in_child(exit_tuple); }
TEST(status) { in_child(exit_status); in_child(error_status); }
