//! Buffers that extensions have asked for: whether each is released, once, and whether what was only to be read was only read.
//!
//! A view is known by its exporter and its memory, not by the struct that describes it: that may be moved, but not multiplied.

use super::blocks;
use super::entry::Call;
use super::finding::report;
use crate::layout::{Py_buffer, PyObject, flags};
use crate::runtime::sync::Mutex;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hasher};

#[derive(Clone, Copy, PartialEq, Eq)]
struct View {
    object: usize,
    memory: usize,
    length: isize,
}

/// A view that is not released.
#[derive(Clone, Copy)]
pub struct Held {
    view: View,
    /// Where its struct is.
    pub place: usize,
    /// The exporter.
    pub object: usize,
    /// The serial number of the next block when it was asked for.
    serial: u64,
    asked_by: Call,
    /// What its bytes come to, where nobody may change them.
    sum: Option<u64>,
}

#[derive(Default)]
struct Views {
    held: Vec<Held>,
    /// Those last released, of which there may be copies.
    released: VecDeque<View>,
}

static VIEWS: Mutex<Option<Views>> = Mutex::new(None);

/// Sums are made of as many bytes.
const SUMMED: usize = 1 << 20;
/// So many released views are remembered.
const REMEMBERED: usize = 64;

fn read(place: usize) -> Option<(View, bool)> {
    // SAFETY: a buffer of the caller's, or NULL.
    let view = unsafe { (place as *const Py_buffer).as_ref() }?;
    let object = view.obj as usize;
    (object != 0).then_some((View { object, memory: view.buf as usize, length: view.len }, view.readonly != 0))
}

/// What the bytes of a view come to, where its exporter's never change: bytes.
fn sum(view: View) -> Option<u64> {
    // SAFETY: an exporter is alive as long as its views.
    let object = unsafe { &*(view.object as *const PyObject) };
    let length = usize::try_from(view.length).ok()?.min(SUMMED);
    if !object.ty().has_flag(flags::BYTES_SUBCLASS) || view.memory == 0 {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    // SAFETY: the view's memory.
    hasher.write(unsafe { std::slice::from_raw_parts(view.memory as *const u8, length) });
    Some(hasher.finish())
}

/// An extension has got a buffer.
pub fn got(call: Call, object: usize, place: usize) {
    let Some((view, read_only)) = read(place) else { return };
    let mut views = VIEWS.lock();
    let views = views.get_or_insert_default();
    views.released.retain(|released| released.object != view.object && released.object != object);
    let sum = read_only.then(|| sum(view)).flatten();
    views.held.push(Held { view, place, object: view.object, serial: blocks::next_serial(), asked_by: call, sum });
}

/// Buffers may have come by a way that is not seen: what was released may be there anew.
pub fn may_have_come() {
    if let Some(views) = VIEWS.lock().as_mut() {
        views.released.clear();
    }
}

/// An extension releases a buffer. False where there is nothing left to release.
pub fn released(call: Call, place: usize) -> bool {
    let Some((view, _)) = read(place) else { return true };
    let mut views = VIEWS.lock();
    let views = views.get_or_insert_default();
    let of_it = |at: &usize| views.held[*at].view == view;
    let known = (0..views.held.len()).filter(of_it).max_by_key(|at| views.held[*at].place == place);
    let Some(known) = known.map(|at| views.held.swap_remove(at)) else {
        if views.released.contains(&view) || matches!(blocks::state_of(view.object), blocks::State::Freed(_)) {
            report("EX708", call.place(), "releases a copy of a buffer that was released".to_owned());
            return !matches!(blocks::state_of(view.object), blocks::State::Freed(_));
        }
        return true;
    };
    if known.sum.is_some() && known.sum != sum(view) {
        report("EX709", call.place(), "releases a read-only buffer whose bytes have changed since it was asked for".to_owned());
    }
    if views.released.len() == REMEMBERED {
        views.released.pop_front();
    }
    views.released.push_back(view);
    true
}

/// All views that are not released.
pub fn held() -> Vec<Held> {
    VIEWS.lock().as_ref().map_or_else(Vec::new, |views| views.held.clone())
}

/// Reports what each of two runs has asked for and not released. The runs are told by the serial numbers at which they began and ended.
pub fn judge(one: (u64, u64), two: (u64, u64)) {
    let kept_in = |(from, to): (u64, u64)| {
        let mut kept: HashMap<usize, (u64, Call)> = HashMap::new();
        for held in held().into_iter().filter(|held| (from..to).contains(&held.serial)) {
            kept.entry(held.asked_by.site).or_insert((0, held.asked_by)).0 += 1;
        }
        kept
    };
    let (one, two) = (kept_in(one), kept_in(two));
    for (site, (count, call)) in two {
        if one.contains_key(&site) {
            report("EX707", call.place(), format!("{count} of the buffers that it asks for in each run are not released"));
        }
    }
}
