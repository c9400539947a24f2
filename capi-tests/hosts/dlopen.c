/* dlopen LIBRARY EXTENSION ROUNDS: a host that knows no libpython when it is linked.
 *
 * It opens the library with RTLD_LOCAL, takes what it needs by name, and ROUNDS times starts it, loads an extension
 * (extmods/registry.c), calls it, and ends it.  Prints what the calls gave the first time, that every round gave the
 * same, and whether memory stayed level once things had settled. */
#include "host.h"

static void round_of(const char *extension, char *out, size_t size) {
    start();
    void *file;
    Object *module = registry_of(extension, &file), *value = must(registry_filled(module, 100, "name 42"), "get");
    Object *missing = CALL(Object *, "PyObject_CallMethod", (Object *, const char *, const char *, ...), module, "get", "s", "nothing");
    if (missing || !CALL(Object *, "PyErr_Occurred", (void))) { printf("get of nothing did not raise\n"); exit(2); }
    Object *raised = CALL(Object *, "PyErr_GetRaisedException", (void));
    Object *text = must(CALL(Object *, "PyObject_Str", (Object *), raised), "str");
    snprintf(out, size, "%ld, %s", CALL(long, "PyLong_AsLong", (Object *), value), CALL(const char *, "PyUnicode_AsUTF8AndSize", (Object *, void *), text, NULL));
    Object *all[] = {text, raised, value, module};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) CALL(void, "Py_DecRef", (Object *), all[i]);
    finish();
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
