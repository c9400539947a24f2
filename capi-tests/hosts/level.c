/* level LIBRARY OBJECTS MEBIBYTES: makes and frees so many objects of several types, and blocks of all sizes of so many MiB in sum.
 * What the process holds stays level: neither what was freed nor what is known of it is kept for ever. */
#include "host.h"

static void (*drop)(Object *);

static void objects(long count) {
    Object *(*number)(double) = need("PyFloat_FromDouble"), *(*text)(const char *, ssize_t) = need("PyUnicode_FromStringAndSize");
    Object *(*list)(ssize_t) = need("PyList_New"), *(*dict)(void) = need("PyDict_New"), *(*bytes)(const char *, ssize_t) = need("PyBytes_FromStringAndSize");
    int (*append)(Object *, Object *) = need("PyList_Append");
    static const char letters[] = "the letters that texts are made of, some and more";
    for (long made = 0; made < count; made += 5) {
        Object *kept[] = {number((double)made), text(letters, 2 + made % 40), list(0), dict(), bytes(letters, 2 + made % 30)};
        for (int i = 0; i < 5; i++) must(kept[i], "an object");
        if (append(kept[2], kept[0])) { printf("PyList_Append failed\n"); exit(2); }
        for (int i = 0; i < 5; i++) drop(kept[i]);
    }
}

static void blocks(long mebibytes) {
    void *(*make[])(size_t) = {need("PyMem_RawMalloc"), need("PyMem_Malloc"), need("PyObject_Malloc")};
    void (*give_back[])(void *) = {need("PyMem_RawFree"), need("PyMem_Free"), need("PyObject_Free")};
    size_t wanted = (size_t)mebibytes << 20, size = 16;
    for (size_t sum = 0; sum < wanted; sum += size, size = size > 16u << 20 ? 16 : size + size / 3 + 16) {
        int domain = (int)(size / 16 % 3);
        char *block = make[domain](size);
        if (!block) { printf("no memory\n"); exit(2); }
        memset(block, 1, size);
        give_back[domain](block);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) return fprintf(stderr, "usage: level LIBRARY OBJECTS MEBIBYTES\n"), 2;
    long count = atol(argv[2]), mebibytes = atol(argv[3]);
    library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return printf("%s\n", dlerror()), 2;
    start();
    drop = need("Py_DecRef");
    objects(count / 20);
    blocks(mebibytes / 4);
    long settled = resident_kb();
    objects(count);
    blocks(mebibytes);
    long grown = resident_kb() - settled;
    finish();
    if (grown > 4096) return printf("memory grew by %ld kB, from %ld\n", grown, settled), 1;
    printf("%ld objects, %ld MiB of blocks: memory level\n", count, mebibytes);
    return 0;
}
