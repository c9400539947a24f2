//! pytime.h: clocks, and times between Python's numbers and C's structures.
//!
//! A time is a signed number of nanoseconds. What is made of a float or taken apart is rounded as the caller says.

use crate::layout::*;
use crate::object::Owned;
use crate::raise;
use crate::runtime::errors::{Raised, Result};
use crate::types::long;
use exuvia_macros::capi;
use std::ffi::{c_char, c_int, c_long};

/// A time or a duration in nanoseconds.
pub type PyTime = i64;

const SECOND: i64 = 1_000_000_000;
const MILLISECOND: i64 = 1_000_000;
const MICROSECOND: i64 = 1_000;

/// How a fraction is rounded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    Down,
    Up,
    HalfEven,
    Away,
}

impl Round {
    fn of(round: c_int) -> Round {
        match round {
            0 => Round::Down,
            1 => Round::Up,
            2 => Round::HalfEven,
            _ => Round::Away,
        }
    }
    fn float(self, x: f64) -> f64 {
        match self {
            Round::Down => x.floor(),
            Round::Up => x.ceil(),
            Round::HalfEven => x.round_ties_even(),
            Round::Away => {
                if x >= 0.0 {
                    x.ceil()
                } else {
                    x.floor()
                }
            }
        }
    }
    /// `t / unit` for a positive unit.
    fn divide(self, t: PyTime, unit: i64) -> i64 {
        let (floor, rest) = (t.div_euclid(unit), t.rem_euclid(unit));
        let up = match self {
            Round::Down => false,
            Round::Up => rest != 0,
            Round::HalfEven => rest > unit - rest || rest == unit - rest && floor & 1 == 1,
            Round::Away => rest != 0 && t > 0,
        };
        floor + i64::from(up)
    }
}

// ---- clocks -------------------------------------------------------------------------------------------------------

/// A clock of the system; `None` where it does not have it.
fn clock(id: libc::clockid_t) -> Option<PyTime> {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure is ours.
    if unsafe { libc::clock_gettime(id, &mut now) } != 0 {
        return None;
    }
    now.tv_sec.checked_mul(SECOND)?.checked_add(now.tv_nsec)
}

fn put(time: Option<PyTime>, place: *mut PyTime) -> bool {
    if place.is_null() {
        return false;
    }
    // SAFETY: C passes the address of a time.
    unsafe { *place = time.unwrap_or(0) };
    time.is_some()
}

fn put_or_raise(time: Option<PyTime>, place: *mut PyTime) -> Result<()> {
    if put(time, place) { Ok(()) } else { Err(raise!(OSError, "the system's clock cannot be read")) }
}

macro_rules! clocks {
    ($($name:ident $raw:ident $id:ident $doc:literal;)*) => { $(
        #[doc = concat!($doc, ": 0, or -1 with an exception.")]
        #[capi]
        pub fn $name(result: *mut PyTime) -> Result<()> {
            put_or_raise(clock(libc::$id), result)
        }
        #[doc = concat!($doc, ": 0, or -1 without an exception. Needs no thread state.")]
        #[capi]
        pub fn $raw(result: *mut PyTime) -> c_int {
            if put(clock(libc::$id), result) { 0 } else { -1 }
        }
    )* };
}
clocks! {
    PyTime_Time PyTime_TimeRaw CLOCK_REALTIME "The time since 1970";
    PyTime_Monotonic PyTime_MonotonicRaw CLOCK_MONOTONIC "The clock that never goes backwards";
    PyTime_PerfCounter PyTime_PerfCounterRaw CLOCK_MONOTONIC "The clock that measures best";
}

/// What `time.get_clock_info` tells.
#[repr(C)]
pub struct ClockInfo {
    implementation: *const c_char,
    monotonic: c_int,
    adjustable: c_int,
    resolution: f64,
}

/// The clock that never goes backwards, and what it is: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_MonotonicWithInfo(result: *mut PyTime, info: *mut ClockInfo) -> Result<()> {
    // SAFETY: C passes the address of such a struct, or NULL.
    if let Some(info) = unsafe { info.as_mut() } {
        let mut resolution = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the structure is ours.
        unsafe { libc::clock_getres(libc::CLOCK_MONOTONIC, &mut resolution) };
        *info = ClockInfo {
            implementation: c"clock_gettime(CLOCK_MONOTONIC)".as_ptr(),
            monotonic: 1,
            adjustable: 0,
            resolution: resolution.tv_sec as f64 + resolution.tv_nsec as f64 * 1e-9,
        };
    }
    put_or_raise(clock(libc::CLOCK_MONOTONIC), result)
}

// ---- from Python --------------------------------------------------------------------------------------------------

#[cold]
fn beyond_time() -> Raised {
    raise!(OverflowError, "timestamp out of range for C PyTime_t")
}
#[cold]
fn beyond_time_t() -> Raised {
    raise!(OverflowError, "timestamp out of range for platform time_t")
}
#[cold]
fn not_a_number() -> Raised {
    raise!(ValueError, "Invalid value NaN (not a number)")
}

