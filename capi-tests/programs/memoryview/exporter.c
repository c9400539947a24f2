/* memoryview over an exporter that gives out whatever a test wants: struct formats, strides, suboffsets. */
#include "harness.h"

static Py_buffer wanted; static int live;
static int exporter_get(PyObject *self, Py_buffer *v, int flags) { *v = wanted; v->obj = Py_NewRef(self); live++; return 0; }
static void exporter_release(PyObject *self, Py_buffer *v) { live--; }
static PyObject *exporter(void) {
    static PyObject *type;
    if (!type) { static PyType_Slot slots[] = {{Py_bf_getbuffer, exporter_get}, {Py_bf_releasebuffer, exporter_release}, {0}}; static PyType_Spec spec = {"t.Exporter", 0, 0, Py_TPFLAGS_DEFAULT, slots}; type = MUST(PyType_FromSpec(&spec)); }
    return MUST(PyObject_CallNoArgs(type));
}
static PyObject *view(void *buf, const char *format, Py_ssize_t itemsize, int ndim, Py_ssize_t *shape, Py_ssize_t *strides, Py_ssize_t *sub) {
    wanted = (Py_buffer){buf, NULL, itemsize, itemsize, 0, ndim, (char *)format, shape, strides, sub, NULL};
    for (int i = 0; i < ndim; i++) wanted.len *= shape[i];
    return MUST(PyMemoryView_FromObject(exporter()));
}
static PyObject *slice(const char *a, const char *b, const char *c) { return PySlice_New(a ? I(a) : NULL, b ? I(b) : NULL, c ? I(c) : NULL); }
TEST(lifetime) {
    Py_ssize_t shape[1] = {3}, strides[1] = {1}; PyObject *m = view("abc", "B", 1, 1, shape, strides, NULL), *m2 = PyMemoryView_FromObject(m), *s = PyObject_GetItem(m, slice("1", NULL, NULL));
    SHOW_INT(live); Py_DECREF(m); Py_DECREF(m2); SHOW_INT(live); SHOW(M(s, "tobytes", NULL)); SHOW_INT(live);
}
TEST(struct_formats) {
    /* Formats that only the struct module understands: items are not accessible, bytes are, comparison unpacks. */
    struct { const char *format; Py_ssize_t size; } cases[] = {{"<h", 2}, {">h", 2}, {"=i", 4}, {"hh", 4}, {"2h", 4}, {"4s", 4}, {"", 1}, {"z", 1}, {"@h", 2}, {"!I", 4}, {"bxh", 4}, {"Zd", 16}, {"T{h:a:}", 2}, {"s", 1}, {"x", 1}};
    char data[64] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}; Py_ssize_t shape[1] = {2}, strides[1];
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        strides[0] = cases[i].size; PyObject *m = view(data, cases[i].format, cases[i].size, 1, shape, strides, NULL);
        SAY("-- '%s'", cases[i].format); print_new("format", PyObject_GetAttrString(m, "format")); print_new("tolist", M(Py_NewRef(m), "tolist", NULL)); print_new("item", PyObject_GetItem(m, I("0"))); print_int("set", PyObject_SetItem(m, I("0"), I("1"))); print_new("tobytes", M(Py_NewRef(m), "tobytes", NULL)); print_new("cast", PyObject_GetAttrString(M(Py_NewRef(m), "cast", "(s)", "B") ?: Py_None, "__class__")); PyErr_Clear(); print_int("iter", PyObject_GetIter(m) != NULL); PyErr_Clear(); print_int("hash", PyObject_Hash(m)); print_int("contains", PySequence_Contains(m, I("1")));
    }
}
TEST(struct_comparison) {
    short a[4] = {1, 2, 3, 4}; unsigned char be[8] = {0, 1, 0, 2, 0, 3, 0, 4}; Py_ssize_t shape[1] = {4}, st[1] = {2};
    PyObject *n = view(a, "h", 2, 1, shape, st, NULL), *l = view(a, "<h", 2, 1, shape, st, NULL), *b = view(be, ">h", 2, 1, shape, st, NULL), *bad = view(a, "zz", 2, 1, shape, st, NULL), *bad2 = view(a, "zz", 2, 1, shape, st, NULL);
    SHOW(PyObject_RichCompare(n, l, Py_EQ)); SHOW(PyObject_RichCompare(l, n, Py_EQ)); SHOW(PyObject_RichCompare(l, b, Py_EQ)); SHOW(PyObject_RichCompare(n, b, Py_NE)); SHOW(PyObject_RichCompare(bad, bad2, Py_EQ)); SHOW(PyObject_RichCompare(bad, n, Py_EQ)); SHOW(PyObject_RichCompare(bad, bad, Py_EQ));
}
TEST(two_dimensions) {
    int data[6] = {1, 2, 3, 4, 5, 6}; Py_ssize_t shape[2] = {2, 3}, c[2] = {12, 4}, f[2] = {4, 8}, back[2] = {-12, -4};
    PyObject *views[] = {view(data, "i", 4, 2, shape, c, NULL), view(data, "i", 4, 2, shape, f, NULL), view(data + 5, "i", 4, 2, shape, back, NULL)};
    for (int i = 0; i < 3; i++) { PyObject *m = views[i]; SAY("-- %d", i); SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(M(M(Py_NewRef(m), "tobytes", NULL), "hex", "(si)", " ", 4)); SHOW(M(M(Py_NewRef(m), "tobytes", "(s)", "F"), "hex", "(si)", " ", 4)); SHOW(M(M(Py_NewRef(m), "tobytes", "(s)", "A"), "hex", "(si)", " ", 4)); SHOW(M(Py_NewRef(m), "hex", "(si)", " ", 4)); SHOW(PyObject_GetItem(m, V("(ii)", 1, 0))); SHOW(PyObject_GetAttrString(m, "c_contiguous")); SHOW(PyObject_GetAttrString(m, "f_contiguous")); SHOW(PyObject_GetAttrString(m, "contiguous")); SHOW(M(PyObject_GetItem(m, slice(NULL, NULL, "-1")), "tolist", NULL)); SHOW(M(Py_NewRef(m), "cast", "(s)", "B") ? Py_True : NULL); SHOW(PyBytes_FromObject(m)); SHOW_INT(PySequence_Size(m)); SHOW(PyObject_GetAttrString(m, "nbytes")); }
    SHOW(PyObject_RichCompare(views[0], views[0], Py_EQ)); SHOW(PyObject_RichCompare(views[0], views[1], Py_EQ)); SHOW(PyObject_RichCompare(views[0], PyObject_GetItem(views[0], slice(NULL, NULL, NULL)), Py_EQ));
    Py_ssize_t zero[2] = {0, 3}; SHOW(M(view(data, "i", 4, 2, zero, c, NULL), "tolist", NULL)); Py_ssize_t zero2[2] = {2, 0}; SHOW(M(view(data, "i", 4, 2, zero2, c, NULL), "tolist", NULL)); SHOW(M(view(data, "i", 4, 2, zero2, c, NULL), "tobytes", NULL)); SHOW(PyObject_RichCompare(view(data, "i", 4, 2, zero, c, NULL), view(data, "i", 4, 2, zero, f, NULL), Py_EQ));
    short s[6] = {1, 2, 3, 4, 5, 6}; Py_ssize_t sc[2] = {6, 2}; SHOW(PyObject_RichCompare(views[0], view(s, "h", 2, 2, shape, sc, NULL), Py_EQ));
}
TEST(three_dimensions) {
    unsigned char data[24]; for (int i = 0; i < 24; i++) data[i] = i; Py_ssize_t shape[3] = {2, 3, 4}, c[3] = {12, 4, 1}, odd[3] = {4, 8, 1};
    PyObject *m = view(data, "B", 1, 3, shape, c, NULL); SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(PyObject_GetItem(m, V("(iii)", 1, 2, 3))); SHOW(PyObject_GetItem(m, V("(iii)", 1, 3, 3))); SHOW(PyObject_GetItem(m, V("(ii)", 1, 2))); SHOW(M(Py_NewRef(m), "tobytes", "(s)", "F")); SHOW(M(PyObject_GetItem(m, slice("1", NULL, NULL)), "tolist", NULL));
    m = view(data, "B", 1, 3, shape, odd, NULL); SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(M(Py_NewRef(m), "tobytes", NULL)); SHOW(M(Py_NewRef(m), "hex", NULL)); SHOW(PyObject_GetAttrString(m, "contiguous")); SHOW(M(PyMemoryView_GetContiguous(m, PyBUF_READ, 'C'), "tolist", NULL));
}
TEST(suboffsets) {
    unsigned char r0[3] = {1, 2, 3}, r1[3] = {4, 5, 6}; unsigned char *rows[2] = {r0, r1}; Py_ssize_t shape[2] = {2, 3}, st[2] = {8, 1}, sub[2] = {0, -1};
    PyObject *m = view(rows, "B", 1, 2, shape, st, sub); SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(M(Py_NewRef(m), "tobytes", NULL)); SHOW(PyObject_GetAttrString(m, "suboffsets")); SHOW(PyObject_GetItem(m, V("(ii)", 1, 1))); SHOW(PyObject_GetAttrString(m, "contiguous")); SHOW(M(Py_NewRef(m), "hex", NULL)); SHOW_INT(PyObject_SetItem(m, V("(ii)", 0, 0), I("99"))); SHOW_INT(r0[0]); PyObject *b = PyObject_GetItem(m, slice(NULL, NULL, "-1")); SHOW(M(b, "tolist", NULL)); Py_buffer v; SHOW_INT(PyObject_GetBuffer(m, &v, PyBUF_STRIDED)); SHOW_INT(PyObject_GetBuffer(m, &v, PyBUF_FULL)); PyBuffer_Release(&v); SHOW(M(Py_NewRef(m), "tobytes", "(s)", "F"));
    unsigned char x = 5, y = 6; unsigned char *ps[2] = {&x, &y}; Py_ssize_t s1[1] = {2}, t1[1] = {8}, u1[1] = {0}; m = view(ps, "B", 1, 1, s1, t1, u1); SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(PyObject_GetItem(m, I("1"))); SHOW(M(PyObject_GetItem(m, slice("1", NULL, NULL)), "tolist", NULL)); SHOW(PySequence_List(m)); SHOW(M(Py_NewRef(m), "tobytes", NULL)); SHOW(PyBytes_FromObject(m));
}
TEST(more_native_formats) {
    double d[2] = {1.5, -2.25}; float f[2] = {0.5f, 3.0f}; Py_ssize_t shape[1] = {2}, s8[1] = {8}, s4[1] = {4}, s2[1] = {2}, s1[1] = {1}; unsigned char q[2] = {0, 7}; void *p[2] = {NULL, (void *)16}; unsigned short e[2] = {0x3c00, 0xc000}; long long big[2] = {-1, 1LL << 62};
    SHOW(M(view(d, "d", 8, 1, shape, s8, NULL), "tolist", NULL)); SHOW(M(view(f, "f", 4, 1, shape, s4, NULL), "tolist", NULL)); SHOW(M(view(q, "?", 1, 1, shape, s1, NULL), "tolist", NULL)); SHOW(M(view(p, "P", 8, 1, shape, s8, NULL), "tolist", NULL)); SHOW(M(view(e, "e", 2, 1, shape, s2, NULL), "tolist", NULL)); SHOW(M(view(big, "q", 8, 1, shape, s8, NULL), "tolist", NULL)); SHOW(M(view(big, "Q", 8, 1, shape, s8, NULL), "tolist", NULL)); SHOW(M(view(big, "N", 8, 1, shape, s8, NULL), "tolist", NULL)); SHOW(M(view("ab", "c", 1, 1, shape, s1, NULL), "tolist", NULL)); SHOW(PySequence_List(view(d, "d", 8, 1, shape, s8, NULL))); SHOW(M(view(d, "@d", 8, 1, shape, s8, NULL), "count", "(d)", 1.5)); SHOW(M(view(d, "d", 8, 1, shape, s8, NULL), "index", "(d)", -2.25));
    SHOW(PyObject_RichCompare(view(d, "d", 8, 1, shape, s8, NULL), view(d, "d", 8, 1, shape, s8, NULL), Py_EQ)); SHOW(PyObject_RichCompare(view(f, "f", 4, 1, shape, s4, NULL), view(d, "d", 8, 1, shape, s8, NULL), Py_EQ));
}
