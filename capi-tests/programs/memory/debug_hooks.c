/* PyMem_SetupDebugHooks, PYTHONMALLOC and PyPreConfig.allocator: what is around a block, and what is said where it is not whole. */
#define HARNESS_STARTS_ITSELF
#include "../harness.h"
#include <ctype.h>

static void *address;
/* Prints what a child wrote to stderr, with X for addresses and without the thread's name. */
static void told(FILE *from) {
    char line[1024];
    while (fgets(line, sizeof line, from)) {
        char *thread = strstr(line, "Current thread 0x");
        if (thread) { puts("Current thread"); continue; }
        /* The state that has ended the runtime is gone: its address says nothing. */
        if (strstr(line, "state: finalizing")) { puts("Python runtime state: finalizing"); continue; }
        for (char *c = line; *c; c++) {
            if (c[0] == '0' && c[1] == 'x' && isxdigit(c[2]) && isxdigit(c[3]) && isxdigit(c[4])) {
                char *end = c + 2;
                while (isxdigit(*end)) end++;
                putchar('X'); c = end - 1;
            }
            else if ((unsigned char)*c >= 0x80) printf("\\x%02x", (unsigned char)*c);
            else if (*c) putchar(*c);
        }
    }
    fflush(stdout);
}
/* Runs a body in a child, which ends by itself or not. */
static void child(const char *label, void (*body)(void)) {
    int out[2];
    if (pipe(out)) exit(3);
    fflush(stdout);
    pid_t pid = fork();
    if (!pid) { dup2(out[1], 2); close(out[0]); close(out[1]); body(); fflush(stdout); _exit(0); }
    close(out[1]);
    FILE *from = fdopen(out[0], "r");
    SAY("-- %s", label);
    told(from);
    fclose(from);
    int status;
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status)) SAY("ended by signal %d", WTERMSIG(status));
}
static void around(const char *label, const void *block, int size) {
    const unsigned char *p = block;
    printf("%s:", label);
    for (int i = -16; i < size + 8; i++) printf("%s%02x", i == 0 || i == size ? " | " : " ", p[i]);
    printf("\n"); fflush(stdout);
}
static void start(void) { Py_InitializeEx(0); }
static void started(void) { setenv("PYTHONMALLOC", "debug", 1); start(); }
static const char *const letters = "rmo";
static void *make(char domain, size_t n) { return domain == 'r' ? PyMem_RawMalloc(n) : domain == 'm' ? PyMem_Malloc(n) : PyObject_Malloc(n); }
static void *zeros(char domain, size_t a, size_t b) { return domain == 'r' ? PyMem_RawCalloc(a, b) : domain == 'm' ? PyMem_Calloc(a, b) : PyObject_Calloc(a, b); }
static void *resize(char domain, void *p, size_t n) { return domain == 'r' ? PyMem_RawRealloc(p, n) : domain == 'm' ? PyMem_Realloc(p, n) : PyObject_Realloc(p, n); }
static void give(char domain, void *p) { if (domain == 'r') PyMem_RawFree(p); else if (domain == 'm') PyMem_Free(p); else PyObject_Free(p); }

