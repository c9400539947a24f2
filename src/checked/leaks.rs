//! References that nobody holds.
//!
//! One [survey](super::survey) cannot tell a lost reference from one that a stack or a register holds, so a run is repeated, with a
//! survey after each time, once the first runs have filled the caches: what is lost anew in each run is a leak.
//!
//! A leaked container holds what is in it, so only the outermost of what leaks is told.

use super::buffers;
use super::entry::Call;
use super::finding::report;
use super::survey::Survey;
use std::collections::HashMap;

/// Reports what the last two of three runs have each lost.
pub fn judge([first, second, third]: &[Survey; 3]) {
    buffers::judge((first.end, second.end), (second.end, third.end));
    made_and_lost(first, second, third);
    moved(first, second, third);
}

/// Objects that each run made and lost, by the place that made them.
fn made_and_lost(first: &Survey, second: &Survey, third: &Survey) {
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
        let them = if count == 1 { format!("an object of type {kind} is") } else { format!("{count} objects of type {kind} are") };
        report("EX301", call.place(), format!("{them} left in each run, and nothing holds it"));
    }
}

/// Older objects whose references are lost, or given back too often, in each run.
fn moved(first: &Survey, second: &Survey, third: &Survey) {
    let mut moved: HashMap<(String, i64, bool), (u64, Call)> = HashMap::new();
    for (address, seen) in &third.objects {
        let (Some(a), Some(b)) = (first.objects.get(address), second.objects.get(address)) else { continue };
        if a.serial != seen.serial || b.serial != seen.serial {
            continue;
        }
        let (one, two) = (b.lost - a.lost, seen.lost - b.lost);
        if one == two && one != 0 {
            moved.entry((seen.kind.clone(), one, seen.is_type)).or_insert((0, seen.made_by)).0 += 1;
        }
    }
    let mut moved: Vec<_> = moved.into_iter().collect();
    moved.sort_by(|a, b| a.0.cmp(&b.0));
    for ((kind, count, is_type), (objects, call)) in moved {
        let place = call.place();
        let them = if objects == 1 { format!("an object ({kind})") } else { format!("each of {objects} objects ({kind})") };
        match (count, is_type) {
            (1.., true) => report("EX305", place, format!("{count} references to {kind} are lost in each run")),
            (_, true) => report("EX305", place, format!("{} references too many to {kind} are given back in each run", -count)),
            (1.., false) => report("EX301", place, format!("{count} references to {them} are lost in each run")),
            (_, false) => report("EX302", place, format!("{} references too many to {them} are given back in each run", -count)),
        }
    }
}
