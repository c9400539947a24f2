/* PyArg_ParseTuple: the formats that give text, bytes and buffers. */
#include "harness.h"

static PyObject *pack(PyObject *value) { PyObject *a = PyTuple_Pack(1, value); Py_DECREF(value); return a; }
static void print_bytes(const char *p, Py_ssize_t n) {
    printf("%zd \"", n);
    for (Py_ssize_t i = 0; i < n; i++) {
        unsigned char c = p[i];
        if (c >= 32 && c < 127) putchar(c); else printf("\\x%02x", c);
    }
    printf("\"");
}
/* char* formats */
#define TEXT(F, value) do { \
        PyObject *a_ = pack(value); const char *p_ = "untouched"; \
        int r_ = PyArg_ParseTuple(a_, F, &p_); \
        printf("%s <- %s: %d ", F, #value, r_); \
        if (r_) { if (p_) print_bytes(p_, strlen(p_)); else printf("NULL"); puts(""); } else print_raised(); \
        Py_DECREF(a_); } while (0)
#define SIZED(F, value) do { \
        PyObject *a_ = pack(value); const char *p_ = "untouched"; Py_ssize_t n_ = -7; \
        int r_ = PyArg_ParseTuple(a_, F, &p_, &n_); \
        printf("%s <- %s: %d ", F, #value, r_); \
        if (r_) { if (p_) print_bytes(p_, n_); else printf("NULL %zd", n_); puts(""); } else print_raised(); \
        Py_DECREF(a_); } while (0)
#define BUFFER(F, value) do { \
        PyObject *a_ = pack(value); Py_buffer b_; memset(&b_, 0x11, sizeof b_); \
        PyObject *o_ = PyTuple_GetItem(a_, 0); \
        Py_ssize_t refs_ = Py_REFCNT(o_); \
        int r_ = PyArg_ParseTuple(a_, F, &b_); \
        printf("%s <- %s: %d ", F, #value, r_); \
        if (r_) { \
            if (b_.buf) print_bytes(b_.buf, b_.len); else printf("NULL %zd", b_.len); \
            printf(" readonly %d itemsize %zd ndim %d obj is arg %d format %s", b_.readonly, b_.itemsize, b_.ndim, b_.obj == o_, b_.format ? b_.format : "NULL"); \
            printf(" shape %d strides %d suboffsets %d internal %d", b_.shape == &b_.len, b_.strides == &b_.itemsize, b_.suboffsets != NULL, b_.internal != NULL); \
            if (o_ != Py_None && !_Py_IsImmortal(o_)) printf(" refs %+ld", (long)(Py_REFCNT(o_) - refs_)); \
            PyBuffer_Release(&b_); \
            if (o_ != Py_None && !_Py_IsImmortal(o_)) printf(" then %+ld", (long)(Py_REFCNT(o_) - refs_)); \
            puts(""); \
        } else print_raised(); \
        Py_DECREF(a_); } while (0)
#define NUL_STR() PyUnicode_FromStringAndSize("a\0b", 3)
#define NUL_BYTES() PyBytes_FromStringAndSize("a\0b", 3)
#define BYTES(t) PyBytes_FromString(t)
#define ARRAY(t) PyByteArray_FromStringAndSize(t, strlen(t))
#define VIEW(t) M(PyMemoryView_FromMemory((char *)t, strlen(t), PyBUF_READ), "__getitem__", "(N)", PySlice_New(NULL, NULL, NULL))
#define SURROGATE() PyUnicode_DecodeUTF8("\xff", 1, "surrogateescape")

