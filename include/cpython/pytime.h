/* Full API: clocks. */
#ifndef Py_LIMITED_API
#ifndef Py_PYTIME_H
#define Py_PYTIME_H

/* Nanoseconds. */
typedef int64_t PyTime_t;
#define PyTime_MIN INT64_MIN
#define PyTime_MAX INT64_MAX

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
/* end of declarations */

#endif
#endif
