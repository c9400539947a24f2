/* Ending interpreters: in the wrong way, with thread states left over, at the end of the runtime; exit functions. */
#include "support.h"
#include <sys/resource.h>
#include <ctype.h>
#include <unistd.h>
/* Runs what in a child; prints its stdout, the fatal error or warning of its stderr, and its end. */
static void in_child(void (*what)(void)) {
    int fd[2]; (void)!pipe(fd); fflush(stdout);
    pid_t pid = fork();
    if (!pid) {
        struct rlimit none = { 0, 0 }; setrlimit(RLIMIT_CORE, &none);
        dup2(fd[1], 2); dup2(fd[1], 1); close(fd[0]); setvbuf(stdout, NULL, _IONBF, 0);
        what(); _exit(7);
    }
    close(fd[1]);
    FILE *f = fdopen(fd[0], "r"); char line[4096]; int quiet = 0;
    while (fgets(line, sizeof line, f)) {
        if (quiet) continue;
        for (char *p = line; *p; p++) if (p[0] == '0' && p[1] == 'x') { printf("0x..."); for (p += 2; isxdigit((unsigned char)*p); p++) {} p--; } else putchar(*p);
        if (!strncmp(line, "Fatal Python error", 18)) quiet = 1;
    }
    fclose(f);
    int status; waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) SAY("signal %d", WTERMSIG(status)); else SAY("exit %d", WEXITSTATUS(status));
}
#define CHILD(name) static void child_##name(void); TEST(name) { in_child(child_##name); } static void child_##name(void)
CHILD(null) { Py_EndInterpreter(NULL); }
CHILD(detached) { PyThreadState *main = PyThreadState_Get(), *sub = legacy(); PyThreadState_Swap(main); Py_EndInterpreter(sub); }
CHILD(nothing_attached) { PyThreadState *sub = isolated(); PyEval_SaveThread(); Py_EndInterpreter(sub); }
CHILD(twice) { PyThreadState *sub = isolated(); Py_EndInterpreter(sub); Py_EndInterpreter(sub); }
static void *ends(void *state) { Py_EndInterpreter(state); return NULL; }
CHILD(another_thread) { PyThreadState *sub = isolated(); pthread_t t; pthread_create(&t, NULL, ends, sub); pthread_join(t, NULL); }
CHILD(delete_current) { PyThreadState_Delete(PyThreadState_Get()); }
CHILD(delete_null) { PyThreadState_Delete(NULL); }
CHILD(delete_current_without_one) { PyEval_SaveThread(); PyThreadState_DeleteCurrent(); }
CHILD(get_without_one) { PyEval_SaveThread(); PyThreadState_Get(); }
CHILD(interpreter_without_one) { PyEval_SaveThread(); PyInterpreterState_Get(); }
CHILD(new_while_down) { Py_FinalizeEx(); Py_NewInterpreter(); }
CHILD(configured_while_down) {
    Py_FinalizeEx(); PyThreadState *state = (PyThreadState *)1; PyInterpreterConfig config = ISOLATED;
    PyStatus s = Py_NewInterpreterFromConfig(&state, &config);
    printf("%d %s %s, untouched: %d\n", s._type, s.func, s.err_msg, state == (PyThreadState *)1);
}
CHILD(refused_by_a_hook) {
    extern int refuse(const char *, PyObject *, void *);
    PySys_AddAuditHook(refuse, NULL); PyInterpreterState_New();
}
int refuse(const char *event, PyObject *args, void *data) { if (!strcmp(event, "cpython.PyInterpreterState_New")) { PyErr_SetString(PyExc_ValueError, "no"); return -1; } return 0; }
CHILD(left_over) { PyThreadState *main = PyThreadState_Get(), *one = legacy(), *two = isolated(); (void)one; (void)two; PyThreadState_Swap(main); printf("%d\n", Py_FinalizeEx()); }
CHILD(again_and_again) {
    for (int i = 0; i < 3; i++) {
        PyThreadState *main = PyThreadState_Get(), *sub = isolated();
        printf("%lld\n", (long long)PyInterpreterState_GetID(sub->interp));
        Py_EndInterpreter(sub); PyThreadState_Swap(main);
        printf("%d\n", Py_FinalizeEx()); Py_InitializeEx(0);
    }
}
TEST(two_states) {
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    PyThreadState_New(sub->interp);
    PyThreadState *third = PyThreadState_New(sub->interp);
    PyThreadState_Swap(third);
    finish(third, main);
    SAY("main alone: %d", PyInterpreterState_Head() == main->interp && PyThreadState_Get() == main);
}
static void at_exit(void *data) { printf("%s in main: %d\n", (char *)data, PyInterpreterState_Get() == PyInterpreterState_Main()); }
CHILD(exit_functions) {
    PyThreadState *main = PyThreadState_Get();
    PyUnstable_AtExit(main->interp, at_exit, "of main");
    PyThreadState *sub = isolated();
    PyUnstable_AtExit(sub->interp, at_exit, "first of the other");
    PyUnstable_AtExit(sub->interp, at_exit, "second of the other");
    Py_EndInterpreter(sub); printf("ended\n");
    PyThreadState_Swap(main);
    sub = legacy(); PyUnstable_AtExit(sub->interp, at_exit, "of one left over");
    PyThreadState_Swap(main);
    printf("%d\n", Py_FinalizeEx());
}
static void dies(PyObject *capsule) { printf("dies in its own: %d\n", PyInterpreterState_Get() != PyInterpreterState_Main()); }
TEST(objects_die_in_their_own) {
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    PyObject *capsule = PyCapsule_New(&main, "x", dies);
    PyDict_SetItemString(PyInterpreterState_GetDict(sub->interp), "capsule", capsule); Py_DECREF(capsule);
    capsule = PyCapsule_New(&main, "x", dies); PySys_SetObject("capsule", capsule); Py_DECREF(capsule);
    capsule = PyCapsule_New(&main, "x", dies); PyDict_SetItemString(PyThreadState_GetDict(), "capsule", capsule); Py_DECREF(capsule);
    PyObject *list = PyList_New(0); capsule = PyCapsule_New(&main, "x", dies); PyList_Append(list, capsule); Py_DECREF(capsule); PyList_Append(list, list); Py_DECREF(list);
    capsule = PyCapsule_New(&main, "x", dies); PyObject *m = PyImport_AddModule("__main__"); PyModule_AddObjectRef(m, "capsule", capsule); Py_DECREF(capsule);
    finish(sub, main);
}
