/* oracle: 3.15 */
/* The suffixes that 3.15 adds for extension files: modules for abi3t, which have an export hook and no definition, are found and loaded. */
#include "harness.h"
#include <unistd.h>

static char folder[64];
/* Compiles a module of slots alone into a file of the folder, which is on the path. */
static void build(const char *file, const char *name) {
    char source[128], command[512];
    if (!folder[0]) {
        strcpy(folder, "/tmp/suffixes-XXXXXX");
        if (!mkdtemp(folder)) exit(5);
        PyObject *text = S(folder);
        PyList_Insert(PySys_GetObject("path"), 0, text);
        Py_DECREF(text);
    }
    snprintf(source, sizeof source, "%s/module.c", folder);
    FILE *f = fopen(source, "w");
    fprintf(f, "#include <stdint.h>\ntypedef struct { uint16_t id, flags; uint32_t reserved; void *value; } Slot;\n"
               "typedef struct { uint8_t major, minor; uint16_t flags; uint32_t build, abi; } Info;\nextern int PyModule_AddIntConstant(void *, const char *, long);\n"
               "static Info info = {1, 0, 1 | 2, 0x030f00f0, 0x030f0000};\nstatic int run(void *m) { return PyModule_AddIntConstant(m, \"answer\", 42); }\n"
               "static Slot slots[] = {{109, 0, 0, &info}, {100, 0, 0, \"%s\"}, {85, 0, 0, run}, {0}};\nSlot *PyModExport_%s(void) { return slots; }\n", name, name);
    fclose(f);
    snprintf(command, sizeof command, "cc -w -shared -fPIC -o %s/%s %s", folder, file, source);
    if (system(command)) exit(5);
    PyObject *cache = PySys_GetObject("path_importer_cache");
    if (cache) PyDict_Clear(cache);
}
static void import(const char *name) {
    PyObject *m = PyImport_ImportModule(name), *file = m ? PyObject_GetAttrString(m, "__file__") : NULL;
    if (!file) { print_raised(); return; }
    SAY("%s", strrchr(PyUnicode_AsUTF8AndSize(file, NULL), '/') + 1);
    SHOW(PyObject_GetAttrString(m, "answer"));
    PyDict_DelItemString(PyImport_GetModuleDict(), name);
    Py_DECREF(file); Py_DECREF(m);
}
TEST(abi3t) {
    build("suf_t.abi3t.so", "suf_t"); import("suf_t");
#ifdef __x86_64__
    build("suf_machine.abi3t-x86_64-linux-gnu.so", "suf_machine"); import("suf_machine");
    build("suf_other.abi3-x86_64-linux-gnu.so", "suf_other"); import("suf_other");
#endif
    build("suf_first.so", "suf_first"); build("suf_first.abi3t.so", "suf_first"); import("suf_first"); build("suf_first.abi3.so", "suf_first"); import("suf_first");
    build("suf_wrong.abi4.so", "suf_wrong"); import("suf_wrong");
    char command[128]; snprintf(command, sizeof command, "rm -r %s", folder); if (system(command)) exit(6);
}
