/* The extension file of an unpacked wheel: EXUVIA_WHEEL names the folder.
 *
 *     WHEEL("bcrypt/_bcrypt.abi3.so", "bcrypt._bcrypt", "_bcrypt")
 */
#ifndef EXUVIA_WHEEL_H
#define EXUVIA_WHEEL_H
#include "../extension.h"

static inline const char *wheel_path(const char *file) {
    static char path[4096];
    const char *folder = getenv("EXUVIA_WHEEL");
    if (!folder) { printf("EXUVIA_WHEEL is not set\n"); exit(4); }
    snprintf(path, sizeof path, "%s/%s", folder, file);
    return path;
}
/* After a statement that provides what the module imports. */
#define WHEEL_AFTER(before, file, name, stem) \
    static PyObject *module(void) { before; return extension_once(wheel_path(file), name, stem); }
#define WHEEL(file, name, stem) \
    static PyObject *module(void) { return extension_once(wheel_path(file), name, stem); }
#endif
