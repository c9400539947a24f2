/* Thread states and interpreters as a host's threads use them: pystate.h and ceval.h. */
#include "harness.h"
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

void init_threads(void) __asm__("PyEval_InitThreads");

TEST(current) {
    PyThreadState *state = PyThreadState_Get();
    SHOW_INT(state == PyGILState_GetThisThreadState());
    SHOW_INT(PyThreadState_GetInterpreter(state) == PyInterpreterState_Get());
    SHOW_INT(PyInterpreterState_GetID(PyInterpreterState_Get()));
    SHOW_INT(PyThreadState_GetID(state));
    SHOW_INT(PyThreadState_GetFrame(state) == NULL);
    SHOW_INT(PyThreadState_GetDict() == PyThreadState_GetDict());
    SHOW_INT(PyDict_CheckExact(PyThreadState_GetDict()));
    PyObject *dict = PyInterpreterState_GetDict(PyInterpreterState_Get());
    SHOW_INT(PyDict_CheckExact(dict));
    SHOW_INT(dict == PyInterpreterState_GetDict(PyInterpreterState_Get()));
    init_threads();
}
TEST(save_and_restore) {
    PyThreadState *state = PyEval_SaveThread();
    PyEval_RestoreThread(state);
    SHOW_INT(PyThreadState_Get() == state);
    PyEval_ReleaseThread(state);
    PyEval_AcquireThread(state);
    SHOW_INT(PyThreadState_Get() == state);
    int was = PyThreadState_Swap(NULL) == state, none = PyThreadState_Swap(state) == NULL;
    SHOW_INT(was); SHOW_INT(none);
}
TEST(make_and_delete) {
    PyThreadState *state = PyThreadState_Get(), *made = PyThreadState_New(PyInterpreterState_Get());
    SHOW_INT(made != NULL); SHOW_INT(made != state);
    SHOW_INT(PyThreadState_GetID(made) > PyThreadState_GetID(state));
    SHOW_INT(PyThreadState_GetInterpreter(made) == PyInterpreterState_Get());
    SHOW_INT(PyThreadState_Swap(made) == state);
    SHOW_INT(PyThreadState_Get() == made);
    PyErr_SetString(PyExc_ValueError, "of the other state");
    PyThreadState_Swap(state);
    SHOW_INT(PyErr_Occurred() == NULL);
    PyThreadState_Clear(made);
    PyThreadState_Delete(made);
}
PyThreadState *prealloc(PyInterpreterState *) __asm__("_PyThreadState_Prealloc");
void init_state(PyThreadState *) __asm__("_PyThreadState_Init");
TEST(names_of_old) {
    PyThreadState *state = PyThreadState_Get(), *made = prealloc(PyInterpreterState_Get());
    SHOW_INT(made != NULL && made != state);
    PyThreadState_Swap(made);
    PyThreadState_Swap(state);
    PyThreadState_Clear(made);
    PyThreadState_Delete(made);
    fflush(stdout);
    pid_t child = fork();
    if (!child) { freopen("/dev/null", "w", stderr); init_state(state); _exit(0); }
    int status = 0;
    waitpid(child, &status, 0);
    SAY("ended by signal %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}
static PyInterpreterState *interp;
static int entered, same, nested, id_greater, dict_is_own;
static void *run(void *arg) {
    (void)arg;
    PyThreadState *mine = PyThreadState_New(interp);
    PyEval_AcquireThread(mine);
    entered = PyThreadState_Get() == mine;
    same = PyInterpreterState_Get() == interp;
    dict_is_own = PyThreadState_GetDict() && PyDict_Size(PyThreadState_GetDict()) == 0;
    PyThreadState_Clear(mine);
    PyThreadState_DeleteCurrent();
    return NULL;
}
static void *ensure(void *arg) {
    (void)arg;
    int without = PyGILState_GetThisThreadState() == NULL;
    PyGILState_STATE first = PyGILState_Ensure();
    PyThreadState *mine = PyThreadState_Get();
    PyGILState_STATE second = PyGILState_Ensure();
    nested = without * 1000 + (first == PyGILState_UNLOCKED) * 100 + (second == PyGILState_LOCKED) * 10 + (PyThreadState_Get() == mine);
    PyObject *list = PyList_New(3);
    Py_XDECREF(list);
    PyGILState_Release(second);
    same = PyThreadState_Get() == mine && PyGILState_GetThisThreadState() == mine;
    PyGILState_Release(first);
    entered = PyGILState_GetThisThreadState() == NULL;
    return NULL;
}
static void in_thread(void *(*function)(void *)) {
    pthread_t thread;
    entered = same = nested = 0;
    Py_BEGIN_ALLOW_THREADS
    pthread_create(&thread, NULL, function, NULL);
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS
}
TEST(another_thread) {
    interp = PyInterpreterState_Get();
    in_thread(run);
    SHOW_INT(entered); SHOW_INT(same); SHOW_INT(dict_is_own);
}
TEST(gilstate) {
    in_thread(ensure);
    SHOW_INT(nested); SHOW_INT(same); SHOW_INT(entered);
    in_thread(ensure);
    SHOW_INT(nested);
    PyGILState_STATE state = PyGILState_Ensure();
    SHOW_INT(state == PyGILState_LOCKED);
    PyGILState_Release(state);
    SHOW_INT(PyThreadState_Get() == PyGILState_GetThisThreadState());
}
static PyObject *in_definition;
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "stated", NULL, -1, NULL};
int state_add(PyThreadState *, PyObject *, PyModuleDef *) __asm__("_PyState_AddModule");
TEST(module_of_a_definition) {
    in_definition = PyModule_Create(&definition);
    SHOW_INT(PyState_FindModule(&definition) == NULL);
    SHOW_INT(state_add(PyThreadState_Get(), in_definition, &definition));
    SHOW_INT(PyState_FindModule(&definition) == in_definition);
    SHOW_INT(PyState_RemoveModule(&definition));
    SHOW_INT(PyState_FindModule(&definition) == NULL);
    Py_DECREF(in_definition);
}
