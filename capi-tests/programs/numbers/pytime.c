/* pytime.h: clocks, and times from and to Python's numbers. */
#include "harness.h"
#include <math.h>
#include <sys/time.h>
#include <time.h>
typedef int64_t T;
extern int _PyTime_FromLong(T *, PyObject *), _PyTime_FromSecondsObject(T *, PyObject *, int), _PyTime_FromMillisecondsObject(T *, PyObject *, int), _PyTime_ObjectToTime_t(PyObject *, time_t *, int), _PyTime_ObjectToTimespec(PyObject *, time_t *, long *, int), _PyTime_ObjectToTimeval(PyObject *, time_t *, long *, int);
extern T _PyTime_FromSeconds(int), _PyTime_AsMilliseconds(T, int), _PyTime_AsMicroseconds(T, int);
extern PyObject *_PyTime_AsLong(T);
extern int _PyTime_AsTimeval(T, struct timeval *, int), _PyTime_AsTimevalTime_t(T, time_t *, int *, int), _PyTime_AsTimespec(T, struct timespec *), _PyTime_localtime(time_t, struct tm *), _PyTime_gmtime(time_t, struct tm *);
extern void _PyTime_AsTimeval_clamp(T, struct timeval *, int), _PyTime_AsTimespec_clamp(T, struct timespec *);
TEST(clocks) {
    PyTime_t a = 0, b = 0; printf("%d ", PyTime_Time(&a)); printf("%d ", a > 1000000000000000000); printf("%d ", PyTime_TimeRaw(&b)); printf("%d\n", b >= a);
    printf("%d ", PyTime_Monotonic(&a)); printf("%d ", PyTime_MonotonicRaw(&b)); printf("%d\n", b >= a); printf("%d ", PyTime_PerfCounter(&a)); printf("%d ", PyTime_PerfCounterRaw(&b)); printf("%d\n", b >= a);
}
TEST(seconds) { T v[] = {0, 1, -1, 1000000000, -1000000000, 1500000000, INT64_MAX, INT64_MIN, 123456789012345678, 9007199254740993}; for (int i = 0; i < 10; i++) { SHOW_DOUBLE(PyTime_AsSecondsDouble(v[i])); SHOW(_PyTime_AsLong(v[i])); } SHOW_INT(_PyTime_FromSeconds(5)); SHOW_INT(_PyTime_FromSeconds(-2147483647)); }
TEST(from_objects) {
    PyObject *v[] = {I("0"), I("5"), I("-5"), F(1.5), F(-1.5), F(2.5), F(1e-10), F(-1e-10), F(1.0000000005), F(NAN), F(INFINITY), F(1e10), F(9223372036.0), F(9223372037.0), F(1e300), I("9223372036"), I("9223372037"), I("-9223372037"), I("99999999999999999999999"), S("x"), Py_None, Py_True, F(0.1234567895), F(-0.1234567895), F(9007199254740993.0), F(9.3e18), F(-9223372036854775808.0)};
    for (int i = 0; i < 27; i++) for (int r = 0; r < 4; r++) {
        T t = 77; time_t s = 77; long n = 77; int c; printf("%d %d:\n", i, r);
        c = _PyTime_FromSecondsObject(&t, v[i], r); printf(" seconds %d %ld ", c, c ? 0 : (long)t); if (c) print_raised(); else puts("");
        c = _PyTime_FromMillisecondsObject(&t, v[i], r); printf(" milliseconds %d %ld ", c, c ? 0 : (long)t); if (c) print_raised(); else puts("");
        c = _PyTime_ObjectToTime_t(v[i], &s, r); printf(" time_t %d %ld ", c, c ? 0 : (long)s); if (c) print_raised(); else puts("");
        c = _PyTime_ObjectToTimespec(v[i], &s, &n, r); printf(" timespec %d %ld %ld ", c, c ? 0 : (long)s, c ? 0 : n); if (c) print_raised(); else puts("");
        c = _PyTime_ObjectToTimeval(v[i], &s, &n, r); printf(" timeval %d %ld %ld ", c, c ? 0 : (long)s, c ? 0 : n); if (c) print_raised(); else puts("");
        if (r == 0) { c = _PyTime_FromLong(&t, v[i]); printf(" int %d %ld ", c, c ? 0 : (long)t); if (c) print_raised(); else puts(""); }
    }
}
TEST(to_structs) {
    T v[] = {0, 1, -1, 499, 500, 501, 1500, 2500, -500, -1500, -2500, 999999500, 999999999, -999999999, 1234567890123456789, INT64_MAX, INT64_MIN, INT64_MIN + 1, 500000, 1500000, -500000};
    for (int i = 0; i < 21; i++) for (int r = 0; r < 4; r++) {
        struct timeval tv, tv2; struct timespec ts, ts2; time_t s; int us; printf("%ld %d: ms %ld us %ld", (long)v[i], r, (long)_PyTime_AsMilliseconds(v[i], r), (long)_PyTime_AsMicroseconds(v[i], r));
        printf(" %d", _PyTime_AsTimeval(v[i], &tv, r)); printf(" %ld.%06ld", (long)tv.tv_sec, (long)tv.tv_usec); _PyTime_AsTimeval_clamp(v[i], &tv2, r); printf(" %ld.%06ld", (long)tv2.tv_sec, (long)tv2.tv_usec);
        printf(" %d", _PyTime_AsTimevalTime_t(v[i], &s, &us, r)); printf(" %ld.%06d", (long)s, us); printf(" %d", _PyTime_AsTimespec(v[i], &ts)); printf(" %ld.%09ld", (long)ts.tv_sec, ts.tv_nsec); _PyTime_AsTimespec_clamp(v[i], &ts2); printf(" %ld.%09ld\n", (long)ts2.tv_sec, ts2.tv_nsec);
    }
}
TEST(calendar) { time_t v[] = {0, 1, -1, 1700000000, 253402300799}; for (int i = 0; i < 5; i++) { struct tm tm; printf("%d", _PyTime_gmtime(v[i], &tm)); printf(" %d-%d-%d %d:%d:%d %d\n", tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_wday); printf("%d\n", _PyTime_localtime(v[i], &tm)); } struct tm tm; SHOW_INT(_PyTime_gmtime(INT64_MAX, &tm)); SHOW_INT(_PyTime_localtime(INT64_MAX, &tm)); }
