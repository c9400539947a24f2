//! What a check found, and the forms in which it is told.
//!
//! Reports come one file at a time, in the order of the targets, and go out as they come ([`Writer`]): however many files are checked, few of
//! their reports are in memory at once. What is said of the whole run stands in its [`Totals`], which come last.

mod html;
mod json;
mod junit;
mod sarif;
mod table;

pub use json::read as read_json;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::rules::{self, Rule, Severity};
use crate::symbols::Place;

/// The version of the JSON that `docs/findings.schema.json` describes.
pub const FORMAT: u32 = 1;

/// A file that was to be checked, and what is in it.
#[derive(Serialize, Deserialize)]
pub struct File {
    pub file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Why it could not be checked at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Why it was passed over: it was found in a folder, and there is nothing in it to check here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    pub extensions: Vec<Extension>,
}

#[derive(Serialize, Deserialize, Default)]
pub struct Extension {
    pub path: String,
    pub module: String,
    pub target: String,
    pub symbols: Symbols,
    pub init: Init,
    pub load: Load,
    /// Why it could not be checked to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<String>,
    pub findings: Vec<Finding>,
    /// What it does on another libpython, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<crate::children::Comparison>,
}

#[derive(Serialize, Deserialize, Default)]
pub struct Symbols {
    pub imported: usize,
    pub stable: usize,
    pub full: usize,
    pub private: usize,
    pub unknown: usize,
    /// Those that Exuvia does not export.
    pub missing: Vec<String>,
    /// The oldest stable ABI that has all of them, where one has.
    pub needs: Option<String>,
}

#[derive(Serialize, Deserialize, Default)]
pub struct Init {
    pub style: String,
    pub slots: Vec<String>,
}

#[derive(Serialize, Deserialize, Default)]
pub struct Load {
    /// loaded, raised, failed, crashed, hung, or nothing where it was not tried.
    pub outcome: String,
    pub names: Option<usize>,
    pub milliseconds: Option<f64>,
}

/// A rule that was broken, and where. The rule's own words are its page's: they are said again for machines that read one finding at a time.
#[derive(Serialize, Deserialize)]
pub struct Finding {
    /// A stable identifier: see [`crate::rules`].
    pub rule: Cow<'static, str>,
    pub severity: Severity,
    /// The module that was checked.
    pub module: String,
    /// What it is about: a symbol, a function of the C API, a step.
    pub subject: String,
    pub message: String,
    pub what: Cow<'static, str>,
    pub why: Cow<'static, str>,
    pub mend: Cow<'static, str>,
    /// Where the rule's page is, in Exuvia's sources.
    pub link: String,
    /// The shared object whose code it is, where that is not the extension itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// Where in the code, as far as the file tells.
    #[serde(flatten)]
    pub place: Place,
    pub count: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
    /// Why a baseline accepts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// A call on the stack, the innermost first.
#[derive(Serialize, Deserialize)]
pub struct Frame {
    pub module: String,
    #[serde(flatten)]
    pub place: Place,
}

impl Finding {
    /// A finding of a rule, with the rule's severity, at no place yet.
    pub fn new(rule: &'static Rule, module: &str, subject: &str, message: String) -> Finding {
        Finding {
            rule: rule.id.into(),
            severity: rule.severity,
            module: module.to_owned(),
            subject: subject.to_owned(),
            message,
            what: rule.what.into(),
            why: rule.why.into(),
            mend: rule.mend.into(),
            link: rule.link(),
            library: None,
            place: Place::default(),
            count: 1,
            frames: Vec::new(),
            accepted: None,
        }
    }

    /// Where it is, in words; empty where nobody knows.
    pub fn place(&self) -> String {
        match &self.library {
            Some(library) => format!("{library}: {}", self.place),
            None => self.place.to_string(),
        }
    }

    /// The title of its rule; its identifier where this version has no such rule.
    pub fn title(&self) -> &str {
        rules::find(&self.rule).map_or(&self.rule, |rule| rule.title)
    }

    /// What was seen, in one line, without its place.
    pub fn line(&self) -> String {
        let again = if self.count > 1 { format!(" ({} times)", self.count) } else { String::new() };
        printable(&format!("{} {}{again}", self.subject, self.message)).trim_start().to_owned()
    }
}

impl Extension {
    /// Adds a finding that is about the file as a whole, with the severity of its rule.
    pub fn find(&mut self, rule: &str, subject: &str, message: String) {
        let Some(rule) = rules::find(rule) else { return };
        self.find_as(rule.severity, rule, subject, message);
    }

