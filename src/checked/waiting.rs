//! Waiting with the GIL in hand.
//!
//! Between two crossings of the boundary an extension's code runs alone. Where that takes long, and the processor was neither at work for the
//! thread nor busy with others, the thread has waited for something (a lock, a file, a clock) while everybody waits for it.
//!
//! The system tells how long a thread has worked and how long it has stood in line; asking costs more than reading a clock, so it is asked
//! when some time has gone by since it last was. It also tells whether the thread gave the processor away of its own will: one that did not has not waited,
//! whatever the machine did meanwhile; nor has one that waited for its memory to come back from the disk.

use super::finding::{Place, report};
use crate::runtime::thread_state;
use std::cell::Cell;
use std::time::Duration;

/// What is long.
const LONG: Duration = Duration::from_millis(200);
/// How old an answer of the system's may be.
const OLD: Duration = Duration::from_millis(10);

#[derive(Clone, Copy)]
struct Since {
    /// When the extension's code was last entered; none while a thread state is not attached.
    left: Option<Duration>,
    /// When the system was asked, and what it said.
    asked: Duration,
    busy: Duration,
    pauses: Pauses,
}

/// How often a thread has given the processor away, and how often because its memory was on the disk.
#[derive(Clone, Copy)]
struct Pauses {
    willing: i64,
    for_memory: i64,
}

impl Pauses {
    fn now() -> Pauses {
        // SAFETY: a plain struct.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: room for the answer.
        unsafe { libc::getrusage(libc::RUSAGE_THREAD, &raw mut usage) };
        Pauses { willing: usage.ru_nvcsw, for_memory: usage.ru_majflt }
    }
}

/// The time by the clock that costs least: it goes on by a few milliseconds at a time.
fn now() -> Duration {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a clock that every Linux has, and room for its answer.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, &raw mut now) };
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

thread_local! {
    static SINCE: Cell<Option<Since>> = const { Cell::new(None) };
}

/// How long this thread has worked, or stood in line for the processor, as the system tells it.
fn busy() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let numbers: Vec<u64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [work, line, ..] => Some(Duration::from_nanos(work + line)),
        _ => None,
    }
}

/// The extension's code goes on.
pub fn leave() {
    let now = now();
    let left = (!thread_state::current().is_null()).then_some(now);
    SINCE.with(|since| match since.get() {
        Some(known) if now - known.asked < OLD => since.set(Some(Since { left, ..known })),
        _ => since.set(busy().map(|busy| Since { left, asked: now, busy, pauses: Pauses::now() })),
    });
}

/// The extension's code has come back, or calls.
pub fn arrive(place: Place) {
    let Some(Since { left: Some(left), asked, busy: busy_before, pauses: before }) = SINCE.with(Cell::get) else { return };
    let now = now();
    if now - left < LONG || thread_state::current().is_null() {
        return;
    }
    let pauses = Pauses::now();
    if pauses.willing == before.willing || pauses.for_memory != before.for_memory {
        return;
    }
    let Some(busy) = busy() else { return };
    let waited = (now - asked).saturating_sub(busy.saturating_sub(busy_before));
    if waited >= LONG {
        let steps = [60_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200];
        let least = steps.into_iter().find(|step| waited.as_millis() >= *step).unwrap_or(200);
        let next = if place.api.is_empty() { String::new() } else { format!(" before it called {}", place.api) };
        report("EX605", place, format!("waited for {least} ms or longer{next} while it held the GIL"));
    }
}
