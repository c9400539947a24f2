/* memoryview over bytes, bytearray and C memory: methods, attributes, cast, slicing, comparison. */
#include "harness.h"

static PyObject *A(const char *text) { return MUST(PyByteArray_FromStringAndSize(text, strlen(text))); }
static PyObject *B(const char *text) { return MUST(PyBytes_FromString(text)); }
static PyObject *MV(PyObject *o) { return MUST(PyMemoryView_FromObject(o)); }
static PyObject *slice(const char *a, const char *b, const char *c) { return PySlice_New(a ? I(a) : NULL, b ? I(b) : NULL, c ? I(c) : NULL); }
static void show_attributes(const char *label, PyObject *m) {
    const char *names[] = {"obj", "nbytes", "readonly", "itemsize", "format", "ndim", "shape", "strides", "suboffsets", "c_contiguous", "f_contiguous", "contiguous"};
    SAY("-- %s", label);
    for (int i = !m; i < 12; i++) print_new(names[i], PyObject_GetAttrString(m, names[i]));
}
TEST(create) {
    show_attributes("bytes", MV(B("abc"))); show_attributes("bytearray", MV(A("abcd"))); show_attributes("empty", MV(B("")));
    SHOW(PyMemoryView_FromObject(S("x"))); SHOW(PyMemoryView_FromObject(Py_None)); SHOW(PyMemoryView_FromObject(I("3")));
    SHOW(C(TYPE(PyMemoryView_Type), NULL)); SHOW(C(TYPE(PyMemoryView_Type), "(s)", "x")); SHOW(C(TYPE(PyMemoryView_Type), "(yy)", "x", "y"));
    SHOW(M(C(TYPE(PyMemoryView_Type), "(y)", "xyz"), "tobytes", NULL));
    SHOW(M(PyObject_Call(TYPE(PyMemoryView_Type), PyTuple_New(0), V("{s:y}", "object", "kw")), "tobytes", NULL));
    SHOW(PyObject_Call(TYPE(PyMemoryView_Type), PyTuple_New(0), V("{s:y}", "obj", "kw")));
    PyObject *a = A("abc"), *m = MV(a), *m2 = MV(m);
    SHOW_INT(((PyByteArrayObject *)a)->ob_exports); SHOW_INT(PyMemoryView_GET_BUFFER(m2)->obj == a); SHOW_INT(PyMemoryView_GET_BASE(m) == a);
    Py_DECREF(m); SHOW_INT(((PyByteArrayObject *)a)->ob_exports); Py_DECREF(m2); SHOW_INT(((PyByteArrayObject *)a)->ob_exports);
    SHOW_INT(PyMemoryView_Check(MV(a))); SHOW_INT(PyMemoryView_Check(a));
    SHOW_INT(PyObject_GC_IsTracked(MV(a)));
    SHOW_INT(PyMemoryView_Type.tp_basicsize); SHOW_INT(PyMemoryView_Type.tp_itemsize); SHOW_INT(PyMemoryView_Type.tp_weaklistoffset);
    SHOW_INT(PyMemoryView_Type.tp_flags & (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_DISALLOW_INSTANTIATION));
    SHOW(PyObject_Dir(TYPE(PyMemoryView_Type)));
}
TEST(layout) {
    PyObject *a = A("abc"); PyMemoryViewObject *m = (PyMemoryViewObject *)MV(a);
    SHOW_INT(Py_SIZE(m)); SHOW_INT(m->flags); SHOW_INT(m->exports); SHOW_INT(m->hash); SHOW_INT(m->mbuf->exports); SHOW_INT(m->mbuf->flags); SHOW_INT(m->mbuf->master.obj == a); SHOW_INT(m->view.obj == a); SHOW_INT(m->view.shape == m->ob_array); SHOW_INT(m->view.strides == m->ob_array + 1); SHOW_INT(m->view.len); SHOW_INT(Py_REFCNT(m->mbuf)); SHOW_INT(Py_REFCNT(a));
    SAY("%s", Py_TYPE(m->mbuf)->tp_name);
    PyMemoryViewObject *s = (PyMemoryViewObject *)PyObject_GetItem((PyObject *)m, slice("1", NULL, NULL));
    SHOW_INT(s->mbuf == m->mbuf); SHOW_INT(m->mbuf->exports); SHOW_INT(m->exports); SHOW_INT(s->flags); SHOW_INT(Py_REFCNT(m->mbuf));
    Py_DECREF(s); SHOW_INT(m->mbuf->exports);
}
TEST(from_memory) {
    char data[6] = "hello";
    PyObject *r = PyMemoryView_FromMemory(data, 5, PyBUF_READ), *w = PyMemoryView_FromMemory(data, 5, PyBUF_WRITE);
    show_attributes("read", r); SHOW(PyObject_GetAttrString(w, "readonly"));
    SHOW_INT(PySequence_SetItem(r, 0, I("65"))); SHOW_INT(PySequence_SetItem(w, 0, I("74"))); SAY("%s", data);
    SHOW(M(Py_NewRef(r), "tobytes", NULL)); SHOW_INT(Py_REFCNT(r)); SHOW_INT(((PyMemoryViewObject *)r)->flags);
    PyObject *z = PyMemoryView_FromMemory(data, 0, PyBUF_READ); SHOW(M(z, "tobytes", NULL));
    SHOW_INT(PyObject_Hash(r) == PyObject_Hash(B("Jello"))); SHOW_INT(PyObject_Hash(w));
}
TEST(from_buffer) {
    char data[6] = "hello"; Py_buffer v; PyBuffer_FillInfo(&v, NULL, data, 5, 1, PyBUF_FULL_RO);
    PyObject *m = PyMemoryView_FromBuffer(&v); show_attributes("filled", m); SHOW(M(m, "tobytes", NULL));
    v.buf = NULL; SHOW(PyMemoryView_FromBuffer(&v));
    PyObject *b = B("object"); PyObject_GetBuffer(b, &v, PyBUF_FULL_RO); m = PyMemoryView_FromBuffer(&v); SHOW(PyObject_GetAttrString(m, "obj")); SHOW_INT(Py_REFCNT(b)); Py_DECREF(m); SHOW_INT(Py_REFCNT(b)); PyBuffer_Release(&v); SHOW_INT(Py_REFCNT(b));
    unsigned short numbers[4] = {1, 2, 300, 65535}; Py_ssize_t shape[2] = {2, 2}, strides[2] = {4, 2};
    Py_buffer w = {numbers, NULL, 8, 2, 1, 2, "H", shape, strides, NULL, NULL};
    m = PyMemoryView_FromBuffer(&w); show_attributes("2d", m); SHOW(M(Py_NewRef(m), "tolist", NULL));
    w.ndim = 65; SHOW(PyMemoryView_FromBuffer(&w));
    Py_buffer plain = {numbers, NULL, 8, 2, 1, 1, "H", NULL, NULL, NULL, NULL}; m = PyMemoryView_FromBuffer(&plain); show_attributes("no shape", m); SHOW(M(m, "tolist", NULL));
    Py_buffer nofmt = {numbers, NULL, 8, 1, 1, 1, NULL, NULL, NULL, NULL, NULL}; m = PyMemoryView_FromBuffer(&nofmt); show_attributes("no format", m);
    Py_buffer scalar = {numbers, NULL, 2, 2, 1, 0, "H", NULL, NULL, NULL, NULL}; m = PyMemoryView_FromBuffer(&scalar); show_attributes("scalar", m); SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(PyObject_GetItem(m, PyTuple_New(0))); SHOW(PyObject_GetItem(m, I("0"))); SHOW(PyObject_GetItem(m, Py_Ellipsis) == m ? Py_True : Py_False); SHOW_INT(PySequence_Size(m)); SHOW(PyObject_GetIter(m)); SHOW(PyObject_RichCompare(m, I("1"), Py_EQ)); SHOW(PyObject_RichCompare(m, m, Py_EQ));
}
TEST(items) {
    PyObject *a = A("abcdef"), *m = MV(a), *r = MV(B("abc"));
    SHOW(PySequence_GetItem(m, 0)); SHOW(PySequence_GetItem(m, -1)); SHOW(PySequence_GetItem(m, 6)); SHOW(PySequence_GetItem(m, -7)); SHOW(PyObject_GetItem(m, I("2"))); SHOW(PyObject_GetItem(m, I("-2"))); SHOW(PyObject_GetItem(m, I("99"))); SHOW(PyObject_GetItem(m, S("x"))); SHOW(PyObject_GetItem(m, F(1))); SHOW(PyObject_GetItem(m, Py_None)); SHOW(PyObject_GetItem(m, V("(i)", 1))); SHOW(PyObject_GetItem(m, V("(ii)", 1, 2))); SHOW(PyObject_GetItem(m, PyTuple_New(0))); SHOW(PyObject_GetItem(m, Py_Ellipsis)); SHOW(PyObject_GetItem(m, V("(N)", slice("1", "2", NULL)))); SHOW(PyObject_GetItem(m, I("99999999999999999999")));
    SHOW_INT(PyObject_SetItem(m, I("0"), I("65"))); SHOW_INT(PyObject_SetItem(m, I("-1"), I("70"))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(m, I("0"), I("256"))); SHOW_INT(PyObject_SetItem(m, I("0"), I("-1"))); SHOW_INT(PyObject_SetItem(m, I("0"), S("x"))); SHOW_INT(PyObject_SetItem(m, I("0"), B("x"))); SHOW_INT(PyObject_SetItem(m, I("77"), I("1"))); SHOW_INT(PyObject_SetItem(m, S("x"), I("1"))); SHOW_INT(PyObject_SetItem(m, V("(i)", 1), I("66"))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(m, V("(ii)", 1, 2), I("66"))); SHOW_INT(PyObject_DelItem(m, I("0"))); SHOW_INT(PySequence_DelItem(m, 0));
    SHOW_INT(PyObject_SetItem(r, I("0"), I("65"))); SHOW_INT(PyObject_SetItem(r, slice("0", "1", NULL), B("x"))); SHOW_INT(PyObject_SetItem(m, Py_Ellipsis, I("1"))); SHOW_INT(PyObject_SetItem(m, I("0"), I("99999999999999999999"))); SHOW_INT(PyObject_SetItem(m, I("0"), F(1.0)));
    SHOW_INT(PySequence_Size(m)); SHOW_INT(PyObject_IsTrue(MV(B("")))); SHOW_INT(PySequence_Check(m)); SHOW_INT(PyMapping_Check(m));
    SHOW(PySequence_List(m)); SHOW_INT(PySequence_Contains(m, I("98"))); SHOW_INT(PySequence_Contains(m, I("7"))); SHOW_INT(PySequence_Count(m, I("99"))); 
    SHOW(M(Py_NewRef(m), "count", "(i)", 99)); SHOW(M(Py_NewRef(m), "index", "(i)", 99)); SHOW(M(Py_NewRef(m), "index", "(i)", 7)); SHOW(M(Py_NewRef(m), "index", "(iii)", 99, 3, 5)); SHOW(M(Py_NewRef(m), "index", "(ii)", 99, -100)); SHOW(M(Py_NewRef(m), "index", "(s)", "x")); SHOW(M(Py_NewRef(m), "count", "(s)", "x")); SHOW(M(Py_NewRef(m), "index", NULL));
}
TEST(slices) {
    PyObject *a = A("abcdef"), *m = MV(a);
#define SL(x, y, z) SHOW(M(PyObject_GetItem(m, slice(x, y, z)), "tobytes", NULL))
    SL("1", "4", NULL); SL(NULL, NULL, "2"); SL(NULL, NULL, "-1"); SL("-2", NULL, NULL); SL("4", "1", NULL); SL("5", "0", "-2"); SL(NULL, NULL, "0"); SL("100", NULL, NULL); SL("2", "3", "100");
    PyObject *back = PyObject_GetItem(m, slice(NULL, NULL, "-2")); show_attributes("back", back); SHOW(M(Py_NewRef(back), "tolist", NULL)); SHOW(PyObject_GetItem(back, I("1"))); SHOW(M(PyObject_GetItem(back, slice("1", NULL, NULL)), "tobytes", NULL)); SHOW(M(Py_NewRef(back), "hex", NULL)); SHOW_INT(PyObject_SetItem(back, I("0"), I("90"))); SHOW_BORROWED(a);
    show_attributes("empty", PyObject_GetItem(m, slice("3", "1", NULL)));
    SHOW_INT(PyObject_SetItem(m, slice("0", "3", NULL), B("XYZ"))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(m, slice("0", "3", NULL), B("XY"))); SHOW_INT(PyObject_SetItem(m, slice(NULL, NULL, "2"), B("123"))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(m, slice(NULL, NULL, "-1"), B("fedcba"))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(m, slice("0", "2", NULL), S("ab"))); SHOW_INT(PyObject_SetItem(m, slice("0", "2", NULL), V("[ii]", 1, 2))); SHOW_INT(PyObject_SetItem(m, slice("0", "3", NULL), PyObject_GetItem(m, slice("1", "4", NULL)))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(m, slice("1", "4", NULL), PyObject_GetItem(m, slice("0", "3", NULL)))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(m, slice(NULL, NULL, "-1"), m)); SHOW_BORROWED(a); SHOW_INT(PyObject_DelItem(m, slice("0", "1", NULL))); SHOW_INT(PyObject_SetItem(m, slice(NULL, NULL, "0"), B("x")));
    PyObject *h = M(Py_NewRef(m), "cast", "(s)", "H"); SHOW_INT(PyObject_SetItem(h, slice("0", "1", NULL), B("xx"))); SHOW_INT(PyObject_SetItem(h, slice("0", "1", NULL), PyObject_GetItem(h, slice("1", "2", NULL)))); SHOW_BORROWED(a);
}
TEST(to_things) {
    PyObject *m = MV(B("ab\xff"));
    SHOW(M(Py_NewRef(m), "tobytes", NULL)); SHOW(M(Py_NewRef(m), "tobytes", "(s)", "C")); SHOW(M(Py_NewRef(m), "tobytes", "(s)", "F")); SHOW(M(Py_NewRef(m), "tobytes", "(s)", "A")); SHOW(M(Py_NewRef(m), "tobytes", "(s)", "X")); SHOW(M(Py_NewRef(m), "tobytes", "(O)", Py_None)); SHOW(M(Py_NewRef(m), "tobytes", "(i)", 3)); SHOW(M(Py_NewRef(m), "tobytes", "(s)", "CC"));
    SHOW(PyObject_Call(PyObject_GetAttrString(m, "tobytes"), PyTuple_New(0), V("{s:s}", "order", "F")));
    SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(M(Py_NewRef(m), "hex", NULL)); SHOW(M(Py_NewRef(m), "hex", "(s)", "-")); SHOW(M(Py_NewRef(m), "hex", "(si)", ":", 2)); SHOW(M(Py_NewRef(m), "hex", "(s)", "ab")); SHOW(PyObject_Call(PyObject_GetAttrString(m, "hex"), PyTuple_New(0), V("{s:s,s:i}", "sep", "_", "bytes_per_sep", -2)));
    SHOW(M(Py_NewRef(m), "__len__", NULL)); SHOW(PyBytes_FromObject(m)); SHOW(PyByteArray_FromObject(m));
    SHOW(M(MV(A("abc")), "toreadonly", NULL) ? Py_True : NULL); PyObject *ro = M(MV(A("abc")), "toreadonly", NULL); SHOW(PyObject_GetAttrString(ro, "readonly")); SHOW_INT(PyObject_SetItem(ro, I("0"), I("1"))); SHOW_INT(PyObject_Hash(ro));
    SHOW_INT(PyObject_SetAttrString(m, "format", S("b"))); SHOW_INT(PyObject_SetAttrString(m, "nope", S("b"))); SHOW(PyObject_GetAttrString(m, "nope"));
}
TEST(release) {
    PyObject *a = A("abc"), *m = MV(a);
    SHOW(M(Py_NewRef(m), "release", NULL)); SHOW_INT(((PyByteArrayObject *)a)->ob_exports); SHOW(M(Py_NewRef(m), "release", NULL));
    SHOW(M(Py_NewRef(m), "tobytes", NULL)); SHOW(M(Py_NewRef(m), "tolist", NULL)); SHOW(M(Py_NewRef(m), "hex", NULL)); SHOW(M(Py_NewRef(m), "cast", "(s)", "b")); SHOW(PyObject_GetItem(m, I("0"))); SHOW_INT(PyObject_SetItem(m, I("0"), I("1"))); SHOW_INT(PySequence_Size(m)); SHOW_INT(PyObject_Hash(m)); SHOW(PyObject_GetIter(m)); SHOW(M(Py_NewRef(m), "__enter__", NULL)); SHOW(M(Py_NewRef(m), "toreadonly", NULL)); SHOW(PyMemoryView_FromObject(m)); SHOW(M(Py_NewRef(m), "count", "(i)", 1)); SHOW(M(Py_NewRef(m), "index", "(i)", 1)); SHOW(M(Py_NewRef(m), "_from_flags", "(Oi)", m, 0));
    const char *names[] = {"obj", "nbytes", "readonly", "itemsize", "format", "ndim", "shape", "strides", "suboffsets", "c_contiguous", "f_contiguous", "contiguous"};
    for (int i = 0; i < 12; i++) print_new(names[i], PyObject_GetAttrString(m, names[i]));
    SHOW(PyObject_RichCompare(m, m, Py_EQ)); SHOW(PyObject_RichCompare(m, B("abc"), Py_EQ)); SHOW(PyObject_RichCompare(m, B("abc"), Py_NE)); SHOW(PyObject_RichCompare(MV(B("abc")), m, Py_EQ));
    PyObject *r = PyObject_Repr(m); SHOW_INT(!strncmp(PyUnicode_AsUTF8(r), "<released memory at 0x", 22)); r = PyObject_Repr(MV(a)); SHOW_INT(!strncmp(PyUnicode_AsUTF8(r), "<memory at 0x", 13));
    Py_buffer v; SHOW_INT(PyObject_GetBuffer(m, &v, PyBUF_SIMPLE));
    m = MV(a); SHOW_INT(PyObject_GetBuffer(m, &v, PyBUF_SIMPLE)); SHOW(M(Py_NewRef(m), "release", NULL)); SHOW_INT(((PyMemoryViewObject *)m)->exports); SHOW_INT(v.obj == m); PyBuffer_Release(&v); SHOW(M(Py_NewRef(m), "release", NULL));
    m = MV(a); PyObject *s = PyObject_GetItem(m, slice("1", NULL, NULL)); SHOW(M(Py_NewRef(m), "release", NULL)); SHOW_INT(((PyByteArrayObject *)a)->ob_exports); SHOW(M(Py_NewRef(s), "tobytes", NULL)); SHOW(M(Py_NewRef(s), "release", NULL)); SHOW_INT(((PyByteArrayObject *)a)->ob_exports);
    m = MV(a); SHOW_INT(M(Py_NewRef(m), "__enter__", NULL) == m); SHOW(M(Py_NewRef(m), "__exit__", "(OOO)", Py_None, Py_None, Py_None)); SHOW(M(Py_NewRef(m), "tobytes", NULL)); SHOW(M(Py_NewRef(m), "__exit__", NULL));
}
TEST(compare) {
    PyObject *m = MV(B("abc"));
    SHOW(PyObject_RichCompare(m, B("abc"), Py_EQ)); SHOW(PyObject_RichCompare(B("abc"), m, Py_EQ)); SHOW(PyObject_RichCompare(m, A("abc"), Py_EQ)); SHOW(PyObject_RichCompare(m, B("abd"), Py_EQ)); SHOW(PyObject_RichCompare(m, B("abd"), Py_NE)); SHOW(PyObject_RichCompare(m, B("ab"), Py_EQ)); SHOW(PyObject_RichCompare(m, S("abc"), Py_EQ)); SHOW(PyObject_RichCompare(m, S("abc"), Py_NE)); SHOW(PyObject_RichCompare(m, m, Py_EQ)); SHOW(PyObject_RichCompare(m, B("abd"), Py_LT)); SHOW(M(Py_NewRef(m), "__lt__", "(y)", "x")); SHOW(M(Py_NewRef(m), "__eq__", "(i)", 3));
    unsigned short h[3] = {97, 98, 99}; Py_ssize_t shape[2] = {3, 1}; Py_buffer v = {h, NULL, 6, 2, 1, 1, "H", shape, NULL, NULL, NULL};
    PyObject *hm = PyMemoryView_FromBuffer(&v); SHOW(PyObject_RichCompare(m, hm, Py_EQ)); h[2] = 100; SHOW(PyObject_RichCompare(m, hm, Py_EQ));
    double d[3] = {97, 98, 99}; Py_buffer w = {d, NULL, 24, 8, 1, 1, "d", shape, NULL, NULL, NULL}; PyObject *dm = PyMemoryView_FromBuffer(&w); SHOW(PyObject_RichCompare(m, dm, Py_EQ)); SHOW(PyObject_RichCompare(dm, m, Py_EQ)); d[0] = 0.0 / 0.0; SHOW(PyObject_RichCompare(dm, dm, Py_EQ));
    SHOW(PyObject_RichCompare(PyObject_GetItem(m, slice(NULL, NULL, "-1")), B("cba"), Py_EQ)); SHOW(PyObject_RichCompare(MV(B("")), B(""), Py_EQ));
    SHOW(PyObject_RichCompare(M(MV(B("ab")), "cast", "(s)", "c"), MV(B("ab")), Py_EQ)); SHOW(PyObject_RichCompare(M(MV(B("ab")), "cast", "(s)", "c"), M(MV(B("ab")), "cast", "(s)", "c"), Py_EQ)); SHOW(PyObject_RichCompare(M(MV(B("\xff")), "cast", "(s)", "b"), MV(B("\xff")), Py_EQ)); SHOW(PyObject_RichCompare(M(MV(B("abcdef")), "cast", "(s[ii])", "B", 2, 3), M(MV(B("abcdef")), "cast", "(s[ii])", "B", 2, 3), Py_EQ)); SHOW(PyObject_RichCompare(M(MV(B("abcdef")), "cast", "(s[ii])", "B", 2, 3), M(MV(B("abcdef")), "cast", "(s[ii])", "B", 3, 2), Py_EQ));
}
TEST(hash) {
    SHOW_INT(PyObject_Hash(MV(B("abc"))) == PyObject_Hash(B("abc"))); SHOW_INT(PyObject_Hash(MV(A("abc")))); SHOW_INT(PyObject_Hash(PyObject_GetItem(MV(B("abc")), slice(NULL, NULL, "-1"))) == PyObject_Hash(B("cba")));
    SHOW_INT(PyObject_Hash(M(MV(B("ab")), "cast", "(s)", "H"))); SHOW_INT(PyObject_Hash(M(MV(B("ab")), "cast", "(s)", "b")) == PyObject_Hash(B("ab"))); SHOW_INT(PyObject_Hash(M(MV(B("ab")), "cast", "(s)", "c")) == PyObject_Hash(B("ab")));
}
TEST(cast) {
    PyObject *m = MV(B("\x01\x02\x03\x04\x05\x06\x07\x08"));
    const char *formats[] = {"b", "B", "c", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "?", "@H", "f", "d", "e", "P"};
    for (int i = 0; i < 15; i++) { PyObject *c = M(Py_NewRef(m), "cast", "(s)", formats[i]); print_new(formats[i], M(c, "tolist", NULL)); }
    for (int i = 15; i < 19; i++) { PyObject *c = M(Py_NewRef(m), "cast", "(s)", formats[i]); print_new(formats[i], c ? PyObject_GetAttrString(c, "shape") : NULL); }
    const char *bad[] = {"", "x", "hh", "<h", ">i", "=B", "!h", "2h", "s", "p", "F", "@", "@@h", "D"};
    for (int i = 0; i < 14; i++) print_new(bad[i], M(Py_NewRef(m), "cast", "(s)", bad[i]));
    SHOW(M(Py_NewRef(m), "cast", "(i)", 3)); SHOW(M(Py_NewRef(m), "cast", "(y)", "b")); SHOW(M(Py_NewRef(m), "cast", NULL)); SHOW(M(MV(B("abc")), "cast", "(s)", "H")); SHOW(M(M(Py_NewRef(m), "cast", "(s)", "H"), "cast", "(s)", "I")); SHOW(M(PyObject_GetItem(m, slice(NULL, NULL, "2")), "cast", "(s)", "b")); SHOW(M(Py_NewRef(m), "cast", "(s)", "\xc3\xa9"));
    PyObject *h = M(Py_NewRef(m), "cast", "(s)", "H"); SHOW(M(M(Py_NewRef(h), "cast", "(s)", "B"), "tolist", NULL)); show_attributes("H", h); SHOW(PyObject_GetItem(h, I("1"))); SHOW(M(PyObject_GetItem(h, slice("1", "3", NULL)), "tolist", NULL)); SHOW(M(PyObject_GetItem(h, slice(NULL, NULL, "-1")), "tolist", NULL));
    PyObject *two = M(Py_NewRef(m), "cast", "(s[ii])", "B", 2, 4); show_attributes("2x4", two); SHOW(M(Py_NewRef(two), "tolist", NULL)); SHOW(M(Py_NewRef(two), "tobytes", NULL)); SHOW(M(Py_NewRef(two), "tobytes", "(s)", "F")); SHOW(PyObject_GetItem(two, V("(ii)", 1, 2))); SHOW(PyObject_GetItem(two, V("(ii)", -1, -1))); SHOW(PyObject_GetItem(two, V("(ii)", 2, 0))); SHOW(PyObject_GetItem(two, V("(ii)", 0, 9))); SHOW(PyObject_GetItem(two, V("(i)", 1))); SHOW(PyObject_GetItem(two, V("(iii)", 1, 2, 3))); SHOW(PyObject_GetItem(two, I("1"))); SHOW(PySequence_GetItem(two, 0)); SHOW(PyObject_GetIter(two) ? PySequence_List(two) : NULL); SHOW_INT(PySequence_Size(two)); SHOW(PyObject_GetItem(two, V("(is)", 0, "x"))); SHOW(PyObject_GetItem(two, V("(NN)", slice("0", "1", NULL), slice("0", "1", NULL)))); SHOW(PyObject_GetItem(two, V("(iN)", 0, slice("0", "1", NULL)))); SHOW(M(PyObject_GetItem(two, slice("1", NULL, NULL)), "tolist", NULL)); SHOW(M(PyObject_GetItem(two, slice(NULL, NULL, "-1")), "tolist", NULL)); SHOW_INT(PyObject_Hash(two) == PyObject_Hash(PyBytes_FromObject(m))); SHOW(M(Py_NewRef(two), "hex", NULL)); SHOW(M(Py_NewRef(two), "count", "(i)", 1)); SHOW(M(Py_NewRef(two), "index", "(i)", 1));
    SHOW(M(M(Py_NewRef(two), "cast", "(s)", "B"), "tolist", NULL)); SHOW(M(M(Py_NewRef(m), "cast", "(s(iii))", "H", 2, 1, 2), "tolist", NULL)); SHOW(M(Py_NewRef(m), "cast", "(s[ii])", "B", 2, 3)); SHOW(M(Py_NewRef(m), "cast", "(s[ii])", "B", -2, -4)); SHOW(M(Py_NewRef(m), "cast", "(s[ii])", "B", 0, 4)); SHOW(M(Py_NewRef(m), "cast", "(s[s])", "B", "x")); SHOW(M(Py_NewRef(m), "cast", "(si)", "B", 8)); SHOW(M(Py_NewRef(m), "cast", "(s[O])", "B", I("99999999999999999999"))); SHOW(M(M(Py_NewRef(m), "cast", "(s[i])", "B", 8), "tolist", NULL)); SHOW(M(M(Py_NewRef(m), "cast", "(s[])", "Q"), "tolist", NULL)); SHOW(M(Py_NewRef(m), "cast", "(s[])", "B")); SHOW(M(Py_NewRef(two), "cast", "(s[ii])", "B", 4, 2)); SHOW(M(Py_NewRef(h), "cast", "(s[ii])", "H", 2, 2)); SHOW(M(MV(B("")), "cast", "(s)", "H") ? Py_True : NULL);
    PyObject *deep = PyList_New(65); for (int i = 0; i < 65; i++) PyList_SET_ITEM(deep, i, I("1")); SHOW(M(MV(B("a")), "cast", "(sO)", "B", deep));
    SHOW(M(PyObject_Call(PyObject_GetAttrString(m, "cast"), PyTuple_New(0), V("{s:s,s:[i,i]}", "format", "B", "shape", 4, 2)), "tolist", NULL));
}
TEST(pack) {
    PyObject *a = PyByteArray_FromStringAndSize("\0\0\0\0\0\0\0\0", 8), *m = MV(a);
    struct { const char *format, *values[8]; } cases[] = {{"b", {"-128", "127", "128", "-129"}}, {"B", {"0", "255", "256", "-1"}}, {"h", {"-32768", "32767", "32768"}}, {"H", {"65535", "65536", "-1"}}, {"i", {"-2147483648", "2147483647", "2147483648"}}, {"I", {"4294967295", "4294967296", "-1"}}, {"l", {"-9223372036854775808", "9223372036854775807", "9223372036854775808"}}, {"L", {"18446744073709551615", "18446744073709551616", "-1"}}, {"q", {"-9223372036854775808", "9223372036854775808"}}, {"Q", {"18446744073709551615", "18446744073709551616", "-1"}}, {"n", {"5", "9223372036854775808"}}, {"N", {"5", "-1"}}, {"?", {"0", "1", "77"}}, {"P", {"5", "-1", "18446744073709551616"}}, {"f", {"3"}}, {"d", {"3"}}, {"e", {"3"}}, {"c", {"3"}}};
    for (int i = 0; i < 18; i++) { PyObject *c = M(Py_NewRef(m), "cast", "(s)", cases[i].format);
        for (int j = 0; j < 8 && cases[i].values[j]; j++) { printf("%s %s ", cases[i].format, cases[i].values[j]); print_int("set", PyObject_SetItem(c, I("0"), I(cases[i].values[j]))); print_new("  ", PyObject_GetItem(c, I("0"))); }
        print_int("str", PyObject_SetItem(c, I("0"), S("x"))); print_int("float", PyObject_SetItem(c, I("0"), F(1.5))); print_int("bytes", PyObject_SetItem(c, I("0"), B("z"))); print_int("long bytes", PyObject_SetItem(c, I("0"), B("zz"))); print_int("none", PyObject_SetItem(c, I("0"), Py_None)); SHOW_BORROWED(a); }
    PyObject *f = M(Py_NewRef(m), "cast", "(s)", "f"); SHOW_INT(PyObject_SetItem(f, I("0"), F(1e300))); SHOW_INT(PyObject_SetItem(f, I("0"), F(0.1))); SHOW(PyObject_GetItem(f, I("0")));
    PyObject *e = M(Py_NewRef(m), "cast", "(s)", "e"); SHOW_INT(PyObject_SetItem(e, I("0"), F(1e9))); SHOW_INT(PyObject_SetItem(e, I("0"), F(0.1))); SHOW(PyObject_GetItem(e, I("0")));
    PyObject *two = M(Py_NewRef(m), "cast", "(s[ii])", "B", 2, 4); SHOW_INT(PyObject_SetItem(two, V("(ii)", 1, 1), I("200"))); SHOW_BORROWED(a); SHOW_INT(PyObject_SetItem(two, I("0"), I("1"))); SHOW_INT(PyObject_SetItem(two, V("(i)", 0), I("1"))); SHOW_INT(PyObject_SetItem(two, V("(ii)", 5, 1), I("1"))); SHOW_INT(PyObject_SetItem(two, slice("0", "1", NULL), B("abcd"))); SHOW_INT(PyObject_SetItem(two, V("(NN)", slice("0", "1", NULL), slice("0", "1", NULL)), B("x")));
}
TEST(iterate) {
    PyObject *m = MV(B("abc")), *it = PyObject_GetIter(m);
    SAY("%s", Py_TYPE(it)->tp_name); SHOW(PyIter_Next(it)); SHOW(PySequence_List(it)); SHOW_INT(PyIter_Next(it) == NULL); SHOW(M(Py_NewRef(it), "__length_hint__", NULL)); SHOW(PySequence_List(M(MV(B("\x01\x00\x02\x00")), "cast", "(s)", "B")));
    char data[8] = {1, 0, 2, 0, 3, 0, 4, 0}; SHOW(PySequence_List(M(PyMemoryView_FromMemory(data, 8, PyBUF_READ), "cast", "(s)", "H")));
    it = PyObject_GetIter(m); M(Py_NewRef(m), "release", NULL); SHOW(PyIter_Next(it));
    SHOW(M(MV(B("abc")), "__reversed__", NULL)); SHOW_INT(PySequence_Contains(MV(B("abc")), S("a")));
    SHOW(PySequence_Concat(MV(B("a")), B("b"))); SHOW(PySequence_Repeat(MV(B("a")), 2));
}
TEST(get_contiguous) {
    PyObject *a = A("abcdef"), *m = MV(a), *step = PyObject_GetItem(m, slice(NULL, NULL, "2"));
    PyObject *r = PyMemoryView_GetContiguous(a, PyBUF_READ, 'C'); SHOW(PyObject_GetAttrString(r, "obj")); r = PyMemoryView_GetContiguous(a, PyBUF_WRITE, 'C'); SHOW(PyObject_GetAttrString(r, "readonly"));
    r = PyMemoryView_GetContiguous(step, PyBUF_READ, 'C'); SHOW(M(Py_NewRef(r), "tobytes", NULL)); show_attributes("copy", r); SHOW(PyMemoryView_GetContiguous(step, PyBUF_WRITE, 'C')); SHOW(PyMemoryView_GetContiguous(B("x"), PyBUF_WRITE, 'C')); SHOW(PyMemoryView_GetContiguous(S("x"), PyBUF_READ, 'C'));
    PyObject *two = M(MV(B("abcdef")), "cast", "(s[ii])", "B", 2, 3); r = PyMemoryView_GetContiguous(two, PyBUF_READ, 'F'); show_attributes("to F", r); SHOW(M(Py_NewRef(r), "tobytes", "(s)", "A")); SHOW(M(Py_NewRef(r), "tolist", NULL)); r = PyMemoryView_GetContiguous(two, PyBUF_READ, 'A'); SHOW(M(r, "tobytes", NULL));
}
TEST(from_flags) {
    SHOW(M(M(Py_NewRef(TYPE(PyMemoryView_Type)), "_from_flags", "(yi)", "abc", PyBUF_FULL_RO), "tobytes", NULL)); SHOW(M(Py_NewRef(TYPE(PyMemoryView_Type)), "_from_flags", "(yi)", "abc", PyBUF_WRITABLE)); SHOW(M(Py_NewRef(TYPE(PyMemoryView_Type)), "_from_flags", "(y)", "abc"));
    PyObject *alias = PyObject_GetAttrString(TYPE(PyMemoryView_Type), "__class_getitem__"); SHOW(alias ? C(alias, "(O)", &PyLong_Type) : NULL);
}
TEST(get_buffer_of_views) {
    PyObject *m = MV(A("abcdef")), *step = PyObject_GetItem(m, slice(NULL, NULL, "2")), *two = M(Py_NewRef(m), "cast", "(s[ii])", "B", 2, 3), *h = M(Py_NewRef(m), "cast", "(s)", "H"), *ro = MV(B("abc")); Py_buffer v;
    PyObject *views[] = {m, step, two, h, ro};
    int flags[] = {PyBUF_SIMPLE, PyBUF_WRITABLE, PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES, PyBUF_C_CONTIGUOUS, PyBUF_F_CONTIGUOUS, PyBUF_ANY_CONTIGUOUS, PyBUF_INDIRECT, PyBUF_FULL, PyBUF_FULL_RO, PyBUF_CONTIG, PyBUF_RECORDS_RO};
    for (int i = 0; i < 5; i++) for (int j = 0; j < 13; j++) { printf("view %d flags %d: ", i, flags[j]);
        if (PyObject_GetBuffer(views[i], &v, flags[j]) < 0) { print_raised(); continue; }
        printf("len %zd itemsize %zd ndim %d format %s shape %d strides %d sub %d ro %d\n", v.len, v.itemsize, v.ndim, v.format ? v.format : "NULL", v.shape ? (int)v.shape[0] : -1, v.strides ? (int)v.strides[0] : -1, v.suboffsets != NULL, v.readonly); PyBuffer_Release(&v); }
}
