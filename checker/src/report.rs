//! What a check found, as a table for people and as JSON for machines.

use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use crate::rules::{self, Rule, Severity};
use crate::symbols::Place;

/// How wide a list of names may be.
const WIDTH: usize = 100;

#[derive(Serialize)]
pub struct File {
    pub file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Why it could not be checked at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    pub extensions: Vec<Extension>,
}

#[derive(Serialize, Default)]
pub struct Extension {
    pub path: String,
    pub module: String,
    pub target: String,
    pub symbols: Symbols,
    pub init: Init,
    pub load: Load,
    /// Why it could not be checked to the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<String>,
    pub findings: Vec<Finding>,
}

#[derive(Serialize, Default)]
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

#[derive(Serialize, Default)]
pub struct Init {
    pub style: String,
    pub slots: Vec<String>,
}

#[derive(Serialize, Default)]
pub struct Load {
    /// loaded, raised, failed, crashed, hung, or nothing where it was not tried.
    pub outcome: String,
    pub names: Option<usize>,
    pub milliseconds: Option<f64>,
}

#[derive(Serialize)]
pub struct Finding {
    /// A stable identifier: see [`crate::rules`].
    pub rule: &'static str,
    pub severity: Severity,
    /// What it is about: a symbol, a function of the C API, a step.
    pub subject: String,
    pub message: String,
    /// The rule's own words.
    pub what: &'static str,
    pub why: &'static str,
    pub mend: &'static str,
    /// The shared object whose code it is, where that is not the extension itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Where in the code, as far as the file tells.
    #[serde(flatten)]
    pub place: Place,
    pub count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
}

/// A call on the stack, the innermost first.
#[derive(Serialize)]
pub struct Frame {
    pub module: String,
    #[serde(flatten)]
    pub place: Place,
}

impl Finding {
    /// Where it is, in words; empty where nobody knows.
    pub fn place(&self) -> String {
        match &self.module {
            Some(module) => format!("{module}: {}", self.place),
            None => self.place.to_string(),
        }
    }
}

impl Extension {
    /// Adds a finding that is about the file as a whole, with the severity of its rule.
    pub fn find(&mut self, rule: &str, subject: &str, message: String) {
        let Some(rule) = rules::find(rule) else { return };
        self.find_as(rule.severity, rule, subject, message);
    }

    /// The same with another severity than its rule's.
    pub fn find_as(&mut self, severity: Severity, rule: &Rule, subject: &str, message: String) {
        self.findings.push(Finding {
            rule: rule.id,
            severity,
            subject: subject.to_owned(),
            message,
            what: rule.what,
            why: rule.why,
            mend: rule.mend,
            module: None,
            place: Place::default(),
            count: 1,
            frames: Vec::new(),
        });
    }

    fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.severity == Severity::Error)
    }
}

impl File {
    pub fn new(file: &Path) -> File {
        File { file: file.display().to_string(), tags: None, error: None, extensions: Vec::new() }
    }

    pub fn not_checked(file: &Path, error: String) -> File {
        File { error: Some(error), ..File::new(file) }
    }

    pub fn exit_status(&self) -> u8 {
        if self.error.is_some() || self.extensions.iter().any(|e| e.blocked.is_some()) {
            2
        } else {
            u8::from(self.extensions.iter().any(|e| e.errors().next().is_some()))
        }
    }

    /// A line for each thing that could not be checked.
    pub fn troubles(&self) -> Vec<String> {
        let own = self.error.iter().map(|error| format!("{} {error}", self.file));
        let inner = self.extensions.iter().filter_map(|e| e.blocked.as_ref().map(|blocked| format!("{} {blocked}", e.path)));
        own.chain(inner).collect()
    }
}

pub fn print_json(reports: &[File]) {
    let text = serde_json::to_string_pretty(&serde_json::json!({ "exuvia": env!("CARGO_PKG_VERSION"), "files": reports }));
    println!("{}", text.unwrap_or_default());
}

