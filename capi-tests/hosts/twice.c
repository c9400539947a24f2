/* twice LIBRARY OTHER-PATH: opens the library under two names.  Where the second is a link to the same file it is the same
 * library; where it is a copy there are two, which do not know of each other. */
#include "host.h"

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: twice LIBRARY OTHER-PATH\n"), 2;
    void *both[2] = {dlopen(argv[1], RTLD_NOW | RTLD_LOCAL), dlopen(argv[2], RTLD_NOW | RTLD_LOCAL)};
    if (!both[0] || !both[1]) return printf("%s\n", dlerror()), 2;
    int same = dlsym(both[0], "Py_InitializeEx") == dlsym(both[1], "Py_InitializeEx");
    printf("%s\n", same ? "one library" : "two libraries");
    for (int round = 0; round < 3; round++) {
        library = both[0];
        start();
        work();
        library = both[1];
        printf("started: %d\n", CALL(int, "Py_IsInitialized", (void)));
        if (!same) start();
        work();
        library = both[0];
        work();
        finish();
        library = both[1];
        if (!same) {
            work();
            finish();
        }
        printf("started: %d\n", CALL(int, "Py_IsInitialized", (void)));
    }
    dlclose(both[1]);
    library = both[0];
    start();
    work();
    finish();
    printf("done\n");
    return 0;
}
