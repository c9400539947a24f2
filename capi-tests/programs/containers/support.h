/* What the programs on containers share: calls on a borrowed object, and types whose hash, equality, order and iteration do what a test asks. */
#ifndef CONTAINERS_SUPPORT_H
#define CONTAINERS_SUPPORT_H
#include "harness.h"

/* o.name(args…) with o borrowed. */
#define CALL(o, ...) M(Py_NewRef((PyObject *)(o)), __VA_ARGS__)
#define OP(o, p, op) PyObject_RichCompare((PyObject *)(o), (PyObject *)(p), op)
static inline const char *op_name(int op) { static const char *n[] = {"<", "<=", "==", "!=", ">", ">="}; return n[op]; }

/* Prints all six comparisons on one line. */
static inline void show_compare(const char *label, PyObject *a, PyObject *b) {
    printf("%s:", label);
    for (int op = 0; op < 6; op++) {
        PyObject *r = PyObject_RichCompare(a, b, op);
        if (!r) { PyObject *e = PyErr_GetRaisedException(); printf(" %s %s", op_name(op), Py_TYPE(e)->tp_name); Py_DECREF(e); continue; }
        printf(" %s%s", op_name(op), r == Py_True ? "T" : r == Py_False ? "F" : "?");
        Py_DECREF(r);
    }
    printf("\n");
}

/* Prints what an iterator yields, up to `most` items; steals it. */
static inline void drain(const char *label, PyObject *it, int most) {
    printf("%s:", label);
    if (!it) { printf(" "); print_raised(); return; }
    PyObject *item;
    while (most-- > 0 && (item = PyIter_Next(it))) {
        PyObject *r = PyObject_Repr(item);
        printf(" %s", r ? PyUnicode_AsUTF8(r) : "?");
        Py_XDECREF(r); Py_DECREF(item);
    }
    if (PyErr_Occurred()) { printf(" "); print_raised(); } else printf("\n");
    Py_DECREF(it);
}
#define DRAIN(expr) drain(#expr, (expr), 100)
#define ITER(o) PyObject_GetIter((PyObject *)(o))

/* A key: Key(value, hash, on_eq).  It is equal to a Key of the same value.  `action` runs once in the next comparison. */
typedef struct { PyObject_HEAD long value; Py_hash_t hash; int fail_hash, fail_eq; void (*action)(void *); void *arg; } Key;
static int key_compared, key_hashed;
static Py_hash_t key_hash(PyObject *o) {
    Key *k = (Key *)o;
    key_hashed++;
    if (k->fail_hash) { PyErr_SetString(PyExc_ValueError, "no hash today"); return -1; }
    return k->hash;
}
static PyObject *key_compare(PyObject *a, PyObject *b, int op) {
    Key *x = (Key *)a, *y = (Key *)b;
    if (Py_TYPE(a) != Py_TYPE(b)) Py_RETURN_NOTIMPLEMENTED;
    key_compared++;
    if (x->action) { void (*f)(void *) = x->action; x->action = NULL; f(x->arg); }
    if (y->action) { void (*f)(void *) = y->action; y->action = NULL; f(y->arg); }
    if (x->fail_eq || y->fail_eq) { PyErr_SetString(PyExc_ArithmeticError, "not comparable today"); return NULL; }
    long v = x->value, w = y->value;
    Py_RETURN_RICHCOMPARE(v, w, op);
}
static PyObject *key_repr(PyObject *o) { return PyUnicode_FromFormat("K%ld", ((Key *)o)->value); }
static int keys_alive;
static void key_dealloc(PyObject *o) { PyTypeObject *t = Py_TYPE(o); keys_alive--; PyObject_Free(o); Py_DECREF(t); }
static PyTypeObject *key_type(void) {
    static PyTypeObject *type;
    static PyType_Slot slots[] = {{Py_tp_hash, key_hash}, {Py_tp_richcompare, key_compare}, {Py_tp_repr, key_repr}, {Py_tp_dealloc, key_dealloc}, {0, NULL}};
    static PyType_Spec spec = {"test.Key", sizeof(Key), 0, Py_TPFLAGS_DEFAULT, slots};
    if (!type) type = (PyTypeObject *)MUST(PyType_FromSpec(&spec));
    return type;
}
static inline Key *K(long value, Py_hash_t hash) {
    Key *k = (Key *)MUST(PyType_GenericAlloc(key_type(), 0));
    k->value = value; k->hash = hash; keys_alive++;
    return k;
}

