/* Interpreters made and ended: every configuration, numbers, the list, what is attached. */
#include "support.h"
static void attempt(PyInterpreterConfig config) {
    PyThreadState *main = PyThreadState_Get(), *state = (PyThreadState *)1;
    PyStatus status = Py_NewInterpreterFromConfig(&state, &config);
    printf("obmalloc %d check %d gil %d: type %d func %s message %s\n", config.use_main_obmalloc, config.check_multi_interp_extensions, config.gil, status._type, status.func ? status.func : "-", status.err_msg ? status.err_msg : "-");
    if (PyErr_Occurred()) print_raised();
    if (!state) { SAY("  attached still: %d", PyThreadState_Get() == main); return; }
    SAY("  attached: %d, its interpreter is the current one: %d, main: %d", PyThreadState_Get() == state, PyThreadState_GetInterpreter(state) == PyInterpreterState_Get(), PyInterpreterState_Get() == PyInterpreterState_Main());
    finish(state, main);
}
TEST(every_gil) { for (int gil = -1; gil < 5; gil++) for (int own = 0; own < 2; own++) for (int check = 0; check < 2; check++) attempt((PyInterpreterConfig){ own, 0, 0, 1, 0, check, gil }); }
TEST(odd_values) {
    attempt((PyInterpreterConfig){ 7, -1, 5, 9, 1, 3, 1 });
    attempt((PyInterpreterConfig){ 1, 0, 0, 0, 1, 0, 1 });
    attempt((PyInterpreterConfig){ -1, 0, 0, 0, 0, -1, 2 });
    attempt((PyInterpreterConfig){ 0, 1, 1, 1, 1, 1, 1000 });
}
TEST(numbers) {
    PyThreadState *main = PyThreadState_Get();
    SHOW_INT(PyInterpreterState_GetID(PyInterpreterState_Main()));
    SHOW_INT(PyInterpreterState_GetID(PyInterpreterState_Get()));
    PyThreadState *first = legacy(); int64_t id = PyInterpreterState_GetID(first->interp); finish(first, main);
    for (int i = 0; i < 3; i++) { PyThreadState *sub = legacy(); SHOW_INT(PyInterpreterState_GetID(sub->interp) - id); finish(sub, main); }
    attempt((PyInterpreterConfig){ 0, 0, 0, 0, 0, 0, 0 });
    PyThreadState *sub = isolated(); SHOW_INT(PyInterpreterState_GetID(sub->interp) - id); finish(sub, main);
    SHOW_INT(PyInterpreterState_GetID(NULL));
}
TEST(list) {
    PyThreadState *main = PyThreadState_Get(), *one = legacy(), *two = isolated(), *three = legacy();
    for (PyInterpreterState *i = PyInterpreterState_Head(); i; i = PyInterpreterState_Next(i)) SAY("%s", i == main->interp ? "main" : i == one->interp ? "one" : i == two->interp ? "two" : i == three->interp ? "three" : "?");
    PyThreadState_Swap(two); Py_EndInterpreter(two);
    for (PyInterpreterState *i = PyInterpreterState_Head(); i; i = PyInterpreterState_Next(i)) SAY("%s", i == main->interp ? "main" : i == one->interp ? "one" : i == three->interp ? "three" : "?");
    PyThreadState_Swap(one); Py_EndInterpreter(one);
    PyThreadState_Swap(three); finish(three, main);
    SAY("main alone: %d %d", PyInterpreterState_Head() == main->interp, PyInterpreterState_Next(main->interp) == NULL);
}
TEST(thread_states) {
    PyThreadState *main = PyThreadState_Get(), *sub = legacy();
    SAY("own: %d, next: %d", PyInterpreterState_ThreadHead(sub->interp) == sub, PyThreadState_Next(sub) != NULL);
    PyThreadState *second = PyThreadState_New(sub->interp);
    SAY("newest first: %d %d %d", PyInterpreterState_ThreadHead(sub->interp) == second, PyThreadState_Next(second) == sub, PyThreadState_Next(sub) == NULL);
    SAY("numbers: %d %d", (int)PyThreadState_GetID(sub), (int)PyThreadState_GetID(second));
    SAY("interpreters: %d %d", PyThreadState_GetInterpreter(second) == sub->interp, PyThreadState_GetInterpreter(main) == PyInterpreterState_Main());
    SAY("frame: %d", PyThreadState_GetFrame(second) != NULL);
    SAY("swapped: %d", PyThreadState_Swap(second) == sub);
    PyObject *dict = PyThreadState_GetDict();
    SAY("dict: %d", dict != NULL && dict == PyThreadState_GetDict());
    SAY("swapped back: %d", PyThreadState_Swap(sub) == second);
    SAY("another dict: %d", PyThreadState_GetDict() != dict);
    PyThreadState_Clear(second); PyThreadState_Delete(second);
    SAY("own: %d", PyInterpreterState_ThreadHead(sub->interp) == sub);
    finish(sub, main);
}
TEST(swapping) {
    PyThreadState *main = PyThreadState_Get(), *one = legacy(), *two = isolated();
    SAY("%d", PyThreadState_Swap(one) == two);
    SAY("%d", PyThreadState_Swap(one) == one);
    SAY("%d", PyThreadState_Swap(NULL) == one);
    SAY("%d", PyThreadState_Swap(NULL) == NULL);
    SAY("%d", PyThreadState_GetUnchecked() == NULL);
    SAY("%d", PyThreadState_Swap(two) == NULL);
    SAY("%d", PyEval_SaveThread() == two);
    PyEval_RestoreThread(main);
    SAY("%d", PyEval_SaveThread() == main);
    PyEval_AcquireThread(one); PyEval_ReleaseThread(one);
    PyEval_AcquireThread(two); Py_EndInterpreter(two);
    PyEval_AcquireThread(one); Py_EndInterpreter(one);
    SAY("none: %d", PyThreadState_GetUnchecked() == NULL);
    PyEval_RestoreThread(main);
}
TEST(without_a_state) {
    PyThreadState *main = PyEval_SaveThread();
    PyThreadState *sub = isolated();
    SAY("attached: %d", PyThreadState_GetUnchecked() == sub);
    Py_EndInterpreter(sub);
    sub = Py_NewInterpreter();
    SAY("attached: %d", PyThreadState_GetUnchecked() == sub);
    Py_EndInterpreter(sub);
    SAY("none: %d", PyThreadState_GetUnchecked() == NULL);
    PyEval_RestoreThread(main);
}
TEST(dicts) {
    PyThreadState *main = PyThreadState_Get();
    PyObject *own = PyInterpreterState_GetDict(main->interp);
    PyDict_SetItemString(own, "key", Py_None);
    PyThreadState *sub = isolated();
    PyObject *theirs = PyInterpreterState_GetDict(sub->interp);
    SAY("another: %d, the same again: %d, empty: %d", own != theirs, theirs == PyInterpreterState_GetDict(sub->interp), PyDict_GetItemString(theirs, "key") == NULL);
    finish(sub, main);
    SAY("kept: %d", PyDict_GetItemString(PyInterpreterState_GetDict(main->interp), "key") == Py_None);
    PyDict_DelItemString(own, "key");
}
TEST(own_state) {
    PyThreadState *main = PyThreadState_Get();
    PyObject *modules = PyImport_GetModuleDict(), *sys = PyImport_AddModule("sys"), *builtins = PyImport_AddModule("builtins"), *main_module = PyImport_AddModule("__main__"), *path = PySys_GetObject("path");
    PySys_SetObject("interp_test", Py_True);
    PyThreadState *sub = isolated();
    SAY("modules %d sys %d builtins %d __main__ %d path %d", modules != PyImport_GetModuleDict(), sys != PyImport_AddModule("sys"), builtins != PyImport_AddModule("builtins"), main_module != PyImport_AddModule("__main__"), path != PySys_GetObject("path"));
    SAY("an attribute of sys: %d", PySys_GetObject("interp_test") != NULL);
    PyObject *module = PyImport_AddModule("of_the_other");
    SHOW_BORROWED(module);
    finish(sub, main);
    SAY("in main: %d", PyDict_GetItemString(modules, "of_the_other") != NULL);
    PySys_SetObject("interp_test", NULL);
}
TEST(many) {
    PyThreadState *main = PyThreadState_Get(), *subs[20];
    for (int i = 0; i < 20; i++) subs[i] = made(i % 2 ? ISOLATED : LEGACY);
    for (int i = 0; i < 20; i += 3) { PyThreadState_Swap(subs[i]); Py_EndInterpreter(subs[i]); subs[i] = NULL; }
    for (int i = 19; i >= 0; i--) if (subs[i]) { PyThreadState_Swap(subs[i]); PyObject *o = V("[is]", i, "text"); print_new("in it", o); Py_EndInterpreter(subs[i]); }
    PyThreadState_Swap(main);
}
TEST(half_made) {
    PyThreadState *main = PyThreadState_Get();
    PyInterpreterState *half = PyInterpreterState_New();
    SAY("newest: %d, attached: %d, without states: %d", PyInterpreterState_Head() == half, PyThreadState_Get() == main, PyInterpreterState_ThreadHead(half) == NULL);
    PyThreadState *state = PyThreadState_New(half);
    SAY("state: %d %d", PyInterpreterState_ThreadHead(half) == state, PyThreadState_GetInterpreter(state) == half);
    PyInterpreterState_Delete(half);
    SAY("main: %d, attached: %d", PyInterpreterState_Head() == main->interp, PyThreadState_Get() == main);
}
TEST(async_exceptions) {
    PyThreadState *state = PyThreadState_Get();
    SHOW_INT(PyThreadState_SetAsyncExc(12345, PyExc_ValueError));
    SHOW_REFS(PyExc_ValueError, PyThreadState_SetAsyncExc(state->thread_id, PyExc_ValueError));
    PyObject *value = V("s", "not an exception at all");
    SHOW_REFS(value, SHOW_INT(PyThreadState_SetAsyncExc(state->thread_id, value)));
    SAY("%d", state->async_exc == value);
    SHOW_REFS(value, SHOW_INT(PyThreadState_SetAsyncExc(state->thread_id, NULL)));
    SAY("%d", state->async_exc == NULL);
    PyThreadState *sub = isolated();
    SHOW_INT(PyThreadState_SetAsyncExc(state->thread_id + 1, NULL));
    finish(sub, state);
    Py_DECREF(value);
}
TEST(tracing) {
    PyThreadState *state = PyThreadState_Get();
    int before = state->tracing;
    PyThreadState_EnterTracing(state); PyThreadState_EnterTracing(state);
    SAY("%d", state->tracing - before);
    PyThreadState_LeaveTracing(state); PyThreadState_LeaveTracing(state);
    SAY("%d", state->tracing - before);
}
static int events;
static int listening;
static int hook(const char *event, PyObject *args, void *data) {
    if (!listening || strncmp(event, "cpython.PyInterpreterState", 26)) return 0;
    events++;
    printf("%s %zd\n", event, PyTuple_Size(args));
    return 0;
}
ALONE(audited) {
    PySys_AddAuditHook(hook, NULL);
    PyThreadState *main = PyThreadState_Get();
    listening = 1;
    PyThreadState *sub = isolated(); finish(sub, main);
    PyInterpreterState *half = PyInterpreterState_New();
    PyInterpreterState_Delete(half);
    listening = 0;
    SAY("%d", events);
}
TEST(another_thread_makes_one) { /* a thread without a state of main's */
    extern void *maker(void *);
    PyThreadState *main = PyEval_SaveThread();
    pthread_t thread; pthread_create(&thread, NULL, maker, NULL); pthread_join(thread, NULL);
    PyEval_RestoreThread(main);
}
void *maker(void *unused) {
    PyThreadState *sub = isolated();
    PyObject *o = V("[s]", "made elsewhere");
    print_new("in it", o);
    Py_EndInterpreter(sub);
    return NULL;
}
