/* Macros below the API: what they make of C. */
#include "harness.h"
#include <stddef.h>
TEST(arithmetic) {
    SHOW_INT(Py_MIN(3, -4)); SHOW_INT(Py_MAX(3, -4)); SHOW_INT(Py_MIN(2, 2)); SHOW_INT(Py_ABS(-7)); SHOW_INT(Py_ABS(7));
    SHOW_INT(Py_MIN(1 + 1, 2 * 3)); SHOW_INT(Py_MAX(1 ? 2 : 3, 1));
    SHOW_INT(_Py_ABS_CAST(unsigned int, INT_MIN)); SHOW_INT(_Py_ABS_CAST(unsigned long, -5L));
    SHOW_INT(Py_ARITHMETIC_RIGHT_SHIFT(int, -9, 1)); SHOW_INT(Py_ARITHMETIC_RIGHT_SHIFT(long, 9, 2));
    SHOW_INT(Py_SAFE_DOWNCAST(200L, long, unsigned char)); SHOW_INT(Py_CHARMASK(-1)); SHOW_INT(Py_CHARMASK(0x141));
    SHOW_INT(Py_LL(5) << 40); SHOW_INT(sizeof(Py_ULL(1))); SHOW_INT(_Py_IS_TYPE_SIGNED(int)); SHOW_INT(_Py_IS_TYPE_SIGNED(size_t));
    SHOW_INT(Py_FORCE_EXPANSION(12)); SHOW_INT(_Py_STATIC_CAST(short, 65537)); SHOW_INT(_Py_CAST(long, (void *)16)); SHOW_INT(_Py_RVALUE(4) + 1);
}
TEST(sizes) {
    static const short numbers[7] = {0};
    typedef struct pair { char one; double two; } Pair; Pair pair;
    SHOW_INT(Py_ARRAY_LENGTH(numbers)); SHOW_INT(Py_MEMBER_SIZE(struct pair, two)); SHOW_INT(_Py_CONTAINER_OF((const double *)&pair.two, Pair, two) == &pair);
    SHOW_INT(_Py_SIZE_ROUND_DOWN(23, 8)); SHOW_INT(_Py_SIZE_ROUND_UP(17, 8)); SHOW_INT(_Py_SIZE_ROUND_UP(16, 8));
    SHOW_INT((uintptr_t)_Py_ALIGN_DOWN((void *)0x1237, 16)); SHOW_INT((uintptr_t)_Py_ALIGN_UP((void *)0x1231, 16)); SHOW_INT(_Py_IS_ALIGNED((void *)24, 8)); SHOW_INT(_Py_IS_ALIGNED((void *)20, 8));
    Py_BUILD_ASSERT(sizeof(int) == 4);
    SHOW_INT(Py_BUILD_ASSERT_EXPR(sizeof(int) == 4));
    struct { char c; _Py_ALIGNED_DEF(32, char) aligned; } wide;
    SHOW_INT(sizeof wide);
    struct { char c; Py_ALIGNED(16) char aligned; } other;
    SHOW_INT(sizeof other);
}
PyDoc_VAR(declared) = PyDoc_STR("declared");
PyDoc_STRVAR(documentation, "a documentation");
#define MINOR_OF PY_MINOR_VERSION
TEST(texts) {
    SHOW_TEXT(declared); SHOW_TEXT(documentation); SHOW_TEXT(PyDoc_STR("x")); SHOW_TEXT(Py_STRINGIFY(MINOR_OF)); SHOW_TEXT(Py_STRINGIFY(a b)); SHOW_TEXT(_Py_XSTRINGIFY(MINOR_OF));
    SHOW_TEXT(PYTHON_API_STRING); SHOW_TEXT(PYTHON_ABI_STRING); SHOW_TEXT(PY_FORMAT_SIZE_T); SHOW_INT(PY_STDIOTEXTMODE[0]);
}
TEST(versions) {
    SHOW_INT(_Py_PACK_FULL_VERSION(3, 14, 1, 0xF, 2)); SHOW_INT(PY_VERSION_HEX >> 16); SHOW_INT(PY_MAJOR_VERSION * 100 + PY_MINOR_VERSION); SHOW_INT(PY_RELEASE_LEVEL);
}
Py_LOCAL(int) local_one(void) { return 1; }
Py_LOCAL_INLINE(int) local_two(void) { return 2; }
Py_DEPRECATED(3.1) Py_NO_INLINE static int old(int Py_UNUSED(nothing)) { return 3; }
static Py_ALWAYS_INLINE inline int always(void) { return 4; }
static int say(const char *format, ...) Py_GCC_ATTRIBUTE((format(printf, 1, 2)));
static int say(const char *format, ...) {
    va_list a, b;
    va_start(a, format);
    Py_VA_COPY(b, a);
    int written = vprintf(format, a);
    vprintf(format, b);
    va_end(b); va_end(a);
    return written;
}
static int chosen(int i) {
    switch (i) {
    case 0: return 10;
    case 1: i++; _Py_FALLTHROUGH;
    case 2: return i;
    default: Py_UNREACHABLE();
    }
}
TEST(functions) {
    SHOW_INT(local_one()); SHOW_INT(local_two());
    _Py_COMP_DIAG_PUSH
    _Py_COMP_DIAG_IGNORE_DEPR_DECLS
    SHOW_INT(old(0));
    _Py_COMP_DIAG_POP
    SHOW_INT(always()); SHOW_INT(say("%d\n", 5)); SHOW_INT(chosen(1)); SHOW_INT(chosen(0));
    int (*call)(void) = _Py_FUNC_CAST(int (*)(void), old);
    SHOW_INT(call != _Py_NULL);
    _Py_TYPEOF(1.5) copy = 2.5;
    SHOW_DOUBLE(copy); SHOW_INT(_Py__has_builtin(__builtin_no_such_thing)); SHOW_INT(_Py__has_attribute(noinline));
}
static PyObject *infinite(void) { Py_RETURN_INF(-1.0); }
static PyObject *not_a_number(void) { Py_RETURN_NAN; }
TEST(floats) {
    SHOW_INT(Py_IS_NAN(Py_NAN)); SHOW_INT(Py_IS_INFINITY(-Py_INFINITY)); SHOW_INT(Py_IS_FINITE(Py_MATH_PI)); SHOW_INT(Py_IS_FINITE(Py_HUGE_VAL)); SHOW_INT(Py_IS_NAN(1.0));
    SHOW_DOUBLE(Py_MATH_PI); SHOW_DOUBLE(Py_MATH_E); SHOW_DOUBLE(Py_MATH_TAU); SHOW_DOUBLE((double)(Py_MATH_PIl - (long double)Py_MATH_PI) * 1e16); SHOW_DOUBLE((double)(Py_MATH_El - (long double)Py_MATH_E) * 1e16);
    SHOW(infinite()); SHOW(not_a_number());
}
#define NAME_OF(event) #event " "
TEST(lists) {
    SHOW_TEXT(PY_FOREACH_CODE_EVENT(NAME_OF)); SHOW_TEXT(PY_FOREACH_DICT_EVENT(NAME_OF)); SHOW_TEXT(PY_FOREACH_FUNC_EVENT(NAME_OF));
    PyFPE_START_PROTECT("text", return)
    PyFPE_END_PROTECT(nothing)
    SAY("no trap");
}
