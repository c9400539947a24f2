/* oracle: 3.15 */
/* Guards and views of interpreters, and thread states under them (PEP 788): what 3.15 adds to the stable ABI. */
#include "support.h"
#include <unistd.h>
/* As pystate.h of 3.15 has them; by names of their own, so that the headers may have them or not. */
typedef struct Guard Guard;
typedef struct View View;
Guard *guard_current(void) __asm__("PyInterpreterGuard_FromCurrent");
Guard *guard_of_view(View *) __asm__("PyInterpreterGuard_FromView");
void guard_close(Guard *) __asm__("PyInterpreterGuard_Close");
View *view_current(void) __asm__("PyInterpreterView_FromCurrent");
View *view_main(void) __asm__("PyInterpreterView_FromMain");
void view_close(View *) __asm__("PyInterpreterView_Close");
void *ensure(Guard *) __asm__("PyThreadState_Ensure");
void *ensure_by_view(View *) __asm__("PyThreadState_EnsureFromView");
void release(void *) __asm__("PyThreadState_Release");
static Guard *guard; static View *view;
static int in_main(void) { return PyInterpreterState_Get() == PyInterpreterState_Main(); }
static int attached(void) { return PyThreadState_GetUnchecked() != NULL; }
static void in_thread(void *(*body)(void *), void *arg) { PyThreadState *s = PyThreadState_Swap(NULL); pthread_t t; pthread_create(&t, NULL, body, arg); pthread_join(t, NULL); if (s) PyThreadState_Swap(s); }
TEST(own_thread) {
    PyThreadState *main = PyThreadState_Get();
    guard = guard_current();
    void *t = ensure(guard);
    SAY("the same: %d %d", t == (void *)main, PyThreadState_Get() == main);
    release(t);
    SAY("still: %d", PyThreadState_Get() == main);
    PyThreadState_Swap(NULL);
    t = ensure(guard);
    SAY("token: %d, the thread's own: %d", t != NULL, PyThreadState_Get() == main);
    void *again = ensure(guard);
    SAY("nested: %d", again == (void *)main);
    release(again);
    SAY("attached: %d", attached());
    release(t);
    SAY("attached: %d", attached());
    PyThreadState_Swap(main);
    guard_close(guard);
}
static void *fresh(void *given) {
    void *t = ensure(given);
    printf("token %d, main %d, bound %d\n", t != NULL, in_main(), PyGILState_GetThisThreadState() == PyThreadState_Get());
    PyObject *o = V("[s]", "made"); print_new("object", o);
    void *again = ensure(given);
    printf("nested: %d\n", again == (void *)PyThreadState_Get());
    release(again);
    release(t);
    printf("attached %d, bound %d\n", attached(), PyGILState_GetThisThreadState() != NULL);
    return NULL;
}
static void *fresh_by_view(void *given) {
    void *t = ensure_by_view(given);
    printf("token %d\n", t != NULL);
    if (t) { printf("main %d\n", in_main()); release(t); }
    printf("attached %d\n", attached());
    return NULL;
}
TEST(threads) {
    guard = guard_current(); in_thread(fresh, guard); guard_close(guard);
    view = view_current(); in_thread(fresh_by_view, view); view_close(view);
    view = view_main(); in_thread(fresh_by_view, view);
    guard = guard_of_view(view); SAY("guard: %d", guard != NULL); in_thread(fresh, guard); guard_close(guard);
    view_close(view);
}
TEST(subinterpreters) {
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    guard = guard_current(); in_thread(fresh, guard);
    view = view_current(); in_thread(fresh_by_view, view);
    View *of_main = view_main();
    void *t = ensure_by_view(of_main);
    SAY("from the other: %d, in main: %d", t == (void *)sub, in_main());
    release(t);
    SAY("back: %d", PyThreadState_Get() == sub);
    PyThreadState_Swap(main);
    t = ensure(guard);
    SAY("from main: %d, in main: %d", t == (void *)main, in_main());
    release(t);
    SAY("back: %d", PyThreadState_Get() == main);
    guard_close(guard);
    PyThreadState_Swap(sub); Py_EndInterpreter(sub); PyThreadState_Swap(main);
    in_thread(fresh_by_view, view);
    SAY("of one that is gone: %d %d", guard_of_view(view) != NULL, PyErr_Occurred() != NULL);
    view_close(view); view_close(of_main); view_close(NULL);
}
static volatile int closed;
static void *closer(void *given) { usleep(150000); closed = 1; guard_close(given); return NULL; }
TEST(an_end_waits) {
    PyThreadState *main = PyThreadState_Get(), *sub = isolated();
    guard = guard_current(); closed = 0;
    pthread_t t; pthread_create(&t, NULL, closer, guard);
    Py_EndInterpreter(sub);
    SAY("closed before: %d", closed);
    pthread_join(t, NULL);
    PyThreadState_Swap(main);
}
static void too_late(void *data) {
    guard = guard_current(); printf("guard %d ", guard != NULL); print_raised();
    printf("by the view %d, raised %d\n", guard_of_view(view) != NULL, PyErr_Occurred() != NULL);
    printf("ensured %d\n", ensure_by_view(view) != NULL);
    fflush(stdout);
}
ALONE(while_ending) {
    view = view_current();
    guard = guard_current(); closed = 0;
    pthread_t t; pthread_create(&t, NULL, closer, guard);
    PyUnstable_AtExit(PyInterpreterState_Get(), too_late, NULL);
    int end = Py_FinalizeEx();
    printf("%d, closed before: %d\n", end, closed);
    printf("afterwards: %d %d\n", guard_of_view(view) != NULL, ensure_by_view(view) != NULL);
    view_close(view);
    view = view_main(); printf("of main: %d %d\n", view != NULL, guard_of_view(view) != NULL);
    Py_InitializeEx(0);
    guard = guard_of_view(view); printf("up again: %d\n", guard != NULL); guard_close(guard);
    view_close(view);
}