TEST(s) {
    TEXT("s", S("hello")); TEXT("s", S("")); TEXT("s", S("h\xc3\xa9llo \xf0\x9f\x90\x8d")); TEXT("s", NUL_STR()); TEXT("s", BYTES("hi"));
    TEXT("s", I("3")); TEXT("s", Py_NewRef(Py_None)); TEXT("s", SURROGATE()); TEXT("s", ARRAY("x"));
}
TEST(z) {
    TEXT("z", S("hello")); TEXT("z", S("")); TEXT("z", NUL_STR()); TEXT("z", BYTES("hi")); TEXT("z", I("3")); TEXT("z", Py_NewRef(Py_None)); TEXT("z", SURROGATE());
}
TEST(y) {
    TEXT("y", S("hello")); TEXT("y", BYTES("hello")); TEXT("y", BYTES("")); TEXT("y", NUL_BYTES()); TEXT("y", ARRAY("abc")); TEXT("y", I("3")); TEXT("y", Py_NewRef(Py_None));
    TEXT("y", VIEW("abc"));
}
TEST(s_sized) {
    SIZED("s#", S("hello")); SIZED("s#", S("")); SIZED("s#", NUL_STR()); SIZED("s#", BYTES("h\xff")); SIZED("s#", NUL_BYTES()); SIZED("s#", ARRAY("abc"));
    SIZED("s#", I("3")); SIZED("s#", Py_NewRef(Py_None)); SIZED("s#", SURROGATE()); SIZED("s#", VIEW("abc"));
}
TEST(z_sized) {
    SIZED("z#", S("hello")); SIZED("z#", NUL_STR()); SIZED("z#", BYTES("h\xff")); SIZED("z#", ARRAY("abc")); SIZED("z#", I("3")); SIZED("z#", Py_NewRef(Py_None));
}
TEST(y_sized) {
    SIZED("y#", S("hello")); SIZED("y#", BYTES("h\xff")); SIZED("y#", NUL_BYTES()); SIZED("y#", ARRAY("abc")); SIZED("y#", I("3")); SIZED("y#", Py_NewRef(Py_None));
}
TEST(s_buffer) {
    BUFFER("s*", S("hello")); BUFFER("s*", NUL_STR()); BUFFER("s*", BYTES("hi")); BUFFER("s*", ARRAY("abc")); BUFFER("s*", I("3")); BUFFER("s*", Py_NewRef(Py_None)); BUFFER("s*", SURROGATE());
}
TEST(z_buffer) {
    BUFFER("z*", S("hello")); BUFFER("z*", BYTES("hi")); BUFFER("z*", ARRAY("abc")); BUFFER("z*", I("3")); BUFFER("z*", Py_NewRef(Py_None));
}
TEST(y_buffer) {
    BUFFER("y*", S("hello")); BUFFER("y*", BYTES("hi")); BUFFER("y*", NUL_BYTES()); BUFFER("y*", ARRAY("abc")); BUFFER("y*", I("3")); BUFFER("y*", Py_NewRef(Py_None));
    BUFFER("y*", VIEW("memory"));
}
TEST(w_buffer) {
    BUFFER("w*", S("hello")); BUFFER("w*", BYTES("hi")); BUFFER("w*", ARRAY("abc")); BUFFER("w*", I("3")); BUFFER("w*", Py_NewRef(Py_None)); BUFFER("w*", VIEW("abc"));
}
TEST(w_writes) {
    PyObject *array = PyByteArray_FromStringAndSize("abc", 3), *args = PyTuple_Pack(1, array);
    Py_buffer b;
    SHOW_INT(PyArg_ParseTuple(args, "w*", &b));
    ((char *)b.buf)[1] = 'X';
    SHOW_INT(PyByteArray_Resize(array, 10));
    PyBuffer_Release(&b);
    SHOW_INT(PyByteArray_Resize(array, 4));
    Py_DECREF(args);
    SHOW(array);
}
TEST(not_contiguous) {
    /* memoryview(b"abcdef")[::2] is not C-contiguous. */
    PyObject *view = PyMemoryView_FromMemory((char *)"abcdef", 6, PyBUF_READ);
    PyObject *two = PyLong_FromLong(2), *slice = PySlice_New(NULL, NULL, two);
    PyObject *every = MUST(PyObject_GetItem(view, slice)), *args = PyTuple_Pack(1, every);
    Py_buffer b; const char *p; Py_ssize_t n;
    SHOW_INT(PyArg_ParseTuple(args, "y*", &b));
    SHOW_INT(PyArg_ParseTuple(args, "s*", &b));
    SHOW_INT(PyArg_ParseTuple(args, "y#", &p, &n));
    SHOW_INT(PyArg_ParseTuple(args, "s#", &p, &n));
    Py_DECREF(view); Py_DECREF(two); Py_DECREF(slice); Py_DECREF(every); Py_DECREF(args);
}
TEST(typed_objects) {
    PyObject *o;
    PyObject *args = pack(S("x"));
#define TRY(F) do { o = NULL; int r_ = PyArg_ParseTuple(args, F, &o); printf("%s: %d same %d ", F, r_, o == PyTuple_GetItem(args, 0)); if (r_) puts(""); else print_raised(); } while (0)
    TRY("U"); TRY("S"); TRY("Y"); TRY("O"); Py_DECREF(args);
    args = pack(BYTES("x")); TRY("U"); TRY("S"); TRY("Y"); Py_DECREF(args);
    args = pack(ARRAY("x")); TRY("U"); TRY("S"); TRY("Y"); Py_DECREF(args);
    args = pack(I("5")); TRY("U"); TRY("S"); TRY("Y"); Py_DECREF(args);
    args = pack(Py_NewRef(Py_None)); TRY("U"); TRY("S:name"); TRY("Y;own"); Py_DECREF(args);
}
TEST(c_and_C) {
    char c; int C;
#define TRY_c(value) do { PyObject *a_ = pack(value); c = 'z'; int r_ = PyArg_ParseTuple(a_, "c", &c); printf("c <- %s: %d %c ", #value, r_, c); if (r_) puts(""); else print_raised(); Py_DECREF(a_); } while (0)
#define TRY_C(value) do { PyObject *a_ = pack(value); C = 7; int r_ = PyArg_ParseTuple(a_, "C", &C); printf("C <- %s: %d %d ", #value, r_, C); if (r_) puts(""); else print_raised(); Py_DECREF(a_); } while (0)
    TRY_c(BYTES("a")); TRY_c(BYTES("ab")); TRY_c(BYTES("")); TRY_c(ARRAY("a")); TRY_c(ARRAY("ab")); TRY_c(S("a")); TRY_c(I("97"));
    TRY_C(S("a")); TRY_C(S("ab")); TRY_C(S("")); TRY_C(S("\xf0\x9f\x90\x8d")); TRY_C(BYTES("a")); TRY_C(I("97"));
}
TEST(u_is_gone) {
    PyObject *args = pack(S("x")); void *p, *q;
    SHOW_INT(PyArg_ParseTuple(args, "u", &p));
    SHOW_INT(PyArg_ParseTuple(args, "Z", &p));
    SHOW_INT(PyArg_ParseTuple(args, "u#", &p, &q));
    SHOW_INT(PyArg_ParseTuple(args, "w", &p));
    SHOW_INT(PyArg_ParseTuple(args, "w#", &p, &q));
    Py_DECREF(args);
}
#define ENCODED(F, enc, value) do { \
        PyObject *a_ = pack(value); char *p_ = NULL; \
        int r_ = PyArg_ParseTuple(a_, F, enc, &p_); \
        printf("%s(%s) <- %s: %d ", F, #enc, #value, r_); \
        if (r_) { print_bytes(p_, strlen(p_)); puts(""); PyMem_Free(p_); } else print_raised(); \
        Py_DECREF(a_); } while (0)
