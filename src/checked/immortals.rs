//! Counts of immortal objects that move.
//!
//! Code that was compiled for a limited API before 3.12 counts inline, immortal or not. As long as what it adds it also takes away, nothing
//! comes of it; what it does not, carries the count away, call by call, until the object is mortal to whoever looks at the count.
//! The objects that extensions handle most are looked at around every call of an extension; whatever moved is put back. While there is more than
//! one GIL nobody looks: what moved may be what another thread is about to put back.

use super::finding::{Place, amend, report, report_numbered};
use crate::layout::{IsObject, PyObject};
use crate::object::refcount::IMMORTAL;
use crate::runtime::gil;
use crate::runtime::sync::Mutex;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

struct Watched {
    name: &'static str,
    object: &'static PyObject,
}
// SAFETY: immortal objects; their counts are written by whoever holds the GIL, and by extensions that do not care.
unsafe impl Sync for Watched {}
// SAFETY: as above.
unsafe impl Send for Watched {}

static WATCHED: OnceLock<[Watched; 11]> = OnceLock::new();

#[inline]
fn watched() -> &'static [Watched; 11] {
    WATCHED.get_or_init(find)
}

#[cold]
fn find() -> [Watched; 11] {
    use crate::types::{bool, bytes, long, singletons, tuple, unicode};
    let none = singletons::none;
    let small = |value| long::from_i64(value).unwrap_or_else(|_| none());
    let all = [
        ("None", none()),
        ("NotImplemented", singletons::not_implemented()),
        ("True", bool::from_bool(true)),
        ("False", bool::from_bool(false)),
        ("()", tuple::empty().upcast()),
        ("''", unicode::empty().upcast()),
        ("b''", bytes::empty().as_object().new_ref()),
        ("-1", small(-1)),
        ("0", small(0)),
        ("1", small(1)),
        ("2", small(2)),
    ];
    // SAFETY: immortal objects of this library are never freed.
    all.map(|(name, object)| Watched { name, object: unsafe { &*object.into_ptr() } })
}

/// Whether any of their counts is not where it belongs, as far as that can be told.
#[inline]
pub fn have_moved() -> bool {
    !gil::are_several() && watched().iter().fold(0, |moved, watched| moved | (watched.object.ob_refcnt.get() ^ IMMORTAL)) != 0
}

/// Those whose counts are not where they belong, and by how much.
fn drifting() -> impl Iterator<Item = (&'static Watched, i64)> {
    let drift = |watched: &Watched| i64::from(watched.object.refcount()) - i64::from(IMMORTAL);
    watched().iter().map(move |watched| (watched, drift(watched))).filter(|(_, delta)| *delta != 0)
}

/// An extension calls the C API: counts that are not where they belong now were touched inline.
#[cold]
#[inline(never)]
pub fn touched_inline(place: Place) {
    for (watched, _) in drifting() {
        report("EX402", place, format!("the count of {} is touched inline", watched.name));
    }
}

/// Puts back what drifted where nobody is to blame.
#[inline]
pub fn settle() {
    if !have_moved() {
        return;
    }
    for (watched, _) in drifting() {
        watched.object.repair();
    }
}

/// What a function has done to the count of one object, over all its calls since the first that moved it.
struct Walk {
    /// The number of the finding.
    finding: usize,
    name: &'static str,
    calls: u64,
    sum: i64,
}

/// By the function's address. Empty as long as nothing was moved, and then nothing else is asked.
static WALKS: Mutex<Vec<(usize, Walk)>> = Mutex::new(Vec::new());
static ANY: AtomicBool = AtomicBool::new(false);

/// An extension's function came back: what moved and stayed away is its own.
#[inline]
pub fn drifted(place: Place) {
    if have_moved() {
        blame(place);
    }
}

#[cold]
#[inline(never)]
fn blame(place: Place) {
    for (watched, delta) in drifting() {
        watched.object.repair();
        let mut walks = WALKS.lock();
        if let Some((_, walk)) = walks.iter_mut().find(|(address, walk)| *address == place.address && walk.name == watched.name) {
            walk.sum += delta;
            continue;
        }
        let way = if delta > 0 { "up" } else { "down" };
        let finding = report_numbered("EX401", place, format!("walks the count of {} {way}, by {} in a call", watched.name, delta.abs()));
        walks.push((place.address, Walk { finding, name: watched.name, calls: 0, sum: delta }));
        ANY.store(true, Ordering::Relaxed);
    }
    if ANY.load(Ordering::Relaxed) {
        let mut walks = WALKS.lock();
        walks.iter_mut().filter(|(address, _)| *address == place.address).for_each(|(_, walk)| walk.calls += 1);
    }
}

/// Says at the end of each walk how far it went, and where it would lead.
pub fn finish() {
    for (_, walk) in std::mem::take(&mut *WALKS.lock()) {
        if walk.sum == 0 || walk.calls == 0 {
            continue;
        }
        let way = if walk.sum > 0 { "up" } else { "down" };
        let each = walk.sum.unsigned_abs() as f64 / walk.calls as f64;
        let (ours, older) = (calls_to_mortality(walk.sum > 0, each, NEWER), calls_to_mortality(walk.sum > 0, each, OLDER));
        let text = format!(
            "walks the count of {} {way}, by {} in a call, {:.0} in a thousand: it is mortal after {ours} calls on 3.14, after {older} on 3.12 and 3.13",
            walk.name,
            (each * 100.0).round() / 100.0,
            each * 1000.0
        );
        amend(walk.finding, text);
    }
}

/// Where the count of an immortal object begins; it is immortal as long as the lower half of it, as a signed number, is negative.
const NEWER: u64 = IMMORTAL as u64;
const OLDER: u64 = u32::MAX as u64;

/// After how many calls a count that begins somewhere has left the immortals' range.
fn calls_to_mortality(up: bool, each: f64, begin: u64) -> u64 {
    let way = if up { (1 << 32) - begin } else { begin - (1 << 31) + 1 };
    (way as f64 / each).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_mortality() {
        assert_eq!(calls_to_mortality(false, 1.0, NEWER), 1_073_741_825);
        assert_eq!(calls_to_mortality(true, 1.0, NEWER), 1_073_741_824);
        assert_eq!(calls_to_mortality(false, 2.0, OLDER), 1_073_741_824);
        assert_eq!(calls_to_mortality(true, 1.0, OLDER), 1);
    }
}