/// A whole double as a 64-bit integer, if it is one.
fn whole(x: f64) -> Option<i64> {
    (-9223372036854775808.0..9223372036854775808.0).contains(&x).then_some(x as i64)
}

/// The object's int as an i64; `refuse` where it is none, `beyond` where it is too large.
fn seconds(object: &PyObject, refuse: impl FnOnce() -> Raised, beyond: fn() -> Raised) -> Result<i64> {
    match long::convert::with_index(object, |x| Ok(x.to_i64())) {
        Ok(Some(v)) => Ok(v),
        Ok(None) => Err(beyond()),
        Err(raised) if raised.matches(&crate::types::exceptions::TypeError) => Err(refuse()),
        Err(raised) => Err(raised),
    }
}

/// A number of units as a time.
fn from_object(object: &PyObject, round: c_int, unit: i64) -> Result<PyTime> {
    if let Some(x) = object.downcast::<PyFloatObject>() {
        if x.value().is_nan() {
            return Err(not_a_number());
        }
        return whole(Round::of(round).float(x.value() * unit as f64)).ok_or_else(beyond_time);
    }
    let refuse = || raise!(TypeError, "'{}' object cannot be interpreted as an integer or float", object.ty().name());
    seconds(object, refuse, beyond_time)?.checked_mul(unit).ok_or_else(beyond_time)
}

/// The seconds that a lock or a join waits at most, in nanoseconds. `ValueError` below zero, `OverflowError` beyond what a lock
/// can wait.
pub fn timeout(seconds: &PyObject) -> Result<PyTime> {
    let time = of_timeout(seconds)?;
    if time < 0 {
        return Err(raise!(ValueError, "timeout value must be a non-negative number"));
    }
    Ok(time)
}

/// Seconds as nanoseconds, rounded as timeouts are.
pub fn of_timeout(seconds: &PyObject) -> Result<PyTime> {
    from_object(seconds, ROUND_TIMEOUT, SECOND)
}

/// Away from zero: nobody waits less than they said.
const ROUND_TIMEOUT: c_int = 3;

/// Writes a value that C has given the place of.
fn write<T>(place: *mut T, value: T) -> Result<()> {
    if place.is_null() {
        return Err(raise!(SystemError, "bad argument to internal function"));
    }
    // SAFETY: C passes the address of such a value.
    unsafe { *place = value };
    Ok(())
}

/// A number of seconds as a time: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_FromSecondsObject(time: *mut PyTime, object: &PyObject, round: c_int) -> Result<()> {
    write(time, from_object(object, round, SECOND)?)
}
/// A number of milliseconds as a time: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_FromMillisecondsObject(time: *mut PyTime, object: &PyObject, round: c_int) -> Result<()> {
    write(time, from_object(object, round, MILLISECOND)?)
}
/// An int of nanoseconds as a time: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_FromLong(time: *mut PyTime, object: &PyObject) -> Result<()> {
    let Some(x) = object.downcast::<PyLongObject>() else {
        return Err(raise!(TypeError, "expect int, got {}", object.ty().name()));
    };
    write(time, x.to_i64().ok_or_else(beyond_time)?)
}
/// Seconds as a time.
#[capi(private)]
pub fn _PyTime_FromSeconds(seconds: c_int) -> PyTime {
    PyTime::from(seconds) * SECOND
}

/// A number as whole seconds: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_ObjectToTime_t(object: &PyObject, sec: *mut libc::time_t, round: c_int) -> Result<()> {
    if let Some(x) = object.downcast::<PyFloatObject>() {
        if x.value().is_nan() {
            return Err(not_a_number());
        }
        return write(sec, whole(Round::of(round).float(x.value())).ok_or_else(beyond_time_t)?);
    }
    write(sec, long::convert::_PyLong_AsTime_t(Some(object))?)
}

/// A number as seconds and a numerator over `denominator`.
fn to_fraction(object: &PyObject, round: c_int, denominator: f64) -> Result<(i64, c_long)> {
    let Some(x) = object.downcast::<PyFloatObject>() else {
        let refuse = || raise!(TypeError, "argument must be int or float, not {}", object.ty().name());
        return Ok((seconds(object, refuse, beyond_time_t)?, 0));
    };
    if x.value().is_nan() {
        return Err(not_a_number());
    }
    let mut seconds = x.value().trunc();
    let fraction = if x.value().is_infinite() { 0.0 } else { x.value() - seconds };
    let mut fraction = Round::of(round).float(fraction * denominator);
    if fraction >= denominator {
        fraction -= denominator;
        seconds += 1.0;
    } else if fraction < 0.0 {
        fraction += denominator;
        seconds -= 1.0;
    }
    Ok((whole(seconds).ok_or_else(beyond_time_t)?, fraction as c_long))
}

