/* C's integers and character classes: PyOS_strtoul, PyOS_strtol, pyctype.h, and what belongs to no other header. */
#include "harness.h"
#include <errno.h>
extern unsigned long PyOS_strtoul(const char *, char **, int);
extern int _Py_SwappedOp[];
extern long PyOS_strtol(const char *, char **, int);
extern int _Py_convert_optional_to_ssize_t(PyObject *, void *);
TEST(strtoul) {
    const char *v[] = {"0", "12", " 12", "\t\n12 ", "0x1f", "0X", "0x", "0xg", "0b101", "0b2", "0B1", "0o17", "0o8", "017", "00", "000 ", "z", "", " ", "-5", "+5", "18446744073709551615", "18446744073709551616", "99999999999999999999999x", "0xffffffffffffffff", "0x10000000000000000", "zz", "1_0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "- 5", "--5", "0 5", "1e5", "ffffffffffffffff", "777777777777777777777777", NULL}; int b[] = {0, 2, 3, 8, 10, 16, 36, 1, 37, -1};
    for (int i = 0; v[i]; i++) for (int k = 0; k < 10; k++) { char *e = NULL; errno = 0; unsigned long u = PyOS_strtoul(v[i], &e, b[k]); printf("'%s' %d %lu %d e%d ", v[i], b[k], u, (int)(e - v[i]), errno); e = NULL; errno = 0; long l = PyOS_strtol(v[i], &e, b[k]); printf("%ld %d e%d\n", l, (int)(e - v[i]), errno); }
    printf("%lu %ld\n", PyOS_strtoul("5", NULL, 0), PyOS_strtol("-5", NULL, 0));
}
TEST(optional_index) { Py_ssize_t n = 77; PyObject *v[] = {Py_None, I("5"), I("99999999999999999999"), F(1), S("x"), Py_True}; for (int i = 0; i < 6; i++) { int r = _Py_convert_optional_to_ssize_t(v[i], &n); printf("%d %zd ", r, n); if (!r) print_raised(); else puts(""); } }
TEST(ctype) { for (int i = 0; i < 256; i++) printf("%d: %x %d%d%d%d%d%d%d %x %x\n", i, _Py_ctype_table[i], !!Py_ISLOWER(i), !!Py_ISUPPER(i), !!Py_ISALPHA(i), !!Py_ISDIGIT(i), !!Py_ISXDIGIT(i), !!Py_ISALNUM(i), !!Py_ISSPACE(i), Py_TOLOWER(i), Py_TOUPPER(i)); }
TEST(swapped_operators) { for (int i = 0; i < 6; i++) printf("%d %d\n", i, _Py_SwappedOp[i]); }
#undef PyUnstable_Long_IsCompact
#undef PyUnstable_Long_CompactValue
extern int PyUnstable_Long_IsCompact(const PyLongObject *);
extern Py_ssize_t PyUnstable_Long_CompactValue(const PyLongObject *);
TEST(compact) { const char *v[] = {"0", "5", "-5", "1073741823", "-1073741823", "1073741824", "99999999999999999999", NULL}; for (int i = 0; v[i]; i++) { PyObject *o = I(v[i]); int c = PyUnstable_Long_IsCompact((PyLongObject *)o); printf("%s %d %zd\n", v[i], c, c ? PyUnstable_Long_CompactValue((PyLongObject *)o) : 0); Py_DECREF(o); } }
typedef struct { double real, imag; } Z;
extern Py_complex _Py_cr_sum(Py_complex, double), _Py_cr_diff(Py_complex, double), _Py_rc_diff(double, Py_complex), _Py_cr_prod(Py_complex, double), _Py_cr_quot(Py_complex, double), _Py_rc_quot(double, Py_complex);
TEST(mixed_complex) {
    double z[][2] = {{0, 0}, {-0.0, -0.0}, {1, 2}, {1.0 / 0, 1}, {0, -1.0 / 0}}, x[] = {0, -0.0, 2.5, 1.0 / 0};
    for (int i = 0; i < 5; i++) for (int j = 0; j < 4; j++) { Py_complex a = {z[i][0], z[i][1]}, r; r = _Py_cr_sum(a, x[j]); printf("%g,%g", r.real, r.imag); r = _Py_cr_diff(a, x[j]); printf(" %g,%g", r.real, r.imag); r = _Py_rc_diff(x[j], a); printf(" %g,%g", r.real, r.imag); r = _Py_cr_prod(a, x[j]); printf(" %g,%g", r.real == r.real ? r.real : 99, r.imag == r.imag ? r.imag : 99); errno = 0; r = _Py_cr_quot(a, x[j]); printf(" %g,%g e%d", r.real == r.real ? r.real : 99, r.imag == r.imag ? r.imag : 99, errno); errno = 0; r = _Py_rc_quot(x[j], a); printf(" %g,%g e%d\n", r.real == r.real ? r.real : 99, r.imag == r.imag ? r.imag : 99, errno); }
}
