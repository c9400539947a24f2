/* Immortal objects of every kind, whose counts are walked inline in the three ways in which extensions do it, balanced and
 * not, in one interpreter and in several at once.  Nothing is freed, nothing crashes, and counts are put back. */
#include "../threads/children.h"
#include <stdint.h>

extern int PyUnstable_SetImmortal(PyObject *);
extern void PyUnicode_InternImmortal(PyObject **);

/* As extensions of before 3.12 see the header: one signed word, no check. */
typedef struct { volatile int64_t count; void *type; } Old;
static void old_up(PyObject *o) { ((Old *)o)->count++; }
static void old_down(PyObject *o) { if (--((Old *)o)->count == 0) _Py_Dealloc(o); }
/* As 3.12 and 3.13: immortal is a negative low half; going up stops where the low half would wrap. */
typedef union { volatile int64_t count; volatile uint32_t half[2]; } Twelve;
static void twelve_up(PyObject *o) { uint32_t n = ((Twelve *)o)->half[0] + 1; if (n) ((Twelve *)o)->half[0] = n; }
static void twelve_down(PyObject *o) { Twelve *t = (Twelve *)o; if ((int32_t)t->count < 0) return; if (--t->count == 0) _Py_Dealloc(o); }
/* By calls. */
static void call_up(PyObject *o) { Py_IncRef(o); }
static void call_down(PyObject *o) { Py_DecRef(o); }

typedef struct { const char *name; void (*up)(PyObject *), (*down)(PyObject *); } Way;
static const Way ways[] = {{"before 3.12", old_up, old_down}, {"3.12", twelve_up, twelve_down}, {"by calls", call_up, call_down}, {"3.14", NULL, NULL}};
static void up(const Way *way, PyObject *o, long n) { while (n--) if (way->up) way->up(o); else Py_INCREF(o); }
static void down(const Way *way, PyObject *o, long n) { while (n--) if (way->down) way->down(o); else Py_DECREF(o); }

