//! What was found, and how it leaves the process.
//!
//! A finding is a line of JSON, written the moment it is first made, so that it is there even when the process dies of what was
//! found: `{"rule", "api", "module", "offset", "detail", "frames"}`. The same rule at the same place is told once; how often it came is told at the end
//! (`{"again": …}`), and what is known then of what a finding said at first (`{"amended": …}`). Addresses go as offsets into their file, for whoever has the debug information.
//!
//! The lines go to the file that `EXUVIA_FINDINGS` names, or, a line for people, to stderr.

use super::modules;
use crate::runtime::sync::Mutex;
use std::collections::HashMap;
use std::ffi::c_int;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

/// What is looked at: an identifier of the rules that `exuvia rules` lists.
pub type Rule = &'static str;

/// Where something was found.
#[derive(Clone, Copy)]
pub struct Place {
    /// The function of the C API, or what was called of the extension.
    pub api: &'static str,
    /// An address in the extension: where it called, or the function that was called.
    pub address: usize,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    rule: Rule,
    api: &'static str,
    address: usize,
    detail: String,
}

struct Seen {
    number: usize,
    count: u64,
}

static SEEN: Mutex<Option<HashMap<Key, Seen>>> = Mutex::new(None);
static OUT: OnceLock<Option<PathBuf>> = OnceLock::new();

/// The file, opened anew: whatever the extension does to open files, a line arrives.
fn out() -> Option<File> {
    let path = OUT.get_or_init(|| std::env::var_os("EXUVIA_FINDINGS").map(PathBuf::from)).as_ref()?;
    File::options().create(true).append(true).open(path).ok()
}

/// Reports that a rule was broken. `detail` says what was seen, for people; it is part of what makes two findings the same.
#[cold]
#[inline(never)]
pub fn report(rule: Rule, place: Place, detail: String) {
    report_numbered(rule, place, detail);
}

/// The same; the number of the finding, for [`amend`].
pub fn report_numbered(rule: Rule, place: Place, detail: String) -> usize {
    let mut seen = SEEN.lock();
    let seen = seen.get_or_insert_default();
    let number = seen.len();
    let key = Key { rule, api: place.api, address: place.address, detail };
    if let Some(known) = seen.get_mut(&key) {
        known.count += 1;
        return known.number;
    }
    tell(&key, number);
    seen.insert(key, Seen { number, count: 1 });
    number
}

/// Says of a finding what is known at the end, in place of what was told at first.
pub fn amend(number: usize, detail: String) {
    if let Some(mut file) = out() {
        let mut line = format!("{{\"amended\": {number}, \"detail\": ");
        quote(&mut line, &detail);
        line.push_str("}\n");
        let _ = file.write_all(line.as_bytes());
    }
}

/// Tells how often each finding came that came more than once, and forgets them all.
pub fn finish() {
    let Some(seen) = SEEN.lock().take() else { return };
    let mut again: Vec<(usize, u64)> = seen.values().filter(|s| s.count > 1).map(|s| (s.number, s.count)).collect();
    again.sort_unstable();
    if let Some(mut file) = out()
        && !again.is_empty()
    {
        let counts: Vec<String> = again.iter().map(|(number, count)| format!("[{number}, {count}]")).collect();
        let _ = writeln!(file, "{{\"again\": [{}]}}", counts.join(", "));
    }
}

/// Reports the end of the process, from a signal handler: what was to be told once is told, whatever locks are held.
pub fn last_words(rule: Rule, detail: String, address: usize) {
    tell(&Key { rule, api: "", address, detail }, usize::MAX);
}

fn tell(key: &Key, number: usize) {
    let module = modules::of(key.address);
    let (path, offset) = module.map_or_else(|| (String::new(), key.address), |m| (m.path.to_string_lossy().into_owned(), key.address - m.base));
    let Some(mut file) = out() else {
        eprintln!("exuvia: {} in {}+{offset:#x}, {}: {}", key.rule, modules::name(path.as_ref()), key.api, key.detail);
        return;
    };
    let mut line = String::from("{\"number\": ");
    let _ = write!(line, "{number}, \"offset\": {offset}");
    for (name, value) in [("rule", key.rule), ("api", key.api), ("module", &*path), ("detail", &*key.detail)] {
        let _ = write!(line, ", \"{name}\": ");
        quote(&mut line, value);
    }
    line.push_str(", \"frames\": [");
    for (i, address) in frames().into_iter().enumerate() {
        let Some(module) = modules::of(address) else { continue };
        line.push_str(if i == 0 || line.ends_with('[') { "[" } else { ", [" });
        quote(&mut line, &module.path.to_string_lossy());
        let _ = write!(line, ", {}]", address - module.base);
    }
    line.push_str("]}\n");
    let _ = file.write_all(line.as_bytes());
}

/// The return addresses on the stack, this library's left out.
fn frames() -> Vec<usize> {
    unsafe extern "C" {
        fn backtrace(buffer: *mut usize, size: c_int) -> c_int;
    }
    let mut buffer = [0usize; 64];
    // SAFETY: a buffer of that many addresses.
    let found = unsafe { backtrace(buffer.as_mut_ptr(), buffer.len() as c_int) };
    let found = buffer.iter().take(usize::try_from(found).unwrap_or(0));
    found.copied().filter(|address| !modules::is_own(*address)).take(12).collect()
}

/// A JSON string.
fn quote(line: &mut String, text: &str) {
    line.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => line.extend(['\\', c]),
            c if (c as u32) < 32 => {
                let _ = write!(line, "\\u{:04x}", c as u32);
            }
            c => line.push(c),
        }
    }
    line.push('"');
}
