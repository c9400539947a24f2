/* PyBytes_FromFormat: every conversion, and what it does with those it does not know. */
#include "harness.h"

static PyObject *va(const char *format, ...) {
    va_list args;
    va_start(args, format);
    PyObject *o = PyBytes_FromFormatV(format, args);
    va_end(args);
    return o;
}
TEST(plain) {
    SHOW(PyBytes_FromFormat(""));
    SHOW(PyBytes_FromFormat("text"));
    SHOW(PyBytes_FromFormat("100%%"));
    SHOW(PyBytes_FromFormat("%"));
    SHOW(PyBytes_FromFormat("a%"));
    SHOW(PyBytes_FromFormat("\xff\x80"));
}
TEST(characters) {
    SHOW(PyBytes_FromFormat("%c", 'x'));
    SHOW(PyBytes_FromFormat("%c%c", 0, 255));
    SHOW(PyBytes_FromFormat("%c", 256));
    SHOW(PyBytes_FromFormat("%c", -1));
    SHOW(PyBytes_FromFormat("[%5c]", 'x'));
}
TEST(integers) {
    SHOW(PyBytes_FromFormat("%d %d", 42, -42));
    SHOW(PyBytes_FromFormat("%i", -7));
    SHOW(PyBytes_FromFormat("%u", 4294967295u));
    SHOW(PyBytes_FromFormat("%ld %ld", 9223372036854775807L, -9223372036854775807L - 1));
    SHOW(PyBytes_FromFormat("%lu", 18446744073709551615UL));
    SHOW(PyBytes_FromFormat("%zd %zu", (Py_ssize_t)-5, (size_t)5));
    SHOW(PyBytes_FromFormat("%x", 0xabcdef));
    SHOW(PyBytes_FromFormat("%x", -1));
    SHOW(PyBytes_FromFormat("[%5d] [%05d] [%-5d]", 42, 42, 42));
    SHOW(PyBytes_FromFormat("%.3d", 7));
    SHOW(PyBytes_FromFormat("%lx", 255L));
    SHOW(PyBytes_FromFormat("%X", 255));
    SHOW(PyBytes_FromFormat("%o", 8));
    SHOW(PyBytes_FromFormat("%lld", 5LL));
    SHOW(PyBytes_FromFormat("%li", 5L));
    SHOW(PyBytes_FromFormat("%zi", (Py_ssize_t)5));
    SHOW(PyBytes_FromFormat("%zx", (Py_ssize_t)5));
}
TEST(strings) {
    SHOW(PyBytes_FromFormat("%s", "text"));
    SHOW(PyBytes_FromFormat("<%s>", ""));
    SHOW(PyBytes_FromFormat("%.3s", "text"));
    SHOW(PyBytes_FromFormat("%.10s", "text"));
    SHOW(PyBytes_FromFormat("%.0s|", "text"));
    SHOW(PyBytes_FromFormat("[%10s]", "text"));
    SHOW(PyBytes_FromFormat("[%-10s]", "text"));
    SHOW(PyBytes_FromFormat("[%10.2s]", "text"));
    SHOW(PyBytes_FromFormat("%s%s%s", "a", "b", "c"));
    SHOW(PyBytes_FromFormat("%ls", "wide"));
    SHOW(PyBytes_FromFormat("%s", "\xe9\xff"));
}
TEST(pointers) {
    SHOW(PyBytes_FromFormat("%p", (void *)0xdeadbeef));
    SHOW(PyBytes_FromFormat("%p", NULL));
    SHOW(PyBytes_FromFormat("%p", (void *)1));
}
TEST(unknown) {
    SHOW(PyBytes_FromFormat("%q", 1));
    SHOW(PyBytes_FromFormat("a %d %y b %d", 1, 2));
    SHOW(PyBytes_FromFormat("%S", Py_None));
    SHOW(PyBytes_FromFormat("%5%"));
    SHOW(PyBytes_FromFormat("%.%"));
    SHOW(PyBytes_FromFormat("%l"));
    SHOW(PyBytes_FromFormat("%z"));
    SHOW(PyBytes_FromFormat("%+d", 4));
    SHOW(PyBytes_FromFormat("% d", 4));
    SHOW(PyBytes_FromFormat("%#x", 4));
    SHOW(PyBytes_FromFormat("%*d", 5, 4));
}
TEST(long_results) {
    char text[1001];
    memset(text, 'y', 1000); text[1000] = 0;
    PyObject *o = PyBytes_FromFormat("<%s|%s>", text, text);
    SHOW_INT(PyBytes_Size(o));
    SHOW(PySequence_GetSlice(o, 999, 1004));
    SHOW(va("%d-%s-%c", 1, "two", '3'));
    SHOW(va("%.5s|%zd", "abcdefgh", (Py_ssize_t)77));
    SHOW_INT(va("%c", 'a') == PyBytes_FromString("a"));
    SHOW_INT(va("") == PyBytes_FromString(""));
}