static const char *state(PyObject *o) {
    return o->ob_refcnt == 3u << 30 && o->ob_overflow == 0 ? "put back" : (int32_t)o->ob_refcnt < 0 ? "immortal" : "worn";
}
static void set(PyObject *o, uint32_t count) { ((volatile uint32_t *)o)[0] = count; }
/* Each way, balanced and unbalanced, to the limits and over them; what each leaves, and what a collection makes of it. */
static void wear(const char *what, PyObject *o) {
    uint16_t flags = o->ob_flags;
    printf("%s:", what);
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        const Way *way = &ways[w];
        printf(" [%s]", way->name);
        up(way, o, 1000); down(way, o, 1000); printf(" %s,", state(o));
        PyGC_Collect();
        down(way, o, 5000); PyGC_Collect(); printf(" %s,", state(o));
        up(way, o, 5000); PyGC_Collect(); printf(" %s,", state(o));
        set(o, 3); down(way, o, 10); PyGC_Collect(); printf(" %s,", state(o));
        set(o, 0); down(way, o, 1); PyGC_Collect(); printf(" %s,", state(o));
        set(o, 0xfffffffd); up(way, o, 10); PyGC_Collect(); printf(" %s,", state(o));
        set(o, 1u << 31); down(way, o, 10); down(&ways[2], o, 10); PyGC_Collect(); printf(" %s", state(o));
        if (!PyUnstable_IsImmortal(o)) printf(" MORTAL");
        if (o->ob_flags != flags) printf(" FLAGS %x", o->ob_flags);
    }
    PyObject *repr = PyObject_Repr(o);
    printf("; %s\n", repr && strlen(PyUnicode_AsUTF8(repr)) < 40 ? PyUnicode_AsUTF8(repr) : "a repr");
    Py_XDECREF(repr);
    fflush(stdout);
}
TEST(singletons) { wear("None", Py_None); wear("True", Py_True); wear("False", Py_False); wear("Ellipsis", Py_Ellipsis); wear("NotImplemented", Py_NotImplemented); }
TEST(ints) { wear("-5", I("-5")); wear("0", I("0")); wear("1", I("1")); wear("256", I("256")); }
TEST(strings) { wear("''", S("")); wear("'a'", S("a")); wear("U+FF", S("\xc3\xbf")); wear("'__init__'", PyUnicode_InternFromString("__init__")); }
TEST(bytes) { wear("b''", PyBytes_FromString("")); wear("b'a'", PyBytes_FromString("a")); wear("b'ff'", PyBytes_FromString("\xff")); }
TEST(tuple) { wear("()", PyTuple_New(0)); }
TEST(types) {
    wear("object", (PyObject *)&PyBaseObject_Type); wear("type", (PyObject *)&PyType_Type); wear("int", (PyObject *)&PyLong_Type); wear("str", (PyObject *)&PyUnicode_Type);
    wear("NoneType", (PyObject *)Py_TYPE(Py_None)); wear("function", (PyObject *)&PyCFunction_Type); wear("ValueError", PyExc_ValueError); wear("OSError", PyExc_OSError);
}
TEST(interned) {
    PyObject *s = S("an interned string of the program");
    PyUnicode_InternImmortal(&s);
    SHOW_INT(PyUnstable_IsImmortal(s));
    wear("interned", s);
    SHOW_INT(PyUnicode_InternFromString("an interned string of the program") == s);
}
static PyObject *made_immortal(PyObject *o) { if (PyUnstable_SetImmortal(o) != 1) SAY("not made immortal"); return o; }
TEST(made) {
    PyObject *list = made_immortal(V("[iis]", 1, 1000, "text")), *dict = made_immortal(V("{s:i}", "key", 1));
    wear("list", list); wear("dict", dict); wear("tuple", made_immortal(V("(OO)", list, dict))); wear("int", made_immortal(I("123456789012345678901234567890"))); wear("float", made_immortal(F(1.5)));
    wear("bytes", made_immortal(PyBytes_FromString("some bytes"))); wear("set", made_immortal(PySet_New(NULL))); wear("complex", made_immortal(PyComplex_FromDoubles(1, 2)));
    PyList_Append(list, list);
    SHOW_BORROWED(list);
}
TEST(what_can_be_made_immortal) {
    PyObject *list = PyList_New(0), *again = PyList_New(0), *s = S("some text");
    SHOW_INT(PyUnstable_IsImmortal(list)); SHOW_INT(PyObject_GC_IsTracked(list)); SHOW_INT(PyUnstable_SetImmortal(list)); SHOW_INT(PyUnstable_IsImmortal(list)); SHOW_INT(PyUnstable_SetImmortal(list)); SHOW_INT(PyObject_GC_IsTracked(list));
    Py_INCREF(again); SHOW_INT(PyUnstable_SetImmortal(again)); Py_DECREF(again); Py_DECREF(again);
    SHOW_INT(PyUnstable_SetImmortal(s)); SHOW_INT(PyUnstable_IsImmortal(s)); Py_DECREF(s);
    SHOW_INT(PyUnstable_SetImmortal(Py_None)); SHOW_INT(PyUnstable_SetImmortal((PyObject *)&PyLong_Type));
    SHOW_INT(PyUnstable_IsImmortal(Py_None));
}
static long repairs_of(const char *text) {
    PyObject *all = MUST(M(MUST(PyImport_ImportModule("sys")), "_immortal_repairs", NULL)), *times = PyDict_GetItemString(all, text);
    long found = times ? PyLong_AsLong(times) : 0;
    Py_DECREF(all);
    return found;
}
TEST(record) {
    const char *const texts[] = {"NoneType None", "int 5", "type <class 'KeyError'>", "list ['seen']", "str 'never worn'"};
    PyObject *list = made_immortal(V("[s]", "seen"));
    long before[5];
    for (int i = 0; i < 5; i++) before[i] = repairs_of(texts[i]);
    set(Py_None, 2); Py_DecRef(Py_None); Py_DecRef(Py_None);
    PyObject *five = I("5");
    for (int i = 0; i < 3; i++) { set(five, 1); Py_DecRef(five); }
    up(&ways[0], PyExc_KeyError, 10); PyGC_Collect();
    set(list, 1); Py_DecRef(list); down(&ways[0], list, 1); PyGC_Collect();
    for (int i = 0; i < 5; i++) printf("%s: %+ld\n", texts[i], repairs_of(texts[i]) - before[i]);
}
static volatile int go;
static PyObject *const *shared;
static PyObject *shared_objects[8];
static void *in_own_interpreter(void *number) {
    PyGILState_STATE gil = PyGILState_Ensure();
    PyThreadState *main_state = PyThreadState_Get(), *own = NULL;
    PyInterpreterConfig config = {.allow_threads = 1, .check_multi_interp_extensions = 1, .gil = PyInterpreterConfig_OWN_GIL};
    PyStatus status = Py_NewInterpreterFromConfig(&own, &config);
    if (PyStatus_Exception(status)) { printf("no interpreter: %s\n", status.err_msg); exit(5); }
    while (!go) { Py_BEGIN_ALLOW_THREADS usleep(100); Py_END_ALLOW_THREADS }
    for (int round = 0; round < 300; round++) {
        for (size_t i = 0; i < 8; i++) {
            const Way *way = &ways[((size_t)number + (size_t)round) % 4];
            up(way, shared[i], 50 + round % 7);
            down(way, shared[i], 50 + round % 5);
            if (round % 50 == 0) { set(shared[i], round % 100 ? 1 : 0); Py_DecRef(shared[i]); }
        }
        PyObject *list = Py_BuildValue("[OOOis]", Py_None, Py_True, Py_Ellipsis, 5, "a");
        Py_XDECREF(list);
        if (round % 20 == 0) PyGC_Collect();
    }
    Py_EndInterpreter(own);
    PyThreadState_Swap(main_state);
    PyGILState_Release(gil);
    return NULL;
}
TEST(several_interpreters_at_once) {
    PyObject *objects[] = {Py_None, Py_True, I("5"), S("a"), PyTuple_New(0), (PyObject *)&PyLong_Type, PyExc_ValueError, PyBytes_FromString("")};
    memcpy(shared_objects, objects, sizeof objects);
    shared = shared_objects;
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) pthread_create(&threads[i], NULL, in_own_interpreter, (void *)i);
    go = 1;
    Py_BEGIN_ALLOW_THREADS
    for (size_t i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    Py_END_ALLOW_THREADS
    PyGC_Collect();
    for (size_t i = 0; i < 8; i++) printf("%s %d\n", state(objects[i]), PyUnstable_IsImmortal(objects[i]));
    SHOW(Py_BuildValue("[OOisy]", Py_None, Py_True, 5, "a", ""));
    SHOW(PyObject_CallFunction((PyObject *)&PyLong_Type, "s", "12"));
}
