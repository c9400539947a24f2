/* Interpreters and thread states as they must not be used: CPython crashes on all of it. */
#include "../interp/support.h"
#include <sys/resource.h>
#include <semaphore.h>
#include <unistd.h>
static void in_child(void (*what)(void)) {
    int fd[2]; (void)!pipe(fd); fflush(stdout);
    pid_t pid = fork();
    if (!pid) { struct rlimit none = { 0, 0 }; setrlimit(RLIMIT_CORE, &none); dup2(fd[1], 2); close(fd[0]); what(); fflush(stdout); _exit(7); }
    close(fd[1]);
    FILE *f = fdopen(fd[0], "r"); char line[4096]; int quiet = 0;
    while (fgets(line, sizeof line, f)) { if (quiet) continue; fputs(line, stdout); if (!strncmp(line, "Fatal Python error", 18)) quiet = 1; }
    fclose(f);
    int status; waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) SAY("signal %d", WTERMSIG(status)); else SAY("exit %d", WEXITSTATUS(status));
}
#define CHILD(name) static void child_##name(void); TEST(name) { in_child(child_##name); } static void child_##name(void)
TEST(nulls) {
    PyThreadState *state = NULL; PyInterpreterConfig config = ISOLATED;
    PyStatus s = Py_NewInterpreterFromConfig(NULL, &config); SAY("%d", s._type);
    s = Py_NewInterpreterFromConfig(&state, NULL); SAY("%d", s._type);
    SAY("%d", PyThreadState_New(NULL) == NULL); SAY("%d", PyThreadState_Next(NULL) == NULL); SAY("%d", PyThreadState_GetInterpreter(NULL) == NULL); SAY("%d", (int)PyThreadState_GetID(NULL)); SAY("%d", PyThreadState_GetFrame(NULL) == NULL);
    SAY("%d", PyInterpreterState_GetDict(NULL) == NULL); SAY("%d", PyInterpreterState_ThreadHead(NULL) == NULL); SAY("%d", PyInterpreterState_Next(NULL) == NULL);
    PyThreadState_EnterTracing(NULL); PyThreadState_LeaveTracing(NULL);
}
CHILD(end_main) { Py_EndInterpreter(PyThreadState_Get()); }
CHILD(clear_null) { PyThreadState_Clear(NULL); }
CHILD(delete_main) { PyInterpreterState_Delete(PyInterpreterState_Main()); }
CHILD(delete_no_interpreter) { PyInterpreterState_Delete(NULL); }
CHILD(clear_no_interpreter) { PyInterpreterState_Clear(NULL); }
TEST(half_made) {
    PyThreadState *main = PyThreadState_Get();
    PyInterpreterState *half = PyInterpreterState_New();
    PyThreadState *state = PyThreadState_New(half);
    PyThreadState_Swap(state);
    PyObject *o = V("[is]", 1, "in a half-made interpreter"); print_new("made", o);
    PyDict_SetItemString(PyInterpreterState_GetDict(half), "x", Py_None);
    PyThreadState_Swap(main);
    PyInterpreterState_Clear(half); PyInterpreterState_Delete(half);
    SAY("main alone: %d %d", PyInterpreterState_Head() == main->interp, PyThreadState_Get() == main);
}
TEST(whole_deleted) {
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    PyThreadState_Swap(main);
    PyInterpreterState_Delete(sub->interp);
    sub = isolated();
    PyInterpreterState_Delete(sub->interp);
    SAY("none: %d", PyThreadState_GetUnchecked() == NULL);
    PyThreadState_Swap(main);
    sub = legacy(); PyThreadState_Swap(main);
    PyInterpreterState_Clear(sub->interp); PyInterpreterState_Delete(sub->interp);
    SAY("main alone: %d", PyInterpreterState_Head() == main->interp);
}
static sem_t detached, go; static volatile int came_back, other_main;
static void *late(void *interp) {
    PyThreadState *state = PyThreadState_New(interp);
    PyEval_AcquireThread(state);
    PyEval_SaveThread();
    sem_post(&detached); sem_wait(&go);
    PyGILState_STATE s = PyGILState_Ensure(); other_main = PyInterpreterState_Get() == PyInterpreterState_Main(); PyGILState_Release(s);
    sem_post(&detached);
    PyEval_RestoreThread(state);
    came_back = 1;
    return NULL;
}
CHILD(a_thread_comes_too_late) { /* it gets the main interpreter for a callback, and never its own again */
    sem_init(&detached, 0, 0); sem_init(&go, 0, 0);
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    pthread_t t; pthread_create(&t, NULL, late, sub->interp);
    PyEval_SaveThread(); sem_wait(&detached); PyEval_RestoreThread(sub);
    Py_EndInterpreter(sub);
    PyEval_RestoreThread(main); PyEval_SaveThread();
    sem_post(&go); sem_wait(&detached); usleep(200000);
    PyEval_RestoreThread(main);
    printf("main %d, came back %d\n", other_main, came_back);
    for (int i = 0; i < 5; i++) { sub = isolated(); Py_EndInterpreter(sub); PyEval_RestoreThread(main); }
    printf("%d\n", Py_FinalizeEx());
}
static volatile int stop; static volatile long turns;
static void *busy(void *interp) {
    PyThreadState *state = PyThreadState_New(interp);
    PyEval_AcquireThread(state);
    sem_post(&detached);
    while (!stop) { PyObject *o = PyList_New(3); Py_DECREF(o); turns++; PyThreadState *s = PyEval_SaveThread(); PyEval_RestoreThread(s); }
    return NULL;
}
CHILD(a_thread_runs_on) { /* it stops where it next asks for its turn */
    sem_init(&detached, 0, 0);
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    pthread_t t; pthread_create(&t, NULL, busy, sub->interp);
    PyEval_SaveThread(); sem_wait(&detached); PyEval_RestoreThread(sub);
    Py_EndInterpreter(sub);
    PyEval_RestoreThread(main);
    long before = turns; usleep(100000); long after = turns;
    printf("stopped: %d\n", after - before <= 1);
    printf("%d\n", Py_FinalizeEx());
}
/* Interpreters with their own GIL are made in two threads while the third ends some, again and again. */
static int made_and_ended[3];
static void rounds(int which) {
    for (int i = 0; i < 40; i++) {
        PyThreadState *before = PyThreadState_Get(), *one = isolated(), *two = isolated();
        PyThreadState_Swap(one); Py_EndInterpreter(one);
        PyThreadState_Swap(two);
        PyObject *module = PyImport_ImportModule("sys");
        if (module && PyThreadState_GetInterpreter(two) == PyInterpreterState_Get()) made_and_ended[which]++;
        Py_XDECREF(module);
        finish(two, before);
    }
}
static void *making(void *which) { PyGILState_STATE s = PyGILState_Ensure(); rounds(*(int *)which); PyGILState_Release(s); return NULL; }
TEST(ended_while_others_are_made) {
    pthread_t threads[2]; int numbers[] = {1, 2};
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, making, &numbers[i]);
    rounds(0);
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    Py_END_ALLOW_THREADS
    SAY("%d %d %d, main alone: %d", made_and_ended[0], made_and_ended[1], made_and_ended[2], PyInterpreterState_Head() == PyInterpreterState_Main());
}
