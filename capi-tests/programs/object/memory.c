/* Allocation and the first and last moments of an object: pymem.h, objimpl.h. */
#include "harness.h"
#include <stddef.h>

TEST(raw) {
    unsigned char *p = PyMem_RawMalloc(10);
    SHOW_INT(p != NULL);
    memset(p, 7, 10);
    p = PyMem_RawRealloc(p, 4000);
    SHOW_INT(p[0] + p[9]);
    p = PyMem_RawRealloc(p, 1);
    SHOW_INT(p[0]);
    PyMem_RawFree(p);
    PyMem_RawFree(NULL);
    void *empty = PyMem_RawMalloc(0);
    SHOW_INT(empty != NULL);
    PyMem_RawFree(empty);
    p = PyMem_RawCalloc(3, 5);
    int sum = 0;
    for (int i = 0; i < 15; i++) sum += p[i];
    SHOW_INT(sum);
    PyMem_RawFree(p);
    SHOW_INT(PyMem_RawMalloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
    SHOW_INT(PyMem_RawCalloc((size_t)PY_SSIZE_T_MAX / 2, 3) == NULL);
    p = PyMem_RawRealloc(NULL, 3);
    SHOW_INT(p != NULL);
    SHOW_INT(PyMem_RawRealloc(p, (size_t)PY_SSIZE_T_MAX + 1) == NULL);
    PyMem_RawFree(p);
}
TEST(mem) {
    unsigned char *p = PyMem_Malloc(600);
    memset(p, 3, 600);
    p = PyMem_Realloc(p, 6);
    SHOW_INT(p[5]);
    p = PyMem_Realloc(p, 60000);
    SHOW_INT(p[5]);
    PyMem_Free(p);
    PyMem_Free(NULL);
    p = PyMem_Calloc(2, 300);
    SHOW_INT(p[0] + p[599]);
    PyMem_Free(p);
    void *nothing = PyMem_Calloc(0, 0), *none = PyMem_Malloc(0);
    SHOW_INT(nothing != NULL); SHOW_INT(none != NULL); SHOW_INT(nothing != none);
    PyMem_Free(nothing); PyMem_Free(none);
    SHOW_INT(PyMem_Malloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
    SHOW_INT(PyErr_Occurred() == NULL);
}
TEST(object) {
    unsigned char *p = PyObject_Malloc(24);
    memset(p, 9, 24);
    p = PyObject_Realloc(p, 2000);
    SHOW_INT(p[0] + p[23]);
    p = PyObject_Realloc(p, 8);
    SHOW_INT(p[7]);
    PyObject_Free(p);
    PyObject_Free(NULL);
    p = PyObject_Calloc(4, 16);
    int sum = 0;
    for (int i = 0; i < 64; i++) sum += p[i];
    SHOW_INT(sum);
    PyObject_Free(p);
    p = PyObject_Realloc(NULL, 5);
    SHOW_INT(p != NULL);
    PyObject_Free(p);
    SHOW_INT(PyObject_Calloc((size_t)PY_SSIZE_T_MAX / 2, 3) == NULL);
    SHOW_INT(PyObject_Malloc((size_t)PY_SSIZE_T_MAX + 1) == NULL);
    SHOW_INT(PyErr_Occurred() == NULL);
}

typedef struct { PyObject_HEAD long number; } Plain;
typedef struct { PyObject_VAR_HEAD long items[1]; } Sized;
static int plain_freed, sized_freed, tracked_freed, finalized;
static void plain_dealloc(PyObject *o) { plain_freed++; PyTypeObject *t = Py_TYPE(o); PyObject_Free(o); Py_DECREF(t); }
static void sized_dealloc(PyObject *o) { sized_freed++; PyTypeObject *t = Py_TYPE(o); PyObject_Free(o); Py_DECREF(t); }
static PyType_Slot plain_slots[] = {{Py_tp_dealloc, plain_dealloc}, {0, NULL}};
static PyType_Slot sized_slots[] = {{Py_tp_dealloc, sized_dealloc}, {0, NULL}};
static PyType_Spec plain_spec = {"test.Plain", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT, plain_slots};
static PyType_Spec sized_spec = {"test.Sized", offsetof(Sized, items), sizeof(long), Py_TPFLAGS_DEFAULT, sized_slots};
static int visit_none(PyObject *o, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(o)); return 0; }
static void tracked_dealloc(PyObject *o) {
    tracked_freed++;
    PyTypeObject *t = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    PyObject_GC_Del(o);
    Py_DECREF(t);
}
static PyType_Slot tracked_slots[] = {{Py_tp_dealloc, tracked_dealloc}, {Py_tp_traverse, visit_none}, {0, NULL}};
static PyType_Spec tracked_spec = {"test.Tracked", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, tracked_slots};
static PyType_Spec tracked_sized_spec = {"test.TrackedSized", offsetof(Sized, items), sizeof(long), Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, tracked_slots};

TEST(init) {
    PyTypeObject *type = (PyTypeObject *)MUST(PyType_FromSpec(&plain_spec));
    Py_ssize_t before = Py_REFCNT(type);
    PyObject *memory = PyObject_Malloc(sizeof(Plain));
    memset(memory, 0xff, sizeof(Plain));
    PyObject *made = PyObject_Init(memory, type);
    SHOW_INT(made == memory); SHOW_INT(Py_REFCNT(made)); SHOW_INT(Py_TYPE(made) == type); SHOW_INT(Py_REFCNT(type) - before);
    SHOW_INT(((Plain *)made)->number);
    plain_freed = 0;
    Py_DECREF(made);
    SHOW_INT(plain_freed); SHOW_INT(Py_REFCNT(type) - before);
    SHOW(PyObject_Init(NULL, type));
    Py_DECREF(type);
}
TEST(init_var) {
    PyTypeObject *type = (PyTypeObject *)MUST(PyType_FromSpec(&sized_spec));
    Py_ssize_t before = Py_REFCNT(type);
    PyVarObject *memory = PyObject_Malloc(sizeof(Sized) + 40), *made = PyObject_InitVar(memory, type, 4);
    SHOW_INT(made == memory); SHOW_INT(Py_SIZE(made)); SHOW_INT(Py_REFCNT(made)); SHOW_INT(Py_REFCNT(type) - before);
    sized_freed = 0;
    Py_DECREF(made);
    SHOW_INT(sized_freed); SHOW_INT(Py_REFCNT(type) - before);
    SHOW(PyObject_InitVar(NULL, type, 4));
    Py_DECREF(type);
}
TEST(new) {
    PyTypeObject *type = (PyTypeObject *)MUST(PyType_FromSpec(&plain_spec)), *sized = (PyTypeObject *)MUST(PyType_FromSpec(&sized_spec));
    Py_ssize_t before = Py_REFCNT(type);
    PyObject *made = _PyObject_New(type);
    SHOW_INT(Py_REFCNT(made)); SHOW_INT(Py_TYPE(made) == type); SHOW_INT(Py_REFCNT(type) - before); SHOW_INT(PyObject_GC_IsTracked(made));
    Py_DECREF(made);
    PyVarObject *var = _PyObject_NewVar(sized, 3);
    SHOW_INT(Py_SIZE(var)); SHOW_INT(Py_REFCNT(var));
    ((Sized *)var)->items[2] = 5;
    Py_DECREF(var);
    Plain *plain = PyObject_New(Plain, type);
    SHOW_INT(Py_REFCNT(plain));
    Py_DECREF(plain);
    Py_DECREF(type); Py_DECREF(sized);
}
TEST(gc_new) {
    PyTypeObject *type = (PyTypeObject *)MUST(PyType_FromSpec(&tracked_spec));
    Py_ssize_t before = Py_REFCNT(type);
    PyObject *made = _PyObject_GC_New(type);
    SHOW_INT(Py_REFCNT(made)); SHOW_INT(PyObject_GC_IsTracked(made)); SHOW_INT(PyObject_GC_IsFinalized(made)); SHOW_INT(Py_REFCNT(type) - before);
    PyObject_GC_Track(made);
    SHOW_INT(PyObject_GC_IsTracked(made));
    PyObject_GC_UnTrack(made);
    PyObject_GC_UnTrack(made);
    SHOW_INT(PyObject_GC_IsTracked(made));
    PyObject_GC_Track(made);
    tracked_freed = 0;
    Py_DECREF(made);
    SHOW_INT(tracked_freed);
    Py_DECREF(type);
}
TEST(gc_new_var) {
    PyTypeObject *type = (PyTypeObject *)MUST(PyType_FromSpec(&tracked_sized_spec));
    PyVarObject *made = _PyObject_GC_NewVar(type, 2);
    SHOW_INT(Py_SIZE(made)); SHOW_INT(Py_REFCNT(made)); SHOW_INT(PyObject_GC_IsTracked((PyObject *)made));
    ((Sized *)made)->items[1] = 42;
    made = _PyObject_GC_Resize(made, 500);
    SHOW_INT(Py_SIZE(made)); SHOW_INT(((Sized *)made)->items[1]); SHOW_INT(Py_REFCNT(made));
    ((Sized *)made)->items[499] = 1;
    made = _PyObject_GC_Resize(made, 2);
    SHOW_INT(Py_SIZE(made)); SHOW_INT(((Sized *)made)->items[1]);
    PyObject_GC_Track(made);
    tracked_freed = 0;
    Py_DECREF(made);
    SHOW_INT(tracked_freed);
    SHOW(_PyObject_GC_NewVar(type, -1));
    Py_DECREF(type);
}
TEST(not_collected) {
    PyObject *number = I("100000000000");
    SHOW_INT(PyObject_GC_IsTracked(number)); SHOW_INT(PyObject_GC_IsFinalized(number)); SHOW_INT(PyObject_IS_GC(number));
    PyObject *list = PyList_New(0);
    SHOW_INT(PyObject_GC_IsTracked(list)); SHOW_INT(PyObject_IS_GC(list)); SHOW_INT(PyObject_GC_IsFinalized(list));
    Py_DECREF(number); Py_DECREF(list);
}

static PyObject *saved;
static int resurrect;
static void finalize(PyObject *o) { finalized++; if (resurrect) saved = Py_NewRef(o); }
static void finalizing_dealloc(PyObject *o) {
    int status = PyObject_CallFinalizerFromDealloc(o);
    printf("from dealloc: %d\n", status);
    if (status < 0) return;
    PyTypeObject *t = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    PyObject_GC_Del(o);
    Py_DECREF(t);
}
static PyType_Slot finalizing_slots[] = {{Py_tp_dealloc, finalizing_dealloc}, {Py_tp_finalize, finalize}, {Py_tp_traverse, visit_none}, {0, NULL}};
static PyType_Spec finalizing_spec = {"test.Finalizing", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, finalizing_slots};
TEST(finalizer) {
    PyTypeObject *type = (PyTypeObject *)MUST(PyType_FromSpec(&finalizing_spec));
    PyObject *made = MUST(PyType_GenericAlloc(type, 0));
    finalized = 0; resurrect = 0;
    Py_DECREF(made);
    SHOW_INT(finalized);
    made = MUST(PyType_GenericAlloc(type, 0));
    resurrect = 1;
    Py_DECREF(made);
    SHOW_INT(finalized); SHOW_INT(saved == made); SHOW_INT(Py_REFCNT(saved)); SHOW_INT(PyObject_GC_IsFinalized(saved));
    /* A second death does not finalize again. */
    Py_CLEAR(saved);
    SHOW_INT(finalized);
    Py_DECREF(type);
}
