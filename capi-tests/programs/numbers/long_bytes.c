/* Ints as bytes: native bytes, byte arrays, to_bytes and from_bytes. */
#include "harness.h"
#include <stdint.h>

static const char *const SAMPLES[] = { "0", "1", "-1", "127", "128", "-128", "-129", "255", "256", "-255", "-256", "32767", "32768", "-32768", "-32769", "2147483647", "-2147483648",
    "4294967295", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "-18446744073709551616", "0x0123456789abcdef0123456789abcdef01", "-0x8000000000000000000000000000", "0x7fffffffffffffffffffffffffff", NULL };
#define EACH(o) for (int i_ = 0; SAMPLES[i_]; i_++) for (PyObject *o = I(SAMPLES[i_]); o; Py_DECREF(o), o = NULL)
static void dump(const unsigned char *p, Py_ssize_t n) { for (Py_ssize_t i = 0; i < n; i++) printf("%02x", p[i]); }
static PyObject *index_300(PyObject *self) { return PyLong_FromLong(300); }
static PyObject *index_minus_3(PyObject *self) { return PyLong_FromLong(-3); }
static PyObject *with_index(PyObject *(*f)(PyObject *)) {
    PyType_Slot slots[] = {{Py_nb_index, f}, {0, NULL}};
    PyType_Spec spec = {"m.Index", 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *o = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return o;
}
static void as_native(PyObject *o, Py_ssize_t n, int flags) {
    unsigned char b[40]; memset(b, 0xee, sizeof b);
    Py_ssize_t r = PyLong_AsNativeBytes(o, b, n, flags);
    printf(" %zd/%d: %zd ", n, flags, r);
    if (r < 0) print_raised(); else { dump(b, n + 2 < 40 ? n + 2 : n); puts(""); }
}
TEST(as_native_bytes) {
    EACH(o) { SAY("%s", SAMPLES[i_]); for (Py_ssize_t n = 0; n <= 18; n += n < 5 ? 1 : n < 8 ? 3 : 1) { as_native(o, n, -1); as_native(o, n, 0); } }
}
TEST(as_native_bytes_flags) {
    EACH(o) { SAY("%s", SAMPLES[i_]); int flags[] = {1, 3, 4, 5, 7, 8, 9, 13, 16, 17}; for (int f = 0; f < 10; f++) for (Py_ssize_t n = 1; n <= 9; n *= 2) as_native(o, n, flags[f]); as_native(o, 9, 5); as_native(o, 8, 9); }
}
TEST(as_native_bytes_bad) {
    PyObject *f = F(3.5), *x = with_index(index_300), *m = with_index(index_minus_3);
    as_native(f, 4, -1); as_native(f, 4, 16); as_native(x, 4, -1); as_native(x, 4, 16); as_native(x, 4, 17); as_native(m, 4, 24); as_native(m, 4, 16); as_native(Py_None, 4, 16); as_native(Py_True, 2, 1);
    PyObject *o = I("5"); unsigned char b[8]; SHOW_INT(PyLong_AsNativeBytes(o, b, -1, -1)); SHOW_INT(PyLong_AsNativeBytes(o, NULL, 0, -1)); SHOW_INT(PyLong_AsNativeBytes(o, b, 8, -2)); SHOW_INT(PyLong_AsNativeBytes(NULL, b, 8, -1));
    Py_DECREF(f); Py_DECREF(x); Py_DECREF(m); Py_DECREF(o);
}
TEST(from_native_bytes) {
    unsigned char v[][20] = {{0}, {1}, {0xff}, {0x80}, {0xff, 0xff}, {0, 0x80}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    for (int i = 0; i < 8; i++) for (size_t n = 0; n <= 17; n += n < 3 ? 1 : 7) for (int flags = -1; flags < 2; flags++) {
        printf("%d %zu %d ", i, n, flags); print_new("signed", PyLong_FromNativeBytes(v[i], n, flags)); print_new("unsigned", PyLong_FromUnsignedNativeBytes(v[i], n, flags));
    }
    SHOW(PyLong_FromNativeBytes(v[2], 2, 4)); SHOW(PyLong_FromNativeBytes(v[2], 1, 8)); SHOW(PyLong_FromUnsignedNativeBytes(v[2], 1, 8)); SHOW(PyLong_FromNativeBytes(v[2], 1, 16));
    SHOW(PyLong_FromNativeBytes(NULL, 1, -1)); SHOW(PyLong_FromUnsignedNativeBytes(NULL, 1, -1));
}
TEST(byte_array) {
    EACH(o) for (int little = 0; little < 2; little++) for (int is_signed = 0; is_signed < 2; is_signed++) for (size_t n = 0; n < 18; n += n < 4 ? 1 : 4) {
        unsigned char b[20]; memset(b, 0xee, 20); int r = _PyLong_AsByteArray((PyLongObject *)o, b, n, little, is_signed, 1);
        printf("%s %zu %d %d: %d ", SAMPLES[i_], n, little, is_signed, r);
        if (r < 0) print_raised(); else { dump(b, n); printf(" "); print_new("back", _PyLong_FromByteArray(b, n, little, is_signed)); }
        memset(b, 0xee, 20); r = _PyLong_AsByteArray((PyLongObject *)o, b, n, little, is_signed, 0); printf("quiet %d ", r); if (!(is_signed == 0 && SAMPLES[i_][0] == '-')) dump(b, n); printf(" %d\n", PyErr_Occurred() != NULL);
        PyErr_Clear();
    }
}
static PyObject *kw(PyObject *self, const char *name, const char *args, PyObject *arg, const char *kwname, PyObject *kwvalue) { return NULL; }
TEST(to_bytes) {
    EACH(o) {
        Py_INCREF(o); print_new("default", M(o, "to_bytes", NULL));
        for (int n = 0; n < 18; n += n < 4 ? 1 : 5) { Py_INCREF(o); printf("%s %d ", SAMPLES[i_], n); print_new("little", M(o, "to_bytes", "(is)", n, "little")); Py_INCREF(o); print_new("big", M(o, "to_bytes", "(is)", n, "big")); }
    }
    print_new("byteorder", M(I("1"), "to_bytes", "(is)", 1, "middle")); print_new("negative length", M(I("1"), "to_bytes", "(is)", -1, "big")); print_new("length type", M(I("1"), "to_bytes", "(s)", "x")); print_new("length float", M(I("1"), "to_bytes", "(d)", 1.0));
    print_new("order type", M(I("1"), "to_bytes", "(ii)", 1, 2)); print_new("too many", M(I("1"), "to_bytes", "(isi)", 1, "big", 1));
}
static PyObject *call_kw(PyObject *o, const char *name, PyObject *args, PyObject *kwargs) {
    PyObject *f = MUST(PyObject_GetAttrString(o, name)), *r = PyObject_Call(f, args, kwargs);
    Py_DECREF(f); Py_DECREF(args); Py_DECREF(kwargs);
    return r;
}
TEST(to_bytes_keywords) {
    EACH(o) { print_new("signed 2", call_kw(o, "to_bytes", V("(is)", 2, "big"), V("{s:O}", "signed", Py_True))); print_new("signed 17", call_kw(o, "to_bytes", V("()"), V("{s:i,s:s,s:i}", "length", 17, "byteorder", "little", "signed", 1))); }
    PyObject *o = I("5"); print_new("unknown", call_kw(o, "to_bytes", V("()"), V("{s:i}", "size", 1))); print_new("twice", call_kw(o, "to_bytes", V("(i)", 1), V("{s:i}", "length", 1))); print_new("positional", call_kw(o, "to_bytes", V("(isi)", 1, "big", 1), V("{}")));
    print_new("signed list", call_kw(o, "to_bytes", V("()"), V("{s:[]}", "signed"))); Py_DECREF(o);
}
TEST(from_bytes) {
    PyObject *t = TYPE(PyLong_Type);
    const char *v[] = {"", "\x01", "\xff", "\x80", "\x01\x02\x03", "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6", NULL};
    for (int i = 0; v[i]; i++) {
        print_new("big", call_kw(t, "from_bytes", V("(y)", v[i]), V("{}"))); print_new("little", call_kw(t, "from_bytes", V("(ys)", v[i], "little"), V("{}")));
        print_new("signed", call_kw(t, "from_bytes", V("(y)", v[i]), V("{s:i}", "signed", 1))); print_new("signed little", call_kw(t, "from_bytes", V("()"), V("{s:y,s:s,s:i}", "bytes", v[i], "byteorder", "little", "signed", 1)));
    }
    print_new("list", call_kw(t, "from_bytes", V("([iii])", 1, 2, 255), V("{}"))); print_new("tuple", call_kw(t, "from_bytes", V("((ii))", 1, 0), V("{}"))); print_new("range", call_kw(t, "from_bytes", V("([i])", 256), V("{}")));
    print_new("str", call_kw(t, "from_bytes", V("(s)", "x"), V("{}"))); print_new("int", call_kw(t, "from_bytes", V("(i)", 3), V("{}"))); print_new("order", call_kw(t, "from_bytes", V("(ys)", "x", "up"), V("{}"))); print_new("none", call_kw(t, "from_bytes", V("()"), V("{}")));
    print_new("bytearray", call_kw(t, "from_bytes", V("(N)", PyByteArray_FromStringAndSize("\1\2", 2)), V("{}"))); print_new("order type", call_kw(t, "from_bytes", V("(yi)", "x", 1), V("{}")));
    print_new("bool", call_kw(TYPE(PyBool_Type), "from_bytes", V("(y)", "x"), V("{}"))); print_new("bool zero", call_kw(TYPE(PyBool_Type), "from_bytes", V("(y)", ""), V("{}")));
}
