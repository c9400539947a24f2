/* dlopen LIBRARY EXTENSION ROUNDS: a host that knows no libpython when it is linked.
 *
 * It opens the library with RTLD_LOCAL, takes what it needs by name, and ROUNDS times starts it, loads an extension
 * (extmods/registry.c), calls it, and ends it.  Prints what the calls gave the first time, that every round gave the
 * same, and whether memory stayed level once things had settled. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Object Object;
static void *library;
static void *need(const char *name) {
    void *symbol = dlsym(library, name);
    if (!symbol) { printf("no %s\n", name); exit(2); }
    return symbol;
}
#define CALL(result, name, types, ...) (((result(*) types)need(name))(__VA_ARGS__))

static long resident_kb(void) {
    char line[256];
    long kb = -1;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, "VmRSS:", 6)) sscanf(line + 6, "%ld", &kb);
    if (f) fclose(f);
    return kb;
}

static Object *must(Object *o, const char *what) {
    if (!o) {
        printf("%s failed\n", what);
        CALL(void, "PyErr_Print", (void));
        exit(2);
    }
    return o;
}

static void round_of(const char *extension, char *out, size_t size) {
    CALL(void, "Py_InitializeEx", (int), 0);
    void *file = dlopen(extension, RTLD_NOW | RTLD_LOCAL);
    if (!file) { printf("%s\n", dlerror()); exit(2); }
    Object *(*init)(void) = (Object * (*)(void)) dlsym(file, "PyInit_registry");
    Object *def = must(init(), "PyInit_registry");
    Object *spec = must(CALL(Object *, "PyModule_New", (const char *), "spec"), "PyModule_New");
    Object *name = must(CALL(Object *, "PyUnicode_FromString", (const char *), "registry"), "PyUnicode_FromString");
    CALL(int, "PyObject_SetAttrString", (Object *, const char *, Object *), spec, "name", name);
    Object *module = must(CALL(Object *, "PyModule_FromDefAndSpec2", (Object *, Object *, int), def, spec, 1013), "PyModule_FromDefAndSpec2");
    if (CALL(int, "PyModule_ExecDef", (Object *, Object *), module, def) < 0) must(NULL, "PyModule_ExecDef");
    for (int i = 0; i < 100; i++) {
        char key[32];
        snprintf(key, sizeof key, "name %d", i);
        Object *done = must(CALL(Object *, "PyObject_CallMethod", (Object *, const char *, const char *, ...), module, "put", "si", key, i), "put");
        CALL(void, "Py_DecRef", (Object *), done);
    }
    Object *value = must(CALL(Object *, "PyObject_CallMethod", (Object *, const char *, const char *, ...), module, "get", "s", "name 42"), "get");
    Object *missing = CALL(Object *, "PyObject_CallMethod", (Object *, const char *, const char *, ...), module, "get", "s", "nothing");
    if (missing || !CALL(Object *, "PyErr_Occurred", (void))) { printf("get of nothing did not raise\n"); exit(2); }
    Object *raised = CALL(Object *, "PyErr_GetRaisedException", (void));
    Object *text = must(CALL(Object *, "PyObject_Str", (Object *), raised), "str");
    snprintf(out, size, "%ld, %s", CALL(long, "PyLong_AsLong", (Object *), value), CALL(const char *, "PyUnicode_AsUTF8AndSize", (Object *, void *), text, NULL));
    Object *all[] = {text, raised, value, module, name, spec};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) CALL(void, "Py_DecRef", (Object *), all[i]);
    int status = CALL(int, "Py_FinalizeEx", (void));
    if (status) { printf("Py_FinalizeEx: %d\n", status); exit(2); }
    if (CALL(int, "Py_IsInitialized", (void))) { printf("still initialized\n"); exit(2); }
    dlclose(file);
}

int main(int argc, char **argv) {
    if (argc != 4) return fprintf(stderr, "usage: dlopen LIBRARY EXTENSION ROUNDS\n"), 2;
    int rounds = atoi(argv[3]);
    char first[256], again[256];
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    round_of(argv[2], first, sizeof first);
    printf("%s\n", first);
    long settled = 0;
    for (int i = 1; i < rounds; i++) {
        round_of(argv[2], again, sizeof again);
        if (strcmp(first, again)) return printf("round %d: %s\n", i, again), 1;
        if (i == rounds / 5) settled = resident_kb();
    }
    long grown = resident_kb() - settled;
    printf("%d rounds alike\n", rounds);
    /* A page or two may come from the C library's own buffers. */
    if (grown > 64) return printf("memory grew by %ld kB\n", grown), 1;
    printf("memory level\n");
    return 0;
}
