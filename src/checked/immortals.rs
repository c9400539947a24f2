//! Counts of immortal objects that move.
//!
//! Code that was compiled for a limited API before 3.12 counts inline, immortal or not. As long as what it adds it also takes away, nothing
//! comes of it; what it does not, carries the count away, call by call, until the object is mortal to whoever looks at the count.
//! The objects that extensions handle most are looked at around every call of an extension; whatever moved is put back.

use super::finding::{Place, report};
use crate::layout::{IsObject, PyObject};
use crate::object::refcount::IMMORTAL;
use std::sync::OnceLock;

struct Watched {
    name: &'static str,
    object: &'static PyObject,
}
// SAFETY: immortal objects; their counts are written by whoever holds the GIL, and by extensions that do not care.
unsafe impl Sync for Watched {}
// SAFETY: as above.
unsafe impl Send for Watched {}

static WATCHED: OnceLock<Vec<Watched>> = OnceLock::new();

fn watched() -> &'static [Watched] {
    WATCHED.get_or_init(|| {
        use crate::types::{bool, bytes, long, singletons, tuple, unicode};
        let small = [-1, 0, 1, 2].map(|value| long::from_i64(value).ok());
        let names = ["-1", "0", "1", "2"];
        let mut all = vec![
            ("None", singletons::none()),
            ("NotImplemented", singletons::not_implemented()),
            ("True", bool::from_bool(true)),
            ("False", bool::from_bool(false)),
            ("()", tuple::empty().upcast()),
            ("''", unicode::empty().upcast()),
            ("b''", bytes::empty().as_object().new_ref()),
        ];
        all.extend(names.into_iter().zip(small).filter_map(|(name, value)| Some((name, value?))));
        // SAFETY: immortal objects of this library are never freed.
        all.into_iter().map(|(name, object)| Watched { name, object: unsafe { &*object.into_ptr() } }).collect()
    })
}

/// Those whose counts are not where they belong, and by how much.
fn drifting() -> impl Iterator<Item = (&'static Watched, i64)> {
    let drift = |watched: &Watched| i64::from(watched.object.refcount()) - i64::from(IMMORTAL);
    watched().iter().map(move |watched| (watched, drift(watched))).filter(|(_, delta)| *delta != 0)
}

/// An extension calls the C API: counts that are not where they belong now were touched inline.
pub fn touched_inline(place: Place) {
    for (watched, _) in drifting() {
        report("EX402", place, format!("the count of {} is touched inline", watched.name));
    }
}

/// Puts back what drifted where nobody is to blame.
pub fn settle() {
    for (watched, _) in drifting() {
        watched.object.repair();
    }
}

/// An extension's function came back: what moved and stayed away is its own.
pub fn drifted(place: Place) {
    for (watched, delta) in drifting() {
        let way = if delta > 0 { "up" } else { "down" };
        report("EX401", place, format!("walks the count of {} {way}, by {} in a call", watched.name, delta.abs()));
        watched.object.repair();
    }
}
