/* Long runs of random operations; what they leave behind is printed as checksums that depend on content and order. */
#include "containers/support.h"
static unsigned long state; static unsigned long rnd(void) { state = state * 6364136223846793005UL + 1442695040888963407UL; return state >> 33; }
static unsigned long mix(unsigned long sum, long v) { return (sum ^ (unsigned long)v) * 1099511628211UL + 7; }
static PyObject *key_of(int kind, long n) { switch (kind) { case 0: return PyLong_FromLong(n); case 1: return PyUnicode_FromFormat("key %ld", n); case 2: return n % 2 ? PyLong_FromLong(n << 20) : PyUnicode_FromFormat("%ld", n); case 3: return PyLong_FromLong(n * 1024 - 5000); case 4: return Py_BuildValue("(ll)", n % 7, n); default: return PyFloat_FromDouble(n / 4.0); } }
static unsigned long sum_dict(PyObject *d) { unsigned long sum = 0; Py_ssize_t p = 0; PyObject *k, *v; while (PyDict_Next(d, &p, &k, &v)) sum = mix(mix(sum, PyObject_Hash(k)), PyLong_AsLong(v)); return mix(sum, PyDict_Size(d)); }
static unsigned long sum_set(PyObject *s) { unsigned long sum = 0; PyObject *it = ITER(s), *k; while ((k = PyIter_Next(it))) { sum = mix(sum, PyObject_Hash(k)); Py_DECREF(k); } Py_DECREF(it); PySetObject *o = (PySetObject *)s; return mix(mix(mix(sum, o->used), o->mask), o->fill); }
static unsigned long sum_list(PyObject *l) { unsigned long sum = 0; for (Py_ssize_t i = 0; i < PyList_GET_SIZE(l); i++) sum = mix(sum, PyLong_AsLong(PyList_GET_ITEM(l, i))); return mix(mix(sum, PyList_GET_SIZE(l)), ((PyListObject *)l)->allocated); }
TEST(dicts) {
    for (int kind = 0; kind < 6; kind++) for (int size = 0; size < 5; size++) {
        static const long ranges[] = {4, 12, 60, 700, 9000}; long range = ranges[size]; state = 99 + kind * 10 + size; PyObject *d = PyDict_New(); unsigned long trace = 0;
        for (int step = 0; step < 6000; step++) {
            PyObject *k = key_of(kind, rnd() % range), *v = PyLong_FromLong(step), *out = NULL;
            switch (rnd() % 12) {
            case 0: case 1: case 2: case 3: PyDict_SetItem(d, k, v); break;
            case 4: case 5: trace = mix(trace, PyDict_Pop(d, k, &out)); Py_XDECREF(out); break;
            case 6: trace = mix(trace, PyDict_Contains(d, k)); break;
            case 7: trace = mix(trace, PyDict_SetDefaultRef(d, k, v, &out)); trace = mix(trace, PyLong_AsLong(out)); Py_XDECREF(out); break;
            case 8: trace = mix(trace, PyDict_GetItemRef(d, k, &out)); if (out) trace = mix(trace, PyLong_AsLong(out)); Py_XDECREF(out); break;
            case 9: if (PyDict_DelItem(d, k)) PyErr_Clear(); break;
            case 10: out = CALL(d, "popitem", NULL); if (out) { trace = mix(trace, PyObject_Hash(out)); Py_DECREF(out); } else PyErr_Clear(); break;
            case 11: if (rnd() % 40 == 0) { if (rnd() % 3) { out = PyDict_Copy(d); Py_SETREF(d, out); } else PyDict_Clear(d); } else if (rnd() % 20 == 0) { out = PyDict_New(); PyDict_Update(out, d); trace = mix(trace, sum_dict(out)); Py_DECREF(out); } break;
            }
            Py_DECREF(k); Py_DECREF(v);
        }
        PyObject *ks = PyDict_Keys(d); trace = mix(trace, PyList_Size(ks)); Py_DECREF(ks); SAY("kind %d range %ld: %lx %lx", kind, range, trace, sum_dict(d)); Py_DECREF(d);
    }
}
TEST(sets) {
    for (int kind = 0; kind < 6; kind++) for (int size = 0; size < 5; size++) {
        static const long ranges[] = {4, 12, 60, 700, 9000}; long range = ranges[size]; state = 199 + kind * 10 + size; PyObject *s = PySet_New(NULL), *t = PySet_New(NULL), *r; unsigned long trace = 0;
        for (int step = 0; step < 5000; step++) {
            PyObject *k = key_of(kind, rnd() % range);
            switch (rnd() % 10) {
            case 0: case 1: case 2: PySet_Add(s, k); break;
            case 3: case 4: trace = mix(trace, PySet_Discard(s, k)); break;
            case 5: trace = mix(trace, PySet_Contains(s, k)); break;
            case 6: PySet_Add(t, k); break;
            case 7: r = PySet_Pop(s); if (r) { trace = mix(trace, PyObject_Hash(r)); Py_DECREF(r); } else PyErr_Clear(); break;
            case 8: if (rnd() % 30 == 0) { PyObject *(*ops[])(PyObject *, PyObject *) = {PyNumber_And, PyNumber_Or, PyNumber_Subtract, PyNumber_Xor, PyNumber_InPlaceOr, PyNumber_InPlaceAnd, PyNumber_InPlaceSubtract, PyNumber_InPlaceXor}; r = ops[rnd() % 8](s, t); trace = mix(trace, sum_set(r)); PyObject *f = PyFrozenSet_New(r); trace = mix(mix(trace, PyObject_Hash(f)), sum_set(f)); Py_DECREF(f); if (rnd() % 2) Py_SETREF(s, r == s ? r : PySet_New(r)); else Py_DECREF(r); if (r != s) {} } break;
            case 9: if (rnd() % 200 == 0) { PySet_Clear(t); } else if (rnd() % 50 == 0) { r = CALL(s, rnd() % 2 ? "issubset" : "isdisjoint", "(O)", t); trace = mix(trace, r == Py_True); Py_XDECREF(r); } break;
            }
            Py_DECREF(k);
        }
        SAY("kind %d range %ld: %lx %lx %lx", kind, range, trace, sum_set(s), sum_set(t)); Py_DECREF(s); Py_DECREF(t);
    }
}
TEST(lists) {
    for (int round = 0; round < 12; round++) {
        state = 299 + round; PyObject *l = PyList_New(0), *r; unsigned long trace = 0;
        for (int step = 0; step < 3000; step++) {
            PyObject *v = PyLong_FromLong(rnd() % 50); Py_ssize_t n = PyList_GET_SIZE(l), i = n ? (Py_ssize_t)(rnd() % (n + 3)) - 1 : 0, j = n ? (Py_ssize_t)(rnd() % (n + 3)) - 1 : 0;
            switch (rnd() % 16) {
            case 0: case 1: case 2: case 3: PyList_Append(l, v); break;
            case 4: PyList_Insert(l, i, v); break;
            case 5: r = CALL(l, "pop", NULL); if (r) { trace = mix(trace, PyLong_AsLong(r)); Py_DECREF(r); } else PyErr_Clear(); break;
            case 6: r = CALL(l, "pop", "(n)", i); if (r) { trace = mix(trace, PyLong_AsLong(r)); Py_DECREF(r); } else PyErr_Clear(); break;
            case 7: r = CALL(l, "remove", "(O)", v); if (r) Py_DECREF(r); else PyErr_Clear(); break;
            case 8: r = PyList_GetSlice(l, i, j); trace = mix(trace, sum_list(r)); if (rnd() % 2 && n < 400) PyList_SetSlice(l, j, i, r); Py_DECREF(r); break;
            case 9: trace = mix(trace, PySequence_Count(l, v)); break;
            case 10: trace = mix(trace, PySequence_Index(l, v)); PyErr_Clear(); break;
            case 11: if (n > 300) PyList_SetSlice(l, 10, n - 20, NULL); else if (rnd() % 10 == 0) { r = PySequence_InPlaceRepeat(l, 2); Py_XDECREF(r); } break;
            case 12: PyList_Reverse(l); break;
            case 13: if (rnd() % 8 == 0) PyList_Sort(l); break;
            case 14: { PyObject *a = PyLong_FromSsize_t(i), *b = PyLong_FromSsize_t(j), *c = PyLong_FromLong((long)(rnd() % 5) - 2), *sl = PySlice_New(a, b, c); r = PyObject_GetItem(l, sl); if (r) { trace = mix(trace, sum_list(r)); if (rnd() % 2) { PyList_Reverse(r); if (PyObject_SetItem(l, sl, r)) PyErr_Clear(); } else if (PyObject_DelItem(l, sl)) PyErr_Clear(); Py_DECREF(r); } else PyErr_Clear(); Py_DECREF(a); Py_DECREF(b); Py_DECREF(c); Py_DECREF(sl); break; }
            case 15: r = PyList_AsTuple(l); if (n < 300) PyList_Extend(l, r); trace = mix(trace, PyObject_Hash(r)); Py_DECREF(r); break;
            }
            Py_DECREF(v);
        }
        SAY("round %d: %lx %lx", round, trace, sum_list(l)); Py_DECREF(l);
    }
}
