/* pybuffer.h: the functions on views and on objects. */
#include "harness.h"

static void show_view(const char *label, Py_buffer *v) {
    printf("%s: len %zd itemsize %zd readonly %d ndim %d format %s", label, v->len, v->itemsize, v->readonly, v->ndim, v->format ? v->format : "NULL");
    printf(" shape"); if (v->shape) for (int i = 0; i < v->ndim; i++) printf(" %zd", v->shape[i]); else printf(" NULL");
    printf(" strides"); if (v->strides) for (int i = 0; i < v->ndim; i++) printf(" %zd", v->strides[i]); else printf(" NULL");
    printf(" suboffsets"); if (v->suboffsets) for (int i = 0; i < v->ndim; i++) printf(" %zd", v->suboffsets[i]); else printf(" NULL");
    printf("\n"); fflush(stdout);
}
static Py_buffer view_of(void *buf, const char *format, Py_ssize_t itemsize, int ndim, Py_ssize_t *shape, Py_ssize_t *strides, Py_ssize_t *suboffsets) {
    Py_buffer v = {0};
    v.buf = buf; v.format = (char *)format; v.itemsize = itemsize; v.ndim = ndim; v.shape = shape; v.strides = strides; v.suboffsets = suboffsets;
    v.len = itemsize;
    for (int i = 0; i < ndim; i++) v.len *= shape[i];
    return v;
}
TEST(fill_info) {
    char data[8] = "abcdefg"; Py_buffer v;
    PyObject *owner = F(2.5);
    int flags[] = {PyBUF_SIMPLE, PyBUF_WRITABLE, PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES, PyBUF_C_CONTIGUOUS, PyBUF_F_CONTIGUOUS, PyBUF_ANY_CONTIGUOUS, PyBUF_INDIRECT, PyBUF_CONTIG, PyBUF_CONTIG_RO, PyBUF_STRIDED, PyBUF_STRIDED_RO, PyBUF_RECORDS, PyBUF_RECORDS_RO, PyBUF_FULL, PyBUF_FULL_RO};
    for (int i = 0; i < 17; i++) for (int ro = 0; ro < 2; ro++) {
        printf("flags %d ro %d: ", flags[i], ro);
        int r = PyBuffer_FillInfo(&v, owner, data, 8, ro, flags[i]);
        if (r < 0) { printf("%d obj %d ", r, v.obj == NULL); print_raised(); } else { show_view("ok", &v); PyBuffer_Release(&v); }
    }
    SHOW_INT(Py_REFCNT(owner));
    SHOW_INT(PyBuffer_FillInfo(NULL, owner, data, 8, 0, PyBUF_SIMPLE));
    SHOW_INT(PyBuffer_FillInfo(&v, owner, data, 8, 0, PyBUF_READ));
    SHOW_INT(PyBuffer_FillInfo(&v, owner, data, 8, 0, PyBUF_WRITE));
    SHOW_INT(PyBuffer_FillInfo(NULL, owner, data, 8, 0, PyBUF_READ));
    SHOW_INT(PyBuffer_FillInfo(&v, NULL, data, 8, 0, PyBUF_FULL)); show_view("no owner", &v); SHOW_INT(v.obj == NULL); PyBuffer_Release(&v);
    SHOW_INT(PyBuffer_FillInfo(&v, NULL, data, 0, 0, PyBUF_FULL)); show_view("empty", &v);
}
TEST(get_buffer_errors) {
    Py_buffer v;
    SHOW_INT(PyObject_CheckBuffer(PyBytes_FromString("x"))); SHOW_INT(PyObject_CheckBuffer(S("x"))); SHOW_INT(PyObject_CheckBuffer(Py_None)); SHOW_INT(PyObject_CheckBuffer(TYPE(PyBytes_Type)));
    SHOW_INT(PyObject_GetBuffer(S("x"), &v, PyBUF_SIMPLE));
    SHOW_INT(PyObject_GetBuffer(I("1"), &v, PyBUF_FULL));
    SHOW_INT(PyObject_GetBuffer(PyBytes_FromString("abc"), &v, PyBUF_READ));
    SHOW_INT(PyObject_GetBuffer(PyBytes_FromString("abc"), &v, PyBUF_WRITE));
    SHOW_INT(PyObject_GetBuffer(PyBytes_FromString("abc"), &v, PyBUF_WRITABLE));
    SHOW_INT(PyObject_GetBuffer(PyByteArray_FromStringAndSize("abc", 3), &v, PyBUF_WRITABLE)); show_view("ok", &v); PyBuffer_Release(&v);
    SHOW_INT(PyObject_GetBuffer(PyBytes_FromString("abc"), &v, 0x10000)); show_view("odd flag", &v); PyBuffer_Release(&v);
}
TEST(is_contiguous) {
    char data[64];
    struct { const char *name; int ndim; Py_ssize_t shape[3], strides[3]; int has_strides; } cases[] = {
        {"scalar", 0}, {"1d plain", 1, {6}, {0}, 0}, {"1d", 1, {6}, {1}, 1}, {"1d step", 1, {3}, {2}, 1}, {"1d back", 1, {6}, {-1}, 1}, {"1d one", 1, {1}, {7}, 1}, {"1d zero", 1, {0}, {7}, 1},
        {"2d c", 2, {2, 3}, {3, 1}, 1}, {"2d f", 2, {2, 3}, {1, 2}, 1}, {"2d odd", 2, {2, 3}, {6, 1}, 1}, {"2d one row", 2, {1, 3}, {99, 1}, 1}, {"2d one col", 2, {3, 1}, {1, 99}, 1}, {"2d plain", 2, {2, 3}, {0}, 0}, {"2d zero", 2, {0, 3}, {5, 5}, 1},
        {"3d c", 3, {2, 2, 2}, {4, 2, 1}, 1}, {"3d f", 3, {2, 2, 2}, {1, 2, 4}, 1}, {"3d mix", 3, {2, 2, 2}, {2, 4, 1}, 1}, {"3d ones", 3, {1, 1, 1}, {9, 9, 9}, 1}, {"2d plain 1", 2, {1, 6}, {0}, 0}};
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        Py_buffer v = view_of(data, "B", 1, cases[i].ndim, cases[i].ndim ? cases[i].shape : NULL, cases[i].has_strides ? cases[i].strides : NULL, NULL);
        Py_ssize_t sub[3] = {-1, -1, -1};
        printf("%s: C%d F%d A%d X%d", cases[i].name, PyBuffer_IsContiguous(&v, 'C'), PyBuffer_IsContiguous(&v, 'F'), PyBuffer_IsContiguous(&v, 'A'), PyBuffer_IsContiguous(&v, 'X'));
        v.suboffsets = sub;
        printf(" sub C%d F%d A%d\n", PyBuffer_IsContiguous(&v, 'C'), PyBuffer_IsContiguous(&v, 'F'), PyBuffer_IsContiguous(&v, 'A'));
    }
}
TEST(fill_contiguous_strides) {
    Py_ssize_t shape[3] = {2, 3, 4}, strides[3];
    PyBuffer_FillContiguousStrides(3, shape, strides, 8, 'C'); SAY("%zd %zd %zd", strides[0], strides[1], strides[2]);
    PyBuffer_FillContiguousStrides(3, shape, strides, 8, 'F'); SAY("%zd %zd %zd", strides[0], strides[1], strides[2]);
    PyBuffer_FillContiguousStrides(3, shape, strides, 8, 'x'); SAY("%zd %zd %zd", strides[0], strides[1], strides[2]);
    PyBuffer_FillContiguousStrides(1, shape, strides, 2, 'C'); SAY("%zd", strides[0]);
    strides[0] = 77; PyBuffer_FillContiguousStrides(0, shape, strides, 2, 'C'); SAY("%zd", strides[0]);
}
TEST(get_pointer) {
    char data[24]; Py_ssize_t shape[2] = {2, 3}, strides[2] = {3, 1}, at[2] = {1, 2};
    Py_buffer v = view_of(data, "B", 1, 2, shape, strides, NULL);
    SHOW_INT((char *)PyBuffer_GetPointer(&v, at) - data);
    at[0] = 0; SHOW_INT((char *)PyBuffer_GetPointer(&v, at) - data);
    char row0[3] = "abc", row1[3] = "def"; char *rows[2] = {row0, row1}; Py_ssize_t st2[2] = {sizeof(char *), 1}, sub[2] = {0, -1};
    v = view_of(rows, "c", 1, 2, shape, st2, sub);
    at[0] = 1; at[1] = 1; SHOW_INT(*(char *)PyBuffer_GetPointer(&v, at)); at[0] = 0; SHOW_INT(*(char *)PyBuffer_GetPointer(&v, at));
}
TEST(size_from_format) {
    const char *formats[] = {"b", "B", "c", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "f", "d", "e", "P", "?", "s", "10s", "ii", "bi", "<bi", "=q", "3x", "", "x", "F", "D"};
    for (int i = 0; i < (int)(sizeof formats / sizeof *formats); i++) print_int(formats[i], PyBuffer_SizeFromFormat(formats[i]));
}
TEST(size_from_bad_format) {
    SHOW_INT(PyBuffer_SizeFromFormat("y"));
    SHOW_INT(PyBuffer_SizeFromFormat("<n"));
    SHOW_INT(PyBuffer_SizeFromFormat("10"));
}
TEST(to_and_from_contiguous) {
    unsigned char data[6] = {1, 2, 3, 4, 5, 6}, out[8];
    Py_ssize_t shape[2] = {2, 3}, c[2] = {3, 1}, f[2] = {1, 2}, back[2] = {-3, -1};
#define OUT(label) do { printf(label ":"); for (int i_ = 0; i_ < 6; i_++) printf(" %d", out[i_]); printf("\n"); } while (0)
    Py_buffer v = view_of(data, "B", 1, 2, shape, c, NULL);
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'C')); OUT("c as C");
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'F')); OUT("c as F");
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'A')); OUT("c as A");
    SHOW_INT(PyBuffer_ToContiguous(out, &v, 5, 'C')); SHOW_INT(PyBuffer_ToContiguous(out, &v, 7, 'C'));
    v = view_of(data, "B", 1, 2, shape, f, NULL);
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'C')); OUT("f as C");
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'F')); OUT("f as F");
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'A')); OUT("f as A");
    v = view_of(data + 5, "B", 1, 2, shape, back, NULL);
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'C')); OUT("back as C");
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'F')); OUT("back as F");
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'A')); OUT("back as A");
    unsigned char r0[3] = {1, 2, 3}, r1[3] = {4, 5, 6}; unsigned char *rows[2] = {r0, r1}; Py_ssize_t st[2] = {8, 1}, sub[2] = {0, -1};
    v = view_of(rows, "B", 1, 2, shape, st, sub);
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'C')); OUT("indirect as C");
    memset(out, 0, 8); SHOW_INT(PyBuffer_ToContiguous(out, &v, 6, 'F')); OUT("indirect as F");
    unsigned char in[6] = {10, 20, 30, 40, 50, 60};
