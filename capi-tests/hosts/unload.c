/* unload LIBRARY ROUNDS: opens the library, starts and ends it, closes it, so that it is gone from the process; and again. */
#include "host.h"

static int is_mapped(const char *name) {
    char line[4096];
    int found = 0;
    FILE *f = fopen("/proc/self/maps", "r");
    while (f && fgets(line, sizeof line, f)) found |= strstr(line, name) != NULL;
    if (f) fclose(f);
    return found;
}
int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: unload LIBRARY ROUNDS\n"), 2;
    int rounds = atoi(argv[2]);
    char *path = realpath(argv[1], NULL);
    int files = descriptors(), keys = free_keys();
    long settled = 0;
    for (int i = 0; i < rounds; i++) {
        library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
        if (!library) return printf("%s\n", dlerror()), 2;
        start();
        work();
        finish();
        start();
        work();
        finish();
        dlclose(library);
        if (is_mapped(path)) return printf("round %d: the library is still there\n", i), 1;
        if (i == rounds / 2) settled = resident_kb();
    }
    if (descriptors() != files) return printf("%d descriptors, %d at first\n", descriptors(), files), 1;
    if (free_keys() != keys) return printf("%d keys are free, %d at first\n", free_keys(), keys), 1;
    printf("%d rounds, unloaded each time\n", rounds);
    /* A page now and then is the C library's: its heap's own order changes. */
    long grown = resident_kb() - settled;
    if (grown > 4 * (rounds - rounds / 2)) return printf("memory grew by %ld kB in the last %d rounds\n", grown, rounds - rounds / 2 - 1), 1;
    printf("memory level\n");
    return 0;
}
