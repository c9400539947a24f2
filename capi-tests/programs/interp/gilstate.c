/* PyGILState in threads that ran in a sub-interpreter, and thread states that outlive what they belong to. */
#include "support.h"
#include <unistd.h>
static long here(void) { return (long)PyInterpreterState_GetID(PyInterpreterState_Get()); }
static void *fresh(void *unused) {
    PyGILState_STATE outer = PyGILState_Ensure();
    printf("a fresh thread: main %d, unlocked before %d\n", here() == 0, outer == PyGILState_UNLOCKED);
    PyGILState_STATE inner = PyGILState_Ensure();
    printf("again: locked before %d\n", inner == PyGILState_LOCKED);
    PyGILState_Release(inner);
    PyGILState_Release(outer);
    printf("afterwards: attached %d, bound %d\n", PyThreadState_GetUnchecked() != NULL, PyGILState_GetThisThreadState() != NULL);
    return NULL;
}
TEST(fresh_thread) { PyThreadState *main = PyEval_SaveThread(); pthread_t t; pthread_create(&t, NULL, fresh, NULL); pthread_join(t, NULL); PyEval_RestoreThread(main); }
TEST(own_thread) {
    PyThreadState *main = PyThreadState_Get();
    SAY("bound: %d", PyGILState_GetThisThreadState() == main);
    PyGILState_STATE a = PyGILState_Ensure(); SAY("locked: %d", a == PyGILState_LOCKED); PyGILState_Release(a);
    PyEval_SaveThread();
    a = PyGILState_Ensure(); SAY("unlocked: %d, the same: %d", a == PyGILState_UNLOCKED, PyThreadState_Get() == main); PyGILState_Release(a);
    SAY("none: %d", PyThreadState_GetUnchecked() == NULL);
    PyEval_RestoreThread(main);
}
TEST(after_a_subinterpreter) { /* the first state of the thread comes back */
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    Py_EndInterpreter(sub);
    SAY("bound: %d", PyGILState_GetThisThreadState() == main);
    PyGILState_STATE a = PyGILState_Ensure(); SAY("main: %d, the same: %d", here() == 0, PyThreadState_Get() == main); PyGILState_Release(a);
    PyEval_RestoreThread(main);
}
TEST(swapped_away) {
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    PyThreadState_Swap(main);
    PyEval_SaveThread();
    PyGILState_STATE a = PyGILState_Ensure(); SAY("main: %d", here() == 0); PyGILState_Release(a);
    PyEval_RestoreThread(sub); Py_EndInterpreter(sub);
    PyEval_RestoreThread(main);
}
