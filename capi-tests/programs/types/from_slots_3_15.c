/* oracle: 3.15 */
/* PyType_FromSlots: types described by slots alone. */
#include "harness.h"
#include <stddef.h>

typedef struct { uint16_t id, flags; uint32_t reserved; void *value; } Slot;
PyObject *from_slots(Slot *) __asm__("PyType_FromSlots");
enum { OPTIONAL = 1, STATIC = 2, INTPTR = 4, BASE = 48, BASES = 49, DOC = 56, METHODS = 64, REPR = 66, MEMBERS = 72, TOKEN = 83, MOD_EXEC = 85, SUBSLOTS = 92, SLOTS = 93, MOD_SLOTS = 94,
    NAME = 95, BASICSIZE, EXTRA, ITEMSIZE, FLAGS, METACLASS = 107, MODULE = 108 };
#define N(value) (void *)(uintptr_t)(value)

typedef struct { PyObject_HEAD long number; } Held;
static PyObject *repr(PyObject *o) { (void)o; return PyUnicode_FromString("<of slots>"); }
static PyObject *five(PyObject *o, PyObject *n) { (void)o; (void)n; return PyLong_FromLong(5); }
static PyMethodDef methods[] = {{"five", five, METH_NOARGS, NULL}, {NULL}};
static PyMemberDef members[] = {{"number", Py_T_LONG, offsetof(Held, number), 0, NULL}, {NULL}};

