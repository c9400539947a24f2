/* oracle: 3.15 */
/* Modules made of slots alone, what they were built for, and what they tell during a collection: what 3.15 adds to the stable ABI. */
#include "harness.h"

/* As slots.h and modsupport.h of 3.15 have them; by names of their own, so that the headers may have them or not. */
typedef struct { uint16_t id, flags; uint32_t reserved; void *value; } Slot;
typedef struct { uint8_t major, minor; uint16_t flags; uint32_t build, abi; } Info;
int check_info(Info *, const char *) __asm__("PyABIInfo_Check");
PyObject *from_slots(const Slot *, PyObject *) __asm__("PyModule_FromSlotsAndSpec");
int exec_module(PyObject *) __asm__("PyModule_Exec");
int state_size(PyObject *, Py_ssize_t *) __asm__("PyModule_GetStateSize");
int get_token(PyObject *, void **) __asm__("PyModule_GetToken");
int get_token_gc(PyObject *, void **) __asm__("PyModule_GetToken_DuringGC");
void *get_state_gc(PyObject *) __asm__("PyModule_GetState_DuringGC");
enum { STATIC = 2, INTPTR = 4, EXEC = 85, NAME = 100, DOC, STATE_SIZE, METHODS, TRAVERSE, CLEAR, FREE, ABI = 109, TOKEN };

static Info good = {1, 0, 1 | 2, 0x030f00f0, 0x030f0000};
static PyObject *named(const char *name) {
    PyObject *type = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", "Spec")), *spec = MUST(PyObject_CallNoArgs(type));
    PyObject_SetAttrString(spec, "name", S(name));
    Py_DECREF(type);
    return spec;
}
typedef struct { int number; } State;
static int executed;
static int fill(PyObject *module) {
    executed++;
    State *state = PyModule_GetState(module);
    if (state) state->number += 7;
    return PyModule_AddIntConstant(module, "answer", 42);
}
static int refuse(PyObject *module) { (void)module; PyErr_SetString(PyExc_ValueError, "not today"); return -1; }
static PyObject *number(PyObject *module, PyObject *none) { (void)none; State *state = PyModule_GetState(module); return PyLong_FromLong(state->number); }
static PyMethodDef methods[] = {{"number", number, METH_NOARGS, "what the state holds"}, {NULL}};
static int token;

