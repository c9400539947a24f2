//! References that nobody holds.
//!
//! An object's count says how many references there are; its address, looked for in all memory that is alive, how many are held. What the
//! count has and memory has not is lost. One look cannot tell a lost reference from one that a stack or a register holds, so a run is
//! repeated, with a [`survey`] after each time, once the first runs have filled the caches: what is lost anew in each run is a leak.
//!
//! A leaked container holds what is in it, so only the outermost of what leaks is told.

use super::blocks;
use super::entry::Call;
use super::finding::{Place, report};
use crate::layout::PyObject;
use parking_lot::Mutex;
use std::collections::HashMap;

/// What is known of one object at a survey.
#[derive(Clone)]
struct Seen {
    serial: u64,
    /// References by its count that memory does not hold; negative where memory holds more.
    lost: i64,
    made_by: Call,
    kind: String,
}

/// All mortal objects at one time.
struct Survey {
    objects: HashMap<usize, Seen>,
    /// The serial number that the next block got.
    end: u64,
}

static SURVEYS: Mutex<Vec<Survey>> = Mutex::new(Vec::new());

/// Looks at all objects that are alive. The last three surveys are kept. The collector has run; nothing else does.
pub fn survey() {
    let survey = look();
    let mut surveys = SURVEYS.lock();
    if surveys.len() == 3 {
        surveys.remove(0);
    }
    surveys.push(survey);
}

/// Forgets all surveys.
pub fn forget() {
    SURVEYS.lock().clear();
}

fn look() -> Survey {
    let blocks = blocks::all();
    let mut objects: HashMap<usize, Seen> = HashMap::new();
    let (mut lowest, mut highest) = (usize::MAX, 0);
    for block in &blocks {
        // SAFETY: an object that is alive, and nothing runs.
        let Some(object) = (unsafe { block.object.as_ref() }) else { continue };
        if object.is_immortal() || object.ob_type.get().is_null() {
            continue;
        }
        let address = block.object as usize;
        (lowest, highest) = (lowest.min(address), highest.max(address));
        let seen = Seen { serial: block.serial, lost: i64::from(object.refcount()), made_by: block.made_by, kind: kind(object) };
        objects.insert(address, seen);
    }
    let mut hold = |words: &[usize]| {
        for word in words.iter().filter(|word| (lowest..=highest).contains(*word)) {
            if let Some(seen) = objects.get_mut(word) {
                seen.lost -= 1;
            }
        }
    };
    for block in &blocks {
        // SAFETY: a living block's memory, which is aligned.
        hold(unsafe { std::slice::from_raw_parts(block.start as *const usize, block.size / size_of::<usize>()) });
    }
    for (start, end) in super::modules::writable() {
        // SAFETY: writable memory of a loaded object.
        hold(unsafe { std::slice::from_raw_parts(start as *const usize, (end - start) / size_of::<usize>()) });
    }
    Survey { objects, end: blocks::next_serial() }
}

fn kind(object: &PyObject) -> String {
    let ty = object.ty();
    match object.downcast::<crate::layout::PyTypeObject>() {
        Some(ty) => format!("the type '{}'", ty.name()),
        None => format!("'{}'", ty.name()),
    }
}

/// Reports what the last two runs have each lost.
pub fn judge() {
    let surveys = SURVEYS.lock();
    let [first, second, third] = &surveys[..] else { return };
    // Objects that each run made and lost, by the place that made them.
    let made_in = |from: u64, to: u64| {
        let mut lost: HashMap<(usize, String), (u64, Call)> = HashMap::new();
        for seen in third.objects.values().filter(|seen| seen.lost > 0 && (from..to).contains(&seen.serial)) {
            lost.entry((seen.made_by.site, seen.kind.clone())).or_insert((0, seen.made_by)).0 += 1;
        }
        lost
    };
    let (earlier, later) = (made_in(first.end, second.end), made_in(second.end, third.end));
    let mut leaks: Vec<_> = later.into_iter().filter(|(key, _)| earlier.contains_key(key)).collect();
    leaks.sort_by(|a, b| a.0.cmp(&b.0));
    for ((_, kind), (count, call)) in leaks {
        report("EX301", call.place(), format!("{count} objects of type {kind} are left in each run, and nothing holds them"));
    }
    // Older objects whose references are lost, or given back too often, in each run.
    let mut moved: HashMap<(String, i64), (u64, Call)> = HashMap::new();
    for (address, seen) in &third.objects {
        let (Some(a), Some(b)) = (first.objects.get(address), second.objects.get(address)) else { continue };
        if a.serial != seen.serial || b.serial != seen.serial {
            continue;
        }
        let (one, two) = (b.lost - a.lost, seen.lost - b.lost);
        if one == two && one != 0 {
            moved.entry((seen.kind.clone(), one)).or_insert((0, seen.made_by)).0 += 1;
        }
    }
    let mut moved: Vec<_> = moved.into_iter().collect();
    moved.sort_by(|a, b| a.0.cmp(&b.0));
    for ((kind, count), (objects, call)) in moved {
        let place = Place { api: "", ..call.place() };
        let them = if objects == 1 { format!("an object ({kind})") } else { format!("each of {objects} objects ({kind})") };
        match count {
            1.. => report("EX301", place, format!("{count} references to {them} are lost in each run")),
            _ => report("EX302", place, format!("{} references too many to {them} are given back in each run", -count)),
        }
    }
}
