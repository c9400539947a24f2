/* Pending calls: who runs them, in which interpreter and thread; how many may wait; what fails. */
#include "support.h"
static int ran, wrong;
static PyThreadState *main_state;
static int count(void *arg) { ran++; if (PyThreadState_Get() != main_state) wrong++; return 0; }
static int fails(void *arg) { ran++; PyErr_SetString(PyExc_ValueError, arg); return -1; }
static int adds(void *arg) { ran++; if (arg) Py_AddPendingCall(adds, (char *)arg - 1); return 0; }
static int nests(void *arg) { ran++; SHOW_INT(Py_MakePendingCalls()); return 0; }
static void report(const char *what) { printf("%s: ran %d, elsewhere %d\n", what, ran, wrong); ran = wrong = 0; }
TEST(ordinary) {
    main_state = PyThreadState_Get();
    SHOW_INT(Py_AddPendingCall(count, NULL)); SHOW_INT(Py_AddPendingCall(count, NULL));
    SHOW_INT(Py_MakePendingCalls()); report("two"); SHOW_INT(Py_MakePendingCalls()); report("none");
}
TEST(too_many) {
    main_state = PyThreadState_Get();
    int added = 0; while (added < 1000 && !Py_AddPendingCall(count, NULL)) added++;
    SAY("added %d", added); SHOW_INT(Py_AddPendingCall(count, NULL)); SAY("raised: %d", PyErr_Occurred() != NULL);
    SHOW_INT(Py_MakePendingCalls()); report("all");
}
TEST(failing) {
    main_state = PyThreadState_Get();
    Py_AddPendingCall(count, NULL); Py_AddPendingCall(fails, "first"); Py_AddPendingCall(count, NULL); Py_AddPendingCall(fails, "second"); Py_AddPendingCall(count, NULL);
    for (int i = 0; i < 3; i++) { SHOW_INT(Py_MakePendingCalls()); report("round"); }
}
TEST(growing) {
    main_state = PyThreadState_Get();
    Py_AddPendingCall(adds, (char *)10); SHOW_INT(Py_MakePendingCalls()); report("once");
    for (int i = 0; i < 12; i++) Py_MakePendingCalls();
    report("rest");
}
TEST(nested) { Py_AddPendingCall(nests, NULL); Py_AddPendingCall(count, NULL); main_state = PyThreadState_Get(); SHOW_INT(Py_MakePendingCalls()); report("nested"); }
TEST(from_a_subinterpreter) {
    main_state = PyThreadState_Get();
    PyThreadState *sub = isolated();
    SHOW_INT(Py_AddPendingCall(count, NULL)); SHOW_INT(Py_MakePendingCalls()); report("there");
    finish(sub, main_state);
    SHOW_INT(Py_MakePendingCalls()); report("in main");
    sub = legacy(); SHOW_INT(Py_AddPendingCall(count, NULL)); SHOW_INT(Py_MakePendingCalls()); report("there"); finish(sub, main_state);
    report("ended"); SHOW_INT(Py_MakePendingCalls()); report("in main");
}
static void *adder(void *unused) { for (int i = 0; i < 3; i++) Py_AddPendingCall(count, NULL); return NULL; }
static void *attached(void *state) { PyEval_AcquireThread(state); Py_AddPendingCall(count, NULL); SHOW_INT(Py_MakePendingCalls()); report("in another thread"); PyThreadState_Clear(state); PyThreadState_DeleteCurrent(); return NULL; }
TEST(from_threads) {
    main_state = PyThreadState_Get();
    pthread_t thread; pthread_create(&thread, NULL, adder, NULL); pthread_join(thread, NULL);
    SHOW_INT(Py_MakePendingCalls()); report("a thread without a state");
    PyThreadState *state = PyThreadState_New(main_state->interp);
    PyEval_SaveThread(); pthread_create(&thread, NULL, attached, state); pthread_join(thread, NULL); PyEval_RestoreThread(main_state);
    SHOW_INT(Py_MakePendingCalls()); report("in main");
}
ALONE(at_the_end) { main_state = PyThreadState_Get(); Py_AddPendingCall(adds, (char *)3); Py_AddPendingCall(count, NULL); int end = Py_FinalizeEx(); printf("%d\n", end); report("finalized"); }
TEST(growing_for_long) { main_state = PyThreadState_Get(); Py_AddPendingCall(adds, (char *)100); for (int i = 0; i < 5; i++) { Py_MakePendingCalls(); report("round"); } }
