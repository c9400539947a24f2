/* % formatting: PyUnicode_Format. */
#include "harness.h"
#define E "\xc3\xa9"
#define EURO "\xe2\x82\xac"
#define P(format, ...) print_new(#format " " #__VA_ARGS__, PyUnicode_Format(S(format), V(__VA_ARGS__)))
#define PO(format, object) print_new(#format " " #object, PyUnicode_Format(S(format), object))
TEST(strings) {
    P("%s", "(s)", "x"); P("%s", "s", "x"); P("%r", "(s)", "x'"); P("%a", "(s)", E); P("%s %s", "(si)", "a", 1); P("[%5s]", "(s)", "ab"); P("[%-5s]", "(s)", "ab"); P("[%.1s]", "(s)", "ab"); P("[%5.1s]", "(s)", "ab"); P("[%-5.1s]", "(s)", E "b"); P("[%*s]", "(is)", 5, "ab"); P("[%-*s]", "(is)", 5, "ab"); P("[%*s]", "(is)", -5, "ab"); P("[%.*s]", "(is)", 1, "ab"); P("[%.*s]", "(is)", -1, "ab"); P("%%", "()"); P("%5%", "()"); P("%", "()"); P("abc%", "()"); P("%s%%", "(s)", "x"); P("[%05s]", "(s)", "ab"); P("[%+s]", "(s)", "ab"); P("[%#s]", "(s)", "ab"); P("%s", "([i])", 1); P("%s", "i", 5); P("%s", "(O)", Py_None); P("%ls", "(s)", "x"); P("%hs", "(s)", "x"); P("%Ls", "(s)", "x"); P("%lls", "(s)", "x"); P("a%sb" EURO, "(s)", "x"); P("%s", "(s)", EURO); P("%.3r", "(s)", "abcdef"); P("%10a|", "(s)", E);
    P("%c", "(i)", 97); P("%c", "(s)", "a"); P("%c", "(s)", EURO); P("%c", "(i)", 0x20ac); P("%c", "(s)", "ab"); P("%c", "(s)", ""); P("%c", "(i)", -1); P("%c", "(i)", 0x110000); P("%c", "(d)", 1.0); P("%c", "(O)", Py_None); P("[%5c]", "(s)", "a"); P("[%-5c]", "(s)", "a"); P("[%05c]", "(s)", "a"); P("[%.0c]", "(s)", "a"); P("%c", "(y)", "a"); P("%c", "(O)", I("99999999999999999999"));
}
TEST(integers) {
    static const char *formats[] = {"%d", "%i", "%u", "%x", "%X", "%o", "%5d", "%-5d", "%05d", "%+d", "% d", "%+5d", "%+05d", "% 05d", "%.5d", "%8.5d", "%-8.5d", "%08.5d", "%+.5d", "%#x", "%#X", "%#o", "%#10x", "%#010x", "%-#10x", "%#.5x", "%#10.5x", "%#010.5x", "%+#x", "%.0d", "%ld", "%hd", "%5x", "%.30d", "% x", "%+o", "%-+8d|", "%- 8d|", "%0-8d|", "%#+.6o", NULL};
    static const char *numbers[] = {"0", "5", "-42", "255", "123456789012345678901234567890", "-123456789012345678901234567890", "-0x80", NULL};
    for (int f = 0; formats[f]; f++) { printf("%s:", formats[f]); for (int n = 0; numbers[n]; n++) { PyObject *r = PyUnicode_Format(S(formats[f]), I(numbers[n])); if (r) printf(" [%s]", PyUnicode_AsUTF8(r)); else print_raised(); } puts(""); }
    PO("%d", F(3.99)); PO("%d", F(-3.99)); PO("%d", F(1e30)); PO("%x", F(3.0)); PO("%o", F(3.0)); PO("%d", S("3")); PO("%x", S("3")); PO("%d", Py_None); PO("%d", Py_True); PO("%d", F(Py_NAN)); PO("%d", F(Py_HUGE_VAL)); PO("%i", V("[i]", 1)); PO("%X", Py_None); PO("%u", S("x")); PO("%d", PyComplex_FromDoubles(1, 2)); PO("%c%d", V("(si)", "a", 3));
}
TEST(floats) {
    static const char *formats[] = {"%f", "%e", "%g", "%F", "%E", "%G", "%.2f", "%10.2f", "%-10.2f|", "%010.2f", "%+.2f", "% .2f", "%.0f", "%#.0f", "%.3e", "%.10g", "%#g", "%5.1e", "%.20f", "%.17g", "%+g", "%+010.3e", "%lf", "% 010.1f", "%.1g", "%#.3g", NULL};
    static const double numbers[] = {0.0, -0.0, 1.0, -1.5, 3.14159265358979, 1e10, 1e-10, 1e100, 123456789.0, 0.1, 2.5, 0.5};
    for (int f = 0; formats[f]; f++) { printf("%s:", formats[f]); for (int n = 0; n < 12; n++) { PyObject *r = PyUnicode_Format(S(formats[f]), F(numbers[n])); if (r) printf(" [%s]", PyUnicode_AsUTF8(r)); else print_raised(); } PyObject *r = PyUnicode_Format(S(formats[f]), F(Py_NAN)); printf(" [%s]", PyUnicode_AsUTF8(r)); r = PyUnicode_Format(S(formats[f]), F(-Py_HUGE_VAL)); printf(" [%s]\n", PyUnicode_AsUTF8(r)); }
    PO("%f", I("3")); PO("%f", I("123456789012345678901234567890")); PO("%f", S("x")); PO("%g", Py_None); PO("%e", Py_True); PO("%f", PyLong_FromString("1" "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", NULL, 10)); PO("%.500f", F(1.5));
}
TEST(mapping) {
    P("%(a)s", "{s:i}", "a", 1); P("%(a)s %(b)r %(a)d", "{s:i,s:s}", "a", 1, "b", "x"); P("%(zz)s", "{s:i}", "a", 1); P("%(a)s", "(i)", 1); P("%(a)s", "i", 1); P("%(a", "{s:i}", "a", 1); P("%(a)", "{s:i}", "a", 1); P("%((a))s", "{s:i}", "(a)", 1); P("%()s", "{s:i}", "", 1); P("%(a)5d|", "{s:i}", "a", 1); P("%(a)-5d|", "{s:i}", "a", 1); P("%s", "{s:i}", "a", 1); P("no format", "{s:i}", "a", 1); P("%(a)*d", "{s:i}", "a", 1); P("%(a)s %s", "{s:i}", "a", 1); P("%(a)%", "{s:i}", "a", 1); P("%(" EURO ")s", "{s:i}", EURO, 1); P("%(a)s", "[i]", 1); P("%d", "{s:i}", "a", 1);
}
TEST(errors) {
    P("%s %s", "(s)", "a"); P("%s", "(ss)", "a", "b"); P("none", "(s)", "a"); P("none", "()"); P("none", "s", "x"); P("none", "i", 3); P("%d", "()"); P("%y", "(i)", 1); P("%", "(i)", 1); P("%5", "(i)", 1); P("%.", "(i)", 1); P("%" EURO, "(i)", 1); P("abc %\x01", "(i)", 1); P("%*d", "(si)", "x", 1); P("%.*d", "(si)", "x", 1); P("%*d", "(Oi)", I("99999999999999999999"), 1); P("%99999999999999999999d", "(i)", 1); P("%.99999999999999999999d", "(i)", 1); P("%.99999999999f", "(d)", 1.0); P("%l", "(i)", 1); P("%b", "(i)", 1); P("%.2147483648f", "(d)", 1.0); P("%*d", "(i)", 1); P("%.*d", "(i)", 1); P("%s %(a)s", "{s:i}", "a", 1);
    SHOW(PyUnicode_Format(I("1"), V("()"))); SHOW(PyUnicode_Format(NULL, V("()"))); SHOW(PyUnicode_Format(S("x"), NULL)); P("none", "[i]", 1); P("none", "O", Py_None); P("none", "y", "bytes");
    SHOW(PyNumber_Remainder(S("%s"), V("(i)", 1))); SHOW(PyNumber_Remainder(I("1"), S("%s"))); SHOW(PyNumber_InPlaceRemainder(S("%d|"), I("3")));
}
