/* What every differential program includes.
 *
 * A program is a C host: it links a libpython (CPython's or Exuvia's), and each TEST prints what it sees.
 * The recorded output of CPython is the expectation.  `program --list` names its tests, `program NAME…` runs those,
 * `program` runs all; each test's output stands under a line `[NAME]`.
 *
 * A program that defines HARNESS_STARTS_ITSELF starts the library itself: each of its tests runs in a process of its own,
 * in which nothing is started yet; how it ends is printed where it does not return.
 */
#ifndef EXUVIA_HARNESS_H
#define EXUVIA_HARNESS_H
#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef HARNESS_STARTS_ITSELF
#include <sys/wait.h>
#include <unistd.h>
#endif

typedef struct { const char *name; void (*run)(void); } HarnessTest;
static HarnessTest harness_tests[512];
static int harness_count;

#define TEST(test) \
    static void test_##test(void); \
    __attribute__((constructor)) static void harness_add_##test(void) { \
        harness_tests[harness_count].name = #test; \
        harness_tests[harness_count++].run = test_##test; \
    } \
    static void test_##test(void)

/* Prints the raised exception as `raised Type: message`, and clears it. */
static inline void print_raised(void) {
    PyObject *exc = PyErr_GetRaisedException();
    if (!exc) { printf("NULL without an exception\n"); return; }
    PyObject *text = PyObject_Str(exc);
    const char *utf8 = text ? PyUnicode_AsUTF8AndSize(text, NULL) : NULL;
    if (!utf8) PyErr_Clear();
    /* The file and line in front of this message are the library's own affair. */
    const char *internal = utf8 ? strstr(utf8, "bad argument to internal function") : NULL;
    printf("raised %s: %s\n", Py_TYPE(exc)->tp_name, internal ? internal : utf8 ? utf8 : "<str failed>");
    Py_XDECREF(text);
    Py_DECREF(exc);
}
/* Prints `label: repr`, or what was raised.  Borrows o. */
static inline void print_object(const char *label, PyObject *o) {
    printf("%s: ", label);
    if (!o) { print_raised(); fflush(stdout); return; }
    if (PyErr_Occurred()) { printf("(result with an exception set) "); print_raised(); }
    PyObject *repr = PyObject_Repr(o);
    Py_ssize_t size = 0;
    const char *utf8 = repr ? PyUnicode_AsUTF8AndSize(repr, &size) : NULL;
    if (utf8) { printf("%.*s\n", (int)size, utf8); }
    else if (repr) { PyErr_Clear(); PyObject *a = PyObject_ASCII(o); printf("%s\n", a ? PyUnicode_AsUTF8AndSize(a, NULL) : "?"); Py_XDECREF(a); }
    else { printf("repr "); print_raised(); }
    Py_XDECREF(repr);
    fflush(stdout);
}
static inline void print_new(const char *label, PyObject *o) { print_object(label, o); Py_XDECREF(o); }
static inline void print_int(const char *label, long long v) {
    printf("%s: %lld", label, v);
    if (PyErr_Occurred()) { printf(" "); print_raised(); } else printf("\n");
    fflush(stdout);
}
static inline void print_double(const char *label, double v) {
    printf("%s: %.17g", label, v);
    if (PyErr_Occurred()) { printf(" "); print_raised(); } else printf("\n");
    fflush(stdout);
}
static inline void print_text(const char *label, const char *v) {
    if (v) printf("%s: \"%s\"", label, v); else printf("%s: NULL", label);
    if (PyErr_Occurred()) { printf(" "); print_raised(); } else printf("\n");
    fflush(stdout);
}
#define SHOW(expr) print_new(#expr, (PyObject *)(expr))             /* a new reference, printed and dropped */
#define SHOW_BORROWED(expr) print_object(#expr, (PyObject *)(expr)) /* a borrowed one */
#define SHOW_INT(expr) print_int(#expr, (long long)(expr))          /* any integer result; says if it raised */
#define SHOW_DOUBLE(expr) print_double(#expr, (expr))
#define SHOW_TEXT(expr) print_text(#expr, (expr))                   /* a char* */
#define SAY(...) (printf(__VA_ARGS__), printf("\n"), (void)fflush(stdout))
/* How much a statement changes an object's reference count (mortal objects only). */
#define SHOW_REFS(object, ...) do { \
        Py_ssize_t before_ = Py_REFCNT(object); __VA_ARGS__; \
        printf("refs of %s after %s: %+ld\n", #object, #__VA_ARGS__, (long)(Py_REFCNT(object) - before_)); \
    } while (0)