/* An iterator that yields 0, 1, … below `stop`, and then ends (end 0), or raises (end 1); `hint` is its __length_hint__ (-1: none, -2: raises, -3: not an int). */
typedef struct { PyObject_HEAD long at, stop; int end; long hint; } Count;
static PyObject *count_next(PyObject *o) {
    Count *c = (Count *)o;
    if (c->at < c->stop) return PyLong_FromLong(c->at++);
    if (c->end) PyErr_SetString(PyExc_LookupError, "the count broke");
    return NULL;
}
static PyObject *count_hint(PyObject *o, PyObject *unused) {
    Count *c = (Count *)o;
    if (c->hint == -1) Py_RETURN_NOTIMPLEMENTED;
    if (c->hint == -2) { PyErr_SetString(PyExc_OverflowError, "hint failed"); return NULL; }
    if (c->hint == -3) return PyUnicode_FromString("many");
    if (c->hint == -4) { PyErr_SetString(PyExc_TypeError, "hint of no type"); return NULL; }
    if (c->hint == -5) return PyLong_FromLong(-7);
    return PyLong_FromLong(c->hint);
}
static PyMethodDef count_methods[] = {{"__length_hint__", count_hint, METH_NOARGS, NULL}, {NULL}};
static inline PyObject *COUNT(long stop, int end, long hint) {
    static PyTypeObject *type;
    static PyType_Slot slots[] = {{Py_tp_iter, PyObject_SelfIter}, {Py_tp_iternext, count_next}, {Py_tp_methods, count_methods}, {0, NULL}};
    static PyType_Spec spec = {"test.Count", sizeof(Count), 0, Py_TPFLAGS_DEFAULT, slots};
    if (!type) type = (PyTypeObject *)MUST(PyType_FromSpec(&spec));
    Count *c = (Count *)MUST(PyType_GenericAlloc(type, 0));
    c->stop = stop; c->end = end; c->hint = hint;
    return (PyObject *)c;
}

/* A sequence by the sequence slots alone: item n is 10 * n, for n below `size`. */
typedef struct { PyObject_HEAD Py_ssize_t size; int fail_len; } Seq;
static Py_ssize_t seq_len(PyObject *o) {
    if (((Seq *)o)->fail_len) { PyErr_SetString(PyExc_ValueError, "no length"); return -1; }
    return ((Seq *)o)->size;
}
static PyObject *seq_item(PyObject *o, Py_ssize_t n) {
    if (n < 0 || n >= ((Seq *)o)->size) { PyErr_Format(PyExc_IndexError, "no item %zd", n); return NULL; }
    return PyLong_FromSsize_t(10 * n);
}
static int seq_ass(PyObject *o, Py_ssize_t n, PyObject *v) { printf("(%s %zd)", v ? "set" : "del", n); return 0; }
static inline PyObject *SEQ(Py_ssize_t size) {
    static PyTypeObject *type;
    static PyType_Slot slots[] = {{Py_sq_length, seq_len}, {Py_sq_item, seq_item}, {Py_sq_ass_item, seq_ass}, {0, NULL}};
    static PyType_Spec spec = {"test.Seq", sizeof(Seq), 0, Py_TPFLAGS_DEFAULT, slots};
    if (!type) type = (PyTypeObject *)MUST(PyType_FromSpec(&spec));
    Seq *s = (Seq *)MUST(PyType_GenericAlloc(type, 0));
    s->size = size;
    return (PyObject *)s;
}

/* An object with no behaviour at all. */
static inline PyObject *PLAIN(void) {
    static PyTypeObject *type;
    static PyType_Slot slots[] = {{0, NULL}};
    static PyType_Spec spec = {"test.Plain", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};
    if (!type) type = (PyTypeObject *)MUST(PyType_FromSpec(&spec));
    return MUST(PyType_GenericAlloc(type, 0));
}
/* A subclass of a built-in type. */
static inline PyObject *SUBTYPE(PyObject *base, const char *name) {
    PyObject *bases = MUST(PyTuple_Pack(1, base));
    PyType_Slot slots[] = {{0, NULL}};
    PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *t = MUST(PyType_FromSpecWithBases(&spec, bases));
    Py_DECREF(bases);
    return t;
}
/* A function of one or more arguments, made of a C function. */
static inline PyObject *FUNCTION(const char *name, PyCFunction f, int flags) {
    PyMethodDef *def = calloc(1, sizeof *def);
    def->ml_name = name; def->ml_meth = f; def->ml_flags = flags;
    return MUST(PyCFunction_NewEx(def, NULL, NULL));
}
#endif
