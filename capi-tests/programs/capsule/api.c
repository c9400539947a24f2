/* pycapsule.h */
#include "harness.h"

static int destroyed; static const char *last_name; static void *last_pointer, *last_context;
static void on_destroy(PyObject *c) { destroyed++; last_name = PyCapsule_GetName(c); last_pointer = PyCapsule_GetPointer(c, last_name); last_context = PyCapsule_GetContext(c); }
static void noisy(PyObject *c) { PyErr_SetString(PyExc_RuntimeError, "from the on_destroy"); }
TEST(make_and_read) {
    int x = 5; PyObject *c = PyCapsule_New(&x, "a.name", NULL);
    SHOW_INT(PyCapsule_CheckExact(c)); SHOW_INT(PyCapsule_GetPointer(c, "a.name") == &x); SHOW_TEXT(PyCapsule_GetName(c)); SHOW_INT(PyCapsule_GetDestructor(c) == NULL); SHOW_INT(PyCapsule_GetContext(c) == NULL); SHOW_INT(Py_REFCNT(c)); SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_INT(PyCapsule_IsValid(c, "a.name")); SHOW_INT(PyCapsule_IsValid(c, "other")); SHOW_INT(PyCapsule_IsValid(c, NULL)); SHOW_INT(PyCapsule_IsValid(Py_None, "x")); SHOW_INT(PyCapsule_IsValid(NULL, "x"));
    SHOW_INT(PyCapsule_GetPointer(c, "other") == NULL); print_raised(); SHOW_INT(PyCapsule_GetPointer(c, NULL) == NULL); print_raised();
    PyObject *r = PyObject_Repr(c); SHOW_INT(!strncmp(PyUnicode_AsUTF8(r), "<capsule object \"a.name\" at 0x", 30)); SAY("%s", Py_TYPE(c)->tp_name); SHOW_INT(PyCapsule_Type.tp_basicsize); SHOW_INT(PyObject_GC_IsTracked(c)); SHOW_INT(PyCapsule_Type.tp_flags & (Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION));
    SHOW(C(TYPE(PyCapsule_Type), NULL)); SHOW_INT(PyCapsule_GetPointer(c, "a.name") == &x);
}
TEST(unnamed) {
    int x; PyObject *c = PyCapsule_New(&x, NULL, NULL); SHOW_INT(PyCapsule_GetName(c) == NULL); SHOW_INT(PyErr_Occurred() != NULL); SHOW_INT(PyCapsule_GetPointer(c, NULL) == &x); SHOW_INT(PyCapsule_GetPointer(c, "n") == NULL); print_raised(); SHOW_INT(PyCapsule_IsValid(c, NULL));
    PyObject *r = PyObject_Repr(c); SHOW_INT(!strncmp(PyUnicode_AsUTF8(r), "<capsule object NULL at 0x", 26));
}
TEST(null_pointer) { SHOW(PyCapsule_New(NULL, "n", NULL)); }
TEST(set) {
    int x, y; char name[] = "first"; PyObject *c = PyCapsule_New(&x, name, NULL);
    SHOW_INT(PyCapsule_SetPointer(c, &y)); SHOW_INT(PyCapsule_GetPointer(c, "first") == &y); SHOW_INT(PyCapsule_SetPointer(c, NULL)); SHOW_INT(PyCapsule_SetName(c, "second")); SHOW_TEXT(PyCapsule_GetName(c)); SHOW_INT(PyCapsule_SetName(c, NULL)); SHOW_INT(PyCapsule_GetName(c) == NULL); SHOW_INT(PyCapsule_SetContext(c, &x)); SHOW_INT(PyCapsule_GetContext(c) == &x); SHOW_INT(PyCapsule_SetContext(c, NULL)); SHOW_INT(PyCapsule_SetDestructor(c, on_destroy)); SHOW_INT(PyCapsule_GetDestructor(c) == on_destroy); SHOW_INT(PyCapsule_SetDestructor(c, NULL));
}
TEST(other_objects) {
    PyObject *o[] = {Py_None, NULL, PyLong_FromLong(5)};
    for (int i = 0; i < 3; i++) { SHOW_INT(PyCapsule_GetPointer(o[i], "x") == NULL); print_raised(); SHOW_INT(PyCapsule_GetName(o[i]) == NULL); print_raised(); SHOW_INT(PyCapsule_GetContext(o[i]) == NULL); print_raised(); SHOW_INT(PyCapsule_GetDestructor(o[i]) == NULL); print_raised(); SHOW_INT(PyCapsule_SetPointer(o[i], &o)); SHOW_INT(PyCapsule_SetName(o[i], "x")); SHOW_INT(PyCapsule_SetContext(o[i], &o)); SHOW_INT(PyCapsule_SetDestructor(o[i], NULL)); SHOW_INT(PyCapsule_IsValid(o[i], "x")); }
}
TEST(destroy) {
    int x, y; PyObject *c = PyCapsule_New(&x, "gone", on_destroy); PyCapsule_SetContext(c, &y); Py_DECREF(c); SHOW_INT(destroyed); SHOW_TEXT(last_name); SHOW_INT(last_pointer == &x); SHOW_INT(last_context == &y);
    c = PyCapsule_New(&x, "gone", on_destroy); PyCapsule_SetDestructor(c, NULL); Py_DECREF(c); SHOW_INT(destroyed);
}
TEST(import) {
    int x; PyObject *m = PyImport_AddModule("capmod"); PyObject *c = PyCapsule_New(&x, "capmod._api", NULL), *other = PyCapsule_New(&x, "wrong.name", NULL);
    PyModule_AddObjectRef(m, "_api", c); PyModule_AddObjectRef(m, "other", other); PyModule_AddObjectRef(m, "number", I("3"));
    SHOW_INT(PyCapsule_Import("capmod._api", 0) == &x); SHOW_INT(PyCapsule_Import("capmod._api", 1) == &x);
    SHOW_INT(PyCapsule_Import("capmod.other", 0) == NULL); print_raised(); SHOW_INT(PyCapsule_Import("capmod.number", 0) == NULL); print_raised(); SHOW_INT(PyCapsule_Import("capmod.missing", 0) == NULL); print_raised(); SHOW_INT(PyCapsule_Import("capmod", 0) == NULL); print_raised();
    SHOW_INT(PyCapsule_Import("capmod.number.real", 0) == NULL); print_raised();
}
TEST(import_missing_module) { SHOW_INT(PyCapsule_Import("no_such_module_at_all.x", 0) == NULL); print_raised(); SHOW_INT(PyCapsule_Import("", 0) == NULL); print_raised(); }
