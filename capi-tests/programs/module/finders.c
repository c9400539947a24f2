/* Finding and loading: sys.meta_path, sys.path_hooks and sys.path_importer_cache, finders and loaders, specs, packages that are folders. */
#include "harness.h"
#include <sys/stat.h>
#include <unistd.h>
#define ATTR(o, name) print_new(#o "." name, o ? PyObject_GetAttrString(o, name) : NULL)

static char directory[64];
/* Prints a repr with the test's folder as DIR. */
static void show(const char *label, PyObject *o) {
    printf("%s: ", label);
    if (!o) { print_raised(); return; }
    PyObject *repr = PyObject_Repr(o);
    const char *text = repr ? PyUnicode_AsUTF8(repr) : NULL;
    if (!text) { print_raised(); return; }
    while (*text) {
        if (directory[0] && !strncmp(text, directory, strlen(directory))) { printf("DIR"); text += strlen(directory); }
        else if (!strncmp(text, " at 0x", 6)) text += 6 + strspn(text + 6, "0123456789abcdef");
        else putchar(*text++);
    }
    printf("\n");
    Py_DECREF(repr);
    fflush(stdout);
}
static void show_new(const char *label, PyObject *o) { show(label, o); Py_XDECREF(o); }
static void show_attr(const char *label, PyObject *o, const char *name) { PyObject *v = o ? PyObject_GetAttrString(o, name) : NULL; printf("%s.%s ", label, name); show_new("", v); }
static PyObject *sys_list(const char *name) { return PySys_GetObject(name); }
static void start(void) {
    strcpy(directory, "/tmp/exuvia-findXXXXXX");
    if (!mkdtemp(directory)) exit(4);
    PyObject *entry = PyUnicode_FromString(directory);
    PyList_Insert(sys_list("path"), 0, entry);
    Py_DECREF(entry);
}
static void finish(void) {
    char command[200];
    PySequence_DelItem(sys_list("path"), 0);
    snprintf(command, sizeof command, "rm -rf %s", directory);
    if (system(command)) exit(6);
    directory[0] = 0;
}
static void folder(const char *name) {
    char path[200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (mkdir(path, 0755)) exit(5);
    PyDict_Clear(PySys_GetObject("path_importer_cache"));
}
static void extension(const char *file, const char *name) {
    char path[300], command[1000];
    snprintf(path, sizeof path, "%s/source.c", directory);
    FILE *f = fopen(path, "w");
    fprintf(f, "typedef struct { long refs; void *type; } O; typedef struct { O base; void *(*init)(void); long index; O *copy; const char *name, *doc; long size; void *methods, *slots, *traverse, *clear, *free; } D;\n"
               "static struct { int slot; void *value; } slots[] = {{0}}; static D def = {{{3L << 30, 0}, 0, 0, 0}, \"%s\", 0, 0, 0, slots};\nO *PyModuleDef_Init(D *); O *PyInit_%s(void) { return PyModuleDef_Init(&def); }\n", name, name);
    fclose(f);
    snprintf(command, sizeof command, "cc -w -shared -fPIC -o %s/%s %s", directory, file, path);
    if (system(command)) exit(5);
    unlink(path);
    PyDict_Clear(PySys_GetObject("path_importer_cache"));
}
static PyObject *meta(int i) { return PyList_GetItem(sys_list("meta_path"), i); }
static PyObject *spec_class(void) { PyObject *spec = PyObject_GetAttrString(PyImport_AddModule("sys"), "__spec__"); PyObject *c = (PyObject *)Py_TYPE(spec); Py_DECREF(spec); return c; }

TEST(beginnings) {
    SHOW_BORROWED(sys_list("meta_path"));
    SHOW_INT(PyDict_CheckExact(PySys_GetObject("path_importer_cache")));
    SHOW_INT(PyList_CheckExact(PySys_GetObject("path_hooks")));
    PyObject *hook = PySequence_GetItem(sys_list("path_hooks"), -1);
    ATTR(hook, "__name__");
    print_new("wrong", PyObject_CallFunction(hook, "s", "/no/such/folder"));
    print_new("a folder", PyObject_CallFunction(hook, "s", "/usr"));
    Py_DECREF(hook);
    PyObject *sys = PyImport_AddModule("sys");
    ATTR(sys, "__spec__"); ATTR(sys, "__loader__"); ATTR(sys, "__package__");
    SHOW_INT(PyImport_GetMagicNumber());
}
TEST(builtin_importer) {
    PyObject *b = meta(0);
    SHOW(PyObject_CallMethod(b, "find_spec", "s", "sys")); SHOW(PyObject_CallMethod(b, "find_spec", "s", "no_such")); SHOW(PyObject_CallMethod(b, "find_spec", "ss", "sys", "x"));
    SHOW(PyObject_CallMethod(b, "find_spec", "i", 5)); SHOW(PyObject_CallMethod(b, "is_package", "s", "sys")); SHOW(PyObject_CallMethod(b, "is_package", "s", "no_such"));
    SHOW(PyObject_CallMethod(b, "get_code", "s", "sys")); SHOW(PyObject_CallMethod(b, "get_source", "s", "no_such"));
    PyObject *none = PyObject_CallFunction(spec_class(), "sO", "no_such", Py_None);
    SHOW(PyObject_CallMethod(b, "create_module", "O", none));
    PyErr_Clear();
    PyObject_CallMethod(b, "create_module", "O", none);
    PyObject *e = PyErr_GetRaisedException();
    ATTR(e, "name");
    Py_XDECREF(e); Py_DECREF(none);
}
TEST(frozen_importer) {
    PyObject *f = meta(1);
    SHOW(PyObject_CallMethod(f, "find_spec", "s", "no_such")); SHOW(PyObject_CallMethod(f, "is_package", "s", "no_such")); SHOW(PyObject_CallMethod(f, "get_code", "s", "no_such"));
}
TEST(specs) {
    PyObject *c = spec_class(), *plain = MUST(PyObject_CallFunction(c, "sO", "a.b", Py_None)), *kwargs = V("{s:s,s:i}", "origin", "somewhere", "is_package", 1), *args = V("(sO)", "a", Py_None);
    SHOW_BORROWED(plain);
    ATTR(plain, "parent"); ATTR(plain, "has_location"); ATTR(plain, "cached"); ATTR(plain, "origin"); ATTR(plain, "loader_state"); ATTR(plain, "submodule_search_locations");
    PyObject *package = PyObject_Call(c, args, kwargs), *same = PyObject_Call(c, args, kwargs);
    SHOW_BORROWED(package);
    ATTR(package, "parent");
    SHOW(PyObject_RichCompare(package, same, Py_EQ)); SHOW(PyObject_RichCompare(package, plain, Py_EQ)); SHOW(PyObject_RichCompare(package, plain, Py_NE)); SHOW(PyObject_RichCompare(package, Py_None, Py_EQ));
    SAY("%d", PyObject_Hash(package) == -1 && PyErr_ExceptionMatches(PyExc_TypeError)); PyErr_Clear();
    SHOW_INT(PyObject_SetAttrString(package, "has_location", Py_True)); ATTR(package, "has_location"); ATTR(package, "cached");
    SHOW_INT(PyObject_SetAttrString(package, "cached", Py_True)); ATTR(package, "cached");
    SHOW_INT(PyObject_SetAttrString(package, "parent", Py_None));
    PyObject *name = S("x.pyc");
    SHOW_INT(PyObject_SetAttrString(same, "origin", name)); ATTR(same, "cached"); SHOW_INT(PyObject_SetAttrString(same, "has_location", Py_True)); ATTR(same, "cached");
    SHOW_INT(PyObject_SetAttrString(same, "new_attribute", name)); ATTR(same, "new_attribute");
    print_new("is a class of importlib's", PyObject_GetAttrString(c, "__module__"));
    Py_DECREF(name); Py_DECREF(package); Py_DECREF(same); Py_DECREF(plain); Py_DECREF(kwargs); Py_DECREF(args);
}
TEST(extension_loader) {
    start();
    extension("ext_one.so", "ext_one"); extension("ext_two.abi3.so", "ext_two"); extension("ext_three.cpython-314-x86_64-linux-gnu.so", "ext_three");
    folder("ext_pack"); extension("ext_pack/__init__.abi3.so", "ext_pack"); extension("ext_pack/inner.so", "inner");
    const char *names[] = {"ext_one", "ext_two", "ext_three", "ext_pack", "ext_pack.inner"};
    for (int i = 0; i < 5; i++) {
        PyObject *m = PyImport_ImportModule(names[i]);
        show(names[i], m);
        show_attr(names[i], m, "__spec__"); show_attr(names[i], m, "__loader__"); show_attr(names[i], m, "__file__"); show_attr(names[i], m, "__package__"); show_attr(names[i], m, "__path__"); show_attr(names[i], m, "__cached__");
        if (!m) continue;
        PyObject *spec = PyObject_GetAttrString(m, "__spec__"), *loader = PyObject_GetAttrString(m, "__loader__");
        ATTR(spec, "name"); ATTR(spec, "parent"); ATTR(spec, "has_location"); ATTR(spec, "cached"); show_attr("spec", spec, "submodule_search_locations"); ATTR(spec, "_initializing");
        ATTR(loader, "name"); show_attr("loader", loader, "path");
        show_new("get_filename", PyObject_CallMethod(loader, "get_filename", NULL)); SHOW(PyObject_CallMethod(loader, "get_filename", "s", "other")); SHOW(PyObject_CallMethod(loader, "is_package", "s", names[i]));
        SHOW(PyObject_CallMethod(loader, "get_code", "s", names[i])); SHOW(PyObject_CallMethod(loader, "get_source", "s", names[i]));
        PyObject *same = PyObject_CallFunction((PyObject *)Py_TYPE(loader), "NN", PyObject_GetAttrString(loader, "name"), PyObject_GetAttrString(loader, "path"));
        SHOW_INT(PyObject_RichCompareBool(same, loader, Py_EQ)); SHOW_INT(PyObject_RichCompareBool(same, spec, Py_NE)); SHOW_INT(PyObject_Hash(same) == PyObject_Hash(loader));
        Py_DECREF(same); Py_DECREF(spec); Py_DECREF(loader); Py_DECREF(m);
    }
    PyObject *again = PyImport_ImportModule("ext_one"), *reloaded = PyImport_ReloadModule(again);
    SHOW_INT(again == reloaded);
    Py_XDECREF(again); Py_XDECREF(reloaded);
    finish();
}
TEST(namespaces) {
    start();
    folder("space"); folder("space/inner"); extension("space/ext_in.so", "ext_in");
    PyObject *m = PyImport_ImportModule("space");
    show("space", m); show_attr("space", m, "__spec__"); show_attr("space", m, "__loader__"); show_attr("space", m, "__path__"); show_attr("space", m, "__file__"); show_attr("space", m, "__package__");
    PyObject *inner = PyImport_ImportModule("space.inner"), *ext = PyImport_ImportModule("space.ext_in");
    show("inner", inner); show_attr("inner", inner, "__path__"); show("ext", ext);
    PyObject *path = PyObject_GetAttrString(m, "__path__"), *loader = PyObject_GetAttrString(m, "__loader__");
    SHOW_INT(PyObject_Size(path)); show_new("first", PySequence_GetItem(path, 0)); show_new("list", PySequence_List(path)); SHOW_INT(PySequence_Contains(path, Py_None));
    PyObject *more = S("/more"), *zero = I("0");
    SHOW(PyObject_CallMethod(path, "append", "O", more)); SHOW_INT(PyObject_Size(path)); SHOW_INT(PyObject_SetItem(path, zero, more)); show("path", path); SHOW_INT(PyObject_DelItem(path, zero));
    SHOW(PyObject_CallMethod(loader, "is_package", "s", "space")); SHOW(PyObject_CallMethod(loader, "get_source", "s", "space"));
    Py_DECREF(more); Py_DECREF(zero); Py_DECREF(path); Py_DECREF(loader);
    SHOW(PyImport_ImportModule("space.nothing"));
    Py_XDECREF(inner); Py_XDECREF(ext); Py_XDECREF(m);
    finish();
}
TEST(namespace_of_two_folders) {
    start();
    folder("left"); folder("right"); folder("left/both"); folder("right/both"); extension("right/both/ext_right.so", "ext_right");
    PyObject *sys_path = sys_list("path");
    for (int i = 0; i < 2; i++) { PyObject *entry = PyUnicode_FromFormat("%s/%s", directory, i ? "right" : "left"); PyList_Append(sys_path, entry); Py_DECREF(entry); }
    PyObject *m = PyImport_ImportModule("both"), *ext = PyImport_ImportModule("both.ext_right");
    show("both", m); show("ext", ext);
    folder("third"); folder("third/both");
    PyObject *entry = PyUnicode_FromFormat("%s/third", directory);
    PyList_Append(sys_path, entry);
    Py_DECREF(entry);
    PyObject *path = PyObject_GetAttrString(m, "__path__");
    SHOW_INT(PyObject_Size(path)); show("path", path);
    Py_DECREF(path); Py_XDECREF(m); Py_XDECREF(ext);
    PyList_SetSlice(sys_path, PyList_Size(sys_path) - 3, PyList_Size(sys_path), NULL);
    finish();
}
TEST(path_finder) {
    start();
    extension("ext_four.so", "ext_four"); folder("just_a_folder");
    PyObject *p = meta(2), *list = V("[s]", directory), *odd = V("[Oiy]", Py_None, 5, "x");
    show_new("on sys.path", PyObject_CallMethod(p, "find_spec", "s", "ext_four")); show_new("nothing", PyObject_CallMethod(p, "find_spec", "s", "no_such")); show_new("on a list", PyObject_CallMethod(p, "find_spec", "sO", "any.ext_four", list));
    show_new("folder", PyObject_CallMethod(p, "find_spec", "sO", "just_a_folder", list)); show_new("odd entries", PyObject_CallMethod(p, "find_spec", "sO", "ext_four", odd));
    PyObject *cache = PySys_GetObject("path_importer_cache"), *finder = PyDict_GetItemString(cache, directory);
    show("cached", finder);
    if (finder) { show_new("by the finder", PyObject_CallMethod(finder, "find_spec", "s", "ext_four")); show_new("folder by the finder", PyObject_CallMethod(finder, "find_spec", "s", "just_a_folder")); show_new("nothing", PyObject_CallMethod(finder, "find_spec", "s", "no_such")); show_attr("finder", finder, "path"); SHOW(PyObject_CallMethod(finder, "invalidate_caches", NULL)); }
    SHOW(PyObject_CallMethod(p, "invalidate_caches", NULL));
    Py_DECREF(list); Py_DECREF(odd);
    finish();
}
TEST(get_importer) {
    start();
    PyObject *here = S(directory), *none = S("/no/such/folder"), *five = I("5");
    PyDict_Clear(PySys_GetObject("path_importer_cache"));
    PyObject *importer = PyImport_GetImporter(here), *again = PyImport_GetImporter(here);
    show("importer", importer);
    SHOW_INT(importer == again); SHOW_INT(PyDict_GetItem(PySys_GetObject("path_importer_cache"), here) == importer);
    SHOW_REFS(importer, Py_XDECREF(PyImport_GetImporter(here)));
    SHOW(PyImport_GetImporter(none));
    SHOW_BORROWED(PyDict_GetItem(PySys_GetObject("path_importer_cache"), none));
    Py_XDECREF(importer); Py_XDECREF(again); Py_DECREF(here); Py_DECREF(none); Py_DECREF(five);
    PyObject *unhashable = PyList_New(0);
    SHOW(PyImport_GetImporter(unhashable));
    Py_DECREF(unhashable);
    finish();
}

/* Finders and loaders of the program's own. */
static PyObject *answer;
static char asked[200];
static PyObject *find(PyObject *self, PyObject *args) { (void)self; PyObject *name = PyTuple_GetItem(args, 0); snprintf(asked, sizeof asked, "%s %d", PyUnicode_AsUTF8(name), (int)PyTuple_Size(args)); return answer ? Py_NewRef(answer) : NULL; }
static PyObject *create_none(PyObject *self, PyObject *spec) { (void)self; (void)spec; return Py_NewRef(Py_None); }
static PyObject *create_module(PyObject *self, PyObject *spec) { (void)self; PyObject *name = PyObject_GetAttrString(spec, "name"), *m = PyModule_NewObject(name); Py_DECREF(name); PyModule_AddStringConstant(m, "made", "by create_module"); return m; }
static PyObject *exec_module(PyObject *self, PyObject *m) { (void)self; PyModule_AddIntConstant(m, "executed", 1); PyObject *spec = PyObject_GetAttrString(m, "__spec__"); print_new("while executing", PyObject_GetAttrString(spec, "_initializing")); Py_DECREF(spec); SHOW_INT(PyDict_GetItemString(PyImport_GetModuleDict(), PyModule_GetName(m)) == m); return Py_NewRef(Py_None); }
static PyObject *exec_raises(PyObject *self, PyObject *m) { (void)self; (void)m; PyErr_SetString(PyExc_ValueError, "no"); return NULL; }
static PyObject *exec_replaces(PyObject *self, PyObject *m) { (void)self; PyDict_SetItemString(PyImport_GetModuleDict(), PyModule_GetName(m), Py_True); return Py_NewRef(Py_None); }
static PyObject *load_module(PyObject *self, PyObject *name) { (void)self; PyObject *m = PyModule_NewObject(name); PyObject_SetItem(PyImport_GetModuleDict(), name, m); return m; }
static PyMethodDef finding[] = {{"find_spec", find, METH_VARARGS, NULL}, {NULL}};
static PyMethodDef whole[] = {{"create_module", create_none, METH_O, NULL}, {"exec_module", exec_module, METH_O, NULL}, {NULL}};
static PyMethodDef making[] = {{"create_module", create_module, METH_O, NULL}, {"exec_module", exec_module, METH_O, NULL}, {NULL}};
static PyMethodDef only_exec[] = {{"exec_module", exec_module, METH_O, NULL}, {NULL}};
static PyMethodDef raising[] = {{"create_module", create_none, METH_O, NULL}, {"exec_module", exec_raises, METH_O, NULL}, {NULL}};
static PyMethodDef replacing[] = {{"create_module", create_none, METH_O, NULL}, {"exec_module", exec_replaces, METH_O, NULL}, {NULL}};
static PyMethodDef old[] = {{"load_module", load_module, METH_O, NULL}, {NULL}};
static PyMethodDef nothing[] = {{NULL}};
static PyObject *instance(PyMethodDef *methods) {
    PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
    PyType_Spec spec = {"test.Own", 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *made = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return made;
}
static void by(const char *what, PyMethodDef *methods, const char *name) {
    PyObject *loader = methods ? instance(methods) : Py_NewRef(Py_None);
    Py_XSETREF(answer, MUST(PyObject_CallFunction(spec_class(), "sO", name, loader)));
    printf("%s ", what);
    PyObject *m = PyImport_ImportModule(name);
    show("module", m);
    SAY("asked for %s, in sys.modules %d", asked, PyDict_GetItemString(PyImport_GetModuleDict(), name) != NULL);
    if (m && PyModule_Check(m)) { show_attr(what, m, "made"); show_attr(what, m, "executed"); SHOW_INT(PyObject_HasAttrString(m, "__spec__")); PyObject *l = PyObject_GetAttrString(m, "__loader__"); SHOW_INT(l == loader); Py_XDECREF(l); ATTR(m, "__package__"); }
    Py_XDECREF(m); Py_DECREF(loader);
}
TEST(own_finder) {
    PyObject *finder = instance(finding);
    PyList_Insert(sys_list("meta_path"), 0, finder);
    by("whole", whole, "own_whole"); by("making", making, "own_making"); by("only exec", only_exec, "own_only_exec"); by("raising", raising, "own_raising"); by("replacing", replacing, "own_replacing");
    by("old", old, "own_old"); by("nothing", nothing, "own_nothing"); by("no loader", NULL, "own_no_loader");
    Py_XSETREF(answer, Py_NewRef(Py_None));
    SHOW(PyImport_ImportModule("own_none")); SAY("%s", asked);
    Py_XSETREF(answer, I("5"));
    SHOW(PyImport_ImportModule("own_five"));
    Py_CLEAR(answer);
    SAY("%d", PyImport_ImportModule("own_null") == NULL && PyErr_ExceptionMatches(PyExc_SystemError));
    PyErr_Clear();
    PySequence_DelItem(sys_list("meta_path"), 0);
    Py_DECREF(finder);
}
TEST(own_hook) {
    PyObject *finder = instance(finding), *entry = S("own://place"), *hooks = sys_list("path_hooks");
    PyObject *loader = instance(whole);
    Py_XSETREF(answer, MUST(PyObject_CallFunction(spec_class(), "sO", "from_hook", loader)));
    PyDict_SetItem(PySys_GetObject("path_importer_cache"), entry, finder);
    PyList_Append(sys_list("path"), entry);
    show_new("from a cached finder", PyImport_ImportModule("from_hook"));
    SAY("%s", asked);
    PySequence_DelItem(sys_list("path"), -1);
    PyDict_DelItem(PySys_GetObject("path_importer_cache"), entry);
    SHOW_INT(PyList_Size(hooks) > 0);
    Py_CLEAR(answer); Py_DECREF(finder); Py_DECREF(entry); Py_DECREF(loader);
}
TEST(odd_meta_path) {
    PyObject *kept = PySequence_List(sys_list("meta_path")), *five = I("5"), *empty = PyList_New(0), *odd = V("[iO]", 5, PyList_GetItem(kept, 0));
    PySys_SetObject("meta_path", odd); SHOW(PyImport_ImportModule("no_such_thing")); SHOW(PyImport_ImportModule("_imp"));
    PySys_SetObject("meta_path", empty); SHOW(PyImport_ImportModule("no_such_thing"));
    PySys_SetObject("meta_path", Py_None); SHOW(PyImport_ImportModule("no_such_thing"));
    PySys_SetObject("meta_path", five); SHOW(PyImport_ImportModule("no_such_thing"));
    PySys_SetObject("meta_path", kept);
    Py_DECREF(kept); Py_DECREF(five); Py_DECREF(empty); Py_DECREF(odd);
}
