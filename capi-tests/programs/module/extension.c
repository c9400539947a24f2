/* Loading extension files: the suffixes, the init function's names, both kinds of initialisation, the messages.
 * The files are compiled here, without CPython's headers: what a module needs of the ABI is declared by hand. */
#include "harness.h"
#include <unistd.h>
#define ATTR(f, name) do { PyObject *v_ = PyObject_GetAttrString(f, name); print_new(#f "." name, v_); } while (0)

static const char prelude[] =
    "typedef struct { long refs; void *type; } O; typedef struct { const char *name; void *meth; int flags; const char *doc; } M; typedef struct { int slot; void *value; } S;\n"
    "typedef struct { O base; void *(*init)(void); long index; O *copy; const char *name, *doc; long size; M *methods; S *slots; void *traverse, *clear, *free; } D;\n"
    "#define HEAD {{0x5000000C0000000 & 0xFFFFFFFFFFFFFFFF, 0}, 0, 0, 0\n"
    "O *PyModule_Create2(D *, int), *PyModuleDef_Init(D *), *PyModule_New(const char *), *PyLong_FromLong(long), *PyErr_SetString; int PyModule_AddIntConstant(O *, const char *, long); extern O *PyExc_LookupError; static int runs;\n"
    "O *echo(O *self, O *one) { extern void Py_IncRef(O *); Py_IncRef(one); return one; } static M methods[] = {{\"echo\", echo, 8, 0}, {0}};\n";