/// A number as seconds and nanoseconds: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_ObjectToTimespec(object: &PyObject, sec: *mut libc::time_t, nsec: *mut c_long, round: c_int) -> Result<()> {
    let (seconds, rest) = to_fraction(object, round, 1e9)?;
    write(sec, seconds)?;
    write(nsec, rest)
}
/// A number as seconds and microseconds: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_ObjectToTimeval(object: &PyObject, sec: *mut libc::time_t, usec: *mut c_long, round: c_int) -> Result<()> {
    let (seconds, rest) = to_fraction(object, round, 1e6)?;
    write(sec, seconds)?;
    write(usec, rest)
}

/// The point of the monotonic clock that is so far from now.
#[capi(private)]
pub fn _PyDeadline_Init(timeout: PyTime) -> PyTime {
    clock(libc::CLOCK_MONOTONIC).unwrap_or(0).saturating_add(timeout)
}
/// How far such a point still is.
#[capi(private)]
pub fn _PyDeadline_Get(deadline: PyTime) -> PyTime {
    deadline.saturating_sub(clock(libc::CLOCK_MONOTONIC).unwrap_or(0))
}

// ---- to Python and C ----------------------------------------------------------------------------------------------

/// The time in seconds.
#[capi]
pub fn PyTime_AsSecondsDouble(time: PyTime) -> f64 {
    // Whole seconds stay exact.
    if time % SECOND == 0 { (time / SECOND) as f64 } else { time as f64 / 1e9 }
}
/// A new int of nanoseconds.
#[capi(private)]
pub fn _PyTime_AsLong(time: PyTime) -> Result<Owned> {
    long::from_i64(time)
}
/// The time in milliseconds.
#[capi(private)]
pub fn _PyTime_AsMilliseconds(time: PyTime, round: c_int) -> i64 {
    Round::of(round).divide(time, MILLISECOND)
}
/// The time in microseconds.
#[capi(private)]
pub fn _PyTime_AsMicroseconds(time: PyTime, round: c_int) -> i64 {
    Round::of(round).divide(time, MICROSECOND)
}

/// Seconds and microseconds of a time. Every 64-bit number of seconds is a time_t.
fn timeval(time: PyTime, round: c_int) -> libc::timeval {
    let microseconds = Round::of(round).divide(time, MICROSECOND);
    libc::timeval { tv_sec: microseconds.div_euclid(1_000_000), tv_usec: microseconds.rem_euclid(1_000_000) }
}
fn timespec(time: PyTime) -> libc::timespec {
    libc::timespec { tv_sec: time.div_euclid(SECOND), tv_nsec: time.rem_euclid(SECOND) }
}

/// The time as seconds and microseconds: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_AsTimeval(time: PyTime, place: *mut libc::timeval, round: c_int) -> Result<()> {
    write(place, timeval(time, round))
}
/// The time as seconds and microseconds, the nearest that there is.
#[capi(private)]
pub fn _PyTime_AsTimeval_clamp(time: PyTime, place: *mut libc::timeval, round: c_int) {
    if !place.is_null() {
        // SAFETY: C passes the address of such a struct.
        unsafe { *place = timeval(time, round) };
    }
}
/// The time as seconds and microseconds: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_AsTimevalTime_t(time: PyTime, sec: *mut libc::time_t, usec: *mut c_int, round: c_int) -> Result<()> {
    let value = timeval(time, round);
    write(sec, value.tv_sec)?;
    write(usec, value.tv_usec as c_int)
}
/// The time as seconds and nanoseconds: 0, or -1 with an exception.
#[capi(private)]
pub fn _PyTime_AsTimespec(time: PyTime, place: *mut libc::timespec) -> Result<()> {
    write(place, timespec(time))
}
/// The time as seconds and nanoseconds, the nearest that there is.
#[capi(private)]
pub fn _PyTime_AsTimespec_clamp(time: PyTime, place: *mut libc::timespec) {
    if !place.is_null() {
        // SAFETY: C passes the address of such a struct.
        unsafe { *place = timespec(time) };
    }
}

/// Fills in a calendar time: 0, or -1 with what the system reports.
fn calendar(filled: bool) -> Result<()> {
    if filled {
        return Ok(());
    }
    let code = match crate::runtime::errors::errno() {
        0 => libc::EINVAL,
        code => code,
    };
    Err(crate::runtime::errors::from_errno(crate::types::exceptions::OSError.as_object(), code, None, None))
}

/// The calendar time here: 0, or -1 with OSError.
#[capi(private)]
pub fn _PyTime_localtime(time: libc::time_t, calendar_time: *mut libc::tm) -> Result<()> {
    // SAFETY: C passes the address of such a struct.
    calendar(!calendar_time.is_null() && unsafe { !libc::localtime_r(&time, calendar_time).is_null() })
}
/// The calendar time in UTC: 0, or -1 with OSError.
#[capi(private)]
pub fn _PyTime_gmtime(time: libc::time_t, calendar_time: *mut libc::tm) -> Result<()> {
    // SAFETY: C passes the address of such a struct.
    calendar(!calendar_time.is_null() && unsafe { !libc::gmtime_r(&time, calendar_time).is_null() })
}
