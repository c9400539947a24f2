/* Starting and ending, exit functions and pending calls: pylifecycle.h and what of ceval.h belongs to it. */
#include "harness.h"
#include <sys/wait.h>
#include <unistd.h>

static void say_end(void) { printf("exit function\n"); fflush(stdout); }
static void say_end_too(void) { printf("the later one\n"); fflush(stdout); }

/* Runs in a child process, which the parent waits for. */
static void child(void (*run)(void)) {
    fflush(stdout);
    pid_t pid = fork();
    if (!pid) { run(); fflush(stdout); _exit(77); }
    int status;
    waitpid(pid, &status, 0);
    if (WIFEXITED(status)) SAY("exited with %d", WEXITSTATUS(status)); else SAY("ended by signal %d", WTERMSIG(status));
}
static void exit_three(void) { SHOW_INT(Py_AtExit(say_end)); SHOW_INT(Py_AtExit(say_end_too)); Py_Exit(3); }
static void exit_zero(void) { Py_Exit(0); }
static void finalize(void) {
    SHOW_INT(Py_AtExit(say_end));
    Py_Finalize();
    SAY("initialized: %d", Py_IsInitialized());
    Py_Finalize();
    SAY("again: %d", Py_FinalizeEx());
}
static void again(void) {
    for (int i = 0; i < 5; i++) {
        Py_Finalize();
        SAY("initialized: %d", Py_IsInitialized());
        Py_Initialize();
        SHOW_INT(Py_IsInitialized());
        Py_Initialize();
        SHOW(PyObject_Repr(Py_None));
    }
}
static void fill(void) {
    int count = 0;
    while (Py_AtExit(say_end) == 0 && count < 1000) count++;
    SHOW_INT(count);
    SHOW_INT(Py_AtExit(say_end));
    _exit(0);
}
TEST(exit_status) { child(exit_three); child(exit_zero); }
TEST(finalize) { child(finalize); }
TEST(again) { child(again); }
TEST(exit_functions) { child(fill); }
TEST(initialized) { SHOW_INT(Py_IsInitialized()); SHOW_INT(Py_IsFinalizing()); Py_Initialize(); SHOW_INT(Py_IsInitialized()); }

static int log_[64], logged;
static int note(void *arg) { log_[logged++] = (int)(intptr_t)arg; return 0; }
static int fail(void *arg) { log_[logged++] = -(int)(intptr_t)arg; PyErr_SetString(PyExc_ValueError, "from a pending call"); return -1; }
static int add_more(void *arg) { log_[logged++] = (int)(intptr_t)arg; return Py_AddPendingCall(note, (void *)(intptr_t)99); }
static void say_log(void) { for (int i = 0; i < logged; i++) printf("%d ", log_[i]); printf("\n"); logged = 0; }

TEST(pending_calls) {
    SHOW_INT(Py_MakePendingCalls());
    SHOW_INT(Py_AddPendingCall(note, (void *)1)); SHOW_INT(Py_AddPendingCall(note, (void *)2)); SHOW_INT(Py_AddPendingCall(note, (void *)3));
    SHOW_INT(logged);
    SHOW_INT(Py_MakePendingCalls());
    say_log();
    SHOW_INT(Py_MakePendingCalls());
    say_log();
}
TEST(pending_failure) {
    Py_AddPendingCall(note, (void *)1); Py_AddPendingCall(fail, (void *)2); Py_AddPendingCall(note, (void *)3);
    SHOW_INT(Py_MakePendingCalls());
    say_log();
    SHOW_INT(Py_MakePendingCalls());
    say_log();
}
TEST(pending_adds) {
    Py_AddPendingCall(add_more, (void *)1);
    SHOW_INT(Py_MakePendingCalls());
    say_log();
    SHOW_INT(Py_MakePendingCalls());
    say_log();
}
TEST(pending_room) {
    int room = 0;
    while (room < 1000 && Py_AddPendingCall(note, (void *)7) == 0) { room++; if (room >= 32) break; }
    SHOW_INT(room);
    SHOW_INT(Py_MakePendingCalls());
    SHOW_INT(logged);
    logged = 0;
}
TEST(arguments) {
    int argc = -1;
    wchar_t **argv = NULL;
    Py_GetArgcArgv(&argc, &argv);
    SHOW_INT(argc);
}
