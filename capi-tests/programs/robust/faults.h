/* Allocation failure, injected: the n-th request for memory fails, for n = 1, 2, 3 … until the attempt needs no more.
 *
 *     TRY("what", expression that gives a new reference or NULL)
 *     TRY_INT("what", expression that gives a number, negative for failure)
 *
 * runs the expression again and again, each time with a later request failing: that one alone, and that one and all after it.
 * Requests are those of the three PyMem domains, and those for which the library itself calls malloc, calloc and realloc.
 * Each run must end as it does with memory, or in MemoryError; afterwards as many blocks are alive as before.
 * A TEST prints how it went in one line, after one line for each thing that went wrong.
 */
#ifndef EXUVIA_FAULTS_H
#define EXUVIA_FAULTS_H
#include "../harness.h"
#include <dlfcn.h>
#include <link.h>

static long live, requests, failing, fired;   /* failing: number of the first request that fails; 0: none */
static int all_after, wrong, attempts;
static uintptr_t own_start, own_end;          /* where the library lies in memory */

static int refuse(void) {
    if (!failing) return 0;
    requests++;
    if (requests == failing || (all_after && requests > failing)) { fired++; return 1; }
    return 0;
}

/* malloc and its like, for the calls that the library makes itself. */
void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
void __libc_free(void *);
static inline int own(void *caller) { return (uintptr_t)caller >= own_start && (uintptr_t)caller < own_end; }
void *malloc(size_t size) {
    int ours = own(__builtin_return_address(0));
    if (ours && refuse()) return NULL;
    void *block = __libc_malloc(size);
    if (ours && block) live++;
    return block;
}
void *calloc(size_t count, size_t size) {
    int ours = own(__builtin_return_address(0));
    if (ours && refuse()) return NULL;
    void *block = __libc_calloc(count, size);
    if (ours && block) live++;
    return block;
}
void *realloc(void *old, size_t size) {
    int ours = own(__builtin_return_address(0));
    if (ours && refuse()) return NULL;
    void *block = __libc_realloc(old, size);
    if (ours && block && !old) live++;
    return block;
}
void free(void *block) {
    if (block && own(__builtin_return_address(0))) live--;
    __libc_free(block);
}
static int find_library(struct dl_phdr_info *info, size_t size, void *address) {
    (void)size;
    uintptr_t low = UINTPTR_MAX, high = 0;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_LOAD) {
            uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr, end = start + info->dlpi_phdr[i].p_memsz;
            if (start < low) low = start;
            if (end > high) high = end;
        }
    if ((uintptr_t)address < low || (uintptr_t)address >= high) return 0;
    own_start = low;
    own_end = high;
    return 1;
}

/* The three domains, wrapped. */
static PyMemAllocatorEx plain[3];
static void *wrapped_malloc(void *ctx, size_t size) {
    PyMemAllocatorEx *a = ctx;
    if (refuse()) return NULL;
    long before = live;
    void *block = a->malloc(a->ctx, size);
    live = before + (block != NULL);
    return block;
}
static void *wrapped_calloc(void *ctx, size_t count, size_t size) {
    PyMemAllocatorEx *a = ctx;
    if (refuse()) return NULL;
    long before = live;
    void *block = a->calloc(a->ctx, count, size);
    live = before + (block != NULL);
    return block;
}
static void *wrapped_realloc(void *ctx, void *old, size_t size) {
    PyMemAllocatorEx *a = ctx;
    if (refuse()) return NULL;
    long before = live;
    void *block = a->realloc(a->ctx, old, size);
    live = before + (block != NULL && old == NULL);
    return block;
}
static void wrapped_free(void *ctx, void *block) {
    PyMemAllocatorEx *a = ctx;
    long before = live;
    a->free(a->ctx, block);
    live = before - (block != NULL);
}
__attribute__((unused)) static void wrap_domains(void) {
    wrong = 0;
    if (own_end) return;
    static const PyMemAllocatorDomain domains[3] = {PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ};
    for (int i = 0; i < 3; i++) {
        PyMem_GetAllocator(domains[i], &plain[i]);
        PyMemAllocatorEx wrapping = {&plain[i], wrapped_malloc, wrapped_calloc, wrapped_realloc, wrapped_free};
        PyMem_SetAllocator(domains[i], &wrapping);
    }
    dl_iterate_phdr(find_library, (void *)dlsym(RTLD_DEFAULT, "Py_IncRef"));
}