static void look(const char *what, Slot *slots) {
    PyObject *type = from_slots(slots);
    print_object(what, type);
    if (!type) return;
    PyTypeObject *t = (PyTypeObject *)type;
    printf("  %s size %d item %d refs %d heap %d\n", t->tp_name, (int)t->tp_basicsize, (int)t->tp_itemsize, (int)(Py_REFCNT(type) > 0), !!PyType_HasFeature(t, Py_TPFLAGS_HEAPTYPE));
    print_new("  bases", PyObject_GetAttrString(type, "__bases__"));
    print_new("  doc", PyObject_GetAttrString(type, "__doc__"));
    print_new("  module", PyObject_GetAttrString(type, "__module__"));
    Py_DECREF(type);
}
TEST(name) {
    look("name", (Slot[]){{NAME, STATIC, 0, "test.Named"}, {0}});
    look("no name", (Slot[]){{0}});
    look("null name", (Slot[]){{NAME, STATIC, 0, NULL}, {0}});
    look("doc", (Slot[]){{NAME, 0, 0, "test.Named"}, {DOC, 0, 0, "Named(x)\n--\n\nwhat it is"}, {0}});
    look("null", NULL);
}
TEST(sizes) {
    look("basic", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASICSIZE, 0, 0, N(sizeof(Held))}, {0}});
    look("extra", (Slot[]){{NAME, STATIC, 0, "test.A"}, {EXTRA, 0, 0, N(24)}, {0}});
    look("both", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASICSIZE, 0, 0, N(32)}, {EXTRA, 0, 0, N(24)}, {0}});
    look("item", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASICSIZE, 0, 0, N(24)}, {ITEMSIZE, 0, 0, N(8)}, {0}});
    look("too small", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASICSIZE, 0, 0, N(8)}, {0}});
}
TEST(behaviour) {
    Slot slots[] = {{NAME, STATIC, 0, "test.Full"}, {BASICSIZE, 0, 0, N(sizeof(Held))}, {FLAGS, 0, 0, N(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE)}, {REPR, 0, 0, repr},
        {METHODS, STATIC, 0, methods}, {MEMBERS, STATIC, 0, members}, {0}};
    PyObject *type = MUST(from_slots(slots)), *made = MUST(PyObject_CallNoArgs(type));
    SHOW_BORROWED(made);
    SHOW(PyObject_CallMethod(made, "five", NULL));
    SHOW(PyObject_GetAttrString(made, "number"));
    PyObject *seven = I("7");
    SHOW_INT(PyObject_SetAttrString(made, "number", seven)); SHOW(PyObject_GetAttrString(made, "number"));
    Py_DECREF(seven); Py_DECREF(made); Py_DECREF(type);
}
TEST(bases) {
    PyObject *bases = V("(O)", &PyDict_Type);
    look("base", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASE, 0, 0, &PyList_Type}, {0}});
    look("bases", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASES, 0, 0, bases}, {0}});
    look("no tuple", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASES, 0, 0, &PyList_Type}, {0}});
    look("not a base", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASE, 0, 0, &PyBool_Type}, {0}});
    Py_DECREF(bases);
}
TEST(nested) {
    Slot inner[] = {{DOC, 0, 0, "inner doc"}, {0}};
    PyType_Slot old[] = {{Py_tp_repr, repr}, {0, NULL}};
    look("subslots", (Slot[]){{NAME, STATIC, 0, "test.A"}, {SUBSLOTS, 0, 0, inner}, {0}});
    look("old", (Slot[]){{NAME, STATIC, 0, "test.A"}, {SLOTS, 0, 0, old}, {0}});
    look("null subslots", (Slot[]){{NAME, STATIC, 0, "test.A"}, {SUBSLOTS, 0, 0, NULL}, {0}});
    Slot turn[3] = {{NAME, STATIC, 0, "test.A"}, {SUBSLOTS, 0, 0, NULL}, {0}};
    turn[1].value = turn;
    look("itself", turn);
}
TEST(metaclass_and_module) {
    PyObject *meta = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){}", "Meta", &PyType_Type)), *module = MUST(PyModule_New("holder"));
    PyObject *type = from_slots((Slot[]){{NAME, STATIC, 0, "test.A"}, {METACLASS, 0, 0, meta}, {MODULE, 0, 0, module}, {0}});
    SHOW_INT(Py_TYPE(type) == (PyTypeObject *)meta);
    SHOW_INT(PyType_GetModule((PyTypeObject *)type) == module);
    Py_DECREF(type);
    look("no metaclass", (Slot[]){{NAME, STATIC, 0, "test.A"}, {METACLASS, 0, 0, &PyLong_Type}, {0}});
    Py_DECREF(meta); Py_DECREF(module);
}
TEST(wrong) {
    look("unknown", (Slot[]){{NAME, STATIC, 0, "test.A"}, {900, 0, 0, N(1)}, {0}});
    look("unknown, optional", (Slot[]){{NAME, STATIC, 0, "test.A"}, {900, OPTIONAL, 0, N(1)}, {0}});
    look("module's", (Slot[]){{NAME, STATIC, 0, "test.A"}, {MOD_EXEC, 0, 0, repr}, {0}});
    look("module's slots", (Slot[]){{NAME, STATIC, 0, "test.A"}, {MOD_SLOTS, 0, 0, repr}, {0}});
    look("invalid", (Slot[]){{NAME, STATIC, 0, "test.A"}, {0xffff, 0, 0, N(1)}, {0}});
    look("methods that move", (Slot[]){{NAME, STATIC, 0, "test.A"}, {METHODS, 0, 0, methods}, {0}});
    look("members that move", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASICSIZE, 0, 0, N(sizeof(Held))}, {MEMBERS, 0, 0, members}, {0}});
    look("null", (Slot[]){{NAME, STATIC, 0, "test.A"}, {REPR, 0, 0, NULL}, {0}});
    look("null doc", (Slot[]){{NAME, STATIC, 0, "test.A"}, {DOC, 0, 0, NULL}, {0}});
    look("two names", (Slot[]){{NAME, STATIC, 0, "test.A"}, {NAME, STATIC, 0, "test.B"}, {0}});
    look("two reprs", (Slot[]){{NAME, STATIC, 0, "test.A"}, {REPR, 0, 0, repr}, {REPR, 0, 0, repr}, {0}});
    look("two sizes", (Slot[]){{NAME, STATIC, 0, "test.A"}, {BASICSIZE, 0, 0, N(32)}, {BASICSIZE, 0, 0, N(24)}, {0}});
}
TEST(token) {
    static int mark;
    PyObject *type = MUST(from_slots((Slot[]){{NAME, STATIC, 0, "test.A"}, {FLAGS, 0, 0, N(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE)}, {TOKEN, 0, 0, &mark}, {0}}));
    PyTypeObject *found = NULL;
    SHOW_INT(PyType_GetBaseByToken((PyTypeObject *)type, &mark, &found)); SHOW_INT((PyObject *)found == type);
    Py_XDECREF(found);
    Py_DECREF(type);
    look("null token", (Slot[]){{NAME, STATIC, 0, "test.A"}, {TOKEN, 0, 0, NULL}, {0}});
}