#define ENCODED_SIZED(F, enc, value) do { \
        PyObject *a_ = pack(value); char *p_ = NULL; Py_ssize_t n_ = -7; \
        int r_ = PyArg_ParseTuple(a_, F, enc, &p_, &n_); \
        printf("%s(%s) <- %s: %d ", F, #enc, #value, r_); \
        if (r_) { print_bytes(p_, n_); printf(" then %d\n", p_[n_]); PyMem_Free(p_); } else print_raised(); \
        Py_DECREF(a_); } while (0)
TEST(es) {
    ENCODED("es", "latin-1", S("caf\xc3\xa9")); ENCODED("es", "ascii", S("caf\xc3\xa9")); ENCODED("es", NULL, S("caf\xc3\xa9")); ENCODED("es", "utf-8", NUL_STR());
    ENCODED("es", "latin-1", BYTES("x")); ENCODED("es", "latin-1", I("1")); ENCODED("es", "no-such-codec", S("x")); ENCODED("es", "latin-1", Py_NewRef(Py_None));
    ENCODED("es", "latin-1", S(""));
}
TEST(et) {
    ENCODED("et", "latin-1", S("caf\xc3\xa9")); ENCODED("et", "latin-1", BYTES("caf\xc3\xa9")); ENCODED("et", "latin-1", ARRAY("raw")); ENCODED("et", "latin-1", NUL_BYTES());
    ENCODED("et", "latin-1", I("1"));
}
TEST(es_sized) {
    ENCODED_SIZED("es#", "latin-1", S("caf\xc3\xa9")); ENCODED_SIZED("es#", "utf-8", NUL_STR()); ENCODED_SIZED("es#", "ascii", S("\xc3\xa9")); ENCODED_SIZED("es#", "utf-8", I("1"));
    ENCODED_SIZED("et#", "utf-8", NUL_BYTES()); ENCODED_SIZED("et#", "utf-8", BYTES("ab")); ENCODED_SIZED("et#", "utf-8", ARRAY("ab"));
}
TEST(es_into_a_given_buffer) {
    char room[8]; char *p = room; Py_ssize_t n = 8;
    PyObject *args = pack(S("caf\xc3\xa9"));
    memset(room, 'z', 8);
    SHOW_INT(PyArg_ParseTuple(args, "es#", "utf-8", &p, &n));
    SAY("%d %zd %s", p == room, n, room);
    n = 6; SHOW_INT(PyArg_ParseTuple(args, "es#", "utf-8", &p, &n)); SAY("%zd", n);
    n = 5; SHOW_INT(PyArg_ParseTuple(args, "es#", "utf-8", &p, &n)); SAY("%zd", n);
    n = 0; SHOW_INT(PyArg_ParseTuple(args, "es#:f", "utf-8", &p, &n)); SAY("%zd", n);
    SHOW_INT(PyArg_ParseTuple(args, "es#", "utf-8", NULL, &n));
    SHOW_INT(PyArg_ParseTuple(args, "es", "utf-8", NULL));
    SHOW_INT(PyArg_ParseTuple(args, "es#", "utf-8", &p, NULL));
    SHOW_INT(PyArg_ParseTuple(args, "e", "utf-8", &p));
    SHOW_INT(PyArg_ParseTuple(args, "ex", "utf-8", &p));
    Py_DECREF(args);
}
TEST(cleanup_on_failure) {
    /* What earlier units took is given back when a later one fails. */
    PyObject *array = PyByteArray_FromStringAndSize("abc", 3), *args = V("(OOs)", array, array, "x");
    Py_buffer a, b; int i; char *encoded = (char *)1;
    SHOW_REFS(array, SHOW_INT(PyArg_ParseTuple(args, "y*w*i", &a, &b, &i)));
    SHOW_INT(PyByteArray_Resize(array, 5));
    Py_DECREF(args);
    args = V("(sO)", "x", array);
    encoded = NULL;
    SHOW_INT(PyArg_ParseTuple(args, "esi", "utf-8", &encoded, &i));
    SAY("encoded is NULL: %d", encoded == NULL);
    Py_DECREF(args); Py_DECREF(array);
}
TEST(utf8_pointer_is_the_strings_own) {
    PyObject *text = S("shared"), *args = PyTuple_Pack(1, text);
    const char *p, *q; Py_ssize_t n;
    SHOW_INT(PyArg_ParseTuple(args, "s", &p)); SHOW_INT(PyArg_ParseTuple(args, "s#", &q, &n));
    SAY("%d %d", p == PyUnicode_AsUTF8(text), q == p);
    Py_DECREF(args); Py_DECREF(text);
}
