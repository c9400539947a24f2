//! Memory that grows with every call.
//!
//! What calls leave behind without anybody holding it is a [leak](super::leaks). Blocks that are no objects have no counts: they are lost where no
//! word of memory has their address. What is held, and becomes more with each call, may be what the extension is for.
//!
//! Invariant: told only of runs of many calls, and where each of two runs has left at least as many as it has calls: a cache that is still being filled
//! does not do so.

use super::entry::Call;
use super::finding::report;
use super::modules;
use super::survey::{Survey, words_of};
use std::collections::{HashMap, HashSet};

/// Fewer calls tell nothing.
const FEW: u64 = 10;

/// Reports what the last two of three runs, of `calls` calls each, have left.
pub fn judge([first, second, third]: &[Survey; 3], calls: u64) {
    if calls < FEW {
        return;
    }
    let earlier = left(third, first.end, second.end);
    let later = left(third, second.end, third.end);
    let mut grown: Vec<_> = later.iter().filter(|(key, found)| found.count >= calls && earlier.get(*key).is_some_and(|e| e.count >= calls)).collect();
    grown.sort_by(|a, b| a.0.cmp(b.0));
    let starts: HashSet<usize> = grown.iter().flat_map(|(_, found)| found.blocks.iter().copied()).collect();
    let held = held(third, &starts);
    for ((_, what), found) in grown {
        let is_lost = what.is_none() && found.blocks.iter().filter(|start| !held.contains(*start)).count() as u64 >= calls;
        let (each, api) = (found.count / calls, found.made_by.place().api);
        match what {
            None if is_lost && each == 1 => {
                report("EX907", found.made_by.place(), format!("each call leaves a block that {api} gave, and nothing has its address"));
            }
            None if is_lost => {
                report("EX907", found.made_by.place(), format!("each call leaves {each} blocks that {api} gave, and nothing has their addresses"));
            }
            None => report("EX908", found.made_by.place(), format!("memory that {api} gave becomes more with each call, by {each}")),
            Some(kind) => report("EX908", found.made_by.place(), format!("objects of type {kind} become more with each call, by {each}")),
        }
    }
}

/// What was made at one place.
struct Found {
    count: u64,
    made_by: Call,
    blocks: Vec<usize>,
}

/// The blocks that were made in a run by extensions, and are alive: by the place that made them, and for objects that somebody holds by their type.
/// Objects that nobody holds are leaks, and told as such; so is what belongs to them.
fn left(survey: &Survey, from: u64, to: u64) -> HashMap<(usize, Option<String>), Found> {
    let mut found: HashMap<(usize, Option<String>), Found> = HashMap::new();
    for block in survey.blocks.iter().filter(|block| (from..to).contains(&block.serial)) {
        let site = block.made_by.site;
        if site == 0 || modules::is_own(site) {
            continue;
        }
        let kind = match survey.objects.get(&(block.object as usize)) {
            Some(seen) if seen.lost > 0 => continue,
            Some(seen) => Some(seen.kind.clone()),
            // Blocks that the library made for itself, such as a dict's table, go with their objects.
            None if block.object.is_null() && block.made_by.export.is_some_and(|export| is_allocation(export.name)) => None,
            None => continue,
        };
        let entry = found.entry((site, kind)).or_insert_with(|| Found { count: 0, made_by: block.made_by, blocks: Vec::new() });
        entry.count += 1;
        if block.object.is_null() {
            entry.blocks.push(block.start);
        }
    }
    found
}

fn is_allocation(name: &str) -> bool {
    ["Malloc", "Calloc", "Realloc"].iter().any(|end| name.ends_with(end))
}

/// Those of the blocks whose addresses are anywhere in memory.
fn held(survey: &Survey, starts: &HashSet<usize>) -> HashSet<usize> {
    let mut held = HashSet::new();
    if starts.is_empty() {
        return held;
    }
    let mut look = |words: &[usize]| held.extend(words.iter().filter(|word| starts.contains(word)));
    for block in &survey.blocks {
        look(words_of(block));
    }
    for module in modules::loaded() {
        module.writable_words().for_each(&mut look);
    }
    held
}