TEST(layout) {
    started();
    for (const char *d = letters; *d; d++) {
        unsigned char *p = make(*d, 5); around("malloc 5", p, 5); give(*d, p);
        p = make(*d, 0); around("malloc 0", p, 0); give(*d, p);
        p = zeros(*d, 3, 5); around("calloc 3, 5", p, 15);
        p = resize(*d, p, 20); around("realloc 20", p, 20);
        memset(p, 'a', 20);
        p = resize(*d, p, 7); around("realloc 7", p, 7);
        p = resize(*d, p, 0); around("realloc 0", p, 0); give(*d, p);
        p = resize(*d, NULL, 3); around("realloc of NULL", p, 3); give(*d, p);
        p = zeros(*d, 0, 5); around("calloc 0, 5", p, 0); give(*d, p);
        p = make(*d, 300); for (int i = 0; i < 300; i++) p[i] = (unsigned char)i;
        int whole = 1;
        p = resize(*d, p, 70000); for (int i = 0; i < 300; i++) whole &= p[i] == (unsigned char)i;
        for (int i = 300; i < 70000; i++) whole &= p[i] == 0xCD;
        p = resize(*d, p, 200); for (int i = 0; i < 200; i++) whole &= p[i] == (unsigned char)i;
        p = resize(*d, p, 100); for (int i = 0; i < 100; i++) whole &= p[i] == (unsigned char)i;
        p = resize(*d, p, 130); for (int i = 0; i < 100; i++) whole &= p[i] == (unsigned char)i;
        SAY("whole: %d", whole);
        SAY("too much: %d %d %d", make(*d, PY_SSIZE_T_MAX) == NULL, zeros(*d, PY_SSIZE_T_MAX / 2, 3) == NULL, resize(*d, p, PY_SSIZE_T_MAX - 10) == NULL);
        around("after that", p, 130);
        give(*d, p); give(*d, NULL);
    }
    SAY("end: %d", Py_FinalizeEx());
}
#define WRONG(name, ...) static void name(void) { started(); unsigned char *p; __VA_ARGS__; }
WRONG(over_o, p = make('o', 16); p[16] = 'x'; give('o', p))
WRONG(over_m, p = make('m', 300); p[300] = 'x'; p[302] = 'y'; give('m', p))
WRONG(over_r, p = make('r', 5); p[5] = 'x'; resize('r', p, 10))
WRONG(over_empty, p = make('m', 0); p[0] = 'x'; give('m', p))
WRONG(over_realloc, p = make('o', 17); p[20] = 0; resize('o', p, 32))
WRONG(under_o, p = make('o', 16); p[-1] = 'x'; give('o', p))
WRONG(under_m, p = make('m', 3); p[-7] = 0; p[-4] = 'x'; p[3] = 1; give('m', p))
WRONG(under_letter, p = make('o', 16); memset(p - 8, 0, 8); give('o', p))
WRONG(under_size, p = make('o', 16); memset(p - 16, 0, 8); give('o', p))
WRONG(api_mo, p = make('m', 20); give('o', p))
WRONG(api_rm, p = make('r', 20); give('m', p))
WRONG(api_or, p = make('o', 20); give('r', p))
WRONG(api_realloc, p = make('m', 20); resize('o', p, 30))
WRONG(traced, setenv("x", "y", 1); PyTraceMalloc_Track(7, 1, 1); p = make('m', 20); p[20] = 1; give('m', p))
TEST(not_whole) {
    child("over, o", over_o); child("over, m", over_m); child("over, r", over_r); child("over nothing", over_empty); child("over, realloc", over_realloc);
    child("under, o", under_o); child("under, m", under_m); child("the letter", under_letter); child("the size", under_size);
}
TEST(other_api) { child("m as o", api_mo); child("r as m", api_rm); child("o as r", api_or); child("m as o, realloc", api_realloc); }
TEST(tracing) { setenv("PYTHONTRACEMALLOC", "1", 1); child("traced", traced); }
WRONG(detached_malloc, PyEval_SaveThread(); p = make('m', 5))
WRONG(detached_calloc, PyEval_SaveThread(); p = zeros('o', 5, 3))
WRONG(detached_realloc, p = make('o', 5); PyEval_SaveThread(); resize('o', p, 3))
WRONG(detached_free, p = make('m', 5); PyEval_SaveThread(); give('m', p))
WRONG(detached_null, PyEval_SaveThread(); give('m', NULL))
WRONG(detached_raw, PyEval_SaveThread(); p = make('r', 5); p = resize('r', p, 9); give('r', p); fprintf(stderr, "raw is for all\n"))
WRONG(after_the_end, Py_FinalizeEx(); p = make('r', 5); give('r', p); p = make('m', 5))
TEST(ended_) { child("after the end", after_the_end); }
TEST(detached) {
    child("malloc", detached_malloc); child("calloc", detached_calloc); child("realloc", detached_realloc); child("free", detached_free);
    child("free NULL", detached_null); child("raw", detached_raw);
}
/* How the hooks come to be there. */
static void look(void) {
    int hooked[3];
    for (int i = 0; i < 3; i++) {
        unsigned char *p = make(letters[i], 5);
        hooked[i] = p[-8] == letters[i] && p[-1] == 0xFD && p[5] == 0xFD;
        give(letters[i], p);
    }
    fprintf(stderr, "hooked: %d %d %d\n", hooked[0], hooked[1], hooked[2]);
}
static void ended(void) { look(); fprintf(stderr, "end: %d\n", Py_FinalizeEx()); start(); look(); fprintf(stderr, "end: %d\n", Py_FinalizeEx()); }
static const char *variable;
static void by_variable(void) { setenv("PYTHONMALLOC", variable, 1); start(); ended(); }
TEST(by_variable_) {
    static const char *const all[] = {"debug", "malloc_debug", "pymalloc_debug", "mimalloc_debug"};
    for (int i = 0; i < 4; i++) { variable = all[i]; child(variable, by_variable); }
    /* What is around these blocks is the allocator's: the hooks are looked for only where they are. */
    variable = "nonsense"; child(variable, by_variable);
    variable = "Debug"; child(variable, by_variable);
}
static int number;
static void by_preconfig(void) {
    PyPreConfig pre; PyPreConfig_InitPythonConfig(&pre); pre.allocator = number;
    PyStatus status = Py_PreInitialize(&pre);
    fprintf(stderr, "%s\n", status.err_msg ? status.err_msg : "settled");
    if (status._type) return;
    start(); ended();
}
TEST(by_preconfig_) {
    static const int all[] = {PYMEM_ALLOCATOR_DEBUG, PYMEM_ALLOCATOR_MALLOC_DEBUG, PYMEM_ALLOCATOR_PYMALLOC_DEBUG, PYMEM_ALLOCATOR_MIMALLOC_DEBUG};
    char label[32];
    for (int i = 0; i < 4; i++) { number = all[i]; snprintf(label, sizeof label, "allocator %d", number); child(label, by_preconfig); }
    number = 99; child("allocator 99", by_preconfig);
}
static void by_dev_mode(void) {
    PyConfig config; PyConfig_InitPythonConfig(&config); config.dev_mode = 1; config.parse_argv = 0;
    PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (status._type) { fprintf(stderr, "%s\n", status.err_msg); return; }
    look();
    fprintf(stderr, "end: %d\n", Py_FinalizeEx());
}
TEST(by_dev_mode_) { child("dev mode", by_dev_mode); }
static void by_call(void) { PyMem_SetupDebugHooks(); start(); ended(); }
static void by_two_calls(void) { PyMem_SetupDebugHooks(); PyMem_SetupDebugHooks(); start(); unsigned char *p = make('m', 5); around("once", p, 5); give('m', p); ended(); }
TEST(by_call_) { child("before the start", by_call); child("twice", by_two_calls); }
/* A host's own allocator under the hooks. */
typedef struct { PyMemAllocatorEx below; size_t least; int calls; } Own;
static void *own_malloc(void *ctx, size_t n) { Own *own = ctx; own->calls++; own->least = n; return own->below.malloc(own->below.ctx, n); }
static void *own_calloc(void *ctx, size_t a, size_t b) { Own *own = ctx; own->calls++; own->least = a * b; return own->below.calloc(own->below.ctx, a, b); }
static void *own_realloc(void *ctx, void *p, size_t n) { Own *own = ctx; own->calls++; own->least = n; return own->below.realloc(own->below.ctx, p, n); }
static void own_free(void *ctx, void *p) { Own *own = ctx; own->calls++; own->below.free(own->below.ctx, p); }
TEST(over_an_own_one) {
    start();
    Own own = {{0}, 0, 0};
    PyMem_GetAllocator(PYMEM_DOMAIN_MEM, &own.below);
    PyMemAllocatorEx table = {&own, own_malloc, own_calloc, own_realloc, own_free}, hooked;
    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &table);
    PyMem_SetupDebugHooks();
    PyMem_GetAllocator(PYMEM_DOMAIN_MEM, &hooked);
    SHOW_INT(hooked.malloc == own_malloc); SHOW_INT(hooked.ctx == &own);
    unsigned char *p = hooked.malloc(hooked.ctx, 10); around("malloc", p, 10); SAY("asked for %zu", own.least);
    p = hooked.realloc(hooked.ctx, p, 12); around("realloc", p, 12); SAY("asked for %zu", own.least);
    hooked.free(hooked.ctx, p);
    p = hooked.calloc(hooked.ctx, 2, 3); around("calloc", p, 6); SAY("asked for %zu", own.least); hooked.free(hooked.ctx, p);
    SAY("%d calls", own.calls);
    fflush(stdout);
}