/* One expression's runs.  The first three have memory; `outcome` is the type that they raise, NULL for none. */
typedef struct { const char *what; int phase, again; long n, before, growth; PyTypeObject *outcome; } Attempt;
enum { WARM = 3, REPEATS = 2, MOST_REPEATS = 6000, LAST = 3000 };

__attribute__((unused)) static int attempt_next(Attempt *t) {
    if (t->phase > WARM + 1 || t->n > LAST) return 0;
    t->before = live;
    if (t->phase >= WARM) { requests = 0; fired = 0; all_after = t->phase > WARM; failing = t->n; }
    return 1;
}
#define WRONG(t, ...) (wrong++, printf("%s, request %ld%s: ", (t)->what, (t)->n, (t)->phase > WARM ? " and all after" : ""), printf(__VA_ARGS__), printf("\n"), fflush(stdout))
__attribute__((unused)) static void attempt_end(Attempt *t, PyObject *result) {
    failing = 0;
    PyObject *raised = PyErr_GetRaisedException();
    PyTypeObject *type = raised ? Py_TYPE(raised) : NULL;
    if (t->phase >= WARM) {
        if (result && raised) WRONG(t, "a result with an exception set");
        if (!result && !raised) WRONG(t, "NULL without an exception");
        if (!result && type && type != t->outcome && type != (PyTypeObject *)PyExc_MemoryError) {
            PyObject *text = PyObject_Str(raised);
            WRONG(t, "raised %s: %s", type->tp_name, text ? PyUnicode_AsUTF8AndSize(text, NULL) : "?");
            Py_XDECREF(text);
        }
        if (result && !raised && t->outcome) WRONG(t, "nothing raised");
    }
    Py_XDECREF(result);
    Py_XDECREF(raised);
    if (t->phase < WARM) { t->outcome = type; t->phase++; t->n = 1; return; }
    /* A leak grows with each run; what a free list keeps does so until the list is full, and cycles do until they are collected. */
    if (fired && live > t->before && t->again) PyGC_Collect();
    if (fired) t->growth = live > t->before ? t->growth + 1 : 0;
    if (fired && ++t->again < (t->growth == t->again ? MOST_REPEATS : REPEATS)) return;
    if (t->growth == MOST_REPEATS) WRONG(t, "%ld blocks leaked", live - t->before);
    t->growth = t->again = 0;
    if (fired) t->n++;
    else t->phase++, t->n = 1, attempts++;
}
#define TRY(label, ...) for (Attempt t_ = {label}; attempt_next(&t_);) attempt_end(&t_, (PyObject *)(__VA_ARGS__))
#define TRY_INT(label, ...) TRY(label, (__VA_ARGS__) < 0 ? NULL : Py_NewRef(Py_None))
/* expression with x, a new reference that is dropped afterwards; NULL where there is no x. */
#define WITH(made, ...) ({ PyObject *x = (PyObject *)(made), *r_ = x ? (PyObject *)(__VA_ARGS__) : NULL; Py_XDECREF(x); r_; })
/* For what a failed operation must have left as it was. */
#define UNCHANGED(t, condition) do { if (!(condition)) { wrong++; printf("%s, request %ld: not %s\n", (t).what, (t).n, #condition); } } while (0)
#define FAULTS(name) \
    static void faults_##name(void); \
    TEST(name) { wrap_domains(); faults_##name(); printf(wrong ? "%d wrong\n" : "all held\n", wrong); } \
    static void faults_##name(void)
#endif