TEST(whole) {
    Slot slots[] = {{ABI, 0, 0, &good}, {NAME, 0, 0, "other"}, {DOC, 0, 0, "what it does"}, {METHODS, STATIC, 0, methods}, {STATE_SIZE, 0, 0, (void *)sizeof(State)},
        {EXEC, 0, 0, fill}, {TOKEN, 0, 0, &token}, {0}};
    PyObject *spec = named("of_slots"), *module = MUST(from_slots(slots, spec));
    SHOW(PyObject_GetAttrString(module, "__name__")); SHOW(PyObject_GetAttrString(module, "__doc__"));
    SHOW_INT(PyModule_GetState(module) == NULL); SHOW_INT(executed); SHOW_INT(PyModule_GetDef(module) == NULL);
    SHOW_INT(exec_module(module)); SHOW_INT(executed);
    SHOW_INT(PyModule_GetState(module) != NULL); SHOW_INT(get_state_gc(module) == PyModule_GetState(module));
    SHOW(PyObject_GetAttrString(module, "answer"));
    SHOW(PyObject_CallMethod(module, "number", NULL));
    Py_ssize_t size = -5; void *found = NULL;
    SHOW_INT(state_size(module, &size)); SHOW_INT(size);
    SHOW_INT(get_token(module, &found)); SHOW_INT(found == &token);
    found = NULL;
    SHOW_INT(get_token_gc(module, &found)); SHOW_INT(found == &token);
    PyObject *second = MUST(from_slots(slots, spec));
    SHOW_INT(exec_module(second)); SHOW_INT(PyModule_GetState(second) != PyModule_GetState(module));
    Py_DECREF(second); Py_DECREF(module); Py_DECREF(spec);
}
TEST(bare) {
    Slot slots[] = {{ABI, 0, 0, &good}, {0}};
    PyObject *spec = named("bare"), *module = MUST(from_slots(slots, spec));
    Py_ssize_t size = -5; void *found = NULL;
    SHOW_INT(exec_module(module)); SHOW_INT(exec_module(module));
    SHOW_INT(state_size(module, &size)); SHOW_INT(size); SHOW_INT(get_state_gc(module) == NULL);
    SHOW_INT(get_token(module, &found));
    SHOW(PyObject_GetAttrString(module, "__doc__"));
    Py_DECREF(module); Py_DECREF(spec);
}
TEST(failing) {
    PyObject *spec = named("failing");
    Slot slots[] = {{ABI, 0, 0, &good}, {EXEC, 0, 0, refuse}, {0}}, twice[] = {{ABI, 0, 0, &good}, {EXEC, 0, 0, fill}, {EXEC, 0, 0, fill}, {0}};
    Slot none[] = {{DOC, 0, 0, "x"}, {0}}, negative[] = {{ABI, 0, 0, &good}, {STATE_SIZE, 0, 0, (void *)-3}, {0}}, unknown[] = {{ABI, 0, 0, &good}, {500, 0, 0, "x"}, {0}};
    Slot moving[] = {{ABI, 0, 0, &good}, {METHODS, 0, 0, methods}, {0}};
    PyObject *module = MUST(from_slots(slots, spec));
    SHOW_INT(exec_module(module));
    SHOW(from_slots(none, spec)); SHOW(from_slots(negative, spec)); SHOW(from_slots(unknown, spec)); SHOW(from_slots(moving, spec));
    PyObject *made = from_slots(twice, spec);
    if (!made) print_raised();
    Py_XDECREF(made);
    SHOW(from_slots(slots, Py_None));
    Py_DECREF(module); Py_DECREF(spec);
}
TEST(others) {
    Py_ssize_t size = -5; void *found = &size;
    PyObject *plain = PyModule_New("plain");
    SHOW_INT(state_size(plain, &size)); SHOW_INT(size);
    SHOW_INT(get_token(plain, &found)); SHOW_INT(found == NULL);
    found = &size;
    SHOW_INT(get_token_gc(plain, &found)); SHOW_INT(found == NULL);
    SHOW_INT(get_state_gc(plain) == NULL);
    SHOW_INT(exec_module(plain));
    SHOW_INT(state_size(Py_None, &size)); SHOW_INT(get_token(Py_None, &found)); SHOW_INT(exec_module(Py_None));
    SHOW_INT(get_token_gc(Py_None, &found)); SHOW_INT(get_state_gc(Py_None) == NULL);
    Py_DECREF(plain);
}
static void check(Info info, const char *name) { print_int("check", check_info(&info, name)); }
TEST(infos) {
    check(good, "mod"); check(good, NULL);
    check((Info){0, 9, 0xffff, 1, 1}, "mod");
    check((Info){2, 0, 1 | 2, 0, 0x030f0000}, "mod"); check((Info){2, 0, 1 | 2, 0, 0x030f0000}, NULL);
    check((Info){1, 5, 1 | 2, 0, 0x03020000}, "mod");
    check((Info){1, 0, 1 | 2, 0, 0x03010000}, "mod");
    check((Info){1, 0, 1 | 2, 0, 0x03630000}, "mod");
    check((Info){1, 0, 1 | 4, 0, 0x030f0000}, "mod"); check((Info){1, 0, 1 | 2 | 4, 0, 0x030f0000}, "mod"); check((Info){1, 0, 1, 0, 0x030f0000}, "mod");
    check((Info){1, 0, 2, 0, 0}, "mod"); check((Info){1, 0, 1 | 2, 0, 0}, "mod");
    check((Info){1, 0, 2, 0, 0x03090000}, "mod");
    check((Info){0}, NULL);
}
