/* immortals LIBRARY ROUNDS: starts and ends the library ROUNDS times; each time makes immortal objects, which refer to each
 * other, and walks their counts.  Memory stays level: they go with the runtime. */
#include "host.h"

static void round_of(void) {
    CALL(void, "Py_InitializeEx", (int), 0);
    Object *outer = must(CALL(Object *, "PyList_New", (ssize_t), (ssize_t)0), "PyList_New");
    for (int i = 0; i < 200; i++) {
        char text[64];
        snprintf(text, sizeof text, "immortal string number %d of this round", i);
        Object *string = must(CALL(Object *, "PyUnicode_FromString", (const char *), text), "PyUnicode_FromString");
        CALL(void, "PyUnicode_InternImmortal", (Object **), &string);
        Object *list = must(CALL(Object *, "Py_BuildValue", (const char *, ...), "[iNsO]", i * 1000, string, "more text than fits", outer), "list");
        if (CALL(int, "PyUnstable_SetImmortal", (Object *), list) != 1) { printf("not immortal\n"); exit(2); }
        Object *tuple = must(CALL(Object *, "PyTuple_Pack", (ssize_t, ...), (ssize_t)2, list, list), "tuple");
        if (CALL(int, "PyUnstable_SetImmortal", (Object *), tuple) != 1) { printf("not immortal\n"); exit(2); }
        CALL(int, "PyList_Append", (Object *, Object *), outer, tuple);
        /* Worn away, as old extensions do. */
        *(volatile int *)list = 1;
        CALL(void, "Py_DecRef", (Object *), list);
        *(volatile int *)string -= 1000;
    }
    CALL(void, "Py_DecRef", (Object *), outer);
    if (CALL(int, "Py_FinalizeEx", (void))) { printf("Py_FinalizeEx failed\n"); exit(2); }
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: immortals LIBRARY ROUNDS\n"), 2;
    int rounds = atoi(argv[2]);
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    long settled = 0;
    for (int i = 0; i < rounds; i++) {
        round_of();
        if (i == rounds / 5) settled = resident_kb();
    }
    long grown = resident_kb() - settled;
    if (grown > 128) return printf("memory grew by %ld kB\n", grown), 1;
    printf("%d rounds, memory level\n", rounds);
    return 0;
}