pub fn print_table(reports: &[File]) {
    let mut text = String::new();
    for file in reports.iter().filter(|f| f.error.is_none()) {
        let tags = file.tags.as_ref().map_or(String::new(), |tags| format!("  ({tags})"));
        let _ = writeln!(text, "{}{tags}", file.file);
        for extension in &file.extensions {
            table(&mut text, extension, file.tags.is_some());
        }
        let findings: usize = file.extensions.iter().map(|e| e.errors().count()).sum();
        let blocked = file.extensions.iter().filter(|e| e.blocked.is_some()).count();
        let what = match (findings, blocked) {
            (0, 0) => "no findings".to_owned(),
            (n, 0) => format!("{n} finding{}", plural(n)),
            (n, b) => format!("{n} finding{}, {b} not checked to the end", plural(n)),
        };
        let notes = file.extensions.iter().map(|e| e.findings.len()).sum::<usize>() - findings;
        let what = if notes == 0 { what } else { format!("{what}, {notes} note{}", plural(notes)) };
        let _ = writeln!(text, "{} extension module{}: {what}\n", file.extensions.len(), plural(file.extensions.len()));
    }
    print!("{text}");
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// One extension: a row for each question, then its findings.
fn table(text: &mut String, extension: &Extension, in_wheel: bool) {
    let symbols = &extension.symbols;
    let of_symbols = extension.errors().any(|f| f.rule.starts_with("EX10")) || !symbols.missing.is_empty();
    let mut counted = format!("{} imported: {} stable", symbols.imported, symbols.stable);
    for (count, what) in
        [(symbols.full, "of the full API"), (symbols.private, "private"), (symbols.unknown, "unknown"), (symbols.missing.len(), "missing in Exuvia")]
    {
        if count > 0 {
            let _ = write!(counted, ", {count} {what}");
        }
    }
    if let Some(needs) = &symbols.needs {
        let _ = write!(counted, "; all in the stable ABI of {needs}");
    }
    let slots = if extension.init.slots.is_empty() { String::new() } else { format!(": {}", extension.init.slots.join(", ")) };
    let load = match extension.load.outcome.as_str() {
        "" => ("-", "not tried".to_owned()),
        "loaded" => ("ok", format!("{} names, {:.0} ms", extension.load.names.unwrap_or(0), extension.load.milliseconds.unwrap_or(0.0))),
        outcome => ("FAIL", extension.blocked.clone().unwrap_or_else(|| outcome.to_owned())),
    };
    if in_wheel {
        let _ = writeln!(text, "  {}", extension.path);
    }
    let target_ok = if extension.errors().any(|f| f.rule == "EX110") { "FAIL" } else { "ok" };
    let rows = [
        ("module", "", extension.module.clone()),
        ("built for", target_ok, extension.target.clone()),
        ("symbols", if of_symbols { "FAIL" } else { "ok" }, counted),
        ("init", if extension.init.style.is_empty() { "-" } else { "ok" }, format!("{}{slots}", extension.init.style)),
        ("load", load.0, load.1),
    ];
    for (question, state, answer) in rows {
        let _ = writeln!(text, "    {question:<10} {state:<5} {answer}");
    }
    let mut line = String::new();
    for name in &symbols.missing {
        if line.len() + name.len() > WIDTH {
            let _ = writeln!(text, "    missing          {line}");
            line.clear();
        }
        let _ = write!(line, "{name} ");
    }
    if !line.is_empty() {
        let _ = writeln!(text, "    missing          {}", line.trim_end());
    }
    for finding in &extension.findings {
        let mark = if finding.severity == Severity::Error { "finding" } else { "note" };
        let again = if finding.count > 1 { format!(" ({} times)", finding.count) } else { String::new() };
        let _ = writeln!(text, "    {mark:<10} {}: {} {}{again}", finding.rule, finding.subject, finding.message);
        let place = finding.place();
        if !place.is_empty() && place != finding.subject {
            let _ = writeln!(text, "               at {place}");
        }
    }
}
