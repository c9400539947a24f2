/* longobject.h: ints from and to C integers, their memory, signs and exports. */
#include "harness.h"
#include <limits.h>
#include <stdint.h>
#include <math.h>

static const char *const SAMPLES[] = {
    "0", "1", "-1", "5", "-5", "-6", "255", "256", "257", "1073741823", "1073741824", "-1073741823", "-1073741824", "2147483647", "2147483648", "-2147483648",
    "-2147483649", "4294967295", "4294967296", "1152921504606846975", "1152921504606846976", "-1152921504606846976", "9223372036854775807", "9223372036854775808",
    "-9223372036854775807", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "-18446744073709551615",
    "-18446744073709551616", "1267650600228229401496703205376", "-1267650600228229401496703205376",
    "123456789012345678901234567890123456789012345678901234567890", NULL };
#define EACH(o) for (int i_ = 0; SAMPLES[i_]; i_++) for (PyObject *o = I(SAMPLES[i_]); o; Py_DECREF(o), o = NULL)

/* Anything that is no int but can be made one, and some that cannot. */
static PyObject *index_42(PyObject *self) { return PyLong_FromLong(42); }
static PyObject *index_text(PyObject *self) { return PyUnicode_FromString("no"); }
static PyObject *index_true(PyObject *self) { return PyBool_FromLong(1); }
static PyObject *index_raises(PyObject *self) { PyErr_SetString(PyExc_KeyError, "from __index__"); return NULL; }
static PyObject *index_big(PyObject *self) { return PyLong_FromString("99999999999999999999999", NULL, 10); }
static PyObject *with_index(const char *name, PyObject *(*f)(PyObject *)) {
    PyType_Slot slots[] = {{Py_nb_index, f}, {0, NULL}};
    PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *o = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return o;
}
static PyObject *with_int(const char *name, PyObject *(*f)(PyObject *)) {
    PyType_Slot slots[] = {{Py_nb_int, f}, {0, NULL}};
    PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *type = MUST(PyType_FromSpec(&spec)), *o = MUST(PyObject_CallNoArgs(type));
    Py_DECREF(type);
    return o;
}
/* A subclass of int, and an instance with the given value. */
static PyObject *subclass_instance(const char *name, const char *digits) {
    PyType_Slot slots[] = {{0, NULL}};
    PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = MUST(PyType_FromSpecWithBases(&spec, TYPE(PyLong_Type))), *o = MUST(C(type, "(N)", I(digits)));
    Py_DECREF(type);
    return o;
}

