//! What the checked build found in a child, as its lines tell (see the library's `checked::finding`), with the places looked up.

use std::path::Path;

use serde::Deserialize;

use crate::report::{Extension, Finding, Frame};
use crate::rules;
use crate::symbols::Symbols;

/// A line of the checked build.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Line {
    Found(Found),
    Again {
        again: Vec<(usize, u64)>,
    },
    /// What is known at the end, in place of what a finding said at first.
    Amended {
        amended: usize,
        detail: String,
    },
}

#[derive(Deserialize)]
pub struct Found {
    number: usize,
    pub rule: String,
    /// The function of the C API that was called; empty where the place is a function of the extension that was called itself.
    api: String,
    module: String,
    offset: u64,
    pub detail: String,
    frames: Vec<(String, u64)>,
}

impl Found {
    /// Whether it was told from a signal's handler, or as the process exited: where it was when it was ended.
    pub fn is_last_words(&self) -> bool {
        self.number == usize::MAX
    }
}

/// Adds what the lines tell to the report. `file` is the extension itself: what other objects did is told as theirs.
pub fn add(report: &mut Extension, lines: Vec<Line>, file: &Path, symbols: &mut Symbols) {
    let mut counts = std::collections::HashMap::new();
    let mut found: Vec<Found> = Vec::new();
    for line in lines {
        match line {
            Line::Found(f) => found.push(f),
            Line::Again { again } => counts.extend(again),
            Line::Amended { amended, detail } => {
                let known = found.iter_mut().find(|known: &&mut Found| known.number == amended);
                if let Some(known) = known {
                    known.detail = detail;
                }
            }
        }
    }
    for found in found {
        let Some(rule) = rules::find(&found.rule) else { continue };
        // An object that the child itself was given in the wrong interpreter is told as such: see EX808 and EX809.
        if rule.id == "EX805" && found.module.is_empty() {
            continue;
        }
        let path = Path::new(&found.module);
        let mut place = symbols.place(path, found.offset, !found.api.is_empty());
        let mut is_own = path == file;
        let mut frames = Vec::new();
        // Below the executable's own frames there is nothing of the extension.
        for (module, offset) in found.frames.iter().take_while(|(module, _)| base_name(module) != EXECUTABLE) {
            let on_stack = symbols.place(Path::new(module), *offset, true);
            // What ends a process, or waits, is somewhere in the C library; the extension's own call is what its author can change.
            if found.is_last_words() && !is_own && Path::new(module) == file {
                (place, is_own) = (on_stack.clone(), true);
            }
            frames.push(Frame { module: base_name(module), place: on_stack });
        }
        let subject = if found.api.is_empty() { place.function.clone().unwrap_or_default() } else { found.api.clone() };
        let finding = Finding {
            library: if is_own { None } else { Some(base_name(&found.module)) },
            place,
            count: counts.get(&found.number).copied().unwrap_or(1),
            frames,
            ..Finding::new(rule, &report.module, &subject, found.detail)
        };
        // Two words of one variable, or two calls of one line, are one finding to people.
        let same = |known: &&mut Finding| {
            known.rule == finding.rule
                && known.subject == finding.subject
                && known.message == finding.message
                && known.library == finding.library
                && known.place == finding.place
        };
        match report.findings.iter_mut().find(same) {
            Some(known) => known.count += finding.count,
            None => report.findings.push(finding),
        }
    }
}

/// The name of code that belongs to no shared object.
const EXECUTABLE: &str = "the executable";

fn base_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| EXECUTABLE.to_owned(), |name| name.to_string_lossy().into_owned())
}