static char directory[64];
static void build(const char *file, const char *body) {
    char path[256], command[1024];
    if (!directory[0]) {
        strcpy(directory, "/tmp/exuvia-extXXXXXX");
        if (!mkdtemp(directory)) exit(4);
        PyObject *path_list = PySys_GetObject("path"), *entry = PyUnicode_FromString(directory);
        PyList_Insert(path_list, 0, entry);
        Py_DECREF(entry);
    }
    snprintf(path, sizeof path, "%s/source.c", directory);
    FILE *f = fopen(path, "w"); fputs(prelude, f); fputs(body, f); fclose(f);
    snprintf(command, sizeof command, "cc -w -shared -fPIC -o %s/%s %s", directory, file, path);
    if (system(command)) exit(5);
    unlink(path);
}
static void remove_files(void) { char command[256]; if (directory[0]) { snprintf(command, sizeof command, "rm -rf %s", directory); if (system(command)) exit(6); directory[0] = 0; } }
static PyObject *import(const char *name) { PyObject *m = PyImport_ImportModule(name); return m; }
static void print_file(PyObject *m) { PyObject *f = m ? PyModule_GetFilenameObject(m) : NULL; const char *u = f ? PyUnicode_AsUTF8(f) : NULL; if (!u) { print_raised(); return; } SAY("file %s", strrchr(u, '/') + 1); Py_DECREF(f); }
/* An exception's message without the directory. */
static void print_error(void) {
    PyObject *e = PyErr_GetRaisedException(); if (!e) { SAY("nothing raised"); return; }
    PyObject *t = PyObject_Str(e); const char *u = PyUnicode_AsUTF8(t), *at;
    printf("raised %s: ", Py_TYPE(e)->tp_name);
    while (directory[0] && (at = strstr(u, directory))) { printf("%.*s<dir>", (int)(at - u), u); u = at + strlen(directory); }
    printf("%s\n", u); Py_DECREF(t);
    if (PyErr_GivenExceptionMatches(e, PyExc_ImportError)) { ATTR(e, "name"); PyObject *p = PyObject_GetAttrString(e, "path"); const char *q = p && PyUnicode_Check(p) ? PyUnicode_AsUTF8(p) : NULL; SAY("path %s", q ? strrchr(q, '/') + 1 : "None"); Py_XDECREF(p); }
    Py_DECREF(e);
}
static void drop(const char *name) { PyDict_DelItemString(PyImport_GetModuleDict(), name); PyErr_Clear(); }
#define SINGLE(name, size) "static D def = HEAD, \"" name "\", \"A doc.\", " size ", methods}; O *PyInit_" name "(void) { O *m = PyModule_Create2(&def, 1013); PyModule_AddIntConstant(m, \"runs\", ++runs); return m; }\n"
#define MULTI(name) "int run(O *m) { return PyModule_AddIntConstant(m, \"runs\", ++runs); } static S slots[] = {{2, run}, {0}}; static D def = HEAD, \"" name "\", \"A doc.\", 0, methods, slots}; O *PyInit_" name "(void) { return PyModuleDef_Init(&def); }\n"
TEST(multi_phase) {
    build("ext_multi.cpython-314-x86_64-linux-gnu.so", MULTI("ext_multi"));
    PyObject *m = import("ext_multi"); if (!m) { print_error(); remove_files(); return; } print_file(m); ATTR(m, "__name__"); ATTR(m, "__doc__"); ATTR(m, "__package__"); ATTR(m, "runs"); ATTR(m, "echo"); PyObject *spec = PyObject_GetAttrString(m, "__spec__"); ATTR(spec, "name"); ATTR(spec, "parent"); ATTR(spec, "has_location"); ATTR(spec, "cached"); ATTR(spec, "submodule_search_locations"); Py_XDECREF(spec);
    SHOW(PyObject_CallMethod(m, "echo", "i", 5)); PyObject *again = import("ext_multi"); SAY("same %d", again == m); Py_XDECREF(again); drop("ext_multi"); again = import("ext_multi"); SAY("new %d", again != m); ATTR(again, "runs"); Py_XDECREF(again); Py_XDECREF(m); remove_files();
}
TEST(single_phase) {
    build("ext_single.so", SINGLE("ext_single", "0")); build("ext_copied.abi3.so", SINGLE("ext_copied", "-1"));
    PyObject *m = import("ext_single"), *again; print_file(m); ATTR(m, "runs"); drop("ext_single"); again = import("ext_single"); SAY("new %d", again != m); ATTR(again, "runs"); print_file(again); Py_XDECREF(m); Py_XDECREF(again);
    m = import("ext_copied"); print_file(m); ATTR(m, "runs"); PyObject_SetAttrString(m, "added", Py_True); drop("ext_copied"); again = import("ext_copied"); SAY("new %d", again != m); ATTR(again, "runs"); ATTR(again, "added"); ATTR(again, "__name__"); print_file(again); Py_XDECREF(m); Py_XDECREF(again); remove_files();
}
TEST(suffixes) {
    /* The first of the suffixes wins. */
    build("ext_order.so", "static M none[] = {{0}};\n" MULTI("ext_order")); build("ext_order.abi3.so", MULTI("ext_order")); PyObject *m = import("ext_order"); print_file(m); Py_XDECREF(m); build("ext_order.cpython-314-x86_64-linux-gnu.so", MULTI("ext_order")); drop("ext_order"); PyObject *importlib_cache = PySys_GetObject("path_importer_cache"); if (importlib_cache) PyDict_Clear(importlib_cache); m = import("ext_order"); print_file(m); Py_XDECREF(m);
    build("ext_wrong.cpython-313-x86_64-linux-gnu.so", MULTI("ext_wrong")); if (importlib_cache) PyDict_Clear(importlib_cache); m = import("ext_wrong"); print_error(); remove_files();
}
TEST(missing_init) { build("ext_noinit.so", "int x;\n"); import("ext_noinit"); print_error(); remove_files(); }
TEST(bad_files) {
    build("ext_good.so", MULTI("ext_good")); char path[256]; snprintf(path, sizeof path, "%s/ext_text.so", directory); FILE *f = fopen(path, "w"); fputs("not an ELF file\n", f); fclose(f); import("ext_text"); print_error(); snprintf(path, sizeof path, "%s/ext_empty.so", directory); f = fopen(path, "w"); fclose(f); import("ext_empty"); print_error();
    build("ext_undefined.so", "void no_such_function_anywhere(void); void *also = no_such_function_anywhere;\n" MULTI("ext_undefined")); import("ext_undefined"); print_error(); remove_files();
}
TEST(bad_inits) {
    build("ext_null.so", "O *PyInit_ext_null(void) { return 0; }\n"); import("ext_null"); print_error();
    build("ext_raises.so", "void PyErr_SetNone(O *); O *PyInit_ext_raises(void) { PyErr_SetNone(PyExc_LookupError); return 0; }\n"); import("ext_raises"); print_error();
    build("ext_unreported.so", "void PyErr_SetNone(O *); O *PyInit_ext_unreported(void) { PyErr_SetNone(PyExc_LookupError); return PyModule_New(\"x\"); }\n"); import("ext_unreported"); print_error();
    build("ext_number.so", "O *PyInit_ext_number(void) { return PyLong_FromLong(5); }\n"); import("ext_number"); print_error();
    build("ext_bare.so", "O *PyInit_ext_bare(void) { return PyModule_New(\"ext_bare\"); }\n"); import("ext_bare"); print_error();
    build("ext_untyped.so", "static D def = HEAD, \"ext_untyped\", 0, 0}; O *PyInit_ext_untyped(void) { return (O *)&def; }\n"); import("ext_untyped"); print_error(); remove_files();
}
TEST(other_names) {
    /* A name that is not ASCII: PyInitU_ and punycode.  A package's directory: its __init__ file. */
    build("h\xc3\xa9llo.so", "static S slots[] = {{0}}; static D def = HEAD, \"x\", 0, 0, methods, slots}; O *PyInitU_hllo_bpa(void) { return PyModuleDef_Init(&def); }\n"); PyObject *m = import("h\xc3\xa9llo"); if (m) { ATTR(m, "__name__"); Py_DECREF(m); } else print_error(); build("\xc3\xa9.so", "int x;\n"); import("\xc3\xa9"); print_error();
    char command[300]; snprintf(command, sizeof command, "mkdir %s/ext_pkg", directory); if (system(command)) exit(7); build("ext_pkg/__init__.so", MULTI("ext_pkg")); build("ext_pkg/inner.so", MULTI("inner")); PyObject *cache = PySys_GetObject("path_importer_cache"); if (cache) PyDict_Clear(cache);
    m = import("ext_pkg"); if (!m) print_error(); else { ATTR(m, "__name__"); ATTR(m, "__package__"); PyObject *p = PyObject_GetAttrString(m, "__path__"); SHOW_INT(p ? PyObject_Size(p) : -2); Py_XDECREF(p); } PyObject *inner = import("ext_pkg.inner"); if (!inner) print_error(); else { ATTR(inner, "__name__"); ATTR(inner, "__package__"); PyObject *got = PyObject_GetAttrString(m, "inner"); SAY("%d", got == inner); Py_XDECREF(got); } import("ext_pkg.none"); print_error(); Py_XDECREF(m); Py_XDECREF(inner); remove_files();
}
TEST(state_registered) {
    build("ext_state.so", "static D def = HEAD, \"ext_state\", 0, 16, methods}; O *PyState_FindModule(D *); int find(void) { return PyState_FindModule(&def) != 0; } O *found(O *a, O *b) { return PyLong_FromLong(find()); } static M m2[] = {{\"found\", found, 4, 0}, {0}}; O *PyInit_ext_state(void) { def.methods = m2; return PyModule_Create2(&def, 1013); }\n");
    PyObject *m = import("ext_state"); SHOW(PyObject_CallMethod(m, "found", NULL)); Py_XDECREF(m); remove_files();
}
