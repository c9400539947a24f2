/* PyUnicode_FromFormat and the functions that share its engine. */
#include "harness.h"
#include <stdint.h>
#define FMT(...) print_new(#__VA_ARGS__, PyUnicode_FromFormat(__VA_ARGS__))
#define E "\xc3\xa9"
#define EURO "\xe2\x82\xac"
TEST(integers) {
    FMT("%d", 0); FMT("%d", -42); FMT("%i", 42); FMT("%u", 4294967295u); FMT("%x", 0xabcdef); FMT("%X", 0xabcdef); FMT("%o", 8); FMT("%ld", LONG_MIN); FMT("%lu", ULONG_MAX); FMT("%lld", LLONG_MIN); FMT("%llu", ULLONG_MAX); FMT("%zd", PY_SSIZE_T_MIN); FMT("%zu", (size_t)-1); FMT("%jd", INTMAX_MIN); FMT("%ju", UINTMAX_MAX); FMT("%td", LONG_MIN); FMT("%tu", (long)-1); FMT("%lx", ULONG_MAX); FMT("%llX", ULLONG_MAX); FMT("%zx", (size_t)255); FMT("%lo", 511L); FMT("%zi", (Py_ssize_t)-3); FMT("%li", -3L); FMT("%lli", -3LL); FMT("%ji", (intmax_t)-3); FMT("%ti", (long)-3); FMT("%jx", (intmax_t)255); FMT("%tX", (long)255); FMT("%zo", (size_t)8); FMT("%x", -1); FMT("%o", -1);
    FMT("[%5d]", 42); FMT("[%-5d]", 42); FMT("[%05d]", 42); FMT("[%05d]", -42); FMT("[%5d]", -42); FMT("[%.5d]", 42); FMT("[%.5d]", -42); FMT("[%8.5d]", -42); FMT("[%-8.5d]", -42); FMT("[%08.5d]", -42); FMT("[%*d]", 6, 42); FMT("[%*d]", -6, 42); FMT("[%.*d]", 4, 42); FMT("[%*.*d]", 7, 4, 42); FMT("[%.0d]", 0); FMT("[%.d]", 0); FMT("[%-05d]", 42); FMT("[%0-5d]", 42); FMT("[%10lld]", 1LL << 40); FMT("[%020llx]", 1LL << 40); FMT("[%.*d]", -1, 42); FMT("[%5u]", 7u); FMT("[%1d]", 12345); FMT("[%05x]", 255); FMT("[%.5X]", 255); FMT("[%-6o]|", 8); FMT("[%300d]", 1); FMT("[%.300d]", 1); FMT("%+d", 5); FMT("% d", 5); FMT("%#x", 5); FMT("%hd", 5); FMT("%hhd", 5); FMT("%Lf", 1.0L); FMT("%f", 1.0); FMT("%g", 1.0);
}
TEST(text) {
    FMT("%s", "abc"); FMT("%s", ""); FMT("[%5s]", "abc"); FMT("[%-5s]", "abc"); FMT("[%.2s]", "abc"); FMT("[%5.2s]", "abc"); FMT("[%-5.2s]", "abc"); FMT("[%.*s]", 2, "abc"); FMT("[%*s]", 5, "abc"); FMT("[%*s]", -5, "abc"); FMT("[%.10s]", "abc"); FMT("[%.0s]", "abc"); FMT("%s", "h" E EURO); FMT("[%5s]", E); FMT("[%.1s]", E "x"); FMT("[%.2s]", E "x"); FMT("[%.3s]", EURO EURO); FMT("%s", "bad\xff" "x"); FMT("%.4s", "bad\xff" "x"); FMT("%s|", "cut\xe2\x82"); FMT("%.3s", "abcdef"); FMT("[%05s]", "abc");
    FMT("%%"); FMT("100%% sure"); FMT("plain"); FMT("%c", 'x'); FMT("%c%c", 0xe9, 0x20ac); FMT("%c", 0x10ffff); FMT("%c", -1); FMT("%c", 0x110000); FMT("[%5c]", 'x'); FMT("%c", 0); FMT("%5%"); FMT("%"); FMT("abc%"); FMT("%z"); FMT("%l"); FMT("%ll"); FMT("%5"); FMT("%.5"); FMT("%-"); FMT("%y"); FMT("a%qb"); FMT("%zs", "a"); FMT("%lc", 'x'); FMT("%lR", Py_None); FMT("\xff"); FMT("h\xc3\xa9"); FMT("%s%s%s", "a", "b", "c"); FMT("%d%%%s", 1, "x"); FMT("a%db%sc", 1, "x"); FMT("%5$d", 1); FMT("%ls", L"wide\x20ac"); FMT("[%7ls]", L"wide"); FMT("[%-7ls]", L"wide"); FMT("[%.2ls]", L"wide"); FMT("[%.*ls]", 3, L"wide"); FMT("[%6.2ls]", L"wide"); FMT("%ls", L"\xe9"); FMT("%lV", NULL, L"wide"); FMT("%lS", Py_None);
    FMT("%.99999999999999999999d", 1); FMT("%99999999999999999999d", 1); FMT("%.9999999999s", "x"); FMT("%9223372036854775807d", 1); FMT("%9223372036854775808d", 1); FMT("%.9223372036854775808s", "x");
}
TEST(objects) {
    PyObject *o = S("it's " E EURO), *n = I("123456789012345678901234567890");
    FMT("%S", o); FMT("%R", o); FMT("%A", o); FMT("%U", o); FMT("[%9U]", o); FMT("[%.3U]", o); FMT("[%9.3U]", o); FMT("[%-9.3U]|", o); FMT("[%14R]", o); FMT("[%.3R]", o); FMT("[%-14A]|", o); FMT("[%3S]", n); FMT("[%.4S]", n); FMT("[%*S]", 40, n); FMT("[%.*S]", 3, n); FMT("%S %R", n, Py_None); FMT("%V", o, "fallback"); FMT("%V", NULL, "fallback" E); FMT("[%10V]", NULL, "fb"); FMT("[%.2V]", NULL, "fallback"); FMT("[%-6.2V]|", NULL, "fallback"); FMT("%V", NULL, "bad\xff"); FMT("[%.3V]", o, NULL); FMT("[%7V]", S("obj"), NULL);
    FMT("%T", n); FMT("%T", Py_None); FMT("%#T", n); FMT("%N", &PyLong_Type); FMT("%#N", &PyLong_Type); FMT("[%8T]", n); FMT("[%-8N]|", &PyLong_Type); FMT("[%.2T]", n); PyObject *t = C(TYPE(PyType_Type), "(s(){s:s,s:s})", "Named", "__module__", "some.mod", "__qualname__", "Outer.Named"); FMT("%T", C(t, NULL)); FMT("%N", t); FMT("%#T", C(t, NULL)); FMT("%#N", t); FMT("%N", n); FMT("%N", Py_None); FMT("%T", t); FMT("%#5T", n); FMT("%-#9N|", &PyLong_Type);
    SHOW_REFS(o, Py_XDECREF(PyUnicode_FromFormat("%S%R%A%U%V%T", o, o, o, o, o, NULL, o)));
    FMT("%p", (void *)0x1234); FMT("%p", NULL); FMT("[%12p]", (void *)0xff); FMT("[%-12p]|", (void *)0xff); FMT("[%.3p]", (void *)0x12345); FMT("%p", (void *)-1L);
}
TEST(failing) {
    PyObject *t = C(TYPE(PyType_Type), "(s(){s:O,s:O})", "Bad", "__repr__", &PyLong_Type, "__str__", &PyFloat_Type); PyObject *bad = C(t, NULL);
    FMT("%S", bad); FMT("%R", bad); FMT("%A", bad); FMT("x%Ry", bad);
}
TEST(errors) {
    PyErr_Format(PyExc_ValueError, "%d %s %R", 1, "two", Py_None); print_raised(); PyErr_Format(PyExc_TypeError, "%U", S(EURO)); print_raised(); PyErr_Format(PyExc_TypeError, "%y", 1); print_raised(); PyErr_Format(PyExc_KeyError, "%s", "k"); print_raised(); PyErr_Format(PyExc_TypeError, "bad \xff"); print_raised(); PyErr_Format(PyExc_TypeError, "%.200s got %.100T", "name", Py_None); print_raised(); PyErr_Format(PyExc_TypeError, "%S", I("1")); print_raised();
    SHOW(PyBytes_FromFormat("%d %s %x %p|%c|%%|%ld %zu %i %u %lu %zd", 1, "two", 255, (void *)16, 'c', 3L, (size_t)4, 5, 6u, 7ul, (Py_ssize_t)8));
}
static PyObject *through_v(const char *f, ...) { va_list va; va_start(va, f); PyObject *r = PyUnicode_FromFormatV(f, va); va_end(va); return r; }
TEST(many) {
    SHOW(through_v("%d %d %d %d %d %d %d %d %d %d %s %lld %S", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, "eleven", 12LL, Py_None)); SHOW(through_v("%c%s%U%p", 0x20ac, E, S(EURO), NULL)); SHOW(through_v("%y", 1)); SHOW(through_v("no args"));
}