TEST(from_long) {
    long v[] = {0, 1, -1, -5, -6, 256, 257, 1073741823, 1073741824, -1073741824, LONG_MAX, LONG_MIN, LONG_MIN + 1};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) SHOW(PyLong_FromLong(v[i]));
}
TEST(from_unsigned_long) { SHOW(PyLong_FromUnsignedLong(0)); SHOW(PyLong_FromUnsignedLong(256)); SHOW(PyLong_FromUnsignedLong(1ul << 30)); SHOW(PyLong_FromUnsignedLong(1ul << 60)); SHOW(PyLong_FromUnsignedLong(ULONG_MAX)); }
TEST(from_long_long) { SHOW(PyLong_FromLongLong(0)); SHOW(PyLong_FromLongLong(LLONG_MAX)); SHOW(PyLong_FromLongLong(LLONG_MIN)); SHOW(PyLong_FromLongLong(-257)); }
TEST(from_unsigned_long_long) { SHOW(PyLong_FromUnsignedLongLong(ULLONG_MAX)); SHOW(PyLong_FromUnsignedLongLong(7)); SHOW(PyLong_FromUnsignedLongLong(1ull << 63)); }
TEST(from_sizes) { SHOW(PyLong_FromSsize_t(PY_SSIZE_T_MAX)); SHOW(PyLong_FromSsize_t(PY_SSIZE_T_MIN)); SHOW(PyLong_FromSsize_t(0)); SHOW(PyLong_FromSize_t(SIZE_MAX)); SHOW(PyLong_FromSize_t(9)); }
TEST(from_fixed_width) {
    SHOW(PyLong_FromInt32(INT32_MIN)); SHOW(PyLong_FromInt32(INT32_MAX)); SHOW(PyLong_FromUInt32(UINT32_MAX)); SHOW(PyLong_FromUInt32(0));
    SHOW(PyLong_FromInt64(INT64_MIN)); SHOW(PyLong_FromInt64(INT64_MAX)); SHOW(PyLong_FromUInt64(UINT64_MAX)); SHOW(PyLong_FromUInt64(3));
}
TEST(from_double) {
    double v[] = {0.0, -0.0, 0.9, -0.9, 1.5, -2.5, 1e9, 1073741824.0, 9223372036854774784.0, 9223372036854775808.0, -9223372036854775808.0, 1e22, 1e100, -1e300, 1.7976931348623157e308, 5e-324};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) SHOW(PyLong_FromDouble(v[i]));
    SHOW(PyLong_FromDouble(INFINITY)); SHOW(PyLong_FromDouble(-INFINITY)); SHOW(PyLong_FromDouble(NAN));
}
TEST(void_pointers) {
    SHOW(PyLong_FromVoidPtr(NULL)); SHOW(PyLong_FromVoidPtr((void *)0x1234)); SHOW(PyLong_FromVoidPtr((void *)-1));
    PyObject *o = I("0x1234"); printf("%p\n", PyLong_AsVoidPtr(o)); Py_DECREF(o);
    o = I("-1"); printf("%d\n", PyLong_AsVoidPtr(o) == (void *)-1); Py_DECREF(o);
    o = I("18446744073709551615"); printf("%d\n", PyLong_AsVoidPtr(o) == (void *)-1); Py_DECREF(o);
    o = I("18446744073709551616"); printf("%d ", PyLong_AsVoidPtr(o) == NULL); print_raised(); Py_DECREF(o);
    o = I("-9223372036854775809"); printf("%d ", PyLong_AsVoidPtr(o) == NULL); print_raised(); Py_DECREF(o);
    o = F(1.0); printf("%d ", PyLong_AsVoidPtr(o) == NULL); print_raised(); Py_DECREF(o);
}
TEST(as_long) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsLong(o)); } }
TEST(as_int) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsInt(o)); } }
TEST(as_long_long) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsLongLong(o)); } }
TEST(as_ssize_t) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsSsize_t(o)); } }
TEST(as_size_t) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsSize_t(o)); } }
TEST(as_unsigned_long) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsUnsignedLong(o)); } }
TEST(as_unsigned_long_long) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsUnsignedLongLong(o)); } }
TEST(as_masks) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_INT(PyLong_AsUnsignedLongMask(o)); SHOW_INT(PyLong_AsUnsignedLongLongMask(o)); } }
TEST(as_double) { EACH(o) { SAY("of %s", SAMPLES[i_]); SHOW_DOUBLE(PyLong_AsDouble(o)); } }
TEST(as_with_overflow) {
    EACH(o) {
        int a = 7, b = 7; long x = PyLong_AsLongAndOverflow(o, &a); long long y = PyLong_AsLongLongAndOverflow(o, &b);
        printf("%s: %ld %d %lld %d %d\n", SAMPLES[i_], x, a, y, b, PyErr_Occurred() != NULL);
    }
}
TEST(as_fixed_width) {
    EACH(o) {
        int32_t a = 77; uint32_t b = 77; int64_t c = 77; uint64_t d = 77; int r;
        printf("%s\n", SAMPLES[i_]);
        r = PyLong_AsInt32(o, &a); printf(" i32 %d %d ", r, r ? 0 : a); if (r) print_raised(); else puts("");
        r = PyLong_AsUInt32(o, &b); printf(" u32 %d %u ", r, r ? 0 : b); if (r) print_raised(); else puts("");
        r = PyLong_AsInt64(o, &c); printf(" i64 %d %ld ", r, r ? 0 : (long)c); if (r) print_raised(); else puts("");
        r = PyLong_AsUInt64(o, &d); printf(" u64 %d %lu ", r, r ? 0 : (unsigned long)d); if (r) print_raised(); else puts("");
    }
}
static void all_conversions(PyObject *o) {
    int flag = 7; int32_t i32; uint32_t u32; int64_t i64; uint64_t u64;
    SHOW_INT(PyLong_AsLong(o)); SHOW_INT(PyLong_AsInt(o)); SHOW_INT(PyLong_AsLongLong(o)); SHOW_INT(PyLong_AsSsize_t(o)); SHOW_INT(PyLong_AsSize_t(o));
    SHOW_INT(PyLong_AsUnsignedLong(o)); SHOW_INT(PyLong_AsUnsignedLongLong(o)); SHOW_INT(PyLong_AsUnsignedLongMask(o)); SHOW_INT(PyLong_AsUnsignedLongLongMask(o));
    SHOW_INT(PyLong_AsLongAndOverflow(o, &flag)); SAY("flag %d", flag); flag = 7; SHOW_INT(PyLong_AsLongLongAndOverflow(o, &flag)); SAY("flag %d", flag);
    SHOW_DOUBLE(PyLong_AsDouble(o));
    SHOW_INT(PyLong_AsInt32(o, &i32)); SHOW_INT(PyLong_AsUInt32(o, &u32)); SHOW_INT(PyLong_AsInt64(o, &i64)); SHOW_INT(PyLong_AsUInt64(o, &u64));
}
TEST(convert_float) { PyObject *o = F(3.5); all_conversions(o); Py_DECREF(o); }
TEST(convert_str) { PyObject *o = S("12"); all_conversions(o); Py_DECREF(o); }
TEST(convert_none) { all_conversions(Py_None); }
TEST(convert_bool) { all_conversions(Py_True); all_conversions(Py_False); }
TEST(convert_null) { all_conversions(NULL); }
TEST(convert_index) { PyObject *o = with_index("m.Index", index_42); all_conversions(o); Py_DECREF(o); }
TEST(convert_index_text) { PyObject *o = with_index("m.IndexText", index_text); all_conversions(o); Py_DECREF(o); }
TEST(convert_index_raises) { PyObject *o = with_index("m.IndexRaises", index_raises); all_conversions(o); Py_DECREF(o); }
TEST(convert_index_big) { PyObject *o = with_index("m.IndexBig", index_big); all_conversions(o); Py_DECREF(o); }
TEST(convert_int_only) { PyObject *o = with_int("m.Int", index_42); all_conversions(o); Py_DECREF(o); }
TEST(convert_index_true) { PyErr_Clear(); PyObject *o = with_int("m.Int", index_42); SHOW(PyNumber_Index(o)); Py_DECREF(o); }
TEST(convert_subclass) { PyObject *o = subclass_instance("m.Sub", "-123456789012345678901"); all_conversions(o); Py_DECREF(o); o = subclass_instance("m.Sub", "77"); all_conversions(o); SHOW_BORROWED(o); Py_DECREF(o); }

