/* datetime.h without datetime: the macros look into objects of its layout, and call what a capsule holds. */
#include "harness.h"
#include <datetime.h>
#define ANSWER(...) (SAY(__VA_ARGS__), Py_NewRef(Py_None))
static PyObject *date(int y, int m, int d, PyTypeObject *t) { return ANSWER("date %d %d %d %d", y, m, d, t == PyDateTimeAPI->DateType); }
static PyObject *datetime(int y, int mo, int d, int h, int mi, int s, int u, PyObject *tz, PyTypeObject *t) { return ANSWER("datetime %d %d %d %d %d %d %d %d %d", y, mo, d, h, mi, s, u, tz == Py_None, t == PyDateTimeAPI->DateTimeType); }
static PyObject *datetime_fold(int y, int mo, int d, int h, int mi, int s, int u, PyObject *tz, int fold, PyTypeObject *t) { return ANSWER("datetime %d %d %d %d %d %d %d fold %d %d", y, mo, d, h, mi, s, u, fold, t == PyDateTimeAPI->DateTimeType); }
static PyObject *a_time(int h, int mi, int s, int u, PyObject *tz, PyTypeObject *t) { return ANSWER("time %d %d %d %d %d", h, mi, s, u, t == PyDateTimeAPI->TimeType); }
static PyObject *time_fold(int h, int mi, int s, int u, PyObject *tz, int fold, PyTypeObject *t) { return ANSWER("time %d %d %d %d fold %d %d", h, mi, s, u, fold, t == PyDateTimeAPI->TimeType); }
static PyObject *delta(int d, int s, int u, int normalize, PyTypeObject *t) { return ANSWER("delta %d %d %d %d %d", d, s, u, normalize, t == PyDateTimeAPI->DeltaType); }
static PyObject *zone(PyObject *offset, PyObject *name) { return ANSWER("zone %d %d", offset == Py_None, name == NULL); }
static PyObject *from_timestamp(PyObject *c, PyObject *args, PyObject *kw) { return ANSWER("datetime of a timestamp %d %d", c == (PyObject *)PyDateTimeAPI->DateTimeType, kw == NULL); }
static PyObject *date_from_timestamp(PyObject *c, PyObject *args) { return ANSWER("date of a timestamp %d", c == (PyObject *)PyDateTimeAPI->DateType); }
static PyDateTime_CAPI api = {&PyLong_Type, &PyFloat_Type, &PyUnicode_Type, &PyBytes_Type, &PyTuple_Type, Py_None, date, datetime, a_time, delta, zone, from_timestamp, date_from_timestamp, datetime_fold, time_fold};
TEST(constructors) {
    PyDateTimeAPI = &api;
    SHOW(PyDate_FromDate(2024, 2, 29)); SHOW(PyDateTime_FromDateAndTime(1, 2, 3, 4, 5, 6, 7)); SHOW(PyDateTime_FromDateAndTimeAndFold(1, 2, 3, 4, 5, 6, 7, 1)); SHOW(PyTime_FromTime(1, 2, 3, 4)); SHOW(PyTime_FromTimeAndFold(1, 2, 3, 4, 1));
    SHOW(PyDelta_FromDSU(1, 2, 3)); SHOW(PyTimeZone_FromOffset(Py_None)); SHOW(PyTimeZone_FromOffsetAndName(Py_None, Py_True)); SHOW(PyDateTime_FromTimestamp(Py_None)); SHOW(PyDate_FromTimestamp(Py_None));
    SHOW_BORROWED(PyDateTime_TimeZone_UTC); SHOW_TEXT(PyDateTime_CAPSULE_NAME);
}
TEST(checks) {
    PyDateTimeAPI = &api;
    PyObject *five = I("5"), *half = F(0.5);
    SHOW_INT(PyDate_Check(five)); SHOW_INT(PyDate_CheckExact(Py_True)); SHOW_INT(PyDate_Check(Py_True)); SHOW_INT(PyDateTime_Check(half)); SHOW_INT(PyDateTime_CheckExact(half)); SHOW_INT(PyTime_Check(half)); SHOW_INT(PyTime_CheckExact(S("")));
    SHOW_INT(PyDelta_Check(V("y", ""))); SHOW_INT(PyDelta_CheckExact(five)); SHOW_INT(PyTZInfo_Check(V("()"))); SHOW_INT(PyTZInfo_CheckExact(five));
}
TEST(fields) {
    PyDateTime_DateTime moment = {.hastzinfo = 1, .data = {0x07, 0xE8, 2, 29, 23, 59, 58, 0x0F, 0x42, 0x3F}, .fold = 1, .tzinfo = Py_True};
    PyDateTime_Time noon = {.hastzinfo = 0, .data = {12, 30, 45, 1, 2, 3}, .fold = 0};
    PyDateTime_Delta span = {.days = -3, .seconds = 86399, .microseconds = 999999};
    PyObject *m = (PyObject *)&moment, *t = (PyObject *)&noon, *d = (PyObject *)&span;
    SHOW_INT(PyDateTime_GET_YEAR(m)); SHOW_INT(PyDateTime_GET_MONTH(m)); SHOW_INT(PyDateTime_GET_DAY(m)); SHOW_INT(PyDateTime_DATE_GET_HOUR(m)); SHOW_INT(PyDateTime_DATE_GET_MINUTE(m)); SHOW_INT(PyDateTime_DATE_GET_SECOND(m));
    SHOW_INT(PyDateTime_DATE_GET_MICROSECOND(m)); SHOW_INT(PyDateTime_DATE_GET_FOLD(m)); SHOW_BORROWED(PyDateTime_DATE_GET_TZINFO(m)); SHOW_INT(_PyDateTime_HAS_TZINFO(m));
    SHOW_INT(PyDateTime_TIME_GET_HOUR(t)); SHOW_INT(PyDateTime_TIME_GET_MINUTE(t)); SHOW_INT(PyDateTime_TIME_GET_SECOND(t)); SHOW_INT(PyDateTime_TIME_GET_MICROSECOND(t)); SHOW_INT(PyDateTime_TIME_GET_FOLD(t)); SHOW_BORROWED(PyDateTime_TIME_GET_TZINFO(t));
    SHOW_INT(PyDateTime_DELTA_GET_DAYS(d)); SHOW_INT(PyDateTime_DELTA_GET_SECONDS(d)); SHOW_INT(PyDateTime_DELTA_GET_MICROSECONDS(d)); SHOW_INT(sizeof(PyDateTime_Date)); SHOW_INT(sizeof(_PyDateTime_BaseTime)); SHOW_INT(sizeof(_PyDateTime_BaseDateTime)); SHOW_INT(sizeof(PyDateTime_TZInfo));
}
