/* Preloaded into `exuvia`: FAULT=FUNCTION:N:ERRNO lets the Nth call of FUNCTION fail (every call, where N is 0), in `exuvia` itself and not
 * in what it starts. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(const char *function) {
    static int calls;
    char name[32];
    int nth, number;
    const char *fault = getenv("FAULT");
    if (!fault || strcmp(program_invocation_short_name, "exuvia")) return 0;
    if (sscanf(fault, "%31[^:]:%d:%d", name, &nth, &number) != 3 || strcmp(name, function)) return 0;
    if (++calls != nth && nth) return 0;
    errno = number;
    return 1;
}

#define FAULTY(result, name, parameters, ...)                                          \
    result name parameters {                                                           \
        if (fails(#name)) return -1;                                                   \
        return ((result(*) parameters)dlsym(RTLD_NEXT, #name))(__VA_ARGS__);           \
    }

FAULTY(int, rename, (const char *from, const char *to), from, to)
FAULTY(int, renameat2, (int from_folder, const char *from, int to_folder, const char *to, unsigned flags), from_folder, from, to_folder, to, flags)
FAULTY(int, mkdir, (const char *path, mode_t mode), path, mode)
FAULTY(int, symlink, (const char *to, const char *path), to, path)
FAULTY(int, chmod, (const char *path, mode_t mode), path, mode)
FAULTY(ssize_t, write, (int file, const void *bytes, size_t size), file, bytes, size)
FAULTY(ssize_t, copy_file_range, (int from, off_t *from_at, int to, off_t *to_at, size_t size, unsigned flags), from, from_at, to, to_at, size, flags)
