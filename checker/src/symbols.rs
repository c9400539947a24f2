//! Where in a source an address of an extension is.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use object::{Object, ObjectSymbol};
use serde::{Deserialize, Serialize};

/// A place in a source, as far as the file tells.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl fmt::Display for Place {
    /// In words; nothing where nothing is known.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (Some(file), None) => file.clone(),
            _ => String::new(),
        };
        match &self.function {
            Some(function) if place.is_empty() => out.write_str(function),
            Some(function) => write!(out, "{place} ({function})"),
            None => out.write_str(&place),
        }
    }
}

/// Reads the debug information of files, each once.
#[derive(Default)]
pub struct Symbols {
    files: HashMap<PathBuf, Option<File>>,
}

struct File {
    debug: Option<addr2line::Loader>,
    /// Functions and variables by their addresses, for what debug information does not name.
    functions: Vec<(u64, u64, String)>,
}

impl File {
    fn open(path: &Path) -> Option<File> {
        let bytes = std::fs::read(path).ok()?;
        let file = object::File::parse(&*bytes).ok()?;
        let kinds = [object::SymbolKind::Text, object::SymbolKind::Data];
        let named = file.symbols().chain(file.dynamic_symbols()).filter(|s| kinds.contains(&s.kind()) && s.is_definition());
        let mut functions: Vec<_> = named.filter_map(|s| Some((s.address(), s.size(), s.name().ok()?.to_owned()))).collect();
        functions.sort();
        functions.dedup_by_key(|(address, ..)| *address);
        Some(File { debug: addr2line::Loader::new(path).ok(), functions })
    }

    fn place(&self, address: u64) -> Place {
        let (file, line) = self.debug.as_ref().map_or((None, None), |debug| location(debug, address));
        let after = self.functions.partition_point(|(start, ..)| *start <= address);
        let function = after.checked_sub(1).and_then(|at| self.functions.get(at));
        let function = function.filter(|(start, size, _)| *size == 0 || address < start + size).map(|(.., name)| demangled(name));
        Place { function, file, line }
    }
}

/// File and line of an address: of the innermost function there, those of Python's headers left out.
fn location(debug: &addr2line::Loader, address: u64) -> (Option<String>, Option<u32>) {
    let mut found = (None, None);
    let Ok(mut frames) = debug.find_frames(address) else { return found };
    while let Ok(Some(frame)) = frames.next() {
        let Some(location) = frame.location else { continue };
        let is_pythons = location.file.is_some_and(is_a_header_of_pythons);
        found = (location.file.map(str::to_owned), location.line);
        if !is_pythons {
            break;
        }
    }
    found
}

/// Whether a file is one of the headers whose inline functions extensions count with.
fn is_a_header_of_pythons(file: &str) -> bool {
    let path = Path::new(file);
    let is_in_cpython = path.parent().is_some_and(|folder| folder.ends_with("cpython"));
    let is_header = path.extension().is_some_and(|extension| extension == "h");
    is_header && is_in_cpython || ["refcount.h", "object.h", "objimpl.h"].iter().any(|name| path.file_name().is_some_and(|own| own == *name))
}

/// A name as its language writes it.
fn demangled(name: &str) -> String {
    addr2line::demangle_auto(name.into(), None).into_owned()
}

impl Symbols {
    /// Where the address is, given as an offset into the file. `is_return` for a return address: the call is before it.
    pub fn place(&mut self, path: &Path, offset: u64, is_return: bool) -> Place {
        let file = self.files.entry(path.to_owned()).or_insert_with(|| File::open(path));
        file.as_ref().map_or_else(Place::default, |file| file.place(offset.saturating_sub(u64::from(is_return))))
    }
}
