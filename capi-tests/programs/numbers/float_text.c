/* pystrtod.h, and floats as text. */
#include "harness.h"
#include <math.h>
static const double VALUES[] = {0.0, -0.0, 1.0, -1.5, 0.1, 0.3, 2.5, 123456789.0, 1e15, 1e16, 1e17, 123456789012345678.0, 1e22, 1e23, 1e-4, 1e-5, 9.9999999999999e-5, 0.00012345, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 1e100, 9.5, 99.5, 0.05, 0.25, 1234.5678, 9007199254740993.0, INFINITY, -INFINITY, NAN};
#define COUNT 31
TEST(repr) { for (int i = 0; i < COUNT; i++) { PyObject *f = F(VALUES[i]); SHOW(PyObject_Repr(f)); Py_DECREF(f); } double x = 1; for (int i = 0; i < 330; i++) { PyObject *f = F(x); SHOW(PyObject_Repr(f)); Py_DECREF(f); x /= 9.7; } x = 1; for (int i = 0; i < 310; i++) { PyObject *f = F(x); SHOW(PyObject_Repr(f)); Py_DECREF(f); x *= 9.7; } }
static void strings(char code, const int *precisions, int n) {
    for (int i = 0; i < COUNT; i++) for (int k = 0; k < n; k++) for (int flags = 0; flags < 16; flags += flags < 8 ? 1 : 3) {
        int kind = 77; char *s = PyOS_double_to_string(VALUES[i], code, precisions[k], flags, &kind);
        printf("%.17g %c.%d/%d ", VALUES[i], code, precisions[k], flags); if (s) printf("%s %d\n", s, kind); else print_raised(); PyMem_Free(s);
    }
}
TEST(to_string_r) { int p[] = {0}; strings('r', p, 1); }
TEST(to_string_e) { int p[] = {0, 1, 6, 17, 40}; strings('e', p, 5); }
TEST(to_string_f) { int p[] = {0, 1, 6, 20}; strings('f', p, 4); }
TEST(to_string_g) { int p[] = {0, 1, 6, 17, 40}; strings('g', p, 5); }
TEST(to_string_upper) { int p[] = {3}; strings('E', p, 1); strings('F', p, 1); strings('G', p, 1); }
TEST(to_string_bad) {
    SHOW_TEXT(PyOS_double_to_string(1, 'r', 3, 0, NULL)); SHOW_TEXT(PyOS_double_to_string(1, 'x', 3, 0, NULL)); SHOW_TEXT(PyOS_double_to_string(1, 's', 0, 0, NULL)); SHOW_TEXT(PyOS_double_to_string(1, 'R', 0, 0, NULL)); SHOW_TEXT(PyOS_double_to_string(1, 0, 0, 0, NULL)); SHOW_TEXT(PyOS_double_to_string(1.25, 'f', 2, 0, NULL));
    char *s = PyOS_double_to_string(0.1, 'f', 1500, 0, NULL); SAY("%zu %s", strlen(s), s); PyMem_Free(s); s = PyOS_double_to_string(0.1, 'e', 1500, 0, NULL); SAY("%zu %s", strlen(s), s); PyMem_Free(s); s = PyOS_double_to_string(5e-324, 'g', 1500, Py_DTSF_ALT, NULL); SAY("%zu %s", strlen(s), s); PyMem_Free(s);
}
TEST(from_string) {
    const char *v[] = {"1", "1.5", " 1", "1 ", "+1", "-1e3", "1e", "1e+", "1e5x", ".5", "5.", ".", "", "x", "inf", "-inf", "Infinity", "infinitx", "nan", "-nan", "nanx", "1_0", "0x10", "1e400", "-1e400", "1e-400", "-0", "1e310x", "1,5", "++1", "00001.5", "1e0005", "1e99999999999999999999", "1e-99999999999999999999", "0e99999999999", NULL};
    for (int i = 0; v[i]; i++) {
        char *end = NULL; printf("'%s'\n", v[i]); SHOW_DOUBLE(PyOS_string_to_double(v[i], NULL, NULL)); SHOW_DOUBLE(PyOS_string_to_double(v[i], &end, NULL)); SAY("end %d", (int)(end - v[i])); end = NULL; SHOW_DOUBLE(PyOS_string_to_double(v[i], &end, PyExc_OverflowError)); SAY("end %d", (int)(end - v[i])); SHOW_DOUBLE(PyOS_string_to_double(v[i], NULL, PyExc_ValueError));
    }
}
TEST(percent) {
    const char *f[] = {"%f", "%.0f", "%.3f", "%e", "%.2E", "%g", "%G", "%.10g", "%#g", "%#.0f", "%+f", "% f", "%10.2f", "%-10.2f|", "%010.2f", "%+010.2f", "%.60f", "%r", "%s", "%a", "%d", "%i", "%F", "%.100g", NULL};
    for (int i = 0; f[i]; i++) for (int k = 0; k < COUNT; k++) { PyObject *s = S(f[i]), *t = V("(d)", VALUES[k]); printf("%s %.17g ", f[i], VALUES[k]); print_new("", PyUnicode_Format(s, t)); Py_DECREF(s); Py_DECREF(t); }
}
TEST(to_string_f_flags) { double v[] = {0.1, 2.5, 1e20, -0.0}; int p[] = {0, 1, 300, 1100}; for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) for (int flags = 0; flags < 16; flags++) { char *s = PyOS_double_to_string(v[i], 'f', p[j], flags, NULL); printf("%g %d %d %zu %.60s\n", v[i], p[j], flags, strlen(s), s); PyMem_Free(s); } }