TEST(small_ints_are_immortal) {
    for (long v = -7; v <= 260; v += (v > 3 && v < 250) ? 50 : 1) {
        PyObject *a = PyLong_FromLong(v), *b = PyLong_FromLong(v);
        if (a == b) printf("%ld one object, header %llx\n", v, *(unsigned long long *)a); else printf("%ld two objects, %zd\n", v, Py_REFCNT(a));
        Py_DECREF(a); Py_DECREF(b);
    }
    PyObject *a = I("256"), *b = I("0x100"); printf("%d\n", a == b); Py_DECREF(a); Py_DECREF(b);
}
TEST(small_results_are_shared) {
    PyObject *big = I("1000000"), *one = I("999990"), *ten = I("10");
    PyObject *r = PyNumber_Subtract(big, one); printf("%d\n", r == ten); Py_DECREF(r);
    r = PyNumber_FloorDivide(one, big); printf("%d\n", r == Py_GetConstant(Py_CONSTANT_ZERO)); Py_DECREF(r);
    r = PyNumber_Remainder(big, one); printf("%d\n", r == ten); Py_DECREF(r);
    PyObject *huge = I("1267650600228229401496703205376"), *huge2 = I("1267650600228229401496703205366");
    r = PyNumber_Subtract(huge, huge2); printf("%d\n", r == ten); Py_DECREF(r);
    r = PyNumber_Xor(big, big); printf("%d\n", r == Py_GetConstant(Py_CONSTANT_ZERO)); Py_DECREF(r);
    r = PyNumber_Rshift(big, ten); printf("%s\n", r ? "shifted" : "no"); Py_DECREF(r);
    r = PyNumber_Positive(huge); printf("%d\n", r == huge); Py_DECREF(r);
    r = PyNumber_Absolute(huge); printf("%d\n", r == huge); Py_DECREF(r);
    r = PyNumber_Long(huge); printf("%d\n", r == huge); Py_DECREF(r);
    r = PyNumber_Index(huge); printf("%d\n", r == huge); Py_DECREF(r);
    Py_DECREF(big); Py_DECREF(one); Py_DECREF(ten); Py_DECREF(huge); Py_DECREF(huge2);
}
TEST(memory) {
    EACH(o) {
        PyLongObject *v = (PyLongObject *)o;
        printf("%s: tag %llx digits", SAMPLES[i_], (unsigned long long)v->long_value.lv_tag);
        for (size_t i = 0; i < (v->long_value.lv_tag >> 3); i++) printf(" %x", v->long_value.ob_digit[i]);
        printf(" refs %zd\n", Py_REFCNT(o) > 1000 ? -1 : Py_REFCNT(o));
    }
    printf("true tag %llx %x false tag %llx %x\n", (unsigned long long)((PyLongObject *)Py_True)->long_value.lv_tag, ((PyLongObject *)Py_True)->long_value.ob_digit[0],
        (unsigned long long)((PyLongObject *)Py_False)->long_value.lv_tag, ((PyLongObject *)Py_False)->long_value.ob_digit[0]);
}
TEST(compact_inline) {
    EACH(o) { int c = PyUnstable_Long_IsCompact((PyLongObject *)o); printf("%s: %d %ld\n", SAMPLES[i_], c, c ? (long)PyUnstable_Long_CompactValue((PyLongObject *)o) : 0); }
}
TEST(signs) {
    EACH(o) { int s = 7; int r = PyLong_GetSign(o, &s); printf("%s: %d %d %d %d %d %d\n", SAMPLES[i_], r, s, PyLong_IsPositive(o), PyLong_IsNegative(o), PyLong_IsZero(o), _PyLong_Sign(o)); }
    int s = 7; PyObject *f = F(1);
    SHOW_INT(PyLong_GetSign(f, &s)); SHOW_INT(PyLong_IsPositive(f)); SHOW_INT(PyLong_IsNegative(f)); SHOW_INT(PyLong_IsZero(f)); SHOW_INT(PyLong_IsZero(Py_False)); SHOW_INT(PyLong_IsPositive(Py_True));
    Py_DECREF(f);
}
TEST(num_bits) { EACH(o) printf("%s: %ld\n", SAMPLES[i_], (long)_PyLong_NumBits(o)); }
TEST(copy) {
    EACH(o) { PyObject *c = _PyLong_Copy((PyLongObject *)o); printf("%d ", c == o); print_new("copy", c); }
    PyObject *sub = subclass_instance("m.Sub", "77"), *c = _PyLong_Copy((PyLongObject *)sub); printf("%s\n", Py_TYPE(c)->tp_name); Py_DECREF(c); Py_DECREF(sub);
}
TEST(from_digits) {
    digit d[] = {1, 2, 3, 0, 0};
    SHOW(_PyLong_FromDigits(0, 3, d)); SHOW(_PyLong_FromDigits(1, 3, d)); SHOW(_PyLong_FromDigits(0, 1, d)); SHOW(_PyLong_FromDigits(1, 2, d)); SHOW(_PyLong_FromDigits(0, 0, d));
}
TEST(gcd) {
    const char *v[] = {"0", "1", "-6", "15", "1000000007", "1152921504606846976", "123456789012345678901234567890", "-987654321098765432109876543210", "340282366920938463463374607431768211456", NULL};
    for (int i = 0; v[i]; i++) for (int j = 0; v[j]; j++) { PyObject *a = I(v[i]), *b = I(v[j]); printf("%s %s ", v[i], v[j]); print_new("gcd", _PyLong_GCD(a, b)); Py_DECREF(a); Py_DECREF(b); }
}
TEST(layout) {
    const PyLongLayout *l = PyLong_GetNativeLayout();
    printf("%d %d %d %d %d\n", l->bits_per_digit, l->digit_size, l->digits_order, l->digit_endianness, l == PyLong_GetNativeLayout());
    SHOW(PyLong_GetInfo());
}
TEST(export) {
    EACH(o) {
        PyLongExport e; memset(&e, 0xaa, sizeof e);
        Py_ssize_t before = Py_REFCNT(o); int r = PyLong_Export(o, &e);
        printf("%s: %d ", SAMPLES[i_], r);
        if (e.digits) { printf("negative %d:", e.negative); for (Py_ssize_t i = 0; i < e.ndigits; i++) printf(" %x", ((digit *)e.digits)[i]); printf(" refs %+zd", Py_REFCNT(o) - before); }
        else printf("value %ld", (long)e.value);
        PyLong_FreeExport(&e); printf(" then %+zd\n", Py_REFCNT(o) - before);
    }
    PyLongExport e; PyObject *f = F(1); SHOW_INT(PyLong_Export(f, &e)); Py_DECREF(f); SHOW_INT(PyLong_Export(Py_None, &e)); SHOW_INT(PyLong_Export(Py_True, &e)); SAY("%ld", (long)e.value);
}
TEST(writer) {
    for (int negative = 0; negative < 2; negative++) for (Py_ssize_t n = 1; n < 5; n++) for (int zeros = 0; zeros <= n; zeros++) {
        void *digits; PyLongWriter *w = PyLong_GetNativeLayout() ? PyLongWriter_Create(negative, n, &digits) : NULL;
        for (Py_ssize_t i = 0; i < n; i++) ((digit *)digits)[i] = i < n - zeros ? 7 + i : 0;
        PyObject *o = PyLongWriter_Finish(w); printf("%d %zd %d tag %llx ", negative, n, zeros, (unsigned long long)((PyLongObject *)o)->long_value.lv_tag); print_new("", o);
    }
    void *digits; SHOW_INT(PyLongWriter_Create(0, 0, &digits) != NULL); SHOW_INT(PyLongWriter_Create(0, -1, &digits) != NULL); SHOW_INT(PyLongWriter_Create(0, PY_SSIZE_T_MAX, &digits) != NULL); SHOW_INT(PyLongWriter_Create(0, 1l << 62, &digits) != NULL);
    PyLongWriter_Discard(PyLongWriter_Create(1, 10, &digits)); PyLongWriter_Discard(NULL); SAY("discarded");
}
TEST(from_string) {
    const char *v[] = {"0", "12", "-12", "+7", " 12 ", "\t12\n", "12abc", "", "  ", "-", "+-1", "0x10", "0X1f", "0x", "0x_1", "0x__1", "0b101", "0b2", "0o17", "0o8", "017", "00", "0_0", "1_000", "1__0", "_1", "1_", "zz", "1e5", "1.0", "0b", "ff", "FF", "12\v",
        "99999999999999999999", "-1267650600228229401496703205376", "1_2_3_4_5_6_7_8_9_0_1_2_3_4_5_6_7_8_9_0", NULL};
    int bases[] = {0, 2, 8, 10, 16, 36, 3};
    for (int b = 0; b < 7; b++) for (int i = 0; v[i]; i++) {
        char *end = NULL; PyObject *o = PyLong_FromString(v[i], &end, bases[b]);
        printf("base %d end %d ", bases[b], (int)(end - v[i])); print_new(v[i], o);
    }
    SHOW(PyLong_FromString("12", NULL, 10)); SHOW(PyLong_FromString("12x", NULL, 10)); SHOW(PyLong_FromString("12", NULL, 1)); SHOW(PyLong_FromString("12", NULL, 37)); SHOW(PyLong_FromString("12", NULL, -1));
}
TEST(from_unicode) {
    const char *v[] = {"12", " -34 ", "\xd9\xa1\xd9\xa2", "\xe2\x80\x83" "5", "\xc3\xa9", "1\xc2\xa0", "\xf0\x9d\x9f\x8f\xf0\x9d\x9f\x8e", "x", "\xd9\xa1_\xd9\xa2", NULL};
    for (int i = 0; v[i]; i++) { PyObject *s = S(v[i]); print_new("10", PyLong_FromUnicodeObject(s, 10)); print_new("0", PyLong_FromUnicodeObject(s, 0)); print_new("36", PyLong_FromUnicodeObject(s, 36)); Py_DECREF(s); }
    PyObject *s = PyUnicode_FromStringAndSize("1\0" "2", 3); SHOW(PyLong_FromUnicodeObject(s, 10)); Py_DECREF(s);
    s = S("5"); SHOW(PyLong_FromUnicodeObject(s, 99)); Py_DECREF(s);
}
TEST(max_str_digits) {
    char digits[5002]; memset(digits, '7', 5001); digits[5001] = 0;
    print_new("parse 5001", PyLong_FromString(digits, NULL, 10)); digits[4301] = 0; print_new("parse 4301", PyLong_FromString(digits, NULL, 10));
    digits[4300] = 0; PyObject *o = PyLong_FromString(digits, NULL, 10); SHOW_INT(_PyLong_NumBits(o));
    PyObject *r = PyObject_Repr(o); SHOW_INT(PyUnicode_GetLength(r)); Py_DECREF(r);
    PyObject *ten = I("10"), *m = PyNumber_Multiply(o, ten); SHOW(PyObject_Repr(m)); SHOW(PyObject_Str(m)); SHOW(PyObject_Format(m, NULL)); PyObject *d = S("d"); SHOW(PyObject_Format(m, d));
    PyObject *x = S("x"), *hex = PyObject_Format(m, x); SHOW_INT(PyUnicode_GetLength(hex)); Py_DECREF(hex);
    PyObject *shift = I("100000"), *huge = PyNumber_Lshift(m, shift); SHOW(PyObject_Repr(huge));
    Py_DECREF(o); Py_DECREF(m); Py_DECREF(ten); Py_DECREF(d); Py_DECREF(x); Py_DECREF(shift); Py_DECREF(huge);
    digits[4300] = '7'; digits[4999] = 0; print_new("base 16", PyNumber_Remainder(PyLong_FromString(digits, NULL, 16), I("1000000007")));
    print_new("base 3", PyLong_FromString(digits, NULL, 3) ); memset(digits, '1', 4999); print_new("base 3", PyLong_FromString(digits, NULL, 3));
    memset(digits, '_', 5001); for (int i = 0; i < 5001; i += 2) digits[i] = '1'; digits[5001] = 0; print_new("underscores", PyNumber_Remainder(PyLong_FromString(digits, NULL, 10), I("1000000007")));
}
TEST(deallocation) {
    PyObject *o = I("123456789012345678901234567890"); SHOW_REFS(o, Py_INCREF(o)); Py_DECREF(o); Py_DECREF(o);
    for (int i = 0; i < 1000; i++) { PyObject *a = PyLong_FromLong(100000 + i), *b = PyLong_FromLong(i * 1000000l * 1000000l); Py_DECREF(a); Py_DECREF(b); }
    SAY("done");
}
TEST(from_string_not_utf8) { SHOW(PyLong_FromString("1\xff", NULL, 10)); SHOW(PyLong_FromString("\xc3\xa9", NULL, 10)); SHOW(PyLong_FromString("\xd9\xa1", NULL, 10)); }