#define IN(label, target) do { printf(label ":"); for (int i_ = 0; i_ < 6; i_++) printf(" %d", target[i_]); printf("\n"); } while (0)
    v = view_of(data, "B", 1, 2, shape, c, NULL); SHOW_INT(PyBuffer_FromContiguous(&v, in, 6, 'C')); IN("C", data);
    SHOW_INT(PyBuffer_FromContiguous(&v, in, 6, 'F')); IN("F into c", data);
    memset(data, 0, 6); SHOW_INT(PyBuffer_FromContiguous(&v, in, 4, 'C')); IN("short", data);
    memset(data, 0, 6); SHOW_INT(PyBuffer_FromContiguous(&v, in, 4, 'F')); IN("short F", data);
    v = view_of(data, "B", 1, 2, shape, f, NULL); SHOW_INT(PyBuffer_FromContiguous(&v, in, 6, 'C')); IN("C into f", data);
    SHOW_INT(PyBuffer_FromContiguous(&v, in, 6, 'F')); IN("F into f", data);
}
TEST(copy_data) {
    PyObject *a = PyByteArray_FromStringAndSize("......", 6), *b = PyBytes_FromString("abcdef");
    SHOW_INT(PyObject_CopyData(a, b)); SHOW_BORROWED(a);
    SHOW_INT(PyObject_CopyData(a, PyBytes_FromString("ab"))); SHOW_BORROWED(a);
    SHOW_INT(PyObject_CopyData(a, PyBytes_FromString("abcdefgh")));
    SHOW_INT(PyObject_CopyData(b, a));
    SHOW_INT(PyObject_CopyData(a, S("x")));
    SHOW_INT(PyObject_CopyData(I("3"), b));
    PyObject *back = PyObject_GetItem(PyMemoryView_FromObject(b), PySlice_New(NULL, NULL, I("-1")));
    SHOW_INT(PyObject_CopyData(a, back)); SHOW_BORROWED(a);
}
TEST(old_buffer_functions) {
    extern int PyObject_AsCharBuffer(PyObject *, const char **, Py_ssize_t *), PyObject_AsReadBuffer(PyObject *, const void **, Py_ssize_t *), PyObject_AsWriteBuffer(PyObject *, void **, Py_ssize_t *), PyObject_CheckReadBuffer(PyObject *);
    const char *p; const void *cp; void *wp; Py_ssize_t n;
    PyObject *b = PyBytes_FromString("abc"), *a = PyByteArray_FromStringAndSize("abcd", 4);
    SHOW_INT(PyObject_AsCharBuffer(b, &p, &n)); SAY("%.*s", (int)n, p);
    SHOW_INT(PyObject_AsReadBuffer(a, &cp, &n)); SHOW_INT(n);
    SHOW_INT(PyObject_AsWriteBuffer(a, &wp, &n)); SHOW_INT(n);
    SHOW_INT(PyObject_AsWriteBuffer(b, &wp, &n));
    SHOW_INT(PyObject_AsReadBuffer(S("x"), &cp, &n));
    SHOW_INT(PyObject_AsCharBuffer(Py_None, &p, &n));
    SHOW_INT(PyObject_AsCharBuffer(NULL, &p, &n));
    SHOW_INT(PyObject_AsReadBuffer(NULL, &cp, &n));
    SHOW_INT(PyObject_AsWriteBuffer(NULL, &wp, &n));
    SHOW_INT(PyObject_CheckReadBuffer(b)); SHOW_INT(PyObject_CheckReadBuffer(S("x"))); SHOW_INT(PyObject_CheckReadBuffer(a));
}
TEST(pickle_buffer) {
    PyObject *b = PyByteArray_FromStringAndSize("abc", 3), *p = PyPickleBuffer_FromObject(b);
    SAY("%s", Py_TYPE(p)->tp_name);
    SHOW_INT(((PyByteArrayObject *)b)->ob_exports);
    SHOW_INT(PyPickleBuffer_GetBuffer(p)->len); show_view("view", (Py_buffer *)PyPickleBuffer_GetBuffer(p));
    SHOW(M(M(Py_NewRef(p), "raw", NULL), "tobytes", NULL));
    SHOW_INT(PyPickleBuffer_Release(p)); SHOW_INT(((PyByteArrayObject *)b)->ob_exports);
    SHOW_INT(PyPickleBuffer_Release(p));
    SHOW_INT(PyPickleBuffer_GetBuffer(p) == NULL);
    SHOW(M(Py_NewRef(p), "raw", NULL));
    SHOW(PyMemoryView_FromObject(p));
    SHOW_INT(PyPickleBuffer_Release(b)); SHOW_INT(PyPickleBuffer_GetBuffer(b) == NULL); print_raised();
    SHOW(PyPickleBuffer_FromObject(S("x")));
    SHOW(C(TYPE(PyPickleBuffer_Type), NULL)); SHOW(C(TYPE(PyPickleBuffer_Type), "(s)", "x"));
    p = C(TYPE(PyPickleBuffer_Type), "(y)", "data"); SHOW(M(M(Py_NewRef(p), "raw", NULL), "tobytes", NULL)); SHOW(M(Py_NewRef(p), "release", NULL)); SHOW(M(Py_NewRef(p), "release", NULL));
}
