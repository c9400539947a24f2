/* What the hosts share: functions of a library that was opened at run time, by name, and what the process holds. */
#ifndef HOST_H
#define HOST_H
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Object Object;
static void *library;
static inline void *need(const char *name) {
    void *symbol = dlsym(library, name);
    if (!symbol) { printf("no %s\n", name); exit(2); }
    return symbol;
}
#define CALL(result, name, types, ...) (((result(*) types)need(name))(__VA_ARGS__))

static inline Object *must(Object *o, const char *what) {
    if (!o) {
        printf("%s failed\n", what);
        CALL(void, "PyErr_Print", (void));
        exit(2);
    }
    return o;
}
static inline long resident_kb(void) {
    char line[256];
    long kb = -1;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, "VmRSS:", 6)) sscanf(line + 6, "%ld", &kb);
    if (f) fclose(f);
    return kb;
}
static inline int entries(const char *path) {
    int count = 0;
    DIR *folder = opendir(path);
    while (folder && readdir(folder)) count++;
    if (folder) closedir(folder);
    return count;
}
static inline int descriptors(void) { return entries("/proc/self/fd"); }
static inline int threads(void) { return entries("/proc/self/task") - 2; }
/* How many keys of thread-specific storage can still be made. */
static inline int free_keys(void) {
    static pthread_key_t keys[2048];
    int count = 0;
    while (count < 2048 && pthread_key_create(&keys[count], NULL) == 0) count++;
    for (int i = 0; i < count; i++) pthread_key_delete(keys[i]);
    return count;
}
/* A little work: numbers, text, containers, an exception, a collection. */
static inline void work(void) {
    Object *list = must(CALL(Object *, "Py_BuildValue", (const char *, ...), "[iisd(i)]", 1, 123456, "some text", 1.5, 7), "Py_BuildValue");
    Object *text = must(CALL(Object *, "PyObject_Repr", (Object *), list), "PyObject_Repr");
    const char *utf8 = CALL(const char *, "PyUnicode_AsUTF8", (Object *), text);
    if (strcmp(utf8, "[1, 123456, 'some text', 1.5, (7,)]")) { printf("repr: %s\n", utf8); exit(2); }
    Object *missing = CALL(Object *, "PyObject_GetAttrString", (Object *, const char *), list, "nothing");
    if (missing) { printf("found nothing\n"); exit(2); }
    CALL(void, "PyErr_Clear", (void));
    CALL(void, "Py_DecRef", (Object *), text);
    CALL(void, "Py_DecRef", (Object *), list);
    CALL(ssize_t, "PyGC_Collect", (void));
}
/* The module `registry` (extmods/registry.c), new, of its file, which is to be closed when the runtime has ended. */
static inline Object *registry_of(const char *extension, void **file) {
    *file = dlopen(extension, RTLD_NOW | RTLD_LOCAL);
    if (!*file) { printf("%s\n", dlerror()); exit(2); }
    Object *(*init)(void) = (Object * (*)(void)) dlsym(*file, "PyInit_registry");
    Object *def = must(init(), "PyInit_registry");
    Object *spec = must(CALL(Object *, "PyModule_New", (const char *), "spec"), "PyModule_New");
    Object *name = must(CALL(Object *, "PyUnicode_FromString", (const char *), "registry"), "PyUnicode_FromString");
    CALL(int, "PyObject_SetAttrString", (Object *, const char *, Object *), spec, "name", name);
    Object *module = must(CALL(Object *, "PyModule_FromDefAndSpec2", (Object *, Object *, int), def, spec, 1013), "PyModule_FromDefAndSpec2");
    if (CALL(int, "PyModule_ExecDef", (Object *, Object *), module, def) < 0) must(NULL, "PyModule_ExecDef");
    CALL(void, "Py_DecRef", (Object *), name);
    CALL(void, "Py_DecRef", (Object *), spec);
    return module;
}
/* Registers `name 0`, `name 1` and so on, and gives what is registered as `name`, new, or NULL with an exception. */
static inline Object *registry_filled(Object *module, int count, const char *name) {
    for (int i = 0; i < count; i++) {
        char key[32];
        snprintf(key, sizeof key, "name %d", i);
        Object *done = must(CALL(Object *, "PyObject_CallMethod", (Object *, const char *, const char *, ...), module, "put", "si", key, i), "put");
        CALL(void, "Py_DecRef", (Object *), done);
    }
    return CALL(Object *, "PyObject_CallMethod", (Object *, const char *, const char *, ...), module, "get", "s", name);
}
static inline void start(void) { CALL(void, "Py_InitializeEx", (int), 0); }
static inline void finish(void) {
    int status = CALL(int, "Py_FinalizeEx", (void));
    if (status) { printf("Py_FinalizeEx: %d\n", status); exit(2); }
    if (CALL(int, "Py_IsInitialized", (void))) { printf("still initialized\n"); exit(2); }
}
#endif