/* Ends the program when a value that a test builds on is missing. */
static inline PyObject *must_(PyObject *o, const char *what) {
    if (!o) { printf("cannot go on without %s: ", what); print_raised(); fflush(stdout); exit(3); }
    return o;
}
#define MUST(expr) must_((PyObject *)(expr), #expr)

/* Short ways to make values: V("[i,s]", 1, "x") is Py_BuildValue; S("text") a str; I("123") an int of any size. */
#define V(...) MUST(Py_BuildValue(__VA_ARGS__))
static inline PyObject *S(const char *utf8) { return MUST(PyUnicode_FromString(utf8)); }
static inline PyObject *I(const char *digits) { return MUST(PyLong_FromString(digits, NULL, 0)); }
static inline PyObject *F(double v) { return MUST(PyFloat_FromDouble(v)); }
/* o.name(args…): STEALS o, takes a Py_BuildValue format that must be a tuple's, "()" or NULL for no arguments. */
static inline PyObject *M(PyObject *o, const char *name, const char *format, ...) {
    PyObject *method = o ? PyObject_GetAttrString(o, name) : NULL, *args = NULL, *result = NULL;
    if (method) {
        va_list va;
        va_start(va, format);
        args = format ? Py_VaBuildValue(format, va) : PyTuple_New(0);
        va_end(va);
        if (args && !PyTuple_Check(args)) { PyObject *one = PyTuple_Pack(1, args); Py_DECREF(args); args = one; }
        if (args) result = PyObject_Call(method, args, NULL);
    }
    Py_XDECREF(args); Py_XDECREF(method); Py_XDECREF(o);
    return result;
}
/* Calls callable (borrowed) with a tuple format. */
static inline PyObject *C(PyObject *callable, const char *format, ...) {
    va_list va;
    va_start(va, format);
    PyObject *args = format ? Py_VaBuildValue(format, va) : PyTuple_New(0), *result = NULL;
    va_end(va);
    if (args && !PyTuple_Check(args)) { PyObject *one = PyTuple_Pack(1, args); Py_DECREF(args); args = one; }
    if (args) result = PyObject_Call(callable, args, NULL);
    Py_XDECREF(args);
    return result;
}
#define TYPE(t) ((PyObject *)&t)

/* In the checked build: what is found from now on was this test's doing. */
static inline void harness_tell(const char *test) {
    const char *file = getenv("EXUVIA_FINDINGS");
    FILE *findings = file ? fopen(file, "a") : NULL;
    if (!findings) return;
    fprintf(findings, "{\"test\": \"%s\"}\n", test);
    fclose(findings);
}
/* In the checked build: what can only be seen afterwards is looked at. */
static inline void harness_look(void) {
    extern void *dlsym(void *, const char *);
    void (*finish)(void) = (void (*)(void))dlsym(NULL, "_PyExuvia_Finish");
    if (finish) finish();
}

int main(int argc, char **argv) {
    if (argc == 2 && !strcmp(argv[1], "--list")) {
        for (int i = 0; i < harness_count; i++) puts(harness_tests[i].name);
        return 0;
    }
#ifndef HARNESS_STARTS_ITSELF
    Py_InitializeEx(0);
#endif
    for (int i = 0; i < harness_count; i++) {
        int wanted = argc == 1;
        for (int a = 1; a < argc; a++) wanted |= !strcmp(argv[a], harness_tests[i].name);
        if (!wanted) continue;
        printf("[%s]\n", harness_tests[i].name);
        fflush(stdout);
        harness_tell(harness_tests[i].name);
#ifdef HARNESS_STARTS_ITSELF
        pid_t child = fork();
        if (!child) {
            harness_tests[i].run();
            fflush(stdout);
            harness_look();
            _exit(0);
        }
        int ended = 0;
        waitpid(child, &ended, 0);
        if (WIFSIGNALED(ended)) SAY("ended by signal %d", WTERMSIG(ended));
        else if (WEXITSTATUS(ended)) SAY("ended with exit status %d", WEXITSTATUS(ended));
        continue;
#endif
        harness_tests[i].run();
        if (PyErr_Occurred()) { printf("left behind: "); print_raised(); }
        fflush(stdout);
        harness_look();
    }
#ifndef HARNESS_STARTS_ITSELF
    int status = Py_FinalizeEx();
    if (status) printf("Py_FinalizeEx: %d\n", status);
    harness_look();
#endif
    return 0;
}
#endif