    /// The same with another severity than its rule's.
    pub fn find_as(&mut self, severity: Severity, rule: &'static Rule, subject: &str, message: String) {
        self.findings.push(Finding { severity, ..Finding::new(rule, &self.module, subject, message) });
    }

    /// The findings that no baseline accepts.
    fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.accepted.is_none())
    }
}

impl File {
    pub fn new(file: &Path) -> File {
        File { file: file.display().to_string(), tags: None, error: None, skipped: None, extensions: Vec::new() }
    }

    pub fn not_checked(file: &Path, error: String) -> File {
        File { error: Some(error), ..File::new(file) }
    }

    pub fn passed_over(file: &Path, reason: String) -> File {
        File { skipped: Some(reason), ..File::new(file) }
    }

    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.extensions.iter().flat_map(|extension| &extension.findings)
    }

    /// A line for each thing that could not be checked.
    pub fn troubles(&self) -> Vec<String> {
        let own = self.error.iter().map(|error| format!("{} {error}", self.file));
        let inner = self.extensions.iter().filter_map(|e| e.blocked.as_ref().map(|blocked| format!("{} {blocked}", e.path)));
        own.chain(inner).map(|line| printable(&line)).collect()
    }
}

/// What a run as a whole came to.
#[derive(Serialize, Default)]
pub struct Totals {
    pub files: usize,
    pub extensions: usize,
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// Findings that a baseline accepts; they are in none of the three above.
    pub accepted: usize,
    /// Files and extensions that could not be checked, or not to the end.
    pub not_checked: usize,
    pub skipped: usize,
    /// Entries of the baseline for findings that no longer occur.
    pub gone: Vec<String>,
}

impl Totals {
    pub fn add(&mut self, file: &File) {
        self.files += 1;
        self.extensions += file.extensions.len();
        self.skipped += usize::from(file.skipped.is_some());
        self.not_checked += usize::from(file.error.is_some()) + file.extensions.iter().filter(|e| e.blocked.is_some()).count();
        for finding in file.findings() {
            match finding.severity {
                _ if finding.accepted.is_some() => self.accepted += 1,
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
    }

    /// How many findings weigh at least this much.
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Note => self.errors + self.warnings + self.notes,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs: docs/findings.schema.json describes it
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// JUnit's XML, for CI systems that show tests
    Junit,
    /// One page that needs nothing else, for a browser
    Html,
}

/// What the forms need to know beside the reports.
pub struct Context {
    /// From this severity on a finding fails the check; `None` where none does.
    pub fail_on: Option<Severity>,
    /// The folder that paths are told relative to.
    pub folder: PathBuf,
    /// What the paths in debug information begin with, where the sources were elsewhere while compiling.
    pub source_prefix: Option<PathBuf>,
    /// Where files may be put that go away.
    pub scratch: PathBuf,
}

/// One form, writing as it goes.
pub trait Writer {
    fn file(&mut self, file: &File) -> io::Result<()>;
    fn end(&mut self, totals: &Totals) -> io::Result<()>;
}

/// A writer of a form, which has begun.
pub fn writer<'a>(format: Format, out: Box<dyn Write + 'a>, context: &'a Context) -> io::Result<Box<dyn Writer + 'a>> {
    Ok(match format {
        Format::Table => Box::new(table::Table::new(out)),
        Format::Json => Box::new(json::Json::begin(out)?),
        Format::Sarif => Box::new(sarif::Sarif::begin(out, context)?),
        Format::Junit => Box::new(junit::Junit::begin(out, context)?),
        Format::Html => Box::new(html::Html::begin(out, context)?),
    })
}

/// Text from files, safe for a terminal and in one line.
pub fn printable(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<_>>() } else { vec![c] }).collect()
}

/// Text where `<`, `>`, `&` and quotes mean something; what XML 1.0 cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// `3 errors, 1 note`; nothing where there are none.
fn counted(errors: usize, warnings: usize, notes: usize) -> String {
    let parts = [(errors, "finding"), (warnings, "warning"), (notes, "note")];
    let parts: Vec<String> = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}{}", plural(*count))).collect();
    parts.join(", ")
}
